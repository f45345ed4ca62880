"""`readout checks list | run | mute | acknowledge | unmute`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.choices import settings
from flows.cli.console import LOCKED, LOOK, NOTHING_DONE, WRONG_USAGE, stop

if TYPE_CHECKING:
    from flows.checking import CheckRun
    from schemas.vocabulary import CheckNoteKind
    from warehouse.check_runs import Result

checks_app = typer.Typer(help="Checks of the data, each a query for culprits.", no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A check, by name", show_default=False)]
Reason = Annotated[str, typer.Option("--reason", help="Why; kept and shown with the check", show_default=False)]
BAD = frozenset({"failed", "errored"})


@contextmanager
def _told() -> Iterator[None]:
    """Within it what can go wrong ends the command with what to do."""
    from config.sources import SourceError
    from warehouse.checking import CheckError
    from warehouse.connect import WarehouseError
    from warehouse.lock import LockedError

    try:
        yield
    except (CheckError, SourceError) as error:
        stop(str(error), WRONG_USAGE)
    except LockedError as error:
        stop(str(error), LOCKED)
    except WarehouseError as error:
        stop(str(error), NOTHING_DONE)


@checks_app.command("list")
def list_command() -> None:
    """List the checks: severity, what they are about, name, threshold, and what they mean."""
    from warehouse.checking import read_checks

    with _told():
        for check in read_checks():
            blocks = ", blocks publishing" if check.is_blocking else ""
            typer.echo(f"{check.severity:5} {check.dimension:12} {check.name:44} (lets {check.threshold} pass{blocks}) {check.meaning}")


@checks_app.command("run")
def run_command(
    names: Annotated[list[str], typer.Argument(metavar="[NAME]...", help="Checks, by name; all without", show_default=False)] = [],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a check, with its first culprits")] = False,
) -> None:
    """Run checks over the published warehouse and keep what they find.

    Ends with 1 where one fails or cannot be run, and no note of yours holds for it.
    """
    with _told():
        from flows.checking import run_checks

        run = run_checks(settings(), names, dt.datetime.now(dt.UTC))
    _print(run, as_json=as_json, with_rows=bool(names))
    if any(result.outcome in BAD and result.name not in run.notes for result in run.checked.results):
        raise typer.Exit(LOOK)


def _print(run: CheckRun, *, as_json: bool, with_rows: bool) -> None:
    from dataclasses import asdict

    results: Sequence[Result] = run.checked.results
    for result in results:
        note, before = run.notes.get(result.name), run.before.get(result.name)
        if as_json:
            row = asdict(result) | {
                "sample": json.loads(result.sample),
                "note": note,
                "run_id": run.run_id,
                "before": before and before.outcome,
            }
            typer.echo(json.dumps(row, ensure_ascii=False))
            continue
        changed = f" (before: {before.outcome})" if before and before.outcome != result.outcome else ""
        typer.echo(f"{result.outcome:8} {result.name}{_found(result)}{changed}" + (f" ({note})" if note else ""))
        if with_rows:
            for row in json.loads(result.sample):
                typer.echo("         " + json.dumps(row, ensure_ascii=False))
    if not as_json:
        counts = {outcome: sum(r.outcome == outcome for r in results) for outcome in ("passed", "warned", "failed", "errored", "skipped")}
        typer.echo(f"{len(results)} checks: " + ", ".join(f"{count} {outcome}" for outcome, count in counts.items()))


def _found(result: Result) -> str:
    if result.reason:
        return f": {result.reason.splitlines()[0]}"
    if not result.culprit_count:
        return ""
    of = f" of {result.population_count}" if result.population_count else ""
    return f": {result.culprit_count} culprits{of}"


@checks_app.command("mute")
def mute_command(
    name: Name,
    until: Annotated[dt.datetime, typer.Option(formats=["%Y-%m-%d"], help="Last day on which it is mute", show_default=False)],
    reason: Reason,
) -> None:
    """Keep a check from counting until a day; it is run and shown as before, with your reason.

    A blocking check still keeps a broken warehouse from being published.
    """
    now = dt.datetime.now(dt.UTC)
    if until.date() < now.date():
        stop(f"--until {until:%Y-%m-%d}: lies in the past", WRONG_USAGE)
    _note(name, "mute", now, reason, until.date())
    typer.echo(f"{name}: mute until {until:%Y-%m-%d}")


@checks_app.command("acknowledge")
def acknowledge_command(name: Name, reason: Reason) -> None:
    """Say that you know of what a check found last: it counts again as soon as it finds more."""
    count = _note(name, "acknowledge", dt.datetime.now(dt.UTC), reason)
    typer.echo(f"{name}: {count} culprits acknowledged")


@checks_app.command("unmute")
def unmute_command(name: Name, reason: Reason) -> None:
    """Let a check count again."""
    _note(name, "unmute", dt.datetime.now(dt.UTC), reason)
    typer.echo(f"{name}: counts again")


def _note(name: str, kind: CheckNoteKind, now: dt.datetime, reason: str, until_on: dt.date | None = None) -> int | None:
    if not reason.strip():
        stop("--reason: say why, for those who read the report", WRONG_USAGE)
    with _told():
        from flows.checking import note_check

        return note_check(settings(), name, kind, now, reason.strip(), until_on)
