"""Finders: bytes of feeds, listings, sitemaps, APIs and WARC files in, items out; what is none is named."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from config.sources import Api, Listing, Selector, Sitemap, Warc, sources
from flows.fetch.api import content_url, read_content, read_search, search_url
from flows.fetch.feeds import read_feed
from flows.fetch.items import FindingError
from flows.fetch.pages import read_listing
from flows.fetch.sitemaps import read_sitemap
from flows.fetch.warc import read_warc
from tests.conftest import ROOT, shared_folder

POLLS = ROOT / "tests" / "feeds" / "polls"
HERE = "https://foreign.example/feed/"


def test_a_feed_gives_its_items_verbatim() -> None:
    """Id, address, title, moment and the HTML of each item as the feed has them."""
    found = read_feed((POLLS / "2022-03-02T1300.rss").read_bytes(), url=HERE, content="full")
    assert found.built_at == "2022-03-02T12:10:00+00:00"
    assert [item.own_id for item in found.items] == [f"https://foreign.example/?p={number}" for number in (103, 102, 101)]
    first = found.items[2]
    assert first.title == "Secretary Marlowe’s Meeting with Norwegian Foreign Minister Solberg"
    assert first.published_at == "2022-03-01T14:00:00+00:00"
    assert (first.content or b"").startswith(b"<p>Secretary of State Edith Marlowe met with")


def test_nothing_in_a_feed_is_cleaned() -> None:
    """Markup that a cleaner would take away stays: the body is evidence."""
    body = b'<rss version="2.0"><channel><item><guid>1</guid><description><![CDATA[<p style="x" onclick="y">A <script>b</script></p>]]></description></item></channel></rss>'
    item = read_feed(body, url=HERE, content="full").items[0]
    assert item.content == b'<p style="x" onclick="y">A <script>b</script></p>'


def test_atom_and_malformed_feeds() -> None:
    """Atom is read like RSS; a feed that is not well-formed is read as far as it goes, with a warning."""
    atom = b'<feed xmlns="http://www.w3.org/2005/Atom"><updated>2022-03-02T00:00:00Z</updated><entry><id>urn:1</id><title>T</title><link href="https://foreign.example/1"/><updated>2022-03-01T00:00:00Z</updated></entry></feed>'
    found = read_feed(atom, url=HERE)
    assert [(item.own_id, item.url, item.content) for item in found.items] == [("urn:1", "https://foreign.example/1", None)]
    broken = (POLLS / "2022-03-02T1300.rss").read_bytes().replace(b"</channel>", b"<b>& ")
    found = read_feed(broken, url=HERE, content="full")
    assert len(found.items) == 3
    assert "not well-formed" in found.warnings[0]


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>
<rss version="2.0"><channel><item><guid>1</guid><title>&lol2;</title></item></channel></rss>"""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (LAUGHS, "document type or entities"),
        (LAUGHS.decode().encode("utf-16"), "document type or entities"),
        (b'<?xml version="1.0" encoding="UTF-7"?>+ADw-+ACE-DOCTYPE x+AD4-<rss/>', "encoding that hides"),
        (b'<!DOCTYPE rss SYSTEM "http://169.254.169.254/x"><rss version="2.0"/>', "document type or entities"),
        (b'<rss version="2.0"><channel></channel></rss>', "without items"),
        (b"<html><body><p>Please accept our cookies</p></body></html>", "no feed"),
        (b"", "no feed"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, words: str) -> None:
    """A page, an empty feed and XML that declares entities are refused, each by name."""
    with pytest.raises(FindingError, match=words):
        read_feed(body, url=HERE)


def test_a_document_type_within_an_item_is_no_declaration() -> None:
    """A page quoted in an item may have its own document type."""
    body = b'<rss version="2.0"><channel><item><guid>1</guid><description><![CDATA[<!DOCTYPE html><p>x</p>]]></description></item></channel></rss>'
    assert len(read_feed(body, url=HERE).items) == 1


def listing(**settings: object) -> Listing:
    values = {"kind": "listing", "url": HERE, "item": {"css": "li.item", "expect": "some"}, "link": {"css": "a", "attribute": "href"}}
    return Listing.model_validate(values | settings)


