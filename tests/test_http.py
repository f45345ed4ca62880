"""A page is fetched whole or not at all, and what went wrong has a name."""

from __future__ import annotations

import pytest

from flows.fetch.errors import FetchError
from tests.serving import (
    LOCAL,
    MOMENT,
    Reply,
    Server,
    chunked,
    conditional,
    dripping,
    dropped,
    endless,
    idle,
    local_fetcher,
    packed,
    redirect,
)

PAGE = b"<html><body>The ministers met.</body></html>"


def reason(server: Server, target: str = "/", **manners: object) -> str:
    """The code of the error that fetching gives."""
    with local_fetcher(**manners) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.get(server.url(target))
    return caught.value.reason


def test_a_page_with_all_that_is_known_of_it() -> None:
    """Status, headers, body, media type, validators, way and moment of an answer are kept."""
    headers = {"Content-Type": "Text/HTML; charset=utf-8", "ETag": '"7"', "Last-Modified": "Fri, 02 Jan 2026 03:04:05 GMT"}
    with Server({"/moved": redirect("/page", 301), "/page": Reply(PAGE, headers=headers)}) as server, local_fetcher() as fetcher:
        fetched = fetcher.get(server.url("/moved#top"))
        assert (fetched.url, fetched.final_url, fetched.status) == (server.url("/moved"), server.url("/page"), 200)
    assert (fetched.body, fetched.media_type, fetched.etag, fetched.last_modified) == (PAGE, "text/html", '"7"', headers["Last-Modified"])
    assert [(hop.status, hop.address) for hop in fetched.hops] == [(301, LOCAL), (200, LOCAL)]
    assert (fetched.fetched_at, fetched.wire_bytes) == (MOMENT, len(PAGE))
    assert server.requests[-1].headers["user-agent"] == "Readout/0 (+mailto:tests@localhost)"


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_content_codings(coding: str) -> None:
    """A body in any coding that is offered comes out as it was."""
    with Server({"/": packed(PAGE * 50, coding)}) as server, local_fetcher() as fetcher:
        fetched = fetcher.get(server.url())
    assert coding in server.requests[-1].headers["accept-encoding"]
    assert fetched.body == PAGE * 50
    assert fetched.wire_bytes < len(PAGE) * 50


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_bombs(coding: str) -> None:
    """A small body that unpacks to a huge one is left off by its ratio alone, and by its size alone."""
    with Server({"/": packed(bytes(4 * 1024 * 1024), coding)}) as server:
        assert reason(server) == "too_large"
        assert reason(server, largest_ratio=1e9, largest_body_bytes=2 * 1024 * 1024) == "too_large"
        with local_fetcher(largest_ratio=1e9) as fetcher:
            assert len(fetcher.get(server.url()).body) == 4 * 1024 * 1024


def test_endless_and_dripping() -> None:
    """A body without an end is left off at the limit; one that drips, or a head that does, when the time is over."""
    with Server({"/endless": endless, "/drip": dripping(0.02), "/head": dripping(0.02, head_too=True)}) as server:
        assert reason(server, "/endless") == "too_large"
        with local_fetcher(largest_wire_bytes=100_000) as fetcher, pytest.raises(FetchError, match="100,000 bytes on the wire"):
            fetcher.get(server.url("/endless"))
        assert reason(server, "/drip", total_seconds=0.3) == "timeout"
        assert reason(server, "/head", total_seconds=0.3) == "timeout"


def test_idle() -> None:
    """A host that says nothing, or stops in the middle, is left after the idle time."""
    with Server({"/mute": idle(9, head=False), "/stops": idle(9, PAGE)}) as server:
        assert reason(server, "/mute", idle_seconds=0.2) == "timeout"
        assert reason(server, "/stops", idle_seconds=0.2) == "timeout"


@pytest.mark.parametrize(
    ("route", "code"),
    [(dropped(), "dropped"), (dropped(PAGE, 900), "truncated"), (chunked(PAGE, finished=False), "truncated")],
)
def test_dropped(route: Reply, code: str) -> None:
    """A dropped connection is tried again, and the page read then; a host that always drops is named."""
    with Server({"/": [route, route, Reply(PAGE)], "/never": route}) as server:
        with local_fetcher() as fetcher:
            assert fetcher.get(server.url()).body == PAGE
        assert reason(server, "/never") == code
        assert server.asked("/never") == 3


def test_validators() -> None:
    """The validators of the last answer give 304 and no body; others, or changed pages, the page."""
    date = "Fri, 02 Jan 2026 03:04:05 GMT"
    routes = {"/tag": conditional(PAGE, etag='W/"a"'), "/date": conditional(PAGE, last_modified=date)}
    with Server(routes) as server, local_fetcher() as fetcher:
        first = fetcher.get(server.url("/tag"))
        again = fetcher.get(server.url("/tag"), etag=first.etag)
        assert (first.status, again.status, again.body) == (200, 304, b"")
        assert fetcher.get(server.url("/tag"), etag='"other"').body == PAGE
        assert fetcher.get(server.url("/date"), last_modified=date).status == 304
        assert fetcher.get(server.url("/date"), last_modified="nonsense").body == PAGE


def test_answers_that_were_not_asked_for() -> None:
    """A 304 without validators would pass for 'unchanged', a part for the whole: both are errors."""
    with Server({"/304": Reply(status=304), "/206": Reply(PAGE, 206)}) as server:
        assert reason(server, "/304") == "unasked_304"
        assert reason(server, "/206") == "truncated"


def test_a_body_longer_than_announced() -> None:
    """What was announced is the body (RFC 9112, 6.3); the rest is never taken for the next answer."""
    with (
        Server(
            {"/long": Reply(PAGE + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\nevil", length=len(PAGE)), "/next": Reply(b"next")}
        ) as server,
        local_fetcher() as fetcher,
    ):
        assert [fetcher.get(server.url(path)).body for path in ("/long", "/next")] == [PAGE, b"next"]


def test_gone_is_an_answer() -> None:
    """404 and 410 are answers, with their body."""
    with Server({"/gone": Reply(b"withdrawn", 410)}) as server, local_fetcher() as fetcher:
        assert [fetcher.get(server.url(path)).status for path in ("/gone", "/never")] == [410, 404]


def test_a_stream() -> None:
    """A large file comes in pieces, after redirects, and is left off at its limit."""
    routes = {"/moved": redirect("/warc"), "/warc": Reply(bytes(range(256)) * 4096)}
    with Server(routes) as server, local_fetcher() as fetcher:
        with fetcher.stream(server.url("/moved"), largest_bytes=2**20) as pieces:
            got = list(pieces)
        assert len(got) > 1
        assert b"".join(got) == bytes(range(256)) * 4096
        with (
            pytest.raises(FetchError, match="announces 1,048,576 bytes"),
            fetcher.stream(server.url("/warc"), largest_bytes=1000) as pieces,
        ):
            list(pieces)
        with pytest.raises(FetchError, match="404"), fetcher.stream(server.url("/none"), largest_bytes=1000):
            pass
