"""The measures of `make bench`: each gives a figure and the one it is held against, taken in one run on one machine."""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import trafilatura
from bs4 import BeautifulSoup

from flows.extract.extract import extract
from flows.fetch.capture import Capture
from flows.home import Home
from flows.ingesting import COUNTS
from flows.parse.errors import UnreadableRelease
from flows.parse.parse import parse
from flows.reading import read
from flows.rows import add_rows, empty_rows
from flows.validate import validate
from tests.bench.corpus import captures_of, corpus_folders, write_releases
from tests.bench.extraction import transcript
from tests.conftest import MOMENT, ROOT, SHARED
from tests.test_pages import ROWS, word_f1
from warehouse.connect import open_reader, open_writer
from warehouse.documents import EXAMPLES
from warehouse.load import known_revisions, load

COMMAND = str(Path(sys.executable).with_name("readout"))


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with its unit, and the most (or the least) that it may be."""

    name: str
    value: float
    unit: str
    target: float
    more_is_better: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the target is reached."""
        return self.value >= self.target if self.more_is_better else self.value <= self.target


def cpu_seconds(work: Callable[[], Any], rounds: int = 3) -> float:
    """The median process time of `work`."""
    spent = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return statistics.median(spent)


def reading() -> Iterator[Measure]:
    """What a release costs over BeautifulSoup on lxml merely parsing the same bytes."""
    captures = captures_of(corpus_folders()[:1], every=8)
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    bare = cpu_seconds(lambda: [BeautifulSoup(c.body, "lxml") for c in captures])
    whole = cpu_seconds(lambda: _read_and_check(captures))
    yield Measure("parse, extract, validate over BeautifulSoup alone, a release", whole / bare, "times", 6)
    documents = [parse(c.body, document_id=c.document_id, media_type=c.media_type, manifest=c.facts, path=c.path) for c in captures]
    words = sum(len(f"{d.title} {d.text}".split()) for d in documents)
    spent = cpu_seconds(lambda: [extract(document) for document in documents])
    yield Measure("extraction", spent / words * 1e6, "µs a word", 4)
    yield Measure("a transcript of 200,000 words", cpu_seconds(lambda: extract(transcript(documents)), 1), "s", 2)


def _read_and_check(captures: list[Capture]) -> None:
    rows = empty_rows()
    for number, capture in enumerate(captures):
        release = read(capture)
        if release.document is not None:
            add_rows(rows, release, f"{number:020x}", 1, "bench")
    validate(rows)


def loading() -> Iterator[Measure]:
    """Rows a second from read releases to a committed transaction, validation among it."""
    with tempfile.TemporaryDirectory() as folder, closing(open_writer(Path(folder) / "core.duckdb")) as con:
        releases = [read(capture) for capture in captures_of([write_releases(Path(folder) / "releases", BATCH)])]
        known_revisions(con)
        rows = empty_rows()
        for number, release in enumerate(releases):
            if release.document is not None:
                add_rows(rows, release, f"{number:020x}", 1, "bench")
        began = time.perf_counter()
        frames = validate(rows).frames
        counts = dict.fromkeys(COUNTS, 0) | {"load_id": "bench", "loaded_at": MOMENT}
        load(con, frames, counts, [], [], [])
        spent = time.perf_counter() - began
        count = sum(frame.height for frame in frames.values())
    yield Measure(
        f"validation and load of {count:,} rows of {BATCH} releases", count / spent, "rows a second", 150_000, more_is_better=True
    )


# Releases of one transaction.
BATCH = 2000


# Measurements of small work taken in turns: one is too short to tell from noise.
ROUNDS = 25


def cpu_ratio(ours: Callable[[], object], theirs: Callable[[], object]) -> float:
    """The median ratio of process time, both taken in turns."""
    ratios = []
    for _ in range(ROUNDS):
        seconds = []
        for work in (ours, theirs):
            gc.collect()
            started = time.process_time()
            work()
            seconds.append(time.process_time() - started)
        ratios.append(seconds[0] / seconds[1])
    return statistics.median(ratios)


def pages() -> Iterator[Measure]:
    """Whole pages over BeautifulSoup alone, and the body's text against trafilatura's."""
    folder = ROOT / "tests" / "pages"
    known = [((folder / row["path"]).read_bytes(), row["content"], "\n".join(row["body"])) for row in ROWS]
    real = [path.read_bytes() for path in sorted((SHARED / "corpus" / "pages").glob("*.html"))] or [page for page, *_ in known]
    selected = cpu_ratio(
        lambda: [_parsed(page, {"content": {"css": css, "expect": "one"}}) for page, css, _ in known],
        lambda: [BeautifulSoup(page, "lxml") for page, *_ in known],
    )
    yield Measure("own pages with a selector over BeautifulSoup alone", selected, "times", 1.2)
    # Listings hold no release: reading them ends early.
    real = [page for page in real if _is_release(page)]
    bare = cpu_seconds(lambda: [BeautifulSoup(page, "lxml") for page in real])
    yield Measure("whole pages without one", cpu_seconds(lambda: [_parsed(page, None) for page in real]) / bare, "times", 3)
    ours = statistics.mean(word_f1(_parsed(page, None), body) for page, _, body in known)
    theirs = statistics.mean(word_f1(trafilatura.extract(page.decode()) or "", body) for page, _, body in known)
    yield Measure("words of the body less trafilatura's, F1", ours - theirs, "", 0, more_is_better=True)


def _is_release(page: bytes) -> bool:
    try:
        return bool(_parsed(page, None))
    except UnreadableRelease:
        return False


