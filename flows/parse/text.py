"""Plain text: headings without markup, bullets, and pipe tables whose rows are broken over lines."""

from __future__ import annotations

import itertools
import re

from flows.parse.blocks import Piece, RawCell, item_label, squeeze
from flows.parse.metadata import Facts

BULLET = re.compile(r"^(?P<indent>\s*)(?:[-*•●▪◦‣·–—]|\(?\d{1,2}[.)]|\([a-z]\))\s+(?=\S)")
RULE_LINE = re.compile(r"^[\s|:\-]*-{3}[\s|:\-]*$")
SENTENCE_END = re.compile(r"[.!?:;,…]['\"”’)]*$")
CLOSING = re.compile(r"^(?:\W+|\\?#+|-?\s*30\s*-?)$")
SMALL = frozenset(
    ["a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "via", "de", "la", "la’s"]
)


def read_text(text: str) -> tuple[list[Piece], Facts]:
    """The pieces of a plain-text release."""
    lines = text.split("\n")
    pieces: list[Piece] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        if not line.strip() or CLOSING.match(line.strip()):
            position += 1
        elif _is_table_line(lines, position):
            position = _table(lines, position, pieces)
        elif match := BULLET.match(line):
            position = _item(lines, position, match, pieces)
        else:
            position = _paragraph(lines, position, pieces)
    return pieces, Facts()


def _is_table_line(lines: list[str], position: int) -> bool:
    """A line with a pipe that a rule line or another row with a pipe follows within the header's height."""
    if "|" not in lines[position]:
        return False
    return any(RULE_LINE.match(line) and "|" in line for line in lines[position : position + 6]) or (
        position + 1 < len(lines) and lines[position].count("|") >= 1 and lines[position + 1].count("|") >= 1
    )


def _cells(line: str) -> list[str]:
    return [squeeze(cell) for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _table(lines: list[str], position: int, pieces: list[Piece]) -> int:
    """A pipe table; the header may stand on several lines, each ending in a pipe."""
    header: list[str] = []
    start = position
    while position < len(lines) and not RULE_LINE.match(lines[position]):
        if "|" not in lines[position] or position - start > 8:
            break
        header.extend(cell for cell in _cells(lines[position]) if cell)
        position += 1
    has_rule = position < len(lines) and RULE_LINE.match(lines[position]) is not None
    if has_rule:
        rows = [tuple(RawCell(cell, is_header=True) for cell in header)]
        position += 1
    else:
        rows, position = [], start
    while position < len(lines) and "|" in lines[position]:
        cells = _cells(lines[position])
        rows.append(tuple(RawCell(cell) for cell in cells))
        position += 1
    words = "\n".join(" | ".join(cell.text for cell in row) for row in rows)
    pieces.append(Piece("table", words, rows=tuple(rows), source="pipe"))
    return position


def _item(lines: list[str], position: int, match: re.Match[str], pieces: list[Piece]) -> int:
    """A list item and the lines that continue it, which are indented."""
    words = [lines[position][match.end() :]]
    position += 1
    while (
        position < len(lines) and lines[position].startswith(("  ", "\t")) and lines[position].strip() and not BULLET.match(lines[position])
    ):
        words.append(lines[position])
        position += 1
    text = squeeze(" ".join(words))
    level = 1 + len(match["indent"].expandtabs(4)) // 2
    pieces.append(Piece("list_item", text, level, item_label(text)))
    return position


def _paragraph(lines: list[str], position: int, pieces: list[Piece]) -> int:
    """A heading, or a paragraph; lines near the text's width are joined to what follows."""
    line = lines[position].strip()
    blank_before = position == 0 or not lines[position - 1].strip() or SENTENCE_END.search(lines[position - 1].strip()) is not None
    if blank_before and _is_heading(line, lines, position):
        pieces.append(Piece("heading", squeeze(line), 2))
        return position + 1
    words = [line]
    position += 1
    apart = _is_list(lines, position - 1)
    while not apart and position < len(lines) and lines[position].strip() and _continues(words[-1], lines[position]):
        words.append(lines[position].strip())
        position += 1
    pieces.append(Piece("paragraph", squeeze(" ".join(words))))
    return position


def _is_list(lines: list[str], position: int) -> bool:
    """Whether the lines up to the next empty one are entries, not one wrapped paragraph: each begins with a capital, none ends a sentence."""
    run = list(itertools.takewhile(str.strip, (line.strip() for line in lines[position:])))
    return len(run) > 1 and all(line[0].isupper() and not SENTENCE_END.search(line) for line in run)


def _continues(line: str, following: str) -> bool:
    """Whether `following` is the same hard-wrapped paragraph as `line`."""
    if BULLET.match(following) or "|" in following:
        return False
    if len(line) > 110 or len(line) < 50:
        return False
    return SENTENCE_END.search(line) is None or len(line) > 60


def _is_heading(line: str, lines: list[str], position: int) -> bool:
    """A short line without a closing stop, in title case or set apart by empty lines, before other text."""
    words = line.split()
    if not 1 <= len(words) <= 14 or len(line) > 110 or SENTENCE_END.search(line) or line[0].islower():
        return False
    following = next((entry.strip() for entry in lines[position + 1 :] if entry.strip()), "")
    if not following:
        return False
    significant = [word for word in words if word.lower() not in SMALL]
    capitals = sum(word[0].isupper() or not word[0].isalpha() for word in significant)
    apart = position + 1 < len(lines) and not lines[position + 1].strip()
    if apart and len(words) <= 12:
        return True
    return capitals == len(significant) and len(following) > len(line)
