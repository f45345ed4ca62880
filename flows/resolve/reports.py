"""What one report tells, in the form in which two are compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Told:
    """A current report; `people` holds the persons named, by party, `wording` a digest of the words around those that announce it.

    `shares_days` says that its release gives the same days to visits to other states: they are the whole trip's.
    """

    report_id: str
    release_id: str
    kind: str
    mode: str
    status: str
    focus: str
    start_on: dt.date | None
    end_on: dt.date | None
    date_precision: str | None
    date_basis: str | None
    venue: str | None
    city: str | None
    country: str | None
    event_name: str | None
    series: str | None
    edition_no: int | None
    parent_report_id: str | None
    confidence: float
    published_on: dt.date | None
    published_at: dt.datetime | None
    publisher: str | None
    publisher_party: str | None
    release_type: str
    is_primary: bool
    parties: frozenset[str]
    people: Mapping[str, frozenset[str]]
    wording: str | None
    shares_days: bool

    @property
    def rank(self) -> tuple[bool, dt.datetime, str]:
        """Order of publication, from which an engagement's id comes; what has no date comes last."""
        return self.published_at is None, self.published_at or dt.datetime.min.replace(tzinfo=dt.UTC), self.report_id

    @property
    def has_days(self) -> bool:
        """Whether its days are known, not only its month or year."""
        return self.start_on is not None and self.date_precision in {"day", "span"}

    @property
    def last_on(self) -> dt.date | None:
        """Its last day, which is the first where only one is told."""
        return self.end_on or self.start_on


def read_reports(rows: Iterable[Mapping[str, Any]], people: Mapping[str, Mapping[str, frozenset[str]]]) -> list[Told]:
    """The rows of the warehouse with the persons of each report, by report_id and party."""
    return [Told(**{**row, "parties": frozenset(row["parties"]), "people": people.get(row["report_id"], {})}) for row in rows]