PAGE = b"""<html><body><ul><li class=item><a href="/releases/1">First</a><time datetime="2022-03-01">1 March</time></li>
<li class=item><a href="/releases/2?utm_source=x">Second</a></li><li class=item>no link</li></ul><a class=next href="?page=2">older</a></body></html>"""


def test_a_listing_gives_entries_and_the_next_page() -> None:
    """Addresses are made whole, dates are as listed, an entry without a link is a warning, and the next page is told."""
    settings = listing(
        date={"css": "time", "expect": "maybe", "attribute": "datetime"}, next={"css": "a.next", "expect": "maybe", "attribute": "href"}
    )
    found = read_listing(PAGE, url="https://foreign.example/news", settings=settings)
    assert [(i.url, i.published_at) for i in found.items] == [
        ("https://foreign.example/releases/1", "2022-03-01"),
        ("https://foreign.example/releases/2?utm_source=x", None),
    ]
    assert found.more == ("https://foreign.example/news?page=2",)
    assert "item 3: a: expected one, found 0" in found.warnings[0]


def test_items_that_are_links_themselves() -> None:
    """Without a selector for links the items are the links."""
    settings = Listing(kind="listing", url=HERE, item=Selector(css="a[href*='/releases/']", expect="some"))
    assert [i.title for i in read_listing(PAGE, url=HERE, settings=settings).items] == ["First", "Second"]


def test_a_change_of_layout_is_named() -> None:
    """A listing in which the items' selector finds nothing is no empty listing."""
    with pytest.raises(FindingError, match=r"li\.item: expected some, found 0; has the page's layout changed"):
        read_listing(b"<html><body><div>all new</div></body></html>", url=HERE, settings=listing())


@pytest.mark.parametrize("name", ["briefings-statements-2025-06-23", "briefings-statements-2026-03-10", "briefings-statements-2026-03-12"])
def test_the_white_houses_listings(name: str) -> None:
    """Stored real listings give ten entries each, with moments, and the next page."""
    body = (shared_folder("corpus/pages") / f"us-whitehouse-listing-html--{name}.html").read_bytes()
    settings = sources(Path("/nowhere"))["us-whitehouse"].find
    assert isinstance(settings, Listing)
    found = read_listing(body, url=settings.url, settings=settings)
    assert len(found.items) == 10
    assert all(item.title and (item.published_at or "").startswith("202") for item in found.items)
    assert len(found.more) == 1
    assert not found.warnings


def sitemap(*rows: str, root: str = "urlset") -> bytes:
    return f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(rows)}</{root}>'.encode()


def test_sitemaps_and_their_index() -> None:
    """Addresses with the day of their last change, plain and gzipped; an index names the sitemaps that fit."""
    body = sitemap(
        "<url><loc>https://a.example/news/1</loc><lastmod>2022-03-01</lastmod></url>", "<url><loc>https://a.example/about</loc></url>"
    )
    for form in (body, gzip.compress(body)):
        found = read_sitemap(form, url_filter="/news/")
        assert [(i.url, i.changed_at) for i in found.items] == [("https://a.example/news/1", "2022-03-01")]
    index = sitemap(
        "<sitemap><loc>https://a.example/post-1.xml</loc></sitemap>",
        "<sitemap><loc>https://a.example/page-1.xml</loc></sitemap>",
        root="sitemapindex",
    )
    assert read_sitemap(index, index_filter="post").more == ("https://a.example/post-1.xml",)
    assert Sitemap(kind="sitemap", url="https://a.example/sitemap.xml").index_filter is None


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (LAUGHS, "document type or entities"),
        (gzip.compress(b"\x00" * 60_000_000), "more than 50 MiB"),
        (b"\x1f\x8bbroken", "cannot be unpacked"),
        (b"<html></html>", "no sitemap"),
        (b"", "no sitemap"),
        (sitemap(), "without addresses"),
    ],
)
def test_what_is_no_sitemap_is_named(body: bytes, words: str) -> None:
    """Pages, bombs, broken archives and empty sitemaps are refused, each by name."""
    with pytest.raises(FindingError, match=words):
        read_sitemap(body)


