"""The pages that are made from the warehouse itself: the data dictionary and the list of examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from warehouse.read import ColumnEntry

EXAMPLES = Path(__file__).parent / "examples"


@dataclass(frozen=True, slots=True)
class Example:
    """A question that analysts ask, what its columns mean, and the query that answers it."""

    name: str
    question: str
    notes: tuple[str, ...]
    sql: str


def examples() -> list[Example]:
    """The examples of warehouse/examples by name: the first comment line asks, the others explain."""
    found = []
    for path in sorted(EXAMPLES.glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        comments = [line.removeprefix("-- ") for line in sql.split("\nwith", 1)[0].splitlines()]
        found.append(Example(path.stem, comments[0], tuple(comments[1:]), sql))
    return found


def dictionary_page(entries: Sequence[ColumnEntry]) -> str:
    """docs/data-dictionary.md: every table and column with the database's own comments."""
    lines = [
        "# Data dictionary",
        "",
        "Made from the database's comments by `make docs`. `main` is for people, `core` holds what was read, `ops` what was run, `search` the full-text index.",
    ]
    for (table, comment), columns in groupby(entries, lambda entry: (entry.table, entry.table_comment)):
        lines += ["", f"## {table}", "", f"{comment}.", "", "| column | type | what it holds |", "|---|---|---|"]
        lines += [f"| `{c.column}` | {c.type.lower()} | {_cell(c.comment)} |" for c in columns]
    return "\n".join(lines) + "\n"


def examples_page() -> str:
    """docs/examples.md: every example with its question and what its columns mean."""
    lines = [
        "# Questions and their queries",
        "",
        "Each lies in `warehouse/examples/`; what it asks about stands in its first step, `question`. Made by `make docs`.",
        "",
        "```sh",
        ".venv/bin/readout examples                # lists them",
        ".venv/bin/readout examples busiest_hosts  # prints the query",
        ".venv/bin/readout examples busiest_hosts --run",
        "```",
        "",
        "| query | question | to read its answer |",
        "|---|---|---|",
    ]
    lines += [f"| [{e.name}](../warehouse/examples/{e.name}.sql) | {_cell(e.question)} | {_cell(' '.join(e.notes))} |" for e in examples()]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
