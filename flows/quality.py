"""The Prefect flow `quality report`: checks, findings, page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from config.settings import Settings
from flows.reporting import Written, make_report


@flow(name="quality report", validate_parameters=False)
def quality_report(settings: Settings, output: Path | None = None) -> Written:
    """Make the data-quality report as of now, by default in `reports/` of the working folder.

    Raises what `make_report` raises.
    """
    written = make_report(settings, dt.datetime.now(dt.UTC), output)
    create_markdown_artifact(markdown=markdown(written), key="quality-report", description="Whether today's data can be trusted")
    return written


def markdown(written: Written) -> str:
    """The verdict for Prefect's pages."""
    verdict = written.findings.verdict
    lines = [
        f"**{verdict.sentence}** {', '.join(f'`{name}`' for name in verdict.names)}",
        "",
        "| about | state | checks |",
        "|---|---|---|",
    ]
    lines += [f"| {tile.name} | {tile.state} | {tile.words} |" for tile in verdict.tiles]
    return "\n".join([*lines, "", f"The page: `{written.page}`"])
