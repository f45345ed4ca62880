"""Implied: who acts where the words before a trigger don't name him: the speaker, whom a pronoun means, the sentence's own subject."""

from __future__ import annotations

import re

from flows.extract.adding import add_all_of_last, add_guests_of_last, add_parties_of_last, add_people
from flows.extract.anaphora import HOLDERS, holder_of, second_of_two
from flows.extract.frames import Frame, Support, Zone, parties_in, people_in, person_support
from flows.extract.mentions import Marks, Sentence
from flows.extract.reader import Reader, about_whom, signatories

FIRST_PERSON = re.compile(r"\b(?:I|We|we)(?:[’'](?:ve|ll|m|re|d))?(?=\s)")
# "The ministers of the Nordic countries": not the two told before.
OF_OTHERS = re.compile(r"\s+(?:of|from) (?:the )?(?!two\b|both\b)[A-Z]")
HIS = re.compile(r"\s*(?:On|During|As part|At|In|Ahead|Concluding|Continuing)\b[^,;]*\b(?:his|her|an?) (?:[\w-]+ ){0,3}")
# "The two discussed Exercise X, which will take place in May": their states', and they need not be there.
TALKED_OF = re.compile(
    r"\b(?:discussed|reaffirmed|reviewed|considered|exchanged views|spoke (?:about|of))\b(?![^.;]*\b(?:attend|observ|took part|participat))"
)
# "Earlier, the ship visited Antsiranana": of the navy whose port call was told before.
THE_SHIP = re.compile(
    r"\b[Tt]he (?:ships?|frigate|destroyer|corvette|cutter|submarine|vessels?|warships?|flotilla|squadron|task group)\b[^.;,]{0,30}$"
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
    r"(?i)the (?:guests?|visitors?|delegation|(?:visiting |distinguished )?dignitary|visiting (?:general|admiral|minister|commander|chief|officer)s?)"
)


def fill_implied_subject(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence, zone: Zone) -> None:
    """Who acts in `zone`, where nobody is named there: first persons, then the sentence's subject, a pronoun, and whom the release is about."""
    text = marks.text
    first = FIRST_PERSON.search(text, zone.start, zone.end)
    if first is not None and reader.speaker is not None:
        _add_speaker(reader, frame, Support(sentence.part, first.start(), first.end(), "participants.first_person", "context"))
        return
    if first is not None and reader.mentions.document.publisher_party is not None:
        speaker = Support(sentence.part, first.start(), first.end(), "parties.first_person", "context")
        _add_publisher_s_own(reader, frame, sentence, speaker, reader.mentions.document.publisher_party)
        return
    fronted = FRONTED.match(text, sentence.start, zone.end)
    opening = fronted.end() if fronted else sentence.start
    lead = [
        m
        for m in people_in(marks, Zone(sentence.part, opening, zone.end), owners=False)
        if m.person_no is not None and m.person_no not in reader.excluded
    ]
    pronoun = reader.patterns.words["pronouns"].search(marks, opening, zone.end)
    if pronoun is not None and OF_OTHERS.match(text, pronoun.end()):
        return
    if lead and frame.shape == "event" and SPOKEN_OF.search(text, lead[-1].end, zone.end):
        # "The minister welcomed the dispatch of aircraft for a joint exercise": he did not exercise.
        for mention in lead[:1]:
            if mention.party:
                frame.add_party(mention.party, person_support(sentence.part, mention, "parties.speaker"))
    elif lead and frame.shape != "again":
        # "X and his counterpart Y agreed on patrols during a meeting": both.
        both = frame.trigger.rule.endswith(("during_meeting", "during_call"))
        add_people(reader, frame, lead if both else lead[:1], sentence)
    elif frame.shape == "again" and not reader.frames and THEIR.match(text, frame.trigger.start) and _are_two_sides(reader):
        # "X and Y agreed on patrols. The agreement came out of their meeting on Thursday".
        for number in reader.named:
            frame.add_person(number, "principal", frame.trigger._replace(rule="participants.group", basis="context"))
    elif pronoun:
        _add_meant(reader, frame, text, zone, pronoun)
    else:
        _add_from_context(reader, frame, marks, sentence, zone)
    frame.subjects = list(frame.people)


THEIR = re.compile(r"(?i)(?:during |in )?their\b")


