"""From pieces in reading order to one canonical text with spans."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flows.parse.document import Block, BlockKind, Cell, Section, Span, Table


@dataclass(frozen=True, slots=True)
class RawCell:
    """A table cell as read, before rows and columns are resolved."""

    text: str
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A block as read: its words, or the rows of a table.  `label` is the length of a list item's label."""

    kind: BlockKind
    text: str
    level: int = 0
    label: str | None = None
    rows: tuple[tuple[RawCell, ...], ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A canonical text and its structure."""

    text: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]


@dataclass(slots=True)
class _Builder:
    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    sections: list[list[int | None]] = field(default_factory=list)
    open_sections: list[tuple[int, int]] = field(default_factory=list)

    def write(self, text: str) -> Span:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return Span(start, self.length)


LABEL = re.compile(r"(?P<label>[^:.!?]{2,60}):\s+(?=\S)")


def squeeze(text: str) -> str:
    """`text` with every run of white space as one space."""
    return " ".join(text.replace("\u200b", " ").replace("\ufeff", " ").split())


def assemble(pieces: list[Piece]) -> Outline:
    """Lay pieces out as one text: blocks apart by an empty line, list items and rows by a line break."""
    builder = _Builder()
    builder.sections.append([None, 0, None, 0, 0])
    builder.open_sections.append((0, 0))
    previous: BlockKind | None = None
    for piece in pieces:
        if not piece.text and not piece.rows:
            continue
        if builder.length:
            builder.write("\n" if previous == piece.kind == "list_item" else "\n\n")
        previous = piece.kind
        if piece.kind == "heading":
            _open_section(builder, piece)
        section = builder.open_sections[-1][0]
        if piece.kind == "table":
            _table(builder, piece, section)
        else:
            _text_block(builder, piece, section)
    for number in range(len(builder.sections)):
        if builder.sections[number][4] == 0:
            builder.sections[number][4] = builder.length
    return Outline(
        "".join(builder.parts),
        tuple(builder.blocks),
        tuple(Section(number, row[0], row[1] or 0, row[2], row[3] or 0, row[4] or 0) for number, row in enumerate(builder.sections)),
        tuple(builder.tables),
    )


def _open_section(builder: _Builder, piece: Piece) -> None:
    while len(builder.open_sections) > 1 and builder.open_sections[-1][1] >= piece.level:
        number, _ = builder.open_sections.pop()
        builder.sections[number][4] = builder.length
    parent = builder.open_sections[-1][0]
    number = len(builder.sections)
    builder.sections.append([parent, piece.level, len(builder.blocks), builder.length, 0])
    builder.open_sections.append((number, piece.level))


def _text_block(builder: _Builder, piece: Piece, section: int) -> None:
    span = builder.write(piece.text)
    label = content = None
    if piece.kind == "list_item" and piece.label and piece.text.startswith(piece.label):
        label = Span(span.start, span.start + len(piece.label))
        rest = piece.text[len(piece.label) :]
        skipped = len(rest) - len(rest.lstrip(" :–—-"))
        content = Span(label.end + skipped, span.end)
    builder.blocks.append(Block(len(builder.blocks), piece.kind, span.start, span.end, section, piece.level, label, content))


def _table(builder: _Builder, piece: Piece, section: int) -> None:
    number, block_no, start = len(builder.tables), len(builder.blocks), builder.length
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    width = 0
    for row_no, row in enumerate(piece.rows):
        if row_no:
            builder.write("\n")
        column = 0
        for index, raw in enumerate(row):
            while (row_no, column) in taken:
                column += 1
            if index:
                builder.write(" | ")
            span = builder.write(raw.text)
            for down in range(raw.row_span):
                for across in range(raw.column_span):
                    taken.add((row_no + down, column + across))
            cells.append(Cell(row_no, column, raw.row_span, raw.column_span, raw.is_header, span.start, span.end))
            column += raw.column_span
            width = max(width, column)
    headers = 0
    for row in piece.rows:
        if not row or not all(cell.is_header for cell in row):
            break
        headers += 1
    builder.blocks.append(Block(block_no, "table", start, builder.length, section, 0, table_no=number))
    builder.tables.append(Table(number, block_no, section, len(piece.rows), width, headers, tuple(cells)))


def item_label(text: str) -> str | None:
    """The label that a list item opens with ("Cybersecurity: ..."), at most eight words."""
    match = LABEL.match(text)
    return match["label"] if match and len(match["label"].split()) <= 8 else None