GOVUK = Api(kind="api", style="govuk", organisations=("ministry-of-defence",), document_types=("press_release",))


def test_govuk_search_and_content() -> None:
    """Search gives addresses and moments of change; the content API the text, its own id and when it was first published."""
    assert "filter_organisations=ministry-of-defence" in search_url(GOVUK, 1)
    assert "start=50" in search_url(GOVUK, 1)
    answer = {"results": [{"title": "A", "link": "/government/news/a", "public_timestamp": "2022-03-01T10:00:00Z"}, {"title": "no link"}]}
    found = read_search(json.dumps(answer).encode(), settings=GOVUK)
    assert [(i.url, i.changed_at) for i in found.items] == [("https://www.gov.uk/government/news/a", "2022-03-01T10:00:00Z")]
    assert content_url(GOVUK, "https://www.gov.uk/government/news/a") == "https://www.gov.uk/api/content/government/news/a"
    page = {
        "base_path": "/government/news/a",
        "content_id": "c-1",
        "title": "A",
        "description": "B & C",
        "details": {"body": "<p>D</p>"},
        "first_published_at": "2022-03-01T09:00:00+00:00",
        "public_updated_at": "2022-03-01T10:00:00+00:00",
    }
    item = read_content(json.dumps(page).encode(), settings=GOVUK)
    assert (item.own_id, item.published_at, item.content) == ("c-1", "2022-03-01T09:00:00+00:00", b"<p>B &amp; C</p>\n<p>D</p>")


@pytest.mark.parametrize("body", [b"not json", b"[]", b"{}", b'{"results": [{"x": 1}]}'])
def test_another_form_of_answer_is_named(body: bytes) -> None:
    """An API that answers otherwise than documented is no empty list."""
    with pytest.raises(FindingError):
        read_search(body, settings=GOVUK)
    with pytest.raises(FindingError):
        read_content(body, settings=GOVUK)


def warc_of(*pages: tuple[str, str, str, bytes], gzipped: bool = True) -> bytes:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=gzipped)
    for url, status, media_type, body in pages:
        headers = StatusAndHeaders(status, [("Content-Type", media_type)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=headers, warc_headers_dict={"WARC-Date": "2022-03-01T10:00:00Z"}
            )
        )
    return buffer.getvalue()


SETTINGS = Warc(kind="warc", locations=("x.warc.gz",), hosts=("a.example",), url_filter="/news/")


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_warc_is_filtered_by_host_and_path(gzipped: bool) -> None:
    """Only pages of the hosts with the pattern in their address that answered 200 are taken, with their moment."""
    data = warc_of(
        ("https://www.a.example/news/1", "200 OK", "text/html; charset=utf-8", b"<p>one</p>"),
        ("https://b.example/news/2", "200 OK", "text/html", b"other host"),
        ("https://nota.example/news/2", "200 OK", "text/html", b"other host"),
        ("https://a.example/about", "200 OK", "text/html", b"other path"),
        ("https://a.example/news/3", "404 Not Found", "text/html", b"gone"),
        ("https://a.example/news/4", "200 OK", "image/png", b"picture"),
        gzipped=gzipped,
    )
    pages = list(read_warc(io.BytesIO(data), settings=SETTINGS, warnings=[]))
    assert [(p.url, p.body, p.fetched_at) for p in pages] == [
        ("https://www.a.example/news/1", b"<p>one</p>", dt.datetime(2022, 3, 1, 10, tzinfo=dt.UTC))
    ]


def test_a_damaged_warc_is_read_as_far_as_it_goes() -> None:
    """What stands before the damage is taken; the damage is a warning."""
    data = warc_of(*[(f"https://a.example/news/{n}", "200 OK", "text/html", b"<p>words</p>" * 50) for n in range(5)])
    warnings: list[str] = []
    pages = list(read_warc(io.BytesIO(data[:-40]), settings=SETTINGS, warnings=warnings))
    assert len(pages) == 4
    assert "news/4: the record is cut off" in warnings[0]
