"""Rules of extraction, each with a case that it must match and one that it must not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.extract import extract
from flows.extract.report import Extraction
from flows.parse.errors import UnreadableRelease
from flows.parse.parse import parse

PUBLISHER = "Ministry of Defence (United Kingdom)"
US = "U.S. Department of Defense"


def read(
    text: str, publisher: str = PUBLISHER, title: str = "News", published: str = "2024-05-10", media_type: str = "text/plain", **facts: str
) -> Extraction:
    manifest = {"publisher": publisher, "title": title, "published_at": published} | facts
    return extract(parse(text.encode(), document_id="x", media_type=media_type, manifest=manifest))


def answers(text: str, **facts: str) -> list[dict[str, Any]]:
    return [report.answer() for report in read(text, **facts).reports]


MET = "Defence Secretary Helen Marchbank met with Polish Minister of Defence Adam Kowal in Warsaw on 3 May."


@pytest.mark.parametrize(
    ("text", "kind", "mode", "status"),
    [
        (MET, "meeting", "in_person", "held"),
        (MET.replace("met with", "spoke with").replace(" in Warsaw", ""), "call", "phone", "held"),
        (MET.replace("met with", "spoke by video teleconference with").replace(" in Warsaw", ""), "call", "video", "held"),
        (MET.replace("met with", "will meet with").replace("3 May", "13 May"), "meeting", "in_person", "scheduled"),
        ("Defence Secretary Helen Marchbank visited Warsaw on 3 May.", "visit", "in_person", "held"),
        ("The UK and Poland signed a memorandum of understanding in Warsaw on 3 May.", "signing", "in_person", "held"),
        ("British and Polish soldiers took part in Exercise Amber Shield on 3 May.", "exercise", "in_person", "held"),
        ("The UK and Poland held the 4th UK-Poland Defence Dialogue in Warsaw on 3 May.", "dialogue", "in_person", "held"),
    ],
)
def test_kinds_modes_and_statuses(text: str, kind: str, mode: str, status: str) -> None:
    """The words that announce an engagement give its kind, mode and status."""
    found = answers(text)
    assert [(row["kind"], row["mode"], row["status"]) for row in found] == [(kind, mode, status)]
    assert found[0]["parties"] == ["GBR", "POL"]


@pytest.mark.parametrize(
    "text",
    [
        "Defence Secretary Helen Marchbank said she hopes to meet Polish Minister of Defence Adam Kowal.",
        "Defence Secretary Helen Marchbank did not meet with Polish Minister of Defence Adam Kowal.",
        "Defence Secretary Helen Marchbank met with mayors and governors in Leeds on 3 May.",
        "Defence Secretary Helen Marchbank called on Poland to lift its ban.",
        "The programme met the requirements of the review on 3 May.",
        "Poland regularly trains with the United Kingdom.",
    ],
)
def test_what_is_no_engagement(text: str) -> None:
    """Hopes, negations, demands, domestic meetings and standing cooperation are none."""
    assert answers(text) == []


def test_an_occasion_with_one_party_is_withheld_with_the_reason() -> None:
    """A candidate that was turned down is kept with its place and the reason."""
    withheld = read("Defence Secretary Helen Marchbank met with mayors and governors in Leeds on 3 May.").withheld
    assert [(row.field, row.candidate) for row in withheld] == [("kind", "meeting")]
    assert "two parties" in withheld[0].reason


def test_separate_meetings_are_two() -> None:
    """ "Met separately with X and Y" is two; "met with X and Y" is one."""
    people = "Polish Minister of Defence Adam Kowal and Czech Minister of Defence Jan Novák in Warsaw on 3 May."
    assert len(answers(f"Defence Secretary Helen Marchbank met separately with {people}")) == 2
    assert len(answers(f"Defence Secretary Helen Marchbank met with {people}")) == 1


def test_the_publication_date_is_no_stand_in() -> None:
    """Nothing said of the day leaves it open; "today" is the day of publication."""
    text = "Defence Secretary Helen Marchbank met with Polish Minister of Defence Adam Kowal"
    assert [row["start"] for row in answers(f"{text}.")] == [None]
    assert [row["start"] for row in answers(f"{text} today.")] == ["2024-05-10"]


def test_the_spokesperson_took_no_part() -> None:
    """Whoever a readout is attributed to is an attribution, not a participant."""
    text = "Pentagon Spokesman Lt. Col. Rowan Pike provided the following readout: Secretary of Defense Ann Lee met with Polish Minister of Defence Adam Kowal today."
    extraction = read(text, publisher=US)
    assert [p.name for p in extraction.reports[0].participants] == ["Ann Lee", "Adam Kowal"]
    assert [(a.name, a.kind) for a in extraction.attributions] == [("Rowan Pike", "spokesperson")]


def test_a_dateline_is_no_statement_of_place() -> None:
    """The city of a dateline is not where they met."""
    text = "LONDON, May 4, 2024 - Defence Secretary Helen Marchbank met with Polish Minister of Defence Adam Kowal on 3 May."
    assert [(row["city"], row["start"]) for row in answers(text)] == [(None, "2024-05-03")]


def test_the_next_round_has_the_same_sides() -> None:
    """An announced next session is a second engagement with the same states."""
    text = "The UK and Poland held the 4th UK-Poland Defence Dialogue in Warsaw on 3 May. The next round will be held in London in 2025."
    found = answers(text)
    assert [(row["status"], row["city"], row["start"], row["parties"]) for row in found] == [
        ("held", "Warsaw", "2024-05-03", ["GBR", "POL"]),
        ("scheduled", "London", "2025", ["GBR", "POL"]),
    ]


def test_an_unsupported_language_is_skipped_with_the_reason() -> None:
    """A release in a language without a lexicon is not guessed at."""
    text = "Il ministro della Difesa ha incontrato l'ambasciatore della Repubblica nella sede del ministero e ha parlato con lui della cooperazione."
    assert "'it'" in (read(text).skipped or "")


@given(
    st.lists(
        st.sampled_from(
            [
                MET,
                "They discussed trade.",
                "President",
                "Minister of",
                "and",
                "Peru",
                "met with",
                "on Friday",
                "the",
                ",",
                "“",
                "\n",
                "- Cyber: x.",
            ]
        ),
        max_size=25,
    )
)
def test_any_text_yields_verbatim_evidence(parts: list[str]) -> None:
    """Whatever the words, extraction ends, and every quote is the text at its span."""
    try:
        document = parse(
            " ".join(parts).encode(),
            document_id="x",
            media_type="text/plain",
            manifest={"publisher": PUBLISHER, "published_at": "2024-05-10"},
        )
    except UnreadableRelease:
        return
    for report in extract(document).reports:
        for row in report.evidence:
            assert document.part(row.part)[row.start : row.end] == row.quote != ""
