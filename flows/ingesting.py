"""Ingesting without a scheduler: captures to archive, read, validated, loaded, published.

The Prefect flow in `flows/ingest.py` calls the same functions in the same order.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from typing import Any

import duckdb

from flows.corrections.applying import Concern, concerns_digest
from flows.corrections.settling import known_concerns
from flows.fetch.archive import Archive
from flows.fetch.capture import Capture, Refusal
from flows.identity import Ledger, identify
from flows.keying import Placed, keyed
from flows.reading import EXTRACTOR_VERSION, PARSER_VERSION, Gist, ReadRelease, Sighting, digest
from flows.reading_pool import ReadingPool, read_all
from flows.rows import Rows, add_addresses, empty_rows
from flows.shaping import Shaped, shape
from flows.validate import Fault, Validated, as_json
from warehouse.load import (
    KnownAddress,
    KnownCapture,
    KnownRevision,
    known_addresses,
    known_captures,
    known_revision_ids,
    known_revisions,
    last_place_read,
    load,
)
from warehouse.sources import bury, withdraw


@dataclass(slots=True)
class Summary:
    """What became of the releases of a run; `release_count` is the sum of the five after it."""

    release_count: int = 0
    new_count: int = 0
    changed_count: int = 0
    unchanged_count: int = 0
    skipped_count: int = 0
    quarantined_count: int = 0
    report_count: int = 0
    loaded_report_count: int = 0
    quarantined_report_count: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def add(self, other: Summary) -> None:
        """Add another batch's counts."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.refusals.extend(other.refusals)
        self.faults.extend(other.faults)

    def sentence(self) -> str:
        """The counts of releases in one line."""
        return (
            f"{self.new_count} new, {self.changed_count} changed, {self.unchanged_count} unchanged, "
            f"{self.skipped_count} skipped, {self.quarantined_count} quarantined"
        )


COUNTS = (
    "release_count", "new_count", "changed_count", "unchanged_count", "skipped_count", "quarantined_count",
    "report_count", "loaded_report_count", "quarantined_report_count",
)  # fmt: skip


VERSIONS = (PARSER_VERSION, EXTRACTOR_VERSION)


def unread(con: duckdb.DuckDBPyConnection, captures: Sequence[Capture]) -> list[Capture]:
    """Those of the archived `captures` that tell something new, in order.

    Nothing new tells what was read by the current code, and what the archive had before the body that is
    current: the warehouse says what the archive says when it is read in order.
    """
    known = known_captures(con, VERSIONS)
    return [c for c in captures if c.digest not in known or _is_news(c, known[c.digest])]


def _is_news(capture: Capture, known: KnownCapture) -> bool:
    place = (capture.segment, capture.offset)
    was_read = known.read_at is not None and place <= known.read_at
    return not was_read and not (known.current_at is not None and place < known.current_at)


def take(con: duckdb.DuckDBPyConnection, captures: Sequence[Capture], pool: ReadingPool | None, ledger: Ledger) -> Summary:
    """Archived captures in order: releases read and loaded, withdrawals and takedowns noted; findings tell of no release."""
    return take_read(con, captures, read_all(captures, pool), ledger)


def take_read(con: duckdb.DuckDBPyConnection, captures: Sequence[Capture], shaped: Shaped, ledger: Ledger) -> Summary:
    """The same, where the releases among the captures were read."""
    total = Summary()
    sightings = iter(shaped.sightings)
    for kind, group in groupby(captures, key=lambda capture: capture.kind):
        same = list(group)
        if kind == "release":
            for run in distinct_runs(identify(list(islice(sightings, len(same))), ledger)):
                total.add(_load_run(con, replace(shaped, sightings=run)))
        elif kind == "gone":
            withdraw(con, [capture.path for capture in same])
        elif kind == "tombstone":
            rows = [row for capture in same for row in tombstones(capture)]
            bury(con, rows)
            ledger.learn(KnownAddress(row["address"], row["release_id"], row["publisher"], None, 0, None, "") for row in rows)
    return total


