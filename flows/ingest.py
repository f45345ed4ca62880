"""The Prefect flow `ingest`: archive, read, validate, load, resolve, publish."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from config.settings import Settings
from config.sources import Source
from flows.corrections.settle import settle
from flows.fetch.archive import Archive
from flows.fetch.capture import Capture, Refusal
from flows.fetch.files import Listed, list_files, read_captures
from flows.gathered import Window
from flows.home import Home
from flows.ingesting import Summary, known_ledger, load_batch, take_pending, take_read, unread
from flows.live import Robots, SourceReport, ingest_sources, polite_fetchers
from flows.reading_pool import ReadingPool, read_each, reading_pool
from flows.rebuild import open_current
from flows.resolve.resolve import resolve
from flows.runs import keep_ended, recorded, source_lock
from flows.shaping import Shaped
from warehouse.connect import open_writer
from warehouse.lock import writer_lock
from warehouse.publish import is_current, publish

Advance = Callable[[int], None]


@flow(name="ingest", validate_parameters=False)
def ingest(paths: Sequence[Path], settings: Settings, advance: Advance) -> Summary:
    """Take in every release under `paths`; `advance` is told how many were done.

    Raises `PathError`, `LockedError`, `ArchiveError`, `DaskError` and `WarehouseError`.
    """
    listed, refusals = list_files(paths)
    home = Home(settings.home)
    total = Summary()
    with recorded(home.folder, "ingest") as run, writer_lock(home.folder, wait_seconds=settings.lock_wait_seconds):
        open_current(settings).close()
        archive = Archive(home.archive)
        # Whoever reads has ended before resolving, which needs the memory.
        with reading_pool(settings.workers, len(listed), settings.runner, settings.scheduler) as pool:
            is_news = ingest_pending(home, archive, pool)
            size = settings.batch_releases
            arrived: deque[Arrived] = deque()
            batches = [listed[start : start + size] for start in range(0, max(len(listed), 1), size)]
            for fresh, shaped in read_each(archived(home, archive, batches, refusals, arrived), pool):
                batch = arrived.popleft()
                total.add(ingest_batch(home, fresh, shaped, batch))
                advance(batch.file_count)
        if is_news or not is_published(home):
            resolve_reports(home)
            publish_snapshot(home, settings.snapshots_kept)
        run.count(total)
    create_markdown_artifact(markdown=markdown(total), key="ingest-summary", description="What became of the releases")
    return total


@dataclass(slots=True)
class Arrived:
    """What became of a batch of files on the way to the archive: how many there were, those refused, and how many captures need no reading."""

    file_count: int
    refusals: list[Refusal]
    unchanged_count: int


def archived(
    home: Home, archive: Archive, batches: Iterable[Sequence[Listed]], refusals: list[Refusal], arrived: deque[Arrived]
) -> Iterator[list[Capture]]:
    """Each batch archived: the captures that tell something new; the rest is noted in `arrived`, of the first one `refusals` too.

    Batches are asked for ahead of loading.
    """
    for batch in batches:
        captures = archive.add(read_captures(batch, refusals, dt.datetime.now(dt.UTC)))
        with closing(open_writer(home.core)) as con:
            fresh = unread(con, captures)
        arrived.append(Arrived(len(batch), refusals, len(captures) - len(fresh)))
        yield fresh
        refusals = []


@flow(name="ingest sources", validate_parameters=False)
def ingest_live(sources: Sequence[Source], window: Window, settings: Settings) -> dict[str, SourceReport]:
    """Ask live sources for what is new, and load it; by source, what became of it.

    Raises `LockedError`, `ArchiveError` and `WarehouseError`.
    """
    total = Summary()
    with ExitStack() as stack:
        for source in sources:
            stack.enter_context(source_lock(settings.home, source.id, wait_seconds=settings.lock_wait_seconds))
        runs = {source.id: stack.enter_context(recorded(settings.home, "ingest", source.id)) for source in sources}
        reports = ask_sources(sources, window, settings)
        for report in reports.values():
            report.tell(runs[report.source_id])
            total.add(report.summary)
    create_markdown_artifact(markdown=markdown(total), key="ingest-sources-summary", description="What became of the sources' releases")
    return reports


@task(name="ask sources", cache_policy=NO_CACHE)
def ask_sources(sources: Sequence[Source], window: Window, settings: Settings) -> dict[str, SourceReport]:
    """Ask, archive, read, load and publish: a thread per host, one writer."""
    robots: Robots = {}
    return ingest_sources(sources, window, settings, polite_fetchers(settings.contact, robots), lambda: dt.datetime.now(dt.UTC), robots)


@task(name="ingest pending", cache_policy=NO_CACHE)
def ingest_pending(home: Home, archive: Archive, pool: ReadingPool | None) -> bool:
    """Load what a run that was killed had archived and not read, and apply new corrections; whether there was any.

    The place of what is loaded next would hide what is pending.
    """
    with closing(open_writer(home.core)) as con:
        is_news = settle(con, archive, home)
        return take_pending(con, archive, pool, known_ledger(con)) or is_news


@task(name="ingest batch", cache_policy=NO_CACHE)
def ingest_batch(home: Home, fresh: Sequence[Capture], shaped: Shaped, batch: Arrived) -> Summary:
    """Load one batch that was archived and read; what the warehouse holds already was not read again."""
    with closing(open_writer(home.core)) as con:
        summary = load_batch(con, [], batch.refusals, batch.unchanged_count)
        if fresh:
            # The ledger of all releases is dear where nothing is new.
            summary.add(take_read(con, fresh, shaped, known_ledger(con)))
    return summary


def is_published(home: Home) -> bool:
    """Whether people see what was loaded, by this run or one that died."""
    with closing(open_writer(home.core)) as con:
        return is_current(con, home.snapshot)


@task(name="resolve", cache_policy=NO_CACHE)
def resolve_reports(home: Home) -> None:
    """Make persons and engagements of all current reports."""
    with closing(open_writer(home.core)) as con:
        settle(con, Archive(home.archive), home)
        resolve(con)


@task(name="publish", cache_policy=NO_CACHE)
def publish_snapshot(home: Home, kept: int) -> None:
    """Build main and put the snapshot in place."""
    with closing(open_writer(home.core)) as con:
        keep_ended(con, home.folder)
        publish(con, home.snapshot, kept)


def markdown(summary: Summary) -> str:
    """The run's summary for Prefect's pages."""
    lines = [
        f"**{summary.release_count} releases**: {summary.sentence()}",
        "",
        f"{summary.loaded_report_count} engagements reported in what is new.",
    ]
    if summary.refusals:
        lines += [
            "",
            "| skipped | reason |",
            "|---|---|",
            *(f"| {r.where} | {r.reason} |" for r in summary.refusals[:50]),
        ]
    if summary.faults:
        lines += [
            "",
            "| quarantined | check | reason |",
            "|---|---|---|",
            *(f"| {f.report_id or f.release_id} | {f.check} | {f.reason} |" for f in summary.faults[:50]),
        ]
    return "\n".join(lines)
