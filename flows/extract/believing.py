"""Believing: which frames are engagements between two parties."""

from __future__ import annotations

import re

from flows.extract.events import verb_pattern
from flows.extract.frames import Frame, Support
from flows.extract.likeness import in_title, parties_of
from flows.extract.mentions import Mentions
from flows.extract.reader import Reader


def _is_with_unsaid(mentions: Mentions, frame: Frame) -> bool:
    """In a newspaper's text: talks of an official whose state is told with one whose state is not."""
    if mentions.document.publisher_party is not None or frame.kind not in {"meeting", "call", "dialogue"}:
        return False
    people = [mentions.people.persons[number] for number in frame.people]
    unsaid = [p for p in people if p.party is None and p.level in {"head", "minister", "deputy_minister", "chief_of_defence"}]
    return bool(unsaid) and len(people) > len(unsaid) and bool(frame.parties)


WAS_THERE = re.compile(
    r"(?i)\b(?:attend\w*|participat\w+ in|tak\w+ part in|took part in|join\w*|addressed|spoke at|deliver\w*|(?:co-?)?host(?:s|ed)|conven(?:es|ed)|(?:co-?)?chair(?:s|ed)|opened)\b[^.;]{0,160}$"
)
# Signings and exercises of earlier years than these are history, not an engagement told in passing.
RECENT_YEARS = 3


ATTENDS = re.compile(
    r"(?i)\b(?:attend\w*|address\w*|participa\w+|t(?:ake|akes|ook|aking) part|join\w*|(?:co-?)?chair\w*|(?:co-?)?host\w*|conven\w*|led|lead|represent\w*|deliver\w*|spoke|speak\w*|held|holds?|welcom\w*|open\w*|at (?:the|an?)|travel\w*)\b"
)


def parties_of_main(mentions: Mentions, merged: list[Frame], frame: Frame) -> None:
    """ "The agreement was signed in Manila in July", "the exercise will be held in August": the two sides of the release."""
    published = mentions.document.published_on
    if (
        frame.kind not in {"signing", "exercise", "dialogue"}
        or len(parties_of(mentions, frame)) > 1
        or frame.date is None
        or published is None
    ):
        return
    if abs(int(frame.date.start[:4]) - published.year) > RECENT_YEARS:
        return
    main = merged[0]
    codes = parties_of(mentions, main)
    if main is frame or len(codes) != 2 or not parties_of(mentions, frame) <= codes:
        return
    for code in sorted(codes):
        frame.add_party(code, Support(frame.trigger.part, frame.trigger.start, frame.trigger.end, "parties.of_release", "context"))


def is_engagement(reader: Reader, frame: Frame) -> bool:
    """At least two parties, or one that met foreigners; not a purely domestic occasion."""
    mentions = reader.mentions
    _complete_parties(mentions, frame)
    marks = mentions.marks(frame.sentence.part)
    if frame.is_next and frame.date is None and not frame.places:
        return False
    if frame.shape == "between" and not frame.people and frame.date is None and not frame.places and not in_title(mentions, frame):
        # "Opening these consultations with the Czech Republic reflects ...": talks as such, no occasion.
        return False
    if frame.kind == "exercise" and _is_topic(mentions, frame):
        return False
    if len(frame.parties) >= 2:
        return True
    if (
        frame.kind == "conference"
        and (frame.people or (frame.parties and frame.date))
        and frame.event
        and verb_pattern("of_states").search(frame.event.name)
    ):
        # The others at a conference of states need not be named where somebody is said to have been there.
        return WAS_THERE.search(marks.text, frame.sentence.start, frame.trigger.start) is not None
    if _is_with_unsaid(mentions, frame):
        return True
    foreign = reader.patterns.words["foreign"].search(marks, frame.sentence.start, frame.sentence.end)
    domestic = reader.patterns.words["domestic"].search(marks, frame.sentence.start, frame.sentence.end)
    if not frame.parties or domestic or not foreign:
        return False
    if frame.shape == "event" and not ATTENDS.search(marks.text, frame.sentence.start, frame.sentence.end):
        # "She announced it as partners meet for the Summit": nobody of hers took part.
        return False
    return bool(frame.kind in {"conference", "meeting"} and frame.people)


def _is_topic(mentions: Mentions, frame: Frame) -> bool:
    """ "They spoke of joint exercises": neither dated nor named nor placed, a topic and no occasion (GUIDE.md, `exercise`)."""
    named = frame.event is not None and frame.event.is_named
    return not named and frame.date is None and not frame.places and not in_title(mentions, frame)


def _complete_parties(mentions: Mentions, frame: Frame) -> None:
    """Each participant's party took part; so did the home state of those who act for it."""
    persons = mentions.people.persons
    for number, (_, supports) in frame.people.items():
        party = persons[number].party
        if party:
            frame.add_party(
                party,
                Support(supports[0].part, supports[0].start, supports[0].end, "parties.of_participant", "derived"),
            )
    home = mentions.document.publisher_party
    if (
        len(frame.parties) == 1
        and home
        and home not in frame.parties
        and (frame.shape in {"partners", "object", "between", "act", "event"} or (frame.shape == "trip" and "country" not in frame.places))
    ):
        frame.add_party(home, Support("metadata", *publisher_span(mentions), "parties.publisher", "context"))


def publisher_span(mentions: Mentions) -> tuple[int, int]:
    text, name = mentions.document.metadata_text, mentions.document.publisher or ""
    start = text.find(f"publisher: {name}\n")
    return (start + len("publisher: "), start + len("publisher: ") + len(name)) if start >= 0 else (0, 0)
