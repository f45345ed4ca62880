"""Sentences: where one ends, abbreviations, initials and ranks left whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.parse.document import Block, Document
from schemas.vocabulary import Part


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, list item, heading or table row, with where it stands in the document."""

    index: int
    part: Part
    start: int
    end: int
    kind: str
    block_no: int
    section_no: int
    opens_block: bool


# Words that a period follows without ending the sentence (style books of AP, GPO and the MOD).
ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "hon",
        "rev",
        "st",
        "sr",
        "jr",
        "gen",
        "lt",
        "col",
        "maj",
        "capt",
        "cmdr",
        "cdr",
        "brig",
        "adm",
        "sgt",
        "cpl",
        "pvt",
        "gov",
        "sen",
        "rep",
        "pres",
        "amb",
        "supt",
        "insp",
        "fr",
        "ret",
        "vs",
        "etc",
        "no",
        "nos",
        "art",
        "sec",
        "dept",
        "univ",
        "inc",
        "ltd",
        "co",
        "corp",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thurs",
        "fri",
        "sat",
        "sun",
        "ave",
        "blvd",
        "approx",
        "est",
        "fig",
        "ph",
        "messrs",
        "mmes",
        "smt",
        "gp",
        "sqn",
        "wg",
        "cmd",
        "flt",
        "msgr",
        "ma",
        "sta",
        "dra",
    ]
)
# Both ends of a sentence begin in one class of characters, which the engine leaps to.
END = re.compile(r"[.!?…\n](?:(?<=\n)|[.!?…]*[”\"’')\]]*\s+(?=[“\"‘'(\[]*[A-ZÀ-ÞİŞĞ0-9]))")

# Words that begin a sentence after "U.S." or "D.C."; an office does so only after a city, since "U.S. President" is one phrase.
STARTS = re.compile(r"(?:The|They|He|She|It|In|On|At|This|These|Both|We|During|As|A|An)\b")
OFFICE_STARTS = re.compile(r"(?:Secretary|President|Vice|Deputy|Prime|Foreign|Minister|Mr|Ms|General|Admiral|Ambassador)\b")


# "U.S", "D.C" without the last stop.
LETTERS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The spans of the sentences in `text[start:end]`, white space around them left out."""
    stop = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    low = start
    for match in END.finditer(text, start, stop):
        if match.group() != "\n" and _goes_on(text, low, match):
            continue
        _append(spans, text, low, match.end())
        low = match.end()
    _append(spans, text, low, stop)
    return spans


# No sentence is longer, in code points; what runs on without a stop is read in pieces, so that rules that look through a sentence stay linear.
LONGEST = 2000


def _append(spans: list[tuple[int, int]], text: str, low: int, high: int) -> None:
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    while high - low > LONGEST:
        cut = max(text.rfind(" ", low + LONGEST // 2, low + LONGEST), low + LONGEST // 2)
        spans.append((low, cut))
        low = cut + (text[cut] == " ")
    if low < high:
        spans.append((low, high))


# Code points before a period that are looked at.
LONGEST_ABBREVIATION = 30


def _goes_on(text: str, low: int, match: re.Match[str]) -> bool:
    """Whether the period at a match belongs to an abbreviation or an initial."""
    if not match.group().startswith(".") or match.group().startswith(("..", "…")):
        return False
    first = stop = match.start()
    while first > max(low, stop - LONGEST_ABBREVIATION) and ((before := text[first - 1]).isalnum() or before in "_.’'-"):
        first -= 1
    if first == stop:
        return False
    stem = text[first:stop].rpartition("-")[2].rstrip(".")
    if stem.lower() in ABBREVIATIONS:
        return True
    if len(stem) == 1 and stem.isupper():
        return True
    following = text[match.end() : match.end() + 30]
    if LETTERS.fullmatch(stem):
        if stem == "D.C" and OFFICE_STARTS.match(following):
            return False
        return STARTS.match(following) is None
    return False


def sentences_of(document: Document) -> list[Sentence]:
    """The sentences of a document, its title first."""
    found: list[Sentence] = []
    if document.title:
        # A title that was never closed holds the whole page.
        found.append(Sentence(0, "title", 0, min(len(document.title), LONGEST), "title", -1, 0, True))
    for block in document.blocks:
        for number, (start, end) in enumerate(_units(document, block)):
            found.append(Sentence(len(found), "body", start, end, block.kind, block.block_no, block.section_no, number == 0))
    return found


def _units(document: Document, block: Block) -> list[tuple[int, int]]:
    """The spans to read as sentences: a table's rows, a heading whole, else the sentences."""
    if block.kind == "table" and block.table_no is not None:
        rows: dict[int, tuple[int, int]] = {}
        for cell in document.tables[block.table_no].cells:
            start, end = rows.get(cell.row_no, (cell.start, cell.end))
            rows[cell.row_no] = (min(start, cell.start), max(end, cell.end))
        return [rows[number] for number in sorted(rows)]
    if block.kind == "heading":
        return [(block.start, block.end)]
    return list(split_sentences(document.text, block.start, block.end))
