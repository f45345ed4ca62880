"""Checks over the published snapshot: run within limits, their results kept in the warehouse and shown in the snapshot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass

from config.settings import Settings
from config.sources import Source, sources
from flows.home import Home
from flows.runs import keep_ended
from schemas.vocabulary import CheckNoteKind
from warehouse.asking import Limits
from warehouse.check_results import Before, add_note, add_results, holding_notes, last_count, results_before
from warehouse.check_runs import Circumstances, Followed
from warehouse.checking import CheckError, chosen, read_checks
from warehouse.connect import open_writer
from warehouse.ddl import create_tables
from warehouse.guarded_checks import Checked, run_guarded
from warehouse.lock import LockedError, writer_lock
from warehouse.refreshing import is_fresh, refresh_ops

# Each check; the longest takes some 15 seconds over 100,000 releases.
LIMITS = Limits(seconds=300)


@dataclass(frozen=True, slots=True)
class CheckRun:
    """A run of checks as it was kept: its id, what was found, and by check the kind of the note that holds and what the run before found."""

    run_id: str
    checked: Checked
    notes: dict[str, str]
    before: dict[str, Before]


def followed(known: Sequence[Source]) -> tuple[Followed, ...]:
    """What checks need to know of sources."""
    return tuple(
        Followed(
            s.id, s.publisher, s.assertions.fewest_per_week, s.assertions.most_per_week, s.assertions.required, s.assertions.quiet_weeks
        )
        for s in known
    )


def circumstances(now: dt.datetime) -> Circumstances:
    """What checks cannot read in the warehouse, with the sources of the settings.  Raises `SourceError`."""
    return Circumstances(now, followed(list(sources().values())))


def run_checks(settings: Settings, names: Sequence[str], now: dt.datetime, limits: Limits | None = None) -> CheckRun:
    """Run the named checks (all where none is named) on the snapshot; only to write what they found is the writer's lock taken.

    Raises `CheckError`, `SourceError`, `WarehouseError` and `LockedError`.
    """
    home = Home(settings.home)
    checks = chosen(read_checks(), names)
    _refresh(home)
    checked = run_guarded(home.snapshot, checks, circumstances(now), limits or LIMITS)
    with writer_lock(home.folder, wait_seconds=settings.lock_wait_seconds), closing(open_writer(home.core)) as con:
        before = results_before(con, now)
        run_id = add_results(con, checked, now)
        notes = holding_notes(con, checked.results, now.astimezone(dt.UTC).date())
        refresh_ops(con, home.snapshot)
    return CheckRun(run_id, checked, notes, before)


def _refresh(home: Home) -> None:
    """Let the checks see every fetch and run; while another writer is at work they see what was published last."""
    if not home.core.is_file():
        return
    with suppress(LockedError), writer_lock(home.folder, wait_seconds=0), closing(open_writer(home.core)) as con:
        create_tables(con)
        keep_ended(con, home.folder)
        if not is_fresh(con, home.snapshot):
            refresh_ops(con, home.snapshot)


def note_check(
    settings: Settings, name: str, kind: CheckNoteKind, now: dt.datetime, reason: str, until_on: dt.date | None = None
) -> int | None:  # fmt: skip
    """Keep what somebody says of a check; gives the culprits that are acknowledged.

    Raises `CheckError` for an unknown check and for one that has nothing to acknowledge, `WarehouseError` and `LockedError`.
    """
    home = Home(settings.home)
    chosen(read_checks(), [name])
    with writer_lock(home.folder, wait_seconds=settings.lock_wait_seconds), closing(open_writer(home.core)) as con:
        count = last_count(con, name) if kind == "acknowledge" else None
        if kind == "acknowledge" and not count:
            raise CheckError(f"{name}: its last run found nothing to acknowledge; `readout checks run {name}` runs it")
        add_note(con, name, kind, now, reason, until_on=until_on, culprit_count=count)
        refresh_ops(con, home.snapshot)
    return count