def take_pending(con: duckdb.DuckDBPyConnection, archive: Archive, pool: ReadingPool | None, ledger: Ledger) -> bool:
    """Load what a run that was killed had archived and not read; whether there was any."""
    pending = [capture for capture in archive.read(last_place_read(con)) if capture.kind != "finding"]
    take(con, pending, pool, ledger)
    return bool(pending)


def known_ledger(con: duckdb.DuckDBPyConnection) -> Ledger:
    """The ledger of all releases that the warehouse holds."""
    ledger = Ledger()
    ledger.learn(known_addresses(con))
    return ledger


def tombstones(capture: Capture) -> list[dict[str, Any]]:
    """The rows of core.tombstone that an archived takedown gives, one for each address."""
    facts = capture.facts
    return [
        {"release_id": facts["release_id"], "address": address, "publisher": facts["publisher"], "reason": facts["reason"],
         "forgotten_at": capture.fetched_at}
        for address in facts["addresses"]
    ]  # fmt: skip


def load_batch(con: duckdb.DuckDBPyConnection, releases: Sequence[ReadRelease], refusals: Sequence[Refusal], unchanged: int) -> Summary:
    """Validate and load one batch of releases in which each release stands once.

    `unchanged` counts the captures that needed no reading.
    """
    return _load_run(con, shape(releases), refusals, unchanged)


def _load_run(con: duckdb.DuckDBPyConnection, shaped: Shaped, refusals: Sequence[Refusal] = (), unchanged: int = 0) -> Summary:
    """Load the sightings of `shaped`; its frames and what broke a schema may hold more."""
    summary = Summary(
        release_count=len(shaped.sightings) + len(refusals) + unchanged,
        unchanged_count=unchanged,
        skipped_count=len(refusals),
        refusals=list(refusals),
    )
    load_id = load_id_of(con, [seen.capture for seen in shaped.sightings])
    concerns = known_concerns(con)
    plan = _plan(con, shaped.sightings, concerns, summary)
    made = keyed(shaped, plan.placed, concerns, load_id, plan.rows)
    checked = made.checked
    summary.report_count = made.report_count
    _settle(checked, plan.states, summary)
    skipped = [{"load_id": load_id, "document_id": r.where, "reason": r.reason} for r in summary.refusals]
    counts = {name: getattr(summary, name) for name in COUNTS} | {
        "load_id": load_id,
        "loaded_at": dt.datetime.now(dt.UTC),
    }
    readings = _reading_rows(shaped.sightings, plan.shown, set(checked.turned_away), load_id)
    load(con, checked.frames, counts, skipped, quarantine_rows(checked, load_id), readings)
    return summary


def _reading_rows(sightings: Sequence[Sighting], shown: dict[str, str], turned_away: set[str], load_id: str) -> list[dict[str, Any]]:
    """The rows of ops.reading; one that was turned away whole shows no revision, so that it is read again."""
    return [
        {"capture_digest": digest_of_capture, "release_id": seen.release_id if seen.gist else None,
         "revision_id": None if seen.release_id in turned_away else shown.get(digest_of_capture),
         "archive_segment": seen.capture.segment, "archive_offset": seen.capture.offset, "parser_version": PARSER_VERSION,
         "extractor_version": EXTRACTOR_VERSION, "load_id": load_id}
        for seen in sightings for digest_of_capture in [seen.capture.digest]
    ]  # fmt: skip


def load_id_of(con: duckdb.DuckDBPyConnection, captures: Sequence[Capture]) -> str:
    """The id of the next load."""
    number = con.execute("select count(*) from ops.load").fetchall()[0][0]
    first = captures[0].digest if captures else ""
    return f"{number + 1:06d}-{hashlib.sha256(first.encode()).hexdigest()[:8]}"


@dataclass(slots=True)
class _Plan:
    """What is to be loaded: addresses of what says the same, and what is new or changed.

    `states` tells by release whether it is "new" or "changed", `shown` by capture's digest the revision that it shows.
    """

    rows: Rows = field(default_factory=empty_rows)
    placed: list[Placed] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)


