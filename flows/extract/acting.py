"""Who acts: the people and parties before a trigger, and whom a pronoun or a delegation stands for."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from flows.extract.frames import Frame, Support, Zone, parties_in, people_in, person_support
from flows.extract.mentions import Marks, Sentence, within
from flows.extract.person_mentions import PersonMention
from flows.extract.reader import Reader, about_whom, signatories
from flows.extract.triggers import TriggerMatch

# "The next round will be held in ...", "Ministers will meet next in ...": the parties are those of the occasion told.
NEXT_OCCASION = re.compile(
    r"(?i)\b(?:next|another|coming|following|second|third|\w+th) (?:[\w\-–]+ ){0,3}?(?:round|session|meeting|edition|talks|dialogue|consultations?|iteration|ministerial|summit|committee|commission|exercise|leg|working group)\b"
    r"|\bmeet (?:again|next)\b|\b(?:see|seeing) each other again\b|\bhost the next\b"
)


ON_A = re.compile(r"\b(?:during|on|as part of|while on)\s+(?:an?|his|her|their)\s+(?:[\w-]+\s+){0,3}$")
# "They were joined by X for a quadrilateral meeting".
JOINED_BY = re.compile(r"\s*(?:They|Both|The (?:two|three)(?: \w+)?)\s+were (?:also )?(?:then )?joined by\b")
FIRST_PERSON = re.compile(r"\b(?:I|We|we)(?:[’'](?:ve|ll|m|re|d))?(?=\s)")
BETWEEN_TWO = re.compile(r"\b(?:between|among)$")
WHO = re.compile(r",?\s+who\s*$")


# "She told the President that her advisor would travel to ...": who says so does not travel.
SAID_THAT = re.compile(r"\b(?:told|informed|said|announced|confirmed|noted|added|stated)\b[^;]*?\bthat\b")


# "President X announces a delegation to attend ...": who sends one does not go.
SENDS = re.compile(r"(?i)\bannounce[sd]?\b(?: today)? (?:[\w.’'-]+ ){0,5}?delegation\b")


# "Prime Minister X and I last met in Suva".
AND_I = re.compile(r"\band I\b|\bI and\b")
# "The ministers of the Nordic countries": not the two told before.
OF_OTHERS = re.compile(r"\s+(?:of|from) (?:the )?(?!two\b|both\b)[A-Z]")
# "The leaders of the two countries had a call last week": the states, not those who met today.
OF_BOTH = re.compile(
    r"\b(?:leaders|presidents|heads of state|(?:foreign |defen[cs]e )?ministers|militaries|navies|armies|chiefs) of (?:the two|both) (?:countries|states|nations|sides)\b"
)
HIS = re.compile(r"\s*(?:On|During|As part|At|In|Ahead|Concluding|Continuing)\b[^,;]*\b(?:his|her|an?) (?:[\w-]+ ){0,3}")
# "The two discussed Exercise X, which will take place in May": their states', and they need not be there.
TALKED_OF = re.compile(
    r"\b(?:discussed|reaffirmed|reviewed|considered|exchanged views|spoke (?:about|of))\b(?![^.;]*\b(?:attend|observ|took part|participat))"
)
# "Earlier, the ship visited Antsiranana": of the navy whose port call was told before.
THE_SHIP = re.compile(
    r"\b[Tt]he (?:ships?|frigate|destroyer|corvette|cutter|submarine|vessels?|warships?|flotilla|squadron|task group)\b[^.;,]{0,30}$"
)
HIS_TALKS = re.compile(r"\b(?:updated|briefed|informed|told|apprised)\b[^.;]*\b(?:his|her) (?:[\w-]+ ){0,2}$")


THANKED_FOR = re.compile(
    r"\b(?:thank\w*|apprecia\w+|grateful|gratitude|prais\w+|commend\w*|congratulat\w+)\b[^.;]*\b(?:for|on) (?:the|a|its|their)(?: [\w-]+){0,2}\s*$"
)


# Verbs by which people speak of an occasion, with nothing after them by which they take part in it.
SPOKEN_OF = re.compile(
    r"\b(?:welcomed|welcoming|noted|praised|hailed|recalled|commended|appreciated|congratulated|lauded|thanked|acknowledged|highlighted|"
    r"stressed|underscored|underlined|emphasi[sz]ed|expressed|agreed|concurred|confirmed)\b"
    r"(?![^.;]*\b(?:attend|participat|take part|took part|join|address|chair|host|sign(?:ed)?\b|met\b|meet|hold|held|see\b|seeing\b))"
    r"|\b(?:agreed|decided|concurred|resolved|planned|plan) to (?:hold|convene|conduct|organi[sz]e|host)\b"
)


# "Prior to his call on Dr Lim, he inspected ...": nobody in the fronted clause is the subject.
FRONTED = re.compile(r"\s*(?:Prior to|Before|After|Following|Ahead of|During) [^,.;]{3,90},\s")


THE_DELEGATIONS = re.compile(r"\b[Tt]he (?:[A-Z]\w+ )?(?:delegation|guests?)\b")


GUESTS = re.compile(
    r"(?i)the (?:guests?|visitors?|delegation|(?:visiting |distinguished )?dignitary|visiting (?:general|admiral|minister|commander|chief))"
)


def add_guests_of_last(reader: Reader, frame: Frame, support: Support) -> None:
    """ "Met with the delegation": the other side of the engagement told last."""
    home = reader.mentions.document.publisher_party
    persons = reader.mentions.people.persons
    last = next((f for f in reversed(reader.frames) if any(persons[n].party != home for n in f.people)), None)
    for number in last.people if last else ():
        if persons[number].party != home:
            frame.add_person(number, "principal", support)


# "The previous summit was held by videoconference in April 2022".
PREVIOUS_OCCASION = re.compile(
    r"\s*The (?:previous|last|preceding) (?:[\w-]+ ){0,3}?(?:summit|meeting|session|round|dialogue|edition|talks|consultations|commission|call) (?:was|were|took place)\b"
)


def fill_subject(
    reader: Reader, frame: Frame, marks: Marks, sentence: Sentence, zone: Zone, matches: list[TriggerMatch], index: int
) -> None:
    """Who acts: the people and parties before the trigger, else whom a pronoun or the sentence means."""
    text = marks.text
    previous = PREVIOUS_OCCASION.match(text, sentence.start, zone.end + 20) if reader.frames else None
    if previous is not None:
        # Who took part in an earlier session is not said by who tells of it.
        add_parties_of_last(reader, frame, Support(sentence.part, previous.start(), previous.end(), "parties.of_series", "context"))
        return
    if frame.shape == "between" and BETWEEN_TWO.search(text, frame.trigger.start, frame.trigger.end):
        # "The summit meeting between X and Y": who speaks of it was not there.
        return
    people = people_in(marks, zone, owners=frame.shape in {"between", "trip", "again", "event", "partners", "act"})
    if index > 0:
        earlier = matches[index - 1]
        if earlier.start > zone.start and earlier.trigger.shape != "again":
            people = [m for m in people if m.start >= earlier.end] or people
    people = [m for m in people if m.person_no is not None or m.party]
    if frame.shape == "between" and len(people) > 1 and HIS_TALKS.search(text, zone.start, zone.end):
        # "President X updated the Prime Minister on his talks with Y": X's talks.
        people = people[:1]
    sent = SENDS.search(text, sentence.start, zone.end)
    if sent is not None and reader.mentions.document.publisher_party:
        frame.add_party(reader.mentions.document.publisher_party, Support(sentence.part, *sent.span(), "parties.sends", "context"))
        for code, support in parties_in(marks, Zone(sentence.part, sent.end(), sentence.end), [], places=True):
            frame.add_party(code, support)
        return
    here = itertools.takewhile(lambda f: f.sentence.index == sentence.index, reversed(reader.frames))
    told = next((f for f in here if f.shape != "again"), None)
    who = WHO.search(text, sentence.start, zone.start)
    if frame.shape == "trip" and told is not None and told.subjects and who is None and ON_A.search(text, sentence.start, zone.end):
        # "X met with Y during a visit to Z": X visits, unless Z is X's own state.
        for number in _travellers(reader, told, marks, zone.end, sentence.end):
            frame.add_person(
                number, "principal", Support(sentence.part, told.trigger.start, told.trigger.end, "participants.same_subject", "context")
            )
        frame.subjects = list(frame.people)
        return
    if not people and who is not None:
        # "General X, who is on a visit to ...": the visitor stands right before "who".
        people = [m for m in people_in(marks, Zone(sentence.part, sentence.start, zone.start), owners=False) if m.person_no is not None][
            -1:
        ]
    if frame.shape in {"travel", "trip"} and people and THANKED_FOR.search(text, sentence.start, zone.end):
        # "Thanked the minister for the port visit of HNLMS Tromp": the ship's visit.
        return
    said = SAID_THAT.search(text, zone.start, zone.end)
    is_next = (
        frame.status == "scheduled" and frame.shape != "travel" and NEXT_OCCASION.search(text, sentence.start, sentence.end) is not None
    )
    if said and (is_next or any(m.start >= said.end() for m in people)):
        people = [m for m in people if m.start >= said.end()]
    if OF_BOTH.search(text, zone.start, zone.end):
        add_parties_of_last(reader, frame, Support(sentence.part, zone.start, zone.end, "parties.of_both", "context"))
        return
    occasions = [(m.start, m.end) for m in matches[:index] if m.trigger.shape == "event"]
    # "X, who was there for the ASEAN Defence Ministers' Meeting, met with Y": the organisation is within the occasion's name.
    parties = [row for row in parties_in(marks, zone, people) if not any(low <= row[1].start < high for low, high in occasions)]
    if frame.trigger.rule.endswith(("port_call", "trip_to", "visit_of")) and people:
        spoken = list(SPOKEN_OF.finditer(text, zone.start, zone.end))
        # "Both ministers welcomed the frigate's port call": they don't sail; "welcomed the President's visit": he does.
        people = [m for m in people if not spoken or m.start > spoken[-1].end()]
    if is_spoken_of(frame) and people and SPOKEN_OF.search(text, max(m.end for m in people), zone.end):
        # "The ministers welcomed the signing of the agreement in July": who speaks of it may not have been there.
        parties = [*parties, *((m.party, person_support(sentence.part, m, "parties.speaker")) for m in people if m.party)]
        people = []
    add_people(reader, frame, people, sentence, "principal")
    _add_leading_pronoun(reader, frame, marks, sentence, zone)
    frame.subjects = list(frame.people)
    for code, support in parties:
        frame.add_party(code, support)
    home_party = reader.mentions.document.publisher_party
    if people and home_party and AND_I.search(text, zone.start, zone.end):
        frame.add_party(home_party, Support(sentence.part, zone.start, zone.end, "parties.first_person", "context"))
    if JOINED_BY.match(text, sentence.start):
        add_all_of_last(reader, frame, Support(sentence.part, sentence.start, zone.end, "participants.group", "context"))
    if is_next and not people and not parties:
        add_parties_of_last(
            reader, frame, Support(sentence.part, frame.trigger.start, frame.trigger.end, "parties.next_occasion", "context")
        )
    if people or parties or is_next:
        # Who will come to a next occasion is not said by who tells of it.
        return
    if (
        told is not None
        and told.subjects
        and told.trigger.part == sentence.part
        and frame.shape in {"partners", "object", "act", "travel"}
        and index > 0
    ):
        # "He called on the minister and held discussions with the general": the same subject.
        for number in told.subjects:
            frame.add_person(
                number, "principal", Support(sentence.part, told.trigger.start, told.trigger.end, "participants.same_subject", "context")
            )
        frame.subjects = list(frame.people)
        return
    home = reader.mentions.document.publisher_party
    first = FIRST_PERSON.search(text, zone.start, zone.end)
    if first is not None and reader.speaker is not None:
        _add_speaker(reader, frame, Support(sentence.part, first.start(), first.end(), "participants.first_person", "context"))
        return
    if first is not None and home is not None:
        speaker = Support(sentence.part, first.start(), first.end(), "parties.first_person", "context")
        signed = [] if any(f.sentence.part == "body" and f.people for f in reader.frames) else signatories(reader, sentence)
        for number in signed:
            frame.add_person(number, "principal", replace(speaker, rule="participants.signatory"))
        if signed:
            frame.subjects = list(frame.people)
            return
        frame.add_party(home, speaker)
        for number in reader.subjects[:1]:
            if reader.mentions.people.persons[number].party == home:
                frame.add_person(number, "principal", replace(speaker, rule="participants.first_person"))
        frame.subjects = list(frame.people)
        return
    fronted = FRONTED.match(text, sentence.start, zone.end)
    opening = fronted.end() if fronted else sentence.start
    lead = [
        m
        for m in people_in(marks, Zone(sentence.part, opening, zone.end), owners=False)
        if m.person_no is not None and m.person_no not in reader.excluded
    ]
    pronoun = reader.patterns.words["pronouns"].search(text, opening, zone.end)
    if pronoun is not None and OF_OTHERS.match(text, pronoun.end()):
        return
    support = Support(sentence.part, frame.trigger.start, frame.trigger.end, "participants.pronoun", "context")
    if lead and frame.shape == "event" and SPOKEN_OF.search(text, lead[-1].end, zone.end):
        # "The minister welcomed the dispatch of aircraft for a joint exercise": he did not exercise.
        for mention in lead[:1]:
            if mention.party:
                frame.add_party(mention.party, person_support(sentence.part, mention, "parties.speaker"))
    elif lead and frame.shape != "again":
        # "X and his counterpart Y agreed on patrols during a meeting": both.
        both = frame.trigger.rule.endswith(("during_meeting", "during_call"))
        add_people(reader, frame, lead if both else lead[:1], sentence, "principal")
    elif pronoun and pronoun.group().lower() in {"he", "she", "him", "her"}:
        pronoun_support = Support(sentence.part, pronoun.start(), pronoun.end(), "participants.pronoun", "context")
        for number in reader.subjects[:1]:
            frame.add_person(number, "principal", pronoun_support)
        if not reader.subjects and reader.subject_party:
            frame.add_party(reader.subject_party, replace(pronoun_support, rule="parties.pronoun"))
    elif pronoun and GUESTS.fullmatch(pronoun.group()):
        add_guests_of_last(reader, frame, Support(sentence.part, pronoun.start(), pronoun.end(), "participants.delegation", "context"))
    elif pronoun and _speaks_of(frame, text, pronoun.end(), zone.end):
        add_parties_of_last(reader, frame, Support(sentence.part, pronoun.start(), pronoun.end(), "parties.group", "context"))
    elif pronoun:
        add_all_of_last(reader, frame, Support(sentence.part, pronoun.start(), pronoun.end(), "participants.group", "context"))
    elif frame.shape == "act" and THE_DELEGATIONS.search(text, sentence.start, zone.end):
        add_guests_of_last(reader, frame, Support(sentence.part, sentence.start, zone.end, "participants.delegation", "context"))
    elif frame.shape in {"travel", "trip"} and (led_by := parties_in(marks, Zone(sentence.part, sentence.start, zone.end), [])):
        # "The Japanese ships, which reached the port on a goodwill visit": the sentence's own subject is a state's force.
        frame.add_party(*led_by[0])
    elif frame.shape == "travel" and (ship := THE_SHIP.search(text, sentence.start, zone.end)):
        voyage = next((f for f in reversed(reader.frames) if f.kind == "visit" and "country" in f.places), None)
        flags = set(voyage.parties) - {voyage.places["country"][0]} if voyage else set()
        if len(flags) == 1:
            frame.add_party(flags.pop(), Support(sentence.part, ship.start(), ship.end(), "parties.of_ship", "context"))
    elif frame.shape == "trip" and HIS.fullmatch(text, sentence.start, frame.trigger.start):
        # "On the second day of his visit to Vientiane, the minister toured ...".
        rest = [m for m in people_in(marks, Zone(sentence.part, frame.trigger.end, sentence.end), owners=False) if m.person_no is not None]
        add_people(reader, frame, rest[:1], sentence, "principal")
    elif (
        frame.shape in {"travel", "partners", "object"}
        or (frame.shape == "trip" and frame.status != "held" and not frame.trigger.rule.endswith("visit_of"))
    ) and (about_whom(reader) or reader.subjects):
        for number in (about_whom(reader) or reader.subjects)[:1]:
            frame.add_person(number, "principal", support)
    frame.subjects = list(frame.people)


def _speaks_of(frame: Frame, text: str, start: int, end: int) -> bool:
    """Whether the words between "they" and an occasion only speak of it."""
    if frame.kind == "exercise" and frame.shape == "event" and TALKED_OF.search(text, start, end):
        return True
    return is_spoken_of(frame) and SPOKEN_OF.search(text, start, end) is not None


def is_spoken_of(frame: Frame) -> bool:
    """Whether an occasion is told by a noun, so that a verb before it may only speak of it."""
    if frame.trigger.rule.endswith("port_call"):
        return True
    return frame.shape in {"event", "act"} and not frame.trigger.rule.endswith("see_each_other")


def _travellers(reader: Reader, told: Frame, marks: Marks, start: int, end: int) -> list[int]:
    """Who of those that met is on the visit told at `start`: the subjects, or their guests where the destination is the subjects' own state."""
    persons = reader.mentions.people.persons
    destination = next((p.code for p in within(marks.parties, start, min(end, start + DESTINATION_REACH))), None)
    if destination is None or {persons[number].party for number in told.subjects} != {destination}:
        return told.subjects
    return [number for number in told.people if persons[number].party != destination] or told.subjects


