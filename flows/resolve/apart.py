"""What forbids that two reports tell of one engagement: each rule has a name, and holds whatever their likeness."""

from __future__ import annotations

from rapidfuzz import fuzz

from flows.resolve.days import other_day, other_publication
from flows.resolve.likeness import (
    NAMED,
    SAME_NAME,
    TALKS,
    date_part,
    event_part,
    occasion,
    party_part,
    place_part,
    resolution_facts,
    same_sides,
    same_words,
)
from flows.resolve.reports import Told
from flows.resolve.twice import told_as_two

# Releases that are issued for one engagement.
ISSUED = frozenset({"readout", "joint_statement", "statement", "schedule"})
# Rules that say only that two reports cannot be matched, not that they tell of two engagements.
UNSURE = frozenset({"engagements.in_passing", "engagements.untold_sides"})
# Likeness of days from which on two towns are no sign of two meetings: one is that of another sentence.
NEAR_DAYS = 0.4
# Least share of common parties among all parties of two talks.
LEAST_COMMON = 0.34


def forbidden(a: Told, b: Told) -> str | None:
    """The rule by which two reports cannot tell of one engagement, or None; what is told in the same words is never kept apart."""
    if same_words(a, b):
        return None
    return next((name for name, rule in FORBIDDEN.items() if rule(a, b)), None)


def keeps_apart(a: Told, b: Told) -> bool:
    """Whether two reports tell of two engagements; that they are too vague to be matched with each other does not keep apart what others tie together."""
    return not same_words(a, b) and any(rule(a, b) for name, rule in FORBIDDEN.items() if name not in UNSURE)


def _trip(a: Told, b: Told) -> bool:
    """A trip and its meetings are several engagements."""
    return (a.kind == "visit") != (b.kind == "visit")


def _other_stop(a: Told, b: Told) -> bool:
    """Visits to two states are two stops of a trip."""
    return a.kind == b.kind == "visit" and a.country is not None and b.country is not None and a.country != b.country


def _drill(a: Told, b: Told) -> bool:
    """An exercise is no meeting."""
    return (a.kind == "exercise") != (b.kind == "exercise")


def _ceremony(a: Told, b: Told) -> bool:
    """A lunch or a wreath laid is an occasion beside the talks of its day."""
    return (a.kind == "ceremony") != (b.kind == "ceremony")


def _remote(a: Told, b: Told) -> bool:
    """A call is no meeting in person; a video call can be a meeting by video."""
    modes = {a.mode, b.mode}
    if modes & {"phone", "video"} and "in_person" in modes:
        return True
    return (a.kind == "call") != (b.kind == "call") and modes != {"video"}


def _signing(a: Told, b: Told) -> bool:
    """A signing that a release is about is an engagement beside the meeting it was done at (GUIDE.md)."""
    return (a.kind == "signing") != (b.kind == "signing")


def _other_edition(a: Told, b: Told) -> bool:
    """Two editions of one series."""
    return a.edition_no is not None and b.edition_no is not None and a.edition_no != b.edition_no


def _other_name(a: Told, b: Told) -> bool:
    """Two named occasions whose names share no word of their own, be it in another form ("U.S.-Algeria", "U.S.-Algerian")."""
    if a.kind not in NAMED or b.kind not in NAMED:
        return False
    one, other = _own_words(a), _own_words(b)
    return bool(one and other) and not any(fuzz.ratio(x, y) >= SAME_NAME for x in one for y in other)


def _own_words(told: Told) -> set[str]:
    return set(occasion(told).split()) - set(resolution_facts()["common_words"])


def _two_readouts(a: Told, b: Told) -> bool:
    """One publisher does not issue two readouts of one meeting: where they name other people, they tell of two."""
    issued = all(t.release_type == "readout" and t.focus == "primary" and t.status == "held" for t in (a, b))
    return issued and a.publisher == b.publisher and a.people != b.people


