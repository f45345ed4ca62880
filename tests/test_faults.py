"""Faults, by causing them: whatever is killed when, the same command again leaves what an uninterrupted run leaves."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from tests.conftest import ROOT
from tests.faults.killing import Tally, kill_all, kill_live

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


@pytest.fixture(scope="module")
def tallies(tmp_path_factory: pytest.TempPathFactory) -> list[Tally]:
    """Twenty kills at seeded points: three of each step of ingest and rebuild, two and three of live runs."""
    with ThreadPoolExecutor(2) as lanes:
        killed = lanes.submit(kill_all, tmp_path_factory.mktemp("kill"), 3, 6)
        live = lanes.submit(kill_live, tmp_path_factory.mktemp("live"), 3, 6)
        return [*killed.result(), *live.result()]


def test_twenty_kills_lose_and_double_nothing(tallies: list[Tally]) -> None:
    """After SIGKILL anywhere in ingest, resolve, publish, rebuild or a live run, the same command leaves what it leaves unkilled, and no lock."""
    assert [failure for tally in tallies for failure in tally.failures] == []
    assert sum(tally.kills for tally in tallies) >= 20
    assert [(tally.lost, tally.doubled, tally.locked, tally.leftovers) for tally in tallies] == [(0, 0, 0, 0)] * len(tallies)
    assert [tally.equal for tally in tallies] == [3] * len(tallies)


WORKERS = """
import sys, time, psutil
from flows.reading_pool import reading_pool
if __name__ == "__main__":
    with reading_pool(2, 1000) as pool:
        print(pool.submit(int, "1").result(), *(child.pid for child in psutil.Process().children()), flush=True)
        time.sleep(60)
"""


def test_no_worker_outlives_a_killed_run(tmp_path: Path) -> None:
    """The processes that read releases end when the run that started them is killed."""
    script = tmp_path / "run.py"
    script.write_text(WORKERS)
    run = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert run.stdout
    done, *workers = map(int, run.stdout.readline().split())
    assert done == 1
    assert workers
    run.kill()
    run.wait()
    _, alive = psutil.wait_procs([psutil.Process(pid) for pid in workers if psutil.pid_exists(pid)], timeout=20)
    for process in alive:
        process.kill()
    assert alive == []
