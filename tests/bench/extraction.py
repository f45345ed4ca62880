"""What extraction alone costs, and parsing and extraction beside the parser's own floor: `make bench-extraction`."""

from __future__ import annotations

import datetime as dt
import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bs4 import BeautifulSoup

from flows.extract.extract import extract
from flows.fetch.capture import Capture
from flows.fetch.files import list_files, read_captures
from flows.parse.document import Document
from flows.parse.parse import parse

# One release of so many is read.
EVERY = 8
LONG_WORDS = 200_000


def main(folders: list[str]) -> None:
    """Print the process time of extraction: a word, a second, and for one long transcript."""
    captures = [capture for folder in folders for capture in read_folder(Path(folder))]
    documents = [parsed(capture) for capture in captures]
    words = sum(len(f"{document.title} {document.text}".split()) for document in documents)
    long = transcript(documents)
    # As reading processes do it.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    for document in documents[:40]:
        extract(document)
    spent = min(seconds(documents), seconds(documents))
    print(
        f"{len(documents)} releases, {words:,} words: {spent / words * 1e6:.2f} µs a word, {len(documents) / spent:.0f} releases a second"
    )
    print(f"a transcript of {LONG_WORDS:,} words: {seconds([long]):.2f} s")
    pages = [capture for capture in captures if capture.media_type == "text/html"]
    if pages:
        floor, parsing = beside_parser(pages), min(beside_parser(pages, parsed), beside_parser(pages, parsed))
        extracting = seconds([parsed(capture) for capture in pages])
        print(
            f"{len(pages)} pages, in times BeautifulSoup (lxml) on the same bytes, {floor / len(pages) * 1000:.2f} ms each: "
            f"parse {parsing / floor:.1f}, extract {extracting / floor:.1f}, both {(parsing + extracting) / floor:.1f}"
        )


def read_folder(folder: Path) -> list[Capture]:
    """Every eighth release of a folder."""
    listed, refusals = list_files([folder])
    return list(read_captures(listed[::EVERY], refusals, dt.datetime(2026, 1, 1, tzinfo=dt.UTC)))


def parsed(capture: Capture) -> Document:
    """A capture as a document."""
    return parse(capture.body, document_id=capture.document_id, media_type=capture.media_type, manifest=capture.facts, path=capture.path)


def beside_parser(
    captures: list[Capture], read: Callable[[Capture], object] = lambda capture: BeautifulSoup(capture.body, "lxml")
) -> float:
    """The process time of reading `captures`, by default with BeautifulSoup alone."""
    began = time.process_time()
    for capture in captures:
        read(capture)
    return time.process_time() - began


def transcript(documents: list[Document]) -> Document:
    """The longest texts one after the other, again and again, as one transcript."""
    words: list[str] = []
    for document in sorted(documents, key=lambda document: -len(document.text))[:26]:
        words.extend(document.text.split(" "))
    text = " ".join((words * (LONG_WORDS // len(words) + 1))[:LONG_WORDS])
    facts = {"publisher": "U.S. Department of State", "title": "Department Press Briefing", "published_at": "2022-05-10"}
    return parse(text.encode(), document_id="long", media_type="text/plain", manifest=facts)


def seconds(documents: list[Document]) -> float:
    """The process time of extracting from `documents`."""
    began = time.process_time()
    for document in documents:
        extract(document)
    return time.process_time() - began


if __name__ == "__main__":
    main(sys.argv[1:])
