"""`readout find`, `new` and `watch`: who met whom, and what the warehouse took in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, get_args

import typer

from flows.cli.choices import home
from flows.cli.console import NOTHING_DONE, WRONG_USAGE, say, stop, writing_to
from flows.cli.rows import form_of, print_rows
from flows.cli.spans import first_day, last_day

if TYPE_CHECKING:
    import duckdb

    from config.watches import Watch
    from warehouse.find import Criteria

Party = Annotated[list[str], typer.Option(help="Code (PER, NATO) or name of a party that took part; all of several", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object per line")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Comma-separated values")]
Since = Annotated[str, typer.Option(help="2026-11-01, 2026-11, 2026, today, yesterday, 7d")]

SHOWN_TOPICS = 4
# A vocabulary of no more words is named whole where a word is none of it.
SHOWN_WORDS = 16


def find_command(
    party: Party = [],
    person: Annotated[str | None, typer.Option(help="Words of a name, whatever its spelling's accents")] = None,
    since: Annotated[str | None, typer.Option(help="On or after: 2023, 2023-05, 2023-05-01, yesterday, 7d")] = None,
    until: Annotated[str | None, typer.Option(help="On or before")] = None,
    kind: Annotated[list[str], typer.Option(help="meeting, call, visit, …; any of several", show_default=False)] = [],
    topic: Annotated[list[str], typer.Option(help="Topic code; any of several", show_default=False)] = [],
    status: Annotated[list[str], typer.Option(help="held, scheduled or cancelled; any of several", show_default=False)] = [],
    text: Annotated[str | None, typer.Option(help="Words that a release about it holds, as for `readout search`")] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Find engagements: who met whom, when, where and about what. All conditions given must hold."""
    from warehouse.find import Criteria, find

    con = _open()
    criteria = Criteria(
        tuple(_party(con, word) for word in party), person, _words("kind", kind), _words("topic", topic), _words("status", status),
        first_day(since, "--since"), last_day(until, "--until"), text,
    )  # fmt: skip
    rows = _guarded(con, criteria, find)
    _print(rows, as_csv=as_csv, as_json=as_json)
    say(_count(rows))


