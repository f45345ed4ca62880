"""Likeness: how well two reports of different releases match, part by part."""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz

import config
from flows.resolve.reports import Told

# From this likeness on two names of an occasion or a venue are one (token set ratio of rapidfuzz).
SAME_NAME = 85.0

TALKS = frozenset({"meeting", "call", "dialogue"})
# Kinds whose occasions have names of their own.
NAMED = frozenset({"dialogue", "conference", "exercise"})
# What a match of persons counts where only one of the parties has any named, and where the other parties are not the same.
ONE_SIDE, ONE_PARTY = 0.75, 0.5
# Within how many days one text that stands under two addresses is one telling.
REPUBLISHED_DAYS = 3
# Days between two tellings of one trip's days: its departure, or the day of the release, stands for a stop's.
TRIP_DAYS = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """How well two reports match; a part is None where one of them does not tell."""

    score: float
    people: float | None
    party: float | None
    date: float | None
    kind: float | None
    mode: float | None
    place: float | None
    event: float | None


@functools.cache
def resolution_facts() -> dict[str, Any]:
    """`config/resolution.yaml`; treat it as read-only."""
    with (Path(config.__file__).parent / "resolution.yaml").open(encoding="utf-8") as file:
        facts: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return facts


def likeness(a: Told, b: Told) -> Likeness:
    """The parts and their weighted mean (weights and what counts for the untold: config/resolution.yaml)."""
    parts = {
        "people": people_part(a, b), "party": party_part(a, b), "date": date_part(a, b), "kind": kind_part(a, b),
        "mode": mode_part(a, b), "place": place_part(a, b), "event": event_part(a, b),
    }  # fmt: skip
    if same_words(a, b):
        return Likeness(score=1.0, **parts)
    facts = resolution_facts()["parts"]
    untold = {name: fact["untold"] for name, fact in facts.items()}
    if parts["event"] == 1 and a.kind == b.kind and a.kind in NAMED:
        # Of an occasion with a name of its own few releases say who came.
        untold["people"] = facts["people"]["untold_of_named"]
    total = sum(fact["weight"] * (untold[name] if parts[name] is None else parts[name]) for name, fact in facts.items())
    return Likeness(score=round(total / sum(fact["weight"] for fact in facts.values()), 4), **parts)


def same_words(a: Told, b: Told) -> bool:
    """Rule engagements.same_words: one text published twice (a briefing under two addresses) announces one engagement in the same words."""
    if a.release_id == b.release_id or a.kind != b.kind or a.wording is None or a.wording != b.wording:
        return False
    return a.published_on is not None and b.published_on is not None and abs((a.published_on - b.published_on).days) <= REPUBLISHED_DAYS


def people_part(a: Told, b: Told) -> float | None:
    """Share of the parties of which both name somebody where they name one person at least; of one side alone it says less."""
    both = a.people.keys() & b.people.keys()
    if not both:
        return None
    shared = sum(bool(a.people[party] & b.people[party]) for party in both) / len(both)
    if len(both) > 1 or a.kind == b.kind == "visit":
        # Of a visit often only the visitor is named.
        return shared
    return shared * (ONE_SIDE if a.parties == b.parties and len(a.parties) > 1 else ONE_PARTY)


def same_sides(a: Told, b: Told) -> bool:
    """Whether both name the same people of two sides at least."""
    return len(a.people.keys() & b.people.keys()) > 1 and people_part(a, b) == 1


def party_part(a: Told, b: Told) -> float | None:
    """Parties in both among all parties of the two; a visit's are the guest's and the host's, whatever else a release lists with it."""
    if a.kind == b.kind == "visit" and a.country is not None and a.country == b.country and a.country in a.parties & b.parties:
        return 1.0 if len(a.parties & b.parties) > 1 else ONE_PARTY
    return len(a.parties & b.parties) / len(a.parties | b.parties) if a.parties and b.parties else None


def date_part(a: Told, b: Told) -> float | None:
    """1 for the same day or days, less for days within a span, for a month around a day, and for days of publication near each other."""
    if a.has_days and b.has_days:
        return _days_part(a, b)
    if a.start_on and b.start_on:
        return 0.4 if meet(a, b) else 0.0
    if a.published_on is None or b.published_on is None:
        return None
    if a.start_on is None and b.start_on is None:
        return _published_part(a.published_on, b.published_on)
    dated, other = (a, b) if a.start_on else (b, a)
    return _around_part(dated, other)


