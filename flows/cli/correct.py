"""`readout correct` and `readout corrections list`."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.choices import settings
from flows.cli.console import LOCKED, LOOK, WRONG_USAGE, say, stop, told

if TYPE_CHECKING:
    from config.settings import Settings

corrections_app = typer.Typer(help="What analysts corrected.", no_args_is_help=True, rich_markup_mode=None)
Author = Annotated[str | None, typer.Option("--author", help="Who corrects; by default the setting `author`", show_default=False)]


def author_of(given: str | None) -> str:
    """Who corrects: as given, else as set, else the user's name at this machine."""
    return given or settings().author or getpass.getuser()


def correct_command(
    name: Annotated[
        str | None, typer.Argument(help="A release's id or address, or the id of a report or engagement", show_default=False)
    ] = None,
    quote: Annotated[
        str | None,
        typer.Option("--quote", help="Words of the release that announce the engagement, where it tells of several", show_default=False),
    ] = None,
    element: Annotated[str, typer.Option("--element", help="report, participant/NAME, party/CODE, topic/CODE or outcome/WORDS")] = "report",
    set_value: Annotated[
        str | None, typer.Option("--set", metavar="FIELD=VALUE", help="Give a field this value", show_default=False)
    ] = None,
    null: Annotated[
        str | None, typer.Option("--null", metavar="FIELD", help="The release does not tell this field", show_default=False)
    ] = None,
    add: Annotated[bool, typer.Option("--add", help="The element, or the whole engagement, is missing; --value tells of it")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="The element, or the whole report, is false")] = False,
    merge: Annotated[
        str | None, typer.Option("--merge", metavar="NAME", help="It and this one are one engagement, or one person", show_default=False)
    ] = None,
    split: Annotated[str | None, typer.Option("--split", metavar="NAME", help="It and this one are two", show_default=False)] = None,
    other_quote: Annotated[str | None, typer.Option("--other-quote", help="As --quote, of the other", show_default=False)] = None,
    other_element: Annotated[str | None, typer.Option("--other-element", help="As --element, of the other", show_default=False)] = None,
    value: Annotated[
        list[str], typer.Option("--value", metavar="FIELD=VALUE", help="With --add, may be repeated", show_default=False)
    ] = [],
    evidence: Annotated[
        list[str],
        typer.Option(
            "--evidence", metavar="[FIELD=]WORDS", help="Words of the release that the value rests on; may be repeated", show_default=False
        ),
    ] = [],
    basis: Annotated[
        str | None, typer.Option("--basis", help="stated, or derived or context where the words do not state the value", show_default=False)
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; kept with the correction", show_default=False)] = None,
    author: Author = None,
    undo: Annotated[str | None, typer.Option("--undo", metavar="ID", help="Take a correction back", show_default=False)] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="Many corrections: a .csv or .jsonl file (docs/corrections.md)", show_default=False)
    ] = None,
) -> None:
    """Correct what the warehouse says.

    A correction names words of the release, so that it outlives better extraction, revisions and rebuilds; it is checked against the release, kept
    in corrections.jsonl, and applied at once.  `readout corrections list` shows what became of each.
    """
    actions = {"set": set_value, "null": null, "add": add, "remove": remove, "merge": merge, "split": split, "undo": undo, "file": file}
    chosen = [action for action, given in actions.items() if given]
    if len(chosen) != 1:
        stop("give one of --set, --null, --add, --remove, --merge, --split, --undo, --file", WRONG_USAGE)
    if file is None:
        field, sign, words = (set_value or "").partition("=")
        if set_value and not sign:
            stop(f"--set {set_value}: write FIELD=VALUE", WRONG_USAGE)
        row: dict[str, Any] = {
            "release": name, "quote": quote, "action": chosen[0], "element": element, "field": field or null, "basis": basis, "reason": reason,
            "value": words or dict(part.partition("=")[::2] for part in value), "evidence": list(evidence), "other": merge or split,
            "other_quote": other_quote, "other_element": other_element, "correction": undo,
        }  # fmt: skip
        rows = [("correct", {key: given for key, given in row.items() if given})]
    else:
        with _refusing():
            from flows.corrections.tables import read_table

            rows = read_table(file)
    _take(settings(), rows, author_of(author), reason)


def _take(chosen: Settings, rows: Sequence[tuple[str, dict[str, Any]]], author: str, reason: str | None) -> None:
    from flows.corrections.listing import brief
    from flows.corrections.making import open_desk, write_down
    from flows.corrections.tables import take_table
    from flows.home import Home

    home = Home(chosen.home)
    with told(chosen.home), _refusing():
        desk = open_desk(home)
        made = take_table(desk, rows, author, reason)
        write_down(home.corrections, made)
    for correction in made:
        typer.echo(f"{correction.id} {brief(correction)}")
    if len(made) < len(rows):
        typer.echo(f"{len(rows) - len(made)} stand already")
    apply_now(chosen)


@contextmanager
def _refusing() -> Iterator[None]:
    """Within it a correction is made; one that cannot stand ends the command with why."""
    from flows.corrections.journal import CorrectionsError

    try:
        yield
    except CorrectionsError as error:
        stop(str(error).removeprefix("correct: "), WRONG_USAGE)


def apply_now(chosen: Settings) -> None:
    """Apply what was written down; where another writes, its next run does, and the command says so."""
    from flows.correcting import apply_corrections
    from warehouse.lock import LockedError

    with told(chosen.home):
        try:
            apply_corrections(chosen)
        except LockedError as error:
            say(f"readout: written down; the next run applies it, since {error}")
            raise typer.Exit(LOCKED) from error


@corrections_app.command("list")
def list_command(
    state: Annotated[str | None, typer.Option("--state", help="Only these: applied, stale, undone or waiting", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line")] = False,
) -> None:
    """List the corrections with what became of them; ends with 1 where some are stale."""
    from flows.corrections.listing import listed
    from flows.home import Home

    chosen = settings()
    with told(chosen.home):
        rows = [row for row in listed(Home(chosen.home)) if state in {None, row["state"]}]
    for row in rows:
        if as_json:
            typer.echo(json.dumps(row, ensure_ascii=False, default=str))
        else:
            typer.echo(
                f"{row['correction_id']} {row['state']:8} {row['made_at']:%Y-%m-%d} {row['author']}: {row['what']} ({row['reason']})"
            )
            if row["problem"]:
                typer.echo(f"{'':10} {row['problem']}")
    if not rows and not as_json:
        typer.echo("no corrections")
    if any(row["state"] == "stale" for row in rows):
        raise typer.Exit(LOOK)
