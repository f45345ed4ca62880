"""Markdown, with or without front matter."""

from __future__ import annotations

import re
from typing import Any

import yaml

from flows.parse.blocks import Piece, RawCell, item_label, squeeze
from flows.parse.metadata import Facts

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
BULLET = re.compile(r"^(\s*)(?:[-*+]|\d{1,2}[.)])\s+(?=\S)")
QUOTE = re.compile(r"^\s*>\s?")
RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$|^\\?#{1,6}\s*$|^\\#+$")
TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-*:?\s*)*$")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|<(https?://[^>\s]+)>")
INLINE_TAG = re.compile(r"</?(?:sup|sub|em|strong|b|i|u|span|a)(?:\s[^<>]*)?>", re.IGNORECASE)
EMPHASIS = re.compile(r"(\*\*\*|\*\*|__|\*|(?<!\w)_)(?=\S)(.+?)(?<=\S)\1")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~$&'\"<])")


def read_markdown(text: str) -> tuple[list[Piece], Facts]:
    """The pieces of a Markdown release and the facts of its front matter."""
    facts = Facts()
    match = FRONT_MATTER.match(text)
    if match:
        _front_matter(match.group(1), facts)
        text = text[match.end() :]
    pieces: list[Piece] = []
    lines = text.split("\n")
    position = 0
    while position < len(lines):
        position = _block(lines, position, pieces)
    return pieces, facts


FRONT_KEYS = {
    "title": "title", "headline": "title", "date": "published_at", "published": "published_at", "published_at": "published_at",
    "url": "url", "canonical": "url", "publisher": "publisher", "source": "publisher", "department": "publisher",
    "author": "author", "language": "language", "lang": "language", "type": "release_type",
}  # fmt: skip


def _front_matter(block: str, facts: Facts) -> None:
    try:
        values: Any = yaml.load(block, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        facts.warnings.append(f"front matter is no YAML: {str(error).splitlines()[0]}")
        return
    if isinstance(values, dict):
        for key, value in values.items():
            name = FRONT_KEYS.get(str(key).lower())
            if name and value is not None and not isinstance(value, dict | list):
                facts.add(name, str(value), "front_matter")


def _block(lines: list[str], position: int, pieces: list[Piece]) -> int:
    line = lines[position]
    if not line.strip() or RULE.match(line):
        return position + 1
    if match := HEADING.match(line):
        pieces.append(Piece("heading", plain(match.group(2)), len(match.group(1)), source="h1" if len(match.group(1)) == 1 else ""))
        return position + 1
    if position + 1 < len(lines) and "|" in line and TABLE_RULE.match(lines[position + 1]) and "-" in lines[position + 1]:
        return _table(lines, position, pieces)
    if match := BULLET.match(line):
        return _item(lines, position, match, pieces)
    if QUOTE.match(line):
        return _quote(lines, position, pieces)
    return _paragraph(lines, position, pieces)


def _table(lines: list[str], position: int, pieces: list[Piece]) -> int:
    rows = [tuple(RawCell(cell, is_header=True) for cell in _cells(lines[position]))]
    position += 2
    while position < len(lines) and "|" in lines[position]:
        rows.append(tuple(RawCell(cell) for cell in _cells(lines[position])))
        position += 1
    words = "\n".join(" | ".join(cell.text for cell in row) for row in rows)
    pieces.append(Piece("table", words, rows=tuple(rows)))
    return position


def _cells(line: str) -> list[str]:
    return [plain(cell) for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _item(lines: list[str], position: int, match: re.Match[str], pieces: list[Piece]) -> int:
    words = [lines[position][match.end() :]]
    position += 1
    while position < len(lines) and lines[position].strip() and not BULLET.match(lines[position]) and not HEADING.match(lines[position]):
        words.append(lines[position])
        position += 1
    text = plain(" ".join(words))
    pieces.append(Piece("list_item", text, 1 + len(match.group(1).expandtabs(4)) // 2, item_label(text)))
    return position


def _quote(lines: list[str], position: int, pieces: list[Piece]) -> int:
    words = []
    while position < len(lines) and QUOTE.match(lines[position]):
        words.append(QUOTE.sub("", lines[position]))
        position += 1
    pieces.append(Piece("quote", plain(" ".join(words))))
    return position


def _paragraph(lines: list[str], position: int, pieces: list[Piece]) -> int:
    words: list[str] = []
    start = position
    while position < len(lines) and lines[position].strip():
        line = lines[position]
        if position > start and (HEADING.match(line) or BULLET.match(line) or QUOTE.match(line) or RULE.match(line)):
            break
        words.append(line)
        position += 1
        # Two spaces or a backslash at the end of a line break it (CommonMark 6.7).
        if line.endswith(("  ", "\\")):
            break
    raw = " ".join(words).strip()
    text = plain(raw)
    if re.fullmatch(r"(\*\*|__)[^*_]+\1:?", raw) and len(text.split()) <= 14 and not text.endswith((".", "!", "?")):
        pieces.append(Piece("heading", text.rstrip(":"), 3))
    elif text:
        pieces.append(Piece("paragraph", text))
    return max(position, start + 1)


def plain(text: str) -> str:
    """Markdown's words without its marks."""
    text = LINK.sub(lambda m: m.group(1) if m.group(1) is not None else m.group(2), text)
    for _ in range(3):
        text = EMPHASIS.sub(r"\2", text)
    text = ESCAPE.sub(r"\1", text).removesuffix("\\")
    return squeeze(INLINE_TAG.sub("", re.sub(r"<br\s*/?>", " ", text)))
