"""A host is asked as often as it likes, one request at a time, and only for what its robots.txt gives."""

from __future__ import annotations

import datetime as dt
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.fetch.errors import FetchError
from flows.fetch.manners import LONGEST_RETRY_AFTER, Hosts, backoff, retry_after, user_agent
from tests.serving import LOCAL, MOMENT, Asked, FakeClock, Reply, Server, Wire, dropped, local_fetcher, redirect

PAGE = Reply(b"a page")


def busy(status: int, wait: str | None = None) -> Reply:
    """A host that is too busy, and says how long it will be."""
    return Reply(status=status, headers={"Retry-After": wait} if wait is not None else {})


def in_seconds(seconds: float) -> str:
    """A date as Retry-After has it."""
    return format_datetime(MOMENT + dt.timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("wait", ["40", in_seconds(40)])
def test_retry_after(status: int, wait: str) -> None:
    """The time that a host asks for, in seconds or as a date, is waited before the next try, not more and not less."""
    clock = FakeClock()
    with Server({"/": [busy(status, wait), PAGE]}) as server, local_fetcher(clock=clock) as fetcher:
        assert fetcher.get(server.url()).body == b"a page"
    assert clock.slept == [40]


def test_a_host_that_wants_a_long_rest() -> None:
    """A host that asks for more than a run waits is left alone at once, with what it asked for; nothing more is asked of it until then."""
    clock = FakeClock()
    with Server({"/": [busy(429, "3600"), PAGE]}) as server, local_fetcher(clock=clock, longest_wait_seconds=120.0) as fetcher:
        for code, wait in (("status_429", 3600), ("wait", 3600)):
            with pytest.raises(FetchError, match="3600 s") as caught:
                fetcher.get(server.url())
            assert (caught.value.reason, caught.value.wait_seconds) == (code, wait)
        assert (server.asked("/"), clock.slept) == (1, [])
        clock.seconds += 3500
        assert fetcher.get(server.url()).body == b"a page"
        assert clock.slept == [pytest.approx(100)]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        (" 7 ", 7),
        ("Fri, 02 Jan 2026 03:04:45 -0000", 40),
        ("9" * 400, LONGEST_RETRY_AFTER),
        (in_seconds(-9), 0),
        (in_seconds(1e8), LONGEST_RETRY_AFTER),
    ],
)
def test_retry_after_is_capped(header: str, seconds: float) -> None:
    """A time in the past is none, one past a day is a day."""
    assert retry_after(header, MOMENT) == seconds


@given(st.text())
def test_any_retry_after(header: str) -> None:
    """Whatever stands in Retry-After is seconds within a day, or nothing."""
    seconds = retry_after(header, MOMENT)
    assert seconds is None or 0 <= seconds <= LONGEST_RETRY_AFTER


@pytest.mark.parametrize("first", [busy(429), busy(500), busy(502), busy(503, "soon"), dropped()])
def test_backoff(first: Reply) -> None:
    """A busy host that names no time is tried again after about one second, then two, as often as the manners say."""
    clock = FakeClock()
    with Server({"/": [first, first, PAGE]}) as server, local_fetcher(clock=clock, obey_robots=False) as fetcher:
        assert fetcher.get(server.url()).body == b"a page"
    jitter = random.Random(1)
    assert clock.slept == pytest.approx([backoff(0, jitter), backoff(1, jitter)])
    assert all(longest / 2 <= slept <= longest for slept, longest in zip(clock.slept, (1, 2), strict=True))


def test_the_longer_wait_counts() -> None:
    """A second try keeps the pause between two requests where that is longer than the backoff."""
    clock = FakeClock()
    with Server({"/": [busy(503), PAGE]}) as server, local_fetcher(clock=clock, seconds_between=9.0, obey_robots=False) as fetcher:
        fetcher.get(server.url())
    assert clock.slept == [9]


def test_tries_end() -> None:
    """A host that stays busy is named with its status after the last try; what the client did wrong is not tried again."""
    with Server({"/": busy(503), "/no": Reply(status=403)}) as server, local_fetcher(retries=2) as fetcher:
        with pytest.raises(FetchError, match="answers 503") as caught:
            fetcher.get(server.url())
        assert caught.value.reason == "status_503"
        assert server.asked("/") == 3
        assert (fetcher.get(server.url("/no")).status, server.asked("/no")) == (403, 1)


