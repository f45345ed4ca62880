"""What finders give: the items that a feed, listing, sitemap, API or archive lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# A feed, listing or sitemap of more items than this is a trap or a mistake (the sitemap protocol allows 50,000).
MOST_ITEMS = 50_000


class FindingError(Exception):
    """A body in which items were expected and cannot be found; the message names what was expected."""


@dataclass(frozen=True, slots=True)
class Item:
    """One release as listed: the publisher's own id, its address, and its whole content where the listing holds it.

    `published_at` and `changed_at` are ISO stamps, or the words of the listing where it has no more.
    """

    url: str | None
    own_id: str | None = None
    title: str | None = None
    published_at: str | None = None
    changed_at: str | None = None
    content: bytes | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The items of one body; `built_at` when the publisher made it, `more` the addresses that go on with it."""

    items: tuple[Item, ...]
    built_at: str | None = None
    more: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def kept(items: Iterable[Item], url_filter: str | None) -> tuple[Item, ...]:
    """The items whose address holds the pattern, each address and id once."""
    pattern = re.compile(url_filter or "")
    chosen: dict[Any, Item] = {}
    for item in items:
        if item.url is None or pattern.search(item.url):
            chosen.setdefault(item.own_id or item.url, item)
    return tuple(chosen.values())


PROLOG = re.compile(rb"<[A-Za-z_]")
DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
ODD_ENCODING = re.compile(rb"""encoding\s*=\s*["'](?:utf-?7|ucs|cp037|ebcdic|ibm0?37)""", re.IGNORECASE)


def refuse_declarations(body: bytes) -> None:
    """Raise `FindingError` where XML declares a DTD or entities before its first element: neither feeds nor sitemaps need one.

    Zero bytes are left out, so that UTF-16 is read too; encodings in which a declaration could hide are refused.
    """
    plain = body.replace(b"\x00", b"")
    first = PROLOG.search(plain)
    prolog = plain[: first.start()] if first else plain
    if ODD_ENCODING.search(prolog):
        raise FindingError("XML in an encoding that hides declarations; it is not read")
    if DECLARATION.search(prolog):
        raise FindingError("XML with a document type or entities, which can be made to grow without end; it is not read")
