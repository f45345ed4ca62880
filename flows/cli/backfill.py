"""`readout backfill`."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.choices import settings
from flows.cli.console import LOOK, NOTHING_DONE, WRONG_USAGE, say, stop
from flows.cli.sources import known_sources, require_contact
from flows.cli.store import started
from flows.cli.telling import telling

if TYPE_CHECKING:
    from flows.backfilling import Progress


def _month(text: str, *, last: bool) -> dt.date:
    """A day of the year or month that a text names."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-\d{2})?", text)
    month = int(match[2]) if match and match[2] else 12 if last else 1
    if match is None or not 1 <= month <= 12 or not 1900 <= int(match[1]) <= 9998:
        stop(f"{text}: a year or a month is expected, as 2015 or 2015-03", WRONG_USAGE)
    return dt.date(int(match[1]), month, 1)


class _Shown:
    """A line for each month that was taken."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._done_count = -1
        self.words = ""

    def __call__(self, progress: Progress) -> None:
        if progress.done_count != self._done_count:
            say(f"{self._name}: {progress.words()}")
        self._done_count, self.words = progress.done_count, progress.words()


@telling
def backfill_command(
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="A source, by id", show_default=False)],
    since: Annotated[str, typer.Option(metavar="YEAR[-MONTH]", help="First month to take; of a year its first", show_default=False)],
    until: Annotated[
        str | None,
        typer.Option(metavar="YEAR[-MONTH]", help="Last month to take; of a year its last [default: this month]", show_default=False),
    ] = None,
) -> None:
    """Take what a source published in years gone by.

    Month after month, newest first, as politely as ever. A run that was stopped goes on where it was; months that are done are not asked for again.
    """
    chosen, known, today = settings(), known_sources(), dt.datetime.now(dt.UTC).date()
    if name not in known:
        stop(f"{name}: no such source; `readout sources list` shows those there are", WRONG_USAGE)
    first, last = _month(since, last=False), min(_month(until, last=True) if until else today, today)
    if first > last:
        stop(f"--since {since}: lies after {last:%Y-%m}", WRONG_USAGE)
    require_contact(chosen)
    with started(chosen):
        from flows.backfill import StoppedError, backfill
        from flows.backfilling import BackfillError
        from flows.scheduled import patient

        shown = _Shown(name)
        try:
            report = backfill(known[name], first, last, patient(chosen), shown)
        except StoppedError as error:
            report = error.report
        except BackfillError as error:
            stop(str(error), NOTHING_DONE)
    for note in report.notes:
        say(f"readout: {name}: {note}")
    typer.echo(f"{name}: {shown.words}; {report.request_count} requests, {report.summary.sentence()}")
    if report.failure:
        say(f"readout: {name}: stopped: {report.failure}; the same command goes on where it was")
        raise typer.Exit(LOOK if report.summary.release_count else NOTHING_DONE)
