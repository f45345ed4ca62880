"""The best value of each field over the reports of one engagement, by one stated rule.

A value wins that says more (a day before a month, a mode before "unknown"; of a visit a stop's own days before those of the whole trip);
among equals the one that more publishers give; then the one of primary sources, of releases issued to report it, of readouts, of more
reports; then the one that was published first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from flows.resolve.reports import Told

V = TypeVar("V", bound=Hashable)
# First and last day with their precision.
Days = tuple[dt.date | None, dt.date | None, str | None]
# What is a day ahead somewhere is today elsewhere.
ZONES = dt.timedelta(days=1)

PRECISION = {"day": 3, "span": 2, "month": 1, "year": 0}
# Kinds that last: a span of days says more of them than one day.
LASTING = frozenset({"visit", "exercise", "conference"})


def best(reports: Sequence[Told], value: Callable[[Told], V | None], says: Callable[[V], float] = lambda _: 0) -> V | None:
    """The value that wins over `reports`, given in order of publication; `says` tells how much a value says."""
    giving: dict[V, list[Told]] = {}
    for told in reports:
        given = value(told)
        if given is not None:
            giving.setdefault(given, []).append(told)
    if not giving:
        return None
    order = {given: number for number, given in enumerate(giving)}
    return max(giving, key=lambda given: (says(given), *_weight(giving[given]), -order[given]))


def _weight(reports: Sequence[Told]) -> tuple[int, int, int, int, int]:
    return (
        len({told.publisher for told in reports}),
        sum(told.is_primary for told in reports) and 1,
        sum(told.focus == "primary" for told in reports) and 1,
        sum(told.release_type == "readout" for told in reports) and 1,
        len(reports),
    )


def status_of(reports: Sequence[Told]) -> str:
    """Status moves on: what one report tells as held was held; else the latest report knows.

    A report without a day that came before the day that others tell did not see it held.
    """
    days = [told.start_on for told in reports if told.has_days and told.start_on is not None]

    def saw_it(told: Told) -> bool:
        return told.has_days or not days or told.published_on is None or min(days) <= told.published_on + ZONES

    if any(told.status == "held" and saw_it(told) for told in reports):
        return "held"
    others = [told for told in reports if told.status != "held"]
    return others[-1].status if others else "held"


def engagement_values(reports: Sequence[Told]) -> dict[str, Any]:
    """The fields of core.engagement that come from reports, these in order of publication."""
    kind = best(reports, lambda told: told.kind)
    # A state named with its town was read of this occasion; one alone may have been spoken of.
    with_town = {told.country for told in reports if told.city}
    country = best(reports, lambda told: told.country, lambda code: code in with_town)
    there = [told for told in reports if told.country in {country, None}]
    city = best(there, lambda told: told.city)
    named = best(reports, lambda t: (t.event_name, t.series, t.edition_no) if t.event_name else None, lambda name: name[2] is not None)
    start_on, end_on, precision = _days(reports, kind) or (None, None, None)
    event_name, series, edition_no = named or (None, None, None)
    return {
        "kind": kind,
        "mode": best(reports, lambda told: told.mode, lambda mode: mode != "unknown"),
        "status": status_of(reports),
        "focus": "primary" if any(told.focus == "primary" for told in reports) else "mentioned",
        "start_on": start_on, "end_on": end_on, "date_precision": precision,
        "venue": best([told for told in there if told.city in {city, None}], lambda told: told.venue),
        "city": city, "country": country, "event_name": event_name, "series": series, "edition_no": edition_no,
        "report_count": len(reports),
        "release_count": len({told.release_id for told in reports}),
        "publisher_count": len({told.publisher for told in reports}),
        "confidence": max(told.confidence for told in reports),
    }  # fmt: skip


def _days(reports: Sequence[Told], kind: str | None) -> Days | None:
    """The best days: the stop's own, of those who saw what was held, as precise as may be."""
    own = [told for told in reports if told.has_days and not told.shares_days] if kind == "visit" else []
    telling = own or [told for told in reports if told.has_days] or list(reports)
    # Who tells of what was held knows its day better than who announced it.
    knowing = [told for told in telling if told.status == status_of(reports)] or telling
    return best(knowing, lambda t: (t.start_on, t.end_on, t.date_precision) if t.start_on else None, lambda d: _precision(kind, d[2]))


def _precision(kind: str | None, precision: str | None) -> float:
    if kind in LASTING and precision == "span":
        return PRECISION["day"] + 1
    return PRECISION.get(precision or "", -1)
