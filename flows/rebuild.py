"""Rebuild: the warehouse anew from the archive alone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import duckdb

from config.settings import Settings
from flows.fetch.archive import Archive
from flows.fetch.capture import Capture
from flows.ingesting import Home, Summary, distinct_runs, load_batch
from flows.reading_pool import read_all, reading_pool
from warehouse.connect import open_writer
from warehouse.load import known_revisions
from warehouse.lock import writer_lock
from warehouse.publish import publish


def rebuild(settings: Settings, advance: Callable[[int], None]) -> Summary:
    """Read every archived body again, in the order of the archive, into a new database put in place by rename.

    Equal in content hash to the database that ingesting made.  Raises `LockedError` and `WarehouseError`.
    """
    home = Home(settings.home)
    total = Summary()
    fresh = home.core.with_name("core.rebuilt.duckdb")
    with (
        writer_lock(home.folder, wait_seconds=settings.lock_wait_seconds),
        reading_pool(settings.workers, 10_000) as pool,
    ):
        for leftover in (fresh, fresh.with_name(fresh.name + ".wal")):
            leftover.unlink(missing_ok=True)
        con = open_writer(fresh)
        try:
            known_revisions(con)
            batch: list[Capture] = []
            for capture in Archive(home.archive).read():
                batch.append(capture)
                if len(batch) == settings.batch_releases:
                    total.add(_load(con, batch, pool))
                    advance(len(batch))
                    batch = []
            if batch:
                total.add(_load(con, batch, pool))
                advance(len(batch))
            publish(con, home.snapshot)
            con.execute("checkpoint")
        finally:
            con.close()
        home.core.with_name(home.core.name + ".wal").unlink(missing_ok=True)
        fresh.replace(home.core)
    return total


def _load(con: duckdb.DuckDBPyConnection, batch: list[Capture], pool: ProcessPoolExecutor | None) -> Summary:
    summary = Summary()
    for run in distinct_runs(read_all(batch, pool)):
        summary.add(load_batch(con, run, [], 0))
    return summary