def _plan(
    con: duckdb.DuckDBPyConnection, sightings: Sequence[Sighting], concerns: Mapping[str, Sequence[Concern]], summary: Summary
) -> _Plan:
    known = known_revisions(con)
    taken = known_revision_ids(con)
    forgotten = {row.release_id for row in known_addresses(con) if row.text_digest is None}
    plan = _Plan()
    for seen in sightings:
        if seen.gist is None or seen.release_id in forgotten:
            summary.skipped_count += 1
            reason = "taken down on request; it is not read again" if seen.gist else seen.skipped or "unreadable"
            summary.refusals.append(Refusal(seen.capture.path, reason))
            continue
        old = known.get(seen.release_id)
        if old is not None and _says_the_same(old, seen.gist, concerns_digest(concerns.get(seen.release_id, []))):
            summary.unchanged_count += 1
            plan.shown[seen.capture.digest] = old.revision_id
            add_addresses(plan.rows, seen)
            continue
        plan.states[seen.release_id] = "new" if old is None else "changed"
        place = _placed(seen, seen.gist, old, taken)
        plan.placed.append(place)
        plan.shown[seen.capture.digest] = place.revision_id
    return plan


def _says_the_same(old: KnownRevision, gist: Gist, corrections_digest: str | None) -> bool:
    """Whether the warehouse needs no change but perhaps another address: other bytes with the same words are no revision."""
    return (
        old.text_digest == gist.text_digest
        and (old.parser_version, old.extractor_version, old.corrections_digest) == (*VERSIONS, corrections_digest)
        and not old.is_withdrawn
        and (old.url != gist.url or old.metadata_text == gist.metadata_text)
    )


def _placed(seen: Sighting, gist: Gist, old: KnownRevision | None, taken: set[str]) -> Placed:
    """A new or changed release with the id and number of the revision that it shows."""
    own = digest(seen.release_id, seen.capture.body_digest)
    if old is None:
        return Placed(seen, own, 1)
    if old.text_digest == gist.text_digest:
        return Placed(seen, old.revision_id, old.revision_no)
    # A text that returns (A, B, A) is a third revision, not the first again.
    number = old.revision_no + 1
    return Placed(seen, digest(seen.release_id, seen.capture.body_digest, str(number)) if own in taken else own, number)


def _settle(checked: Validated, seen: dict[str, str], summary: Summary) -> None:
    """Count what was loaded and what was turned away."""
    loaded = set(checked.frames["release"]["release_id"]) if checked.frames["release"].height else set()
    for release_id, state in seen.items():
        if release_id not in loaded:
            summary.quarantined_count += 1
        elif state == "new":
            summary.new_count += 1
        else:
            summary.changed_count += 1
    summary.loaded_report_count = checked.frames["report"].height
    summary.quarantined_report_count = summary.report_count - summary.loaded_report_count
    summary.faults = list(checked.faults)


def quarantine_rows(checked: Validated, load_id: str) -> list[dict[str, str | None]]:
    """The rows of ops.quarantine for what validation turned away."""
    return [
        {
            "load_id": load_id, "release_id": fault.release_id, "report_id": fault.report_id, "table_name": fault.table,
            "column_name": fault.column, "check_name": fault.check, "reason": fault.reason,
            "payload": as_json(checked.turned_away.get(fault.report_id or fault.release_id, empty_rows())),
        }
        for fault in checked.faults
    ]  # fmt: skip


def distinct_runs(sightings: Sequence[Sighting]) -> list[list[Sighting]]:
    """The sightings in order, cut so that each run holds a release at most once."""
    runs: list[list[Sighting]] = [[]]
    ids: set[str] = set()
    for seen in sightings:
        if seen.release_id in ids:
            runs.append([])
            ids = set()
        ids.add(seen.release_id)
        runs[-1].append(seen)
    return [run for run in runs if run]
