"""Whether the order of arrival shows: `python -m tests.bench.orders FOLDER...` takes every fourth release in three orders and prints each table's hash.

As they are listed in one run, backwards in three runs, shuffled in seven; each run resolves at its end.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from flows.fetch.capture import Refusal
from flows.fetch.files import list_files, read_captures
from flows.ingesting import load_batch
from flows.reading import ReadRelease, read
from flows.resolve.resolve import resolve
from schemas.tables import RESOLVED
from warehouse.connect import open_writer
from warehouse.load import known_revisions, table_hashes

EVERY = 4
ORDERS: dict[str, tuple[int, Callable[[list[ReadRelease]], list[ReadRelease]]]] = {
    "as listed, one run": (1, lambda releases: releases),
    "backwards, three runs": (3, lambda releases: releases[::-1]),
    "shuffled, seven runs": (7, lambda releases: random.Random(7).sample(releases, len(releases))),
}


def hashes(path: Path, releases: list[ReadRelease], runs: int) -> dict[str, str]:
    """The hash of each table after as many runs."""
    con = open_writer(path)
    known_revisions(con)
    size = -(-len(releases) // runs)
    for start in range(0, len(releases), size):
        load_batch(con, releases[start : start + size], [], 0)
        resolve(con)
    found = table_hashes(con)
    con.close()
    return found


def main() -> None:
    """Print a row per table that resolution makes, and whether every table of core is the same."""
    refusals: list[Refusal] = []
    listed, refusals = list_files([Path(name) for name in sys.argv[1:]])
    releases = [read(capture) for capture in read_captures(listed[::EVERY], refusals, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))]
    with tempfile.TemporaryDirectory() as folder:
        found = {
            name: hashes(Path(folder) / f"{n}.duckdb", order(releases), runs) for n, (name, (runs, order)) in enumerate(ORDERS.items())
        }
    first = next(iter(found.values()))
    print(f"{len(releases)} releases; " + "; ".join(ORDERS))
    for table in RESOLVED:
        print(f"{table:20}", *(by_table[table][:12] for by_table in found.values()))
    same = [table for table in first if all(by_table[table] == first[table] for by_table in found.values())]
    print(f"{len(same)} of {len(first)} tables of core are the same")


if __name__ == "__main__":
    main()