def _summit(a: Told, b: Told) -> bool:
    """A conference and talks at it are two engagements, unless both name their occasion or it is the summit of two whose same people met."""
    if (a.kind == "conference") == (b.kind == "conference") or (occasion(a) and occasion(b)):
        return False
    same_people = a.people == b.people and len(a.people) > 1
    return a.parties != b.parties or not (same_people or (len(a.parties) == 2 and same_sides(a, b)))


def _dialogue(a: Told, b: Told) -> bool:
    """A publisher's readout of talks names the dialogue that they were: one that names none tells of talks apart from the dialogue of the day."""
    readout, other = (a, b) if a.kind == "meeting" else (b, a)
    if (readout.kind, other.kind) != ("meeting", "dialogue") or readout.publisher != other.publisher or other.focus != "primary":
        return False
    return readout.release_type == "readout" and readout.focus == "primary" and not occasion(readout) and bool(occasion(other))


def _passing(a: Told, b: Told) -> bool:
    """Talks that an interview or a briefing only speaks of, without a day, cannot be told from others, unless it names the place.

    Where it names both sides' people, it may tell of the day that another report gives.
    """
    if not (in_passing(a) or in_passing(b)) or place_part(a, b) == 1:
        return False
    return not (a.has_days or b.has_days) or not date_part(a, b) or not same_sides(a, b)


def in_passing(told: Told) -> bool:
    """Whether a transcript only speaks of talks, without a day."""
    spoken = told.release_type in {"transcript", "other"} and told.focus == "mentioned"
    return spoken and told.start_on is None and told.kind in {"meeting", "call"}


def _other_country(a: Told, b: Told) -> bool:
    """Talks in two countries are two; where both sides' people are the same, one release misread its place, unless the days are not near either."""
    if a.kind not in TALKS or b.kind not in TALKS or a.country is None or b.country is None or a.country == b.country:
        return False
    if a.city and b.city:
        return place_part(a, b) != 1 and (date_part(a, b) or 0) < NEAR_DAYS
    return place_part(a, b) == 0 and not same_sides(a, b)


def _untold_sides(a: Told, b: Told) -> bool:
    """Talks of which one report has neither a day nor the people of two sides are any talks of these parties, unless it names the place or the occasion."""
    if a.kind not in TALKS or b.kind not in TALKS:
        return False
    return (_is_vague(a) or _is_vague(b)) and not (place_part(a, b) or 0) and event_part(a, b) != 1


def _is_vague(told: Told) -> bool:
    """Whether a report without a day names nobody, or speaks of one side's people only: of a release issued for talks, of its publisher's own."""
    if told.has_days or len(told.people) > 1:
        return False
    return told.focus == "mentioned" or told.people.keys() <= {told.publisher_party}


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
    """Talks whose parties are mostly not the same: a meeting of two, and a gathering that both went to; those of the same people on one day name others in passing."""
    if a.kind not in TALKS or b.kind not in TALKS or (date_part(a, b) == 1 and same_sides(a, b) and a.people == b.people):
        return False
    return (party_part(a, b) or 0) < LEAST_COMMON


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
    "engagements.same_release": told_as_two,
    "engagements.trip_and_meeting": _trip,
    "engagements.other_stop": _other_stop,
    "engagements.exercise_and_meeting": _drill,
    "engagements.ceremony_and_meeting": _ceremony,
    "engagements.call_and_meeting": _remote,
    "engagements.signing_and_meeting": _signing,
    "engagements.other_day": other_day,
    "engagements.other_publication": other_publication,
    "engagements.other_edition": _other_edition,
    "engagements.other_occasion": _other_name,
    "engagements.other_people": _other_people,
    "engagements.two_readouts": _two_readouts,
    "engagements.conference_and_talks": _summit,
    "engagements.dialogue_and_talks": _dialogue,
    "engagements.one_party": _one_party,
    "engagements.in_passing": _passing,
    "engagements.other_country": _other_country,
    "engagements.untold_sides": _untold_sides,
    "engagements.third_state": _third_state,
    "engagements.other_parties": _other_parties,
}
