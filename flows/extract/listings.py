"""Listings: one frame for each counterpart of a list, and sums of meetings that are told one by one."""

from __future__ import annotations

import re
from dataclasses import replace

from flows.extract.frames import Frame, Support, Zone, dates_in, full_end, full_start, nearest_date, people_in, person_support
from flows.extract.mentions import Marks, Sentence, within
from flows.extract.person_mentions import PersonMention
from flows.extract.reader import Reader
from flows.extract.seeking import Sought
from flows.extract.timing import set_date
from flows.extract.triggers import TriggerMatch, find_triggers

THE_FOLLOWING = re.compile(r"\bthe following\b[^.]*:\s*$|\b(?:meetings|talks|calls|discussions)\b[^.:]{0,60}\bwith:\s*$")


HONORIFICS = re.compile(r"[•–\-\s]*(?:(?:the|H\.\s?E|His Excellency|Her Excellency|Mr|Ms|Mrs|Dr|Hon)\.?\s*)*", re.IGNORECASE)


SEVERAL = re.compile(r"(?i)\bseparate(?:ly)?\b|\bbilateral meetings\b|\bmeetings\b")


def read_listing(reader: Reader, sentence: Sentence, marks: Marks, triggers: int) -> None:
    """ "Met separately with the following leaders:" and then a heading, item or paragraph for each."""
    text = marks.text
    if THE_FOLLOWING.search(text, sentence.start, sentence.end):
        last = reader.frames[-1] if reader.frames else None
        told = [f for f in reader.frames if f.sentence.index == sentence.index and f.kind in {"meeting", "call"}]
        reader.listing = told[0] if told and last is not None else None
        return
    listing = reader.listing
    if listing is None or not sentence.opens_block:
        return
    opening = next((m for m in within(marks.people, sentence.start, sentence.end) if m.form == "named" and m.person_no is not None), None)
    if opening is None or opening.person_no is None or not HONORIFICS.fullmatch(text, sentence.start, full_start(opening)):
        return
    support = person_support(sentence.part, opening, "participants.listed")
    for occasion in reader.frames:
        # "... the following leaders, who are attending the summit:"
        if occasion.kind == "conference" and occasion.sentence.index == listing.sentence.index:
            occasion.add_person(opening.person_no, "principal", support)
    if not SEVERAL.search(text, listing.sentence.start, listing.sentence.end):
        listing.add_person(opening.person_no, "principal", support)
        return
    frame = Frame(
        listing.kind, listing.mode, listing.status, Support(sentence.part, opening.start, full_end(opening), listing.trigger.rule),
        sentence, listing.shape, subjects=list(listing.subjects), date=listing.date, date_support=list(listing.date_support),
        date_text=listing.date_text, places=dict(listing.places), sentences=[sentence.index], is_separate=True,
        listed_in=listing.sentence,
    )  # fmt: skip
    frame.people = dict(listing.people)
    frame.parties = {code: list(rows) for code, rows in listing.parties.items()}
    frame.add_person(opening.person_no, "principal", support)
    frame.focus = "primary"
    reader.frames.append(frame)


# "Held four bilateral meetings in Jakarta": where each is told in a sentence of its own, the sum is none.
SUMMARY = Sought(
    r"(?i)\b(?:two|three|four|five|six|seven|several|separate|a (?:series|number|round) of) (?:\w+ ){0,2}(?:meetings|talks|calls|conversations|engagements)\b"
)


# "Met on 18 February with a number of leaders".
WITH_SEVERAL = Sought(
    r"(?i)[^.;]{0,40}?\b(?:several|various|(?:a|wide) (?:number|range) of|(?:two|three|four|five|six|seven|eight|nine|ten)) "
    r"(?:[\w-]+ ){0,3}?(?:leaders|counterparts|ministers|officials|presidents|chiefs|heads of \w+)\b"
)


def is_sum(reader: Reader, marks: Marks, sentence: Sentence, match: TriggerMatch, right: int) -> bool:
    summed = SUMMARY.search(marks, match.start, match.end) or WITH_SEVERAL.match(marks, match.end, sentence.end)
    if sentence.part != "body" or not summed:
        return False
    return not _partners_named(marks, match.end, right) and _tells_each(reader, sentence)


