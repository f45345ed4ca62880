"""What only ops knows, brought from a former database into one made anew."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import duckdb

from schemas.tables import OPS
from warehouse.connect import transaction
from warehouse.ddl import create_tables

# Made anew from the archive and the journals of analysts, or of the database itself; all else in ops is history that nothing else holds.
MADE_ANEW = frozenset({"schema_version", "reading", "quarantine", "review", "accuracy"})


def carry_over(con: duckdb.DuckDBPyConnection, former: Sequence[Path]) -> None:
    """Copy the history of ops from the first of the `former` databases that can be read: loads, fetches, runs, what is remembered of sources, checks.

    Where none can be read there is no history, which is no reason not to go on: sources are then asked as if for the first time.
    """
    create_tables(con)
    for path in former:
        try:
            _copy(con, path)
        except duckdb.Error as error:
            logging.getLogger(__name__).warning(
                "%s: its history of loads and sources cannot be read (%s)", path, str(error).splitlines()[0]
            )
        else:
            return


def _copy(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    name = str(path).replace("'", "''")
    con.execute(f"attach '{name}' as former (read_only)")
    try:
        there: dict[str, set[str]] = {}
        for table, column in con.execute(
            "select table_name, column_name from duckdb_columns() where database_name = 'former' and schema_name = 'ops'"
        ).fetchall():
            there.setdefault(table, set()).add(column)
        with transaction(con):
            for table, model in OPS.items():
                if table in there and table not in MADE_ANEW:
                    both = ", ".join(f'"{column}"' for column in model.to_schema().columns if column in there[table])
                    con.execute(f"insert into ops.{table} by name select {both} from former.ops.{table}")
    finally:
        con.execute("detach former")
