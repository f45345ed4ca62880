"""What ops knows, in the snapshot as it stands: fetches that brought nothing new publish nothing, and yet tell of the sources."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import duckdb

from schemas.tables import OPS
from warehouse.connect import STORAGE_VERSION, WarehouseError, open_reader
from warehouse.ddl import create_tables
from warehouse.snapshots import put_in_place

# ops.load says which data the snapshot holds: it changes only with them.
TABLES = tuple(name for name in OPS if name != "load")


def is_fresh(con: duckdb.DuckDBPyConnection, snapshot: Path) -> bool:
    """Whether the snapshot's tables of ops have as many rows as those of the writer's database; what ops holds is only ever added to."""
    try:
        with closing(open_reader(snapshot)) as reader:
            return _counts(reader) == _counts(con)
    except WarehouseError:
        # Missing or damaged: publishing makes it anew, with all of ops.
        return True


def refresh_ops(con: duckdb.DuckDBPyConnection, snapshot: Path) -> None:
    """Put the tables of ops, but the loads, into the snapshot: into a copy of it, written beside and renamed over."""
    fresh = snapshot.with_name(snapshot.name + ".ops")
    for leftover in (fresh, fresh.with_name(fresh.name + ".wal")):
        leftover.unlink(missing_ok=True)
    shutil.copyfile(snapshot, fresh)
    name = str(fresh).replace("'", "''")
    con.execute(f"attach '{name}' as refreshed (storage_version '{STORAGE_VERSION}')")
    try:
        con.execute("use refreshed")
        create_tables(con)
        for table in TABLES:
            con.execute(f"delete from refreshed.ops.{table}")
            con.execute(f"insert into refreshed.ops.{table} by name from warehouse.ops.{table}")
        con.execute("checkpoint refreshed")
    finally:
        con.execute("use warehouse")
        con.execute("detach refreshed")
    put_in_place(fresh, snapshot)


def _counts(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    there = {row[0] for row in con.execute("select table_name from duckdb_tables() where schema_name = 'ops'").fetchall()}
    return {table: con.execute(f"select count(*) from ops.{table}").fetchall()[0][0] for table in TABLES if table in there}
