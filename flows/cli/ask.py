"""`readout sql`, `tables` and `examples`: asking the published snapshot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.choices import home
from flows.cli.console import NOTHING_DONE, WRONG_USAGE, say, stop, writing_to
from flows.cli.rows import form_of, print_rows

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
    """Ask the warehouse in SQL, read-only.

    The query runs in a process of its own without access to files or network.
    `readout tables` lists what can be asked, `readout examples` shows how.
    """
    from warehouse.asking import Limits

    limits = Limits(memory, seconds, rows)
    snapshot = home().snapshot
    if query is None:
        _prompt(snapshot, limits)
        return
    answer = _answer(snapshot, query, limits)
    if parquet:
        import pyarrow.parquet

        with writing_to(parquet):
            pyarrow.parquet.write_table(answer.rows, parquet)
        say(f"{answer.rows.num_rows} rows in {parquet}")
    else:
        print_rows(answer.rows.column_names, answer.rows.to_pylist(), form_of(as_csv=as_csv, as_json=as_json))
    if answer.is_cut:
        say(f"readout: stopped at {rows} rows; --rows asks for more")


def _answer(snapshot: Path, query: str, limits: Limits) -> Answer:
    from warehouse.asking import ask

    try:
        return ask(snapshot, query, limits)
    except Exception as error:
        from warehouse.connect import QueryError, WarehouseError

        if not isinstance(error, WarehouseError):
            raise
        stop(str(error), WRONG_USAGE if isinstance(error, QueryError) else NOTHING_DONE)


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


def tables_command(markdown: Annotated[bool, typer.Option("--markdown", help="As the page docs/data-dictionary.md")] = False) -> None:
    """Print the data dictionary.

    Every table and column with what it holds.
    """
    from warehouse.connect import WarehouseError
    from warehouse.documents import dictionary_page
    from warehouse.read import data_dictionary

    try:
        entries = data_dictionary(home().snapshot)
    except WarehouseError as error:
        stop(str(error), NOTHING_DONE)
    if markdown:
        typer.echo(dictionary_page(entries), nl=False)
        return
    shown = ""
    for entry in entries:
        if entry.table != shown:
            shown = entry.table
            typer.echo(f"\n{entry.table}: {entry.table_comment}")
        typer.echo(f"  {entry.column:24} {entry.type:26} {entry.comment}")


def examples_command(
    name: Annotated[str | None, typer.Argument(help="An example; all are listed without one", show_default=False)] = None,
    run: Annotated[bool, typer.Option("--run", help="Answer it")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Answer as comma-separated values")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as one JSON object per line")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="List as the page docs/examples.md")] = False,
) -> None:
    """List, print or run queries for what analysts ask."""
    from warehouse.asking import Limits
    from warehouse.documents import examples, examples_page

    if markdown:
        typer.echo(examples_page(), nl=False)
        return
    known = {example.name: example for example in examples()}
    if name is None:
        for example in known.values():
            typer.echo(f"{example.name:42} {example.question}")
        return
    if name not in known:
        stop(f"{name}: no such example; `readout examples` lists them", WRONG_USAGE)
    if not (run or as_csv or as_json):
        typer.echo(known[name].sql, nl=False)
        return
    rows = _answer(home().snapshot, known[name].sql, Limits()).rows
    print_rows(rows.column_names, rows.to_pylist(), form_of(as_csv=as_csv, as_json=as_json))
    say(f"{known[name].question} {rows.num_rows} rows")
