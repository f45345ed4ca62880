"""Reading: sentence by sentence, from triggers and events to frames."""

from __future__ import annotations

import itertools
import re

from flows.extract.candidates import find_candidates
from flows.extract.frames import (
    Zone,
    full_end,
    full_start,
    people_in,
)
from flows.extract.framing import frames_of
from flows.extract.listings import read_listing
from flows.extract.mentions import Marks, Mentions, Sentence, within
from flows.extract.person_mentions import PersonMention
from flows.extract.reader import Reader, about_whom
from flows.extract.triggers import language_patterns


def read_frames(mentions: Mentions, excluded: frozenset[int], language: str = "en") -> Reader:
    """The frames of a document in text order, and the sentences that add people to one.

    `excluded` are the people who are only quoted or named as the release's source.
    """
    reader = Reader(mentions, language, language_patterns(language), excluded)
    _note_owner(reader)
    for sentence in mentions.sentences:
        _read_sentence(reader, sentence)
    if PRESS_CONFERENCE.search(mentions.document.title):
        # "Regular press conference on July 25: joint exercise with Laos": the day is that of the words.
        for frame in reader.frames:
            if frame.sentence.part == "title":
                frame.drop_date()
    return reader


PRESS_CONFERENCE = re.compile(r"(?i)\bpress conference\b")
# "Agenda of the High Representative, X": whose days a schedule counts up.
AGENDA = re.compile(r"(?i)\b(?:agenda|schedule|programme|diary|calendar|week) (?:of|for)\b")


def _note_owner(reader: Reader) -> None:
    """Whose agenda a schedule is: the first person of the publisher's own whom its title or heading names."""
    document, persons = reader.mentions.document, reader.mentions.people.persons
    if document.release_type != "schedule":
        return
    for sentence in reader.mentions.sentences:
        marks = reader.mentions.marks(sentence.part)
        if AGENDA.search(marks.text, sentence.start, sentence.end) is None:
            continue
        named = next((m.person_no for m in within(marks.people, sentence.start, sentence.end) if m.person_no is not None), None)
        if named is not None and persons[named].party == document.publisher_party:
            reader.owner, reader.subjects = named, [named]
            return


def _read_sentence(reader: Reader, sentence: Sentence) -> None:
    marks = reader.mentions.marks(sentence.part)
    _note_speaker(reader, marks, sentence)
    hinted = marks.hints.within(sentence.start, sentence.end)
    matches = find_candidates(reader, marks, sentence)
    named = [
        m
        for m in people_in(marks, Zone(sentence.part, sentence.start, sentence.end), owners=False)
        if m.person_no is not None and m.person_no not in reader.excluded
    ]
    if sentence.opens_block and SUBJECTS.match(marks.text, sentence.start):
        # A transcript's list of subjects names what is told below.
        return
    if sentence.part == "body" and sentence.opens_block and QUESTION.match(marks.text, sentence.start):
        reader.asked_in = sentence.block_no
    if sentence.part == "body" and reader.asked_in == sentence.block_no:
        # What a journalist asks is not what the release reports.
        return
    for index in range(len(matches)):
        reader.frames.extend(frames_of(reader, sentence, marks, matches, index))
    if "the following" in hinted or reader.listing is not None or marks.text.endswith("with:", sentence.start, sentence.end):
        read_listing(reader, sentence, marks, len(matches))
    reader.named = [m.person_no for m in named if m.person_no is not None]
    if "joiners" in hinted and reader.patterns.words["joiners"].search(marks, sentence.start, sentence.end):
        reader.joins.append((sentence, named))
    if named and sentence.part == "body" and not ("joiners" in hinted and ACCOMPANIED.search(marks.text, sentence.start, sentence.end)):
        _remember_subject(reader, sentence, named)
    elif not named and not reader.subjects and sentence.part == "body" and _opens_with_own_office(reader, sentence, sentence.end):
        reader.subject_party = reader.mentions.document.publisher_party


SUBJECTS = re.compile(r"(?:SUBJECTS?|Subjects?|TOPICS?|Topics?)\s*:")
ASKED = re.compile(r"(?:QUESTION|Question|Q|Reporter|REPORTER|JOURNALIST|Journalist|MODERATOR|Moderator|STAFF|Staff)\s*:")
QUESTION = re.compile(r"(?:QUESTION|Question|Q|Reporter|REPORTER|JOURNALIST|Journalist)\s*:")
LABEL = re.compile(r"\s*(?:\([^)]{1,40}\)\s*)?:")


def _note_speaker(reader: Reader, marks: Marks, sentence: Sentence) -> None:
    """Who says "I" in a transcript: the one whose name and a colon open the paragraph."""
    if sentence.part != "body" or not sentence.opens_block:
        return
    if ASKED.match(marks.text, sentence.start):
        reader.speaker = None
        return
    first = next(iter(within(marks.people, sentence.start, sentence.end)), None)
    if first is not None and full_start(first) <= sentence.start + 4 and LABEL.match(marks.text, full_end(first)):
        reader.speaker = first.person_no


def _opens_with_own_office(reader: Reader, sentence: Sentence, until: int) -> bool:
    """Whether the sentence begins with an office of the publisher's own that nobody is named for ("The Foreign Secretary spoke to ...")."""
    home = reader.mentions.document.publisher_party
    mentions = within(reader.mentions.body.people, sentence.start, until)
    return bool(mentions) and home is not None and mentions[0].person_no is None and mentions[0].party == home


def _remember_subject(reader: Reader, sentence: Sentence, named: list[PersonMention]) -> None:
    """Whom "he" and "she" of the next sentence mean: the one the release is about, else who opens the sentence."""
    if reader.owner is not None:
        return
    numbers = [mention.person_no for mention in named if mention.person_no is not None]
    if (reader.subjects or reader.subject_party) and OPENED_BY_PRONOUN.match(reader.mentions.body.text, sentence.start, named[0].start):
        return
    if _opens_with_own_office(reader, sentence, named[0].start):
        reader.subjects, reader.subject_party = [], reader.mentions.document.publisher_party
        return
    here = [*itertools.takewhile(lambda frame: frame.sentence.index == sentence.index, reversed(reader.frames))]
    told = next((f for f in reversed(here) if f.shape != "again" and f.subjects), None)
    if told is not None and told.trigger.end <= named[0].start:
        # "There, the chief met with General X": he who met, named before, not whom he met.
        reader.subjects = told.subjects
        return
    about = about_whom(reader)
    leading = [number for number in numbers if number in about[:1]]
    if leading:
        reader.subjects = leading
    elif named[0].start - sentence.start < OPENING or not reader.subjects:
        reader.subjects = numbers[:1]


# Who came along does not become the one whom "he" means.
ACCOMPANIED = re.compile(
    r"\b(?:accompanied|joined|assisted|supported) (?:him|her|them|the (?:Minister|Secretary|President|General|Admiral))\b|\balso (?:present|attended)\b"
)
OPENED_BY_PRONOUN = re.compile(
    r"(?:With (?:the |his |her )?[^,;:.]{3,60}?,? (?:[Hh]e|[Ss]he)\b|(?:(?:[^,;:]{0,60}, ){0,3}|(?:In|At|While in) (?:[A-Z][\w-]+ ){1,3})(?:[Hh]e|[Ss]he|[Tt]hey)\b)|In (?:his|her) (?:meeting|talks|call)\b"
)


# Code points within which a sentence's subject is named.
OPENING = 90
