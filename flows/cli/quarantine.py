"""`readout quarantine list | retry`."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.choices import home, settings
from flows.cli.console import LOCKED, LOOK, NOTHING_DONE, stop
from flows.cli.rows import form_of, print_rows
from flows.home import Home

if TYPE_CHECKING:
    from warehouse.quarantine import Quarantined

quarantine_app = typer.Typer(help="What broke a schema and is in no table.", no_args_is_help=True, rich_markup_mode=None)
SHOWN = ("source", "release_id", "report_id", "table_name", "column_name", "reason", "load_id")


@quarantine_app.command("list")
def list_command(
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON Lines")] = False,
) -> None:
    """List what waits in quarantine, with the reason."""
    from warehouse.connect import WarehouseError, open_reader
    from warehouse.quarantine import open_quarantine

    try:
        with closing(open_reader(home().snapshot)) as con:
            waiting = open_quarantine(con)
    except WarehouseError as error:
        stop(str(error), NOTHING_DONE)
    if not waiting and not (as_csv or as_json):
        typer.echo("nothing waits in quarantine")
        return
    print_rows(SHOWN, [_shown(row) for row in waiting], form_of(as_csv=as_csv, as_json=as_json))


def _shown(row: Quarantined) -> dict[str, str | None]:
    return {name: getattr(row, name) for name in SHOWN}


@quarantine_app.command("retry")
def retry_command() -> None:
    """Read anew what another version of the code turned away.

    Ends with 1 where something waits still.
    """
    from flows.fetch.archive import ArchiveError
    from flows.quarantine import retry_quarantine
    from warehouse.connect import WarehouseError
    from warehouse.lock import LockedError

    chosen = settings()
    if not Home(chosen.home).core.is_file():
        stop(f"{chosen.home}: no warehouse; `readout ingest PATH` makes one", NOTHING_DONE)
    try:
        done = retry_quarantine(chosen)
    except LockedError as error:
        stop(str(error), LOCKED)
    except (WarehouseError, ArchiveError) as error:
        stop(str(error), NOTHING_DONE)
    typer.echo(f"{done.summary.release_count} releases read anew: {done.summary.sentence()}")
    if done.waiting:
        releases = len({row.release_id for row in done.waiting})
        typer.echo(f"Waiting still: {releases}; `readout quarantine list` says why, and code of another version may read them")
        raise typer.Exit(LOOK)
