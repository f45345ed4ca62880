"""Reading many captures, in worker processes where there are cores for it, or on a cluster where there is one."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Literal, Protocol

from flows.fetch.capture import Capture
from flows.reading import ReadRelease, read

Runner = Literal["local", "dask"]
# Below this many captures a pool costs more than it saves.
FEWEST_FOR_POOL = 120
CHUNK = 20


def spare_collector() -> None:
    """Let a process that reads collect garbage seldom: half of that work looks through lexicons that never change (PITFALLS, HTML)."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _start_worker() -> None:
    spare_collector()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # A worker holds both ends of the pipe that it waits at: killed, its parent closes neither, and the worker would wait for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class ReadingPool(Protocol):
    """Who reads for the one writer: processes of this machine, or a Dask cluster (`flows/dask_pool.py`)."""

    def read(self, captures: Sequence[Capture]) -> list[ReadRelease]:
        """Every capture read, in the order given."""


class LocalPool(ProcessPoolExecutor):
    """Processes of this machine."""

    def read(self, captures: Sequence[Capture]) -> list[ReadRelease]:
        """Every capture read, in the order given."""
        return list(self.map(read, captures, chunksize=CHUNK))


@contextmanager
def reading_pool(workers: int, expected: int, runner: Runner = "local", scheduler: str = "") -> Iterator[ReadingPool | None]:
    """Who reads `expected` captures; None where one process is enough.

    `workers` 0 stands for one per core; processes are spawned, so that no lock is inherited. With the runner "dask" those of the
    `scheduler` read, without an address those of a cluster of `workers` processes of this machine.  Raises `DaskError`.
    """
    count = workers or os.cpu_count() or 1
    if runner == "dask":
        from flows.dask_pool import dask_pool

        with dask_pool(scheduler, count) as cluster:
            yield cluster
        return
    if count < 2 or expected < FEWEST_FOR_POOL:
        yield None
        return
    context = multiprocessing.get_context("spawn")
    with LocalPool(count, mp_context=context, initializer=_start_worker) as pool:
        yield pool


def read_all(captures: Sequence[Capture], pool: ReadingPool | None) -> list[ReadRelease]:
    """Every capture read, in the order given."""
    return [read(capture) for capture in captures] if pool is None else pool.read(captures)
