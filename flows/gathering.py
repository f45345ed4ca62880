"""Gathering: one source asked for what is new or may have changed; captures out, in batches."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from config.sources import Api, Find, Folder, Source, Warc
from flows.addresses import canonical_url, without_userinfo
from flows.captured import capture_of, exchange_of, finding_of
from flows.fetch.answers import Fetched, header
from flows.fetch.api import content_url, read_content
from flows.fetch.capture import Capture, Refusal
from flows.fetch.errors import FetchError
from flows.fetch.files import PathError, list_files, read_captures
from flows.fetch.http import Fetcher
from flows.fetch.items import FindingError, Found, Item
from flows.fetch.softfail import soft_failure
from flows.fetch.walking import opened, walk
from flows.fetch.warc import read_warc
from flows.gathered import Batch, Emit, Fetch, Known, Window
from flows.news import News

# So many pages in a row that cannot be had mean that the host, not the page, is at fault.
MOST_FAILURES_IN_A_ROW = 5
BATCH = 50


class Visit:
    """One run's visit to one source; what it gathers goes to `emit` in batches, the source's own state with the last."""

    def __init__(self, source: Source, known: Known, fetcher: Fetcher, emit: Emit, moment: dt.datetime) -> None:
        self.source = source
        self.moment = moment
        self._known = known
        self._news = News(source, known, moment)
        self._fetcher = fetcher
        self._emit = emit
        self._batch = Batch(source.id)
        self._finding_states: dict[str, dict[str, Any]] = {}
        self._failures = 0

    def run(self, window: Window, *, dry: bool = False) -> None:
        """Find, fetch and emit.  With `dry`, only what would be fetched is told, in `Batch.items`."""
        if not self.source.manners.allow(self.moment.hour):
            self._batch.notes.append(f"its hours are {self.source.manners.hours} UTC; not asked now")
            return self.finish()
        try:
            if isinstance(self.source.find, Warc):
                self._take_warc(self.source.find, window)
            elif isinstance(self.source.find, Folder):
                self._take_folder(self.source.find)
            else:
                self.take(list(self._chosen(window)), dry=dry)
        except (FetchError, FindingError, PathError) as error:
            self._batch.failure = str(error)
            if isinstance(error, FindingError):
                self._note_misread(error)
        return self.finish()

    def found(self, finding: Find) -> list[Item]:
        """All items that a way of finding lists, those of stale copies that are known left out."""
        items: list[Item] = []
        for place, found in walk(finding, self._ask, self._news.goes_on):
            url = without_userinfo(place)
            stale = self._news.is_stale(found)
            if stale:
                self._batch.notes.append(f"{url}: a copy older than the last one seen ({found.built_at}); only what is unknown is taken")
            else:
                self._note_state(url, found)
            self._batch.notes += [f"{url}: {warning}" for warning in found.warnings]
            items += [item for item in found.items if not (stale and self._news.is_known(item))]
        return items

    def _chosen(self, window: Window) -> Iterator[Item]:
        """The items to take, those that fill a gap among them, oldest first."""
        items = self.found(self.source.find)
        items += self._fill(items, window)
        self._batch.notes += self._news.weekly_notes(items)
        chosen = [
            item for item in items if window.holds(self._news.day_of(item)) and (item.content is not None or self._news.may_be_new(item))
        ]
        chosen.sort(key=lambda item: str(self._news.day_of(item) or ""))
        yield from chosen if window.limit is None else chosen[: window.limit]

    def _fill(self, items: list[Item], window: Window) -> list[Item]:
        """What the listing or sitemap has where the feed no longer reaches back to what was seen last, or to `since`."""
        days = [day for item in items if (day := self._news.moment_of(item))]
        if not days:
            return []
        url = without_userinfo(getattr(self.source.find, "url", ""))
        state = self._known.states.get(url)
        last = dt.datetime.fromisoformat(state.newest_item_at) if state and state.newest_item_at else None
        gap = last is not None and min(days) > last
        wanted = window.since is not None and min(days).date() > window.since
        if gap:
            self._batch.notes.append(f"{url}: a gap between {last:%Y-%m-%d %H:%M} and {min(days):%Y-%m-%d %H:%M} UTC")
        if not (gap or wanted):
            return []
        if self.source.fill is None:
            self._batch.notes.append(f"{self.source.id}: nothing is set to fill it from (`fill`)")
            return []
        try:
            filled = [item for item in self.found(self.source.fill) if not self._news.is_known(item)]
        except (FetchError, FindingError) as error:
            self._batch.notes.append(f"the gap is not filled: {error}")
            return []
        listed = {item.url for item in items}
        return [item for item in filled if item.url not in listed]

    def take(self, items: list[Item], *, dry: bool = False) -> None:
        """Turn items into captures, their pages fetched where the listing has no text; with `dry` only note them."""
        for item in items:
            if dry:
                self._batch.items.append(item)
                continue
            if item.content is not None:
                self._batch.captures.append(capture_of(self.source, item, item.content, item.media_type, self.moment))
            elif item.url:
                self.take_page(item)
            if len(self._batch.captures) >= BATCH:
                self._send()
            if self._failures >= MOST_FAILURES_IN_A_ROW:
                raise FindingError(f"{self._failures} pages in a row could not be had; run again later")

    def _take_warc(self, finding: Warc, window: Window) -> None:
        taken = 0
        for place in finding.locations:
            with opened(place, self._fetcher) as stream:
                for page in read_warc(stream, settings=finding, warnings=self._batch.notes):
                    if window.limit is not None and taken >= window.limit:
                        return
                    reason = soft_failure(page.body, page.media_type)
                    if reason:
                        self._batch.refusals.append(Refusal(page.url, reason))
                        continue
                    capture = capture_of(self.source, Item(url=page.url), page.body, page.media_type, self.moment)
                    self._batch.captures.append(replace(capture, fetched_at=page.fetched_at))
                    taken += 1
                    if len(self._batch.captures) >= BATCH:
                        self._send()

    def _take_folder(self, finding: Folder) -> None:
        listed, refusals = list_files([Path(finding.path)])
        captures = read_captures(listed, refusals, self.moment)
        wanted = re.compile(finding.url_filter or "")
        for capture in captures:
            if wanted.search(str(capture.facts.get("url") or "")):
                self._batch.captures.append(replace(capture, facts={"publisher": self.source.publisher, **capture.facts}))
        self._batch.refusals += refusals

    def take_page(self, item: Item) -> None:
        """Fetch an item's page; what came of it goes into the batch."""
        find = self.source.find
        asked = content_url(find, item.url or "") if isinstance(find, Api) else item.url or ""
        fetched = self._fetch(asked)
        if fetched is None:
            return
        asked = without_userinfo(asked)
        if fetched.status in {404, 410}:
            self._gone(item, fetched)
            return
        reason = f"answers {fetched.status}" if fetched.status != 200 else None
        try:
            if isinstance(find, Api) and reason is None:
                item = read_content(fetched.body, settings=find)
                body, media_type = item.content or b"", item.media_type
            else:
                body, media_type = fetched.body, header(fetched.headers, "content-type")
                reason = reason or soft_failure(body, media_type)
        except FindingError as error:
            reason = str(error)
        if reason:
            outcome = "refused" if fetched.status != 200 else "soft_failure"
            self._batch.fetches.append(Fetch(asked, outcome, fetched.fetched_at, fetched, reason))
            self._batch.refusals.append(Refusal(asked, reason))
            return
        # An API's answer is archived as it came; the release that was read out of it has no conversation of its own.
        capture = capture_of(self.source, item, body, media_type, self.moment, fetched if item.content is None else None)
        kept = capture if item.content is None else finding_of(self.source, asked, fetched)
        self._batch.captures.append(capture)
        self._batch.fetches.append(Fetch(asked, "kept", fetched.fetched_at, fetched, None, kept))
        self._batch.states.append(self._state_row(asked, fetched))

    def _gone(self, item: Item, fetched: Fetched) -> None:
        """An address that answers 404 or 410: a known release is withdrawn, an unknown one was never there."""
        url = canonical_url(item.url or "") or without_userinfo(item.url or "")
        capture = None
        if self._news.is_known(item):
            capture = Capture(
                item.own_id or url, url, None, {"url": url}, fetched.body, fetched.fetched_at, kind="gone", exchange=exchange_of(fetched)
            )
            self._batch.captures.append(capture)
            self._batch.notes.append(f"{url}: answers {fetched.status}; the release is flagged as withdrawn")
        else:
            self._batch.refusals.append(Refusal(url, f"answers {fetched.status}"))
        self._batch.fetches.append(Fetch(url, "gone", fetched.fetched_at, fetched, f"answers {fetched.status}", capture))
        self._batch.states.append(self._state_row(url, fetched))

    def _ask(self, url: str) -> Fetched | None:
        """A body that lists releases, archived as a finding; None where it has not changed.  Raises `FetchError`, `FindingError`."""
        fetched = self._fetch(url, must=True)
        if fetched is None:
            return None
        url = without_userinfo(url)
        reason = f"answers {fetched.status}" if fetched.status != 200 else None
        outcome = "refused" if reason else "soft_failure"
        reason = reason or soft_failure(fetched.body, header(fetched.headers, "content-type"))
        if reason:
            self._batch.fetches.append(Fetch(url, outcome, fetched.fetched_at, fetched, reason))
            raise FindingError(f"{url}: {reason}")
        capture = finding_of(self.source, url, fetched)
        self._batch.fetches.append(Fetch(url, "kept", fetched.fetched_at, fetched, None, capture))
        self._finding_states[url] = self._state_row(url, fetched)
        return fetched

    def _fetch(self, url: str, must: bool = False) -> Fetched | None:
        """An answer; None for "not modified", and for a page that could not be had, which is noted.  With `must`, raises `FetchError`."""
        asked, url = url, without_userinfo(url)
        state = self._known.states.get(url)
        try:
            fetched = self._fetcher.get(asked, etag=state.etag if state else None, last_modified=state.last_modified if state else None)
        except FetchError as error:
            self._batch.fetches.append(Fetch(url, "failed", self.moment, None, str(error)))
            if must:
                raise
            self._failures += 1
            self._batch.refusals.append(Refusal(url, str(error).removeprefix(f"{url}: ")))
            return None
        self._failures = 0
        if fetched.status == 304:
            self._batch.fetches.append(Fetch(url, "not_modified", fetched.fetched_at, fetched))
            row = self._state_row(url, fetched)
            self._batch.states.append(row)
            return None
        return fetched

    def _state_row(self, url: str, fetched: Fetched) -> dict[str, Any]:
        old = self._known.states.get(url)
        kept = fetched.status == 304
        return {
            "source_id": self.source.id, "url": url, "etag": fetched.etag or (old.etag if old and kept else None),
            "last_modified": fetched.last_modified or (old.last_modified if old and kept else None),
            "built_at": old.built_at if old else None, "newest_item_at": old.newest_item_at if old else None,
            "polled_at": fetched.fetched_at,
        }  # fmt: skip

    def _note_state(self, url: str, found: Found) -> None:
        """Remember how new the copy and its newest item are."""
        row = self._finding_states.get(url)
        if row is not None:
            stamps = [moment.isoformat() for item in found.items if (moment := self._news.moment_of(item))]
            row["built_at"] = self._news.newest([row["built_at"], found.built_at])
            row["newest_item_at"] = self._news.newest([row["newest_item_at"], *stamps])

    def _note_misread(self, error: FindingError) -> None:
        """The body that was fetched last lists nothing as its settings say: kept, and not read."""
        fetches = self._batch.fetches
        if fetches and fetches[-1].outcome == "kept" and fetches[-1].url in self._finding_states:
            fetches[-1] = replace(fetches[-1], outcome="misread", reason=str(error))

    def pages(self, finding: Find, goes_on: Callable[[Found], bool]) -> Iterator[Found]:
        """What each body of a way of finding lists, while `goes_on` says so; its state is not remembered.

        Raises `FetchError` and `FindingError`.
        """
        for _, found in walk(finding, self._ask, goes_on):
            yield found

    def flush(self) -> None:
        """Emit what was gathered so far, without the listings' state: whoever asks them next has to see all of them."""
        self._send()

    def _send(self) -> None:
        self._emit(self._batch)
        self._batch = Batch(self.source.id)

    def finish(self) -> None:
        """The last batch: only now is a feed's state remembered, so that a run that was killed asks for it again."""
        if self._batch.failure is None:
            self._batch.states += self._finding_states.values()
        self._send()
