"""Reading the snapshot: ad-hoc SQL, the data dictionary, and checks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.connect import QueryError, damaged, is_damage, open_reader


def query(path: Path, sql: str) -> pa.Table:
    """The rows of one read-only query on the snapshot.

    Raises `QueryError` for SQL that cannot be run, `WarehouseError` where there is no snapshot.
    """
    con = open_reader(path)
    try:
        relation = con.sql(sql)
        if relation is None:
            return pa.table({})
        return relation.to_arrow_table()
    except duckdb.Error as error:
        if is_damage(error):
            raise damaged(path, error) from error
        raise QueryError(str(error)) from error
    finally:
        con.close()


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """A column of the data dictionary."""

    table: str
    table_comment: str
    column: str
    type: str
    comment: str


def data_dictionary(path: Path) -> list[ColumnEntry]:
    """Every table and column with the database's own comments."""
    rows = query(
        path,
        """select c.schema_name || '.' || c.table_name as "table", coalesce(t.comment, '') as table_comment, c.column_name as "column",
                  c.data_type as type, coalesce(c.comment, '') as comment
           from duckdb_columns() c join duckdb_tables() t using (database_name, schema_name, table_name)
           where c.schema_name in ('main', 'core', 'ops', 'search') and not c.internal
           order by case c.schema_name when 'main' then 0 when 'core' then 1 when 'ops' then 2 else 3 end, c.table_name, c.column_index""",
    )
    return [ColumnEntry(**row) for row in rows.to_pylist()]


def run_checks(path: Path) -> dict[str, int]:
    """How many culprits each invariant (blocking check of warehouse/checks) finds, by its name.  Raises `QueryError` where one cannot be run."""
    from warehouse.check_runs import run_on
    from warehouse.checking import read_checks

    found: dict[str, int] = {}
    con = open_reader(path)
    try:
        for result in run_on(con, [check for check in read_checks() if check.is_blocking]):
            if result.culprit_count is None:
                raise QueryError(f"{result.name}: {result.reason}")
            found[result.name] = result.culprit_count
    finally:
        con.close()
    return found
