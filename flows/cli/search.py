"""`readout search`: full text."""

from __future__ import annotations

import dataclasses
import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.choices import home
from flows.cli.console import NOTHING_DONE, WRONG_USAGE, say, stop
from flows.cli.rows import width
from flows.cli.spans import first_day, last_day

if TYPE_CHECKING:
    from warehouse.search import Found, Hit


class Where(StrEnum):
    """What is searched."""

    releases = "releases"
    quotes = "quotes"
    outcomes = "outcomes"


def search_command(
    question: Annotated[str, typer.Argument(help='Words, begin* for words that begin so, "phrases" in double quotes', show_default=False)],
    within: Annotated[Where, typer.Option("--in", help="Look in whole releases, in quotes behind values, or in outcomes")] = Where.releases,
    since: Annotated[str | None, typer.Option(help="Published on or after: 2026-11-01, 2026, yesterday, 7d")] = None,
    until: Annotated[str | None, typer.Option(help="Published on or before")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Hits shown")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per hit")] = False,
) -> None:
    """Search releases, quotes and outcomes, the best first.

    The words sought are marked. Accents and case do not matter.
    """
    from warehouse.connect import WarehouseError, open_reader
    from warehouse.search import SearchError, search

    try:
        con = open_reader(home().snapshot)
        found = search(con, question, within=within.value, limit=limit, since=first_day(since, "--since"), until=last_day(until, "--until"))
    except SearchError as error:
        stop(str(error), WRONG_USAGE)
    except WarehouseError as error:
        stop(str(error), NOTHING_DONE)
    if as_json:
        for hit in found.hits:
            typer.echo(json.dumps(dataclasses.asdict(hit), ensure_ascii=False, default=str))
    else:
        _print(found)
    say(_sentence(found, within))


def _sentence(found: Found, within: Where) -> str:
    if not found.total_count:
        return f"no {within.value} hold these words"
    shown = "" if len(found.hits) == found.total_count else f", the best {len(found.hits)} shown"
    if found.held_count < found.term_count:
        return f"nothing holds all {found.term_count} words; {found.total_count} {within.value} hold {found.held_count} of them{shown}"
    return f"{found.total_count} {within.value}{shown}"


def _print(found: Found) -> None:
    from rich.console import Console

    console = Console(width=width(), highlight=False)
    for hit in found.hits:
        console.print(f"{hit.published_on or 'undated'}  {hit.title}", style="bold", markup=False)
        console.print(_marked(hit), soft_wrap=False)
        facts = [hit.publisher, "; ".join(hit.about), hit.url or hit.release_id]
        console.print(" | ".join(filter(None, facts)), style="dim", markup=False, soft_wrap=True)
        console.print()


def _marked(hit: Hit) -> object:
    """The passage, words sought in bold yellow; between ** where there is no colour to show."""
    import sys

    from rich.text import Text

    if sys.stdout.isatty():
        text = Text(hit.passage)
        for start, end in hit.marks:
            text.stylize("bold yellow", start, end)
        return text
    shown, last = "", 0
    for start, end in hit.marks:
        shown += f"{hit.passage[last:start]}**{hit.passage[start:end]}**"
        last = end
    return Text(shown + hit.passage[last:])
