"""Correcting without a scheduler: what the file of corrections says, brought into the published warehouse."""

from __future__ import annotations

from contextlib import closing

from config.settings import Settings
from flows.corrections.settle import settle
from flows.fetch.archive import Archive
from flows.home import Home
from flows.rebuild import open_current
from flows.resolve.resolve import resolve
from warehouse.lock import writer_lock
from warehouse.publish import is_current, publish


def apply_corrections(settings: Settings) -> None:
    """Bring the published warehouse to what the file of corrections says.

    Raises `LockedError`, `ArchiveError`, `CorrectionsError` and `WarehouseError`.
    """
    home = Home(settings.home)
    with writer_lock(home.folder, wait_seconds=settings.lock_wait_seconds), closing(open_current(settings)) as con:
        if settle(con, Archive(home.archive), home) or not is_current(con, home.snapshot):
            resolve(con)
            publish(con, home.snapshot, settings.snapshots_kept)
