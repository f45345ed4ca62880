"""Engagements by condition: who met whom, when, about what; and what the warehouse took in since a moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.connect import WarehouseError
from warehouse.search import MOST_RELEASES, WORD, fold, matching, parse

QUERIES = Path(__file__).parent / "queries"


class UnknownError(WarehouseError):
    """A party, kind, topic or person that the warehouse does not know; the message names the near ones."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What engagements are asked for; all conditions given must hold.

    All `parties` took part; any of `kinds`, `topics`, `statuses`; a person some of whose spellings hold every word of `person`;
    some release about it holds the words of `text`; days from `since` to `until`; a release about it was taken in since `seen_since`.
    """

    parties: tuple[str, ...] = ()
    person: str | None = None
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    text: str | None = None
    seen_since: dt.datetime | None = None


def find(con: duckdb.DuckDBPyConnection, criteria: Criteria) -> list[dict[str, Any]]:
    """The engagements asked for, by date.

    Raises `UnknownError` for a person whom no engagement names, `SearchError` for a text without words.
    """
    rows = _rows(con, "find", {
        "parties": list(criteria.parties), "person": WORD.findall(fold(criteria.person or "")), "kinds": list(criteria.kinds),
        "topics": list(criteria.topics), "statuses": list(criteria.statuses), "since": criteria.since, "until": criteria.until,
        "releases": _releases(con, criteria.text) if criteria.text is not None else None, "seen_since": criteria.seen_since,
    })  # fmt: skip
    if criteria.person and not rows:
        _check_person(con, criteria.person)
    return rows


def taken_in(con: duckdb.DuckDBPyConnection, since: dt.datetime) -> tuple[int, int]:
    """How many releases were new and how many changed since a moment."""
    row = _rows(con, "new", {"seen_since": since})[0]
    return row["new_count"], row["changed_count"]


def known_parties(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The codes of all parties of any engagement."""
    return [row[0] for row in con.execute("select distinct party from core.report_party order by party").fetchall()]


def _releases(con: duckdb.DuckDBPyConnection, text: str) -> list[str]:
    """Releases that hold every word of a text."""
    sought = parse(text)
    return [row["release_id"] for row in matching(con, sought, MOST_RELEASES) if row["held_count"] == len(sought.terms)]


def _check_person(con: duckdb.DuckDBPyConnection, person: str) -> None:
    from rapidfuzz import fuzz, process

    words = set(WORD.findall(fold(person)))
    names = [name for (name,) in con.execute("select distinct unnest(names) from main.people order by 1").fetchall()]
    if any(words <= set(WORD.findall(fold(name))) for name in names):
        return
    near = process.extract(fold(person), {name: fold(name) for name in names}, scorer=fuzz.partial_ratio, limit=3, score_cutoff=70)
    raise UnknownError(f"{person}: nobody of that name took part" + (f"; near: {', '.join(str(n) for _, _, n in near)}" if near else ""))


def _rows(con: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    result = con.execute((QUERIES / f"{name}.sql").read_text(encoding="utf-8"), parameters)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
