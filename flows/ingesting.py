"""Ingesting without a scheduler: captures to archive, read, validated, loaded, published.

The Prefect flow in `flows/ingest.py` calls the same functions in the same order.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from flows.fetch.capture import Capture, Refusal
from flows.reading import EXTRACTOR_VERSION, PARSER_VERSION, ReadRelease, digest
from flows.rows import Rows, add_rows, empty_rows
from flows.validate import Fault, Validated, as_json, validate
from warehouse.load import known_captures, known_revision_ids, known_revisions, load


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


@dataclass(frozen=True, slots=True)
class Home:
    """The working folder and what lies in it."""

    folder: Path

    @property
    def archive(self) -> Path:
        """The WARC segments."""
        return self.folder / "archive"

    @property
    def core(self) -> Path:
        """The writer's database."""
        return self.folder / "core.duckdb"

    @property
    def snapshot(self) -> Path:
        """The database that people open."""
        return self.folder / "warehouse.duckdb"


def unread(con: duckdb.DuckDBPyConnection, captures: Sequence[Capture]) -> list[Capture]:
    """Those of the archived `captures` that tell something new, in order.

    Nothing new tells what the warehouse holds by the current code, and what the archive had before the
    body that is current: the warehouse says what the archive says when it is read in order.
    """
    versions = (PARSER_VERSION, EXTRACTOR_VERSION)
    current = {r.capture_digest for r in known_revisions(con).values() if (r.parser_version, r.extractor_version) == versions}
    held = known_captures(con)
    return [c for c in captures if c.digest not in current and not (c.digest in held and (c.segment, c.offset) < held[c.digest])]


def load_batch(con: duckdb.DuckDBPyConnection, releases: Sequence[ReadRelease], refusals: Sequence[Refusal], unchanged: int) -> Summary:
    """Validate and load one batch of releases in which each release stands once.

    `unchanged` counts the captures that needed no reading.
    """
    summary = Summary(
        release_count=len(releases) + len(refusals) + unchanged,
        unchanged_count=unchanged,
        skipped_count=len(refusals),
        refusals=list(refusals),
    )
    load_id = _load_id(con, releases)
    rows, seen = _plan(con, releases, summary, load_id)
    checked = validate(rows)
    _settle(checked, seen, summary)
    skipped = [{"load_id": load_id, "document_id": r.where, "reason": r.reason} for r in summary.refusals]
    counts = {name: getattr(summary, name) for name in COUNTS} | {
        "load_id": load_id,
        "loaded_at": dt.datetime.now(dt.UTC),
    }
    load(con, checked.frames, counts, skipped, _quarantine_rows(checked, load_id))
    return summary


def _load_id(con: duckdb.DuckDBPyConnection, releases: Sequence[ReadRelease]) -> str:
    number = con.execute("select count(*) from ops.load").fetchall()[0][0]
    first = releases[0].capture.digest if releases else ""
    return f"{number + 1:06d}-{hashlib.sha256(first.encode()).hexdigest()[:8]}"


def _plan(con: duckdb.DuckDBPyConnection, releases: Sequence[ReadRelease], summary: Summary, load_id: str) -> tuple[Rows, dict[str, str]]:
    """The rows of what is new or changed, and for each such release whether it is "new" or "changed"."""
    known = known_revisions(con)
    taken = known_revision_ids(con)
    rows = empty_rows()
    seen: dict[str, str] = {}
    for release in releases:
        if release.document is None:
            summary.skipped_count += 1
            summary.refusals.append(Refusal(release.capture.path, release.skipped or "unreadable"))
            continue
        old = known.get(release.release_id)
        if old is None:
            revision_id, number = digest(release.release_id, release.capture.body_digest), 1
        elif old.text_digest == release.text_digest:
            if old.capture_digest == release.capture.digest and (old.parser_version, old.extractor_version) == (
                PARSER_VERSION,
                EXTRACTOR_VERSION,
            ):
                summary.unchanged_count += 1
                continue
            revision_id, number = old.revision_id, old.revision_no
        else:
            number = old.revision_no + 1
            revision_id = digest(release.release_id, release.capture.body_digest)
            if revision_id in taken:
                # A text that returns (A, B, A) is a third revision, not the first again.
                revision_id = digest(release.release_id, release.capture.body_digest, str(number))
        seen[release.release_id] = "new" if old is None else "changed"
        add_rows(rows, release, revision_id, number, load_id)
    summary.report_count = len(rows["report"])
    return rows, seen


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


def _quarantine_rows(checked: Validated, load_id: str) -> list[dict[str, str | None]]:
    return [
        {
            "load_id": load_id, "release_id": fault.release_id, "report_id": fault.report_id, "table_name": fault.table,
            "column_name": fault.column, "check_name": fault.check, "reason": fault.reason,
            "payload": as_json(checked.turned_away.get(fault.report_id or fault.release_id, empty_rows())),
        }
        for fault in checked.faults
    ]  # fmt: skip


def distinct_runs(releases: Sequence[ReadRelease]) -> list[list[ReadRelease]]:
    """The releases in order, cut so that each run holds a release at most once."""
    runs: list[list[ReadRelease]] = [[]]
    ids: set[str] = set()
    for release in releases:
        if release.release_id in ids:
            runs.append([])
            ids = set()
        ids.add(release.release_id)
        runs[-1].append(release)
    return [run for run in runs if run]
