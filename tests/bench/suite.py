"""`make bench`: every target of speed and size, measured; a ratio worse than the pinned one fails.

    python -m tests.bench.suite [--full] [--json FILE]

`--full` goes to 100,000 releases and 1,000,000 engagements, else to a tenth.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import yaml

from tests.bench.measures import Measure, as_json, asking, growing, loading, pages, reading, starting

PINNED = Path(__file__).with_name("pinned.yaml")
# A machine's noise, as a share of the pinned ratio.
SLACK = 0.25


def main() -> int:
    """Measure, print, and say with 1 whether anything got worse than what is pinned."""
    options = argparse.ArgumentParser(description="Measure speed and size against their targets.")
    options.add_argument("--full", action="store_true", help="to 100,000 releases and 1,000,000 engagements")
    options.add_argument("--json", type=Path, help="write the figures there too")
    chosen = options.parse_args()
    measures: list[Measure] = []
    for measure in taken(chosen.full):
        measures.append(measure)
        print(
            f"{'met  ' if measure.is_met else 'short'} {measure.name}: {measure.value:,.3g} {measure.unit} (target {measure.target:,g})",
            flush=True,
        )
    if chosen.json:
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        chosen.json.write_text(as_json(measures), encoding="utf-8")
    worse = [measure.name for measure in measures if is_worse(measure, yaml.safe_load(PINNED.read_text(encoding="utf-8")))]
    for name in worse:
        print(f"{name}: worse than pinned in {PINNED.name}", file=sys.stderr)
    return 1 if worse else 0


def taken(full: bool) -> Iterator[Measure]:
    """All measures, the quick ones first."""
    counts = (1_000, 10_000, 100_000) if full else (1_000, 4_000)
    return chain(reading(), pages(), loading(), starting(), growing(counts), asking(14_500 if full else 1_450))


def is_worse(measure: Measure, pinned: dict[str, float]) -> bool:
    """Whether a ratio that is pinned by the beginning of its name is worse by more than noise."""
    limit = next((limit for name, limit in pinned.items() if measure.name.startswith(name)), None)
    if limit is None:
        return False
    return measure.value < limit * (1 - SLACK) if measure.more_is_better else measure.value > limit * (1 + SLACK)


if __name__ == "__main__":
    sys.exit(main())
