"""Rows as a table for people, as CSV, as JSON Lines."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Literal

Form = Literal["table", "csv", "json"]
# Beyond this a table in a terminal is no longer read, and drawing it takes seconds.
SHOWN_ROWS = 500


def form_of(*, as_csv: bool, as_json: bool) -> Form:
    """The form that the options ask for."""
    return "csv" if as_csv else "json" if as_json else "table"


def print_rows(names: Sequence[str], rows: Sequence[Mapping[str, Any]], form: Form) -> None:
    """Print rows on standard output; lists are joined by spaces but in JSON."""
    if form == "json":
        for row in rows:
            sys.stdout.write(json.dumps(dict(row), ensure_ascii=False, default=str) + "\n")
    elif form == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(names)
        writer.writerows([_cell(row[name]) for name in names] for row in rows)
    else:
        _print_table(names, rows)


def width() -> int | None:
    """The width to draw to: the terminal's or that of COLUMNS, or 150 where there is neither."""
    return None if sys.stdout.isatty() or "COLUMNS" in os.environ else 150


def _cell(value: Any) -> Any:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else value


def _print_table(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(header_style="bold")
    for name in names:
        numeric = any(isinstance(row[name], int | float) and not isinstance(row[name], bool) for row in rows)
        table.add_column(Text(name), overflow="fold", justify="right" if numeric else "left")
    for row in rows[:SHOWN_ROWS]:
        table.add_row(*(Text("" if row[name] is None else str(_cell(row[name]))) for name in names))
    console = Console(width=width())
    console.print(table)
    if len(rows) > SHOWN_ROWS:
        console.print(f"{len(rows)} rows, {SHOWN_ROWS} shown; --csv and --json give all", highlight=False)