def new_command(since: Since = "yesterday", as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the engagements of releases taken in since a day.

    Of releases that the warehouse took in, new or changed.
    """
    from warehouse.find import Criteria, find, taken_in

    con = _open()
    moment = _moment(since)
    rows = _guarded(con, Criteria(seen_since=moment), find)
    _print(rows, as_csv=as_csv, as_json=as_json)
    new, changed = taken_in(con, moment)
    say(f"since {moment:%Y-%m-%d}: {new} new releases, {changed} changed; {_count(rows)}")


def watch_command(
    names: Annotated[list[str] | None, typer.Argument(help="Watches to ask; all without one", show_default=False)] = None,
    since: Since = "yesterday",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write the digest to this file")] = None,
    file: Annotated[Path | None, typer.Option(help="The watches; readout.d/watches.yaml without it")] = None,
) -> None:
    """Ask saved questions of what was taken in since a day.

    Prints or writes the digest.
    """
    from config.watches import OWN, WatchError, watches

    try:
        saved = watches(file or OWN)
    except WatchError as error:
        stop(str(error), WRONG_USAGE)
    for name in names or ():
        if name not in {watch.name for watch in saved}:
            _unknown("watch", name, [watch.name for watch in saved])
    con = _open()
    asked = [watch for watch in saved if not names or watch.name in names]
    digest = "\n".join(_section(con, watch, _moment(since)) for watch in asked)
    if output:
        with writing_to(output):
            output.write_text(digest, encoding="utf-8")
        say(f"{len(asked)} watches in {output}")
    else:
        typer.echo(digest, nl=False)


def _section(con: duckdb.DuckDBPyConnection, watch: Watch, moment: dt.datetime) -> str:
    """One watch's part of the digest, as plain text."""
    from warehouse.find import Criteria, find

    parties = tuple(_party(con, word) for word in watch.party)
    criteria = Criteria(parties, watch.person, watch.kind, watch.topic, watch.status, text=watch.text, seen_since=moment)
    rows = _guarded(con, criteria, find)
    lines = [f"{watch.name}: {_count(rows)} since {moment:%Y-%m-%d}"]
    for row in rows:
        lines += [f"  {_day(row)}  {row['kind']} ({row['status']})  {_who(row)}"]
        lines += [f"    {part}" for part in (_place(row), ", ".join(row["topics"] or []), row["release_title"], row["url"]) if part]
    return "\n".join(lines) + "\n"


def _open() -> duckdb.DuckDBPyConnection:
    from warehouse.connect import WarehouseError, open_reader

    try:
        return open_reader(home().snapshot)
    except WarehouseError as error:
        stop(str(error), NOTHING_DONE)


def _guarded(con: duckdb.DuckDBPyConnection, criteria: Criteria, find: Any) -> list[dict[str, Any]]:
    from warehouse.connect import WarehouseError

    try:
        rows: list[dict[str, Any]] = find(con, criteria)
    except WarehouseError as error:
        stop(str(error), WRONG_USAGE)
    return rows


def _moment(since: str) -> dt.datetime:
    day = first_day(since, "--since")
    assert day is not None
    return dt.datetime.combine(day, dt.time()).astimezone()


def _party(con: duckdb.DuckDBPyConnection, word: str) -> str:
    """The code of a party given by code or name; an unknown one ends the command with the near ones."""
    from flows.extract.lexicon import read_lexicon
    from flows.extract.places import states
    from warehouse.find import known_parties

    names = {name: state.code for state in states().values() for name in state.names}
    names |= {name: code for code, given in read_lexicon("en", "organisations")["organisations"].items() for name in given}
    codes = {*states(), *read_lexicon("en", "organisations")["organisations"], *known_parties(con)}
    by_word = {name.casefold(): code for name, code in names.items()} | {code.casefold(): code for code in codes}
    found: str | None = by_word.get(word.casefold())
    if found:
        return found
    shown = {code: name for name, code in reversed(names.items())}
    _unknown(
        "party", word, [*names, *codes], lambda near: f"{near} ({shown.get(near, near)})" if near in codes else f"{near} ({names[near]})"
    )


def _words(option: str, words: Sequence[str]) -> tuple[str, ...]:
    """Words of a vocabulary; an unknown one ends the command with the near ones."""
    from schemas.vocabulary import TOPICS, Kind, Status

    known = {"kind": get_args(Kind), "topic": TOPICS, "status": get_args(Status)}[option]
    for word in words:
        if word not in known:
            _unknown(option, word, known)
    return tuple(words)


def _unknown(what: str, word: str, known: Collection[str], show: Any = str) -> NoReturn:
    from rapidfuzz import fuzz, process

    near = process.extract(word.casefold(), {k: k.casefold() for k in dict.fromkeys(known)}, scorer=fuzz.WRatio, limit=4, score_cutoff=60)
    names = list(dict.fromkeys(show(key) for _, _, key in near))
    if not names and len(known) <= SHOWN_WORDS:
        stop(f"{word}: no such {what}; there are {', '.join(known) or 'none'}", WRONG_USAGE)
    stop(f"{word}: no such {what}; near: {', '.join(names)}" if names else f"{word}: no such {what}", WRONG_USAGE)


def _count(rows: Sequence[Any]) -> str:
    return f"{len(rows)} engagement{'' if len(rows) == 1 else 's'}"


def _print(rows: list[dict[str, Any]], *, as_csv: bool, as_json: bool) -> None:
    if rows and not (as_csv or as_json):
        shown = [
            {"when": _day(row), "kind": row["kind"] + ("" if row["status"] == "held" else f" ({row['status']})"), "who": _who(row),
             "where": _place(row), "about": _about(row["topics"] or []), "release": f"{row['published_on'] or ''} {row['publisher'] or ''}".strip()}
            for row in rows
        ]  # fmt: skip
        print_rows(list(shown[0]), shown, "table")
    elif rows:
        print_rows(list(rows[0]), rows, form_of(as_csv=as_csv, as_json=as_json))


def _day(row: dict[str, Any]) -> str:
    """The day, month or year as far as it is known; before the publication where nothing is."""
    if row["start_on"] is None:
        return f"? (by {row['published_on']})" if row["published_on"] else "?"
    if row["date_precision"] in {"month", "year"}:
        return str(row["start_on"])[: 7 if row["date_precision"] == "month" else 4]
    return f"{row['start_on']}" + (f" to {row['end_on']:%d %b}" if row["end_on"] else "")


def _who(row: dict[str, Any]) -> str:
    """People with offices, and the parties that none of them speaks for."""
    people = row["participants"] or ""
    silent = [party for party in row["parties"] or [] if f"({party})" not in people]
    return "; ".join(filter(None, [people, " ".join(silent)]))


def _about(topics: Sequence[str]) -> str:
    """As many topics as a line of a table takes, and how many more."""
    rest = len(topics) - SHOWN_TOPICS
    return ", ".join(topics[:SHOWN_TOPICS]) + (f", … {rest} more" if rest > 0 else "")


def _place(row: dict[str, Any]) -> str:
    return ", ".join(filter(None, (row["venue"], row["city"], row["country"])))
