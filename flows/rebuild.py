"""Rebuild: the warehouse anew from the archive alone, when it is asked for or when what is there was made by other code."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

from config.settings import Settings
from flows.corrections.settle import settle
from flows.corrections.settling import sync
from flows.fetch.archive import Archive
from flows.fetch.capture import Capture
from flows.home import Home
from flows.ingesting import VERSIONS, Summary, known_ledger, take_read
from flows.reading_pool import read_each, reading_pool
from flows.resolve.resolve import resolve
from flows.runs import keep_ended
from warehouse.connect import OutdatedError, fold_log, open_writer, refuse_newer
from warehouse.history import carry_over
from warehouse.load import was_read_otherwise
from warehouse.lock import writer_lock
from warehouse.publish import is_current, publish
from warehouse.snapshots import kept_snapshots, put_in_place


def rebuild(settings: Settings, advance: Callable[[int], None]) -> Summary:
    """Read every archived body again, in the order of the archive, into a new database put in place by rename.

    Equal in content hash to the database that ingesting made.  Raises `LockedError`, `DaskError` and `WarehouseError`.
    """
    with writer_lock(settings.home, wait_seconds=settings.lock_wait_seconds):
        return _make_anew(settings, advance)


def open_current(settings: Settings) -> duckdb.DuckDBPyConnection:
    """The writer's database, made anew before where it is lost, of a former form, or read by another parser or extractor.

    What the current code has read is not read again. The caller holds the writer's lock.  Raises `WarehouseError`.
    """
    home = Home(settings.home)
    why = None if home.core.is_file() or not Archive(home.archive).segments() else "the writer's database is missing"
    if why is None:
        try:
            con = open_writer(home.core)
        except OutdatedError:
            why = "the warehouse was made by an older version"
        else:
            if not was_read_otherwise(con, VERSIONS):
                return con
            con.close()
            why = "the releases were read by another version"
    logging.getLogger(__name__).warning("%s: %s; the archive is read again", settings.home, why)
    _make_anew(settings, lambda _: None)
    return open_writer(home.core)


@contextmanager
def writing(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Within it this process is the writer, with the database open.  Raises `LockedError` and `WarehouseError`."""
    with writer_lock(settings.home, wait_seconds=settings.lock_wait_seconds), closing(open_current(settings)) as con:
        yield con


def publish_lost(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Publish where the snapshot is missing or not of the last load."""
    home = Home(settings.home)
    if not is_current(con, home.snapshot):
        resolve(con)
        publish(con, home.snapshot, settings.snapshots_kept)


def _make_anew(settings: Settings, advance: Callable[[int], None]) -> Summary:
    home = Home(settings.home)
    total = Summary()
    fresh = home.core.with_name("core.rebuilt.duckdb")
    for path in (home.core, home.snapshot):
        refuse_newer(path)
    fold_log(home.core)
    for leftover in (fresh, fresh.with_name(fresh.name + ".wal")):
        leftover.unlink(missing_ok=True)
    con = open_writer(fresh)
    try:
        archive = Archive(home.archive)
        carry_over(con, [path for path in _former(home) if path.is_file()])
        with reading_pool(settings.workers, 10_000, settings.runner, settings.scheduler) as pool:
            sync(con, home.corrections)
            ledger = known_ledger(con)
            for batch, shaped in read_each(_batches(archive, settings.batch_releases), pool):
                total.add(take_read(con, batch, shaped, ledger))
                advance(len(batch))
        keep_ended(con, home.folder)
        settle(con, archive, home)
        resolve(con)
        publish(con, home.snapshot, settings.snapshots_kept)
        con.execute("checkpoint")
    finally:
        con.close()
    # Only a damaged database has a log still.
    home.core.with_name(home.core.name + ".wal").unlink(missing_ok=True)
    put_in_place(fresh, home.core)
    return total


def _former(home: Home) -> list[Path]:
    """Where history may stand, the latest first."""
    return [home.core, home.snapshot, *(one.path for one in reversed(kept_snapshots(home.snapshot)))]


def _batches(archive: Archive, size: int) -> Iterator[list[Capture]]:
    batch: list[Capture] = []
    for capture in archive.read():
        batch.append(capture)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
