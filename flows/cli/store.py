"""`readout ingest`, `rebuild` and the demonstration of `make run`."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.choices import settings
from flows.cli.console import LOOK, NOTHING_DONE, WRONG_USAGE, progress, say, stop, told
from flows.cli.telling import telling

if TYPE_CHECKING:
    from config.settings import Settings
    from flows.ingesting import Summary

RunnerOption = Annotated[
    str | None, typer.Option(metavar="local|dask", help="Who reads files: processes of this machine, or Dask's workers", show_default=False)
]
SchedulerOption = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", help="Dask's scheduler, such as tcp://host:8786; without it a cluster of this machine", show_default=False
    ),
]
SAMPLES = Path(__file__).parents[2] / "tests" / "golden" / "releases"


def quiet_prefect(home: Path) -> None:
    """Keep Prefect's state in the working folder and its telemetry off, and join a server that serves it; must precede its import."""
    from flows.server import environment, found_server

    folder = (home / "prefect").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        stop(
            f"{folder}: cannot be made ({error.strerror}); set READOUT_HOME to a folder that can be written",
            WRONG_USAGE,
        )
    os.environ |= environment(home)
    # A temporary server takes 6 to 9 s to start, more where the machine is busy.
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
    # What the steps log is told at the end, in fewer words.
    os.environ.setdefault("PREFECT_LOGGING_ROOT_LEVEL", "CRITICAL")
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    os.environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "CRITICAL")
    if running := found_server(home):
        # Two servers on one database would hinder each other, and so the run is seen beside the scheduled ones.
        os.environ.setdefault("PREFECT_API_URL", running)


@telling
def ingest_command(
    targets: Annotated[list[str], typer.Argument(metavar="PATH|SOURCE...", help="Files, folders, or ids of sources", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON on standard output")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where anything was skipped, quarantined or noted")] = False,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Of sources: published on this day or later")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Of sources: published on this day or earlier")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Of each source: at most so many releases")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Of sources: only show what would be taken")] = False,
    runner: RunnerOption = None,
    scheduler: SchedulerOption = None,
) -> None:
    """Take releases into the warehouse.

    They are archived, parsed, extracted, validated, loaded, published. Running it twice changes nothing; what is new or changed is said at the end.
    """
    from flows.cli.live import Choice, ingest_live_sources, split_targets

    paths, sources = split_targets(targets)
    chosen = settings(runner=runner, scheduler=scheduler)
    summaries = [_ingest(paths, chosen)] if paths and not dry_run else []
    failed = noted = False
    if sources:
        choice = Choice(since.date() if since else None, until.date() if until else None, limit, dry_run)
        answered, failed, noted = ingest_live_sources(sources, chosen, choice)
        summaries += answered
    total = _total(summaries)
    if not dry_run:
        _report(total, as_json)
    nothing = total.release_count == total.skipped_count + total.quarantined_count and total.release_count
    if nothing or (failed and not summaries):
        raise typer.Exit(NOTHING_DONE)
    if failed or (strict and (noted or total.refusals or total.faults)):
        raise typer.Exit(LOOK)


def _total(summaries: list[Summary]) -> Summary:
    from flows.ingesting import Summary

    total = Summary()
    for summary in summaries:
        total.add(summary)
    return total


def _ingest(paths: list[Path], chosen: Settings) -> Summary:
    missing = [path for path in paths if not path.exists()]
    if missing:
        stop(f"{missing[0]}: no such file or folder", NOTHING_DONE)
    with started(chosen):
        from flows.fetch.files import list_files
        from flows.ingest import ingest

        total = len(list_files(paths)[0])
        with progress("ingesting", total) as advance:
            return ingest(paths, chosen, advance)


@contextmanager
def started(chosen: Settings) -> Iterator[None]:
    """Within it a Prefect flow can run; what keeps it from its work ends the command with what to do."""
    quiet_prefect(chosen.home)
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    try:
        with told(chosen.home), temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            yield
    except RuntimeError as error:
        if "Prefect" not in str(error):
            raise
        stop(f"{chosen.home}: Prefect could not start there ({error}); is the disk full or the machine very busy? Run again", NOTHING_DONE)


def _report(summary: Summary, as_json: bool) -> None:
    """The run in one line, and whatever wants a look."""
    for refusal in summary.refusals:
        say(f"readout: {refusal.where}: skipped: {refusal.reason}")
    for fault in summary.faults:
        say(f"readout: quarantined {fault.report_id or fault.release_id}: {fault.table}: {fault.reason}")
    if as_json:
        from flows.ingesting import COUNTS

        typer.echo(json.dumps({name: getattr(summary, name) for name in COUNTS}))
    else:
        typer.echo(f"{summary.release_count} releases: {summary.sentence()}")
        typer.echo(f"{summary.loaded_report_count} engagements reported in what is new or changed")


@telling
def rebuild_command(runner: RunnerOption = None, scheduler: SchedulerOption = None) -> None:
    """Make the warehouse again from the archive alone."""
    from flows.home import Home
    from flows.rebuild import rebuild

    chosen = settings(runner=runner, scheduler=scheduler)
    if not Home(chosen.home).archive.is_dir():
        stop(f"{chosen.home}/archive: no archive; `readout ingest PATH` makes one", NOTHING_DONE)
    with told(chosen.home), progress("rebuilding", None) as advance:
        summary = rebuild(chosen, advance)
    typer.echo(f"{summary.release_count} captures: {summary.sentence()}")


def demo_command() -> None:
    """Ingest the sample releases and show what was found."""
    from rich.console import Console

    from flows.cli.display import engagement_table
    from flows.home import Home
    from warehouse.read import query

    started = time.monotonic()
    chosen = settings()
    summary = _ingest([SAMPLES], chosen)
    snapshot = Home(chosen.home).snapshot
    rows = query(
        snapshot,
        "select * from engagements where focus = 'primary' order by start_on nulls last, engagement_id limit 40",
    ).to_pylist()
    console = Console(width=None if sys.stdout.isatty() else 150)
    console.print(engagement_table(rows))
    typer.echo(f"{summary.release_count} sample releases: {summary.sentence()} ({time.monotonic() - started:.0f} s)")
    typer.echo(f"The warehouse lies in {snapshot}. Next:")
    sample = next(iter(sorted(SAMPLES.glob("*.html"))), SAMPLES)
    typer.echo(
        "  .venv/bin/readout sql \"select start_on, kind, parties, participants from engagements where list_contains(parties, 'PER')\""
    )
    typer.echo(f"  .venv/bin/readout show {os.path.relpath(sample)}")
    typer.echo("  .venv/bin/readout ingest PATH   # a folder of releases of your own")
