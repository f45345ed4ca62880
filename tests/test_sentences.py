"""Sentences end where they end."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Lt. Gen. A. B. Smith met Mr. Jones. They spoke.", 2),
        ("The U.S. Ambassador came. He left on Oct. 3.", 2),
        ("He met officials of the U.S. The talks were long.", 2),
        ("One sentence only", 1),
        ("“We agree.” He left.", 2),
    ],
)
def test_sentence_counts(text: str, count: int) -> None:
    """Abbreviations and initials end no sentence; stops do."""
    assert len(split_sentences(text)) == count


@given(st.text(max_size=400))
def test_sentences_cover_all_words(text: str) -> None:
    """The sentences hold every character that is no white space, in order, once."""
    spans = split_sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
