"""The writer's lock: one process writes at a time, and the lock names it."""

from __future__ import annotations

import datetime as dt
import json
import os
import shlex
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

# A command of many paths is cut: the holder is named, not quoted.
COMMAND_CHARACTERS = 160


class LockedError(Exception):
    """Another writer holds the lock; the message says who."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that writes: its number, machine and command, and since when."""

    process: int
    host: str
    command: str
    since: str

    def __str__(self) -> str:
        return f"process {self.process} on {self.host} (`{self.command}`) writes since {self.since}"


@contextmanager
def writer_lock(folder: Path, *, wait_seconds: float = 10.0) -> Iterator[None]:
    """Hold the writer's lock of a working folder; a dead holder's lock falls free with its process.

    Raises `LockedError` when another process still holds it after `wait_seconds`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = folder / "writer.holder"
    lock = FileLock(str(folder / "writer.lock"), timeout=wait_seconds)
    try:
        lock.acquire()
    except Timeout as error:
        who = read_holder(name) or "another process writes"
        raise LockedError(f"{folder}: {who}; waited {wait_seconds:g} s; run again when it is done") from error
    try:
        _write_holder(name)
        yield
    finally:
        # Before the lock falls free, else it could be the next holder's.
        name.unlink(missing_ok=True)
        lock.release()


def read_holder(name: Path) -> Holder | None:
    """The holder that the file names; None for one that has died on this machine and could not take its name back."""
    try:
        holder = Holder(**json.loads(name.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return None if holder.host == socket.gethostname() and not _is_alive(holder.process) else holder


def _write_holder(name: Path) -> None:
    command = shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]])
    shown = command if len(command) <= COMMAND_CHARACTERS else f"{command[: COMMAND_CHARACTERS - 1]}…"
    holder = Holder(os.getpid(), socket.gethostname(), shown, f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M:%S} UTC")
    fresh = name.with_name(f"{name.name}.new")
    fresh.write_text(json.dumps(asdict(holder)), encoding="utf-8")
    fresh.replace(name)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
