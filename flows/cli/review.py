"""`readout review`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.choices import home, settings
from flows.cli.console import WRONG_USAGE, stop, told, writing_to
from flows.cli.correct import Author, apply_now, author_of

if TYPE_CHECKING:
    from flows.corrections.making import Desk
    from flows.review.lines import Mode


def review_command(
    sample: Annotated[
        int | None, typer.Option("--sample", min=1, help="So many reports drawn at random: how right production is", show_default=False)
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Of the draw; the same seed takes a session up again")] = 1,
    least: Annotated[int | None, typer.Option("--least", min=1, help="So many of the least confident reports", show_default=False)] = None,
    release: Annotated[
        str | None, typer.Option("--release", help="All reports of a release: its id or address", show_default=False)
    ] = None,
    export: Annotated[
        Path | None, typer.Option("--export", help="Write what was reviewed whole as a gold folder for `readout eval`", show_default=False)
    ] = None,
    author: Author = None,
) -> None:
    """Judge reports one by one: right, wrong, fix, skip, quit.

    Answers are kept in reviews.jsonl as they are given, fixes as corrections; both are applied at the end. Answers may be piped in, a line each.
    """
    if sum(choice is not None for choice in (sample, least, release, export)) != 1:
        stop("give one of --sample, --least, --release, --export", WRONG_USAGE)
    with told(home().folder):
        from flows.corrections.making import open_desk

        desk = open_desk(home())
        if export is not None:
            _export(desk, export)
            return
        mode: Mode = "sample" if sample else "least" if least else "release"
        count = _session(desk, mode, sample or least or 1000, seed if sample else None, release, author_of(author))
    if count:
        apply_now(settings())
    if sample:
        _print_figures()


def _session(desk: Desk, mode: Mode, count: int, seed: int | None, release: str | None, author: str) -> int:
    """Ask; how many were judged."""
    from rich.console import Console

    from flows.review.lines import read_reviews
    from flows.review.picking import pick
    from flows.review.session import Session
    from warehouse.reviewable import reviewable

    everything = reviewable(desk.home.snapshot)
    reviews = read_reviews(desk.home.reviews)
    reports = everything if release is None else [r for r in everything if r.release_id == desk.find(release).release_id]
    picked = pick(reports, reviews, mode, count, seed)
    before = len({r.report_id for r in reviews if r.mode == mode and r.seed == seed}) if mode == "sample" else 0
    drawn = f", drawn from {len(everything)} with seed {seed}" if mode == "sample" else ""
    typer.echo(f"{len(picked)} reports to judge{drawn}" + (f"; {before} were judged before" if before else ""))
    session = Session(desk, Console(highlight=False), author, mode, seed, everything)
    session.run(picked, before)
    typer.echo(f"{session.judged_count} judged")
    return session.judged_count


def _export(desk: Desk, folder: Path) -> None:
    from flows.review.exporting import export_gold
    from flows.review.lines import read_reviews
    from warehouse.reviewable import reviewable

    with writing_to(folder):
        done = export_gold(desk, reviewable(desk.home.snapshot), read_reviews(desk.home.reviews), folder)
    left_out = (
        f"; {done.left_out_count} left out, since not all of them was judged (`readout review --release` goes on)"
        if done.left_out_count
        else ""
    )
    typer.echo(f"{folder}: {done.written_count} releases{left_out}")


def _print_figures() -> None:
    """The accuracy over all that was drawn at random, with 95 % intervals."""
    from rich.console import Console
    from rich.table import Table

    from flows.review.figures import figure_rows
    from flows.review.lines import read_reviews

    rows = figure_rows(read_reviews(home().reviews))
    if not rows:
        return
    table = Table(
        title="Right in production: share of the reports drawn at random, 95 % intervals (Wilson)",
        title_justify="left",
        show_edge=False,
        pad_edge=False,
    )
    for number, name in enumerate(("field", "right", "of", "share", "from", "to")):
        table.add_column(name, justify="left" if not number else "right")
    for row in rows:
        table.add_row(
            row["field"], str(row["right_count"]), str(row["judged_count"]), *(f"{row[key]:.3f}" for key in ("share", "low", "high"))
        )
    Console(highlight=False).print(table)
