"""The document: what one revision of one release says, as one text and spans of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

BlockKind = Literal["heading", "paragraph", "list_item", "table", "quote", "caption"]
MetadataSource = Literal[
    "manifest",
    "json_ld",
    "open_graph",
    "meta",
    "time",
    "byline",
    "dateline",
    "url",
    "front_matter",
    "heading",
    "publisher",
    "text",
]


class Span(NamedTuple):
    """Unicode code points `start` to `end` (exclusive, from 0) of a stored text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words at this span of `text`."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the text; `start:end` is its text without markup or bullet.

    `level` is the heading level (1-6) of a heading, the nesting depth (from 1) of a
    list item, 0 otherwise.  `section_no` is the innermost section it stands in.  A
    list item with a label ("Cybersecurity: Enhancing ...") has the label's span and
    the span of what follows it.
    """

    block_no: int
    kind: BlockKind
    start: int
    end: int
    section_no: int
    level: int = 0
    label: Span | None = None
    content: Span | None = None
    table_no: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it.  Section 0 is the whole text, without a heading."""

    section_no: int
    parent_no: int | None
    level: int
    heading_block_no: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; row and column count from 0 in the resolved grid, spans are at least 1."""

    row_no: int
    column_no: int
    row_span: int
    column_span: int
    is_header: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table and its cells in reading order; `caption_block_no` where it has a caption."""

    table_no: int
    block_no: int
    section_no: int
    row_count: int
    column_count: int
    header_row_count: int
    cells: tuple[Cell, ...]
    caption_block_no: int | None = None


@dataclass(frozen=True, slots=True)
class Metadatum:
    """A metadata value as written, and where it was read."""

    name: str
    text: str
    source: MetadataSource


@dataclass(frozen=True, slots=True)
class Document:
    """A release read into one canonical text with structure as spans of it.

    `metadata_text` holds one `name: text` line per metadatum in `metadata`; evidence
    of `part == "metadata"` is a span of it.  `published_on` is the publisher's local
    date; `published_at` keeps the offset it was published with (None: only a day, or
    nothing, is known).  `title` is "" where none was found.
    """

    document_id: str
    text: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    metadata: tuple[Metadatum, ...] = ()
    url: str | None = None
    publisher: str | None = None
    publisher_party: str | None = None
    published_at: dt.datetime | None = None
    published_on: dt.date | None = None
    published_precision: Literal["second", "minute", "day"] | None = None
    language: str | None = None
    release_type: str = "other"
    is_primary: bool = True
    warnings: tuple[str, ...] = field(default=())

    @property
    def metadata_text(self) -> str:
        """One line per metadatum: `name: text`."""
        return "".join(f"{m.name}: {m.text}\n" for m in self.metadata)

    def part(self, name: str) -> str:
        """The stored text that a span of evidence points into: body, title or metadata."""
        return self.text if name == "body" else self.title if name == "title" else self.metadata_text
