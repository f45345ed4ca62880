"""All that one pass over a document marks: sentences, people, parties, places, dates, topics."""

from __future__ import annotations

import functools
import operator
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from flows.extract.dates import DateMention, find_dates
from flows.extract.events import event_stems
from flows.extract.lexicon import Hints, Stems
from flows.extract.people import People, find_people
from flows.extract.person_mentions import PersonMention
from flows.extract.places import PartyMention, PlaceMention, find_places, parties_of, venue_stems
from flows.extract.sentences import Sentence as Sentence
from flows.extract.sentences import sentences_of
from flows.extract.triggers import language_patterns
from flows.parse.document import Document
from schemas.vocabulary import Part


class Spanned(Protocol):
    """Anything that stands at `start:end` of a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=Spanned)
START = operator.attrgetter("start")


class Sought(Generic[S]):
    """Marks that are sought where a rule first asks for them, paragraph by paragraph: most paragraphs tell of nothing."""

    def __init__(self, text: str, seek: Callable[[int, int], list[S]]) -> None:
        self._starts = [0, *(match.end() for match in PARAGRAPH.finditer(text))]
        self._stops = [*self._starts[1:], len(text)]
        self._seek = seek
        self._found: dict[int, list[S]] = {}

    def near(self, start: int, end: int) -> list[S]:
        """The marks of the paragraphs that `start:end` lies in, in text order."""
        first, last = max(bisect_right(self._starts, start) - 1, 0), bisect_left(self._starts, end)
        found = []
        for place in range(first, last):
            if place not in self._found:
                self._found[place] = self._seek(self._starts[place], self._stops[place])
            found.append(self._found[place])
        return found[0] if len(found) == 1 else [mark for marks in found for mark in marks]


PARAGRAPH = re.compile(r"\n\n")


@dataclass(frozen=True, slots=True)
class Marks:
    """The mentions in one part of a document, in text order, and the hints at what else it may hold."""

    text: str
    people: Sequence[PersonMention]
    parties: Sequence[PartyMention]
    places: Sought[PlaceMention]
    dates: Sought[DateMention]
    hints: Hints


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


def within(marks: Sequence[S] | Sought[S], start: int, end: int) -> list[S]:
    """Those of `marks`, sorted by start, that lie wholly in `start:end`."""
    spans = marks.near(start, end) if isinstance(marks, Sought) else marks
    if not spans:
        return []
    first = bisect_left(spans, start, key=START)
    found = []
    # No slice: it would copy all that follows in a long text.
    for place in range(first, len(spans)):
        span = spans[place]
        if span.start >= end:
            break
        if span.end <= end:
            found.append(span)
    return found


def find_mentions(document: Document) -> Mentions:
    """Mark everything that extraction draws on, once."""
    sentences = tuple(sentences_of(document))
    people = find_people(document, sentences)
    return Mentions(
        document=document,
        people=people,
        sentences=sentences,
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


def _marks(text: str, people: Sequence[PersonMention], language: str = "en") -> Marks:
    datelines = [match.span() for match in DATELINE.finditer(text, 0, OPENING)]

    def told(start: int) -> bool:
        return not any(low <= start < high for low, high in datelines)

    parties = [party for party in parties_of(text) if told(party.start)]
    # "The Singapore Armed Forces": a force, not where it is.
    forces = {at for party in parties if party.form == "agency" for at in range(party.start, party.end)}
    hints = _stems(language).find(text)

    def places(start: int, end: int) -> list[PlaceMention]:
        found = find_places(text[start:end], offset=start, has_venues="venue" in hints.within(start, end))
        return [place for place in found if told(place.start) and (place.kind == "venue" or place.start not in forces)]

    def dates(start: int, end: int) -> list[DateMention]:
        return find_dates(text, start, end)

    return Marks(text, sorted(people, key=START), parties, Sought(text, places), Sought(text, dates), hints)


@functools.cache
def _stems(language: str) -> Stems:
    return Stems(
        language_patterns(language).stems | event_stems(language) | {"the following": ("the following",), "venue": venue_stems(language)}
    )
