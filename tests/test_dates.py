"""Dates are found and resolved as GUIDE.md says."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.dates import find_dates

PUBLISHED = dt.date(2024, 7, 2)


def resolve(
    text: str, *, future: bool = False, published: dt.date | None = PUBLISHED, anchor: dt.date | None = None
) -> list[tuple[str, str | None]]:
    found = [mention.resolve(published, future=future, anchor=anchor) for mention in find_dates(text)]
    return [(date.start, date.end) for date in found if date is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("met at the Pentagon on June 26.", [("2024-06-26", None)]),
        ("a trip, October 12-15, where", [("2024-10-12", "2024-10-15")]),
        ("on October 13 and 14 in Santiago", [("2024-10-13", "2024-10-14")]),
        ("was in Paris from 30 May to 1 June for talks", [("2024-05-30", "2024-06-01")]),
        ("they met on 15th November 2023 in Jakarta", [("2023-11-15", None)]),
        ("a visit to Washington in August 2023", [("2023-08", None)]),
        ("met again in February", [("2024-02", None)]),
        ("on Friday the two sides", [("2024-06-28", None)]),
        ("on Tuesday the two sides", [("2024-07-02", None)]),
        ("spoke today with", [("2024-07-02", None)]),
        ("spoke yesterday with", [("2024-07-01", None)]),
        ("was in Manila from Wednesday to Friday", [("2024-06-26", "2024-06-28")]),
        ("from Sunday until today he was in Dili", [("2024-06-30", "2024-07-02")]),
        ("met between Monday and Tuesday", [("2024-07-01", "2024-07-02")]),
        ("met on Monday and Tuesday", [("2024-07-01", None), ("2024-07-02", None)]),
        ("the exercise next year", [("2025", None)]),
        ("in December 31 of last", [("2024-12-31", None)]),
    ],
)
def test_dates_are_resolved(text: str, expected: list[tuple[str, str | None]]) -> None:
    """A date is as precise as the text and the publication date allow."""
    assert resolve(text) == expected


@pytest.mark.parametrize("text", ["She may visit.", "the March of time and 200 soldiers", "Resolution 2231", "a 100 percent rise"])
def test_words_that_are_no_dates(text: str) -> None:
    """Verbs, numbers and names that look like dates are none."""
    assert resolve(text) == []


@pytest.mark.parametrize(
    "text", ["BEIJING, Sept. 18 (Xinhua) -- The minister", "Mogadishu, 15 July 2022: The commissioner", "Oct. 15, 2020"]
)
def test_datelines_and_stamps_date_nothing(text: str) -> None:
    """A dateline tells when a release was written, not when something happened."""
    assert resolve(text) == []


def test_weekday_with_future_tense_is_the_next() -> None:
    """A bare weekday with future tense is the next such day."""
    assert resolve("will meet on Friday", future=True) == [("2024-07-05", None)]


def test_next_day_counts_from_the_day_told_last() -> None:
    """ "The next day" needs a day to count from, and is unknown without."""
    assert resolve("The next day he left", anchor=dt.date(2024, 2, 3)) == [("2024-02-04", None)]
    assert resolve("The next day he left") == []


FORMATS = ("%B {day}, %Y", "{day} %B %Y", "{day} %b. %Y", "%Y-%m-%d")


@given(st.dates(dt.date(1991, 1, 1), dt.date(2079, 12, 31)), st.sampled_from(FORMATS))
def test_a_written_date_is_found_again(day: dt.date, form: str) -> None:
    """Writing a date in any usual form and finding it gives it back."""
    if "%b." in form and day.month == 5:
        form = form.replace("%b.", "%b")
    written = day.strftime(form).replace("{day}", str(day.day))
    assert resolve(f"The ministers of both countries met there on {written} in the capital of the host.") == [(day.isoformat(), None)]


@given(st.dates(dt.date(1999, 1, 1), dt.date(2030, 12, 31)), st.integers(-180, 180))
def test_a_day_without_year_is_the_nearest(published: dt.date, shift: int) -> None:
    """A day without a year takes the year that puts it nearest to publication."""
    day = published + dt.timedelta(days=shift)
    if (day.month, day.day) != (2, 29):
        written = f"{day:%B} {day.day}"
        assert resolve(f"They will gather once more there on {written} in the capital of the host.", published=published) == [
            (day.isoformat(), None)
        ]


@given(st.text(max_size=300))
def test_spans_are_those_of_the_text(text: str) -> None:
    """Whatever the text, a mention's words are the text at its span."""
    for mention in find_dates(text):
        assert text[mention.start : mention.end] == mention.text


def test_a_weekday_beside_its_date_is_no_date_of_its_own() -> None:
    """ "On Monday, January 22" and "Thursday (6 June)" are one date each, a bare "on Monday" is still the last one."""
    assert [mention.text for mention in find_dates("They met on Monday, January 22, 2024, in Monrovia.")] == ["Monday, January 22, 2024"]
    assert [mention.text for mention in find_dates("They met on Thursday (6 June).")] == ["6 June"]
    assert [mention.text for mention in find_dates("They met on Monday in Monrovia.")] == ["on Monday"]
