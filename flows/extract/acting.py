"""Who acts: the people and parties before a trigger, and whom a pronoun or a delegation stands for."""

from __future__ import annotations

import re

from flows.extract.adding import add_all_of_last, add_parties_of_last, add_people
from flows.extract.frames import Frame, Support, Zone, full_end, parties_in, people_in, person_support
from flows.extract.implied import SPOKEN_OF, fill_implied_subject, is_spoken_of
from flows.extract.mentions import Marks, Sentence, within
from flows.extract.person_mentions import PersonMention
from flows.extract.reader import Reader
from flows.extract.seeking import Sought
from flows.extract.telling import AND_THEN, ANEW, Telling

# "The next round will be held in ...", "Ministers will meet next in ...": the parties are those of the occasion told.
NEXT_OCCASION = Sought(
    r"(?i)\b(?:next|another|further|fresh|subsequent|coming|following|second|third|\w+th) (?:[\w\-–]+ ){0,3}?(?:2\+2|(?:round|session|meeting|edition|talks|dialogue|consultations?|iteration|ministerial|summit|committee|commission|exercise|leg|working group)\b)"
    r"|\bmeet (?:again|next)\b|\b(?:see|seeing) each other again\b|\bhost the next\b"
)


ON_A = re.compile(r"\b(?:during|on|as part of|while on)\s+(?:an?|his|her|their)\s+(?:[\w-]+\s+){0,3}$")
# "They were joined by X for a quadrilateral meeting".
JOINED_BY = re.compile(r"\s*(?:They|Both|The (?:two|three)(?: \w+)?)\s+were (?:also )?(?:then )?joined by\b")
BETWEEN_TWO = re.compile(r"\b(?:between|among)$")
WHO = Sought(r",?\s+who\s*$")


# "She told the President that her advisor would travel to ...": who says so does not travel.
SAID_THAT = Sought(r"\b(?:told|informed|said|announced|confirmed|noted|added|stated)\b[^;]*?\bthat\b")


# "President X announces a delegation to attend ...": who sends one does not go.
SENDS = Sought(r"(?i)\bannounce[sd]?\b(?: today)? (?:[\w.’'-]+ ){0,5}?delegation\b")


# "Prime Minister X and I last met in Suva".
AND_I = re.compile(r"\band I\b|\bI and\b")
# "The leaders of the two countries had a call last week": the states, not those who met today.
OF_BOTH = Sought(
    r"\b(?:the two|both|the three) (?:countries|states|nations)[’'] (?:coast guards|navies|armies|air forces|armed forces|militaries|forces|troops|marines)\b|"
    r"\b(?:leaders|presidents|heads of state|(?:foreign |defen[cs]e )?ministers|militaries|navies|armies|chiefs|forces|troops|soldiers|servicemen|personnel|units) of (?:the two|both) (?:countries|states|nations|sides)\b"
)
HIS_TALKS = re.compile(r"\b(?:updated|briefed|informed|told|apprised)\b[^.;]*\b(?:his|her) (?:[\w-]+ ){0,2}$")


# "She will lead the U.S. delegation to the dialogue": she, not only her state.
LEADS_DELEGATION = re.compile(r"\b(?:lead|leads|led|head|heads|headed)\s+(?:the|an?|his|her|its)\s+(?:U\.S\.|[\w-]+)\s+delegation\b")
THANKED_FOR = Sought(
    r"\b(?:thank\w*|apprecia\w+|grateful|gratitude|prais\w+|commend\w*|congratulat\w+)\b[^.;]*\b(?:for|on) (?:the|a|its|their)(?: [\w-]+){0,2}\s*$"
)


# "The previous summit was held by videoconference in April 2022".
PREVIOUS_OCCASION = Sought(
    r"\s*The (?:previous|last|preceding) (?:[\w-]+ ){0,3}?(?:summit|meeting|session|round|dialogue|edition|talks|consultations|commission|call) "
    r"(?P<of>of the (?:two )?(?:ministers|leaders|sides|chiefs|presidents) )?(?:was|were|took place)\b"
)


