"""Runs killed at chosen points, then run again: what is left is what an uninterrupted run leaves."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.fetch.archive import Archive
from flows.home import Home
from tests.conftest import GOLDEN, ROOT
from tests.serving import Reply, Route, Server, conditional
from warehouse.connect import open_reader, open_writer
from warehouse.load import content_hash
from warehouse.lock import writer_lock

KILLED = -9
EVENT = tuple[str, str, float]


class Driver:
    """The process of `driver.py`."""

    def __init__(self, scratch: Path) -> None:
        names = {"PREFECT_HOME": str(scratch / "prefect"), "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
        command = [sys.executable, "-m", "tests.faults.driver"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | names
        )  # fmt: skip

    def ask(self, command: str, home: Path, place: Path | str, at: int | None = None, delay: float = 0.0) -> tuple[int, list[EVENT]]:
        """How the command ended (-9: killed), and its events where it ended by itself."""
        request = {"command": command, "home": str(home), "place": str(place), "at": at, "delay": delay}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer["code"], answer["events"]

    def close(self) -> None:
        """End it."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)


@contextmanager
def driver(scratch: Path) -> Iterator[Driver]:
    """A driver that is ended with the block."""
    started = Driver(scratch)
    try:
        yield started
    finally:
        started.close()


@dataclass(frozen=True, slots=True)
class State:
    """What a working folder holds: hashes of core and of the snapshot, the releases, and what the archive holds, by digest."""

    core: str
    snapshot: str
    release_count: int
    report_count: int
    archived: tuple[str, ...]

    @classmethod
    def of(cls, home: Home) -> State:
        """The state of a folder at rest."""
        with closing(open_writer(home.core)) as con:
            core = content_hash(con)
            counts = con.sql("select (select count(*) from core.release), (select count(*) from core.report)").fetchall()[0]
        with closing(open_reader(home.snapshot)) as con:
            snapshot = content_hash(con)
        return cls(core, snapshot, *counts, tuple(capture.digest for capture in Archive(home.archive).read()))


@dataclass(slots=True)
class Tally:
    """What came of the kills of one step."""

    step: str
    kills: int = 0
    equal: int = 0
    lost: int = 0
    doubled: int = 0
    locked: int = 0
    leftovers: int = 0
    events: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """What is killed: a command on a folder or a server, in a copy of `base` (None: an empty working folder), in one phase of its work."""

    name: str
    command: str
    base: Path | None
    place: Path | str
    phase: str | None = None


class Ground:
    """Where runs are killed; of each command it knows what it does and leaves when nothing kills it."""

    def __init__(self, scratch: Path, process: Driver) -> None:
        self.scratch, self.driver = scratch, process
        self._whole: dict[tuple[str, Path | None, Path | str], tuple[list[EVENT], State]] = {}

    def make(self, name: str, command: str, place: Path | str) -> Path:
        """A working folder to start from, with one whole run behind it."""
        base = self.scratch / name
        assert self.driver.ask(command, base, place)[0] == 0
        return base

    def fresh(self, base: Path | None) -> Path:
        """A working folder to run in."""
        home = self.scratch / "home"
        shutil.rmtree(home, ignore_errors=True)
        if base is not None:
            shutil.copytree(base, home)
        return home

    def whole(self, step: Step) -> tuple[list[EVENT], State]:
        """The events of the step's command and what it leaves."""
        key = (step.command, step.base, step.place)
        if key not in self._whole:
            home = self.fresh(step.base)
            code, events = self.driver.ask(step.command, home, step.place)
            assert code == 0, step
            self._whole[key] = events, State.of(Home(home))
        return self._whole[key]

    def kill(self, step: Step, count: int, seed: int) -> Tally:
        """Kill the step at so many points drawn by chance, run the same command again after each, and tally what is left."""
        tally, chance, started = Tally(step.name), random.Random(f"{seed} {step.name}"), time.monotonic()
        events, wanted = self.whole(step)
        by_name: dict[str, list[int]] = {}
        for number, (phase, name, _) in enumerate(events):
            if step.phase in (None, phase):
                by_name.setdefault(name, []).append(number)
        for _ in range(count):
            # By kind first: comments on columns are many, commits and renames few.
            number = chance.choice(by_name[chance.choice(sorted(by_name))])
            # Half of the points lie before an event, half within one.
            delay = chance.choice([0.0, chance.random() * events[number][2]])
            self._kill(step, number, delay, wanted, tally)
        tally.seconds = time.monotonic() - started
        return tally

    def _kill(self, step: Step, number: int, delay: float, wanted: State, tally: Tally) -> None:
        name = self.whole(step)[0][number][1]
        where = f"{step.name}: event {number} ({name}), {delay * 1000:.1f} ms into it"
        home = Home(self.fresh(step.base))
        code, _ = self.driver.ask(step.command, home.folder, step.place, number, delay)
        if code != KILLED:
            # So late within the last event that the command was done before.
            assert code == 0, where
        tally.kills += code == KILLED
        tally.events[name] = tally.events.get(name, 0) + 1
        tally.locked += is_locked(home)
        code, _ = self.driver.ask(step.command, home.folder, step.place)
        if code:
            tally.failures.append(f"{where}: run again, it ended with {code}")
        else:
            self._compare(home, wanted, where, tally)

    def _compare(self, home: Home, wanted: State, where: str, tally: Tally) -> None:
        left = State.of(home)
        tally.equal += left == wanted
        tally.lost += len(set(wanted.archived) - set(left.archived)) + max(wanted.release_count - left.release_count, 0)
        tally.doubled += len(left.archived) - len(set(left.archived)) + max(left.release_count - wanted.release_count, 0)
        leftovers = [path.name for path in home.folder.iterdir() if path.name.endswith(".new") or "rebuilt" in path.name]
        tally.leftovers += len(leftovers)
        if left != wanted or leftovers:
            tally.failures.append(f"{where}: {left} instead of {wanted}; {leftovers}")


