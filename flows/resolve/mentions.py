"""Mentions: a person named in a report, and a person with all of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flows.reading import digest


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named in a current report; `on` is the day of the engagement, else of publication."""

    report_id: str
    name: str
    title: str | None
    party: str | None
    level: str
    on: dt.date | None
    published_at: dt.datetime | None

    @property
    def seed_id(self) -> str:
        """The id that the person has where this mention comes first."""
        return mention_id(self.report_id, self.name)

    @property
    def rank(self) -> tuple[bool, dt.datetime, str, str]:
        """Order of publication; what has no date comes last."""
        return self.published_at is None, self.published_at or dt.datetime.min.replace(tzinfo=dt.UTC), self.report_id, self.seed_id


@dataclass(frozen=True, slots=True)
class ResolvedPerson:
    """A person with all mentions, in order of publication."""

    person_id: str
    mentions: tuple[Mention, ...]


def mention_id(report_id: str, name: str) -> str:
    """The seed id of a mention."""
    return digest("person", report_id, name)
