"""Texts in pieces that are marked or not; escaping is the template's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row; `note` says of what a marked piece is evidence, `text` alone stands unmarked."""

    text: str
    is_marked: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Code points of a text (end exclusive) and what they are evidence of."""

    start: int
    end: int
    note: str = ""


def pieces(text: str, spans: Iterable[Span]) -> list[Piece]:
    """The whole text; where spans overlap, each stretch has the notes of all that cover it."""
    known = [Span(max(0, s.start), min(len(text), s.end), s.note) for s in spans]
    known = [s for s in known if s.start < s.end]
    bounds = sorted({0, len(text), *(s.start for s in known), *(s.end for s in known)})
    found: list[Piece] = []
    for start, end in pairwise(bounds):
        covering = [s for s in known if s.start <= start and s.end >= end]
        notes = ", ".join(dict.fromkeys(s.note for s in covering if s.note))
        piece = Piece(text[start:end], bool(covering), notes)
        last = found[-1] if found else None
        if last is not None and (last.is_marked, last.note) == (piece.is_marked, piece.note):
            found[-1] = Piece(last.text + piece.text, piece.is_marked, piece.note)
        else:
            found.append(piece)
    return found


def excerpt(text: str, spans: Iterable[Span]) -> list[Piece]:
    """The paragraphs of a text that hold a span, "…" where others are left out; the first paragraph where none does."""
    known = list(spans)
    kept: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if any(s.start < end and s.end > start for s in known):
            kept.append((start, end))
        start = end + 1
    if not kept:
        kept = [(0, len(text.split("\n", 1)[0]))]
    found: list[Piece] = []
    reached = 0
    for start, end in kept:
        if start > reached + 1:
            found.append(Piece("…\n" if not found else "\n…\n"))
        elif found:
            found.append(Piece("\n"))
        found += pieces(text[start:end], [Span(s.start - start, s.end - start, s.note) for s in known if s.start < end and s.end > start])
        reached = end
    return [*found, Piece("\n…")] if reached < len(text.rstrip()) else found
