"""`readout sql` and `readout tables`: asking the published snapshot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.console import NOTHING_DONE, WRONG_USAGE, say, stop
from flows.cli.rows import form_of, print_rows
from flows.cli.store import settings
from flows.home import Home

if TYPE_CHECKING:
    from warehouse.asking import Answer, Limits


def sql_command(
    query: Annotated[str | None, typer.Argument(help="One query; without it a prompt", show_default=False)] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Comma-separated values")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line")] = False,
    parquet: Annotated[Path | None, typer.Option("--parquet", help="Write the rows to this file")] = None,
    rows: Annotated[int, typer.Option(min=1, help="Most rows given")] = 100_000,
    seconds: Annotated[float, typer.Option(min=0.1, help="Longest time taken")] = 60,
    memory: Annotated[int, typer.Option(min=64, help="Most memory taken, in MiB")] = 1024,
) -> None:
    """Ask the warehouse in SQL, read-only, in a process of its own without access to files or network.

    `readout tables` lists what can be asked, `readout examples` shows how.
    """
    from warehouse.asking import Limits

    limits = Limits(memory, seconds, rows)
    snapshot = Home(settings().home).snapshot
    if query is None:
        _prompt(snapshot, limits)
        return
    answer = _answer(snapshot, query, limits)
    if parquet:
        import pyarrow.parquet

        pyarrow.parquet.write_table(answer.rows, parquet)
        say(f"{answer.rows.num_rows} rows in {parquet}")
    else:
        print_rows(answer.rows.column_names, answer.rows.to_pylist(), form_of(as_csv=as_csv, as_json=as_json))
    if answer.is_cut:
        say(f"readout: stopped at {rows} rows; --rows asks for more")


def _answer(snapshot: Path, query: str, limits: Limits) -> Answer:
    from warehouse.asking import ask
    from warehouse.connect import QueryError, WarehouseError

    try:
        return ask(snapshot, query, limits)
    except QueryError as error:
        stop(str(error), WRONG_USAGE)
    except WarehouseError as error:
        stop(str(error), NOTHING_DONE)


def _prompt(snapshot: Path, limits: Limits) -> None:
    """A small prompt: one query a line, an empty line or end of input leaves."""
    from warehouse.asking import ask
    from warehouse.connect import WarehouseError

    say("One query a line; an empty line ends. `show tables` lists the tables, `describe engagements` a table's columns.")
    while True:
        try:
            line = input("readout> ").strip()
        except EOFError:
            return
        if not line:
            return
        try:
            answer = ask(snapshot, line, limits)
        except WarehouseError as error:
            say(str(error))
            continue
        print_rows(answer.rows.column_names, answer.rows.to_pylist(), "table")


def tables_command() -> None:
    """Print the data dictionary: every table and column with what it holds."""
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
