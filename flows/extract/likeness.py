"""Likeness: whether two frames tell of one occasion."""

from __future__ import annotations

import datetime as dt
import re

from flows.extract.frames import Frame
from flows.extract.mentions import Mentions
from flows.extract.places import is_within
from flows.extract.seeking import Sought
from schemas.vocabulary import ORGANISATIONS

# Kinds that a release uses for one occasion by turns: "the dialogue", "the meeting", "the talks".
TALKS = frozenset({"meeting", "dialogue", "conference", "signing"})


def likeness(mentions: Mentions, old: Frame, new: Frame) -> int:
    """How likely two frames tell of one occasion: 0 when they can't."""
    if not _kinds_agree(mentions, old, new) or not _status_agree(old, new) or not dates_agree(old, new) or not _places_agree(old, new):
        return 0
    if new.is_next != old.is_next and new.shape != "again":
        return 0
    if _is_another(mentions, old, new) or _long_before(mentions, old, new) or _is_session_of_many(mentions, old, new):
        return 0
    score = 1
    if old.event and new.event:
        if not _same_event(old, new):
            return 0
        score += 4
    if old.kind == new.kind == "signing":
        # A signing that the title names is the one that the body tells, before the talks it followed.
        score += 6
    if old.kind == new.kind == "ceremony" and old.trigger.rule != new.trigger.rule and not in_title(mentions, old):
        # A wreath and a dinner are two ceremonies.
        return 0
    if old.kind == new.kind == "visit":
        return score + 1 if _same_visit(mentions, old, new) else 0
    alike = _likeness_of_sides(mentions, old, new)
    return 0 if alike is None else score + alike


def _same_visit(mentions: Mentions, old: Frame, new: Frame) -> bool:
    """Whether two visits have travellers, states and country in common, and the later is no other stop."""
    parties_old, parties_new = parties_of(mentions, old), parties_of(mentions, new)
    if old.people and new.people and not set(old.people) & set(new.people):
        return False
    if parties_old and parties_new and not (parties_new <= parties_old or parties_old <= parties_new):
        return False
    own_venue = "venue" in new.places and "venue" not in old.places and new.trigger.rule.endswith("visited")
    if own_venue and new.sentence.index != old.sentence.index and not _goes_on(old, new):
        return False
    country_old, country_new = old.places.get("country"), new.places.get("country")
    return not (country_old and country_new and country_old[0] != country_new[0])


def _likeness_of_sides(mentions: Mentions, old: Frame, new: Frame) -> int | None:
    """How much the people and states of two frames speak for one occasion; None where they speak against it."""
    persons = mentions.people.persons
    ours, theirs = set(old.people), set(new.people)
    home = mentions.document.publisher_party or _shared_party(mentions, ours & theirs)
    foreign_old = {n for n in ours if persons[n].party != home}
    foreign_new = {n for n in theirs if persons[n].party != home}
    score = 0
    if foreign_old and foreign_new:
        if not foreign_old & foreign_new:
            return None
        # The same guest with another host is another occasion.
        hosts_old, hosts_new = ours - foreign_old, theirs - foreign_new
        told_in_body = old.sentence.part == new.sentence.part == "body" and new.shape != "again"
        if told_in_body and hosts_old and hosts_new and not hosts_old & hosts_new:
            return None
        score = 3
    else:
        alike = _likeness_of_parties(parties_of(mentions, old), parties_of(mentions, new), home)
        if alike is None:
            return None
        score = alike
    if ours and theirs and not ours & theirs and not (old.event and new.event):
        in_headline = "title" in {new.sentence.part, old.sentence.part}
        return score if in_headline or foreign_old & foreign_new else None
    return score + len(ours & theirs)


def _likeness_of_parties(old: set[str], new: set[str], home: str | None) -> int | None:
    """As of people, where they are not known on both sides: 1 for a shared foreign state, None for another one."""
    if not old or not new:
        return 0
    guests_old, guests_new = old - {home}, new - {home}
    if guests_old and guests_new:
        return 1 if guests_old & guests_new else None
    return None if guests_new and len(old) > 1 else 0


