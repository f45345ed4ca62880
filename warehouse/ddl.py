"""Tables and their comments, derived from the Pandera models."""

from __future__ import annotations

import duckdb
import polars as pl

from schemas.tables import CORE, OPS, PRIMARY_KEYS, Table

SQL_TYPES: dict[type, str] = {
    pl.String: "varchar",
    pl.Int64: "bigint",
    pl.Float64: "double",
    pl.Boolean: "boolean",
    pl.Date: "date",
    pl.Datetime: "timestamptz",
}


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Make the schemas `core` and `ops` with their tables where they are missing."""
    # Every load asks for this, and two hundred comments take most of a second: what is there is left as it is.
    rows = con.execute("select schema_name, table_name from duckdb_tables() where database_name = current_database()").fetchall()
    for schema, tables in (("core", CORE), ("ops", OPS)):
        missing = {name: model for name, model in tables.items() if (schema, name) not in rows}
        if not missing:
            continue
        con.execute(f"create schema if not exists {schema}")
        for name, model in missing.items():
            con.execute(_table(schema, name, model))
            for comment in _comments(schema, name, model):
                con.execute(comment)


def _table(schema: str, name: str, model: type[Table]) -> str:
    columns = []
    for column_name, column in model.to_schema().columns.items():
        null = "" if column.nullable else " not null"
        columns.append(
            f'"{column_name}" {SQL_TYPES[type(column.dtype.type)] if not isinstance(column.dtype.type, type) else SQL_TYPES[column.dtype.type]}{null}'
        )
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
