"""Outcomes: who agreed, pledged or announced what, by when; each rule with a case it must not match."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.outcomes import find_outcomes
from flows.extract.sentences import split_sentences

DAY = dt.date(2024, 5, 3)


def outcomes(text: str) -> list[tuple[str, str | None, str, str, str | None]]:
    def words(span: tuple[int, int] | None) -> str | None:
        return text[span[0] : span[1]] if span else None

    return [
        (row.kind, words(row.actor), words(row.verb) or "", words(row.content) or "", row.due_on)
        for row in find_outcomes(text, split_sentences(text), DAY)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The two ministers agreed to open a liaison office by June 2025, and discussed the flares fired at a patrol plane.",
            [("agreement", "The two ministers", "agreed to", "open a liaison office by June 2025", "2025-06")],
        ),
        (
            "Ministers welcomed the treaty, signed a memorandum on ship repair and agreed that patrols would resume.",
            [
                ("agreement", "Ministers", "signed", "a memorandum on ship repair", None),
                ("agreement", "Ministers", "agreed that", "patrols would resume", None),
            ],
        ),
        (
            "The Secretary noted that Norway will send two frigates to the exercise in August.",
            [("commitment", "Norway", "will", "send two frigates to the exercise in August", "2024-08")],
        ),
        (
            "Canada pledged $20 million for the U.S. and Ghanaian training centre.",
            [("commitment", "Canada", "pledged", "$20 million for the U.S. and Ghanaian training centre", None)],
        ),
        (
            "They will meet again in Oslo in 2025.",
            [("next_engagement", "They", "will meet again", "in Oslo in 2025", "2025")],
        ),
        (
            "President Joseph R. Orr, Jr. today announced a package of radios.",
            [("announcement", "President Joseph R. Orr, Jr.", "announced", "a package of radios", None)],
        ),
        (
            "The Access Agreement was signed in Manila on July 8, 2023.",
            [("agreement", None, "signed", "The Access Agreement", None)],
        ),
        (
            "The drill, which Chile will host in May, goes on.",
            [("commitment", "Chile", "will", "host in May", "2024-05")],
        ),
    ],
)
def test_outcomes_have_their_actor_their_content_and_their_date(
    text: str, expected: list[tuple[str, str | None, str, str, str | None]]
) -> None:
    """The actor is the clause's own subject, the content ends where another statement begins, a date to come is when it falls due."""
    assert outcomes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The United States remains committed to the people of Ghana.",
        "He hopes that more states will contribute to the fund.",
        "They agreed on the importance of stability.",
        "Will Norway send frigates?",
        "The visit, announced for 20 May, has been cancelled.",
        "They discussed training.",
    ],
)
def test_views_wishes_and_questions_are_no_outcomes(text: str) -> None:
    """What is hoped, held to be important, asked or called off was neither agreed nor pledged."""
    assert outcomes(text) == []


@given(
    st.lists(
        st.sampled_from(
            [
                "They",
                "agreed",
                "to",
                "will",
                "send",
                "announced",
                "pledged",
                "signed",
                ",",
                "and",
                "that",
                "which",
                "Chile",
                "by",
                "June",
                "2025",
                ".",
                "?",
                "$5",
            ]
        ),
        max_size=40,
    )
)
def test_spans_lie_within_the_sentence_in_order(words: list[str]) -> None:
    """Whatever the words, who acts stands before the verb, the content after it, the date within the content."""
    text = " ".join(words)
    sentences = split_sentences(text)
    for row in find_outcomes(text, sentences, DAY):
        (start, end) = next(span for span in sentences if span[0] <= row.verb[0] < span[1])
        assert start <= row.verb[0] < row.verb[1] <= end
        assert row.actor is None or start <= row.actor[0] < row.actor[1] <= row.verb[0]
        assert start <= row.content[0] < row.content[1] <= end
        assert row.due is None or row.content[0] <= row.due[0] < row.due[1] <= row.content[1]