APART = Sought(r"(?i)\b(?:bilateral(?:ly)?|trilateral|quadrilateral|separate(?:ly)?|one-on-one|pull-aside)\b")
# The same without words that say of three that they met together.
TWO_APART = Sought(r"(?i)\b(?:bilateral(?:ly)?|separate(?:ly)?|one-on-one|pull-aside)\b")
A_MEETING = re.compile(r"(?i)\b(?:meeting|ministerial|talks)$")


def _beside_conference(mentions: Mentions, old: Frame, new: Frame) -> bool:
    """ "X attended the Chiefs of Defence Conference. A trilateral meeting with Y and Z was held": the talks are another occasion."""
    if old.kind != "conference" or old.event is None or not old.event.is_named or A_MEETING.search(old.event.name):
        return False
    persons, home = mentions.people.persons, mentions.document.publisher_party
    guests = {n for n in new.people if persons[n].party not in {home, None}}
    if new.kind != "meeting" or new.shape not in {"partners", "object", "between"} or not guests or home is None:
        return False
    said = APART.search(mentions.marks(new.sentence.part), new.sentence.start, new.sentence.end)
    elsewhere = "city" in new.places and "city" not in old.places and old.sentence.index < new.sentence.index
    return (said is not None or elsewhere) and bool(old.people) and all(persons[n].party == home for n in old.people)


def _bilateral_of_many(mentions: Mentions, old: Frame, new: Frame) -> bool:
    """ "X, Y and Z met. X and Y also held bilateral talks the same day": of the three, two met apart."""
    if old.kind != "meeting" or new.kind != "meeting" or new.shape == "again":
        return False
    if old.sentence.part == "title" and len({mentions.people.persons[number].party for number in old.people}) < 3:
        # A headline may sum up meetings that the body tells one by one.
        return False
    if TWO_APART.search(mentions.marks(new.sentence.part), new.sentence.start, new.sentence.end) is None:
        return False
    return len(parties_of(mentions, old)) > 2 and len(parties_of(mentions, new)) == 2 and len(new.people) > 1


ATTENDS = re.compile(r"\b(?:attend\w*|participat\w+ in|tak\w+ part in|took part in)\b[\w ’'-]{0,40}$")


def _attends(mentions: Mentions, old: Frame, new: Frame) -> bool:
    """ "X is in Beijing to attend the forum", told after his talks with Y: the forum is another occasion."""
    if new.shape != "event" or new.kind != "conference" or new.event is None or not new.event.is_named:
        return False
    if old.kind != "meeting" or old.event is not None or old.shape not in {"partners", "object", "between"}:
        return False
    text = mentions.marks(new.sentence.part).text
    return ATTENDS.search(text, new.sentence.start, new.trigger.start) is not None


def _is_another(mentions: Mentions, old: Frame, new: Frame) -> bool:
    """Whether the words say that a frame is another occasion than the one told before: beside it, after it, apart from it."""
    if new.kind == "meeting" and old.kind in {"conference", "dialogue"} and new.shape != "again" and _at_margins(mentions, new):
        return True
    if new.shape == "event" and new.kind == "conference" and old.kind in {"meeting", "call"} and old.sentence.index == new.sentence.index:
        # "Met at the summit, which both attended"; "met for the 30th EU-Japan summit" is the summit.
        return FOR_THE.search(mentions.marks(new.sentence.part).text, old.trigger.end, new.trigger.start) is None
    if (
        new.shape != "again"
        and old.kind in {"conference", "dialogue", "signing"}
        and new.kind in {"meeting", "call"}
        and _after_it(mentions, new)
    ):
        return True
    if (new.trigger.rule.endswith("last_occasion")) != (old.trigger.rule.endswith("last_occasion")) and new.shape != "again":
        return True
    if new.is_separate and old.kind == "conference" and new.kind == "meeting":
        # Each meeting of a list held on the margins.
        return True
    if _attends(mentions, old, new):
        return True
    if old.kind == "conference" and new.trigger.rule.endswith(("spoke_with", "talked")):
        # "On 3 May, the general spoke with him about ...", told of a summit's days: they met there apart.
        return True
    if (
        old.shape == "event"
        and old.kind == "conference"
        and new.shape in {"partners", "object"}
        and old.sentence.index == new.sentence.index
        and old.trigger.start < new.trigger.start
        and len(new.people) > 1
    ):
        # "X, who was in Jakarta to attend the ADMM-Plus, held talks with Y".
        return True
    if any(support.rule == "parties.of_both" for rows in new.parties.values() for support in rows):
        # "The leaders of the two countries spoke last week", told by their ministers.
        return True
    if _beside_conference(mentions, old, new) or _bilateral_of_many(mentions, old, new):
        return True
    if _is_larger_gathering(mentions, old, new) or _is_larger_gathering(mentions, new, old):
        return True
    return new.is_separate and old.is_separate and old.sentence.index == new.sentence.index