# Code points between "visit" and the state it is to.
DESTINATION_REACH = 30


YOU_AND_I = re.compile(r"(?i)\b(?:you and I|we both|the two of us|Mr\.? (?:Minister|Secretary|President), we)\b")


def _add_speaker(reader: Reader, frame: Frame, support: Support) -> None:
    """ "I spoke with Minister X": the one who speaks; "you and I last met": and the one spoken to."""
    speaker = reader.speaker
    if speaker is not None and speaker not in reader.excluded:
        frame.add_person(speaker, "principal", support)
    text = reader.mentions.marks(support.part).text
    if YOU_AND_I.search(text, frame.sentence.start, frame.trigger.start):
        main = next((f for f in reader.frames if len(f.people) == 2 and speaker in f.people), None)
        for number in main.people if main else ():
            frame.add_person(number, "principal", support)
    frame.subjects = list(frame.people)


def _add_leading_pronoun(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence, zone: Zone) -> None:
    """ "Where he and Chile's undersecretary co-chaired ...": the sentence's own subject is one of them."""
    match = re.compile(
        r"\s*(he|she|the (?:general|admiral|minister|secretary|president|commander|chairman|ambassador|director|envoy))\b(?=\s+and\b)"
    ).match(marks.text, zone.start, zone.end)
    if match is None:
        return
    before = [
        m.person_no for m in people_in(marks, Zone(sentence.part, sentence.start, zone.start), owners=False) if m.person_no is not None
    ]
    for number in (before or reader.subjects)[:1]:
        if number not in reader.excluded:
            frame.add_person(number, "principal", Support(sentence.part, match.start(1), match.end(1), "participants.pronoun", "context"))


