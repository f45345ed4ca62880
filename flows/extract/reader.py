"""The reader: what reading has seen so far of one document."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from flows.extract.events import Event
from flows.extract.frames import Frame
from flows.extract.mentions import Mentions, Sentence
from flows.extract.person_mentions import PersonMention
from flows.extract.triggers import Language


@dataclass(slots=True)
class Reader:
    """What reading has seen so far of one document."""

    mentions: Mentions
    language: str
    patterns: Language
    excluded: frozenset[int]
    subjects: list[int] = field(default_factory=list)
    subject_party: str | None = None
    frames: list[Frame] = field(default_factory=list)
    unbelieved: list[Frame] = field(default_factory=list)
    joins: list[tuple[Sentence, list[PersonMention]]] = field(default_factory=list)
    acronyms: dict[str, Event] = field(default_factory=dict)
    listing: Frame | None = None
    speaker: int | None = None
    asked_in: int | None = None
    owner: int | None = None
    named: list[int] = field(default_factory=list)


JOINT_STATEMENT = re.compile(r"(?i)\bjoint (?:\w+ )?(?:statement|communiqu[eé]|declaration)\b")
# Code points of a release's head within which it calls itself a joint statement.
HEAD = 300


def signatories(reader: Reader, sentence: Sentence) -> list[int]:
    """Those who sign a joint statement above its first sentence ("We met today ..."), where they are of two sides or more."""
    document = reader.mentions.document
    if sentence.part != "body" or not (JOINT_STATEMENT.search(document.title) or JOINT_STATEMENT.search(document.text, 0, HEAD)):
        return []
    persons = reader.mentions.people.persons
    named = {m.person_no for m in reader.mentions.body.people if m.form == "named" and m.start < sentence.start and m.person_no is not None}
    signed = [number for number in sorted(named) if persons[number].title and number not in reader.excluded]
    return signed if len({persons[number].party for number in signed} - {None}) > 1 else []


def about_whom(reader: Reader) -> list[int]:
    """Whom the release is about: whose agenda it is, else the subjects of the first engagement that its body tells."""
    if reader.owner is not None:
        return [reader.owner]
    return next((frame.subjects for frame in reader.frames if frame.subjects and frame.sentence.part == "body"), [])


def day_told_last(reader: Reader) -> dt.date | None:
    """The day told last, which "the next day" counts from."""
    for frame in reversed(reader.frames):
        if frame.date and len(frame.date.start) == 10:
            return dt.date.fromisoformat(frame.date.start)
    return None
