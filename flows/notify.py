"""What wants a look, and which incidents begin and end with it; decisions without side effects. `flows/alerting.py` acts on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flows.runs import Run
from flows.status import Status

# How the reason of a run begins that a blocking check kept from publishing (warehouse/publish.py).
BLOCKED = "not published: the check "
MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that wants a look: `key` stays the same while it lasts, `kind` is what it is about."""

    key: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Incident:
    """A trouble from when it was first seen until it is over; `told` and `told_end` name the channels that have its two messages."""

    key: str
    kind: str
    message: str
    opened_at: dt.datetime
    closed_at: dt.datetime | None = None
    told: tuple[str, ...] = field(default=())
    told_end: tuple[str, ...] = field(default=())


def troubles(now: Status) -> list[Trouble]:
    """What of a state wants a look, each named once."""
    found = [_of_run(run) for run in now.last_runs if run.state in {"failed", "crashed"}]
    found += [Trouble(f"check:{name}", "check", f"the blocking check {name} fails: {words}") for name, words in now.failed_blocking.items()]
    for source in now.sources:
        if source.is_stale:
            found.append(
                Trouble(f"stale:{source.source_id}", "stale", f"{source.source_id}: silent for longer than usual: {source.freshness}")
            )
        if source.layout_changes:
            found.append(Trouble(f"layout:{source.source_id}", "layout", f"{source.source_id}: layout changed: {source.layout_changes[0]}"))
    if now.warehouse not in {"none", "published", "empty"}:
        found.append(Trouble("warehouse", "warehouse", now.warehouse))
    if now.unread_count:
        found.append(Trouble("unread", "unread", f"{now.unread_count} captures are archived and not read; the next ingest reads them"))
    # Publishing writes a snapshot beside the old one, rebuilding a database too.
    needed = now.sizes["core"] + now.sizes["snapshot"]
    if now.free_bytes < needed:
        found.append(Trouble("disk", "disk", f"{now.free_bytes // MEBIBYTE} MiB free; a rebuild needs {needed // MEBIBYTE} MiB"))
    return list({trouble.key: trouble for trouble in reversed(found)}.values())[::-1]


def _of_run(run: Run) -> Trouble:
    reason = run.reason or run.state
    if reason.startswith(BLOCKED):
        name = reason.removeprefix(BLOCKED).split(" ", 1)[0]
        return Trouble(f"check:{name}", "check", reason)
    what = f"{run.source_id}: {run.flow}" if run.source_id else run.flow
    return Trouble(f"run:{run.flow}:{run.source_id or ''}", "run", f"{what} {run.state}: {reason}")


def judged(now: Status) -> frozenset[str]:
    """The kinds that could be judged: where the snapshot cannot be read, nothing is known of what it tells, and no incident of it ends."""
    always = {"run", "disk", "warehouse"}
    readable = {"check", "stale", "layout"} if now.is_readable else set()
    return frozenset(always | readable | ({"unread"} if now.unread_count is not None else set()))


def decide(found: list[Trouble], kinds: frozenset[str], known: Mapping[str, Incident], now: dt.datetime) -> dict[str, Incident]:
    """The incidents after a look, by key: of the `known` ones that are open those that go on and those that end now, and the new ones."""
    seen = {trouble.key: trouble for trouble in found}
    after = {}
    for key, incident in known.items():
        is_over = incident.closed_at is None and key not in seen and incident.kind in kinds
        after[key] = replace(incident, closed_at=now) if is_over else incident
    for key, trouble in seen.items():
        if key not in known or known[key].closed_at is not None:
            after[key] = Incident(key, trouble.kind, trouble.message, now)
    return after


def due(incident: Incident, channels: tuple[str, ...]) -> tuple[str, ...]:
    """The channels that have to be told of an incident now: of its beginning, or of its end where they know that it began."""
    if incident.closed_at is None:
        return tuple(channel for channel in channels if channel not in incident.told)
    return tuple(channel for channel in channels if channel in incident.told and channel not in incident.told_end)
