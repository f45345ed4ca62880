"""The writer's lock: one process writes at a time, and the lock names it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


class LockedError(Exception):
    """Another writer holds the lock; the message says who."""


@contextmanager
def writer_lock(folder: Path, *, wait_seconds: float = 10.0) -> Iterator[None]:
    """Hold the writer's lock of a working folder; a dead holder's lock falls free with its process.

    Raises `LockedError` when another process still holds it after `wait_seconds`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    holder = folder / "writer.holder"
    lock = FileLock(str(folder / "writer.lock"), timeout=wait_seconds)
    try:
        with lock:
            holder.write_text(f"process {os.getpid()} on {socket.gethostname()}", encoding="utf-8")
            yield
            holder.unlink(missing_ok=True)
    except Timeout as error:
        who = holder.read_text(encoding="utf-8") if holder.exists() else "another process"
        raise LockedError(f"{folder}: {who} is writing; try again when it is done") from error
