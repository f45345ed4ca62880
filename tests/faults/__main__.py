"""`make faults`: kills at random points, and hostile pages; prints the tables of docs/trust.md.

python -m tests.faults [KILLS OF A STEP] [HOSTILE PAGES] [SEED]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.faults.killing import Tally, kill_all, kill_live


def main(kills: int = 20, pages: int = 10_000, seed: int = 1) -> int:
    """Run all; 1 where anything was lost, doubled, unequal or left behind."""
    tallies: list[Tally] = []
    for lane in (kill_all, kill_live):
        with tempfile.TemporaryDirectory() as scratch:
            tallies += lane(Path(scratch), kills, seed)
    print(table(tallies))
    failures = [failure for tally in tallies for failure in tally.failures]
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


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