def _are_two_sides(reader: Reader) -> bool:
    """Whether the sentence before names two people, of two parties."""
    persons = reader.mentions.people.persons
    return len(reader.named) == 2 and len({persons[number].party for number in reader.named} - {None}) == 2


def _add_publisher_s_own(reader: Reader, frame: Frame, sentence: Sentence, speaker: Support, home: str) -> None:
    """ "We met ..." where nobody's name opens the paragraph: those who sign above, else whom the release is about on the publisher's side."""
    signed = [] if any(f.sentence.part == "body" and f.people for f in reader.frames) else signatories(reader, sentence)
    for number in signed:
        frame.add_person(number, "principal", speaker._replace(rule="participants.signatory"))
    if not signed:
        frame.add_party(home, speaker)
        for number in reader.subjects[:1]:
            if reader.mentions.people.persons[number].party == home:
                frame.add_person(number, "principal", speaker._replace(rule="participants.first_person"))
    frame.subjects = list(frame.people)


def _add_meant(reader: Reader, frame: Frame, text: str, zone: Zone, pronoun: re.Match[str]) -> None:
    """Whom "he", "the guests" and "the two ministers" mean."""
    if pronoun.group().lower() in {"he", "she", "him", "her"}:
        pronoun_support = Support(zone.part, pronoun.start(), pronoun.end(), "participants.pronoun", "context")
        for number in reader.subjects[:1]:
            frame.add_person(number, "principal", pronoun_support)
        if not reader.subjects and reader.subject_party:
            frame.add_party(reader.subject_party, pronoun_support._replace(rule="parties.pronoun"))
    elif (holder := holder_of(reader, pronoun.group(), pronoun.start())) is not None:
        frame.add_person(holder, "principal", Support(zone.part, pronoun.start(), pronoun.end(), "participants.office", "context"))
    elif OF_ONE.match(pronoun.group()):
        # An office whose holder the release does not tell.
        return
    elif GUESTS.fullmatch(pronoun.group()):
        add_guests_of_last(reader, frame, Support(zone.part, pronoun.start(), pronoun.end(), "participants.delegation", "context"))
    elif _speaks_of(frame, text, pronoun.end(), zone.end):
        add_parties_of_last(reader, frame, Support(zone.part, pronoun.start(), pronoun.end(), "parties.group", "context"))
    else:
        group = Support(zone.part, pronoun.start(), pronoun.end(), "participants.group", "context")
        add_all_of_last(reader, frame, group)
        other = second_of_two(reader, text, pronoun.start(), next(iter(frame.people))) if len(frame.people) == 1 else None
        if other is not None:
            frame.add_person(other, "principal", group)


OF_ONE = re.compile(
    rf"(?i)(?:the (?:{'|'.join(sorted(HOLDERS, key=len, reverse=True))})|h(?:is|er) (?:royal highness|majesty|highness|excellency)|hrh)$"
)


def _add_from_context(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence, zone: Zone) -> None:
    """Who acts in a sentence without a person or a pronoun before the trigger: a delegation, a force, a ship, else whom the release is about."""
    text = marks.text
    if reader.owner is not None:
        # An item of somebody's agenda: "Wreath-laying at the memorial with Minister X".
        frame.add_person(reader.owner, "principal", frame.trigger._replace(rule="participants.agenda", basis="context"))
    elif frame.shape == "act" and THE_DELEGATIONS.search(text, sentence.start, zone.end):
        add_guests_of_last(reader, frame, Support(sentence.part, sentence.start, zone.end, "participants.delegation", "context"))
    elif frame.shape in {"travel", "trip"} and (
        led_by := parties_in(
            marks, Zone(sentence.part, zone.start if sentence.part == "title" and frame.shape == "trip" else sentence.start, zone.end), []
        )
    ):
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
        add_people(reader, frame, rest[:1], sentence)
    elif (
        frame.shape in {"travel", "partners", "object"}
        or (frame.shape == "trip" and frame.status != "held" and not frame.trigger.rule.endswith("visit_of"))
    ) and (about_whom(reader) or reader.subjects):
        support = Support(sentence.part, frame.trigger.start, frame.trigger.end, "participants.pronoun", "context")
        for number in (about_whom(reader) or reader.subjects)[:1]:
            frame.add_person(number, "principal", support)


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
