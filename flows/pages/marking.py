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
