"""All that one pass over a document marks: sentences, people, parties, places, dates, topics."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from flows.extract.dates import DateMention, find_dates
from flows.extract.people import People, find_people
from flows.extract.person_mentions import PersonMention
from flows.extract.places import PartyMention, PlaceMention, find_parties, find_places
from flows.extract.sentences import split_sentences
from flows.parse.document import Block, Document
from schemas.vocabulary import Part


class Spanned(Protocol):
    """Anything that stands at `start:end` of a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=Spanned)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, list item, heading or table row, with where it stands in the document."""

    index: int
    part: Part
    start: int
    end: int
    kind: str
    block_no: int
    section_no: int
    opens_block: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """The mentions in one part of a document, each list in text order."""

    text: str
    people: Sequence[PersonMention]
    parties: Sequence[PartyMention]
    places: Sequence[PlaceMention]
    dates: Sequence[DateMention]


@dataclass(frozen=True, slots=True)
class Mentions:
    """A document with its sentences (the title first) and the marks of title and body."""

    document: Document
    people: People
    sentences: tuple[Sentence, ...]
    title: Marks
    body: Marks

    def marks(self, part: Part) -> Marks:
        """The marks of the title or the body."""
        return self.title if part == "title" else self.body


def within(spans: Sequence[S], start: int, end: int) -> list[S]:
    """Those of `spans`, sorted by start, that lie wholly in `start:end`."""
    first = bisect_left(spans, start, key=lambda span: span.start)
    found = []
    for span in spans[first:]:
        if span.start >= end:
            break
        if span.end <= end:
            found.append(span)
    return found


def find_mentions(document: Document) -> Mentions:
    """Mark everything that extraction draws on, once."""
    people = find_people(document)
    return Mentions(
        document=document,
        people=people,
        sentences=tuple(_sentences(document)),
        title=_marks(document.title, people.title),
        body=_marks(document.text, people.body),
    )


# "YOKOSUKA, Japan –", "Doha, January 12 (GNA) -": where and when it was written, not where it happened (GUIDE.md, `city`).
DATELINE = re.compile(
    r"(?m)^[ \t]*(?:[A-ZÀ-Þ][A-ZÀ-Þ.’' \-]{2,40}|[A-Z][a-z]+(?: [A-Z][a-z]+)?(?=, (?:[A-Z][a-z]{2,8}\.? )?\d))"
    r"(?:, [A-Z][\w. ]{1,25}?){0,2}(?:,? (?:[A-Z][a-z]{2,8}\.? )?\d{1,2}(?: [A-Z][a-z]{2,8})?(?:, \d{4})?)?(?:, [A-Z]{2,10})?(?: \([^)\n]{1,30}\))?\s*(?:–|—|--| - )(?=\s*[^\W\d_])"
)


# Code points of a text within which its dateline stands.
OPENING = 2000


def _marks(text: str, people: Sequence[PersonMention]) -> Marks:
    datelines = [match.span() for match in DATELINE.finditer(text, 0, OPENING)]

    def told(start: int) -> bool:
        return not any(low <= start < high for low, high in datelines)

    parties = [party for party in find_parties(text) if told(party.start)]
    # "The Singapore Armed Forces": a force, not where it is.
    forces = {at for party in parties if party.form == "agency" for at in range(party.start, party.end)}
    return Marks(
        text=text,
        people=sorted(people, key=lambda mention: mention.start),
        parties=sorted(parties, key=lambda mention: mention.start),
        places=sorted(
            (p for p in find_places(text) if told(p.start) and (p.kind == "venue" or p.start not in forces)),
            key=lambda mention: mention.start,
        ),
        dates=sorted(find_dates(text), key=lambda mention: mention.start),
    )


def _sentences(document: Document) -> list[Sentence]:
    found: list[Sentence] = []
    if document.title:
        found.append(Sentence(0, "title", 0, len(document.title), "title", -1, 0, True))
    for block in document.blocks:
        for number, (start, end) in enumerate(_units(document, block)):
            found.append(Sentence(len(found), "body", start, end, block.kind, block.block_no, block.section_no, number == 0))
    return found


def _units(document: Document, block: Block) -> list[tuple[int, int]]:
    """The spans to read as sentences: a table's rows, a heading whole, else the sentences."""
    if block.kind == "table" and block.table_no is not None:
        rows: dict[int, tuple[int, int]] = {}
        for cell in document.tables[block.table_no].cells:
            start, end = rows.get(cell.row_no, (cell.start, cell.end))
            rows[cell.row_no] = (min(start, cell.start), max(end, cell.end))
        return [rows[number] for number in sorted(rows)]
    if block.kind == "heading":
        return [(block.start, block.end)]
    return list(split_sentences(document.text, block.start, block.end))
