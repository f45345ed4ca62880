"""The journal of runs: what ran, for whom and what came of it is there whatever becomes of the process."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from config.settings import Settings
from flows import runs
from flows.home import Home
from flows.ingesting import Summary
from flows.rebuild import rebuild
from flows.runs import DIED, all_runs, keep_ended, recorded
from warehouse.connect import open_writer
from warehouse.read import query

ENDED = "select run_id, flow, source_id, state, reason, new_count from ops.run order by started_at"


def test_each_way_to_end_is_told(tmp_path: Path) -> None:
    """Completed with its counts, failed with the reason, skipped as said, stopped by a signal: in the order in which they began."""
    with recorded(tmp_path, "ingest", "un-sg") as run:
        run.count(Summary(release_count=3, new_count=2, unchanged_count=1))
        run.count(Summary(release_count=1, new_count=1))
    with pytest.raises(ValueError, match="no feed"), recorded(tmp_path, "ingest", "nato"):
        raise ValueError("no feed: neither RSS nor Atom")
    with recorded(tmp_path, "ingest", "nato") as run:
        run.end("skipped", "another run of it is under way")
    with pytest.raises(KeyboardInterrupt), recorded(tmp_path, "verify"):
        raise KeyboardInterrupt
    found = all_runs(tmp_path)
    assert [(run.flow, run.source_id, run.state) for run in found] == [
        ("ingest", "un-sg", "completed"), ("ingest", "nato", "failed"), ("ingest", "nato", "skipped"), ("verify", None, "crashed"),
    ]  # fmt: skip
    assert found[0].counts["new_count"] == 3
    assert found[1].reason == "no feed: neither RSS nor Atom"
    assert all(run.ended_at and run.ended_at >= run.started_at for run in found)


def test_a_killed_run_is_told_as_crashed_and_one_under_way_as_running(tmp_path: Path) -> None:
    """A process that is killed within its run leaves the beginning, from which the crash is known; a torn line hides no other."""
    code = f"from pathlib import Path; from flows.runs import recorded; import sys, time\nwith recorded(Path({str(tmp_path)!r}), 'ingest', 'un-sg'):\n    print('under way', flush=True)\n    time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"under way\n"
    assert [run.state for run in all_runs(tmp_path)] == ["running"]
    process.kill()
    process.wait()
    process.stdout.close()
    with (tmp_path / "runs.jsonl").open("a") as file:
        file.write('{"run_id": "torn by a ki')
    with recorded(tmp_path, "ingest", "un-sg"):
        pass
    assert [(run.state, run.reason) for run in all_runs(tmp_path)] == [("crashed", DIED), ("completed", None)]


def test_a_process_number_given_to_another_is_not_the_run(tmp_path: Path) -> None:
    """A run whose process number belongs to a process that began later crashed."""
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    with recorded(tmp_path, "ingest") as run:
        run.started_at = long_ago
        runs._append(tmp_path, run)
        assert (run.pid, all_runs(tmp_path)[-1].state) == (os.getpid(), "crashed")


def test_runs_that_ended_are_in_ops_once_and_survive_a_rebuild(golden_home: Home, tmp_path: Path) -> None:
    """ops.run gets each ended run once, none that is under way, and a rebuild keeps them when the journal is gone."""
    home = Home(tmp_path)
    (tmp_path / "archive").symlink_to(golden_home.archive)
    with recorded(tmp_path, "ingest", "un-sg") as run:
        run.count(Summary(new_count=2))
    with recorded(tmp_path, "ingest", "nato"):
        for _ in range(2):
            with closing(open_writer(home.core)) as con:
                keep_ended(con, tmp_path)
                assert con.execute(ENDED).fetchall() == [(run.run_id, "ingest", "un-sg", "completed", None, 2)]
    rebuild(Settings(home=tmp_path, workers=1), lambda _: None)
    (tmp_path / "runs.jsonl").unlink()
    rebuild(Settings(home=tmp_path, workers=1), lambda _: None)
    assert [row["source_id"] for row in query(home.snapshot, ENDED).to_pylist()] == ["un-sg", "nato"]


def test_a_long_journal_is_cut_to_its_last_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs older than that leave the journal when it has grown long; ops.run keeps them."""
    with recorded(tmp_path, "ingest", "old") as run:
        run.started_at -= dt.timedelta(days=40)
    for _ in range(3):
        with recorded(tmp_path, "ingest", "young"):
            time.sleep(0.001)
    with closing(open_writer(Home(tmp_path).core)) as con:
        keep_ended(con, tmp_path)
        assert len(all_runs(tmp_path)) == 4
        monkeypatch.setattr(runs, "LARGEST_BYTES", 100)
        keep_ended(con, tmp_path)
        assert [run.source_id for run in all_runs(tmp_path)] == ["young"] * 3
        assert con.execute("select count(*) from ops.run").fetchall() == [(4,)]
    assert all(json.loads(line) for line in (tmp_path / "runs.jsonl").read_text().splitlines())