def parties_of(mentions: Mentions, frame: Frame) -> set[str]:
    persons = mentions.people.persons
    return set(frame.parties) | {persons[n].party or "" for n in frame.people} - {""}


FOR_THE = re.compile(r"\bfor (?:the|their|an?) (?:\w+ )?$")
# A release reports what its title names within so many days.
REPORTED_WITHIN = 45


def _long_before(mentions: Mentions, old: Frame, new: Frame) -> bool:
    """ "We met in February", told in July: not the occasion that the title names."""
    published = mentions.document.published_on
    if old.sentence.part != "title" or old.date is not None or new.date is None or published is None or len(new.date.start) != 7:
        return False
    year, month = map(int, new.date.start.split("-"))
    last = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    return (published - last).days > REPORTED_WITHIN


# Organs and gatherings that two parties' talks never are.
OF_MANY = re.compile(
    r"\b(?:North Atlantic Council|Contact Group|Security Council|General Assembly|Parliament|NATO .*(?:Ministerial|Summit|Meeting)|G7|G20|(?:European|African Union) .*Summit)"
)


def _is_session_of_many(mentions: Mentions, old: Frame, new: Frame) -> bool:
    """ "Later he addressed the North Atlantic Council": no part of the talks of two sides told before in the body."""
    if (
        old.kind == "conference"
        and old.event
        and OF_MANY.search(old.event.name)
        and new.kind == "meeting"
        and new.shape in {"partners", "object"}
    ):
        # "Chaired the Security Council. He then met with the Secretary-General".
        return (
            old.sentence.index < new.sentence.index
            and len(new.people) == len(parties_of(mentions, new)) == 2
            and not set(new.people) <= set(old.people)
        )
    if new.kind != "conference" or new.event is None or old.kind != "meeting" or old.event is not None or old.sentence.part == "title":
        return False
    return len(parties_of(mentions, old)) == 2 and bool(old.people) and OF_MANY.search(new.event.name) is not None


MARGINS = re.compile(
    r"(?i)\b(?:on|in|at) the (?:margins?|sidelines?|fringes) of\b|\balongside the\b|\bwhile (?:in|there|at)\b|\balso met\b"
)


def _shared_party(mentions: Mentions, shared: set[int]) -> str | None:
    """In a newspaper's text, which has no side of its own: the party of those who are in both frames."""
    codes = {mentions.people.persons[number].party for number in shared}
    return codes.pop() if len(codes) == 1 else None


def _is_larger_gathering(mentions: Mentions, talks: Frame, gathering: Frame) -> bool:
    """Whether one is the meeting of two states and the other the summit of an organisation that neither speaks for."""
    if talks.kind != "meeting" or gathering.shape != "event" or gathering.kind != "conference" or not gathering.event:
        return False
    parties = parties_of(mentions, talks)
    organisations = {code for code in parties_of(mentions, gathering) if code in ORGANISATIONS}
    return len(parties) >= 2 and bool(talks.people) and bool(organisations - parties)


# "Following this debate, he will meet with X": what comes after is another occasion.
AFTER_IT = re.compile(
    r"(?:Following|After|Before|Prior to|Ahead of) (?:this|that|the|his|her|their) [^,.;]{0,50}?"
    r"(?:debate|session|summit|ministerial|conference|forum|dialogue|talks|plenary|event|signing)\b[^,.;]{0,40},"
)


def _after_it(mentions: Mentions, frame: Frame) -> bool:
    match = AFTER_IT.match(mentions.marks(frame.sentence.part).text, frame.sentence.start, frame.sentence.end)
    return match is not None and match.end() <= frame.trigger.start


