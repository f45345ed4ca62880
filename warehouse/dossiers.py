"""All that the warehouse holds of one engagement or one release, for a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.connect import WarehouseError
from warehouse.reports import Rows, rows


class UnknownIdError(WarehouseError):
    """An id that leads to no engagement and no release."""


@dataclass(frozen=True, slots=True)
class EngagementDossier:
    """An engagement, what each release says of it with its texts and evidence, who, about what, and what hangs together with it."""

    engagement: dict[str, Any]
    reports: Rows
    spans: Rows
    participants: Rows
    topics: Rows
    outcomes: Rows
    references: Rows
    conflicts: Rows


@dataclass(frozen=True, slots=True)
class ReleaseDossier:
    """A release with its current texts, the engagements that it tells of with their evidence, what was not believed, and what changed."""

    release: dict[str, Any]
    reports: Rows
    spans: Rows
    withheld: Rows
    revisions: Rows


def dossier(con: duckdb.DuckDBPyConnection, some_id: str) -> EngagementDossier | ReleaseDossier:
    """The dossier of an engagement (by any id it ever had) or of a release.  Raises `UnknownIdError`."""
    found = rows(con, "page_target", {"id": some_id})
    if not found:
        raise UnknownIdError(
            f'{some_id}: no engagement and no release has this id; `readout find` and `readout sql "select release_id, title from releases"` show them'
        )
    key = {"id": found[0]["id"]}
    if found[0]["kind"] == "release":
        reports = rows(con, "page_release_reports", key)
        return ReleaseDossier(
            rows(con, "page_release", key)[0],
            reports,
            _spans(con, reports),
            rows(con, "page_withheld", key),
            rows(con, "page_revisions", key),
        )
    reports = rows(con, "page_reports", key)
    return EngagementDossier(
        rows(con, "page_engagement", key)[0], reports, _spans(con, reports), rows(con, "page_participants", key), rows(con, "page_topics", key),
        rows(con, "page_outcomes", key), rows(con, "page_references", key), rows(con, "page_conflicts", key),
    )  # fmt: skip


def _spans(con: duckdb.DuckDBPyConnection, reports: Rows) -> Rows:
    return rows(con, "spans", {"report_ids": [row["report_id"] for row in reports]})
