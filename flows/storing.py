"""Storing what hosts gave, little by little: the writer's lock is held only so long, and others write in between."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb

from config.settings import Settings
from flows.corrections.settle import settle
from flows.fetch.archive import Archive
from flows.fetch.capture import Capture
from flows.home import Home
from flows.identity import Ledger
from flows.ingesting import Summary, known_ledger, take_pending
from flows.rebuild import writing
from flows.resolve.resolve import resolve
from flows.runs import keep_ended
from warehouse.load import change_count
from warehouse.publish import is_current, publish

log = logging.getLogger(__name__)


class Store:
    """Archive and warehouse of a working folder, to a run that asks hosts meanwhile; `is_news` where readers have to be told of something."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._home = Home(settings.home)
        self._ledger = Ledger()
        self._seen_count: int | None = None
        self.is_news = False
        self.archive = Archive(self._home.archive)

    @contextmanager
    def writing(self) -> Iterator[tuple[duckdb.DuckDBPyConnection, Ledger]]:
        """Within it this process is the writer: the database, and the ledger of all releases in it.

        What another process archived and did not live to load is loaded before: the place of what is loaded next would hide it.
        Raises `LockedError`, `CorrectionsError` and `WarehouseError`.
        """
        with writing(self._settings) as con:
            self.archive.catch_up()
            if change_count(con) != self._seen_count:
                self._ledger = known_ledger(con)
            self.is_news = take_pending(con, self.archive, None, self._ledger) or self.is_news
            yield con, self._ledger
            self._seen_count = change_count(con)

    def begin(self, con: duckdb.DuckDBPyConnection) -> None:
        """Within `writing`: take over the runs that ended, apply new corrections, and see whether all that was loaded is published."""
        keep_ended(con, self._home.folder)
        self.is_news = settle(con, self.archive, self._home) or self.is_news or not is_current(con, self._home.snapshot)

    def tell(self, summary: Summary, captures: Sequence[Capture]) -> None:
        """Note what came of captures: whether there is news in it for readers."""
        changed = bool(summary.new_count or summary.changed_count)
        self.is_news = self.is_news or changed or any(capture.kind == "gone" for capture in captures)

    def publish(self) -> None:
        """Resolve and publish where there is news for readers.  Raises as `writing` does."""
        if not self.is_news:
            return
        with self.writing() as (con, _):
            started = time.monotonic()
            settle(con, self.archive, self._home)
            resolve(con)
            publish(con, self._home.snapshot, self._settings.snapshots_kept)
            log.info("resolved and published in %.1f s", time.monotonic() - started)
