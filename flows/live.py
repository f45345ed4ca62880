"""Live sources into the warehouse: a thread per host asks, one writer archives, reads and loads."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import queue
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

import duckdb

from config.settings import Settings
from config.sources import Source
from flows.fetch.archive import Archive
from flows.fetch.http import Fetcher
from flows.fetch.items import Item
from flows.fetch.manners import Hosts, Manners, user_agent
from flows.fetch.robots import RobotsAnswer
from flows.fetch.walking import first_url
from flows.gathered import Batch, Emit, Fetch, Known, Window
from flows.gathering import Visit
from flows.home import Home
from flows.identity import Ledger
from flows.ingesting import Summary, known_ledger, load_batch, take, unread
from flows.runs import Run
from flows.storing import Store
from warehouse.connect import open_writer
from warehouse.lock import writer_lock
from warehouse.sources import remember, robots_answers, source_state

MakeFetcher = Callable[[Source], Fetcher]
Robots = MutableMapping[str, RobotsAnswer]
MOST_THREADS = 16
log = logging.getLogger(__name__)


def polite_fetchers(contact: str, robots: Robots | None = None) -> MakeFetcher:
    """What makes each source's fetcher: its own manners, and what is known of hosts shared by all; `robots` as `ingest_sources` fills it."""
    hosts = Hosts(robots)
    return lambda source: Fetcher(
        Manners(user_agent(contact), seconds_between=source.manners.seconds_between, allowed_hosts=frozenset(source.allow_hosts)),
        hosts=hosts,
    )


@dataclass(slots=True)
class SourceReport:
    """What became of one source in a run."""

    source_id: str
    summary: Summary = field(default_factory=Summary)
    request_count: int = 0
    wire_bytes: int = 0
    notes: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    failure: str | None = None

    def tell(self, run: Run) -> None:
        """Tell the run's record what became of the source."""
        run.count(self.summary)
        if self.failure:
            run.end("failed", self.failure)


def ingest_sources(
    sources: Sequence[Source],
    window: Window,
    settings: Settings,
    make_fetcher: MakeFetcher,
    now: Callable[[], dt.datetime],
    robots: Robots | None = None,
) -> dict[str, SourceReport]:
    """Ask every source for what is new, and load it; by source, what became of it.

    `robots` is what the fetchers know of each host's robots.txt: it is filled with what former runs were answered, and what this one
    is answered is remembered for the next.
    One source's failure does not stop the others. Hosts are asked outside the writer's lock, which is held only to store.
    Raises `LockedError`, `ArchiveError` and `WarehouseError`.
    """
    robots = {} if robots is None else robots
    reports = {source.id: SourceReport(source.id) for source in sources}
    store = Store(settings)
    with store.writing() as (con, ledger):
        store.begin(con)
        known, remembered = _known(con, sources, ledger), _recall(con, robots)
    for batch in _batches(sources, known, window, make_fetcher, now, dry=False):
        report = reports[batch.source_id]
        note_batch(report, batch)
        answers = {origin: answer for origin, answer in dict(robots).items() if remembered.get(origin) != answer}
        with store.writing() as (con, ledger):
            summary = store_batch(con, store.archive, batch, answers, ledger)
        store.tell(summary, batch.captures)
        remembered |= answers
        report.summary.add(summary)
        log_batch(batch, summary)
    store.publish()
    return reports


def look_at_sources(
    sources: Sequence[Source],
    window: Window,
    settings: Settings,
    make_fetcher: MakeFetcher,
    now: Callable[[], dt.datetime],
    robots: Robots | None = None,
) -> dict[str, SourceReport]:
    """What `ingest_sources` would fetch; only the feeds and listings are asked for, nothing is stored."""
    home = Home(settings.home)
    reports = {source.id: SourceReport(source.id) for source in sources}
    known = {source.id: Known() for source in sources}
    if home.core.is_file():
        with writer_lock(home.folder, wait_seconds=settings.lock_wait_seconds), closing(open_writer(home.core)) as con:
            known = _known(con, sources, known_ledger(con))
            _recall(con, {} if robots is None else robots)
    # Without validators every listing answers in full, and can be shown.
    known = {key: Known(value.addresses) for key, value in known.items()}
    for batch in _batches(sources, known, window, make_fetcher, now, dry=True):
        note_batch(reports[batch.source_id], batch)
    return reports


def _known(con: duckdb.DuckDBPyConnection, sources: Sequence[Source], ledger: Ledger) -> dict[str, Known]:
    addresses = frozenset(ledger.by_address)
    return {source.id: Known(addresses, source_state(con, source.id)) for source in sources}


