"""Reading many captures, in worker processes where there are cores for it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from flows.fetch.capture import Capture
from flows.reading import ReadRelease, read

# Below this many captures a pool costs more than it saves.
FEWEST_FOR_POOL = 120
CHUNK = 20


def _start_worker() -> None:
    # Half of parsing's garbage collections look through lexicons that never change (PITFALLS, HTML).
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # A worker holds both ends of the pipe that it waits at: killed, its parent closes neither, and the worker would wait for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def reading_pool(workers: int, expected: int) -> Iterator[ProcessPoolExecutor | None]:
    """A pool of reading processes, or None where one process is enough.

    `workers` 0 stands for one per core; processes are spawned, so that no lock is inherited.
    """
    count = workers or os.cpu_count() or 1
    if count < 2 or expected < FEWEST_FOR_POOL:
        yield None
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_start_worker) as pool:
        yield pool


def read_all(captures: Sequence[Capture], pool: ProcessPoolExecutor | None) -> list[ReadRelease]:
    """Every capture read, in the order given."""
    if pool is None:
        return [read(capture) for capture in captures]
    return list(pool.map(read, captures, chunksize=CHUNK))
