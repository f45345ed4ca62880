"""A passage with the words sought marked, cut to what a reader takes in at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# About four lines of a terminal.
PASSAGE_CHARACTERS = 320
# Words around a span: about two lines before and after; a span may be a whole paragraph.
AROUND_CHARACTERS = 180
MOST_CHARACTERS = 900
# A word with the accents that may follow its letters.
WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a release; `marks` are spans of `text`."""

    text: str
    marks: tuple[tuple[int, int], ...]


def marked(text: str, is_sought: Callable[[str], bool]) -> Passage:
    """At most `PASSAGE_CHARACTERS` of a text, from where the words sought lie thickest, cut between words."""
    marks = [m.span() for m in WORD.finditer(text) if is_sought(m.group())]
    start, end = 0, len(text)
    if end > PASSAGE_CHARACTERS:
        near = PASSAGE_CHARACTERS // 2
        anchor = max(marks, key=lambda m: sum(m[0] <= other[0] < m[0] + near for other in marks))[0] if marks else 0
        start = max(0, min(anchor - near // 2, end - PASSAGE_CHARACTERS))
        end = start + PASSAGE_CHARACTERS
        start = start and text.find(" ", start, anchor) + 1
        end = end if end == len(text) else text.rfind(" ", start, end)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    inside = tuple((a + shift, b + shift) for a, b in marks if a >= start and b <= end)
    return Passage(before + re.sub(r"\s", " ", text[start:end]) + after, inside)


def around(text: str, spans: Sequence[tuple[int, int]]) -> Passage:
    """The words around the first of the spans of a text, cut between words; its beginning where there is none."""
    inside = sorted(span for span in spans if span[0] < len(text))
    first = inside[0] if inside else (0, 0)
    start = max(0, first[0] - AROUND_CHARACTERS)
    start = start and text.find(" ", start, first[0]) + 1
    end = min(len(text), max(first[1], start + AROUND_CHARACTERS) + AROUND_CHARACTERS, start + MOST_CHARACTERS)
    gap = text.rfind(" ", first[1], end)
    end = end if end == len(text) or gap < 0 else gap
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    marks = tuple((max(a, start) + shift, min(b, end) + shift) for a, b in inside if a < end and b > start)
    return Passage(before + text[start:end] + after, marks)
