"""`readout export`: the tables of main as files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.choices import home
from flows.cli.console import NOTHING_DONE, stop


class Form(StrEnum):
    """What is written."""

    parquet = "parquet"
    csv = "csv"
    jsonl = "jsonl"
    cameo = "cameo"


def export_command(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder", show_default=False)],
    form: Annotated[
        Form, typer.Option("--format", help="parquet (by year), csv, jsonl, or cameo: events in CAMEO and PLOVER codes, tab-separated")
    ] = Form.parquet,
) -> None:
    """Write the tables of main to files that other tools read."""
    from warehouse.connect import WarehouseError
    from warehouse.export import export

    try:
        written = export(home().snapshot, folder, form.value)
    except WarehouseError as error:
        stop(str(error), NOTHING_DONE)
    for item in written:
        typer.echo(f"{item.row_count:9,} rows  {item.path}")
