"""Reading many captures, in worker processes where there are cores for it, or on a cluster where there is one."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from flows.fetch.capture import Capture
from flows.reading import read

if TYPE_CHECKING:
    from flows.shaping import Shaped

Runner = Literal["local", "dask"]
# Below this many captures a pool costs more than it saves.
FEWEST_FOR_POOL = 120
# Captures that one process reads at a time: validating them costs 50 ms however few they are.
CHUNK = 100
# Chunks on their way for each process that reads: one that is read, one that waits, so that none idles and memory stays bounded.
CHUNKS_PER_READER = 2


def spare_collector() -> None:
    """Let a process that reads collect garbage seldom: half of that work looks through lexicons that never change (PITFALLS, HTML)."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _start_worker() -> None:
    spare_collector()
    # A process for each core is enough; Polars reads this when it is imported.
    os.environ["POLARS_MAX_THREADS"] = "1"
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # A worker holds both ends of the pipe that it waits at: killed, its parent closes neither, and the worker would wait for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class ReadingPool(Protocol):
    """Who reads for the one writer: processes of this machine, or a Dask cluster (`flows/dask_pool.py`)."""

    def each(self, batches: Iterable[Sequence[Capture]]) -> Iterator[tuple[Sequence[Capture], Shaped]]:
        """Each batch, in the order given, with what its releases say; what comes after it is read meanwhile."""


class LocalPool(ProcessPoolExecutor):
    """Processes of this machine."""

    def __init__(self, count: int) -> None:
        # Spawned, so that no lock is inherited.
        super().__init__(count, mp_context=multiprocessing.get_context("spawn"), initializer=_start_worker)
        self._most = CHUNKS_PER_READER * count

    def each(self, batches: Iterable[Sequence[Capture]]) -> Iterator[tuple[Sequence[Capture], Shaped]]:
        """Each batch, in the order given, with what its releases say; what comes after it is read meanwhile."""
        from flows.shaping import read_packed, unpacked

        return read_ahead(
            batches, self._most, lambda *chunk: self.submit(read_packed, *chunk), lambda chunk, future: unpacked(*chunk, future.result())
        )


Chunk = tuple[Sequence[Capture], int]
Sent = TypeVar("Sent")


def read_ahead(
    batches: Iterable[Sequence[Capture]], most: int, submit: Callable[[Sequence[Capture], int], Sent], gather: Callable[[Chunk, Sent], Shaped]
) -> Iterator[tuple[Sequence[Capture], Shaped]]:  # fmt: skip
    """Each batch with what its releases say, read by chunks of which at most `most` are on their way, whatever there is to read.

    `submit` sends a chunk's captures and the number of the first, `gather` waits for what comes of it.
    """
    from flows.shaping import joined

    under_way: deque[tuple[Chunk, Sent, Sequence[Capture] | None]] = deque()
    parts: list[Shaped] = []

    def gathered() -> Iterator[tuple[Sequence[Capture], Shaped]]:
        chunk, sent, whole = under_way.popleft()
        parts.append(gather(chunk, sent))
        if whole is not None:
            yield whole, joined(parts)
            parts.clear()

    for batch in batches:
        releases = [capture for capture in batch if capture.kind == "release"]
        starts = range(0, len(releases), CHUNK) or (0,)
        for start in starts:
            if len(under_way) >= most:
                yield from gathered()
            chunk = (releases[start : start + CHUNK], start)
            under_way.append((chunk, submit(*chunk), batch if start == starts[-1] else None))
    while under_way:
        yield from gathered()


@contextmanager
def reading_pool(workers: int, expected: int, runner: Runner = "local", scheduler: str = "") -> Iterator[ReadingPool | None]:
    """Who reads `expected` captures; None where one process is enough.

    `workers` 0 stands for one per core. With the runner "dask" those of the `scheduler` read, without an address those of a cluster
    of `workers` processes of this machine.  Raises `DaskError`.
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
    with LocalPool(count) as pool:
        yield pool


def read_each(batches: Iterable[Sequence[Capture]], pool: ReadingPool | None) -> Iterator[tuple[Sequence[Capture], Shaped]]:
    """Each batch of archived captures, in order, with what its releases say."""
    if pool is not None:
        yield from pool.each(batches)
        return
    from flows.shaping import shape

    for batch in batches:
        yield batch, shape([read(capture) for capture in batch if capture.kind == "release"])


def read_all(captures: Sequence[Capture], pool: ReadingPool | None) -> Shaped:
    """What the releases among captures say, in the order given."""
    ((_, shaped),) = read_each([captures], pool)
    return shaped
