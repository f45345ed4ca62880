"""Settling: what was read without the corrections of the file, or with others, is read again, and only that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import duckdb

from flows.corrections.applying import Concern, concerns_digest
from flows.corrections.settling import add_effects, corrected_release, known_concerns, reread, sync, unsettled
from flows.fetch.archive import Archive
from flows.home import Home
from flows.ingesting import COUNTS, Summary, load_id_of, quarantine_rows
from flows.reading import ReadRelease
from flows.review.figures import figure_rows, review_rows
from flows.review.lines import read_reviews
from flows.rows import add_rows, empty_rows
from flows.validate import validate
from warehouse.corrections import ReadRevision
from warehouse.load import load
from warehouse.reviewable import store_reviews

# Revisions per transaction.
BATCH = 200


def settle(con: duckdb.DuckDBPyConnection, archive: Archive, home: Home) -> bool:
    """Bring the warehouse to what archive and corrections say together; whether anything changed.

    All revisions of a release are read with its corrections, so that a rebuild gives the same.  Raises `CorrectionsError` and `WarehouseError`.
    """
    reviews = read_reviews(home.reviews)
    is_news = store_reviews(con, review_rows(reviews), figure_rows(reviews))
    is_news = sync(con, home.corrections) or is_news
    concerns = known_concerns(con)
    stale = unsettled(con, concerns)
    for batch in _batches(stale):
        found = reread(archive, batch)
        if found:
            _load(con, found, concerns)
            is_news = True
    return is_news


def _batches(revisions: Sequence[ReadRevision]) -> Iterable[list[ReadRevision]]:
    return (list(revisions[start : start + BATCH]) for start in range(0, len(revisions), BATCH))


def _load(con: duckdb.DuckDBPyConnection, found: Sequence[tuple[ReadRelease, ReadRevision]], concerns: dict[str, list[Concern]]) -> None:
    """Load revisions in place of themselves; their releases' own rows stay."""
    rows = empty_rows()
    number = load_id_of(con, [release.capture for release, _ in found])
    for release, revision in found:
        own = concerns.get(revision.release_id, [])
        corrected, effects = corrected_release(release, own)
        add_rows(rows, corrected, revision.revision_id, revision.revision_no, number, concerns_digest(own))
        add_effects(rows, effects, revision.revision_id)
    rows["release"] = list({row["release_id"]: row for row in rows["release"]}.values())
    checked = validate(rows)
    for name in ("release", "release_address"):
        checked.frames[name] = checked.frames[name].clear()
    releases = len({revision.release_id for _, revision in found})
    summary = Summary(
        release_count=releases,
        changed_count=releases,
        report_count=len(rows["report"]),
        loaded_report_count=checked.frames["report"].height,
    )
    summary.quarantined_report_count = summary.report_count - summary.loaded_report_count
    counts = {name: getattr(summary, name) for name in COUNTS} | {"load_id": number, "loaded_at": dt.datetime.now(dt.UTC)}
    load(con, checked.frames, counts, [], quarantine_rows(checked, number))
