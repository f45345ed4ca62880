"""The example queries with their answers: `python -m tests.bench.answers HOME > docs/answers.md`.

HOME holds a warehouse of ../shared/corpus/state and whitehouse; of each answer the number of rows and the first ones are shown.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from warehouse.connect import open_reader
from warehouse.documents import examples

SHOWN = 3
LONGEST = 60


def cell(value: object) -> str:
    """A value as it is shown: one line, cut short."""
    text = "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = " ".join(text.split()).replace("|", "\\|")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def main() -> None:
    """Print the page."""
    print("# What the example queries answer\n")
    print("Over 3,983 releases of ../shared/corpus (state and whitehouse): how many rows, and the first of each answer. Made by")
    print("`python -m tests.bench.answers HOME > docs/answers.md`; no test compares it, since the corpus is no part of the project.")
    with closing(open_reader(Path(sys.argv[1]) / "warehouse.duckdb")) as con:
        for example in examples():
            asked = con.execute(example.sql)
            columns, rows = [column[0] for column in asked.description], asked.fetchall()
            print(f"\n## {example.name}\n\n{example.question} {len(rows):,} rows.\n")
            print("| " + " | ".join(columns) + " |\n|" + "---|" * len(columns))
            for row in rows[:SHOWN]:
                print("| " + " | ".join(map(cell, row)) + " |")


if __name__ == "__main__":
    main()
