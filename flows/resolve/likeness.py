"""Likeness: how well two reports of different releases match, part by part, and what forbids that they tell of one engagement."""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz

import config
from flows.resolve.reports import Told

TALKS = frozenset({"meeting", "call", "dialogue"})
# Kinds whose occasions have names of their own.
NAMED = frozenset({"dialogue", "conference", "exercise"})
# From this likeness on two names of an occasion or a venue are one (token set ratio of rapidfuzz).
SAME_NAME = 85.0

# What a match of persons counts where only one of the parties has any named, and where the other parties are not the same.
ONE_SIDE, ONE_PARTY = 0.75, 0.5
# How long after it was held an engagement is reported by a release that was issued for it, in days.
PROMPT_DAYS = 3
# Days between two tellings of one trip's days: its departure, or the day of the release, stands for a stop's.
TRIP_DAYS = 3
# Least share of common parties among all parties of two talks.
LEAST_COMMON = 0.34


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
    facts = resolution_facts()["parts"]
    total = sum(fact["weight"] * (fact["untold"] if parts[name] is None else parts[name]) for name, fact in facts.items())
    return Likeness(score=round(total / sum(fact["weight"] for fact in facts.values()), 4), **parts)


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


def party_part(a: Told, b: Told) -> float | None:
    """Parties in both among all parties of the two."""
    return len(a.parties & b.parties) / len(a.parties | b.parties) if a.parties and b.parties else None


def date_part(a: Told, b: Told) -> float | None:
    """1 for the same day or days, less for days within a span, for a month around a day, and for days of publication near each other."""
    if a.has_days and b.has_days:
        return _days_part(a, b)
    if a.start_on and b.start_on:
        return 0.4 if _meet(a, b) else 0.0
    if a.published_on is None or b.published_on is None:
        return None
    if a.start_on is None and b.start_on is None:
        return _published_part(a.published_on, b.published_on)
    dated, other = (a, b) if a.start_on else (b, a)
    return _around_part(dated, other)


def _days_part(a: Told, b: Told) -> float:
    if (a.start_on, a.last_on) == (b.start_on, b.last_on):
        return 1.0
    if _meet(a, b):
        return 0.7
    return 0.5 if _apart_days(a, b) <= (TRIP_DAYS if a.kind == b.kind == "visit" else 1) else 0.0


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


def _meet(a: Told, b: Told) -> bool:
    return a.start_on is not None and b.start_on is not None and a.start_on <= b.last_on and b.start_on <= a.last_on  # type: ignore[operator] # what starts ends


def _apart_days(a: Told, b: Told) -> int:
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
        return 1.0 if a.city == b.city else 0.1
    if a.country and b.country:
        return 0.7 if a.country == b.country else 0.0
    return None


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


def forbidden(a: Told, b: Told) -> str | None:
    """The rule by which two reports cannot tell of one engagement, or None."""
    return next((name for name, rule in FORBIDDEN.items() if rule(a, b)), None)


def _same_release(a: Told, b: Told) -> bool:
    """What one release tells as two engagements is two."""
    return a.release_id == b.release_id


def _trip(a: Told, b: Told) -> bool:
    """A trip and its meetings are several engagements."""
    return (a.kind == "visit") != (b.kind == "visit")


def _other_stop(a: Told, b: Told) -> bool:
    """Visits to two states are two stops of a trip."""
    return a.kind == b.kind == "visit" and a.country is not None and b.country is not None and a.country != b.country


def _drill(a: Told, b: Told) -> bool:
    """An exercise is no meeting."""
    return (a.kind == "exercise") != (b.kind == "exercise")


def _remote(a: Told, b: Told) -> bool:
    """A call is no meeting in person; a video call can be a meeting by video."""
    modes = {a.mode, b.mode}
    if modes & {"phone", "video"} and "in_person" in modes:
        return True
    return (a.kind == "call") != (b.kind == "call") and modes != {"video"}


def _other_day(a: Told, b: Told) -> bool:
    """Days that are known and do not meet; two sides may differ by one, since their clocks do, and of a trip the departure may be told."""
    if not (a.has_days and b.has_days) or _meet(a, b):
        return False
    if a.kind == b.kind == "visit":
        return _apart_days(a, b) > TRIP_DAYS
    return _apart_days(a, b) > (1 if a.publisher_party != b.publisher_party else 0)


def _other_publication(a: Told, b: Told) -> bool:
    """Releases issued for an engagement appear when it is held: two that appear days apart tell of two, and so does one that appears days off the other's day."""
    return any(_is_prompt(x) and _is_off(x, y) for x, y in ((a, b), (b, a)))


