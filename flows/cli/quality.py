"""`readout quality` and `readout page`: what the warehouse tells of itself, as pages."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from flows.cli.choices import home, settings
from flows.cli.console import LOOK, WRONG_USAGE, say, stop, told, writing_to
from flows.cli.telling import telling


@telling
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
    from flows.evaluation.gold import GoldError
    from flows.reporting import as_json as findings_as_json
    from flows.reporting import make_report
    from warehouse.checking import CheckError

    chosen = settings()
    try:
        with told(chosen.home), writing_to(output or chosen.home):
            written = make_report(chosen, dt.datetime.now(dt.UTC), output)
    except (CheckError, SourceError, GoldError) as error:
        stop(str(error), WRONG_USAGE)
    verdict = written.findings.verdict
    if as_json is not None and str(as_json) == "-":
        sys.stdout.write(findings_as_json(written.findings) + "\n")
    elif as_json is not None:
        with writing_to(as_json):
            as_json.write_text(findings_as_json(written.findings), encoding="utf-8")
    say(f"Can I trust today's data? {verdict.sentence}" + (f" ({verdict.more})" if verdict.more else ""))
    for name in verdict.names:
        say(f"  {name}")
    say(f"{written.page}")
    if fail_on and verdict.is_worse_than_asked(fail_on):
        raise typer.Exit(LOOK)


def page_command(
    some_id: Annotated[
        str, typer.Argument(metavar="ENGAGEMENT_ID|RELEASE_ID", help="The id of an engagement or a release", show_default=False)
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="Write the page to this file", show_default=False)],
) -> None:
    """Write a page about one engagement or one release.

    Each value with the words behind it, the releases with their evidence marked.
    """
    from contextlib import closing

    from flows.pages.dossier_page import dossier_page
    from warehouse.connect import open_reader
    from warehouse.dossiers import dossier

    place = home()
    with told(place.folder), closing(open_reader(place.snapshot)) as con:
        text = dossier_page(dossier(con, some_id))
    with writing_to(output):
        output.write_text(text, encoding="utf-8")
    say(str(output))
