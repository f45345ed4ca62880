"""What a person meets who types something wrong, closes a pipe, or has a narrow terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli.rows import print_rows
from flows.home import Home
from tests.conftest import GOLDEN, ROOT
from tests.test_cli import readout

RELEASE = GOLDEN / "releases" / "pentagon-talks-peru.html"
COMMAND = [sys.executable, "-c", "from flows.cli.main import run; run()"]


def _into_closed_pipe(*arguments: str) -> tuple[int, str]:
    """The exit code and messages of a command whose reader has left before the first word."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        result = subprocess.run([*COMMAND, *arguments], stdout=write_end, stderr=subprocess.PIPE, cwd=ROOT, text=True, check=False)
    finally:
        os.close(write_end)
    return result.returncode, result.stderr


@pytest.mark.parametrize("arguments", [("--help",), ("extract", str(RELEASE)), ("show", str(RELEASE)), ("sources", "list")])
def test_a_closed_pipe_is_no_fault(arguments: tuple[str, ...]) -> None:
    """A reader that leaves early, as `head` does, ends the command with 0 and without a word."""
    assert _into_closed_pipe(*arguments) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("arguments", [("--help",), ("extract", str(RELEASE))])
def test_a_full_disk_behind_the_output_is_told(arguments: tuple[str, ...]) -> None:
    """An output that takes no more ends the command with 3 and what to do."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        result = subprocess.run([*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, cwd=ROOT, text=True, check=False)
    assert result.returncode == 3
    assert "free some space" in result.stderr
    assert "Traceback" not in result.stderr
    assert "Exception ignored" not in result.stderr


def test_ctrl_c_ends_with_130_and_a_word(tmp_path: Path) -> None:
    """Whoever stops a command is told that it stopped, and sees no traceback."""
    fifo = tmp_path / "waits.txt"
    os.mkfifo(fifo)
    script = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); " + COMMAND[-1]
    arguments = [sys.executable, "-c", script, "watch", "--file", str(fifo)]
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, cwd=ROOT, text=True) as process:
        # Opening for writing succeeds once the command has opened it for reading, and waits there for words.
        writer = os.open(fifo, os.O_WRONLY)
        process.send_signal(signal.SIGINT)
        _, messages = process.communicate(timeout=60)
        os.close(writer)
    assert process.returncode == 130
    assert messages.startswith("readout: stopped")
    assert "Traceback" not in messages


def test_a_file_that_cannot_be_written_is_named(golden_home: Home, tmp_path: Path) -> None:
    """Output files in a folder that is not there end with 3, the file's name and the reason."""
    target = tmp_path / "nowhere" / "x"
    watches = tmp_path / "watches.yaml"
    watches.write_text("- name: peru\n  party: PER\n", encoding="utf-8")
    for arguments in (
        ("extract", RELEASE, "-o", target),
        ("sql", "select 1", "--parquet", target),
        ("watch", "--file", watches, "-o", target),
    ):
        result = readout(*arguments, home=golden_home.folder)
        assert (result.returncode, result.stderr) == (3, f"readout: {target}: cannot be written (No such file or directory)\n")


def test_show_takes_one_release(tmp_path: Path) -> None:
    """A folder of several releases is refused with the name of one of them; a folder of one is shown."""
    refused = readout("show", GOLDEN / "releases", home=tmp_path)
    assert refused.returncode == 2
    assert "of which one can be shown" in refused.stderr
    (tmp_path / "one.txt").write_text("Polish President Adam Kowal met with Czech President Jan Novák in Prague.", encoding="utf-8")
    assert readout("show", tmp_path, home=tmp_path).returncode == 0


def test_a_missing_file_of_watches_says_what_it_holds(tmp_path: Path) -> None:
    """Who has saved no question yet is shown one."""
    result = readout("watch", "--file", tmp_path / "watches.yaml", home=tmp_path)
    assert result.returncode == 2
    assert "not there" in result.stderr
    assert "- name: peru" in result.stderr


def test_forget_makes_no_warehouse(tmp_path: Path) -> None:
    """Where there is nothing to forget, nothing is made."""
    home = tmp_path / "home"
    result = readout("forget", "https://example.org/a", "--reason", "asked to", home=home)
    assert result.returncode == 3
    assert "nothing to forget" in result.stderr
    assert not home.exists()


def test_a_small_vocabulary_is_named_whole(golden_home: Home) -> None:
    """A kind that is none is answered with those there are."""
    result = readout("find", "--kind", "zzz", home=golden_home.folder)
    assert result.returncode == 2
    assert "there are" in result.stderr
    assert "meeting" in result.stderr


@pytest.mark.parametrize("group", [(), ("sources",)])
def test_the_list_of_commands_fits_a_narrow_terminal(group: tuple[str, ...]) -> None:
    """At 80 columns no command's line of help breaks off."""
    environment = os.environ | {"COLUMNS": "80"}
    result = subprocess.run([*COMMAND, *group, "--help"], capture_output=True, text=True, cwd=ROOT, env=environment, check=True)
    assert "..." not in result.stdout.partition("Commands:")[2]


def test_rows_wider_than_the_terminal_come_one_value_a_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns that would be cut to fragments are printed below each other; those that fit stay a table."""
    monkeypatch.setenv("COLUMNS", "80")
    names = [f"column_{number}" for number in range(10)]
    print_rows(names, [dict.fromkeys(names, "some words [of] a release")], "table")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "column_0  some words [of] a release"
    assert len(lines) == 11
    print_rows(names[:3], [dict.fromkeys(names, "some words of a release")], "table")
    assert "┃ column_0" in capsys.readouterr().out


def test_commands_that_ask_load_no_library_of_settings(golden_home: Home) -> None:
    """What only asks the warehouse starts without pydantic-settings, pandera and Prefect, which take longer than the query."""
    for arguments in (["sql", "select 1"], ["search", "meeting"], ["find", "--kind", "call"], ["new"], ["tables"]):
        code = (
            f"import sys; sys.argv[1:] = {arguments!r}; from flows.cli.main import app\n"
            "try: app()\n"
            "except SystemExit as end: assert not end.code, end.code\n"
            "sys.exit(str(sorted({'pydantic_settings', 'pandera', 'polars', 'prefect'} & set(sys.modules))))"
        )
        environment = os.environ | {"READOUT_HOME": str(golden_home.folder)}
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
        assert result.stderr.splitlines()[-1] == "[]", (arguments, result.stderr)
