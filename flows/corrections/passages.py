"""Passages: which words of a release a quote is, and which report they announce."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.extract.report import Report
from flows.parse.document import Document
from schemas.vocabulary import Part

# A passage is widened to so many characters: fewer may return by chance in a later text.
SHORTEST_PASSAGE = 25
MOST_WIDENING = 60
PARTS: tuple[Part, ...] = ("body", "title", "metadata")


class NotFound(Exception):
    """A passage that leads to no report, or to several; the message says why."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of one of a release's stored texts."""

    part: Part
    start: int
    end: int


def occurrences(document: Document, quote: str, parts: Sequence[Part] = PARTS) -> list[Passage]:
    """Where the words of `quote` stand, in whatever lines they are broken."""
    pattern = re.compile(r"\s+".join(re.escape(word) for word in quote.split()))
    return [Passage(part, *match.span()) for part in parts for match in pattern.finditer(document.part(part))]


def nearest(document: Document, quote: str, near: Passage) -> Passage | None:
    """The occurrence of `quote` that stands nearest to a place; in the same text rather than in another."""
    found = occurrences(document, quote)
    return min(found, key=lambda p: (p.part != near.part, abs(p.start - near.start), p.start), default=None)


def trigger(report: Report) -> Passage:
    """The words that announce a report."""
    return Passage(report.trigger_part, report.trigger_start, report.trigger_end)


def find_report(document: Document, reports: Sequence[Report], quote: str) -> Report:
    """The one report whose announcing words meet the passage; of several the one whose words lie in it, or are it.

    Raises `NotFound`.
    """
    places = occurrences(document, quote, ("body", "title"))
    if not places:
        raise NotFound("its words no longer stand in the release")
    for meets in (_overlap, _inside, _equal):
        found = [report for report in reports if any(meets(trigger(report), place) for place in places)]
        if len(found) == 1:
            return found[0]
        if not found:
            break
    if not any(_overlap(trigger(report), place) for report in reports for place in places):
        raise NotFound("no report is announced in its words")
    raise NotFound("its words announce several reports; quote those of one")


def _overlap(words: Passage, place: Passage) -> bool:
    return words.part == place.part and words.start < place.end and place.start < words.end


def _inside(words: Passage, place: Passage) -> bool:
    return words.part == place.part and place.start <= words.start and words.end <= place.end


def _equal(words: Passage, place: Passage) -> bool:
    return words == place


def passage_of(document: Document, reports: Sequence[Report], report: Report) -> str:
    """The shortest passage around a report's announcing words, of whole words, that leads to it alone.

    Raises `NotFound` where none does.
    """
    text = document.part(report.trigger_part)
    words = [match.span() for match in re.finditer(r"\S+", text)]
    first = next(n for n, (_, end) in enumerate(words) if end > report.trigger_start)
    last = max(n for n, (start, _) in enumerate(words) if start < report.trigger_end)
    fallback = None
    exact = text[report.trigger_start : report.trigger_end]
    for quote in [" ".join(exact.split()), *(_widened(text, words, first, last, by) for by in range(MOST_WIDENING))]:
        if _leads_to(document, reports, quote, report):
            fallback = fallback or quote
            if len(quote) >= SHORTEST_PASSAGE:
                return quote
    if fallback is None:
        raise NotFound("the words that announce it announce another report too")
    return fallback


def _widened(text: str, words: list[tuple[int, int]], first: int, last: int, by: int) -> str:
    """The words from `first` to `last` with `by` more, first after them, then before."""
    start, end = words[max(first - by // 2, 0)][0], words[min(last + (by + 1) // 2, len(words) - 1)][1]
    return " ".join(text[start:end].split())


def _leads_to(document: Document, reports: Sequence[Report], quote: str, report: Report) -> bool:
    try:
        return find_report(document, reports, quote) is report
    except NotFound:
        return False
