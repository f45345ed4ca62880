"""The incidents of a working folder, in `incidents.jsonl`: no rebuild touches them, and who reads them needs no lock of the warehouse."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from filelock import FileLock

from flows.notify import Incident

KEPT_DAYS = 30


def all_incidents(folder: Path) -> dict[str, Incident]:
    """The last incident of each key, open or over."""
    try:
        lines = (folder / "incidents.jsonl").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return {incident.key: incident for line in lines if line for incident in [_read(line)]}


def keep(folder: Path, incidents: Mapping[str, Incident], now: dt.datetime) -> None:
    """Write them in the place of those before, but for those that were over long ago.  The caller holds `turn`."""
    since = now - dt.timedelta(days=KEPT_DAYS)
    kept = [incident for incident in incidents.values() if incident.closed_at is None or incident.closed_at >= since]
    fresh = folder / "incidents.jsonl.new"
    with fresh.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(incident), default=str, ensure_ascii=False) + "\n" for incident in kept)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / "incidents.jsonl")


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Within it no other process judges and tells: two would send everything twice."""
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(str(folder / "incidents.lock")):
        yield


def _read(line: str) -> Incident:
    row = json.loads(line)
    moments = {name: dt.datetime.fromisoformat(row[name]) if row[name] else None for name in ("opened_at", "closed_at")}
    return Incident(**(row | moments | {name: tuple(row[name]) for name in ("told", "told_end")}))
