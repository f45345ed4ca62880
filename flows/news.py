"""What is new: items of a source judged by what the warehouse knows and by their own stamps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from config.publishers import find_publisher, owner_of
from config.sources import Api, Source
from flows.addresses import canonical_url, without_userinfo
from flows.fetch.api import content_url
from flows.fetch.items import Found, Item
from flows.gathered import Known
from flows.identity import address_form
from flows.parse.metadata import read_stamp
from flows.reading import own_id_address

# What is listed without a moment of change is asked for again after this long: ministries correct a release within days.
RECHECK_HOURS = 24
WEEK = dt.timedelta(days=7)
# By so much a publisher's clock may be ahead of ours.
FORWARD_CLOCK = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class News:
    """A source's items as seen at `moment` by one who knows what is `known`."""

    source: Source
    known: Known
    moment: dt.datetime

    def is_stale(self, found: Found) -> bool:
        """Whether a cache gave a copy made before one that was seen already, at this or a former address of the feed."""
        newest = self.newest([state.built_at for state in self.known.states.values()])
        return bool(newest and found.built_at and found.built_at < newest)

    def newest(self, stamps: Iterable[str | None]) -> str | None:
        """The latest of stamps in UTC but those from the future, given by a clock that was wrong: one would make all that comes after it old."""
        # Our own clock may have jumped back: it is not before anything was asked for.
        now = max([self.moment, *(state.polled_at for state in self.known.states.values())])
        return max((stamp for stamp in stamps if stamp and dt.datetime.fromisoformat(stamp) <= now + FORWARD_CLOCK), default=None)

    def goes_on(self, found: Found) -> bool:
        """Whether a listing lists anything unknown, so that its next page may too."""
        return any(not self.is_known(item) for item in found.items)

    def is_known(self, item: Item) -> bool:
        """Whether the warehouse has a release with the item's id or address."""
        url = canonical_url(item.url) if item.url else None
        owner = owner_of(urlsplit(url).hostname or "") if url else None
        own = own_id_address(owner.name if owner else self.source.publisher, item.own_id) if item.own_id else None
        return any(name and address_form(name) in self.known.addresses for name in (own, url))

    def may_be_new(self, item: Item) -> bool:
        """Whether an item's page has to be asked for: unknown, changed since it was fetched, or not looked at for a day."""
        if not self.is_known(item):
            return True
        url = content_url(self.source.find, item.url or "") if isinstance(self.source.find, Api) else item.url or ""
        state = self.known.states.get(without_userinfo(url))
        # One asked for in the future was asked for when the clock was wrong: nothing can be told from that moment.
        if state is None or state.polled_at > self.moment:
            return True
        changed = self._read(item.changed_at)[0]
        if changed is not None:
            return changed > state.polled_at
        return self.moment - state.polled_at >= dt.timedelta(hours=RECHECK_HOURS)

    def day_of(self, item: Item) -> dt.date | None:
        """The day on which an item was published or else changed, in its publisher's zone."""
        return self._read(item.published_at or item.changed_at)[1]

    def moment_of(self, item: Item) -> dt.datetime | None:
        """The moment at which an item was published."""
        return self._read(item.published_at)[0]

    def weekly_notes(self, items: list[Item]) -> list[str]:
        """What to say of a week with fewer or more releases than the source's settings expect."""
        notes: list[str] = []
        moments = [moment for item in items if (moment := self.moment_of(item))]
        count = sum(self.moment - WEEK <= moment <= self.moment for moment in moments)
        asserted = self.source.assertions
        if count > asserted.most_per_week:
            notes.append(f"{count} releases within a week; at most {asserted.most_per_week} are expected")
        reaches_back = bool(moments) and min(moments) < self.moment - WEEK
        if reaches_back and count < asserted.fewest_per_week:
            notes.append(f"{count} releases within a week; at least {asserted.fewest_per_week} are expected")
        return notes

    def _read(self, stamp: str | None) -> tuple[dt.datetime | None, dt.date | None]:
        moment, day, _ = read_stamp(stamp or "", find_publisher(self.source.publisher, None))
        return (moment or (dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC) if day else None)), day
