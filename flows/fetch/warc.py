"""WARC files of others (Common Crawl's CC-NEWS and the like): streamed, filtered by host and path."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from config.sources import Warc
from flows.fetch.files import LARGEST_BODY

PAGES = re.compile(r"^(?:text/html|application/xhtml\+xml)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WarcPage:
    """A page as another crawler stored it."""

    url: str
    status: int
    media_type: str
    body: bytes
    fetched_at: dt.datetime


def read_warc(stream: BinaryIO, *, settings: Warc, warnings: list[str]) -> Iterator[WarcPage]:
    """The hosts' pages that answered 200, as they come by; a damaged or over-long record is a warning and left out.

    Holds one record at a time, so that a file of gigabytes takes no more memory than its longest page.
    """
    wanted = re.compile(settings.url_filter or "")
    records = iter(ArchiveIterator(stream))
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
            warnings.append(f"the archive is damaged and was read as far as it goes ({error})")
            return
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        if record.rec_type == "response" and _is_of(url, settings.hosts) and wanted.search(url):
            page = _page(record, url, warnings)
            if page:
                yield page


def _is_of(url: str, hosts: tuple[str, ...]) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return any(host == known or host.endswith("." + known) for known in hosts)


def _page(record: Any, url: str, warnings: list[str]) -> WarcPage | None:
    headers = record.http_headers
    status = headers.get_statuscode() if headers else ""
    media_type = (headers.get_header("Content-Type") if headers else None) or ""
    if not status:
        warnings.append(f"{url}: the record is cut off")
    if status != "200" or not PAGES.match(media_type):
        return None
    try:
        body = record.content_stream().read(LARGEST_BODY + 1)
        fetched_at = dt.datetime.fromisoformat(record.rec_headers.get_header("WARC-Date").replace("Z", "+00:00"))
    except (OSError, EOFError, ValueError, AttributeError) as error:
        warnings.append(f"{url}: cannot be read ({error})")
        return None
    # What the record's length promised and the stream did not give.
    if record.raw_stream.limit > 0 and len(body) <= LARGEST_BODY:
        warnings.append(f"{url}: the record is cut off")
        return None
    if len(body) > LARGEST_BODY:
        warnings.append(f"{url}: more than {LARGEST_BODY // 2**20} MiB")
        return None
    return WarcPage(url, int(status), media_type, body, fetched_at)
