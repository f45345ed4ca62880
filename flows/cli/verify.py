"""`readout verify`."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.choices import settings
from flows.cli.console import LOOK, progress, told

if TYPE_CHECKING:
    from flows.verifying import Finding

SHOWN = 10


def verify_command(
    sample: Annotated[int, typer.Option(min=0, help="So many releases are read again from the archive and compared")] = 100,
    is_whole: Annotated[bool, typer.Option("--all", help="All releases are read again")] = False,
    seed: Annotated[int | None, typer.Option(min=0, help="Which releases: the same for the same number; by default the day's date")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON on standard output")] = False,
) -> None:
    """Check every row, every archived record, and reading itself.

    Invariants hold over all rows, records are whole, and releases read again give the same rows. What is wrong is named, and the command ends with 1.
    """
    from flows.verifying import verify

    chosen = settings()
    number = int(f"{dt.datetime.now(dt.UTC):%Y%m%d}") if seed is None else seed
    with told(chosen.home), progress("reading again", None) as advance:
        findings = verify(chosen, None if is_whole else sample, number, advance)
    wrong = [finding for finding in findings if finding.culprit_count]
    if as_json:
        _print_json(findings, number)
    else:
        for finding in findings:
            _print(finding)
        typer.echo(f"{len(findings)} checks, {len(wrong)} failed (seed {number})")
    if wrong:
        raise typer.Exit(LOOK)


def _print(finding: Finding) -> None:
    if not finding.culprit_count:
        typer.echo(f"ok     {finding.name}" + (f": {finding.checked} {finding.unit}" if finding.checked else ""))
        return
    typer.echo(f"FAILED {finding.name}: {finding.culprit_count} culprits")
    for culprit in finding.culprits[:SHOWN]:
        typer.echo(f"         {culprit}")
    if finding.culprit_count > SHOWN:
        typer.echo(f"         and {finding.culprit_count - SHOWN} more")


def _print_json(findings: list[Finding], seed: int) -> None:
    from dataclasses import asdict

    is_sound = not any(finding.culprit_count for finding in findings)
    typer.echo(json.dumps({"is_sound": is_sound, "seed": seed, "findings": [asdict(f) for f in findings]}, ensure_ascii=False))
