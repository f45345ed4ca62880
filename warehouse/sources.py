"""Live sources in the warehouse: each fetch, what is remembered between two runs, withdrawals and takedowns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from schemas.tables import OF_REPORT, OF_REVISION
from warehouse.connect import transaction
from warehouse.ddl import create_tables
from warehouse.frames import checked_frame


@dataclass(frozen=True, slots=True)
class State:
    """What is remembered of an address: the validators and stamps that it gave last."""

    etag: str | None
    last_modified: str | None
    built_at: str | None
    newest_item_at: str | None
    polled_at: dt.datetime


def source_state(con: duckdb.DuckDBPyConnection, source_id: str) -> dict[str, State]:
    """By address, what is remembered of a source."""
    create_tables(con)
    rows = con.execute(
        "select url, etag, last_modified, built_at, newest_item_at, polled_at from ops.source_state where source_id = ?", [source_id]
    ).fetchall()
    return {row[0]: State(*row[1:]) for row in rows}


def robots_answers(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The rows of ops.robots: what each host's robots.txt said last."""
    create_tables(con)
    names = ("origin", "asked_at", "rules", "problem")
    return [dict(zip(names, row, strict=True)) for row in con.execute(f"select {', '.join(names)} from ops.robots").fetchall()]


def remember(
    con: duckdb.DuckDBPyConnection,
    fetches: Sequence[Mapping[str, Any]],
    states: Sequence[Mapping[str, Any]],
    robots: Sequence[Mapping[str, Any]],
) -> None:
    """Add rows of ops.capture; those of ops.source_state and ops.robots take the place of what was remembered of the same addresses and origins."""
    create_tables(con)
    with transaction(con):
        for table, rows, key in (("source_state", states, "(source_id, url)"), ("robots", robots, "origin"), ("capture", fetches, None)):
            if rows:
                con.register("new_rows", checked_frame(table, rows).to_arrow())
                if key:
                    con.execute(f"delete from ops.{table} where {key} in (select {key} from new_rows)")
                con.execute(f"insert into ops.{table} by name select * from new_rows")
                con.unregister("new_rows")


def withdraw(con: duckdb.DuckDBPyConnection, addresses: Sequence[str]) -> int:
    """Flag the releases that have one of the addresses as withdrawn; how many were not so before."""
    create_tables(con)
    ids = con.execute(
        """select distinct release_id from core.release join core.release_address using (release_id)
           where address in (select unnest($1)) and not is_withdrawn""",
        [list(addresses)],
    ).fetchall()
    con.execute("update core.release set is_withdrawn = true where release_id in (select unnest($1))", [[row[0] for row in ids]])
    return len(ids)


@dataclass(frozen=True, slots=True)
class Forgettable:
    """A release that can be taken down: where its captures lie, and by which names."""

    release_id: str
    publisher: str | None
    addresses: tuple[str, ...]
    capture_digests: frozenset[str]


def find_release(con: duckdb.DuckDBPyConnection, name: str) -> Forgettable | None:
    """The release of that id or address."""
    create_tables(con)
    rows = con.execute(
        """select r.release_id, r.publisher from core.release r
           where r.release_id = $1 or r.release_id in (select release_id from core.release_address where address = $1)""",
        [name],
    ).fetchall()
    if not rows:
        return None
    release_id, publisher = rows[0]
    addresses = con.execute("select address from core.release_address where release_id = ? order by 1", [release_id]).fetchall()
    digests = con.execute(
        "select capture_digest from ops.reading where release_id = $1 union select capture_digest from core.revision where release_id = $1",
        [release_id],
    ).fetchall()
    return Forgettable(release_id, publisher, tuple(row[0] for row in addresses), frozenset(row[0] for row in digests))


def bury(con: duckdb.DuckDBPyConnection, tombstones: Sequence[Mapping[str, Any]]) -> None:
    """Delete releases with all that belongs to them and put tombstones in their place; all of it or nothing."""
    create_tables(con)
    with transaction(con):
        con.register("new_tombstone", checked_frame("tombstone", tombstones).to_arrow())
        con.execute(
            "create or replace temp table gone as select revision_id from core.revision where release_id in (select release_id from new_tombstone)"
        )
        for name in OF_REPORT:
            con.execute(f"delete from core.{name} where report_id in (select report_id from core.report where revision_id in (from gone))")
        for name in (*OF_REVISION, "report", "revision"):
            con.execute(f"delete from core.{name} where revision_id in (from gone)")
        for name in ("core.release_address", "core.release", "core.tombstone", "ops.quarantine"):
            con.execute(f"delete from {name} where release_id in (select release_id from new_tombstone)")
        con.execute("insert into core.tombstone by name select * from new_tombstone")
        con.unregister("new_tombstone")