def is_locked(home: Home) -> bool:
    """Whether a lock was left behind."""
    try:
        with writer_lock(home.folder, wait_seconds=0):
            return False
    except Exception:
        return True


def folders(scratch: Path) -> tuple[Path, Path]:
    """Two states of a folder of releases: in the second one text has changed, and there are three releases more."""
    before, after = scratch / "before", scratch / "after"
    for folder in (before, after):
        folder.mkdir()
    samples = sorted(path for path in (GOLDEN / "releases").glob("*.txt"))[:5]
    for number, path in enumerate(samples):
        for folder in (before, after) if number < 2 else (after,):
            shutil.copy(path, folder)
    changed = after / samples[0].name
    changed.write_text(changed.read_text(encoding="utf-8") + "\n\nThe two sides also discussed trade.\n", encoding="utf-8")
    return before, after


def steps(ground: Ground) -> list[Step]:
    """What is killed of ingest (into nothing, and after another), resolve, publish and rebuild."""
    before, after = folders(ground.scratch)
    base = ground.make("base", "ingest", before)
    return [
        Step("first ingest", "ingest", None, after, "ingest"),
        Step("ingest", "ingest", base, after, "ingest"),
        Step("resolve", "ingest", base, after, "resolve"),
        Step("publish", "ingest", base, after, "publish"),
        Step("rebuild", "rebuild", base, after),
    ]


def kill_all(scratch: Path, count: int, seed: int) -> list[Tally]:
    """So many kills of each step."""
    with driver(scratch) as process:
        ground = Ground(scratch, process)
        return [ground.kill(step, count, seed) for step in steps(ground)]


def kill_live(scratch: Path, count: int, seed: int) -> list[Tally]:
    """So many kills of a source's first run, and of one that finds a page changed, one gone and two new."""
    pages = {n: page(n) for n in range(1, 7)}
    with Server({}) as server, driver(scratch) as process:

        def show(numbers: Sequence[int], **changed: Route) -> None:
            server.routes.update({f"/{n}": conditional(pages[n], etag=f'"{n}"') for n in pages} | {f"/{n}": r for n, r in changed.items()})
            server.routes["/feed"] = Reply(feed([(n, server.url(f"/{n}")) for n in numbers]))

        ground = Ground(scratch, process)
        show([1, 2, 3, 4])
        base = ground.make("base", "live", server.url())
        show([1, 2, 3, 4, 5, 6], **{"2": Reply(page(2, "They also spoke about fishing.")), "3": Reply(b"gone", 410)})
        listed = [Step("first live run", "live", None, server.url()), Step("live run", "live", base, server.url())]
        return [ground.kill(step, count, seed) for step in listed]


def page(number: int, more: str = "") -> bytes:
    """A release of a ministry that exists nowhere."""
    words = f"Foreign Minister Ada Lind met with Kenyan Foreign Secretary Daniel Otieno in Oslo on {number} December 2025. {more}"
    head = f'<head><title>Meeting {number} in Oslo</title><meta name="date" content="2025-12-0{number}"></head>'
    return f'<!doctype html><html lang="en">{head}<body><main><h1>Meeting {number} in Oslo</h1><p>{words}</p></main></body></html>'.encode()


def feed(rows: Sequence[tuple[int, str]]) -> bytes:
    """A feed of (number, address); pages changed after any run's moment, so that each is asked for whether it changed."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{n}</guid><link>{url}</link><title>Meeting {n} in Oslo</title><pubDate>Mon, 0{n} Dec 2025 10:00:00 +0000"
        f"</pubDate><a:updated>2026-06-01T10:00:00Z</a:updated></item>"
        for n, url in rows
    )
    return f'<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>News</title>{items}</channel></rss>'.encode()
