"""`readout extract` and `readout show`: reading without a warehouse."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from flows.cli.console import LOOK, NOTHING_DONE, WRONG_USAGE, progress, say, stop, writing_to

Paths = Annotated[
    list[Path],
    typer.Argument(help="Files (.html .htm .txt .md .json) or folders, with or without index.jsonl", show_default=False),
]


def extract_command(
    paths: Paths,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file instead of standard output")] = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Add each field's spans, quotes, rule and basis, and what was withheld")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where anything was skipped")] = False,
) -> None:
    """Print the engagements of releases as JSON Lines.

    One object per release. Needs no warehouse and writes nothing but the output.
    """
    from flows.fetch.files import PathError, list_files, read_captures
    from flows.reading import read

    try:
        listed, refusals = list_files(paths)
    except PathError as error:
        stop(str(error), NOTHING_DONE)
    stream = _opened(output) if output else sys.stdout
    count = 0
    with progress("reading", len(listed)) as advance:
        for capture in read_captures(listed, refusals, dt.datetime.now(dt.UTC)):
            release = read(capture)
            if release.document is None or release.extraction is None:
                say(f"readout: {capture.path}: skipped: {release.skipped}")
                refusals.append(_refusal(capture.path, release.skipped))
            elif release.extraction.skipped:
                say(f"readout: {capture.path}: skipped: {release.extraction.skipped}")
            row: dict[str, Any] = {"document": capture.document_id, "engagements": []}
            if release.extraction is not None:
                row["engagements"] = [_answer(report, evidence) for report in release.extraction.reports]
                if evidence:
                    row["withheld"] = [_plain(item) for item in release.extraction.withheld]
                    row["attributions"] = [_plain(item) for item in release.extraction.attributions]
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
            advance(1)
    if output:
        stream.close()
    for refusal in refusals:
        if refusal.reason and "skipped" not in refusal.reason:
            say(f"readout: {refusal.where}: {refusal.reason}")
    if not count:
        stop("nothing could be read", NOTHING_DONE)
    if strict and refusals:
        raise typer.Exit(LOOK)


def _opened(path: Path) -> TextIO:
    with writing_to(path):
        return path.open("w", encoding="utf-8")


def _refusal(where: str, reason: str | None) -> Any:
    from flows.fetch.capture import Refusal

    return Refusal(where, f"skipped: {reason}")


def _plain(item: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(item)


def _answer(report: Any, evidence: bool) -> dict[str, Any]:
    row: dict[str, Any] = report.answer()
    if evidence:
        row["evidence"] = [_plain(item) for item in report.evidence]
    return row


def show_command(path: Annotated[Path, typer.Argument(help="One release")]) -> None:
    """Show one release as the pipeline sees it.

    Metadata, outline, engagements, and the evidence in the text. Writes nothing.
    """
    from flows.cli.display import show_release
    from flows.fetch.files import PathError, list_files, read_captures
    from flows.reading import read

    try:
        listed, refusals = list_files([path])
    except PathError as error:
        stop(str(error), NOTHING_DONE)
    if len(listed) > 1:
        stop(f"{path}: holds {len(listed)} releases, of which one can be shown: {listed[0].folder / listed[0].path}", WRONG_USAGE)
    captures = list(read_captures(listed, refusals, dt.datetime.now(dt.UTC)))
    if not captures:
        stop(f"{path}: {refusals[0].reason if refusals else 'nothing to read'}", NOTHING_DONE)
    release = read(captures[0])
    if release.document is None or release.extraction is None:
        stop(f"{path}: skipped: {release.skipped}", NOTHING_DONE)
    show_release(release.document, release.extraction)
