"""Extraction grows with the length of a text, not with its square, whatever the text."""

from __future__ import annotations

import sys

import pytest

from flows.extract.extract import extract
from flows.extract.sentences import LONGEST, split_sentences
from flows.parse.parse import parse

UNITS = {
    "chains": "Minister of Defence Adam Kowal and ",
    "capitals": "Minister Defence General ",
    "quotes": "“He said ",
    "parentheses": "(Adam (Kowal ",
    "dates": "3 May 2024 to 5 May ",
    "triggers": "met with ",
    "visits": "visited Poland and ",
    "lists": "Defence Secretary Helen Marchbank, ",
    "sentences": "Defence Secretary Helen Marchbank met with Polish Minister of Defence Adam Kowal in Warsaw on 3 May. ",
    "lines": "Riga, 2 May\n\n",
    "events": "the Fourth Annual Joint Defence Working Group ",
    "initials": "A. B. ",
    "hyphens": "air-to-air-",
    "delegations": "the Polish delegation led by Adam Kowal, ",
}
# Twice the text takes twice the calls, and some that depend on what stands where.
GROWTH = 2.6


def calls(text: str, title: str = "News") -> int:
    """How many functions are called to extract from `text`: work, counted without a clock."""
    facts = {"publisher": "Ministry of Defence (United Kingdom)", "title": title, "published_at": "2024-05-10"}
    document = parse(text.encode(), document_id="x", media_type="text/plain", manifest=facts)
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        extract(document)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_twice_the_text_takes_twice_the_work(unit: str) -> None:
    """Every rule sees long runs of what it looks for."""
    opening = "Talks were held. "
    calls(opening + unit)
    short, long = (calls(opening + unit * count) for count in (6000 // len(unit), 12000 // len(unit)))
    assert long <= GROWTH * short


@pytest.mark.parametrize("unit", ["visited Poland from 3 May 2024 to ", "met with ", "Minister of Defence Adam Kowal and "])
def test_twice_the_title_takes_twice_the_work(unit: str) -> None:
    """A title that a page never closes holds all of it."""
    calls("Talks were held.", unit)
    short, long = (calls("Talks were held.", unit * (length // len(unit))) for length in (10_000, 20_000))
    assert long <= GROWTH * short


def test_a_text_longer_than_any_release_is_not_read_for_engagements() -> None:
    """Time is bounded whatever the text: beyond a million and a half characters it is kept, and skipped with that reason."""
    facts = {"title": "News", "published_at": "2024-05-10", "language": "en"}
    document = parse(b"met with " * 166_800, document_id="x", media_type="text/plain", manifest=facts)
    assert "1,501,199 characters" in (extract(document).skipped or "")


def test_what_runs_on_without_a_stop_is_read_in_pieces() -> None:
    """No sentence is longer than the longest, and none of the words is lost."""
    text = "word " * 5000
    spans = split_sentences(text)
    assert max(end - start for start, end in spans) <= LONGEST
    assert " ".join(text[start:end] for start, end in spans).split() == text.split()
