"""Corrections in the warehouse: the lines as rows, which releases they are about, and which revisions were read without them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl

from warehouse.connect import transaction
from warehouse.ddl import create_tables
from warehouse.frames import checked_frame

# Which two mentions or reports a correction says are one, or are two; later ones count more.
LINKS = """
with current_effect as (
    select e.* from core.correction_effect e join core.release r on r.current_revision_id = e.revision_id
    where e.note is null and e.about_report_id in (select report_id from core.report)
)
select c.correction_id, c.action, a.about_report_id as report_a, a.name as name_a, b.about_report_id as report_b, b.name as name_b
from core.correction c
join current_effect a on a.correction_id = c.correction_id and a."end" = 'target'
join current_effect b on b.correction_id = c.correction_id and b."end" = 'other'
where c.action in ('merge', 'split') and c.undone_by is null
order by c.line_no
"""

# Ids that a report or mention had before a correction, or while one stood: `old_name` became `new_name`.
FORMER_IDS = """
select distinct e.about_report_id as report_id, c.action, c.undone_by is not null as is_undone, e.name as old_name, c.line_no,
       case when c.action = 'set' and c.field = 'name' then c.value end as new_name
from core.correction c join core.correction_effect e using (correction_id)
where e.about_report_id is not null and e.note is null and c.action in ('set', 'add', 'remove')
order by c.line_no, 1, e.name
"""


@dataclass(frozen=True, slots=True)
class ReadRevision:
    """A revision, where its body lies in the archive, and with which corrections it was read."""

    release_id: str
    revision_id: str
    revision_no: int
    corrections_digest: str | None
    segment: str
    offset: int


def store_corrections(con: duckdb.DuckDBPyConnection, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Put the rows of core.correction in place of the old ones; whether anything changed."""
    create_tables(con)
    frame = checked_frame("correction", rows)
    con.register("new_correction", frame.to_arrow())
    try:
        there = con.execute("select count(*) from core.correction").fetchall()[0][0]
        columns = ", ".join(f'"{name}"' for name in frame.columns)
        new = con.execute(
            f"select count(*) from (select {columns} from new_correction except all select {columns} from core.correction)"
        ).fetchall()[0][0]
        if there == len(rows) and not new:
            return False
        with transaction(con):
            con.execute("delete from core.correction")
            con.execute("insert into core.correction by name select * from new_correction")
    finally:
        con.unregister("new_correction")
    return True


def correction_lines(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str | None, str | None]]:
    """Each line with the releases that it is about, in order."""
    create_tables(con)
    return con.execute("select line, release_id, other_release_id from core.correction order by line_no").fetchall()


def find_releases(con: duckdb.DuckDBPyConnection, targets: Iterable[tuple[str, str | None]]) -> dict[tuple[str, str | None], str]:
    """By (release_id, address), the release: the one of that id, else the one that has the address; without one, the id."""
    create_tables(con)
    wanted = pl.DataFrame(sorted(set(targets), key=str), schema={"id": pl.String, "address": pl.String}, orient="row")
    con.register("wanted", wanted.to_arrow())
    try:
        rows = con.execute(
            """select w.id, w.address, coalesce(any_value(r.release_id), min(a.release_id), w.id)
               from wanted w left join core.release r on r.release_id = w.id left join core.release_address a on a.address = w.address
               group by w.id, w.address"""
        ).fetchall()
    finally:
        con.unregister("wanted")
    return {(release_id, address): found for release_id, address, found in rows}


def corrected_revisions(con: duckdb.DuckDBPyConnection, release_ids: Iterable[str]) -> list[ReadRevision]:
    """All revisions of the releases, and of those that were read with corrections."""
    rows = con.execute(
        """select release_id, revision_id, revision_no, corrections_digest, archive_segment, archive_offset from core.revision
           where release_id in (select unnest($1::varchar[])) or release_id in (select release_id from core.revision where corrections_digest is not null)
           order by release_id, revision_no""",
        [sorted(release_ids)],
    ).fetchall()
    return [ReadRevision(*row) for row in rows]