def _partners_named(marks: Marks, start: int, end: int) -> bool:
    return any(m.person_no is not None or m.party for m in people_in(marks, Zone("body", start, end), owners=False))


# Each of the meetings summed up is told within so many sentences.
TOLD_WITHIN = 12


def _tells_each(reader: Reader, sentence: Sentence) -> bool:
    """Whether two or more later sentences tell of talks with other parties."""
    body = reader.mentions.body
    later = reader.mentions.sentences[sentence.index + 1 : sentence.index + 1 + TOLD_WITHIN]
    telling = [
        s
        for s in later
        if any(
            t.trigger.kind in {"meeting", "call"} and t.trigger.shape != "again" and t.trigger.name != "talked"
            for t in find_triggers(body.text, s.start, s.end, body.hints)
        )
    ]
    return len(telling) >= 2


# "In a separate meeting, X and Y discussed ...": one.
A_SEPARATE = re.compile(r"\b[Aa] separate (?:[\w-]+ ){0,2}?(?:meeting|call|conversation|engagement|session)\b")
SEPARATELY_WITH = re.compile(
    r"\bseparate (?:[\w-]+ )?(?:meetings|calls|talks|discussions) with\b|\bseparately (?:\w+ ){0,4}?with\b|\b(?:meets?|met|receives?|received) separately\b|\bwith\b(?:[^.;]|(?<=H|E|U|S)\.|(?<=Mr|Ms|Dr)\.|(?<=Gen|Adm)\.){3,200}?\band (?:also )?(?:another (?:one |(?:\w+ )?(?:call|meeting|conversation) )?)?with\b"
)


# "Met the foreign ministers of Uzbekistan and Tajikistan", "the Pakistani and Turkish ministers": one meeting each.
TOGETHER = re.compile(r"(?i)\b(?:jointly|together|trilateral|quadrilateral|multilateral|group|summit|round ?table|both|all)\b")


def split_by_state(reader: Reader, frame: Frame, partners: list[PersonMention], right: int) -> list[Frame]:
    """One frame for each state whose official is named by office alone, unless the text says that they met together (GUIDE.md)."""
    text = reader.mentions.marks(frame.sentence.part).text
    home = reader.mentions.document.publisher_party
    # Partners stand after the words that announce the meeting; who stands before them acts, or is where it was.
    others = [c for c, rows in frame.parties.items() if c != home and len(c) == 3 and max(row.end for row in rows) > frame.trigger.end]
    offices = [m for m in partners if m.person_no is None and m.offices and m.offices[0].is_plural]
    persons = reader.mentions.people.persons
    foreign = any(persons[n].party != home for n in frame.people)
    if (
        frame.sentence.part == "title"
        or len(others) != 2
        or len(offices) != 1
        or foreign
        or home is None
        or TOGETHER.search(text, frame.sentence.start, right)
    ):
        return [frame]
    frames = []
    for code in others:
        part = replace(frame, people=dict(frame.people), places=dict(frame.places), sentences=list(frame.sentences), is_separate=True)
        part.trigger = frame.trigger._replace(end=max(row.end for row in frame.parties[code]))
        part.parties = {other: list(rows) for other, rows in frame.parties.items() if other == code or other not in others}
        frames.append(part)
    return frames


# "Spoke yesterday with X, and this morning with Y": the words between tell another day.
AND_WITH = re.compile(r",?\s+(?:and|then)\s+(?P<day>(?:[^\s,.;]+\s+){1,5}?)(?:with|to)\s+")


