"""GOV.UK's search and content APIs: JSON in, items and releases out.

Documented at https://docs.publishing.service.gov.uk/repos/search-api/using-the-search-api.html
and https://content-api.publishing.service.gov.uk/.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from config.sources import Api
from flows.fetch.items import FindingError, Found, Item, kept

PAGE_SIZE = 50
FIELDS = ("title", "link", "public_timestamp", "content_store_document_type")


def search_url(settings: Api, page: int) -> str:
    """The address of one page of search results, newest first; `page` counts from 0."""
    query = [("filter_organisations", organisation) for organisation in settings.organisations]
    query += [("filter_content_store_document_type", kind) for kind in settings.document_types]
    query += [("fields", field) for field in FIELDS]
    if settings.published:
        query.append(("filter_public_timestamp", "from:{},to:{}".format(*settings.published)))
    query += [("order", "-public_timestamp"), ("count", str(PAGE_SIZE)), ("start", str(page * PAGE_SIZE))]
    return f"{settings.base}/api/search.json?{urlencode(query)}"


def content_url(settings: Api, address: str) -> str:
    """The content API's address of a page of GOV.UK."""
    return f"{settings.base}/api/content{address.removeprefix(settings.base)}"


def read_search(body: bytes, *, settings: Api) -> Found:
    """The results of one page of search.  Raises `FindingError` where the answer is not of the documented form."""
    answer = _object(body)
    results = answer.get("results")
    if not isinstance(results, list):
        raise FindingError("search: expected 'results', found none; has the API changed?")
    items = [
        Item(
            url=f"{settings.base}{row['link']}",
            title=_text(row, "title"),
            published_at=_text(row, "public_timestamp"),
            changed_at=_text(row, "public_timestamp"),
        )
        for row in results
        if isinstance(row, dict) and str(row.get("link") or "").startswith("/")
    ]
    if results and not items:
        raise FindingError("search: results without 'link'; has the API changed?")
    return Found(kept(items, settings.url_filter))


def read_content(body: bytes, *, settings: Api) -> Item:
    """The release that the content API gives: its own content id, dates and HTML.  Raises `FindingError` for another form."""
    answer = _object(body)
    details = answer.get("details")
    text = details.get("body") if isinstance(details, dict) else None
    path = answer.get("base_path")
    if not isinstance(text, str) or not isinstance(path, str) or not text.strip():
        raise FindingError("content: expected 'base_path' and 'details.body'; is it a page without a text, or has the API changed?")
    summary = str(answer.get("description") or "")
    lead = f"<p>{html.escape(summary)}</p>\n" if summary else ""
    return Item(
        url=f"{settings.base}{path}",
        own_id=str(answer["content_id"]) if answer.get("content_id") else None,
        title=_text(answer, "title"),
        published_at=_text(answer, "first_published_at") or _text(answer, "public_updated_at"),
        changed_at=_text(answer, "public_updated_at"),
        content=(lead + text).encode("utf-8", errors="replace"),
        media_type="text/html",
    )


def _text(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    return value if isinstance(value, str) else None


def _object(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FindingError(f"no JSON ({error})") from error
    if not isinstance(answer, dict):
        raise FindingError("JSON without an object at its top")
    return answer
