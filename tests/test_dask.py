"""Reading by Dask: the same result as by one process, whatever becomes of a worker."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from config.settings import Settings
from flows.dask_pool import VERSIONS, dask_pool, read_batch
from flows.errors import DaskError
from flows.fetch.archive import Archive
from flows.home import Home
from flows.reading import read
from flows.reading_pool import CHUNKS_PER_READER
from flows.rebuild import rebuild
from flows.shaping import shape
from warehouse.connect import open_writer
from warehouse.load import content_hash

WORKERS = 2


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A scheduler and two worker processes on this machine."""
    with LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", silence_logs=True) as made:
        yield made


def hash_of(home: Home) -> str:
    with closing(open_writer(home.core)) as con:
        return content_hash(con)


def test_a_rebuild_by_dask_is_that_of_one_process(cluster: Any, golden_home: Home, tmp_path: Path) -> None:
    """Content hash and counts are equal."""
    home = Home(tmp_path / "home")
    shutil.copytree(golden_home.archive, home.archive)
    summary = rebuild(Settings(home=home.folder, runner="dask", scheduler=cluster.scheduler_address), lambda _: None)
    assert summary.new_count == summary.release_count > 20
    assert hash_of(home) == hash_of(golden_home)


def test_what_a_killed_worker_had_is_read_by_another(cluster: Any, golden_home: Home) -> None:
    """A worker killed in mid-run costs nothing: every capture is read, in order; and never are more batches on their way than bounded memory allows."""
    captures = [capture for _ in range(8) for capture in Archive(golden_home.archive).read()]
    most_under_way, killed = 0, []
    over = threading.Event()

    def watch() -> None:
        nonlocal most_under_way
        while not over.wait(0.005):
            most_under_way = max(most_under_way, sum(key.startswith("read_batch") for key in list(cluster.scheduler.tasks)))
            busy = [state for state in list(cluster.scheduler.workers.values()) if state.processing]
            if not killed and len(busy) == WORKERS:
                killed.append(cluster.workers[busy[0].name].pid)
                os.kill(killed[0], signal.SIGKILL)

    watching = threading.Thread(target=watch)
    with dask_pool(cluster.scheduler_address, WORKERS) as pool:
        watching.start()
        try:
            ((batch, found),) = pool.each([captures])
        finally:
            over.set()
            watching.join()
    assert killed
    assert (batch, [seen.capture for seen in found.sightings]) == (captures, captures)
    here = shape([read(capture) for capture in captures])
    assert found.sightings == here.sightings
    assert {name: frame.to_dicts() for name, frame in found.frames.items()} == {
        name: frame.to_dicts() for name, frame in here.frames.items()
    }
    assert 0 < most_under_way <= CHUNKS_PER_READER * WORKERS


def test_a_worker_of_another_version_is_refused(cluster: Any, golden_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other code has read is never loaded: each batch comes with the versions of the code that read it."""
    captures = list(Archive(golden_home.archive).read())[:1]
    assert read_batch(captures, 0)[0] == VERSIONS
    monkeypatch.setattr("flows.dask_pool.VERSIONS", ("0", "0"))
    with dask_pool(cluster.scheduler_address, WORKERS) as pool, pytest.raises(DaskError, match="give it this version"):
        list(pool.each([captures]))


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message has the address and what to do."""
    monkeypatch.setattr("flows.dask_pool.ANSWER_SECONDS", 0.2)
    address = "tcp://127.0.0.1:1"
    with pytest.raises(DaskError, match=f"{address}: no scheduler answers there .*`dask scheduler`"), dask_pool(address, 1):
        pass
