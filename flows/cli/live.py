"""What `readout ingest` does with live sources."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from flows.cli.console import NOTHING_DONE, WRONG_USAGE, say, stop, told
from flows.cli.sources import known_sources, require_contact

if TYPE_CHECKING:
    from config.settings import Settings
    from config.sources import Source
    from flows.gathered import Window
    from flows.ingesting import Summary
    from flows.live import SourceReport


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the sources to take, and whether only to show it."""

    since: dt.date | None
    until: dt.date | None
    limit: int | None
    is_dry: bool


def split_targets(targets: list[str]) -> tuple[list[Path], list[Source]]:
    """Paths, and the sources of the ids; one that is both or neither ends the command."""
    paths: list[Path] = []
    chosen: list[Source] = []
    names = [target for target in targets if "/" not in target and "." not in target]
    sources = known_sources() if names else {}
    for target in targets:
        path = Path(target)
        if target in sources and path.exists():
            stop(f"{target}: a source and a path; write ./{target} for the path, or run elsewhere for the source", WRONG_USAGE)
        elif target in sources:
            chosen.append(sources[target])
        elif path.exists():
            paths.append(path)
        else:
            stop(f"{target}: no such file or folder, and no such source (`readout sources list`)", NOTHING_DONE)
    return paths, chosen


def ingest_live_sources(sources: list[Source], chosen: Settings, choice: Choice) -> tuple[list[Summary], bool, bool]:
    """Ask the sources; the summaries of those that answered, whether any failed, and whether anything was noted."""
    require_contact(chosen)
    from flows.gathered import Window

    window = Window(choice.since, choice.until, choice.limit)
    reports = _look(sources, window, chosen) if choice.is_dry else _run(sources, window, chosen)
    for report in reports.values():
        _tell(report, choice.is_dry)
    answered = [report.summary for report in reports.values() if report.failure is None]
    return answered, len(answered) < len(reports), any(report.notes for report in reports.values())


def _tell(report: SourceReport, is_dry: bool) -> None:
    for note in report.notes:
        say(f"readout: {report.source_id}: {note}")
    if report.failure:
        say(f"readout: {report.source_id}: failed: {report.failure}")
    if is_dry:
        typer.echo(f"{report.source_id}: {len(report.items)} would be taken")
        for item in report.items:
            typer.echo(f"  {(item.published_at or item.changed_at or 'no date')[:25]:25}  {item.title or ''}  {item.url or item.own_id}")
    else:
        say(f"{report.source_id}: {report.request_count} requests, {report.wire_bytes / 1024:.0f} KiB: {report.summary.sentence()}")


def _look(sources: list[Source], window: Window, chosen: Settings) -> dict[str, SourceReport]:
    from flows.live import Robots, look_at_sources, polite_fetchers

    robots: Robots = {}
    with told(chosen.home):
        return look_at_sources(sources, window, chosen, polite_fetchers(chosen.contact, robots), lambda: dt.datetime.now(dt.UTC), robots)


def _run(sources: list[Source], window: Window, chosen: Settings) -> dict[str, SourceReport]:
    from flows.cli.store import started

    with started(chosen):
        from flows.ingest import ingest_live

        return ingest_live(sources, window, chosen)
