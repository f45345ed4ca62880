"""The benchmarks' own promises: what they read is the same each time, and worse is told from noise."""

from __future__ import annotations

from pathlib import Path

from tests.bench.corpus import write_releases
from tests.bench.measures import Measure
from tests.bench.suite import is_worse


def test_made_releases_are_the_same_each_time_and_each_another(tmp_path: Path) -> None:
    """The same count gives the same folder; no two releases have one id, day and text."""
    one, other = write_releases(tmp_path / "one", 12), write_releases(tmp_path / "other", 12)
    assert {p.name: p.read_bytes() for p in one.iterdir()} == {p.name: p.read_bytes() for p in other.iterdir()}
    bodies = [p.read_bytes() for p in one.iterdir() if p.name != "index.jsonl"]
    assert len(set(bodies)) == len(bodies) == 12


def test_worse_than_pinned_by_more_than_noise_fails() -> None:
    """A ratio may rise, or fall where more is better, by its noise; one that is not pinned is only shown."""
    pinned = {"cost": 4.0, "rows": 100.0}
    assert is_worse(Measure("cost of a release", 5.1, "times", 6), pinned)
    assert not is_worse(Measure("cost of a release", 4.9, "times", 6), pinned)
    assert is_worse(Measure("rows a second", 70, "", 50, more_is_better=True), pinned)
    assert not is_worse(Measure("rows a second", 80, "", 50, more_is_better=True), pinned)
    assert not is_worse(Measure("size", 1e9, "", 1), pinned)
