"""Listing pages: the entries that the settings' selectors find, and the page that goes on."""

from __future__ import annotations

from urllib.parse import urljoin

from bs4 import BeautifulSoup
from bs4.element import Tag

from config.sources import Listing
from flows.fetch.items import MOST_ITEMS, FindingError, Found, Item, kept
from flows.parse.charset import decode
from flows.parse.errors import UnreadableRelease
from flows.parse.selecting import SelectionError, select, words_at


def read_listing(body: bytes, *, url: str, settings: Listing, media_type: str | None = None) -> Found:
    """The entries of one listing page; `more` holds the next page's address.

    Raises `FindingError` where the items' selector finds nothing; an entry whose parts are not as expected is a warning.
    """
    try:
        soup = BeautifulSoup(decode(body, media_type), "lxml")
        entries = select(soup, settings.item, "item")
    except (UnreadableRelease, SelectionError) as error:
        raise FindingError(str(error)) from error
    items: list[Item] = []
    warnings: list[str] = []
    for number, entry in enumerate(entries[:MOST_ITEMS], start=1):
        try:
            item = _entry(entry, settings, url, f"item {number}")
        except SelectionError as error:
            warnings.append(str(error))
            continue
        if item:
            items.append(item)
    if not items:
        raise FindingError(f"{len(entries)} items, none with a link as expected: {warnings[0] if warnings else settings.item.css}")
    following = words_at(soup, settings.next, "next")
    more = (urljoin(url, following),) if following else ()
    return Found(kept(items, settings.url_filter), more=more, warnings=tuple(warnings))


def _entry(entry: Tag, settings: Listing, url: str, where: str) -> Item | None:
    """The item that an entry lists; without a selector for links the entry is itself the link."""
    link = words_at(entry, settings.link, where) if settings.link else str(entry.get("href") or "")
    if not link:
        return None
    title = words_at(entry, settings.title, where) if settings.title or settings.link else " ".join(entry.get_text(" ").split())
    address = urljoin(url, link)
    if not address.startswith(("http://", "https://")):
        return None
    return Item(url=address, title=title or None, published_at=words_at(entry, settings.date, where))
