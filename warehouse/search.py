"""Full text over the snapshot: releases ranked by BM25, and the quotes and outcomes within them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb

from warehouse.connect import WarehouseError
from warehouse.passages import marked

QUERIES = Path(__file__).parent / "queries"
# What `search.fold` of queries/search_index.sql translates: strokes are no accents.
STROKES = str.maketrans("øłđħıς", "oldhiσ")
WORD = re.compile(r"[^\W_]+")
# Releases within which quotes and outcomes are looked for, best first.
MOST_RELEASES = 100_000
Within = Literal["releases", "quotes", "outcomes"]
Term = tuple[str, bool]  # a folded word, and whether it is only the beginning of one


class SearchError(WarehouseError):
    """A question without words, or a phrase that is not closed."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a question asks for: different terms, and phrases of them."""

    terms: tuple[Term, ...]
    phrases: tuple[tuple[Term, ...], ...]

    def is_sought(self, word: str) -> bool:
        """Whether a word of a text is one of those sought."""
        folded = fold(word)
        return any(_is(folded, term) for term in self.terms)

    def holds(self, text: str) -> bool:
        """Whether a text holds every word and phrase."""
        words = WORD.findall(fold(text))
        return all(
            any(all(map(_is, words[place:], run)) for place in range(len(words) - len(run) + 1))
            for run in [*((term,) for term in self.terms), *self.phrases]
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers: `marks` are the words sought, as spans of `passage`; `about` says what it tells of."""

    published_on: dt.date | None
    publisher: str | None
    title: str
    url: str | None
    release_id: str
    score: float
    passage: str
    marks: tuple[tuple[int, int], ...]
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The best of `total_count` hits; each holds `held_count` of the `term_count` words sought."""

    hits: tuple[Hit, ...]
    total_count: int
    held_count: int
    term_count: int


def fold(text: str) -> str:
    """Case and accents folded, as `search.fold` does in the database."""
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFD", text.lower().translate(STROKES))
    return unicodedata.normalize("NFC", "".join(c for c in bare if unicodedata.category(c)[0] != "M"))


def parse(question: str) -> Sought:
    """Words, `begin*` for words that begin so, and "phrases in double quotes".

    Raises `SearchError` for a question without a word or with a quote that is not closed.
    """
    if question.count('"') % 2:
        raise SearchError(f"{question}: a phrase lacks its closing quote")
    parts = [[(word, star == "*") for word, star in re.findall(r"([^\W_]+)(\*?)", fold(part))] for part in question.split('"')]
    terms = tuple(dict.fromkeys(term for part in parts for term in part))
    if not terms:
        raise SearchError(f"{question or 'an empty question'}: no word to look for")
    phrases = tuple(tuple(part) for part in parts[1::2] if len(part) > 1)
    if any(prefix for phrase in phrases for _, prefix in phrase[:-1]):
        raise SearchError(f"{question}: within a phrase only the last word can end with *")
    return Sought(terms, phrases)


def search(con: duckdb.DuckDBPyConnection, question: str, *, within: Within = "releases", limit: int = 10,
           since: dt.date | None = None, until: dt.date | None = None) -> Found:  # fmt: skip
    """The best passages for a question, from current texts published from `since` to `until`.

    Releases rank by BM25; where none holds all words, those count that hold the most. Quotes and outcomes hold all
    words and rank as their releases do. Raises `SearchError`.
    """
    sought = parse(question)
    releases = matching(con, sought, limit if within == "releases" else MOST_RELEASES, since, until)
    if not releases:
        return Found((), 0, 0, len(sought.terms))
    held_count = releases[0]["held_count"]
    if within == "releases":
        return Found(_release_hits(con, sought, releases), releases[0]["total_count"], held_count, len(sought.terms))
    parts = _parts(con, sought, releases, within) if held_count == len(sought.terms) else []
    hits = tuple(_hit(sought, row, part["passage"], part["about"]) for row, part in parts[:limit])
    return Found(hits, len(parts), held_count, len(sought.terms))


def matching(
    con: duckdb.DuckDBPyConnection, sought: Sought, limit: int, since: dt.date | None = None, until: dt.date | None = None
) -> list[dict[str, Any]]:
    """The rows of queries/search_releases.sql, best first."""
    numbers = {term: number for number, term in enumerate(sought.terms, start=1)}
    pairs = sorted({(number, numbers[term]) for number, phrase in enumerate(sought.phrases, start=1) for term in phrase})
    parameters = {
        "words": [word for word, _ in sought.terms], "prefixes": [prefix for _, prefix in sought.terms],
        "phrases": [_spaced(phrase) for phrase in sought.phrases],
        "phrase_nos": [phrase for phrase, _ in pairs], "word_nos": [word for _, word in pairs],
        "since": since, "until": until, "limit": limit,
    }  # fmt: skip
    return _rows(con, "search_releases", parameters)


def _release_hits(con: duckdb.DuckDBPyConnection, sought: Sought, releases: Sequence[dict[str, Any]]) -> tuple[Hit, ...]:
    rows = _rows(con, "search_engagements", {"revisions": [row["revision_id"] for row in releases]})
    engagements = {row["revision_id"]: row["engagements"] for row in rows}
    return tuple(_hit(sought, row, row["passage"], engagements.get(row["revision_id"], [])) for row in releases)


def _parts(
    con: duckdb.DuckDBPyConnection, sought: Sought, releases: Sequence[dict[str, Any]], within: Within
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Quotes or outcomes that hold every word and phrase, each with its release, in the order of these."""
    longest = max((word for word, _ in sought.terms), key=len)
    by_revision: dict[str, list[dict[str, Any]]] = {}
    for part in _rows(con, f"search_{within}", {"revisions": [row["revision_id"] for row in releases], "word": longest}):
        if sought.holds(part["passage"]):
            by_revision.setdefault(part["revision_id"], []).append(part)
    return [(row, part) for row in releases for part in by_revision.get(row["revision_id"], ())]


def _hit(sought: Sought, row: dict[str, Any], text: str, about: Sequence[str]) -> Hit:
    passage = marked(text, sought.is_sought)
    facts = {name: row[name] for name in ("published_on", "publisher", "title", "url", "release_id", "score")}
    return Hit(**facts, passage=passage.text, marks=passage.marks, about=tuple(about))


def _rows(con: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    result = con.execute((QUERIES / f"{name}.sql").read_text(encoding="utf-8"), parameters)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _is(word: str, term: Term) -> bool:
    return word.startswith(term[0]) if term[1] else word == term[0]


def _spaced(phrase: Sequence[Term]) -> str:
    """A phrase as it stands in folded words with a space around each."""
    return "".join(f" {word}" for word, _ in phrase) + ("" if phrase[-1][1] else " ")
