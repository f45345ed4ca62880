"""`readout eval`: what is found in answered releases, beside the answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.console import NOTHING_DONE, progress, stop

if TYPE_CHECKING:
    from flows.evaluation.gold import AnsweredRelease

MOST_FREQUENT = 10
Folders = Annotated[list[Path], typer.Argument(help="Folders with releases and answers.jsonl", show_default=False)]


def eval_command(
    folders: Folders, as_json: Annotated[bool, typer.Option("--json", help="Print everything as one JSON object")] = False
) -> None:
    """Compare what is found in answered releases with the answers.

    Prints the score with 95 % intervals, the calibration of confidences, the most frequent rules
    with their precision, and every difference with the rule behind it.
    """
    from flows.evaluation.gold import GoldError, read_gold
    from flows.evaluation.summary import summary

    releases: list[AnsweredRelease] = []
    with progress("evaluating", len(folders)) as advance:
        for folder in folders:
            try:
                releases.extend(read_gold(folder))
            except GoldError as error:
                stop(str(error), NOTHING_DONE)
            advance(1)
    report = summary(releases)
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False))
    else:
        _print(report)


def _print(report: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)

    def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        grid = Table(title=title, title_justify="left", title_style="bold", show_edge=False, pad_edge=False)
        for number, column in enumerate(columns):
            grid.add_column(
                column, justify="left" if number == 0 or not rows or isinstance(rows[0][number], str) else "right", overflow="fold"
            )
        for row in rows:
            grid.add_row(*(f"{cell:.3f}" if isinstance(cell, float) else str("" if cell is None else cell) for cell in row))
        console.print(grid)
        console.print()

    figures = [(name, row["value"], row["low"], row["high"], row["count"]) for name, row in report["figures"].items()]
    table(f"{report['releases']} releases", ("field", "figure", "low", "high", "n"), figures)
    for name, title in (("own", "Confidence as given"), ("cross_validated", "Confidence fitted on other publishers")):
        part = report["calibration"][name]
        table(title, ("from", "to", "values", "right"), [(b["low"], b["high"], b["count"], b["share_right"]) for b in part["bins"]])
    rules = [(r["rule"], r["basis"], r["count"], r["share_right"], r["prior"]) for r in report["rules"][:MOST_FREQUENT]]
    table("Most frequent rules", ("rule", "basis", "values", "right", "confidence"), rules)
    console.print(f"{len(report['differences'])} differences", style="bold")
    for row in report["differences"]:
        rule = f"  [{row['rule']}]" if row["rule"] else ""
        line = f"{row['document_id']}: {row['engagement']}: {row['field']}: expected {row['expected'] or '-'}, found {row['found'] or '-'}{rule}"
        console.print(line, markup=False, soft_wrap=True)