def fill_subject(telling: Telling, frame: Frame, zone: Zone) -> None:
    """Who acts: the people and parties before the trigger, in `zone`, else whom a pronoun or the sentence means."""
    if _is_other_occasion(telling, frame) or _is_sent(telling, frame, zone):
        return
    people = _actors(telling, frame, zone)
    told = next((f for f in reversed(telling.told_before) if f.shape != "again"), None)
    who = WHO.search(telling.marks, telling.sentence.start, zone.start)
    if frame.shape == "trip" and told is not None and who is None and _travels_meanwhile(telling, frame, zone, told):
        return
    if told is not None and people and _goes_on(telling, frame, told, people):
        _take_subjects(frame, told, told.subjects)
        return
    if not people and who is not None:
        # "General X, who is on a visit to ...": the visitor stands right before "who".
        before = within(telling.marks.people, telling.sentence.start, zone.start)
        people = [m for m in before if m.person_no is not None and full_end(m) <= who.start()][-1:]
    if frame.shape in {"travel", "trip"} and people and THANKED_FOR.search(telling.marks, telling.sentence.start, zone.end):
        # "Thanked the minister for the port visit of HNLMS Tromp": the ship's visit.
        return
    said = SAID_THAT.search(telling.marks, zone.start, zone.end)
    is_next = frame.status == "scheduled" and frame.shape != "travel" and _names_next_occasion(telling)
    if said and (is_next or any(m.start >= said.end() for m in people)):
        people = [m for m in people if m.start >= said.end()]
    if OF_BOTH.search(telling.marks, zone.start, zone.end):
        add_parties_of_last(telling.reader, frame, Support(zone.part, zone.start, zone.end, "parties.of_both", "context"))
        return
    people, parties = _without_speakers(telling, frame, zone, people)
    _add_sides(telling, frame, zone, people, parties)
    if is_next and not people and not parties:
        add_parties_of_last(telling.reader, frame, frame.trigger._replace(rule="parties.next_occasion", basis="context"))
    leads = frame.shape == "event" and LEADS_DELEGATION.search(telling.marks.text, zone.start, zone.end) is not None
    if people or (parties and not leads) or is_next:
        # Who will come to a next occasion is not said by who tells of it.
        return
    if told is not None and _acts_on(telling, frame, told):
        return
    fill_implied_subject(telling.reader, frame, telling.marks, telling.sentence, zone)


def _is_other_occasion(telling: Telling, frame: Frame) -> bool:
    """Whether the sentence tells of an earlier session, or of a meeting between two others: who speaks of it was not there."""
    text, sentence = telling.marks.text, telling.sentence
    previous = PREVIOUS_OCCASION.match(telling.marks, sentence.start, sentence.end) if telling.reader.frames else None
    if previous is None:
        return frame.shape == "between" and BETWEEN_TWO.search(text, frame.trigger.start, frame.trigger.end) is not None
    support = Support(sentence.part, previous.start(), previous.end(), "parties.of_series", "context")
    if previous["of"]:
        add_all_of_last(telling.reader, frame, support)
    else:
        # Who took part in an earlier session is not said by who tells of it.
        add_parties_of_last(telling.reader, frame, support)
    return True


def _is_sent(telling: Telling, frame: Frame, zone: Zone) -> bool:
    """Whether a delegation is announced by who sends it; it takes the publisher's party and the hosts'."""
    sentence, home = telling.sentence, telling.reader.mentions.document.publisher_party
    sent = SENDS.search(telling.marks, sentence.start, zone.end)
    if sent is None or not home:
        return False
    frame.add_party(home, Support(sentence.part, *sent.span(), "parties.sends", "context"))
    for code, support in parties_in(telling.marks, Zone(sentence.part, sent.end(), sentence.end), [], places=True):
        frame.add_party(code, support)
    return True


def _actors(telling: Telling, frame: Frame, zone: Zone) -> list[PersonMention]:
    """The people before the trigger, those after the telling before it where there are any."""
    people = people_in(telling.marks, zone, owners=frame.shape in {"between", "trip", "again", "event", "partners", "act"})
    earlier = telling.previous
    if earlier is not None and earlier.start > zone.start and earlier.trigger.shape != "again":
        people = [m for m in people if m.start >= earlier.end] or people
    people = [m for m in people if m.person_no is not None or m.party]
    if frame.shape == "between" and len(people) > 1 and HIS_TALKS.search(telling.marks.text, zone.start, zone.end):
        # "President X updated the Prime Minister on his talks with Y": X's talks.
        return people[:1]
    return people


def _travels_meanwhile(telling: Telling, frame: Frame, zone: Zone, told: Frame) -> bool:
    """ "X met with Y during a visit to Z": X visits, unless Z is X's own state."""
    if not told.subjects or not ON_A.search(telling.marks.text, telling.sentence.start, zone.end):
        return False
    _take_subjects(frame, told, _travellers(telling.reader, told, telling.marks, zone.end, telling.sentence.end))
    return True


def _goes_on(telling: Telling, frame: Frame, told: Frame, people: list[PersonMention]) -> bool:
    """ "Will call on Minister X tomorrow, and visit the base": X, whom the first verb is about, does not visit."""
    if (
        not told.subjects
        or frame.shape not in ANEW | {"act"}
        or not AND_THEN.search(telling.marks.text, told.trigger.end, frame.trigger.start)
    ):
        return False
    return all(m.person_no in told.people and m.person_no not in told.subjects for m in people)


