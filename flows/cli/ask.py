"""`readout sql` and `readout tables`: asking the published snapshot."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.console import NOTHING_DONE, WRONG_USAGE, say, stop
from flows.cli.store import settings

if TYPE_CHECKING:
    import pyarrow as pa


def sql_command(
    query: Annotated[str | None, typer.Argument(help="One query; without it a prompt", show_default=False)] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Comma-separated values")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line")] = False,
    parquet: Annotated[Path | None, typer.Option("--parquet", help="Write the rows to this file")] = None,
) -> None:
    """Ask the warehouse in SQL, read-only: main.engagements, participants, topics, releases, evidence."""
    from flows.home import Home
    from warehouse.connect import WarehouseError
    from warehouse.read import QueryError
    from warehouse.read import query as ask

    snapshot = Home(settings().home).snapshot
    if query is None:
        _prompt(snapshot)
        return
    try:
        rows = ask(snapshot, query)
    except QueryError as error:
        stop(str(error), WRONG_USAGE)
    except WarehouseError as error:
        stop(str(error), NOTHING_DONE)
    if parquet:
        import pyarrow.parquet

        pyarrow.parquet.write_table(rows, parquet)
        say(f"{rows.num_rows} rows in {parquet}")
    elif as_csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(rows.column_names)
        writer.writerows(_cells(rows))
    elif as_json:
        for row in rows.to_pylist():
            typer.echo(json.dumps(row, ensure_ascii=False, default=str))
    else:
        _table(rows)


def _cells(rows: pa.Table) -> list[list[Any]]:
    return [[" ".join(map(str, value)) if isinstance(value, list) else value for value in row.values()] for row in rows.to_pylist()]


def _table(rows: pa.Table) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(header_style="bold")
    for name in rows.column_names:
        table.add_column(Text(name), overflow="fold")
    for row in _cells(rows):
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _prompt(snapshot: Path) -> None:
    """A small prompt: one query a line, an empty line or end of input leaves."""
    from warehouse.connect import WarehouseError
    from warehouse.read import query as ask

    say("One query a line; an empty line ends. Tables: engagements, participants, topics, releases, evidence.")
    while True:
        try:
            line = input("readout> ").strip()
        except EOFError:
            return
        if not line:
            return
        try:
            _table(ask(snapshot, line))
        except WarehouseError as error:
            say(str(error))


def tables_command() -> None:
    """Print the data dictionary: every table and column with what it holds."""
    from flows.home import Home
    from warehouse.connect import WarehouseError
    from warehouse.read import data_dictionary

    try:
        entries = data_dictionary(Home(settings().home).snapshot)
    except WarehouseError as error:
        stop(str(error), NOTHING_DONE)
    shown = ""
    for entry in entries:
        if entry.table != shown:
            shown = entry.table
            typer.echo(f"\n{entry.table}: {entry.table_comment}")
        typer.echo(f"  {entry.column:24} {entry.type:26} {entry.comment}")
