"""While hosts are asked others write: nothing that they archive, load or leave behind is lost, doubled or hidden."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from config.settings import Settings
from config.sources import Source
from flows.fetch.archive import Archive
from flows.fetch.capture import Capture
from flows.fetch.http import Fetcher
from flows.gathered import Window
from flows.home import Home
from flows.live import SourceReport, ingest_sources
from flows.rebuild import rebuild
from tests.conftest import MOMENT
from tests.serving import Reply, Server, local_fetcher
from tests.test_live import DAY, LONG, NOW, feed, page, rows, run, source
from tests.test_replay import hash_of
from warehouse.lock import LockedError, writer_lock

LEFT = b"Defence Secretary Helen Marchbank met with Portuguese Minister of National Defence Duarte Vilhena in Lisbon on 3 May 2024."


def run_beside(home: Home, asked: Source, others: Callable[[], None], wait_seconds: float = 10) -> SourceReport:
    """A run of a source; what `others` do is done when it has begun, before its host is asked."""

    def fetcher(_: Source) -> Fetcher:
        others()
        return local_fetcher()

    settings = Settings(home=home.folder, workers=1, lock_wait_seconds=wait_seconds)
    return ingest_sources([asked], Window(), settings, fetcher, lambda: NOW)[asked.id]


def test_others_write_while_a_host_is_asked(tmp_path: Path) -> None:
    """Another source's run loads and publishes; what a killed run had archived by then is loaded too; a rebuild gives the same."""
    home = Home(tmp_path / "home")

    def others() -> None:
        report = run(home, source("full", {"kind": "feed", "url": host.url("/full"), "content": "full"}))["full"]
        assert (report.failure, report.summary.new_count) == (None, 1)
        with writer_lock(home.folder, wait_seconds=0):
            Archive(home.archive).add([Capture("left", "left.txt", "text/plain", {"title": "Meeting in Lisbon"}, LEFT, MOMENT)])

    with Server({"/news/1": Reply(page())}) as host:
        host.routes["/feed"] = Reply(feed(("1", host.url("/news/1"), DAY)))
        host.routes["/full"] = Reply(feed(("2", "https://foreign.example/b", DAY), content={"2": LONG.replace("Oslo", "Bergen")}))
        linked = source("linked", {"kind": "feed", "url": host.url("/feed")})
        report = run_beside(home, linked, others)
        assert (report.failure, report.summary.new_count) == (None, 1)
        assert rows(home, "select count(*) as n from core.release") == [{"n": 3}]
        before = hash_of(home)
        assert run(home, linked)["linked"].summary.new_count == 0
    assert hash_of(home) == before
    rebuild(Settings(home=home.folder, workers=1), lambda _: None)
    assert hash_of(home) == before


def test_what_a_long_writer_keeps_out_is_asked_for_again(tmp_path: Path) -> None:
    """A run that cannot store within `lock_wait_seconds` ends with the lock's message; the next one takes what it had asked for."""
    home = Home(tmp_path / "home")
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        with writer_lock(home.folder):
            held.set()
            over.wait()

    def others() -> None:
        writer.start()
        held.wait()

    writer = threading.Thread(target=hold)
    with Server({}) as host:
        host.routes["/feed"] = Reply(feed(("1", "https://foreign.example/a", DAY), content={"1": LONG}))
        full = source("full", {"kind": "feed", "url": host.url("/feed"), "content": "full"})
        with pytest.raises(LockedError):
            run_beside(home, full, others, wait_seconds=0.1)
        over.set()
        writer.join()
        assert run(home, full)["full"].summary.new_count == 1
