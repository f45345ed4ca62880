"""`readout quality` and `readout page`: what the warehouse tells of itself, as pages."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from flows.cli.choices import settings
from flows.cli.console import LOCKED, LOOK, NOTHING_DONE, WRONG_USAGE, say, stop, writing_to


def quality_command(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write the page to this file; by default to reports/ of the working folder")
    ] = None,
    as_json: Annotated[
        Path | None, typer.Option("--json", help="Write what it tells to this file too, as JSON; - is standard output")
    ] = None,
    fail_on: Annotated[
        Literal["error", "warn"] | None, typer.Option(help="Exit with 1 where a check of this severity or worse is not passed")
    ] = None,
) -> None:
    """Say whether today's data can be trusted, in one page.

    Checks are run and kept; the page is one HTML file that loads nothing and runs nothing.
    """
    from config.sources import SourceError
    from flows.reporting import as_json as findings_as_json
    from flows.reporting import make_report
    from warehouse.checking import CheckError
    from warehouse.connect import WarehouseError
    from warehouse.lock import LockedError

    try:
        with writing_to(output or settings().home):
            written = make_report(settings(), dt.datetime.now(dt.UTC), output)
    except (CheckError, SourceError) as error:
        stop(str(error), WRONG_USAGE)
    except LockedError as error:
        stop(str(error), LOCKED)
    except WarehouseError as error:
        stop(str(error), NOTHING_DONE)
    verdict = written.findings.verdict
    if as_json is not None and str(as_json) == "-":
        sys.stdout.write(findings_as_json(written.findings) + "\n")
    elif as_json is not None:
        with writing_to(as_json):
            as_json.write_text(findings_as_json(written.findings), encoding="utf-8")
    say(f"Can I trust today's data? {verdict.sentence} {verdict.more}".rstrip())
    say(f"{written.page}")
    if fail_on and verdict.is_worse_than_asked(fail_on):
        raise typer.Exit(LOOK)
