"""Engagements are found by what they are; watches tell what is new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from config.watches import WatchError, watches
from flows.home import Home
from tests.conftest import MOMENT
from tests.test_cli import readout
from warehouse.connect import open_reader
from warehouse.find import Criteria, UnknownError, find, taken_in


@pytest.fixture(scope="module")
def con(golden_home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = open_reader(golden_home.snapshot)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("criteria", "holds"),
    [
        (Criteria(parties=("PER", "USA")), lambda e: {"PER", "USA"} <= set(e["parties"])),
        (Criteria(kinds=("call", "visit")), lambda e: e["kind"] in {"call", "visit"}),
        (Criteria(topics=("cybersecurity",)), lambda e: "cybersecurity" in (e["topics"] or [])),
        (Criteria(statuses=("cancelled",)), lambda e: e["status"] == "cancelled"),
        (Criteria(person="Astúdillo walter"), lambda e: "Astudillo" in (e["participants"] or "")),
    ],
)
def test_each_condition_gives_all_that_meet_it_and_no_other(con: duckdb.DuckDBPyConnection, criteria: Criteria, holds: Any) -> None:
    """What is found is exactly what meets the condition, in order of time."""
    everything = find(con, Criteria())
    found = find(con, criteria)
    assert found
    assert found == [row for row in everything if holds(row)]
    days = [row["start_on"] or row["published_on"] for row in found if row["start_on"] or row["published_on"]]
    assert days == sorted(days)


def test_days_bound_the_engagement(con: duckdb.DuckDBPyConnection) -> None:
    """An engagement of several days is found from its last day and up to its first."""
    row = next(row for row in find(con, Criteria()) if row["start_on"] and row["end_on"] and row["end_on"] > row["start_on"])
    one = dt.timedelta(days=1)

    def is_found(**days: dt.date) -> bool:
        return row["engagement_id"] in {e["engagement_id"] for e in find(con, Criteria(**days))}

    assert is_found(since=row["end_on"])
    assert is_found(until=row["start_on"])
    assert not is_found(since=row["end_on"] + one)
    assert not is_found(until=row["start_on"] - one)


def test_words_of_the_release(con: duckdb.DuckDBPyConnection) -> None:
    """With a text only engagements of releases that hold every word of it are found."""
    assert find(con, Criteria(text="astudillo"))
    assert find(con, Criteria(text="astudillo xyzzy")) == []


def test_an_unknown_person_is_told_the_near_ones(con: duckdb.DuckDBPyConnection) -> None:
    """A misspelled name is answered with the one it is near; a known one without engagements is no error."""
    with pytest.raises(UnknownError, match="Astudillo"):
        find(con, Criteria(person="Astudilo"))
    assert find(con, Criteria(person="Astudillo", kinds=("exercise",))) == []


def test_what_is_new(con: duckdb.DuckDBPyConnection) -> None:
    """Releases taken in since a moment are counted and their engagements found; later there are none."""
    assert taken_in(con, MOMENT) == (26, 0)
    assert find(con, Criteria(seen_since=MOMENT)) == find(con, Criteria())
    assert taken_in(con, MOMENT + dt.timedelta(seconds=1)) == (0, 0)
    assert find(con, Criteria(seen_since=MOMENT + dt.timedelta(seconds=1))) == []


def test_find_as_a_user_meets_it(golden_home: Home) -> None:
    """Names stand for codes; unknown words end with code 2 and the near ones."""
    result = readout("find", "--party", "peru", "--csv", home=golden_home.folder)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[0].startswith("engagement_id,start_on")
    assert "Astudillo" in readout("find", "--party", "PER", home=golden_home.folder).stdout
    for option, word, near in (("--party", "Perru", "PER"), ("--kind", "meating", "meeting"), ("--topic", "cyber", "cybersecurity")):
        bad = readout("find", option, word, home=golden_home.folder)
        assert (bad.returncode, near in bad.stderr, "Traceback" in bad.stderr) == (2, True, False), bad.stderr
    assert readout("find", "--since", "soon", home=golden_home.folder).returncode == 2
    assert "26 new releases" in readout("new", "--since", "2026-01-01", home=golden_home.folder).stderr


def test_a_watch_gives_its_digest(golden_home: Home, tmp_path: Path) -> None:
    """Each watch tells what is new to it; the digest can be written to a file."""
    file = tmp_path / "watches.yaml"
    file.write_text("- name: peru\n  party: Peru\n- name: calls\n  kind: [call]\n  topic: cybersecurity\n")
    result = readout("watch", "--file", file, "--since", "2026-01-01", "-o", tmp_path / "digest.txt", home=golden_home.folder)
    assert result.returncode == 0, result.stderr
    digest = (tmp_path / "digest.txt").read_text(encoding="utf-8")
    assert digest.startswith("peru: ")
    assert "Walter Astudillo" in digest
    assert "\ncalls: " in digest
    assert readout("watch", "perru", "--file", file, home=golden_home.folder).returncode == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- name: a\n  party: PER\n  colour: red\n", ":3: colour: unknown key"),
        ("- name: a\n  kind: [meating]\n", ":2: kind: "),
        ("- name: a\n  topic:\n  - weather\n", "weather: no such topic"),
        ("- party: PER\n", ":1: name: "),
        ("- name: a\n", "needs a condition"),
        ("- name: a\n  party: PER\n- name: a\n  party: PER\n", ":3: two watches are named a"),
        ("name: a\n", ":1: a list of watches"),
        ("- name: [\n", "no YAML"),
        ("- a\n", ":1: keys and values"),
    ],
)
def test_a_wrong_watch_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    """The first fault of the file is told with file and line."""
    file = tmp_path / "watches.yaml"
    file.write_text(text)
    with pytest.raises(WatchError) as caught:
        watches(file)
    assert str(caught.value).startswith(str(file))
    assert said in str(caught.value)