def _acts_on(telling: Telling, frame: Frame, told: Frame) -> bool:
    """ "He called on the minister and held discussions with the general": the same subject."""
    if not told.subjects or told.trigger.part != telling.sentence.part or telling.index == 0:
        return False
    if frame.shape not in {"partners", "object", "act", "travel"}:
        return False
    _take_subjects(frame, told, told.subjects)
    return True


def _take_subjects(frame: Frame, told: Frame, numbers: list[int]) -> None:
    support = told.trigger._replace(rule="participants.same_subject", basis="context")
    for number in numbers:
        frame.add_person(number, "principal", support)
    frame.subjects = list(frame.people)


def _names_next_occasion(telling: Telling) -> bool:
    return NEXT_OCCASION.search(telling.marks, telling.sentence.start, telling.sentence.end) is not None


def _without_speakers(
    telling: Telling, frame: Frame, zone: Zone, people: list[PersonMention]
) -> tuple[list[PersonMention], list[tuple[str, Support]]]:
    """The people and parties that act, without those who only speak of what is told."""
    text = telling.marks.text
    occasions = [(m.start, m.end) for m in telling.matches[: telling.index] if m.trigger.shape == "event"]
    # "X, who was there for the ASEAN Defence Ministers' Meeting, met with Y": the organisation is within the occasion's name.
    parties = [row for row in parties_in(telling.marks, zone, people) if not any(low <= row[1].start < high for low, high in occasions)]
    if frame.trigger.rule.endswith(("port_call", "trip_to", "visit_of")) and people:
        spoken = list(SPOKEN_OF.finditer(text, zone.start, zone.end))
        # "Both ministers welcomed the frigate's port call": they don't sail; "welcomed the President's visit": he does.
        people = [m for m in people if not spoken or m.start > spoken[-1].end()]
    if is_spoken_of(frame) and people and SPOKEN_OF.search(text, max(m.end for m in people), zone.end):
        # "The ministers welcomed the signing of the agreement in July": who speaks of it may not have been there.
        speakers = ((m.party, person_support(zone.part, m, "parties.speaker")) for m in people if m.party)
        return [], [*parties, *speakers]
    return people, parties


def _add_sides(telling: Telling, frame: Frame, zone: Zone, people: list[PersonMention], parties: list[tuple[str, Support]]) -> None:
    """Add those who act, whom a pronoun among them means, and their parties."""
    reader, text, sentence = telling.reader, telling.marks.text, telling.sentence
    add_people(reader, frame, people, sentence)
    _add_leading_pronoun(reader, frame, telling.marks, sentence, zone)
    frame.subjects = list(frame.people)
    for code, support in parties:
        frame.add_party(code, support)
    home = reader.mentions.document.publisher_party
    if people and home and AND_I.search(text, zone.start, zone.end):
        frame.add_party(home, Support(zone.part, zone.start, zone.end, "parties.first_person", "context"))
    if JOINED_BY.match(text, sentence.start):
        add_all_of_last(reader, frame, Support(zone.part, sentence.start, zone.end, "participants.group", "context"))


def _travellers(reader: Reader, told: Frame, marks: Marks, start: int, end: int) -> list[int]:
    """Who of those that met is on the visit told at `start`: the subjects, or their guests where the destination is the subjects' own state."""
    persons = reader.mentions.people.persons
    destination = next((p.code for p in within(marks.parties, start, min(end, start + DESTINATION_REACH))), None)
    if destination is None or {persons[number].party for number in told.subjects} != {destination}:
        return told.subjects
    return [number for number in told.people if persons[number].party != destination] or told.subjects


# Code points between "visit" and the state it is to.
DESTINATION_REACH = 30


# "Accompanied by the High Commissioner, X, he called on Y": he, and X with him.
IN_COMPANY = re.compile(r"\b(?:[Aa]ccompanied|[Jj]oined|flanked|assisted) by\b[^;]*,\s+(he|she)\s+(?:\w+\s+){0,2}$")
LEADING = re.compile(
    r"\s*(he|she|the (?:general|admiral|minister|secretary|president|commander|chairman|ambassador|director|envoy))\b(?=\s+and\b)"
)


def _add_leading_pronoun(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence, zone: Zone) -> None:
    """ "Where he and Chile's undersecretary co-chaired ...": the sentence's own subject is one of them."""
    company = IN_COMPANY.search(marks.text, sentence.start, frame.trigger.start)
    match = company or LEADING.match(marks.text, zone.start, zone.end)
    if match is None:
        return
    named = people_in(marks, Zone(sentence.part, sentence.start, zone.start), owners=False) if company is None else []
    before = [m.person_no for m in named if m.person_no is not None]
    for number in (before or reader.subjects)[:1]:
        if number not in reader.excluded:
            frame.add_person(number, "principal", Support(sentence.part, match.start(1), match.end(1), "participants.pronoun", "context"))
