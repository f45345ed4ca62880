"""corrections.jsonl loses nothing, and a file of many corrections says where it is wrong."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from flows.corrections.journal import CorrectionsError, append_lines, read_corrections
from flows.corrections.lines import read_line
from flows.corrections.making import Desk
from flows.corrections.tables import read_table, take_table
from flows.home import Home

LINE = {
    "version": 1, "id": "a1", "author": "Ana", "reason": "why", "made_at": "2026-01-02T03:04:05Z",
    "target": {"release_id": "r", "quote": "met with", "field": "city"}, "change": {"action": "null"},
}  # fmt: skip


def line(identity: str) -> str:
    return json.dumps(LINE | {"id": identity})


@pytest.mark.parametrize("cut", [1, 20, 200, 10_000])
def test_a_torn_line_loses_no_other(tmp_path: Path, cut: int) -> None:
    """A kill while appending tears the last line, wherever: those before it stand, and the next one begins on a line of its own."""
    path = tmp_path / "corrections.jsonl"
    append_lines(path, [line("a1"), line("a2")], read_line)
    with path.open("ab") as file:
        file.write(line("a3").encode()[:cut])
    is_whole = cut > len(line("a3"))
    assert [c.id for c in read_corrections(path)] == ["a1", "a2", *(["a3"] if is_whole else [])]
    append_lines(path, [line("a4")], read_line)
    assert [c.id for c in read_corrections(path)] == ["a1", "a2", *(["a3"] if is_whole else []), "a4"]
    assert path.read_bytes().endswith(b"\n")


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("{not json", "line 2: not JSON"),
        (json.dumps(LINE | {"colour": "red"}), "line 2: colour: Extra inputs"),
        (json.dumps(LINE | {"version": 2}), "line 2: version 2 is newer than this Readout's 1"),
        (json.dumps(LINE | {"change": {"action": "guess"}}), "line 2: change: Input tag 'guess'"),
        (json.dumps(LINE | {"target": None}), "line 2: target: every correction but an undo has one"),
        (line("a1"), "id a1 stands twice, first in correction 1"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, bad: str, message: str) -> None:
    """A line that cannot be read is named with its file and number, wherever it stands; it is never passed over."""
    path = tmp_path / "corrections.jsonl"
    path.write_text(f"{line('a1')}\n{bad}\n{line('a3')}\n", encoding="utf-8")
    with pytest.raises(CorrectionsError, match=message) as caught:
        read_corrections(path)
    assert str(path) in str(caught.value)


def test_a_file_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """A file that the disk refuses is named; nothing counts as written."""
    path = tmp_path / "corrections.jsonl"
    path.mkdir()
    with pytest.raises(CorrectionsError, match=r"corrections\.jsonl: cannot be written"):
        append_lines(path, [line("a1")], read_line)


def test_lines_appended_at_once_by_two_do_not_mix(tmp_path: Path) -> None:
    """Two who append at the same time leave whole lines."""
    path = tmp_path / "corrections.jsonl"
    if not (child := os.fork()):
        for number in range(50):
            append_lines(path, [line(f"c{number}")], read_line)
        os._exit(0)
    for number in range(50):
        append_lines(path, [line(f"p{number}")], read_line)
    os.waitpid(child, 0)
    assert len(read_corrections(path)) == 100


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("c.csv", "release,action,colour\nr,null,red\n", "c.csv, line 1: column 'colour' is not known"),
        ("c.csv", "release,field\nr,city\n", "c.csv, line 1: column 'action' is missing"),
        ("c.csv", "release,action,field\nr,null,city\nr,null,city,too much\n", "c.csv, line 3: it has not as many fields"),
        ("c.csv", 'release,action\nr,"open\n', "c.csv, line 2: unexpected end of data"),
        ("c.jsonl", '{"action": "null"}\nnot json\n', "c.jsonl, line 2: not JSON"),
        ("c.jsonl", "[1]\n", "c.jsonl, line 1: an object is expected"),
        ("none.csv", None, "none.csv: cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line(tmp_path: Path, name: str, text: str | None, message: str) -> None:
    """A table that is none is refused at its first wrong line."""
    path = tmp_path / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(CorrectionsError, match=message):
        read_table(path)


ROWS = """release,action,field,value,evidence,reason
https://www.defense.gov/News/Releases/Release/Article/100001/talks-peru/,null,venue,,,not told
https://www.state.gov/call-romania/,set,city,Bucharest,nowhere,why
https://nowhere.example/,null,city,,,why
https://www.state.gov/call-romania/,set,city,,,why
https://www.state.gov/call-romania/,guess,city,,,why
https://www.state.gov/call-romania/,null,city,,,
"""


def test_every_wrong_row_is_named_and_none_is_written(tmp_path: Path, golden_home: Home) -> None:
    """All rows that are wrong are named with their lines at once, and none of the file is taken."""
    path = tmp_path / "many.csv"
    path.write_text(ROWS, encoding="utf-8")
    with pytest.raises(CorrectionsError) as caught:
        take_table(Desk(golden_home), read_table(path), "Ana", None)
    words = str(caught.value)
    for expected in (
        "line 3: city: 'nowhere' does not state 'Bucharest'", "line 4: https://nowhere.example/: no release", "line 5: set needs field and value",
        "line 6: action 'guess': ", "line 7: a reason is missing", "nothing was written",
    ):  # fmt: skip
        assert expected in words
    assert "line 2" not in words


def test_a_table_and_lines_of_another_file_are_taken(tmp_path: Path, golden_home: Home) -> None:
    """Rows of a table become corrections; lines of another corrections.jsonl keep their author and time, and twice are once."""
    path = tmp_path / "many.csv"
    path.write_text(
        ROWS.splitlines()[0] + "\nhttps://www.defense.gov/News/Releases/Release/Article/100001/talks-peru/,null,venue,,,not told\n",
        encoding="utf-8",
    )
    (made,) = take_table(Desk(golden_home), read_table(path), "Ana", None)
    other = tmp_path / "other.jsonl"
    other.write_text(made.line() + "\n" + made.line() + "\n", encoding="utf-8")
    assert take_table(Desk(golden_home), read_table(other), "Bo", None) == [made]