def split_by_day(reader: Reader, frame: Frame, partners: list[PersonMention], right: int) -> list[Frame]:
    """Two frames where those who stand after "and", a day and "with" were met or called on that day; else the frame as it is."""
    marks, sentence = reader.mentions.marks(frame.sentence.part), frame.sentence
    for match in AND_WITH.finditer(marks.text, frame.trigger.end, right):
        groups: dict[str | int, list[PersonMention]] = {
            0: [m for m in partners if m.end <= match.start()],
            1: [m for m in partners if m.start >= match.end()],
        }
        days = dates_in(marks, match.start("day"), match.end("day"))
        if not days or not all(groups.values()) or sum(map(len, groups.values())) < len(partners):
            continue
        first, second = (_part_of(reader, frame, groups, key, set(frame.subjects)) for key in groups)
        before = nearest_date(marks, frame.trigger.start, frame.trigger.end, sentence.start, match.start())
        for part, day in ((first, before), (second, days[0])):
            part.drop_date()
            set_date(reader, part, sentence, day)
        return [first, second]
    return [frame]


def _end_of(frame: Frame, key: str | int, members: list[PersonMention]) -> int:
    """Where the words end that name a counterpart, be it by its state alone; the trigger's own end where they stand before it."""
    end = full_end(members[-1]) if members else max(s.end for s in frame.parties[str(key)])
    return max(end, frame.trigger.end)


def split_by_counterpart(reader: Reader, frame: Frame, partners: list[PersonMention]) -> list[Frame]:
    """ "Met separately with X and Y": one frame for each counterpart."""
    text = reader.mentions.marks(frame.sentence.part).text
    if A_SEPARATE.search(text, frame.sentence.start, frame.sentence.end):
        return [frame]
    subjects = set(frame.subjects)
    if frame.shape == "between":
        home = reader.mentions.document.publisher_party
        subjects |= {number for number in frame.people if home and reader.mentions.people.persons[number].party == home}
    groups = _counterparts(reader, frame, partners, subjects)
    if len(groups) < 2:
        return [frame]
    return [_part_of(reader, frame, groups, key, subjects) for key in groups]


def _counterparts(reader: Reader, frame: Frame, partners: list[PersonMention], subjects: set[int]) -> dict[str | int, list[PersonMention]]:
    """Those met by whom they speak for: a state, else the person, else where an office stands."""
    persons = reader.mentions.people.persons
    text = reader.mentions.marks(frame.sentence.part).text
    # "Met separately with the general and the minister": two, though both are of one state.
    apart = SEPARATELY_WITH.search(text, frame.sentence.start, frame.sentence.end) is not None
    groups: dict[str | int, list[PersonMention]] = {}
    for mention in partners:
        if mention.person_no in subjects or mention.person_no in reader.excluded:
            continue
        party = persons[mention.person_no].party if mention.person_no is not None else mention.party
        if apart and mention.person_no is not None:
            party = None
        groups.setdefault(party or (mention.person_no if mention.person_no is not None else mention.start), []).append(mention)
    if any(m.person_no is not None for m in partners) or len(groups) > 1 or not frame.subjects:
        return groups
    # "Met with the defence chiefs of Kazakhstan and Laos respectively": a meeting for each state.
    ours = {persons[number].party for number in frame.subjects}
    return {code: groups.get(code, []) for code in frame.parties if code not in ours}


def _part_of(reader: Reader, frame: Frame, groups: dict[str | int, list[PersonMention]], key: str | int, subjects: set[int]) -> Frame:
    """The frame of one counterpart: its people and parties with the subjects', without those of the others."""
    persons = reader.mentions.people.persons
    numbers = {m.person_no for m in groups[key]}
    part = Frame(
        frame.kind,
        frame.mode,
        frame.status,
        frame.trigger._replace(end=_end_of(frame, key, groups[key])),
        frame.sentence,
        frame.shape,
        subjects=list(frame.subjects),
        date=frame.date,
        date_support=list(frame.date_support),
        date_text=frame.date_text,
        places=dict(frame.places),
        support=dict(frame.support),
        sentences=list(frame.sentences),
        is_separate=True,
    )
    for number, (role, supports) in frame.people.items():
        if number in subjects or number in numbers:
            part.people[number] = (role, list(supports))
    elsewhere = [m.person_no for other, members in groups.items() if other != key for m in members]
    others = {persons[number].party for number in elsewhere if number is not None} | (set(groups) - {key})
    own = {persons[n].party for n in numbers if n is not None} | {key}
    part.parties = {code: list(rows) for code, rows in frame.parties.items() if code in own or code not in others}
    return part
