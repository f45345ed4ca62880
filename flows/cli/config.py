"""`readout config`: the settings in force and where each came from."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from flows.cli.choices import options, settings


def config_command(as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON, with what each means")] = False) -> None:
    """Show the settings in force and where each comes from.

    Option, variable, line of readout.d/settings.yaml, or default; secrets are masked.
    """
    from config.effective import effective

    rows = effective(settings(), options())
    if as_json:
        typer.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False))
        return
    wide = max(len(row.name) for row in rows)
    long = max(len(row.value) for row in rows)
    for row in rows:
        typer.echo(f"{row.name:{wide}}  {row.value:{long}}  {row.origin}")
