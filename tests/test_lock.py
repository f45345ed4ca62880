"""One writes at a time, and a commit that did not hold is found out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.fetch.archive import Archive
from flows.fetch.capture import Capture
from flows.home import Home
from flows.ingesting import load_batch, unread
from flows.reading import read
from tests.conftest import MOMENT, ROOT
from tests.test_cli import readout
from warehouse.connect import WarehouseError, open_writer
from warehouse.lock import LockedError, writer_lock

HOLD = """
import sys
from pathlib import Path
from warehouse.lock import writer_lock
with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holding(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until it is told to end."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    """The message names the holder's process, machine and command, and since when."""
    with holding(tmp_path) as process:
        with pytest.raises(LockedError) as told, writer_lock(tmp_path, wait_seconds=0):
            pass
        words = str(told.value)
    assert f"process {process.pid} on {os.uname().nodename} (`-c {tmp_path}`) writes since 20" in words
    assert words.startswith(f"{tmp_path}: ")


def test_a_second_writer_waits(tmp_path: Path) -> None:
    """Within the time it is given, a writer gets the lock as soon as the first lets go."""
    with holding(tmp_path) as process:
        assert process.stdin is not None
        process.stdin.close()
        with writer_lock(tmp_path, wait_seconds=60):
            pass
        assert process.wait() == 0


def test_a_dead_holder_holds_nothing(tmp_path: Path) -> None:
    """A killed writer's lock is taken over at once; the name it left behind misleads nobody."""
    with holding(tmp_path) as process:
        process.kill()
        process.wait()
    left = (tmp_path / "writer.holder").read_text(encoding="utf-8")
    assert str(process.pid) in left
    with writer_lock(tmp_path, wait_seconds=0):
        assert str(os.getpid()) in (tmp_path / "writer.holder").read_text(encoding="utf-8")
        # Whoever comes between taking the lock and writing the name finds the dead one's.
        (tmp_path / "writer.holder").write_text(left, encoding="utf-8")
        with pytest.raises(LockedError, match="another process writes"), writer_lock(tmp_path, wait_seconds=0):
            pass


def test_an_error_within_the_lock_leaves_no_name(tmp_path: Path) -> None:
    """A writer that fails lets go of the lock and takes its name back."""
    with pytest.raises(ZeroDivisionError), writer_lock(tmp_path):
        raise ZeroDivisionError
    assert not (tmp_path / "writer.holder").exists()
    with writer_lock(tmp_path, wait_seconds=0):
        pass


@pytest.mark.parametrize(
    "command", [["rebuild"], ["forget", "x", "--reason", "asked"], ["checks", "run"]], ids=lambda command: str(command[0])
)
def test_writing_commands_end_with_4(command: list[str], golden_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that would write while another does changes nothing, names it and ends with 4."""
    monkeypatch.setenv("READOUT_LOCK_WAIT_SECONDS", "0")
    with holding(golden_home.folder) as process:
        done = readout(*command, home=golden_home.folder)
    assert done.returncode == 4, done.stderr
    assert f"process {process.pid}" in done.stderr
    assert "Traceback" not in done.stderr


class FailingBefore:
    """A real connection on which one statement fails, unheard, before another: what a swallowed error in a transaction does."""

    def __init__(self, con: duckdb.DuckDBPyConnection, statement: str) -> None:
        self.con = con
        self.statement = statement

    def execute(self, sql: str, *arguments: Any) -> Any:
        """As the connection's own."""
        if sql == self.statement:
            with suppress(duckdb.Error):
                self.con.execute("select error('unheard')")
        return self.con.execute(sql, *arguments)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.con, name)


def test_a_silent_rollback_is_found(tmp_path: Path) -> None:
    """DuckDB's commit after an error in the transaction says nothing and writes nothing: the load is said to have failed, and done again."""
    home = Home(tmp_path)
    text = b"Defence Secretary Helen Marchbank met with Portuguese Minister of National Defence Duarte Vilhena in Lisbon on 3 May 2024."
    captures = Archive(home.archive).add([Capture("a", "a.txt", "text/plain", {"title": "Meeting in Lisbon"}, text, MOMENT)])
    con = open_writer(home.core)
    try:
        with pytest.raises(WarehouseError, match="was not committed; run the same command again"):
            load_batch(FailingBefore(con, "commit"), [read(c) for c in unread(con, captures)], [], 0)
        assert con.execute("select count(*) from core.release").fetchall() == [(0,)]
        assert load_batch(con, [read(c) for c in unread(con, captures)], [], 0).new_count == 1
    finally:
        con.close()
