"""Sentences: where one ends, abbreviations, initials and ranks left whole."""

from __future__ import annotations

import re

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
END = re.compile(r"[.!?…]+[”\"’')\]]*\s+(?=[“\"‘'(\[]*[A-ZÀ-ÞİŞĞ0-9])|\n")
LAST_WORD = re.compile(r"([\w.’'\-]+)[.!?…]+[”\"’')\]]*\s*$")

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


def _goes_on(text: str, low: int, match: re.Match[str]) -> bool:
    """Whether the period at a match belongs to an abbreviation or an initial."""
    if not match.group().startswith(".") or match.group().startswith(("..", "…")):
        return False
    word = LAST_WORD.search(text, max(low, match.start() - 30), match.start() + 1)
    if word is None:
        return False
    stem = word.group(1).replace("–", "-").rpartition("-")[2].rstrip(".")
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
