"""Tables and their comments, derived from the Pandera models."""

from __future__ import annotations

import duckdb
import polars as pl

from schemas.tables import CORE, OPS, PRIMARY_KEYS, RESOLVED, Table

SQL_TYPES: dict[type, str] = {
    pl.String: "varchar",
    pl.Int64: "bigint",
    pl.Float64: "double",
    pl.Boolean: "boolean",
    pl.Date: "date",
    pl.Datetime: "timestamptz",
}


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Make the schemas `core` and `ops` with their tables where they are missing, and columns that a table made earlier lacks."""
    # Every load asks for this, and two hundred comments take most of a second: what is there is left as it is.
    rows = con.execute(
        "select schema_name, table_name, column_name from duckdb_columns() where database_name = current_database()"
    ).fetchall()
    columns: dict[tuple[str, str], set[str]] = {}
    for schema, table, column in rows:
        columns.setdefault((schema, table), set()).add(column)
    for schema, tables in (("core", CORE | RESOLVED), ("ops", OPS)):
        con.execute(f"create schema if not exists {schema}")
        for name, model in tables.items():
            if (schema, name) not in columns:
                con.execute(_table(schema, name, model))
                for comment in _comments(schema, name, model):
                    con.execute(comment)
            else:
                _add_columns(con, schema, name, model, columns[schema, name])


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