def test_a_pause_between_two_requests() -> None:
    """Between two requests to a host, robots.txt among them, lies the pause; redirects keep it, fetchers of one run share it."""
    clock, hosts = FakeClock(), Hosts()
    with Server({"/": PAGE, "/moved": redirect("/")}) as server:
        with local_fetcher(clock=clock, hosts=hosts, seconds_between=3.0) as fetcher:
            fetcher.get(server.url("/moved"))
        with local_fetcher(clock=clock, hosts=hosts, seconds_between=1.0) as fetcher:
            fetcher.get(server.url())
        assert clock.slept == [3, 3, 3]


def test_hosts_do_not_wait_for_each_other() -> None:
    """A pause that one host is owed does not hold up another."""
    clock = FakeClock()
    with (
        Server({"/": PAGE}) as one,
        Server({"/": PAGE}) as two,
        local_fetcher(clock=clock, seconds_between=9.0, obey_robots=False) as fetcher,
    ):
        fetcher.get(one.url())
        fetcher.get(two.url())
    assert clock.slept == []


def test_one_request_at_a_time() -> None:
    """Threads that ask one host take turns."""
    inside = threading.Semaphore(1)
    overlaps: list[Asked] = []

    def route(asked: Asked, wire: Wire) -> None:
        if not inside.acquire(blocking=False):
            overlaps.append(asked)
        wire.pause(0.01)
        inside.release()
        PAGE(asked, wire)

    with Server({"/": route}) as server, local_fetcher() as fetcher, ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(fetcher.get, [server.url("/?" + str(number)) for number in range(12)]))
    assert [answer.body for answer in answers] == [b"a page"] * 12
    assert overlaps == []


def test_hosts_are_asked_at_the_same_time() -> None:
    """Threads that ask several hosts do not take turns: each host answers only once the other was asked."""
    together = threading.Barrier(2, timeout=10)

    def route(asked: Asked, wire: Wire) -> None:
        together.wait()
        PAGE(asked, wire)

    with Server({"/": route}) as one, Server({"/": route}) as two, local_fetcher() as fetcher, ThreadPoolExecutor(2) as threads:
        assert [answer.status for answer in threads.map(fetcher.get, [one.url(), two.url()])] == [200, 200]


ROBOTS = b"""\xef\xbb\xbf# A ministry's wishes
User-agent: *
Disallow: /private
Disallow: /*.pdf$
Disallow: /*/draft/
Allow: /private/open
Crawl-delay: 7

User-agent: SomeoneElse
Disallow: /
"""


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        ("/news", True), ("/private/x", False), ("/private/open/x", True), ("/a/b.pdf", False), ("/a/b.pdf?download", True),
        ("/a/draft/1", False), ("/draft/1", True), ("/robots.txt", True),
    ],
)  # fmt: skip
def test_robots(target: str, allowed: bool) -> None:
    """Rules with wildcards and end marks are obeyed, the longest one first; an address that is forbidden is not asked for."""
    with (
        Server({"/robots.txt": Reply(ROBOTS), target: PAGE if target != "/robots.txt" else Reply(ROBOTS)}) as server,
        local_fetcher() as fetcher,
    ):
        if allowed:
            assert fetcher.get(server.url(target)).status == 200
        else:
            with pytest.raises(FetchError) as caught:
                fetcher.get(server.url(target))
            assert caught.value.reason == "robots"
            assert server.asked(target) == 0


def test_robots_of_our_own() -> None:
    """Rules that name this program go before those for all."""
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: Readout\nAllow: /\n"
    with Server({"/robots.txt": Reply(rules), "/": PAGE}) as server, local_fetcher() as fetcher:
        assert fetcher.get(server.url()).status == 200


def test_crawl_delay() -> None:
    """A longer pause that robots.txt asks for is kept; one longer than a run waits ends the visit, with its length."""
    clock = FakeClock()
    rules = [Reply(b"User-agent: *\nCrawl-delay: 7"), Reply(b"User-agent: *\nCrawl-delay: 3600")]
    with Server({"/robots.txt": rules, "/": PAGE}) as server, local_fetcher(clock=clock, seconds_between=2.0) as fetcher:
        for _ in range(3):
            fetcher.get(server.url())
        assert clock.slept == [2, 7, 7]
        clock.seconds += 86_400
        fetcher.get(server.url())
        with pytest.raises(FetchError) as caught:
            fetcher.get(server.url())
        assert (caught.value.reason, caught.value.wait_seconds) == ("wait", 3600)


