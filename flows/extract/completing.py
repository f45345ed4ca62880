"""Completing: what a frame's sentence adds once its people are read: mode, place, the other side, the series."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from flows.extract.acting import BETWEEN_TWO, NEXT_OCCASION
from flows.extract.frames import Frame, Support, Zone, people_in, person_support, place_of
from flows.extract.mentions import Marks, Sentence, within
from flows.extract.places import PartyMention
from flows.extract.reader import Reader, about_whom
from flows.extract.seeking import Sought
from flows.extract.telling import AND_THEN, ANEW, WITH_PARTNERS, Telling
from flows.extract.timing import NEAR_ANAPHOR, reach_of_trigger
from flows.extract.triggers import TriggerMatch


def find_other_side(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence, right: int) -> None:
    """ "In talks with X, the minister ...", "The meeting with X covered ...": the side that is not named beside the words."""
    home = reader.mentions.document.publisher_party
    persons = reader.mentions.people.persons
    if frame.shape != "between" or home is None or not frame.people or any(persons[n].party == home for n in frame.people):
        return
    told = {persons[n].party for n in frame.people} | set(frame.parties)
    if len(told - {None}) > 1 and BETWEEN_TWO.search(marks.text, frame.trigger.start, frame.trigger.end):
        # "The summit meeting between President X and leader Y": theirs, not the publisher's.
        return
    for mention in people_in(marks, Zone(sentence.part, right, sentence.end), owners=False):
        if mention.person_no is not None and persons[mention.person_no].party == home and mention.person_no not in reader.excluded:
            frame.add_person(mention.person_no, "principal", person_support(sentence.part, mention, "participants.main_clause"))
            return
    for number in about_whom(reader)[:1]:
        if persons[number].party == home:
            support = Support(sentence.part, frame.trigger.start, frame.trigger.end, "participants.subject_of_release", "context")
            frame.add_person(number, "principal", support)


SAYS_NEXT = re.compile(r"(?i)(?:next|another|further|fresh|subsequent|coming|following|meet|see|host)")


def inherit(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence) -> None:
    """An announced next occasion of the same sides takes their states, and its kind from the word that names it."""
    if frame.status != "scheduled" or frame.shape == "travel":
        return
    match = NEXT_OCCASION.search(marks, sentence.start, sentence.end)
    main = next((f for f in reader.frames if len(f.parties) + len(f.people) >= 2 and f.shape != "again"), None)
    if match is None or main is None:
        return
    if len(frame.people) > 1 and not SAYS_NEXT.match(match.group()):
        # "She and the minister will attend the seventh 2+2 dialogue": announced with those who will come, after nothing.
        return
    support = Support(sentence.part, match.start(), match.end(), "parties.next_occasion", "context")
    persons = reader.mentions.people.persons
    codes = set(main.parties) | {persons[number].party for number in main.people}
    for code in sorted(code for code in codes if code):
        frame.add_party(code, support)
    frame.is_next = True
    if match.group().lower().endswith(("dialogue", "working group", "committee", "commission", "2+2")) and not frame.people:
        # "The next vice-ministerial dialogue", told by the ministers' meeting.
        frame.kind = "dialogue"
    elif frame.kind in {"meeting", "dialogue", "conference"} and main.kind in {"dialogue", "exercise", "conference"} and not frame.people:
        frame.kind = main.kind


# "With more than 3,600 personnel, including contingents from Canada and the United States".
CONTINGENTS = re.compile(
    r"\b(?:contingents?|forces|troops|personnel|soldiers|sailors|units|participants|ships|aircraft|participation|elements) (?:from|of)\s+(?:the\s+)?"
    r"|\b(?:held|conducted|carried out|run|hosted)\b[^.;]{0,60}?\b(?:by|among|between)\s+(?:the\s+)?"
)


LISTED = re.compile(r"(?:,\s+|,?\s+and\s+)(?:the\s+)?")


def _listed(marks: Marks, start: int, end: int, forms: Collection[str]) -> Iterator[PartyMention]:
    """The parties of these forms that a list names from `start` on, one right after the other."""
    for party in within(marks.parties, start, end):
        if party.start != start or party.form not in forms:
            return
        yield party
        following = LISTED.match(marks.text, party.end)
        start = following.end() if following else -1


def contingents(frame: Frame, marks: Marks, sentence: Sentence, match: TriggerMatch) -> None:
    """The states whose forces a sentence about the exercise lists."""
    for listed in CONTINGENTS.finditer(marks.text, match.end, sentence.end):
        for party in _listed(marks, listed.end(), sentence.end, {"name"}):
            frame.add_party(party.code, Support(sentence.part, party.start, party.end, "parties.contingents"))


# "African Lion, which brings American, Ghanaian and Tunisian troops together", "the exercise, in which Italy and Pakistan took part".
GATHERS = re.compile(
    r"[^.;]{0,40}?\b(?:in which|which (?:brings?|brought|gathers?|gathered|involves?|involved|unites?)|bring(?:s|ing)? together|brought together|involving|gathering|with the participation of|attended by officials from|among|by soldiers from|held by|conducted by)\s+(?:together\s+)?(?:the\s+)?(?:\w+ from (?:the\s+)?)?"
)


def gathered(frame: Frame, marks: Marks, sentence: Sentence, match: TriggerMatch) -> None:
    """The states that an occasion is said to bring together, listed right after the words that say so."""
    lead = GATHERS.match(marks.text, match.end, sentence.end)
    for party in _listed(marks, lead.end(), sentence.end, {"name", "demonym"}) if lead else ():
        frame.add_party(party.code, Support(sentence.part, party.start, party.end, "parties.gathered"))


def of_series(reader: Reader, frame: Frame) -> None:
    """ "The last edition was held in Pune in 2022": of the series told before, between its states."""
    told = next((f for f in reversed(reader.frames) if f.kind in {"dialogue", "exercise", "conference"} and f.shape != "again"), None)
    if told is None:
        return
    frame.kind = told.kind
    for code in told.parties:
        frame.add_party(code, frame.trigger._replace(rule="parties.of_series", basis="context"))


def find_remote_mode(reader: Reader, frame: Frame, marks: Marks, left: int, right: int, sentence: Sentence) -> None:
    """By video or phone, where the clause says so."""
    words = reader.patterns.words
    if frame.shape == "again":
        return
    video = words["video"].search(marks, left, right)
    phone = words["phone"].search(marks, left, right)
    if video:
        frame.mode = "video"
        frame.support["mode"] = Support(sentence.part, video.start(), video.end(), "mode.video")
        if frame.trigger.rule.endswith("spoke_with"):
            frame.kind = "call"
    elif phone and frame.kind in {"call", "meeting"}:
        frame.kind, frame.mode = "call", "phone"
        frame.support["mode"] = Support(sentence.part, phone.start(), phone.end(), "mode.phone")


# Words by which those who spoke were in one place.
IN_ONE_PLACE = re.compile(
    r"\b(?:in person|face[- ]to[- ]face|one[- ]on[- ]one|(?:on|in|at) the (?:margins|sidelines|fringes) of|in the corridors of|over (?:lunch|dinner|breakfast|coffee|tea))\b",
    re.IGNORECASE,
)
SPEAKING = ("spoke_with", "talked")
# "Met one-on-one with two of the chiefs", "held several bilateral meetings".
MET_SOME = re.compile(
    r"\bm(?:et|eetings?|eets)\b[^.;]{0,40}?\bwith (?:\w+ of (?:the|his|her|their)|several|a number of|some of)\b|\b(?:several|a number of|two|three|four|five) (?:[\w-]+ )?(?:meetings|talks|bilaterals)\b"
)
AT_VENUE = re.compile(r"\b(?:at|in|aboard|inside|outside) (?:the |his |her |their )?$")


def in_one_place(telling: Telling, frame: Frame) -> None:
    """ "Spoke with the general at the Pentagon", and what a sentence tells on after "met with two of the chiefs": a meeting, no call."""
    if frame.kind != "call" or frame.mode != "phone" or "mode" in frame.support or not frame.trigger.rule.endswith(SPEAKING):
        return
    marks, sentence, match = telling.marks, telling.sentence, telling.match
    said = IN_ONE_PLACE.search(marks.text, sentence.start, telling.right)
    venue = next(
        (
            p
            for p in within(marks.places, match.start, telling.right)
            if p.kind == "venue" and AT_VENUE.search(marks.text, match.end, p.start)
        ),
        None,
    )
    before = telling.reader.frames[-1] if telling.reader.frames else None
    of_sum = (
        before is not None
        and before.kind == "meeting"
        and sentence.index - before.sentence.index in {1, 2}
        and MET_SOME.search(marks.text, before.sentence.start, before.sentence.end) is not None
    )
    if said is None and venue is None and not of_sum:
        return
    frame.kind, frame.mode = "meeting", "in_person"


ITS_MARGINS = re.compile(r"\s*(?:there\b|(?:in|on|at) (?:its|the) (?:margins|sidelines|fringes)\b(?!\s+of\b))")


def at_its_margins(telling: Telling, frame: Frame) -> None:
    """ "Both will attend the forum in Valletta on 26 October and will meet in its margins": day and place are the forum's."""
    told = next((f for f in reversed(telling.told_before) if f.kind == "conference"), None)
    if told is None or frame.kind != "meeting" or not ITS_MARGINS.match(telling.marks.text, telling.match.end):
        return
    if frame.date is None:
        frame.take_date(told)
    frame.places = frame.places or dict(told.places)