def _at_margins(mentions: Mentions, frame: Frame) -> bool:
    """Whether a meeting was held at the margins of something larger."""
    return MARGINS.search(mentions.marks(frame.sentence.part).text, frame.sentence.start, frame.sentence.end) is not None


def _kinds_agree(mentions: Mentions, old: Frame, new: Frame) -> bool:
    if old.kind == new.kind:
        return True
    pair = {old.kind, new.kind}
    if "signing" in pair and new.shape != "again" and old.sentence.index != new.sentence.index:
        named = bool(set(old.people) & set(new.people))
        # "Estonian, Latvian ministers meet in Valga", and the body: who signed there.
        headed = new.kind == "signing" and old.sentence.part == "title" and not old.people and {*old.parties} <= parties_of(mentions, new)
        return pair <= TALKS and (named or (headed and len(old.parties) > 1))
    if (
        new.trigger.rule.endswith(("called_on", "courtesy_call", "was_received"))
        and pair == {"meeting", "dialogue"}
        and old.sentence.index != new.sentence.index
    ):
        return False
    if pair <= TALKS:
        return True
    if new.shape == "again":
        return new.kind == "meeting" and old.kind in {"call", "dialogue", "conference"}
    if pair != {"meeting", "ceremony"} or old.sentence.index != new.sentence.index:
        return False
    return new.trigger.rule.endswith("honours") or (new.trigger.rule.endswith("meal") and old.trigger.rule.endswith("received"))


def _status_agree(old: Frame, new: Frame) -> bool:
    if old.status == new.status or new.shape == "again":
        return True
    return (old.sentence.part == "title" and old.status == "held") or _goes_on(old, new)


def _goes_on(old: Frame, new: Frame) -> bool:
    """ "Is on a four-day visit to India from 3 April and will also travel to Bengaluru": a stop to come of a visit that goes on."""
    return (
        old.kind == new.kind == "visit"
        and (old.status, new.status) == ("held", "scheduled")
        and bool(set(old.people) & set(new.people))
        and old.date is not None
        and old.date.end is not None
        and (new.date is None or (old.date.start, old.date.end) == (new.date.start, new.date.end))
    )


def dates_agree(old: Frame, new: Frame) -> bool:
    if old.date is None or new.date is None:
        return True
    if (old.begins and new.ends and old.begins[0] < new.ends[0]) or (old.ends and new.begins and new.begins[0] < old.ends[0]):
        return old.kind == new.kind
    short = min(len(old.date.start), len(new.date.start))
    if old.date.start[:short] == new.date.start[:short]:
        return True
    span = (old.date.start, old.date.end or old.date.start)
    other = (new.date.start, new.date.end or new.date.start)
    inside = span[0] <= other[0] <= span[1] or other[0] <= span[0] <= other[1]
    return inside and (old.kind in {"visit", "exercise", "dialogue", "conference"} or new.shape == "again")


def _places_agree(old: Frame, new: Frame) -> bool:
    for name in ("city", "country"):
        if name in old.places and name in new.places and old.places[name][0] != new.places[name][0]:
            one, other = old.places[name][0], new.places[name][0]
            return is_within(one, other) or is_within(other, one)
    return True


GENERIC = re.compile(
    r"(?i)\b(?:the|of|and|defen[cs]e|security|ministers|annual|meeting|session|round|ministerial|exercise|exercises|u\.?s\.?|foreign|affairs)\b|\W"
)


def _same_event(old: Frame, new: Frame) -> bool:
    if old.event is None or new.event is None:
        return True
    if old.event.edition_no and new.event.edition_no and old.event.edition_no != new.event.edition_no:
        return False
    a = set(GENERIC.sub(" ", old.event.series).lower().split())
    b = set(GENERIC.sub(" ", new.event.series).lower().split())
    return not a or not b or bool(a & b) or not (old.event.is_named and new.event.is_named)


def in_title(mentions: Mentions, frame: Frame) -> bool:
    """Whether the title names the occasion, be it told at length elsewhere."""
    return any(mentions.sentences[index].part == "title" for index in frame.sentences)
