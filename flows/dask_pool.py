"""Reading on several machines: captures go to Dask's workers, validated frames come back as Arrow, the writer here loads them.

Plain `distributed` and not prefect-dask, with which each batch would be a task run of Prefect (docs/scale.md has the figures).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from flows.errors import DaskError
from flows.fetch.capture import Capture
from flows.reading import EXTRACTOR_VERSION, PARSER_VERSION
from flows.reading_pool import CHUNKS_PER_READER, Chunk, read_ahead, spare_collector
from flows.shaping import Packed, Shaped, read_packed, unpacked

if TYPE_CHECKING:
    from distributed import Future

# So long a scheduler has to answer, and a first worker to come.
ANSWER_SECONDS = 10
WORKER_SECONDS = 60
VERSIONS = (PARSER_VERSION, EXTRACTOR_VERSION)


class DaskPool:
    """The workers of a scheduler."""

    # Any: distributed leaves its methods without types.
    def __init__(self, client: Any) -> None:
        self._client = client

    def each(self, batches: Iterable[Sequence[Capture]]) -> Iterator[tuple[Sequence[Capture], Shaped]]:
        """Each batch, in the order given, with what its releases say; what a killed worker had is read by another.  Raises `DaskError`."""
        most = CHUNKS_PER_READER * max(1, sum(self._client.nthreads().values()))
        # The captures travel within the task and not as data of a worker: the scheduler can give them to another one.
        return read_ahead(batches, most, partial(self._client.submit, read_batch, pure=False), _gathered)


def read_batch(captures: Sequence[Capture], first: int) -> tuple[tuple[str, str], Packed]:
    """What a worker does: the versions of its code, and what the captures say, numbered from `first`."""
    return VERSIONS, read_packed(captures, first)


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


def _gathered(chunk: Chunk, future: Future[Any]) -> Shaped:
    from distributed import CancelledError, KilledWorker

    captures, first = chunk
    try:
        versions, packed = future.result()
    except KilledWorker as error:
        raise DaskError(
            f"{captures[0].path} … {captures[-1].path}: every worker that read them died, of too little memory perhaps; "
            f"nothing that was loaded is lost"
        ) from error
    except CancelledError as error:
        raise DaskError(f"the scheduler is gone ({_first_line(error)}); run again: nothing that was loaded is lost") from error
    if versions != VERSIONS:
        raise DaskError(
            f"a worker has parser {versions[0]} and extractor {versions[1]}, not {' and '.join(VERSIONS)}; give it this version"
        )
    return unpacked(captures, first, packed)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