def test_robots_is_asked_for_once_a_day() -> None:
    """The rules count for a day, also in the next run where they are handed on."""
    clock, hosts = FakeClock(), Hosts()
    with Server({"/": PAGE}) as server:
        for hours, asked in ((0, 1), (23, 1), (2, 2)):
            clock.seconds += hours * 3600
            with local_fetcher(clock=clock, hosts=Hosts(hosts.robots)) as fetcher:
                fetcher.get(server.url())
            assert server.asked("/robots.txt") == asked


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots(status: int) -> None:
    """Where there is no robots.txt, all is allowed."""
    with Server({"/robots.txt": Reply(b"User-agent: *\nDisallow: /", status), "/": PAGE}) as server, local_fetcher() as fetcher:
        assert fetcher.get(server.url()).status == 200


@pytest.mark.parametrize("answer", [busy(500), busy(503, "5"), busy(429), dropped()])
def test_a_failing_robots(answer: Callable[[Asked, Wire], None]) -> None:
    """While robots.txt fails nothing is asked for, it neither for ten minutes; then it is asked for again."""
    clock = FakeClock()
    with (
        Server({"/robots.txt": [answer, answer, Reply(status=404)], "/": PAGE}) as server,
        local_fetcher(clock=clock, retries=1) as fetcher,
    ):
        for _ in range(2):
            with pytest.raises(FetchError, match=r"not known: .*/robots\.txt: .*run again") as caught:
                fetcher.get(server.url())
            assert caught.value.reason == "robots_wait"
        assert (server.asked("/robots.txt"), server.asked("/")) == (2, 0)
        clock.seconds += 601
        assert fetcher.get(server.url()).status == 200


def test_robots_of_each_hop() -> None:
    """A redirect leads round no robots.txt; a robots.txt that is itself redirected is read where it lies."""
    forbidding = Reply(b"User-agent: *\nDisallow: /secret")
    with Server({"/robots.txt": redirect("/rules/robots"), "/rules/robots": forbidding, "/secret": PAGE}) as other:
        with Server({"/": redirect(other.url("/secret"))}) as server, local_fetcher() as fetcher, pytest.raises(FetchError) as caught:
            fetcher.get(server.url())
        assert (caught.value.reason, other.asked("/secret")) == ("robots", 0)


def test_a_huge_robots() -> None:
    """Of a robots.txt the first 500 KiB count, and the rest is not waited for."""
    rules = b"User-agent: *\nDisallow: /private\n" + b"# and so on\n" * 60_000 + b"Disallow: /late\n"
    with Server({"/robots.txt": Reply(rules), "/late": PAGE}) as server, local_fetcher() as fetcher:
        assert fetcher.get(server.url("/late")).status == 200
        with pytest.raises(FetchError):
            fetcher.get(server.url("/private"))


def test_robots_may_be_left_aside() -> None:
    """A source whose publisher agreed to it may be read without its robots.txt, which is not asked for then."""
    with Server({"/": PAGE}) as server, local_fetcher(obey_robots=False) as fetcher:
        assert fetcher.get(server.url()).status == 200
        assert server.asked("/robots.txt") == 0


def test_the_user_agent_says_who_asks() -> None:
    """The User-Agent names the product, its version and a contact."""
    assert user_agent("mailto:desk@example.org").startswith("Readout/")
    assert user_agent("mailto:desk@example.org").endswith(" (+mailto:desk@example.org)")


def test_robots_are_kept_by_origin() -> None:
    """Two ports of one machine have their own robots.txt."""
    with Server({"/robots.txt": Reply(b"User-agent: *\nDisallow: /")}) as one, Server({"/": PAGE}) as two, local_fetcher() as fetcher:
        with pytest.raises(FetchError):
            fetcher.get(one.url(host="localhost"))
        assert fetcher.get(two.url(host=LOCAL)).status == 200
