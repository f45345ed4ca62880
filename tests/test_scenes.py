"""Where it was told once, and holds for what is told next; each rule with a case that it must not match."""

from __future__ import annotations

from typing import Any

from tests.test_extract import answers

CANADA = "Department of National Defence"
SINGAPORE = "Ministry of Defence, Singapore"
CHINA = "Xinhua"


def where(text: str, **facts: str) -> list[tuple[str, str | None, str | None]]:
    """Kind, city and country of each engagement."""
    return [(row["kind"], row["city"], row["country"]) for row in answers(text, **facts)]


def when(text: str, **facts: str) -> list[tuple[str, str | None, str | None]]:
    """Kind, first and last day of each engagement."""
    return [(row["kind"], row["start"], row["end"]) for row in answers(text, **facts)]


def only(rows: list[dict[str, Any]], *parties: str) -> dict[str, Any]:
    """The one engagement between the parties."""
    (row,) = [row for row in rows if row["parties"] == sorted(parties)]
    return row


def test_meetings_at_the_margins_are_where_the_gathering_is() -> None:
    """ "On the margins, he met ...": in the conference's town; a meeting last month is not."""
    lead = "Minister of National Defence Bill Blair took part in the NATO Defence Ministers' Meeting in Brussels on 3 May. "
    margins = "On the margins, Minister Blair held bilateral meetings with:\n\n- Rustem Omar, Minister of Defence of Ukraine;\n- Boris Pist, Minister of Defence of Germany.\n"
    assert where(lead + margins, publisher=CANADA) == [
        ("conference", "Brussels", "BEL"),
        ("meeting", "Brussels", "BEL"),
        ("meeting", "Brussels", "BEL"),
    ]
    before = "Minister Blair met Minister of Defence of Ukraine Rustem Omar last month."
    assert only(answers(lead + before, publisher=CANADA), "CAN", "UKR")["city"] is None


def test_who_also_met_is_in_the_same_place() -> None:
    """ "Also met", "in a separate meeting", "later in the day": where the talks before were; a call is nowhere."""
    lead = "Defence Secretary Helen Marchbank met with Polish Minister of Defence Adam Kowal in Warsaw on 3 May. "
    for told in (
        "In a separate meeting, Secretary Marchbank and Estonian Minister of Defence Hanno Pevk discussed air defence.",
        "On the same day, she also met with Estonian Minister of Defence Hanno Pevk.",
        "Later in the day, she received Estonian Minister of Defence Hanno Pevk.",
    ):
        assert only(answers(lead + told), "EST", "GBR")["city"] == "Warsaw", told
    called = "She also spoke by phone with Estonian Minister of Defence Hanno Pevk."
    assert only(answers(lead + called), "EST", "GBR")["city"] is None
    elsewhere = "She also met with Estonian Minister of Defence Hanno Pevk in Tallinn."
    assert only(answers(lead + elsewhere), "EST", "GBR")["city"] == "Tallinn"


def test_a_venue_is_named_as_the_release_writes_it() -> None:
    """ "SHAPE" stays SHAPE, with the town that is certain of it (GUIDE.md, `venue`)."""
    (row,) = answers("Defence Secretary Helen Marchbank met with Polish Minister of Defence Adam Kowal at SHAPE on 3 May.")
    assert (row["venue"], row["city"], row["country"]) == ("SHAPE", "Mons", "BEL")


def test_what_opens_a_sentence_holds_for_all_that_it_tells() -> None:
    """ "In Seoul, on 3 May, he met X and signed Y": both there, and then; a month that opens it is no place."""
    told = "the Foreign Secretary James Lammers met President of Korea Yoon Suk and signed an agreement on cyber security with Foreign Minister Cho Tae."
    for opening in ("In Seoul, on 3 May, ", "On 3 May in Seoul, ", "While in Seoul on 3 May, "):
        found = answers(opening + told)
        assert [(row["kind"], row["city"], row["start"]) for row in found] == [
            ("meeting", "Seoul", "2024-05-03"),
            ("signing", "Seoul", "2024-05-03"),
        ], opening
    assert {row["city"] for row in answers("In April, " + told)} == {None}
