"""Faults, by causing them: whatever is killed when, the same command again leaves what an uninterrupted run leaves."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from config.settings import Settings
from flows.fetch.archive import Archive
from flows.fetch.capture import Capture
from flows.home import Home
from flows.ingesting import known_ledger, take, take_pending, unread
from flows.rebuild import rebuild
from flows.resolve.resolve import resolve
from tests.conftest import MOMENT, ROOT
from tests.faults.killing import State, Tally, kill_all, kill_live
from warehouse.connect import open_writer
from warehouse.lock import writer_lock
from warehouse.publish import publish

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


def damage(path: Path, seed: int = 1) -> None:
    """Overwrite forty places behind a database's head."""
    chance, data = random.Random(seed), bytearray(path.read_bytes())
    for _ in range(40):
        place = chance.randrange(12_288, len(data) - 64)
        data[place : place + 64] = chance.randbytes(64)
    path.write_bytes(data)


@pytest.fixture
def home(golden_home: Home, tmp_path: Path) -> Home:
    """A copy of the working folder with the samples, to be broken."""
    shutil.copytree(golden_home.folder, tmp_path / "home")
    return Home(tmp_path / "home")


def readout(home: Home, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it."""
    command = [str(Path(sys.executable).with_name("readout")), *arguments]
    return subprocess.run(command, env=os.environ | {"READOUT_HOME": str(home.folder)}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "command", [["search", "cooperation"], ["sql", "select sum(length(text)) from core.revision"]], ids=["search", "sql"]
)
def test_a_damaged_snapshot_is_told_with_what_to_do(home: Home, command: list[str]) -> None:
    """Whatever reads a damaged block ends with 3 and one sentence that names `readout rebuild`, not with a traceback or wrong rows."""
    damage(home.snapshot)
    done = readout(home, *command)
    assert (done.returncode, done.stdout) == (3, "")
    assert "`readout rebuild` makes it anew from the archive" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_a_damaged_database_and_snapshot_are_made_anew(home: Home, seed: int) -> None:
    """With core and snapshot damaged, `rebuild` brings everything back, equal in content hash."""
    before = State.of(home)
    for path in (home.core, home.snapshot):
        damage(path, seed)
    rebuild(Settings(home=home.folder, workers=1), lambda _: None)
    assert State.of(home) == before


def captured(number: int, moment: dt.datetime = MOMENT, more: str = "") -> Capture:
    """A release of its own for each number."""
    words = f"Foreign Minister Ada Lind met with Kenyan Foreign Secretary Daniel Otieno in Oslo on {number} December 2025. {more}"
    facts = {"title": f"Meeting {number}", "published_at": f"2025-12-0{number}", "publisher": "Foreign Ministry"}
    return Capture(str(number), f"{number}.txt", "text/plain", facts, words.encode(), moment)


def ingest(home: Home, captures: Sequence[Capture], is_published: bool = True) -> None:
    """What the flow does with a batch, without Prefect."""
    with writer_lock(home.folder, wait_seconds=60), closing(open_writer(home.core)) as con:
        archive = Archive(home.archive)
        take_pending(con, archive, None, known_ledger(con))
        take(con, unread(con, archive.add(captures)), None, known_ledger(con))
        if is_published:
            resolve(con)
            publish(con, home.snapshot)


def test_a_torn_record_costs_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """A run died while it appended a record: the next one cuts the torn end off, and database and archive are as if it had not."""
    whole, torn = Home(tmp_path / "whole"), Home(tmp_path / "torn")
    for home in (whole, torn):
        ingest(home, [captured(1), captured(2)], is_published=False)
    segment = torn.archive / "000001.warc.gz"
    size = segment.stat().st_size
    Archive(torn.archive).add([captured(3)])
    segment.write_bytes(segment.read_bytes()[: (size + segment.stat().st_size) // 2])
    for home in (whole, torn):
        ingest(home, [captured(4), captured(3)])
    assert State.of(torn) == State.of(whole)
    rebuild(Settings(home=torn.folder, workers=1), lambda _: None)
    assert State.of(torn) == State.of(whole)


def test_a_clock_that_jumps_changes_nothing(tmp_path: Path) -> None:
    """Runs ten years ahead and twenty back, with a text that changes meanwhile, leave what runs in order leave; so does a rebuild."""
    states = []
    for name, years in (("even", (0, 0, 0, 0)), ("jumping", (0, 10, -20, 5))):
        home = Home(tmp_path / name)
        for number, jump in enumerate(years):
            moment = MOMENT + dt.timedelta(days=number + 365 * jump)
            ingest(
                home,
                [captured(1, moment, "They agreed to meet." if number % 2 else ""), captured(number + 2, moment)],
                is_published=number == 3,
            )
        states.append(State.of(home))
    rebuild(Settings(home=home.folder, workers=1), lambda _: None)
    assert [*states, State.of(home)] == [states[0]] * 3
    assert states[0].release_count == 5


WRITER = """
import sys
from pathlib import Path
from flows.home import Home
from tests.test_faults import captured, ingest
for number in sys.argv[2:]:
    ingest(Home(Path(sys.argv[1])), [captured(int(number))])
"""


def test_two_writers_at_once_take_turns(tmp_path: Path) -> None:
    """Two processes that ingest into one folder at the same time lose and double nothing: what both bring is there once."""
    home = Home(tmp_path / "home")
    numbers = [["1", "2"], ["3", "2"]]
    command = [sys.executable, "-c", WRITER, str(home.folder)]
    writers = [subprocess.Popen([*command, *own], env=os.environ | {"PYTHONPATH": str(ROOT)}) for own in numbers]
    assert [writer.wait() for writer in writers] == [0, 0]
    left = State.of(home)
    assert (left.release_count, left.report_count, len(set(left.archived)), len(left.archived)) == (3, 3, 3, 3)
    alone = Home(tmp_path / "alone")
    ingest(alone, [captured(number) for number in (1, 2, 3)])
    assert (State.of(alone).core, left.snapshot) == (left.core, left.core)
