"""Takedowns: a release's text leaves the archive and the warehouse; a tombstone says that it was there, and why it is not."""

from __future__ import annotations

import datetime as dt
from contextlib import closing

from config.settings import Settings
from flows.addresses import canonical_url
from flows.fetch.archive import Archive
from flows.fetch.capture import Capture
from flows.home import Home
from flows.ingesting import tombstones
from flows.rebuild import open_current
from flows.resolve.resolve import resolve
from warehouse.lock import writer_lock
from warehouse.publish import publish
from warehouse.sources import Forgettable, bury, find_release


def forget(name: str, reason: str, settings: Settings, moment: dt.datetime) -> Forgettable | None:
    """Take down the release of that id or address; None where there is none.

    The archive comes first: killed halfway, a rebuild does not bring the text back, and the same command goes on.
    Raises `LockedError`, `ArchiveError` and `WarehouseError`.
    """
    home = Home(settings.home)
    with writer_lock(home.folder, wait_seconds=settings.lock_wait_seconds), closing(open_current(settings)) as con:
        release = find_release(con, name) or find_release(con, canonical_url(name) or name)
        if release is None:
            return None
        facts = {"release_id": release.release_id, "publisher": release.publisher, "reason": reason, "addresses": list(release.addresses)}
        stone = Capture(f"tombstone:{release.release_id}", release.release_id, None, facts, b"", moment, kind="tombstone")
        archive = Archive(home.archive)
        archive.add([stone])
        archive.forget(lambda capture: _tells_of(capture, release))
        bury(con, tombstones(stone))
        resolve(con)
        # Earlier snapshots hold the text: none is kept, and no check keeps it before readers.
        publish(con, home.snapshot, kept=0, unchecked=True)
        con.execute("checkpoint")
    return release


def _tells_of(capture: Capture, release: Forgettable) -> bool:
    """Whether a record holds the release: as its own body, or within a feed or answer that lists it."""
    if capture.kind == "tombstone":
        return False
    if capture.kind == "finding":
        # A feed may hold whole texts; an API's answer names the page by its own id.
        names = [address.rpartition(":")[2] if address.startswith("id:") else address for address in release.addresses]
        return any(name.encode() in capture.body for name in names if name)
    return capture.digest in release.capture_digests or capture.path in release.addresses
