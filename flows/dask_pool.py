"""Reading on several machines: batches of captures go to Dask's workers, what they say comes back, the writer here loads it.

Plain `distributed` and not prefect-dask, with which each batch would be a task run of Prefect (docs/scale.md has the figures).
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from flows.errors import DaskError
from flows.extract.report import Extraction
from flows.fetch.capture import Capture
from flows.parse.document import Document
from flows.reading import EXTRACTOR_VERSION, PARSER_VERSION, ReadRelease, read
from flows.reading_pool import CHUNK, spare_collector

if TYPE_CHECKING:
    from distributed import Future

# Batches on their way for each reading thread: one that is read, one that waits, so that none idles and memory stays bounded.
BATCHES_PER_THREAD = 2
# So long a scheduler has to answer, and a first worker to come.
ANSWER_SECONDS = 10
WORKER_SECONDS = 60
VERSIONS = (PARSER_VERSION, EXTRACTOR_VERSION)

# What is said of one capture: document, extraction, or why it was skipped; its body need not travel back.
Said = tuple[Document | None, Extraction | None, str | None]


class DaskPool:
    """The workers of a scheduler."""

    # Any: distributed leaves its methods without types.
    def __init__(self, client: Any) -> None:
        self._client = client

    def read(self, captures: Sequence[Capture]) -> list[ReadRelease]:
        """Every capture read, in the order given; what a killed worker had is read by another.  Raises `DaskError`."""
        batches = [captures[start : start + CHUNK] for start in range(0, len(captures), CHUNK)]
        most = BATCHES_PER_THREAD * max(1, sum(self._client.nthreads().values()))
        under_way: deque[tuple[Sequence[Capture], Future[Any]]] = deque()
        done: list[ReadRelease] = []
        for batch in batches:
            if len(under_way) == most:
                done += _gathered(*under_way.popleft())
            # The captures travel within the task and not as data of a worker: the scheduler can give them to another one.
            under_way.append((batch, self._client.submit(read_batch, batch, pure=False)))
        while under_way:
            done += _gathered(*under_way.popleft())
        return done


def read_batch(captures: Sequence[Capture]) -> tuple[tuple[str, str], list[Said]]:
    """What a worker does: the versions of its code, and by capture what it says."""
    return VERSIONS, [(found.document, found.extraction, found.skipped) for found in map(read, captures)]


@contextmanager
def dask_pool(scheduler: str, workers: int) -> Iterator[DaskPool]:
    """The workers of the scheduler at an address such as tcp://host:8786; without one, those of a cluster made here for so long.

    Raises `DaskError`.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise DaskError("Dask is not installed; `pip install -e '.[dask]'` installs it") from error
    # What it tells of its connections is for those who run the cluster; what goes wrong comes back as an exception.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    own = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
    with ExitStack() as stack:
        address: Any = scheduler or stack.enter_context(LocalCluster(**own))  # type: ignore[no-untyped-call] # distributed has no types
        try:
            client = stack.enter_context(Client(address, timeout=ANSWER_SECONDS, set_as_default=False))  # type: ignore[no-untyped-call] # as above
        except OSError as error:
            raise DaskError(f"{scheduler}: no scheduler answers there ({_first_line(error)}); `dask scheduler` starts one") from error
        try:
            client.wait_for_workers(1, timeout=WORKER_SECONDS)
        except TimeoutError as error:
            raise DaskError(f"{scheduler}: it has no worker after {WORKER_SECONDS} s; `dask worker {scheduler}` starts one") from error
        client.run(spare_collector)
        logging.getLogger(__name__).info("%d workers read", len(client.nthreads()))
        yield DaskPool(client)


def _gathered(captures: Sequence[Capture], future: Future[Any]) -> list[ReadRelease]:
    from distributed import CancelledError, KilledWorker

    try:
        versions, said = future.result()
    except KilledWorker as error:
        first, last = captures[0].path, captures[-1].path
        raise DaskError(
            f"{first} … {last}: every worker that read them died, of too little memory perhaps; nothing that was loaded is lost"
        ) from error
    except CancelledError as error:
        raise DaskError(f"the scheduler is gone ({_first_line(error)}); run again: nothing that was loaded is lost") from error
    if versions != VERSIONS:
        raise DaskError(
            f"a worker has parser {versions[0]} and extractor {versions[1]}, not {' and '.join(VERSIONS)}; give it this version"
        )
    return [ReadRelease(capture, *facts) for capture, facts in zip(captures, said, strict=True)]


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
