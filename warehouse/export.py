"""Export: the tables of main as files that other tools read, and events in CAMEO and PLOVER codes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from warehouse.connect import WarehouseError

Format = Literal["parquet", "csv", "jsonl", "cameo"]
# Where the year of a row comes from; tables without one stand in one file.
YEARS = {
    "engagements": "start_on", "participants": "start_on", "topics": "start_on", "outcomes": "start_on", "reports": "start_on",
    "releases": "published_on", "country_pairs": "month", "coverage": "month", "conflicts": "published_on", "cameo_events": "event_on",
}  # fmt: skip

SUFFIXES = {"parquet": "parquet", "csv": "csv", "jsonl": "jsonl", "cameo": "tsv"}
OPTIONS = {
    "parquet": "format parquet, compression zstd", "csv": "format csv, header", "jsonl": "format json",
    "cameo": r"format csv, header, delimiter '\t'",
}  # fmt: skip
DELIMITED = frozenset({"csv", "cameo"})


@dataclass(frozen=True, slots=True)
class Exported:
    """A table, its rows, and the file or folder that holds them."""

    table: str
    row_count: int
    path: Path


def export(snapshot: Path, folder: Path, form: Format) -> list[Exported]:
    """Write every table of main to `folder`, which must be missing or empty; `cameo` writes the events alone, as tab-separated values.

    Parquet is partitioned by year (`engagements/year=2024/*.parquet`), rows without a date under `year=0`.
    Raises `WarehouseError` where there is no snapshot or the folder cannot take the files.
    """
    if not snapshot.is_file():
        raise WarehouseError(f"{snapshot}: no warehouse yet; `readout ingest PATH` makes one")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_empty = not any(folder.iterdir())
    except OSError as error:
        raise WarehouseError(f"{folder}: cannot be written ({error.strerror})") from error
    if not is_empty:
        raise WarehouseError(f"{folder}: holds files already; give a new folder")
    con = duckdb.connect(str(snapshot), read_only=True)
    try:
        tables = [row[0] for row in con.execute("select table_name from duckdb_tables() where schema_name = 'main' order by 1").fetchall()]
        return [_export(con, table, folder, form) for table in tables if form != "cameo" or table == "cameo_events"]
    except duckdb.Error as error:
        raise WarehouseError(f"{folder}: {str(error).splitlines()[0]}") from error
    finally:
        con.close()


def _export(con: duckdb.DuckDBPyConnection, table: str, folder: Path, form: Format) -> Exported:
    count = con.execute(f"select count(*) from main.{table}").fetchall()[0][0]
    if form == "parquet" and table in YEARS:
        path = folder / table
        _by_year(con, table, path, count)
    else:
        path = folder / f"{table}.{SUFFIXES[form]}"
        rows = _flat(con, table) if form in DELIMITED else f"main.{table}"
        con.execute(f"copy {rows} to '{_quoted(path)}' ({OPTIONS[form]})")
    return Exported(table, count, path)


def _by_year(con: duckdb.DuckDBPyConnection, table: str, path: Path, count: int) -> None:
    """One folder per year, as Hive has it."""
    if not count:
        # An empty table has no year, and yet its columns are to be found.
        (path / "year=0").mkdir(parents=True)
        con.execute(f"copy main.{table} to '{_quoted(path / 'year=0' / 'data_0.parquet')}' ({OPTIONS['parquet']})")
        return
    rows = f"(select *, coalesce(year({YEARS[table]}), 0) as year from main.{table})"
    con.execute(f"copy {rows} to '{_quoted(path)}' ({OPTIONS['parquet']}, partition_by (year))")


def _flat(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """The table with its lists of codes and names joined by spaces, as spreadsheets want them."""
    rows = con.table(f"main.{table}")
    lists = [name for name, kind in zip(rows.columns, rows.types, strict=True) if str(kind) == "VARCHAR[]"]
    joined = ", ".join(f"array_to_string({name}, ' ') as {name}" for name in lists)
    return f"(select * replace ({joined}) from main.{table})" if lists else f"main.{table}"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