def _parsed(page: bytes, how: dict[str, Any] | None) -> str:
    return parse(page, document_id="page", media_type="text/html", manifest={"reading": how} if how else {}).text


def starting() -> Iterator[Measure]:
    """From the shell to the answer, the best of five."""
    with made_home(60) as home:
        sample = ROOT / "tests" / "golden" / "releases" / "pentagon-talks-peru.html"
        for name, arguments, target in (
            ("--help", ["--help"], 0.3),
            ("sql", ["sql", "select count(*) from engagements"], 0.5),
            ("extract of one file", ["extract", str(sample), "-o", os.devnull], 0.5),
        ):
            spent = min(_wall([COMMAND, *arguments], home) for _ in range(5))
            yield Measure(f"start-up: {name}", spent, "s", target)


def growing(counts: tuple[int, ...]) -> Iterator[Measure]:
    """Ingest, again, and rebuild of more and more releases: cost, memory, size."""
    costs, peaks = [], []
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            home, releases = Path(folder) / "home", write_releases(Path(folder) / "releases", count)
            one = write_releases(Path(folder) / "one", 1)
            # The first run in a folder makes Prefect's tables: the start-up is that of the second.
            _ingest(home, one)
            start, _ = _ingest(home, one)
            first, peak = _ingest(home, releases)
            again, _ = _ingest(home, releases)
            costs.append((first - start) / count)
            peaks.append(peak)
            print(f"  {count} releases: {first:.0f} s, again {again:.0f} s, start-up {start:.1f} s, peak {peak:.0f} MiB", file=sys.stderr)
            if count == counts[-1]:
                yield Measure(f"second run over {count} unchanged, of the first", (again - start) / (first - start), "times", 0.03)
                yield from _rebuilt(home, count)
                yield from _snapshot(home)
                yield Measure("ingest's peak memory, all processes", peak, "MiB", 700)
    for before, after, small, large in zip(costs, costs[1:], counts, counts[1:], strict=False):
        yield Measure(f"cost of a release at {large} over {small}", after / before, "times", 1.1)
    if len(peaks) > 1:
        yield Measure(f"peak memory at {counts[-1]} over {counts[-2]}", peaks[-1] / peaks[-2], "times", 1.2)


def _rebuilt(home: Path, count: int) -> Iterator[Measure]:
    one = _wall([COMMAND, "rebuild"], home, READOUT_WORKERS="1")
    two = _wall([COMMAND, "rebuild"], home, READOUT_WORKERS="2")
    yield Measure(f"rebuild of {count} by two processes, as fast as by one", one / two, "times", 1.6, more_is_better=True)


def _snapshot(home: Path) -> Iterator[Measure]:
    with closing(open_reader(Home(home).snapshot)) as con:
        text, rows = con.execute(
            "select (select sum(octet_length(encode(text))) from core.revision), (select count(*) from core.evidence)"
        ).fetchall()[0]
    size = Home(home).snapshot.stat().st_size
    yield Measure("snapshot over text and 60 bytes an evidence row", size / (text + 60 * rows), "times", 1)


def asking(copies: int) -> Iterator[Measure]:
    """The example queries where there are many engagements: those of the samples, copied."""
    from tests.bench.many import many_engagements

    with made_home(60) as home:
        count = many_engagements(Home(home), copies)
        spent = []
        with closing(open_reader(Home(home).snapshot)) as con:
            for path in sorted(EXAMPLES.glob("*.sql")):
                began = time.perf_counter()
                con.execute(path.read_text(encoding="utf-8")).fetchall()
                spent.append((time.perf_counter() - began, path.stem))
    slowest = max(spent)
    yield Measure(f"examples at {count:,} engagements, median", statistics.median(seconds for seconds, _ in spent), "s", 0.2)
    yield Measure(f"the slowest of them ({slowest[1]})", slowest[0], "s", 1)


@contextmanager
def made_home(count: int) -> Iterator[Path]:
    """A working folder into which `count` releases were ingested."""
    with tempfile.TemporaryDirectory() as folder:
        _ingest(Path(folder) / "home", write_releases(Path(folder) / "releases", count))
        yield Path(folder) / "home"


def _ingest(home: Path, releases: Path) -> tuple[float, float]:
    """Seconds, and MiB of all processes at their peak."""
    process = subprocess.Popen(
        [COMMAND, "ingest", str(releases), "--json"],
        env=os.environ | {"READOUT_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    began, peak = time.perf_counter(), _peak_of(process)
    spent = time.perf_counter() - began
    if process.returncode not in {0, 1}:
        raise RuntimeError(f"readout ingest {releases} ended with {process.returncode}")
    return spent, peak


def _peak_of(process: subprocess.Popen[bytes]) -> float:
    peak = 0.0
    while process.poll() is None:
        # A process may end between two looks at it.
        with suppress(psutil.NoSuchProcess):
            top = psutil.Process(process.pid)
            peak = max(peak, sum(p.memory_info().rss for p in [top, *top.children(recursive=True)]) / 2**20)
        time.sleep(0.2)
    return peak


def _wall(command: list[str], home: Path, **more: str) -> float:
    began = time.perf_counter()
    subprocess.run(
        command, env=os.environ | {"READOUT_HOME": str(home)} | more, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return time.perf_counter() - began


def as_json(measures: list[Measure]) -> str:
    """All measures as one JSON object, by name."""
    return json.dumps(
        {m.name: {"value": round(m.value, 4), "unit": m.unit, "target": m.target, "met": m.is_met} for m in measures}, indent=1
    )
