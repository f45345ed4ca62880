"""How each source behaves, for the report: its weeks with what is usual, freshness, requests, layout, engagements, quarantine, gaps."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from warehouse.check_runs import Circumstances, prepare
from warehouse.connect import open_reader

SQL = Path(__file__).parent / "queries" / "source_habits.sql"
Outlier = Literal["low", "high"]


@dataclass(frozen=True, slots=True)
class Week:
    """A whole week (from Monday) of a source; the band is null where too little is known or the week is quiet."""

    week: dt.date
    release_count: int
    usual_low: int | None
    usual_high: int | None
    is_quiet: bool
    outlier: Outlier | None
    words: str


@dataclass(frozen=True, slots=True)
class SourceHabit:
    """All that is known of one source; what ends in words is a sentence for people.

    `source` is the id of a followed source, else the publisher. `working_days` since its last release are beyond its habit where they are
    more than `most_days`; shares are 0 to 1; the requests are those of the last seven days; `weeks` are up to 26, oldest first.
    """

    source: str
    source_id: str | None
    publisher: str
    is_followed: bool
    release_count: int
    first_on: dt.date | None
    last_on: dt.date | None
    working_days: int | None
    most_days: int | None
    is_stale: bool
    freshness: str
    weeks: tuple[Week, ...]
    month: str | None
    month_outlier: Outlier | None
    request_count: int
    failure_count: int
    last_failure: str | None
    last_asked_at: dt.datetime | None
    is_failing: bool
    is_forgotten: bool
    fetches: str | None
    layout_changes: tuple[str, ...]
    engaged_share: float | None
    usual_engaged_share: float | None
    engaged: str
    is_engaged_outlier: bool
    quarantine_count: int
    gap_months: tuple[dt.date, ...]


def source_habits(con: duckdb.DuckDBPyConnection) -> tuple[SourceHabit, ...]:
    """Every source by name, on a connection that was prepared (`warehouse.check_runs.prepare`)."""
    rows = con.sql(SQL.read_text(encoding="utf-8")).to_arrow_table().to_pylist()
    return tuple(
        SourceHabit(
            **row
            | {
                "weeks": tuple(Week(**week) for week in row["weeks"]),
                "layout_changes": tuple(row["layout_changes"]),
                "gap_months": tuple(row["gap_months"]),
            }
        )
        for row in rows
    )


def read_habits(snapshot: Path, circumstances: Circumstances) -> tuple[SourceHabit, ...]:
    """Every source of a snapshot.  Raises `WarehouseError` where there is no snapshot or it lacks tables."""
    with closing(open_reader(snapshot)) as con:
        prepare(con, circumstances)
        return source_habits(con)
