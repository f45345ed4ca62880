"""How it stands: each source's runs, freshness and backlog, the warehouse, the disk, and what wants a look.

It takes no lock and writes nothing: it reads the journal of runs, the published snapshot and the end of the archive.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.settings import Settings
from config.sources import Schedule, Source
from flows.checking import followed
from flows.fetch.archive import Archive
from flows.home import Home
from flows.runs import Run, all_runs
from warehouse.check_runs import Circumstances
from warehouse.connect import WarehouseError
from warehouse.lock import read_holder
from warehouse.snapshots import kept_snapshots
from warehouse.standing import Standing, standing

# From which Prefect counts intervals (flows/serving.py).
ANCHOR = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """A source that is followed: moments in UTC, None where unknown."""

    source_id: str
    last_run: Run | None
    next_run_at: dt.datetime | None
    last_release_on: dt.date | None
    freshness: str
    is_stale: bool
    layout_changes: tuple[str, ...]
    backfilled_since: dt.date | None
    months_left: int


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a working folder at `made_at`; sizes in bytes; `troubles` by name of what wants a look."""

    folder: Path
    made_at: dt.datetime
    warehouse: str
    published_at: dt.datetime | None
    release_count: int | None
    quarantine_count: int | None
    unread_count: int | None
    verdict: str | None
    sources: tuple[SourceStatus, ...]
    never_asked: tuple[str, ...]
    running: tuple[Run, ...]
    holder: str | None
    is_served: bool
    sizes: dict[str, int]
    free_bytes: int
    failed_blocking: dict[str, str] = field(default_factory=dict)
    last_runs: tuple[Run, ...] = ()

    @property
    def is_readable(self) -> bool:
        """Whether the snapshot tells of sources and checks; where it does not, nothing is known of them."""
        return self.warehouse in {"published", "empty"}


def status(settings: Settings, sources: dict[str, Source], now: dt.datetime) -> Status:
    """The state of the working folder; a warehouse that is missing or damaged is part of it."""
    home = Home(settings.home)
    holder = read_holder(home.folder / "writer.holder")
    runs = all_runs(home.folder)
    warehouse, found = _look(home, sources, now)
    served = _is_served(home.folder)
    last = _last_runs(runs, found)
    of_sources = {run.source_id: run for run in reversed(last) if run.source_id}
    known = found.sources if found else {}
    asked = [name for name in sources if name in of_sources or known.get(name, {}).get("is_followed")]
    unread = _unread(home, found) if found and holder is None else None
    return Status(
        folder=home.folder,
        made_at=now,
        warehouse=warehouse,
        published_at=_changed_at(home.snapshot),
        release_count=found.release_count if found else None,
        quarantine_count=found.quarantine_count if found else None,
        unread_count=unread,
        verdict=found.verdict.sentence if found and found.verdict else None,
        sources=tuple(_source(sources[name], of_sources.get(name), found, now if served else None) for name in asked),
        never_asked=tuple(name for name in sources if name not in asked),
        running=tuple(run for run in runs if run.state == "running"),
        holder=str(holder) if holder else None,
        is_served=served,
        sizes=_sizes(home),
        free_bytes=shutil.disk_usage(_existing(home.folder)).free,
        failed_blocking=found.failed_blocking if found else {},
        last_runs=tuple(last),
    )


def next_run(schedule: Schedule | None, now: dt.datetime) -> dt.datetime | None:
    """When a schedule is due next; None for one that never is."""
    if schedule is None:
        return None
    if schedule.cron is None:
        step = dt.timedelta(minutes=schedule.every_minutes or 0)
        return ANCHOR + step * ((now - ANCHOR) // step + 1)
    from zoneinfo import ZoneInfo

    from cronsim import CronSim

    return next(CronSim(schedule.cron, now.astimezone(ZoneInfo(schedule.zone)))).astimezone(dt.UTC)


def _look(home: Home, sources: dict[str, Source], now: dt.datetime) -> tuple[str, Standing | None]:
    """The state of the snapshot in a word or, where it cannot be read, in the words of why; and what it tells."""
    if not home.snapshot.exists():
        return "none", None
    try:
        found = standing(home.snapshot, Circumstances(now, followed(list(sources.values()))))
    except WarehouseError as error:
        return str(error), None
    return "published" if found.release_count else "empty", found


def _last_runs(runs: Sequence[Run], found: Standing | None) -> list[Run]:
    """The last run that ended, of each flow and source, newest first: of the journal, else of ops.run."""
    kept = (
        [Run(*(row[name] for name in ("run_id", "flow", "source_id", "started_at", "ended_at", "state", "reason"))) for row in found.runs]
        if found
        else []
    )
    ended = sorted((run for run in [*kept, *runs] if run.state not in {"running", "skipped"}), key=lambda run: run.started_at, reverse=True)
    return list({(run.flow, run.source_id): run for run in reversed(ended)}.values())[::-1]


def _source(source: Source, last: Run | None, found: Standing | None, served_at: dt.datetime | None) -> SourceStatus:
    facts = found.sources.get(source.id, {}) if found else {}
    backfill = found.backfills.get(source.id, {}) if found else {}
    return SourceStatus(
        source_id=source.id,
        last_run=last,
        next_run_at=next_run(source.schedule, served_at) if served_at else None,
        last_release_on=facts.get("last_on"),
        freshness=facts.get("freshness") or "unknown",
        is_stale=bool(facts.get("is_stale")),
        layout_changes=tuple(facts.get("layout_changes") or ()),
        backfilled_since=backfill.get("oldest"),
        months_left=backfill.get("left_count", 0),
    )


def _unread(home: Home, found: Standing) -> int:
    """Captures of releases behind the last place that was read, which no reading knows."""
    digests = {capture.digest for capture in Archive(home.archive).read(found.last_place) if capture.kind == "release"}
    return found.unread(digests) if digests else 0


def _is_served(folder: Path) -> bool:
    """Whether a `readout serve` holds its lock; a shared one is asked for and given back at once."""
    try:
        with (folder / "serve.lock").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _sizes(home: Home) -> dict[str, int]:
    return {
        "archive": _size(Archive(home.archive).segments()),
        "core": _size([home.core, home.core.with_name(f"{home.core.name}.wal")]),
        "snapshot": _size([home.snapshot]),
        "earlier_snapshots": _size(one.path for one in kept_snapshots(home.snapshot)),
    }


def _size(paths: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in paths if path.exists())


def _changed_at(path: Path) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC) if path.exists() else None


def _existing(folder: Path) -> Path:
    return next(path for path in [folder.absolute(), *folder.absolute().parents] if path.exists())