def _recall(con: duckdb.DuckDBPyConnection, robots: Robots) -> dict[str, RobotsAnswer]:
    """What is remembered of each host's robots.txt, put into `robots` too."""
    remembered = {row["origin"]: RobotsAnswer(row["asked_at"], row["rules"], row["problem"]) for row in robots_answers(con)}
    robots.update(remembered)
    return remembered


def note_batch(report: SourceReport, batch: Batch) -> None:
    """Add to a source's report what a batch tells."""
    report.request_count += len(batch.fetches)
    report.wire_bytes += sum(fetch.fetched.wire_bytes for fetch in batch.fetches if fetch.fetched)
    report.notes += batch.notes
    report.items += batch.items
    report.failure = report.failure or batch.failure


def log_batch(batch: Batch, summary: Summary) -> None:
    """Say what came of a batch, for whoever watches the run."""
    for note in batch.notes:
        log.warning("%s: %s", batch.source_id, note)
    for refusal in summary.refusals:
        log.warning("%s: %s: skipped: %s", batch.source_id, refusal.where, refusal.reason)
    for fault in summary.faults:
        log.warning("%s: quarantined %s: %s: %s", batch.source_id, fault.report_id or fault.release_id, fault.table, fault.reason)
    log.info("%s: %d requests, %d releases: %s", batch.source_id, len(batch.fetches), summary.release_count, summary.sentence())
    if batch.failure:
        log.error("%s: %s", batch.source_id, batch.failure)


def _batches(
    sources: Sequence[Source], known: dict[str, Known], window: Window, make_fetcher: MakeFetcher, now: Callable[[], dt.datetime], dry: bool
) -> Iterator[Batch]:
    """Batches as they come, from a thread for each host."""
    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(urlsplit(first_url(source.find) or "").netloc, []).append(source)
    waiting: queue.Queue[Batch | None] = queue.Queue()
    with ThreadPoolExecutor(min(len(groups), MOST_THREADS) or 1) as pool:
        running = [pool.submit(_visit_host, group, known, window, make_fetcher, now, dry, waiting.put) for group in groups.values()]
        for future in running:
            future.add_done_callback(lambda _: waiting.put(None))
        ended = 0
        while ended < len(running):
            batch = waiting.get()
            if batch is None:
                ended += 1
            else:
                yield batch
        for future in running:
            future.result()


def _visit_host(
    sources: Sequence[Source], known: dict[str, Known], window: Window, make_fetcher: MakeFetcher, now: Callable[[], dt.datetime], dry: bool,
    emit: Emit,
) -> None:  # fmt: skip
    for source in sources:
        with make_fetcher(source) as fetcher:
            Visit(source, known[source.id], fetcher, emit, now()).run(window, dry=dry)


def store_batch(con: duckdb.DuckDBPyConnection, archive: Archive, batch: Batch, robots: Robots, ledger: Ledger) -> Summary:
    """Archive a batch, load what is new in it, and remember each fetch, in this order."""
    findings = [fetch.capture for fetch in batch.fetches if fetch.capture is not None and fetch.capture.kind == "finding"]
    before = {capture.digest for capture in [*findings, *batch.captures] if archive.is_latest(capture)}
    kept = archive.add([*findings, *batch.captures])
    places = {capture.digest: capture for capture in kept}
    captures = [capture for capture in kept if capture.kind != "finding"]
    fresh = unread(con, captures)
    summary = take(con, fresh, None, ledger)
    if batch.refusals or len(fresh) < len(captures):
        summary.add(load_batch(con, [], batch.refusals, len(captures) - len(fresh)))
    rows = [_fetch_row(batch.source_id, fetch, places, before) for fetch in batch.fetches]
    remember(con, rows, batch.states, [asdict(answer) | {"origin": origin} for origin, answer in robots.items()])
    return summary


def _fetch_row(source_id: str, fetch: Fetch, places: dict[str, Any], before: set[str]) -> dict[str, Any]:
    """A row of ops.capture; what was archived before is unchanged."""
    digest = fetch.capture.digest if fetch.capture else None
    place = places.get(digest) if digest else None
    fetched = fetch.fetched
    return {
        "source_id": source_id, "url": fetch.url, "final_url": fetched.final_url if fetched else None,
        "status": fetched.status if fetched else None, "outcome": "unchanged" if fetch.outcome == "kept" and digest in before else fetch.outcome,
        "reason": fetch.reason, "fetched_at": fetch.fetched_at, "wire_bytes": fetched.wire_bytes if fetched else 0,
        "hop_count": len(fetched.hops) - 1 if fetched else 0,
        "body_digest": hashlib.sha256(fetched.body).hexdigest() if fetched and fetched.body else None,
        "archive_segment": place.segment if place else None, "archive_offset": place.offset if place else None,
    }  # fmt: skip
