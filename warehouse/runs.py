"""Runs and months backfilled, in ops."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from warehouse.connect import open_reader
from warehouse.ddl import create_tables
from warehouse.frames import checked_frame

LOADED = """
select r.release_id, v.title, v.published_on, v.url, v.revision_no, count(p.report_id) filter (p.focus = 'primary') as engagement_count
from core.release r
join core.revision v on v.revision_id = r.current_revision_id
left join core.report p on p.revision_id = v.revision_id
where r.publisher = $publisher and v.load_id in (select load_id from ops.load where loaded_at >= $since)
group by all
order by v.published_on desc nulls last, r.release_id
limit $most
"""


def add_runs(con: duckdb.DuckDBPyConnection, runs: Sequence[Mapping[str, Any]]) -> None:
    """Add the rows of ops.run that are not there yet."""
    create_tables(con)
    if not runs:
        return
    con.register("new_run", checked_frame("run", runs).to_arrow())
    con.execute("insert into ops.run by name select * from new_run anti join ops.run using (run_id)")
    con.unregister("new_run")


def done_months(con: duckdb.DuckDBPyConnection, source_id: str) -> frozenset[dt.date]:
    """The first days of the months of a source that were backfilled."""
    create_tables(con)
    rows = con.execute("select month from ops.backfilled_month where source_id = ?", [source_id]).fetchall()
    return frozenset(row[0] for row in rows)


def note_month(con: duckdb.DuckDBPyConnection, source_id: str, month: dt.date, item_count: int, done_at: dt.datetime) -> None:
    """Remember that a month of a source was taken whole."""
    create_tables(con)
    con.execute("delete from ops.backfilled_month where source_id = ? and month = ?", [source_id, month])
    con.execute(
        "insert into ops.backfilled_month by name select ? as source_id, ? as month, ? as item_count, ? as done_at",
        [source_id, month, item_count, done_at],
    )


def loaded_since(snapshot: Path, publisher: str, since: dt.datetime, most: int) -> list[dict[str, Any]]:
    """The publisher's releases whose current revision was loaded since a moment, newest first, with their engagements counted."""
    con = open_reader(snapshot)
    try:
        found: list[dict[str, Any]] = (
            con.sql(LOADED, params={"publisher": publisher, "since": since, "most": most}).to_arrow_table().to_pylist()
        )
        return found
    finally:
        con.close()
