"""Rows as a table for people, as CSV, as JSON Lines."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from rich.table import Table

Form = Literal["table", "csv", "json"]
# Beyond this a table in a terminal is no longer read, and drawing it takes seconds.
SHOWN_ROWS = 500
# A column narrower than its words and than this is a column of fragments.
NARROWEST = 12
RULES = 3


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

    console = Console(width=width())
    shown = [["" if row[name] is None else str(_cell(row[name])) for name in names] for row in rows[:SHOWN_ROWS]]
    if _needed(names, shown) > console.width:
        _print_records(names, shown)
    else:
        console.print(_table(names, rows, shown))
    if len(rows) > SHOWN_ROWS:
        console.print(f"{len(rows)} rows, {SHOWN_ROWS} shown; --csv and --json give all", highlight=False)


def _table(names: Sequence[str], rows: Sequence[Mapping[str, Any]], shown: Sequence[Sequence[str]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(header_style="bold")
    for name in names:
        numeric = any(isinstance(row[name], int | float) and not isinstance(row[name], bool) for row in rows)
        table.add_column(Text(name), overflow="fold", justify="right" if numeric else "left")
    for cells in shown:
        table.add_row(*map(Text, cells))
    return table


def _needed(names: Sequence[str], shown: Sequence[Sequence[str]]) -> int:
    """The characters that a table needs so that each column can be read."""
    longest = [max(map(len, column)) for column in zip(names, *shown, strict=True)]
    return sum(min(length, NARROWEST) + RULES for length in longest)


def _print_records(names: Sequence[str], shown: Sequence[Sequence[str]]) -> None:
    """One line a value and an empty line after each row, for rows of more columns than a line takes."""
    longest = max(map(len, names))
    for cells in shown:
        sys.stdout.writelines(f"{name:{longest}}  {cell}\n" for name, cell in zip(names, cells, strict=True) if cell)
        sys.stdout.write("\n")
