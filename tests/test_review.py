"""A review session: every answer is kept, the sample is unbiased, what was reviewed measures extraction."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from config.settings import Settings
from flows.evaluation.gold import read_gold
from flows.evaluation.judging import judge
from flows.home import Home
from flows.rebuild import rebuild
from flows.review.figures import figure_rows, wilson
from flows.review.lines import Review, add_review, read_reviews
from flows.review.picking import pick
from tests.conftest import MOMENT
from warehouse.read import query
from warehouse.reviewable import Reviewable, reviewable

READOUT = [sys.executable, "-c", "import sys; sys.argv[0] = 'readout'; from flows.cli.main import run; run()"]
SECONDS = 60


@pytest.fixture
def home(golden_home: Home, tmp_path: Path) -> Home:
    """A working folder of its own with the samples."""
    return Home(Path(shutil.copytree(golden_home.folder, tmp_path / "home")))


def environment(home: Home) -> dict[str, str]:
    return os.environ | {"READOUT_HOME": str(home.folder), "READOUT_AUTHOR": "Ana", "TERM": "xterm", "COLUMNS": "100", "LINES": "50"}


class Terminal:
    """A process on a pseudo-terminal: what it wrote, and typing into it once it asks."""

    def __init__(self, command: list[str], home: Home) -> None:
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment(home), start_new_session=True)
        os.close(slave)
        self.written = ""
        self._seen = 0

    def wait_for(self, words: str) -> str:
        """What was written since it was last waited for, up to the words."""
        end = time.monotonic() + SECONDS
        while (place := self.written.find(words, self._seen)) < 0:
            if not select.select([self._master], [], [], max(end - time.monotonic(), 0))[0]:
                raise AssertionError(f"{words!r} was not written: {self.written[-2000:]}")
            try:
                self.written += os.read(self._master, 1 << 16).decode()
            except OSError:
                raise AssertionError(f"ended before {words!r}: {self.written[-2000:]}") from None
        part, self._seen = self.written[self._seen : place + len(words)], place + len(words)
        return part

    def type(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def close(self) -> int:
        """Wait for the end; the exit code."""
        try:
            while select.select([self._master], [], [], SECONDS)[0] and (data := os.read(self._master, 1 << 16)):
                self.written += data.decode()
        except OSError:
            pass
        os.close(self._master)
        return self.process.wait(SECONDS)


KEYS, MISSING = "[q]uit > ", "[s]kip > "


def test_a_session_at_a_terminal(home: Home) -> None:
    """Single keys judge, a fix is checked and written down with its words, and quitting keeps and applies everything; evidence is marked."""
    terminal = Terminal([*READOUT, "review", "--release", "https://www.defense.gov/News/Releases/Release/Article/100001/talks-peru/"], home)
    shown = terminal.wait_for(KEYS)
    assert "Readout of Talks Between" in shown
    assert "\x1b[1;36m" in shown, "names are marked"
    terminal.type("f")
    for question, answer in (("done) > ", "6"), ("tell) > ", "Ministry"), ("on > ", "at the Pentagon"), ("stated) > ", "")):
        terminal.wait_for(question)
        terminal.type(answer + "\n")
    terminal.wait_for("does not state 'Ministry'")
    for question, answer in (("done) > ", "6"), ("tell) > ", "-"), ("done) > ", "")):
        terminal.wait_for(question)
        terminal.type(answer + "\n")
    terminal.wait_for(MISSING)
    terminal.type("n")
    assert terminal.close() == 0, terminal.written[-2000:]
    (review,) = read_reviews(home.reviews)
    assert (review.verdict, review.wrong_fields, review.is_complete, review.author) == ("fixed", ("venue",), True, "Ana")
    rows = query(home.snapshot, "select venue, state from corrections join core.report using (report_id)").to_pylist()
    assert rows == [{"venue": None, "state": "applied"}]


def piped(home: Home, answers: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*READOUT, "review", *options], input=answers, capture_output=True, text=True, env=environment(home), timeout=SECONDS, check=False
    )


def test_a_session_is_taken_up_again_and_its_figures_outlive_a_rebuild(home: Home) -> None:
    """Piped answers end a session where they end; the same seed goes on after them; the figures count each once and are there after a rebuild."""
    first = piped(home, "r\nn\nr\ns\nw\nnone at all\n", "--sample", "6", "--seed", "5")
    assert first.returncode == 0, first.stderr
    judged = read_reviews(home.reviews)
    assert "6 reports to judge, drawn from 30 with seed 5" in first.stdout
    second = piped(home, "s\nq\n", "--sample", "6", "--seed", "5")
    assert f"{len(judged)} were judged before" in second.stdout
    now = read_reviews(home.reviews)
    assert len({r.report_id for r in now}) == len(now) == len(judged) + 1
    figures = query(home.snapshot, "select field, judged_count, right_count from ops.accuracy order by field").to_pylist()
    assert figures == [{key: row[key] for key in figures[0]} for row in sorted(figure_rows(now), key=lambda row: row["field"])]
    rebuild(Settings(home=home.folder, workers=1), lambda _: None)
    assert query(home.snapshot, "select field, judged_count, right_count from ops.accuracy order by field").to_pylist() == figures


def report(number: int, confidence: float = 0.9) -> Reviewable:
    return Reviewable(f"r{number}", f"release{number}", confidence, "body", 0, "Title", None, None, None)


def review(report_id: str, verdict: Any = "right", mode: Any = "sample", seed: int | None = 1, **said: Any) -> Review:
    return Review(
        reviewed_at=MOMENT, author="Ana", mode=mode, seed=seed, release_id="release", report_id=report_id, quote="met", confidence=0.5, verdict=verdict, **said
    )  # fmt: skip


def test_the_sample_depends_on_the_seed_alone() -> None:
    """The draw is the same whatever the order and whatever was judged; judged and skipped ones count; another seed draws others."""
    reports = [report(number) for number in range(200)]
    drawn = [r.report_id for r in pick(reports, [], "sample", 20, 1)]
    assert [r.report_id for r in pick(reports[::-1], [], "sample", 20, 1)] == drawn
    left = pick(reports, [review(drawn[0]), review(drawn[1], "skipped")], "sample", 20, 1)
    assert [r.report_id for r in left] == drawn[2:]
    assert [r.report_id for r in pick(reports, [], "sample", 20, 2)] != drawn


def test_every_report_is_drawn_about_as_often() -> None:
    """Over many seeds each of ten reports is drawn in half of the draws of five: no report is favoured."""
    reports = [report(number) for number in range(10)]
    counts = dict.fromkeys((r.report_id for r in reports), 0)
    for seed in range(1000):
        for r in pick(reports, [], "sample", 5, seed):
            counts[r.report_id] += 1
    assert all(430 < count < 570 for count in counts.values()), counts


def test_the_least_confident_come_first() -> None:
    """The least confident come first, without those judged in any session."""
    reports = [report(1, 0.9), report(2, 0.5), report(3, 0.7)]
    assert [r.report_id for r in pick(reports, [review("r3")], "least", 5, None)] == ["r2", "r1"]


@pytest.mark.parametrize(
    ("right", "count", "low", "high"), [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (10, 10, 0.722, 1.0), (81, 263, 0.255, 0.366)]
)
def test_intervals_are_wilsons(right: int, count: int, low: float, high: float) -> None:
    """The interval is that of Wilson's paper and of Newcombe's table (1998), 81 of 263 among it."""
    assert wilson(right, count) == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-4))


def test_only_what_was_drawn_counts_and_of_two_judgements_the_last() -> None:
    """The figure is over the random sample alone; skipped ones are none, a false report is wrong in no field but as a whole."""
    reviews = [
        review("a"), review("b", "fixed", wrong_fields=("city",)), review("c", "wrong"), review("d", "skipped"),
        review("e", "wrong", mode="least", seed=None), review("a", "fixed", wrong_fields=("kind",), seed=2),
    ]  # fmt: skip
    found = {row["field"]: (row["right_count"], row["judged_count"]) for row in figure_rows(reviews)}
    assert {name: found[name] for name in ("engagement", "all", "kind", "city", "date")} == {
        "engagement": (2, 3), "all": (0, 3), "kind": (1, 2), "city": (1, 2), "date": (2, 2),
    }  # fmt: skip


def test_reviewed_releases_are_a_gold_folder(home: Home, tmp_path: Path) -> None:
    """What was reviewed whole is exported with what corrections leave as answers; evaluation finds just what was corrected."""
    reports = reviewable(home.snapshot)
    romania = next(r for r in reports if "Romanian" in r.title)
    schedule = next(r for r in reports if "Public Schedule" in r.title)
    done = piped(home, "f\n8\nROU\nRomanian\nderived\n\nn\n", "--release", romania.release_id)
    assert done.returncode == 0, done.stdout + done.stderr
    add_review(home.reviews, review(schedule.report_id).model_copy(update={"release_id": schedule.release_id}))
    exported = piped(home, "", "--export", str(tmp_path / "gold"))
    assert "1 releases; 1 left out" in exported.stdout
    (release,) = read_gold(tmp_path / "gold")
    wrong = [(row.field, row.expected, row.found) for row in judge([release]) if not row.is_right]
    assert wrong == [("country", "ROU", None)]


def test_a_torn_review_loses_no_other(tmp_path: Path) -> None:
    """A kill while a judgement is written loses that one alone; the report is asked for again."""
    path = tmp_path / "reviews.jsonl"
    add_review(path, review("a"))
    with path.open("ab") as file:
        file.write(review("b").model_dump_json().encode()[:40])
    assert [r.report_id for r in read_reviews(path)] == ["a"]
    add_review(path, review("c"))
    assert [r.report_id for r in read_reviews(path)] == ["a", "c"]