def _is_prompt(told: Told) -> bool:
    issued = told.release_type != "transcript" and told.focus == "primary" and told.status == "held"
    return issued and told.start_on is None and told.published_on is not None


def _is_off(prompt: Told, other: Told) -> bool:
    if prompt.published_on is None:
        return False
    if other.has_days and other.start_on and other.last_on:
        return not -1 <= (prompt.published_on - other.start_on).days <= PROMPT_DAYS + (other.last_on - other.start_on).days
    if _is_prompt(other) and other.published_on:
        return abs((prompt.published_on - other.published_on).days) >= PROMPT_DAYS
    return False


def _signing(a: Told, b: Told) -> bool:
    """A signing that a release is about is an engagement beside the meeting it was done at (GUIDE.md)."""
    return (a.kind == "signing") != (b.kind == "signing")


def _other_edition(a: Told, b: Told) -> bool:
    """Two editions of one series."""
    return a.edition_no is not None and b.edition_no is not None and a.edition_no != b.edition_no


def _other_name(a: Told, b: Told) -> bool:
    """Two named occasions whose names share no word of their own."""
    one, other = _own_words(a), _own_words(b)
    return bool(one and other) and a.kind in NAMED and b.kind in NAMED and not one & other


def _own_words(told: Told) -> set[str]:
    return set(occasion(told).split()) - set(resolution_facts()["common_words"])


def _two_readouts(a: Told, b: Told) -> bool:
    """One publisher does not issue two readouts of one meeting: where they name other people, they tell of two."""
    issued = all(t.release_type == "readout" and t.focus == "primary" and t.status == "held" for t in (a, b))
    return issued and a.publisher == b.publisher and a.people != b.people


def _summit(a: Told, b: Told) -> bool:
    """A conference and talks at it are two engagements, unless the same parties sent the same people or one names the other's occasion."""
    if (a.kind == "conference") == (b.kind == "conference") or (occasion(a) and occasion(b)):
        return False
    same_people = len(a.people.keys() & b.people.keys()) > 1 and (people_part(a, b) or 0) == 1
    return a.parties != b.parties or not same_people


def _passing(a: Told, b: Told) -> bool:
    """Talks that an interview or a briefing only speaks of, without a day, cannot be told from others, unless it names the place."""
    return any(_in_passing(told) for told in (a, b)) and place_part(a, b) != 1


def _in_passing(told: Told) -> bool:
    spoken = told.release_type in {"transcript", "other"} and told.focus == "mentioned"
    return spoken and told.start_on is None and told.kind in {"meeting", "call"}


def _other_parties(a: Told, b: Told) -> bool:
    """Talks whose parties are mostly not the same: a meeting of two, and a gathering that both went to."""
    return a.kind in TALKS and b.kind in TALKS and (party_part(a, b) or 0) < LEAST_COMMON


def _one_party(a: Told, b: Told) -> bool:
    """Reports that have one party in common tell of one occasion only where both name it."""
    return len(a.parties & b.parties) < 2 and not (occasion(a) and occasion(b))


def _other_people(a: Told, b: Told) -> bool:
    """Talks to which a side went with other people, or with a side that is not in the other talks: a minister's meeting is not his president's."""
    if a.kind not in TALKS | {"visit"} or b.kind not in TALKS | {"visit"} or (occasion(a) and occasion(b)):
        return False
    if any(not a.people[party] & b.people[party] for party in a.people.keys() & b.people.keys()):
        return True
    only_a, only_b = a.people.keys() - b.people.keys(), b.people.keys() - a.people.keys()
    return bool(only_a and only_b) and not (only_a & b.parties and only_b & a.parties)


# Each forbids that two reports be joined, whatever their score.
FORBIDDEN = {
    "engagements.same_release": _same_release,
    "engagements.trip_and_meeting": _trip,
    "engagements.other_stop": _other_stop,
    "engagements.exercise_and_meeting": _drill,
    "engagements.call_and_meeting": _remote,
    "engagements.signing_and_meeting": _signing,
    "engagements.other_day": _other_day,
    "engagements.other_publication": _other_publication,
    "engagements.other_edition": _other_edition,
    "engagements.other_occasion": _other_name,
    "engagements.other_people": _other_people,
    "engagements.two_readouts": _two_readouts,
    "engagements.conference_and_talks": _summit,
    "engagements.one_party": _one_party,
    "engagements.in_passing": _passing,
    "engagements.other_parties": _other_parties,
}