def _days_part(a: Told, b: Told) -> float:
    if (a.start_on, a.last_on) == (b.start_on, b.last_on):
        return 1.0
    if meet(a, b):
        return 0.7
    return 0.5 if apart_days(a, b) <= (TRIP_DAYS if a.kind == b.kind == "visit" else 1) else 0.0


def _published_part(a: dt.date, b: dt.date) -> float:
    days = abs((a - b).days)
    return 0.9 if days == 0 else 0.7 if days == 1 else 0.4 if days <= 3 else 0.1


def _around_part(dated: Told, other: Told) -> float:
    """A report without a day: held ones tell of the days before their publication, scheduled ones of those after it."""
    if dated.start_on is None or dated.last_on is None or other.published_on is None:
        return 0.0
    if not dated.has_days:
        return 0.3
    late = (other.published_on - dated.last_on).days
    early = (dated.start_on - other.published_on).days
    if other.status == "held":
        return 0.9 if late in {0, 1} or (late < 0 <= -early) else 0.5 if 1 < late <= 3 else 0.4 if late > 3 else 0.0
    if early > 0:
        return 0.8 if early <= 2 else 0.5 if early <= 7 else 0.2
    return 0.8 if early == 0 else 0.4 if late <= 0 else 0.0


def meet(a: Told, b: Told) -> bool:
    """Whether the days of the two, or the months where only these are known, share one."""
    return a.start_on is not None and b.start_on is not None and a.start_on <= b.last_on and b.start_on <= a.last_on  # type: ignore[operator] # what starts ends


def apart_days(a: Told, b: Told) -> int:
    """Days between two reports whose days are known and do not meet."""
    if a.start_on is None or b.start_on is None or a.last_on is None or b.last_on is None:
        return 0
    return max((a.start_on - b.last_on).days, (b.start_on - a.last_on).days, 0)


def kind_part(a: Told, b: Told) -> float | None:
    """1 for one kind, less for kinds by which releases call one occasion, else 0."""
    if a.kind == b.kind:
        return 1.0
    return next((part for one, other, part in resolution_facts()["alike_kinds"] if {one, other} == {a.kind, b.kind}), 0.0)


def mode_part(a: Told, b: Told) -> float | None:
    """1 for one mode, a third for telephone and video."""
    if "unknown" in {a.mode, b.mode}:
        return None
    return 1.0 if a.mode == b.mode else 0.3 if {a.mode, b.mode} == {"phone", "video"} else 0.0


def place_part(a: Told, b: Told) -> float | None:
    """1 for one venue or city, 0.7 for one country, 0 for two."""
    if a.venue and b.venue and fuzz.token_set_ratio(a.venue.lower(), b.venue.lower()) >= SAME_NAME:
        return 1.0
    if a.city and b.city:
        return 1.0 if _folded(a.city) == _folded(b.city) else 0.1
    if a.country and b.country:
        return 0.7 if a.country == b.country else 0.0
    return None


@functools.lru_cache(maxsize=65536)
def _folded(town: str) -> str:
    """Without accents: "San José" is San Jose."""
    return "".join(c for c in unicodedata.normalize("NFKD", town) if not unicodedata.combining(c)).lower()


def event_part(a: Told, b: Told) -> float | None:
    """Likeness of the occasions' names, without edition and year."""
    one, other = occasion(a), occasion(b)
    if not one or not other:
        return None
    ratio = float(fuzz.token_set_ratio(one, other))
    return 1.0 if ratio >= SAME_NAME else ratio / 200


@functools.lru_cache(maxsize=65536)
def _plain(name: str) -> str:
    words = re.sub(r"[^\w&+ ]+", " ", re.sub(r"[’']s\b|\bU\.S\.", " ", name)).lower()
    return " ".join(w for w in words.split() if not re.fullmatch(r"\d+(?:st|nd|rd|th)?|the|of|and|for|on|in|us|annual|virtual", w))


def occasion(told: Told) -> str:
    """The occasion's name in the form compared."""
    return _plain(told.series or told.event_name or "")
