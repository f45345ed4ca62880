"""What a visit to a source takes and gives: what to take, what is known, each request, and batches of captures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.fetch.answers import Fetched
from flows.fetch.capture import Capture, Refusal
from flows.fetch.items import Item
from warehouse.sources import State


@dataclass(frozen=True, slots=True)
class Window:
    """What to take: releases published from `since` to `until` (both included), at most `limit` of them."""

    since: dt.date | None = None
    until: dt.date | None = None
    limit: int | None = None

    def holds(self, day: dt.date | None) -> bool:
        """Whether a day lies within; an unknown one may."""
        return day is None or ((self.since is None or day >= self.since) and (self.until is None or day <= self.until))


@dataclass(frozen=True, slots=True)
class Known:
    """What the warehouse knows when a run begins: addresses in the form in which they are compared, and each address's state."""

    addresses: frozenset[str] = frozenset()
    states: Mapping[str, State] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fetch:
    """One request and what came of it; `capture` is what is kept of its body."""

    url: str
    outcome: str
    fetched_at: dt.datetime
    fetched: Fetched | None = None
    reason: str | None = None
    capture: Capture | None = None


@dataclass(slots=True)
class Batch:
    """What a source gave since the last batch."""

    source_id: str
    captures: list[Capture] = field(default_factory=list)
    fetches: list[Fetch] = field(default_factory=list)
    states: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    failure: str | None = None


Emit = Callable[[Batch], None]
