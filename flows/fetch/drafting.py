"""Drafting: a settings file for a site, from the feed or sitemap that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import yaml
from bs4 import BeautifulSoup

from flows.fetch.answers import header
from flows.fetch.errors import FetchError
from flows.fetch.feeds import read_feed
from flows.fetch.http import Fetcher
from flows.fetch.items import FindingError
from flows.fetch.sitemaps import read_sitemap
from flows.parse.charset import decode
from flows.parse.errors import UnreadableRelease

# Where sites put a feed or sitemap without saying so: WordPress, Drupal, the sitemap protocol.
USUAL_FEEDS = ("feed/", "rss.xml", "atom.xml")
USUAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml")
# A summary in a feed is shorter than this, a whole release longer; in characters of HTML.
WHOLE_TEXT = 1200


class DraftError(Exception):
    """A site in which no feed and no sitemap was found; the message names what was tried."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A name for the source and its settings, as far as a machine can tell them."""

    name: str
    settings: dict[str, Any]

    def text(self) -> str:
        """The settings file, with what a person still has to do."""
        head = "# Drafted by `readout sources add`. Before use: read the site's terms, state them, and look at `readout sources check`.\n"
        return head + yaml.safe_dump(self.settings, sort_keys=False, allow_unicode=True, width=140)


def draft_source(url: str, fetcher: Fetcher) -> Draft:
    """The settings for the feed or sitemap of a page, or for a feed or sitemap itself.

    Raises `FetchError` where the page cannot be had, `DraftError` where nothing is found.
    """
    answer = fetcher.get(url)
    if answer.status != 200:
        raise DraftError(f"{url}: answers {answer.status}")
    title, links = _page(answer.body, header(answer.headers, "content-type"), answer.final_url)
    root = f"{urlsplit(answer.final_url).scheme}://{urlsplit(answer.final_url).netloc}"
    tried = [
        answer.final_url,
        *links,
        *(urljoin(answer.final_url, usual) for usual in USUAL_FEEDS),
        *(root + usual for usual in USUAL_SITEMAPS),
    ]
    for candidate in dict.fromkeys(tried):
        finding = _finding(candidate, answer.body if candidate == answer.final_url else _body(candidate, fetcher))
        if finding:
            host = urlsplit(answer.final_url).hostname or "source"
            name = "-".join(re.findall(r"[a-z0-9]+", host.removeprefix("www.").lower()))
            return Draft(name, _settings(title or host, finding, root))
    raise DraftError(
        f"{url}: no feed and no sitemap at {', '.join(dict.fromkeys(tried))}; a listing needs selectors, which a person has to choose"
    )


def _settings(publisher: str, finding: dict[str, Any], root: str) -> dict[str, Any]:
    return {
        "publisher": publisher,
        "find": finding,
        "read": "generic",
        "manners": {"seconds_between": 5.0},
        "terms": {"url": root, "note": "not read yet"},
        "checked": {"finding": "found by readout sources add", "page": "unchecked", "terms": "unchecked"},
    }


def _page(body: bytes, media_type: str | None, url: str) -> tuple[str | None, list[str]]:
    """What the site calls itself, and the feeds that the page names."""
    try:
        soup = BeautifulSoup(decode(body, media_type), "lxml")
    except UnreadableRelease:
        return None, []
    site = soup.find("meta", property="og:site_name")
    name = str(site.get("content") or "") if site else ""
    links = soup.select("link[rel~=alternate][type='application/rss+xml'], link[rel~=alternate][type='application/atom+xml']")
    title = " ".join((soup.title.get_text() if soup.title else "").split())
    return name.strip() or title or None, [urljoin(url, str(link["href"])) for link in links if link.get("href")]


def _body(url: str, fetcher: Fetcher) -> bytes:
    try:
        answer = fetcher.get(url)
    except FetchError:
        return b""  # A place that was only guessed at: the next one is tried, and all are named where none fits.
    return answer.body if answer.status == 200 else b""


def _finding(url: str, body: bytes) -> dict[str, Any] | None:
    """The way of finding that a body is good for."""
    try:
        items = read_feed(body, url=url, content="full").items
        whole = sum(len(item.content or b"") >= WHOLE_TEXT for item in items) > len(items) / 2
        return {"kind": "feed", "url": url, "content": "full" if whole else "links"}
    except FindingError:
        pass  # No feed; it may still be a sitemap.
    try:
        read_sitemap(body)
    except FindingError:
        return None
    return {"kind": "sitemap", "url": url}
