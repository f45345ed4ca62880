"""The journal of runs: a line when one begins and a line when it ends, so that who asks needs no lock and a kill leaves a trace.

`keep_ended` copies those that ended into ops.run.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from warehouse.lock import LockedError

if TYPE_CHECKING:
    import duckdb

RUN_COUNTS = ("release_count", "new_count", "changed_count", "unchanged_count", "skipped_count", "quarantined_count")
# The journal is cut to this many days when it has grown beyond so many bytes; ops.run keeps all.
KEPT_DAYS, LARGEST_BYTES = 30, 1 << 20
# The name of a state in Prefect's pages: nothing was wrong, and nothing had to be done.
SKIPPED = "Skipped"
DIED = "its process ended without a word"


@dataclass(slots=True)
class Run:
    """One run: what ran, for which source, when, and what came of it; `counts` by the names of RUN_COUNTS."""

    run_id: str
    flow: str
    source_id: str | None
    started_at: dt.datetime
    ended_at: dt.datetime | None = None
    state: str = "running"
    reason: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    pid: int = 0
    host: str = ""

    def end(self, state: str, reason: str | None = None) -> None:
        """Say what came of it; the first word counts."""
        if self.state == "running":
            self.state, self.reason = state, reason

    def count(self, summary: Any) -> None:
        """Add the counts of a `Summary`."""
        for name in RUN_COUNTS:
            self.counts[name] = self.counts.get(name, 0) + getattr(summary, name)


@contextmanager
def recorded(folder: Path, flow: str, source_id: str | None = None, run_id: str | None = None) -> Iterator[Run]:
    """Within it a run is under way; the journal of the working folder has its beginning and its end.

    Without a word it completed; an exception that leaves it is the reason why it failed, a signal why it crashed.
    """
    moment = dt.datetime.now(dt.UTC)
    run = Run(run_id or uuid.uuid4().hex, flow, source_id, moment, pid=os.getpid(), host=socket.gethostname())
    _append(folder, run)
    try:
        yield run
        run.end("completed")
    except Exception as error:
        run.end("failed", f"{type(error).__name__}: {error}" if not str(error) else str(error))
        raise
    except BaseException:
        run.end("crashed", "stopped by a signal")
        raise
    finally:
        run.ended_at = dt.datetime.now(dt.UTC)
        _append(folder, run)


@contextmanager
def source_lock(folder: Path, source_id: str, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """Within it no other run asks the source: two would ask its host at once, and load everything twice over.

    Raises `LockedError` where another still does after `wait_seconds`.
    """
    (folder / "locks").mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(folder / "locks" / f"{source_id}.lock"), timeout=wait_seconds)
    try:
        lock.acquire()
    except Timeout as error:
        raise LockedError(f"{source_id}: another run of it is under way; run again when it is done") from error
    try:
        yield
    finally:
        lock.release()


def all_runs(folder: Path) -> list[Run]:
    """The runs of the journal in the order in which they began; one whose process died crashed."""
    try:
        lines = _journal(folder).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    runs: dict[str, Run] = {}
    for line in lines:
        run = _read(line)
        if run is not None:
            runs[run.run_id] = run
    return [replace(run, state="crashed", reason=DIED) if _died(run) else run for run in runs.values()]


def keep_ended(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Copy the runs that ended into ops.run, then cut the journal where it has grown long.  The caller holds the writer's lock."""
    from warehouse.runs import add_runs

    ended = [run for run in all_runs(folder) if run.state != "running"]
    add_runs(con, [_row(run) for run in ended])
    journal = _journal(folder)
    if journal.exists() and journal.stat().st_size > LARGEST_BYTES:
        with FileLock(str(folder / "runs.lock")):
            _cut(folder, dt.datetime.now(dt.UTC) - dt.timedelta(days=KEPT_DAYS))


def _journal(folder: Path) -> Path:
    return folder / "runs.jsonl"


def _append(folder: Path, run: Run) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    # A line that a kill tore must not swallow the next one: each begins on a line of its own.
    line = "\n" + json.dumps(asdict(run), default=str, ensure_ascii=False) + "\n"
    with FileLock(str(folder / "runs.lock")), _journal(folder).open("ab") as file:
        file.write(line.encode())


def _read(line: str) -> Run | None:
    """The run of a line; None for an empty or torn one."""
    try:
        row = json.loads(line)
        row["started_at"] = dt.datetime.fromisoformat(row["started_at"])
        row["ended_at"] = dt.datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None
        return Run(**row)
    except (ValueError, TypeError, KeyError):
        return None


def _died(run: Run) -> bool:
    if run.state != "running" or run.host != socket.gethostname():
        return False
    import psutil

    try:
        # A number that was given to another process since is not this run's.
        return bool(psutil.Process(run.pid).create_time() > run.started_at.timestamp() + 1)
    except psutil.NoSuchProcess:
        return True


def _row(run: Run) -> dict[str, Any]:
    facts = {name: getattr(run, name) for name in ("run_id", "flow", "source_id", "started_at", "ended_at", "state", "reason")}
    return facts | {name: run.counts.get(name) for name in RUN_COUNTS}


def _cut(folder: Path, since: dt.datetime) -> None:
    kept = [run for run in all_runs(folder) if run.started_at >= since or run.state == "running"]
    fresh = folder / "runs.jsonl.new"
    fresh.write_text("".join(json.dumps(asdict(run), default=str, ensure_ascii=False) + "\n" for run in kept), encoding="utf-8")
    fresh.replace(_journal(folder))
