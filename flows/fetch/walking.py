"""Walking: from the settings of a way of finding to the items that it lists, page after page, within bounds."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from config.sources import Api, Feed, Find, Folder, Listing, Page, Sitemap, Warc
from flows.fetch.answers import Fetched
from flows.fetch.api import read_search, search_url
from flows.fetch.feeds import read_feed
from flows.fetch.http import Fetcher
from flows.fetch.items import FindingError, Found, Item, kept
from flows.fetch.pages import read_listing
from flows.fetch.sitemaps import read_sitemap

# An index of sitemaps names at most so many that are read in one run; a ministry's has some tens.
MOST_SITEMAPS = 200
# A file of CC-NEWS has about one gigabyte.
LARGEST_WARC = 4 * 1024**3

# Asks for an address; None where there is nothing new at it.
Ask = Callable[[str], Fetched | None]


def first_url(finding: Find) -> str | None:
    """The first address that a way of finding asks for; None where it asks for none."""
    match finding:
        case Feed() | Listing() | Sitemap():
            return finding.url
        case Api():
            return search_url(finding, 0)
        case Page():
            return finding.urls[0]
        case Folder():
            return None
        case Warc():
            return next((place for place in finding.locations if is_address(place)), None)


def is_address(place: str) -> bool:
    """Whether a place is a web address, not a path."""
    return place.startswith(("http://", "https://"))


def walk(finding: Find, ask: Ask, goes_on: Callable[[Found], bool]) -> Iterator[tuple[str, Found]]:
    """Each body's address with the items found in it; a listing goes on to its next page while `goes_on` says so.

    Raises `FindingError` where the first body lists nothing as expected.
    """
    match finding:
        case Feed():
            answer = ask(finding.url)
            if answer:
                yield (
                    finding.url,
                    read_feed(
                        answer.body,
                        url=answer.final_url,
                        media_type=answer.media_type,
                        content=finding.content,
                        url_filter=finding.url_filter,
                    ),
                )
        case Listing():
            yield from _listing(finding, ask, goes_on)
        case Sitemap():
            yield from _sitemaps(finding, ask)
        case Api():
            yield from _searches(finding, ask, goes_on)
        case Page():
            yield finding.urls[0], Found(kept((Item(url=url) for url in finding.urls), finding.url_filter))
        case _:
            raise FindingError(f"{finding.kind}: holds releases, lists none")


def _listing(finding: Listing, ask: Ask, goes_on: Callable[[Found], bool]) -> Iterator[tuple[str, Found]]:
    url: str | None = finding.url
    seen: set[str] = set()
    while url and url not in seen and len(seen) < finding.pages:
        seen.add(url)
        answer = ask(url)
        if answer is None:
            return
        found = read_listing(answer.body, url=answer.final_url, settings=finding, media_type=answer.media_type)
        yield url, found
        url = found.more[0] if found.more and goes_on(found) else None


def _sitemaps(finding: Sitemap, ask: Ask) -> Iterator[tuple[str, Found]]:
    waiting = [finding.url]
    seen: set[str] = set()
    while waiting and len(seen) < MOST_SITEMAPS:
        url = waiting.pop(0)
        seen.add(url)
        answer = ask(url)
        if answer:
            found = read_sitemap(answer.body, url_filter=finding.url_filter, index_filter=finding.index_filter)
            waiting += [more for more in found.more if more not in seen and more not in waiting]
            yield url, found


def _searches(finding: Api, ask: Ask, goes_on: Callable[[Found], bool]) -> Iterator[tuple[str, Found]]:
    for number in range(finding.pages):
        url = search_url(finding, number)
        answer = ask(url)
        if answer is None:
            return
        found = read_search(answer.body, settings=finding)
        yield url, found
        if not found.items or not goes_on(found):
            return


@contextmanager
def opened(place: str, fetcher: Fetcher) -> Iterator[BinaryIO]:
    """A WARC file as a stream, from a path or an address, never whole in memory.  Raises `FindingError` and `FetchError`."""
    if is_address(place):
        with fetcher.stream(place, largest_bytes=LARGEST_WARC) as pieces:
            yield io.BufferedReader(_Pieces(pieces), buffer_size=1 << 20)
        return
    try:
        with Path(place).open("rb") as file:
            yield file
    except OSError as error:
        raise FindingError(f"{place}: cannot be read ({error.strerror or error})") from error


class _Pieces(io.RawIOBase):
    """Pieces of a body as a file that is read once, from front to back."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # typeshed allows any buffer; who reads us gives a view
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._held = piece
        count = min(len(buffer), len(self._held))
        buffer[:count] = self._held[:count]
        self._held = self._held[count:]
        return count
