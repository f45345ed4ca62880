"""Quarantine tried again: what other code turned away is read anew from the archive."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from config.settings import Settings
from flows.fetch.archive import Archive
from flows.home import Home
from flows.ingesting import VERSIONS, Summary, known_ledger, take
from flows.resolve.resolve import resolve
from warehouse.connect import open_writer
from warehouse.ddl import create_tables
from warehouse.lock import writer_lock
from warehouse.publish import publish
from warehouse.quarantine import Quarantined, open_quarantine


@dataclass(frozen=True, slots=True)
class Retried:
    """What became of the releases that were read anew, and what waits still."""

    summary: Summary
    waiting: list[Quarantined]


def retry_quarantine(settings: Settings) -> Retried:
    """Read anew each release that waits in quarantine and was read by another version of the code; publish where that changed anything.

    The same code would turn away the same. Raises `LockedError`, `ArchiveError` and `WarehouseError`.
    """
    home = Home(settings.home)
    with writer_lock(home.folder, wait_seconds=settings.lock_wait_seconds), closing(open_writer(home.core)) as con:
        create_tables(con)
        places = {row.place for row in open_quarantine(con) if row.versions != VERSIONS}
        captures = [c for c in Archive(home.archive).read() if (c.segment, c.offset) in places] if places else []
        summary = take(con, captures, None, known_ledger(con))
        if summary.new_count or summary.changed_count:
            resolve(con)
            publish(con, home.snapshot, settings.snapshots_kept)
        return Retried(summary, open_quarantine(con))
