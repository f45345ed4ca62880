"""Captures of what was fetched: an item's body with its facts, a body that lists releases, and the conversation behind either."""

from __future__ import annotations

import datetime as dt
import re

from config.sources import Api, Listing, Source
from flows.addresses import canonical_url
from flows.fetch.answers import Fetched, header
from flows.fetch.capture import Capture, Exchange
from flows.fetch.items import Item

# Answers that hand out what proves who asks: sessions and the like (RFC 6265, 4.1; RFC 9110, 11.6.3 and 11.7.3).
SECRET_HEADERS = frozenset({"set-cookie", "set-cookie2", "authentication-info", "proxy-authentication-info"})
USERINFO = re.compile(r"(?<=//)[^/?#\s<>\"]*@")


def exchange_of(fetched: Fetched) -> Exchange:
    """The HTTP conversation behind an answer, as the archive keeps it: without cookies, and addresses in headers without userinfo."""
    hops = tuple((hop.url, hop.status) for hop in fetched.hops[:-1])
    headers = tuple((name, USERINFO.sub("", value)) for name, value in fetched.headers if name.lower() not in SECRET_HEADERS)
    return Exchange(fetched.url, fetched.final_url, fetched.status, headers, hops)


def capture_of(
    source: Source, item: Item, body: bytes, media_type: str | None, seen_at: dt.datetime, fetched: Fetched | None = None
) -> Capture:
    """The capture of an item's body with the facts that the source lists; `seen_at` is its moment where it was not fetched by itself."""
    url = canonical_url(item.url) if item.url else None
    final = canonical_url(fetched.final_url) if fetched and not isinstance(source.find, Api) else None
    reading = source.read if source.read != "generic" and item.content is None else None
    facts = {
        "publisher": source.publisher,
        "url": url,
        # A listing's link may be cut short or say "read more", and a title that the settings find on the page is read there.
        "title": item.title if not isinstance(source.find, Listing) and (reading is None or reading.title is None) else None,
        "published_at": item.published_at,
        "language": source.language,
        "own_id": item.own_id,
        "addresses": [final] if final and final != url else None,
        "reading": reading.model_dump(exclude_none=True) if reading else None,
        "required": list(source.assertions.required),
    }
    name = item.own_id or url or ""
    moment = fetched.fetched_at if fetched else seen_at
    known = {key: value for key, value in facts.items() if value}
    return Capture(name, url or name, media_type, known, body, moment, exchange=exchange_of(fetched) if fetched else None)


def finding_of(source: Source, url: str, fetched: Fetched) -> Capture:
    """The capture of a body that lists or wraps releases."""
    media_type = header(fetched.headers, "content-type")
    return Capture(
        f"finding:{source.id}",
        url,
        media_type,
        {"url": url},
        fetched.body,
        fetched.fetched_at,
        kind="finding",
        exchange=exchange_of(fetched),
    )
