"""Verification: every invariant, every record of the archive, and releases read again."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

import duckdb

from config.settings import Settings
from flows.corrections.settling import known_concerns
from flows.fetch.archive import Archive
from flows.fetch.capture import Capture
from flows.fetch.soundness import check_segment
from flows.home import Home
from flows.ingesting import distinct_runs
from flows.keying import Placed, keyed
from flows.reading_pool import ReadingPool, read_all, reading_pool
from flows.rows import empty_rows
from warehouse.check_runs import run_on
from warehouse.checking import read_checks
from warehouse.connect import OutdatedError, WarehouseError, open_reader, open_writer
from warehouse.ddl import is_outdated, lacks_of_ops
from warehouse.load import table_hashes
from warehouse.lock import writer_lock
from warehouse.publish import is_current
from warehouse.rereading import StoredRevision, differing, sampled_revisions, stored_places

BATCH = 200
# Releases read again, where nobody says how many.
SAMPLE = 100


@dataclass(slots=True)
class Finding:
    """What one step of verification looked at: so many of `unit`, and what is wrong with some; `culprits` may be the first of `culprit_count`."""

    name: str
    unit: str
    checked: int = 0
    culprits: list[str] = field(default_factory=list)
    culprit_count: int = 0

    def blame(self, culprit: str) -> None:
        """Add a culprit."""
        self.culprits.append(culprit)
        self.culprit_count += 1


def verify(settings: Settings, sample: int | None, seed: int, advance: Callable[[int], None]) -> list[Finding]:
    """Check the snapshot, the archive and the writer's database; `sample` releases (all where None) are read again.

    Raises `WarehouseError` where there is no snapshot, and `LockedError`.
    """
    home = Home(settings.home)
    with closing(open_reader(home.snapshot)) as con:
        if is_outdated(con) or lacks_of_ops(con):
            raise OutdatedError(f"{home.snapshot}: published by an older version; `readout rebuild` makes it anew, then it can be verified")
        findings = [*_invariants(con), _segments(home)]
        revisions = sampled_revisions(con, sample, seed)
        with reading_pool(settings.workers, len(revisions)) as pool:
            findings += _read_again(con, Archive(home.archive), revisions, pool, advance)
    findings.append(_both_alike(home, settings))
    return findings


def _invariants(con: duckdb.DuckDBPyConnection) -> list[Finding]:
    """Each blocking check over all rows."""
    findings = []
    for result in run_on(con, [check for check in read_checks() if check.is_blocking]):
        found = Finding(result.name, "rows", result.population_count or 0)
        if result.culprit_count is None and result.outcome == "errored":
            found.blame(f"cannot be run: {result.reason}")
        elif result.outcome == "failed":
            found.culprits = [json.dumps(row, ensure_ascii=False) for row in json.loads(result.sample)]
            found.culprit_count = result.culprit_count or 0
        findings.append(found)
    return findings


def _segments(home: Home) -> Finding:
    found = Finding("archive__records_are_whole", "records")
    for segment in Archive(home.archive).segments():
        sound = check_segment(segment)
        found.checked += sound.record_count
        for fault in sound.faults:
            found.blame(fault)
    return found


def _read_again(
    con: duckdb.DuckDBPyConnection, archive: Archive, revisions: Sequence[StoredRevision], pool: ReadingPool | None,
    advance: Callable[[int], None],
) -> list[Finding]:  # fmt: skip
    """Whether every place in the archive holds what the warehouse says, and whether the revisions, read again, give the same rows."""
    places = Finding("archive__holds_what_was_read", "captures")
    rows = Finding("rebuild__gives_the_same_rows", "revisions")
    stored = stored_places(con)
    wanted = {revision.place: revision for revision in revisions}
    places.checked = len(stored)
    batch: list[tuple[StoredRevision, Capture]] = []
    for capture in archive.read():
        place = (capture.segment, capture.offset)
        digest = stored.pop(place, None)
        if digest not in (None, capture.digest):
            places.blame(f"{place[0]}: the record at byte {place[1]} is of another capture than was read from it")
        elif place in wanted:
            batch.append((wanted[place], capture))
        if len(batch) == BATCH:
            _compare(con, batch, pool, rows)
            advance(len(batch))
            batch = []
    if batch:
        _compare(con, batch, pool, rows)
    for segment, offset in sorted(stored):
        places.blame(f"{segment}: no record at byte {offset}, where one was read")
    return [places, rows]


def _compare(
    con: duckdb.DuckDBPyConnection, batch: Sequence[tuple[StoredRevision, Capture]], pool: ReadingPool | None, found: Finding
) -> None:
    revisions = {revision.place: revision for revision, _ in batch}
    shaped = read_all([capture for _, capture in batch], pool)
    concerns = known_concerns(con)
    sightings = [replace(s, known_id=revisions[s.capture.segment, s.capture.offset].release_id) for s in shaped.sightings]
    for run in distinct_runs(sightings):
        placed: list[Placed] = []
        for seen in run:
            revision = revisions[seen.capture.segment, seen.capture.offset]
            found.checked += 1
            if seen.gist is None:
                found.blame(f"core.revision: {revision.revision_id} cannot be read from the archive: {seen.skipped}")
            else:
                placed.append(Placed(seen, revision.revision_id, revision.revision_no))
        again = keyed(shaped, placed, concerns, "", empty_rows()).checked
        for culprit in differing(con, again.frames, [revisions[s.capture.segment, s.capture.offset].revision_id for s in run]):
            found.blame(culprit)


def _both_alike(home: Home, settings: Settings) -> Finding:
    """Whether the snapshot holds what the writer's database does."""
    found = Finding("snapshot__is_what_was_written", "tables")
    try:
        with writer_lock(home.folder, wait_seconds=settings.lock_wait_seconds), closing(open_writer(home.core)) as con:
            written = table_hashes(con)
            is_last = is_current(con, home.snapshot)
        with closing(open_reader(home.snapshot)) as con:
            published = table_hashes(con)
    except (WarehouseError, duckdb.Error) as error:
        found.blame(str(error).splitlines()[0])
        return found
    found.checked = len(written)
    if not is_last:
        found.blame("the last load is not published; the next ingest or rebuild does")
        return found
    for table in sorted(table for table in written if written[table] != published[table]):
        found.blame(f"core.{table}: the snapshot and the writer's database differ; `readout rebuild` makes both anew")
    return found
