"""Backfill: what a source published in years gone by, month after month, remembered so that a run that was killed goes on where it was.

The host is asked outside the writer's lock, which is held only to store: scheduled runs of other sources go on meanwhile.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from config.settings import Settings
from config.sources import Api, Find, Listing, Sitemap, Source
from flows.fetch.errors import FetchError
from flows.fetch.http import Fetcher
from flows.fetch.items import FindingError, Found, Item
from flows.gathered import Batch, Known
from flows.gathering import Visit
from flows.live import SourceReport, log_batch, note_batch, store_batch
from flows.news import News
from flows.storing import Store
from warehouse.runs import done_months, note_month

# A listing of so many pages reaches back further than any ministry's.
MOST_PAGES = 5_000
# So many bodies are held before they are stored; a kill loses no more.
HELD = 100
# The first day of a month stands for it.
Month = dt.date


class BackfillError(Exception):
    """A source that cannot be asked for what it published long ago; the message says why and what to do."""


@dataclass(slots=True)
class Progress:
    """How far a backfill is: months of the range, of these done, and the one that is taken now."""

    month_count: int
    done_count: int
    month: Month | None = None

    def words(self) -> str:
        """The same in words."""
        return f"{self.done_count} of {self.month_count} months taken" + (f", {self.month:%Y-%m} the last" if self.month else "")


Tell = Callable[[Progress], None]


def months(since: dt.date, until: dt.date) -> list[Month]:
    """The months from that of `until` back to that of `since`, newest first."""
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [dt.date(number // 12, number % 12 + 1, 1) for number in range(last, first - 1, -1)]


def last_day(month: Month) -> dt.date:
    """The last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def way_back(source: Source) -> Listing | Sitemap | Api:
    """The way of finding that reaches back: `fill`, else `find`.  Raises `BackfillError` where neither does."""
    for finding in (source.fill, source.find):
        if isinstance(finding, Listing | Api):
            return finding.model_copy(update={"pages": MOST_PAGES})
        if isinstance(finding, Sitemap):
            return finding
    kind = source.find.kind
    more = (
        "a feed holds only the newest releases; name a listing or a sitemap under `fill`"
        if kind == "feed"
        else "`readout ingest` takes all of it"
    )
    raise BackfillError(f"{source.id}: there is nothing to go back in: {more}")


@dataclass(slots=True)
class Backfill:
    """One source's backfill; `run` goes through its months."""

    source: Source
    settings: Settings
    fetcher: Fetcher
    now: Callable[[], dt.datetime]
    tell: Tell
    report: SourceReport = field(init=False)
    _held: list[Batch] = field(default_factory=list)
    _to: Store = field(init=False)
    _is_torn: bool = False

    def __post_init__(self) -> None:
        self.report = SourceReport(self.source.id)
        self._to = Store(self.settings)

    def run(self, since: dt.date, until: dt.date) -> SourceReport:
        """Take what was published in the months from that of `since` to that of `until`, newest first, but for those done before.

        A host that cannot be asked any more ends it, with what was taken kept.  Raises `BackfillError`, `LockedError`, `ArchiveError`
        and `WarehouseError`.
        """
        finding = way_back(self.source)
        known, done = self._known()
        wanted = months(since, until)
        left = [month for month in wanted if month not in done]
        progress = Progress(len(wanted), len(wanted) - len(left))
        self.tell(progress)
        try:
            visit = Visit(self.source, known, self.fetcher, self._held.append, self.now())
            for month, items in self._by_month(visit, News(self.source, known, self.now()), finding, left) if left else ():
                progress.month = month
                self.tell(progress)
                self._take(visit, month, items, known)
                progress.done_count += month is not None
                self.tell(progress)
        except (FetchError, FindingError) as error:
            self.report.failure = str(error)
            self._store(None, 0)
        self._to.publish()
        return self.report

    def _by_month(self, visit: Visit, news: News, finding: Find, left: list[Month]) -> Iterator[tuple[Month | None, list[Item]]]:
        """The items of each month, once all that lists them was read; None for those without a day and those listed out of order."""
        if isinstance(finding, Api):
            for month in left:
                asked = finding.model_copy(update={"published": (month.isoformat(), last_day(month).isoformat())})
                yield month, [item for found in visit.pages(asked, lambda _: True) for item in found.items]
            return
        waiting: dict[Month | None, list[Item]] = {month: [] for month in left}
        page_count = 0
        try:
            for found in visit.pages(finding, lambda found: not _is_past(news, found, left[-1])):
                page_count += 1
                for item in found.items:
                    day = news.day_of(item)
                    own = day.replace(day=1) if day else None
                    if own is None or own in left:
                        # What is listed out of order, after its month was taken, goes with those without a day.
                        waiting.setdefault(own if own in waiting else None, []).append(item)
                if isinstance(finding, Listing):
                    for month in [month for month in left if month in waiting and _is_past(news, found, month)]:
                        yield month, waiting.pop(month)
        except (FetchError, FindingError):
            # What is listed so far is taken; its months stay open.
            yield None, [item for items in waiting.values() for item in items]
            raise
        yield None, waiting.pop(None, [])
        if page_count < MOST_PAGES:
            yield from ((month, waiting.pop(month)) for month in left if month in waiting)

    def _take(self, visit: Visit, month: Month | None, items: list[Item], known: Known) -> None:
        """Fetch the items that are not known, store them, and note the month as done where all could be had."""
        news = News(self.source, known, self.now())
        unknown = [item for item in items if not news.is_known(item)]
        is_torn = self._is_torn
        for start in range(0, len(unknown), HELD):
            if not self.source.manners.allow(self.now().hour):
                raise FindingError(f"its hours are {self.source.manners.hours} UTC; run the same command again then")
            # All but the last are stored here, the last with the month's own row.
            self._store(None, 0)
            visit.take(unknown[start : start + HELD])
            visit.flush()
            is_torn = is_torn or any(fetch.outcome == "failed" for batch in self._held for fetch in batch.fetches)
        visit.flush()
        if month is None:
            # Of those without a day nobody knows whose month is not whole.
            self._is_torn = is_torn
        over = month is not None and last_day(month) < self.now().date()
        self._store(month if over and not is_torn else None, len(items))

    def _known(self) -> tuple[Known, frozenset[Month]]:
        with self._to.writing() as (con, ledger):
            self._to.begin(con)
            return Known(frozenset(ledger.by_address)), done_months(con, self.source.id)

    def _store(self, done: Month | None, item_count: int) -> None:
        """Archive and load what was fetched, and remember the month that is done with it."""
        if not self._held and done is None:
            return
        with self._to.writing() as (con, ledger):
            for batch in self._held:
                note_batch(self.report, batch)
                summary = store_batch(con, self._to.archive, batch, {}, ledger)
                self._to.tell(summary, batch.captures)
                self.report.summary.add(summary)
                log_batch(batch, summary)
            self._held.clear()
            if done is not None:
                note_month(con, self.source.id, done, item_count, self.now())


def _is_past(news: News, found: Found, month: Month) -> bool:
    """Whether a listing, newest first, has gone by a month: its newest entry is older.  What is pinned to its top is older still."""
    days = [day for item in found.items if (day := news.day_of(item))]
    return bool(days) and max(days) < month
