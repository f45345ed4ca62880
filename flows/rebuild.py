"""Rebuild: the warehouse anew from the archive alone."""

from __future__ import annotations

from collections.abc import Callable

from config.settings import Settings
from flows.fetch.archive import Archive
from flows.fetch.capture import Capture
from flows.home import Home
from flows.ingesting import Summary, known_ledger, take
from flows.reading_pool import reading_pool
from flows.resolve.resolve import resolve
from flows.runs import keep_ended
from warehouse.connect import open_writer
from warehouse.lock import writer_lock
from warehouse.publish import publish
from warehouse.sources import carry_over


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
            ledger = known_ledger(con)
            batch: list[Capture] = []
            for capture in Archive(home.archive).read():
                batch.append(capture)
                if len(batch) == settings.batch_releases:
                    total.add(take(con, batch, pool, ledger))
                    advance(len(batch))
                    batch = []
            if batch:
                total.add(take(con, batch, pool, ledger))
                advance(len(batch))
            if home.core.is_file():
                carry_over(con, home.core)
            keep_ended(con, home.folder)
            resolve(con)
            publish(con, home.snapshot, settings.snapshots_kept)
            con.execute("checkpoint")
        finally:
            con.close()
        home.core.with_name(home.core.name + ".wal").unlink(missing_ok=True)
        fresh.replace(home.core)
    return total
