"""`readout status`: in each state of a working folder, without a lock."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from config.settings import Settings
from config.sources import Schedule, sources
from flows.fetch.archive import Archive
from flows.home import Home
from flows.notify import troubles
from flows.runs import recorded
from flows.status import Status, next_run, status
from tests.conftest import MOMENT
from warehouse.connect import open_writer
from warehouse.lock import writer_lock
from warehouse.publish import publish
from warehouse.runs import note_month
from warehouse.sources import remember

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-c", "from flows.cli.main import run; run()"]
NOW = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)


def readout(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"READOUT_HOME": str(home), "COLUMNS": "200"}
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, cwd=ROOT, env=environment, check=False)


def look(home: Home, now: dt.datetime = NOW) -> tuple[Status, list[str]]:
    seen = status(Settings(home=home.folder), sources(), now)
    return seen, [trouble.key for trouble in troubles(seen)]


@pytest.fixture
def home(golden_home: Home, tmp_path: Path) -> Home:
    """A working folder of its own with the samples."""
    return Home(shutil.copytree(golden_home.folder, tmp_path / "home"))


def asked(source: str, at: dt.datetime) -> dict[str, Any]:
    return {
        "source_id": source, "url": "https://www.state.gov/feed", "final_url": None, "status": 200, "outcome": "kept", "reason": None, "fetched_at": at,
        "wire_bytes": 1, "hop_count": 0, "body_digest": None, "archive_segment": None, "archive_offset": None,
    }  # fmt: skip


def test_before_there_is_anything(tmp_path: Path) -> None:
    """No folder: said so, with 1, and none is made."""
    folder = tmp_path / "home"
    result = readout(folder, "status")
    assert result.returncode == 1
    assert f"look: {folder}: no warehouse yet" in result.stdout
    assert not folder.exists()
    assert look(Home(folder))[1] == []


def test_of_a_warehouse_without_a_release(tmp_path: Path) -> None:
    """Empty is a state and no trouble."""
    home = Home(tmp_path)
    with closing(open_writer(home.core)) as con:
        from warehouse.ddl import create_tables

        create_tables(con)
        publish(con, home.snapshot)
    seen, found = look(home)
    assert (seen.warehouse, seen.release_count, seen.unread_count, found) == ("empty", 0, 0, [])


def test_when_all_is_well(golden_home: Home) -> None:
    """Counts, sizes and what is free; exit code 0."""
    result = readout(golden_home.folder, "status", "--json")
    told = json.loads(result.stdout)
    assert (result.returncode, told["state"], told["reasons"]) == (0, "fine", [])
    assert told["release_count"] > 20
    assert told["unread_count"] == 0
    assert told["sizes"]["snapshot"] == golden_home.snapshot.stat().st_size
    assert told["free_bytes"] > 0
    assert "us-state" in told["never_asked"]
    assert "fine" in readout(golden_home.folder, "status").stdout.splitlines()


def test_while_another_writes(home: Home) -> None:
    """The writer and the runs under way are named at once; its lock is not waited for, and what it has archived counts as on its way."""
    with writer_lock(home.folder), recorded(home.folder, "ingest", "us-state"):
        seen, found = look(home)
        assert (found, seen.unread_count) == ([], None)
        assert f"process {os.getpid()} " in str(seen.holder)
        assert [(run.flow, run.source_id) for run in seen.running] == [("ingest", "us-state")]
        assert "us-state" in [source.source_id for source in seen.sources] or "us-state" in seen.never_asked
    assert look(home)[0].holder is None


def test_of_a_damaged_snapshot(home: Home) -> None:
    """What is wrong with it and what to do; what the journal and the disk tell is told all the same."""
    with home.snapshot.open("r+b") as file:
        file.write(b"\0" * 8192)
    with pytest.raises(RuntimeError), recorded(home.folder, "ingest", "us-state"):
        raise RuntimeError("403")
    seen, found = look(home)
    assert found == ["run:ingest:us-state", "warehouse"]
    assert "warehouse.duckdb" in seen.warehouse
    assert (seen.release_count, seen.unread_count) == (None, None)
    result = readout(home.folder, "status")
    assert result.returncode == 1
    assert "look: us-state: ingest failed: 403" in result.stdout
    assert "Traceback" not in result.stderr


def test_of_a_source_that_fell_silent(home: Home) -> None:
    """A source that is followed and publishes on most days is stale after a working week and twice its usual pause, not before."""
    con = open_writer(home.core)
    with closing(con):
        con.execute("update core.release set publisher = 'U.S. Department of State'")
        ids = [row[0] for row in con.execute("select current_revision_id from core.release order by 1").fetchall()]
        for number, revision in enumerate(ids):
            con.execute(
                "update core.revision set published_on = ? where revision_id = ?",
                [dt.date(2026, 1, 26) + dt.timedelta(days=number), revision],
            )
        remember(con, [asked("us-state", NOW)], [], [])
        note_month(con, "us-state", dt.date(2026, 2, 1), 3, NOW)
        note_month(con, "us-state", dt.date(2025, 11, 1), 3, NOW)
        publish(con, home.snapshot, unchecked=True)
    last = dt.date(2026, 1, 26) + dt.timedelta(days=len(ids) - 1)
    soon, late = (dt.datetime.combine(last + dt.timedelta(days=days), dt.time(12), dt.UTC) for days in (3, 21))
    seen, found = look(home, late)
    state = next(source for source in seen.sources if source.source_id == "us-state")
    assert (state.last_release_on, state.is_stale) == (last, True)
    assert "stale:us-state" in found
    assert (state.backfilled_since, state.months_left) == (dt.date(2025, 11, 1), 2)
    assert "stale:us-state" not in look(home, soon)[1]


def test_what_is_archived_and_not_read_is_counted(home: Home, golden_home: Home) -> None:
    """A run that was killed between archiving and loading leaves a backlog."""
    from dataclasses import replace

    capture = next(iter(Archive(golden_home.archive).read()))
    new = replace(capture, body=capture.body + b"<!-- new -->", document_id="new", path="new.html", fetched_at=MOMENT)
    Archive(home.archive).add([new])
    seen, found = look(home)
    assert (seen.unread_count, found) == (1, ["unread"])


def test_the_last_run_counts(home: Home) -> None:
    """A failure is a trouble until a later run of the same source completes; one that was skipped tells nothing; another source's does not matter."""
    with pytest.raises(RuntimeError), recorded(home.folder, "ingest", "us-state"):
        raise RuntimeError("403")
    with recorded(home.folder, "ingest", "us-state") as run:
        run.end("skipped", "another run of it is under way")
    with recorded(home.folder, "ingest", "nato"):
        pass
    seen, found = look(home)
    assert found == ["run:ingest:us-state"]
    assert {source.source_id: source.last_run.state for source in seen.sources if source.last_run} == {
        "nato": "completed",
        "us-state": "failed",
    }
    with recorded(home.folder, "ingest", "us-state"):
        pass
    assert look(home)[1] == []


def test_the_next_run_is_known_while_it_is_served(home: Home) -> None:
    """By cron in the schedule's zone, over a change of the clock too, or by interval; unknown where nothing serves."""
    noon = dt.datetime(2026, 3, 28, 12, 0, tzinfo=dt.UTC)
    assert next_run(Schedule(cron="30 6 * * *", zone="Europe/Brussels"), noon) == dt.datetime(2026, 3, 29, 4, 30, tzinfo=dt.UTC)
    assert next_run(Schedule(every_minutes=90), noon) == dt.datetime(2026, 3, 28, 13, 30, tzinfo=dt.UTC)
    assert next_run(None, noon) is None
    with recorded(home.folder, "ingest", "nato"):
        pass

    def due() -> dt.datetime | None:
        return next(source.next_run_at for source in look(home)[0].sources if source.source_id == "nato")

    assert due() is None
    with FileLock(str(home.folder / "serve.lock")):
        assert due() is not None
        assert look(home)[0].is_served
    assert due() is None
