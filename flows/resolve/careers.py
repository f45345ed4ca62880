"""A person's canonical name, spellings, and offices with the days on which each was seen."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from flows.resolve.mentions import Mention, ResolvedPerson
from flows.resolve.names import read_name
from flows.resolve.offices import offices_agree, read_office
from flows.resolve.unions import Unions


def person_row(person: ResolvedPerson) -> dict[str, Any]:
    """The row of core.person."""
    days = _days(person.mentions)
    party = next((m.party for m in person.mentions if m.party), None)
    return {
        "person_id": person.person_id, "name": canonical_name(person.mentions), "party": party,
        "first_on": min(days, default=None), "last_on": max(days, default=None), "mention_count": len(person.mentions),
    }  # fmt: skip


def canonical_name(mentions: Sequence[Mention]) -> str:
    """The spelling most used, the fullest among equals; a surname alone or capitals only where there is nothing else."""
    counts = Counter(m.name for m in mentions)
    return max(counts, key=lambda name: (read_name(name).is_full, not name.isupper(), counts[name], len(name), name))


def name_rows(person: ResolvedPerson) -> list[dict[str, Any]]:
    """The rows of core.person_name."""
    counts = Counter(m.name for m in person.mentions)
    return [{"person_id": person.person_id, "name": name, "mention_count": count} for name, count in sorted(counts.items())]


def tenure_rows(person: ResolvedPerson) -> list[dict[str, Any]]:
    """The rows of core.tenure: titles that name one office together; one that says too little only where the person has no other."""
    titled = [m for m in person.mentions if m.title and not read_office(m.title).is_bare] or [m for m in person.mentions if m.title]
    titles = Unions(sorted({m.title for m in titled if m.title}))
    for a, b in itertools.combinations(sorted({m.title for m in titled if m.title}), 2):
        if offices_agree(read_office(a), read_office(b)) or read_office(a) == read_office(b):
            titles.join(a, b)
    rows = [_tenure(person.person_id, [m for m in titled if m.title in members]) for members in titles.sets()]
    return sorted(rows, key=lambda row: (row["first_on"] or dt.date.max, row["office"]))


def _tenure(person_id: str, mentions: Sequence[Mention]) -> dict[str, Any]:
    days = _days(mentions)
    return {
        "person_id": person_id, "office": _most(m.title or "" for m in mentions), "level": _most(m.level for m in mentions),
        "first_on": min(days, default=None), "last_on": max(days, default=None), "mention_count": len(mentions),
    }  # fmt: skip


def _days(mentions: Iterable[Mention]) -> list[dt.date]:
    return [m.on for m in mentions if m.on]


def _most(values: Iterable[str]) -> str:
    counts = Counter(values)
    return max(counts, key=lambda value: (not value.isupper(), counts[value], value))