def as_fronted(telling: Telling, frame: Frame) -> None:
    """ "In Jakarta on Monday, she will meet X and pay a call on Y": town and day before the first hold for the second."""
    told = next(reversed(telling.told_before), None)
    if told is None or told.shape not in WITH_PARTNERS or frame.shape not in ANEW:
        return
    if (frame.subjects, frame.status) != (told.subjects, told.status) or not AND_THEN.search(
        telling.marks.text, told.trigger.end, frame.trigger.start
    ):
        return
    if frame.date is None and told.date_support and all(row.start < told.trigger.start for row in told.date_support):
        frame.take_date(told)
    if not frame.places and all(row.start < told.trigger.start for _, row in told.places.values()):
        frame.places = dict(told.places)


# "Met today ahead of the ministerial, which will be held in Samarkand": the place is that of another occasion.
OTHER_OCCASION = Sought(r"\b(?:ahead of|in preparation for|in the run-up to|which (?:will|is to|was)|that will|to be held|to take place)\b")


# "Attended the defence ministers' meeting ahead of the NATO Summit in Washington": the summit is there.
AHEAD_OF = Sought(r"\b(?:ahead of|in preparation for|in the run-up to)\b")


# "A visit to Latvia and NATO Defence Ministers' Meeting": two stops.
BESIDE = re.compile(r",? and (?:the )?")


