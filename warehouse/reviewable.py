"""What can be reviewed, and how right production is by what was reviewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.connect import open_reader, transaction
from warehouse.ddl import create_tables
from warehouse.frames import checked_frame

REPORTS = """
select p.report_id, p.release_id, p.confidence, p.trigger_part, p.trigger_start_no, v.title, r.publisher, v.published_on, v.url
from core.report p join core.release r on r.current_revision_id = p.revision_id join core.revision v on v.revision_id = p.revision_id
order by p.report_id
"""


@dataclass(frozen=True, slots=True)
class Reviewable:
    """A current report: where it is announced, and its release."""

    report_id: str
    release_id: str
    confidence: float
    part: str
    start: int
    title: str
    publisher: str | None
    published_on: Any
    url: str | None


def reviewable(snapshot: Path) -> list[Reviewable]:
    """All current reports.  Raises `WarehouseError`."""
    with closing(open_reader(snapshot)) as con:
        return [Reviewable(*row) for row in con.execute(REPORTS).fetchall()]


def store_reviews(con: duckdb.DuckDBPyConnection, reviews: Sequence[Mapping[str, Any]], figures: Sequence[Mapping[str, Any]]) -> bool:
    """Put the rows of ops.review and ops.accuracy in place of the old ones; whether anything changed."""
    create_tables(con)
    is_changed = False
    with transaction(con):
        for table, rows in (("review", reviews), ("accuracy", figures)):
            frame = checked_frame(table, rows)
            columns = ", ".join(f'"{name}"' for name in frame.columns)
            con.register("new_rows", frame.to_arrow())
            old = con.execute(f"select count(*) from ops.{table}").fetchall()[0][0]
            new = con.execute(
                f"select count(*) from (select {columns} from new_rows except all select {columns} from ops.{table})"
            ).fetchall()
            if old != len(rows) or new[0][0]:
                con.execute(f"delete from ops.{table}")
                con.execute(f"insert into ops.{table} by name select * from new_rows")
                is_changed = True
            con.unregister("new_rows")
    return is_changed
