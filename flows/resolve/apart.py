"""What forbids that two reports tell of one engagement: each rule has a name, and holds whatever their likeness."""

from __future__ import annotations

from flows.resolve.likeness import (
    TRIP_DAYS,
    apart_days,
    date_part,
    event_part,
    meet,
    occasion,
    party_part,
    people_part,
    place_part,
    resolution_facts,
    same_words,
)
from flows.resolve.reports import Told

TALKS = frozenset({"meeting", "call", "dialogue"})
# Kinds whose occasions have names of their own.
NAMED = frozenset({"dialogue", "conference", "exercise"})
# Releases that are issued for one engagement.
ISSUED = frozenset({"readout", "joint_statement", "statement", "schedule"})
# Rules that say only that two reports cannot be matched, not that they tell of two engagements.
UNSURE = frozenset({"engagements.in_passing", "engagements.untold_sides"})
# How long after it was held an engagement is reported by a release that was issued for it, in days.
PROMPT_DAYS = 3
# Least share of common parties among all parties of two talks.
LEAST_COMMON = 0.34


def forbidden(a: Told, b: Told) -> str | None:
    """The rule by which two reports cannot tell of one engagement, or None; what is told in the same words is never kept apart."""
    if same_words(a, b):
        return None
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
    if not (a.has_days and b.has_days) or meet(a, b):
        return False
    if a.kind == b.kind == "visit":
        return apart_days(a, b) > TRIP_DAYS
    return apart_days(a, b) > (1 if a.publisher_party != b.publisher_party else 0)


def _other_publication(a: Told, b: Told) -> bool:
    """Releases issued for an engagement appear when it is held: two that appear days apart tell of two, and so does one that appears days off the other's day."""
    return any(_is_prompt(x) and _is_off(x, y) for x, y in ((a, b), (b, a)))


def _is_prompt(told: Told) -> bool:
    issued = told.release_type not in {"transcript", "advisory"} and told.focus == "primary" and told.status == "held"
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
    """A conference and talks at it are two engagements, unless just the same people are named at both or one names the other's occasion."""
    if (a.kind == "conference") == (b.kind == "conference") or (occasion(a) and occasion(b)):
        return False
    return a.parties != b.parties or len(a.people) < 2 or a.people != b.people


def _passing(a: Told, b: Told) -> bool:
    """Talks that an interview or a briefing only speaks of, without a day, cannot be told from others, unless it names the place.

    Where it names both sides' people, it may tell of the day that another report gives.
    """
    if not (in_passing(a) or in_passing(b)) or place_part(a, b) == 1:
        return False
    return not (a.has_days or b.has_days) or not date_part(a, b) or not _same_sides(a, b)


def in_passing(told: Told) -> bool:
    """Whether a transcript only speaks of talks, without a day."""
    spoken = told.release_type in {"transcript", "other"} and told.focus == "mentioned"
    return spoken and told.start_on is None and told.kind in {"meeting", "call"}


def _same_sides(a: Told, b: Told) -> bool:
    """Whether both name the same people of two sides at least."""
    return len(a.people.keys() & b.people.keys()) > 1 and people_part(a, b) == 1


def _other_country(a: Told, b: Told) -> bool:
    """Talks in two countries are two; where both sides' people are the same, one release misread its place."""
    return a.kind in TALKS and b.kind in TALKS and place_part(a, b) == 0 and not _same_sides(a, b)


def _untold_sides(a: Told, b: Told) -> bool:
    """Talks of which one report has neither a day nor the people of two sides are any talks of these parties, unless it names the place or the occasion."""
    if a.kind not in TALKS or b.kind not in TALKS:
        return False
    vague = any(not told.has_days and (not told.people or (len(told.people) < 2 and told.focus == "mentioned")) for told in (a, b))
    return vague and not (place_part(a, b) or 0) and event_part(a, b) != 1


def _third_state(a: Told, b: Told) -> bool:
    """Talks of two sides are not those in which somebody of a third took part."""
    return any(_of_two(x) and _has_third(y, x) for x, y in ((a, b), (b, a)))


def _of_two(told: Told) -> bool:
    return told.kind in TALKS and len(told.parties) == 2 == len(told.people)


def _has_third(told: Told, two: Told) -> bool:
    """Only a release issued for talks says reliably who took part: elsewhere a third state's people are often only spoken of."""
    issued = told.focus == "primary" and told.release_type in ISSUED and told.kind in TALKS | {"conference"}
    return issued and bool((told.people.keys() & told.parties) - two.parties)


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
    both = a.people.keys() & b.people.keys()
    if a.kind == b.kind == "visit" and a.country == b.country:
        # Whom the guest meets of his hosts may differ from telling to telling.
        return any(not a.people[party] & b.people[party] for party in both - {a.country})
    if any(not a.people[party] & b.people[party] for party in both):
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
    "engagements.other_country": _other_country,
    "engagements.untold_sides": _untold_sides,
    "engagements.third_state": _third_state,
    "engagements.other_parties": _other_parties,
}