# "Arrived in Kenya from Djibouti, where he met X", "will continue on to New Delhi, where he is to meet Y": there.
WHERE = Sought(r",? where\b[^.;]{0,80}$")


def _place_of_where(telling: Telling, frame: Frame, high: int) -> dict[str, tuple[str, Support]]:
    """The place right before the "where" that brings the telling in, with what is said of it after."""
    sentence, marks, match = telling.sentence, telling.marks, telling.match
    where = WHERE.search(marks, sentence.start, match.start) if frame.shape not in {"again", "travel", "trip"} else None
    place = next((p for p in within(marks.places, sentence.start, where.start()) if p.end == where.start()), None) if where else None
    if where is None or place is None or not place.country:
        return {}
    found = place_of(telling.reader.mentions, Zone(sentence.part, where.end(), high))
    if "country" in found:
        return found
    support = Support(sentence.part, place.start, place.end, f"places.{place.kind}")
    if place.city and place.kind == "city":
        found.setdefault("city", (place.city, support))
    found["country"] = (place.country, support if place.kind == "country" else support._replace(basis="derived"))
    return found


# "In Seoul, he met X and signed an agreement with Y", "On 3 May in Seoul, ...".
IN_PLACE = re.compile(
    r"(?:(?:On|Later|Then|Also|While|Earlier)\b(?: [^,;.]{3,30}?)??,? ){0,2}(?:[Ii]n|[Aa]t) (?:the )?[A-Z][^,;]{1,50}(?:, [A-Z][\w ]{2,20})?,\s"
)


def _place_of_opening(telling: Telling) -> dict[str, tuple[str, Support]]:
    """The place that opens a sentence, which holds for all that it tells."""
    sentence, first = telling.sentence, telling.matches[0]
    if telling.index == 0 or telling.shape == "again":
        return {}
    opening = IN_PLACE.match(telling.marks.text, sentence.start, first.start)
    return place_of(telling.reader.mentions, Zone(sentence.part, opening.start(), opening.end())) if opening else {}


def find_place(telling: Telling, frame: Frame, left: int) -> None:
    """Where it was: a place named within the trigger's reach, which begins at `left`; a call has none."""
    if frame.mode in {"phone", "video"}:
        return
    sentence, marks, match = telling.sentence, telling.marks, telling.match
    low, high = reach_of_trigger(telling, left)
    opens = frame.kind == "exercise" and match.start == sentence.start
    if frame.shape == "again" and not opens:
        # "The Exercise is scheduled to be conducted from 12 to 23 May in Tokmok" is about nothing else.
        low, high = max(low, match.start - NEAR_ANAPHOR), min(high, match.end + NEAR_ANAPHOR)
    else:
        other = (AHEAD_OF if frame.shape == "event" else OTHER_OCCASION).search(marks, match.end, high)
        high = other.start() if other else high
    name = frame.trigger if frame.shape == "event" else None
    found = _place_of_where(telling, frame, high) or place_of(telling.reader.mentions, Zone(sentence.part, low, high), occasion=name)
    found = found or _place_of_opening(telling)
    # "The Ukraine Defense Contact Group": a state within an occasion's name is not where it was held.
    frame.places = {key: row for key, row in found.items() if name is None or not BESIDE.fullmatch(marks.text, row[1].end, name.start)}