def add_parties_of_last(reader: Reader, frame: Frame, support: Support) -> None:
    """The parties of the engagement told last between two of them."""
    persons = reader.mentions.people.persons
    for last in reversed(reader.frames):
        codes = {persons[n].party for n in last.people} | set(last.parties)
        if len(codes - {None}) > 1:
            for code in sorted(code for code in codes if code):
                frame.add_party(code, support)
            return


def _parties_with(reader: Reader, frame: Frame, home: str | None) -> set[str]:
    """The parties of a frame, the publisher's own among them where its side is not named ("held a call with his counterpart")."""
    persons = reader.mentions.people.persons
    codes = {persons[number].party for number in frame.people} | set(frame.parties)
    if frame.shape in {"partners", "object", "between"}:
        codes.add(home)
    return {code for code in codes if code}


def add_all_of_last(reader: Reader, frame: Frame, support: Support) -> None:
    """ "The two leaders": all who took part in the engagement told last."""
    home = reader.mentions.document.publisher_party
    last = next((f for f in reversed(reader.frames) if len(_parties_with(reader, f, home)) > 1), None)
    if last is None:
        for number in signatories(reader, frame.sentence):
            frame.add_person(number, "principal", replace(support, rule="participants.signatory"))
        return
    if home is not None and home in _parties_with(reader, last, home):
        frame.add_party(home, support)
    for number in last.people:
        frame.add_person(number, "principal", support)
    for code in last.parties:
        frame.add_party(code, support)


def add_people(reader: Reader, frame: Frame, people: list[PersonMention], sentence: Sentence, role: str) -> None:
    for mention in people:
        if mention.person_no is not None:
            if mention.person_no not in reader.excluded:
                support = person_support(sentence.part, mention, f"participants.{frame.trigger.rule.split('.')[-1]}")
                frame.add_person(mention.person_no, "principal", support)
        elif mention.party:
            low, high = mention.party_span or (mention.start, mention.end)
            frame.add_party(mention.party, Support(sentence.part, low, high, "parties.office"))
