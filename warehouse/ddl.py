"""Tables and their comments, derived from the Pandera models."""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import cache

import duckdb
import polars as pl

from schemas.tables import CORE, OPS, PRIMARY_KEYS, RESOLVED, Table
from schemas.version import SCHEMA_VERSION

SQL_TYPES: dict[type, str] = {
    pl.String: "varchar",
    pl.Int64: "bigint",
    pl.Float64: "double",
    pl.Boolean: "boolean",
    pl.Date: "date",
    pl.Datetime: "timestamptz",
}


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Make the schemas `core` and `ops` with their tables where they are missing, and columns of ops that a table made earlier lacks."""
    # Every load asks for this, and two hundred comments take most of a second: what is there is left as it is.
    columns = _columns(con)
    if not columns:
        # First, so that no database of this form lacks it, whenever its making is cut off.
        con.execute("create schema if not exists ops")
        _create(con, "ops", "schema_version", OPS["schema_version"])
        con.execute("insert into ops.schema_version values (?, ?, ?)", [SCHEMA_VERSION, core_digest(), dt.datetime.now(dt.UTC)])
        columns = _columns(con)
    for schema, tables in (("core", CORE | RESOLVED), ("ops", OPS)):
        if schema not in {name for name, _ in columns}:
            con.execute(f"create schema if not exists {schema}")
        for name, model in tables.items():
            if (schema, name) not in columns:
                _create(con, schema, name, model)
            elif schema == "ops":
                _add_columns(con, schema, name, model, columns[schema, name])


@cache
def core_digest() -> str:
    """SHA-256 of the names and types of core's columns."""
    lines = [
        f"{table}.{name} {_sql_type(column.dtype.type)} {column.nullable}"
        for table, model in (CORE | RESOLVED).items()
        for name, column in model.to_schema().columns.items()
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def is_outdated(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the database has tables, and those of core are not the ones of this code."""
    columns = _columns(con)
    if ("ops", "schema_version") not in columns:
        return bool(columns)
    rows = con.execute("select schema_no, core_digest from ops.schema_version").fetchall()
    return rows != [(SCHEMA_VERSION, core_digest())]


def lacks_of_ops(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the database has tables, and of ops a table or column is missing."""
    columns = _columns(con)
    return bool(columns) and any(not columns.get(("ops", name), set()) >= set(model.__annotations__) for name, model in OPS.items())


def _columns(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], set[str]]:
    """By schema and table, the columns that there are."""
    rows = con.execute(
        """select schema_name, table_name, column_name from duckdb_columns()
           where database_name = current_database() and schema_name in ('core', 'ops')"""
    ).fetchall()
    columns: dict[tuple[str, str], set[str]] = {}
    for schema, table, column in rows:
        columns.setdefault((schema, table), set()).add(column)
    return columns


def _create(con: duckdb.DuckDBPyConnection, schema: str, name: str, model: type[Table]) -> None:
    con.execute(_table(schema, name, model))
    for comment in _comments(schema, name, model):
        con.execute(comment)


def _add_columns(con: duckdb.DuckDBPyConnection, schema: str, name: str, model: type[Table], there: set[str]) -> None:
    """A table made before a column was thought of gets it, null in its rows."""
    if there >= set(model.__annotations__):
        return
    for column_name, column in model.to_schema().columns.items():
        if column_name not in there:
            con.execute(f'alter table {schema}.{name} add column "{column_name}" {_sql_type(column.dtype.type)}')
            con.execute(f'comment on column {schema}.{name}."{column_name}" is {_literal(column.description or "")}')


def _sql_type(dtype: object) -> str:
    return SQL_TYPES[dtype if isinstance(dtype, type) else type(dtype)]


def _table(schema: str, name: str, model: type[Table]) -> str:
    columns = []
    for column_name, column in model.to_schema().columns.items():
        null = "" if column.nullable else " not null"
        columns.append(f'"{column_name}" {_sql_type(column.dtype.type)}{null}')
    if name in PRIMARY_KEYS:
        columns.append(f"primary key ({PRIMARY_KEYS[name]})")
    return f"create table if not exists {schema}.{name} ({', '.join(columns)})"


def _comments(schema: str, name: str, model: type[Table]) -> list[str]:
    rows = [f"comment on table {schema}.{name} is {_literal(' '.join((model.__doc__ or '').split()))}"]
    for column_name, column in model.to_schema().columns.items():
        rows.append(f'comment on column {schema}.{name}."{column_name}" is {_literal(column.description or "")}')
    return rows


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
