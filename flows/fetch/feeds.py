"""Feeds: RSS and Atom, bytes in, items out."""

from __future__ import annotations

import calendar
import datetime as dt
import html
import io
import time
from collections.abc import Mapping
from typing import Any, Literal

import feedparser

from flows.fetch.items import MOST_ITEMS, FindingError, Found, Item, kept, refuse_declarations


def read_feed(
    body: bytes,
    *,
    url: str,
    media_type: str | None = None,
    content: Literal["full", "links"] = "links",
    url_filter: str | None = None,
) -> Found:
    """The items of a feed; with `content="full"` each has the HTML that the feed holds, verbatim.

    Raises `FindingError` for a body that is no feed, has no items, or declares entities.
    """
    refuse_declarations(body)
    headers = {"content-type": media_type or "application/xml", "content-location": url}
    parsed: Any = feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )  # Evidence is verbatim: nothing is cleaned.
    if not parsed.get("version") and not parsed.entries:
        raise FindingError("no feed: neither RSS nor Atom")
    if not parsed.entries:
        raise FindingError("a feed without items")
    warnings = [f"not well-formed: {parsed.get('bozo_exception')}"] if parsed.bozo else []
    items = [_item(entry, content) for entry in parsed.entries[:MOST_ITEMS]]
    nameless = sum(item.url is None and item.own_id is None for item in items)
    if nameless:
        warnings.append(f"{nameless} items with neither address nor id are left out")
    usable = [item for item in items if item.url or item.own_id]
    return Found(kept(usable, url_filter), built_at=_stamp(parsed.feed, "updated", "published"), warnings=tuple(warnings))


def _item(entry: Mapping[str, Any], content: str) -> Item:
    link = str(entry.get("link") or "").strip()
    body = _content(entry) if content == "full" else None
    return Item(
        url=link if link.startswith(("http://", "https://")) else None,
        own_id=str(entry["id"]).strip() if entry.get("id") else None,
        title=html.unescape(str(entry.get("title") or "")).strip() or None,
        published_at=_stamp(entry, "published"),
        changed_at=_stamp(entry, "updated") if entry.get("updated") != entry.get("published") else None,
        content=body.encode("utf-8", errors="replace") if body else None,
        media_type="text/html" if body else None,
    )


def _content(entry: Mapping[str, Any]) -> str:
    """The longest text that the item holds: some publishers put all of it into the description."""
    texts = [str(part.get("value") or "") for part in entry.get("content") or ()]
    texts.append(str(entry.get("summary") or ""))
    return max(texts, key=len).strip()


def _stamp(entry: Mapping[str, Any], *names: str) -> str | None:
    """The first of the named moments, in UTC."""
    for name in names:
        parsed: time.struct_time | None = entry.get(f"{name}_parsed")
        if parsed:
            return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC).isoformat()
    return None
