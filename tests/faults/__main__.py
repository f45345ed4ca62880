"""`make faults`: kills at random points, and hostile pages; prints the tables of docs/trust.md.

python -m tests.faults [KILLS OF A STEP] [HOSTILE PAGES] [SEED]
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.faults.fuzzing import Fuzzed, fuzz
from tests.faults.killing import Tally, kill_all, kill_live

# Hostile pages that a process reads before the next task.
CHUNK = 250


def main(kills: int = 20, pages: int = 10_000, seed: int = 1) -> int:
    """Run all; 1 where anything was lost, doubled, unequal or left behind."""
    tallies: list[Tally] = []
    for lane in (kill_all, kill_live):
        with tempfile.TemporaryDirectory() as scratch:
            tallies += lane(Path(scratch), kills, seed)
    print(table(tallies))
    fuzzed = Fuzzed()
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        for done in pool.map(fuzz, range(seed * pages, (seed + 1) * pages, CHUNK), [CHUNK] * (pages // CHUNK)):
            fuzzed.add(done)
    print("", fuzz_table(fuzzed), sep="\n")
    failures = [*(failure for tally in tallies for failure in tally.failures), *fuzzed.failures]
    print(*failures, sep="\n")
    return bool(failures)


def table(tallies: list[Tally]) -> str:
    """What came of the kills, as docs/trust.md shows it."""
    rows = [
        "| step | kills | equal after the next run | lost | doubled | stale locks | files left | killed in |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for tally in tallies:
        points = ", ".join(f"{name} {count}" for name, count in sorted(tally.events.items()))
        rows.append(
            f"| {tally.step} | {tally.kills} | {tally.equal} | {tally.lost} | {tally.doubled} | {tally.locked} | {tally.leftovers} | {points} |"
        )
    return "\n".join(rows)


def fuzz_table(done: Fuzzed) -> str:
    """What became of the hostile pages, as docs/trust.md shows it."""
    rows = {
        "mutated pages": done.count, "read": done.read, "named as unreadable": done.skipped.total(), "reports in them": done.reports,
        "spans checked": done.spans, "reports turned away for what they say": done.quarantined.total(), "failures": len(done.failures),
        "longest, processor seconds": f"{done.slowest_seconds:.1f}", "most memory of a process, MiB": f"{done.most_mebibytes:.0f}",
    }  # fmt: skip
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())])


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
