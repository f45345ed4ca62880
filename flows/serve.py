"""`readout serve`: a server, the deployments on it, and a runner that starts what is due until it is told to stop."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from flows.deploy import Deployment
from flows.server import ServerError, environment, log_of, server
from warehouse.lock import LockedError

# A run that is told to stop gets half a minute from Prefect before it is killed.
STOPPING_SECONDS = 60.0


def serve(chosen: Sequence[Deployment], folder: Path, port: int, tell: Callable[[str], None]) -> None:
    """Run the deployments on their schedules until SIGTERM or SIGINT; `tell` gets lines for the person at the terminal.

    Raises `LockedError` where another serves this folder, `ServerError` where there is no server (any more).
    """
    (folder / "prefect").mkdir(parents=True, exist_ok=True)
    with _alone(folder), _stopping() as stop, server(folder, port) as (url, process):
        os.environ |= environment(folder) | {"PREFECT_API_URL": url}
        os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO")
        # Seconds for which the next in the queue waits at most.
        os.environ.setdefault("PREFECT_RUNNER_POLL_FREQUENCY", "5")
        tell(f"Prefect's pages: {url.removesuffix('/api')}")
        # Only now, with its settings in place, may Prefect be imported.
        from flows.serving import Serving

        serving = Serving(chosen, folder, tell)
        thread = threading.Thread(target=serving.run, name="readout-serve", daemon=True)
        thread.start()
        while not stop.wait(0.5) and thread.is_alive() and (process is None or process.poll() is None):
            pass
        serving.stop()
        thread.join(STOPPING_SECONDS)
        if process is not None and process.poll() is not None:
            raise ServerError(f"Prefect's server ended with {process.returncode}; {log_of(folder)} says why")
        if serving.failure is not None:
            raise ServerError(f"nothing can be scheduled any more: {serving.failure}") from serving.failure


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Within it no other serves the same working folder: two would start every run twice."""
    try:
        with FileLock(str(folder / "serve.lock"), timeout=0):
            yield
    except Timeout as error:
        raise LockedError(f"{folder}: another `readout serve` runs there; stop it first") from error


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
