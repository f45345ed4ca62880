"""How a host is treated: one request at a time, a pause between two, as much patience as it asks for, its robots.txt obeyed."""

from __future__ import annotations

import datetime as dt
import random
import threading
import time
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import version

from flows.fetch.errors import FetchError
from flows.fetch.limits import MIB, Limits
from flows.fetch.robots import RobotsAnswer

# A host that asks for more is believed up to a day; the next scheduled run asks again.
LONGEST_RETRY_AFTER = 86_400.0
FIRST_BACKOFF = 1.0


@dataclass(frozen=True, slots=True)
class Manners:
    """How one source's hosts are treated. Times in seconds, sizes in bytes; one request at a time per host always.

    `user_agent` names the product and a way to reach who runs it; `longest_wait_seconds` is the longest that a run waits for a host
    before it gives up on an address; `allowed_hosts` are those whose loopback or private addresses the source's settings permit.
    """

    user_agent: str
    seconds_between: float = 2.0
    retries: int = 3
    longest_wait_seconds: float = 120.0
    allowed_hosts: frozenset[str] = frozenset()
    largest_wire_bytes: int = 32 * MIB
    largest_body_bytes: int = 32 * MIB
    largest_ratio: float = 200.0
    connect_seconds: float = 10.0
    idle_seconds: float = 30.0
    total_seconds: float = 120.0
    obey_robots: bool = True

    @property
    def limits(self) -> Limits:
        """The limits of one page or feed."""
        return Limits(self.largest_wire_bytes, self.largest_body_bytes, self.largest_ratio, self.total_seconds)

    @property
    def product(self) -> str:
        """The name that a robots.txt calls us by."""
        return self.user_agent.partition("/")[0].strip()


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of day in UTC, a clock that only goes forward, and how to wait; a test gives its own."""

    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Turn:
    """The turns of one host: a request waits for the one before it to end, and for the pause after it."""

    def __init__(self) -> None:
        # Re-entrant: who streams a file from a host may ask the host for another meanwhile.
        self.lock = threading.RLock()
        self._next_at = float("-inf")

    @contextmanager
    def taken(self, url: str, pause: float, manners: Manners, clock: Clock) -> Iterator[None]:
        """Wait for the turn, hold it, and leave `pause` seconds after it. Raises `FetchError("wait")` where it is too long off."""
        with self.lock:
            wait = self._next_at - clock.monotonic()
            if wait > manners.longest_wait_seconds:
                raise FetchError(url, "wait", f"the host wants to be left alone for {wait:.0f} s more; run again then", wait)
            if wait > 0:
                clock.sleep(wait)
            try:
                yield
            finally:
                self.postpone(pause, clock)

    def postpone(self, seconds: float, clock: Clock) -> None:
        """Ask nothing of the host for so long from now on."""
        with self.lock:
            self._next_at = max(self._next_at, clock.monotonic() + seconds)


class Hosts:
    """What is known of the hosts of one run, shared by the fetchers of all its sources: whose turn it is, and each robots.txt.

    `robots` maps an origin to its last answer; a caller that keeps the mapping from run to run asks each host once a day.
    """

    def __init__(self, robots: MutableMapping[str, RobotsAnswer] | None = None) -> None:
        self.robots: MutableMapping[str, RobotsAnswer] = {} if robots is None else robots
        self._turns: dict[str, Turn] = {}
        self._lock = threading.Lock()

    def turn(self, authority: str) -> Turn:
        """The turns of one host and port."""
        with self._lock:
            return self._turns.setdefault(authority, Turn())


def user_agent(contact: str) -> str:
    """The User-Agent that says what asks and how to reach who runs it: an address of a page or of a mailbox."""
    return f"Readout/{version('readout')} (+{contact})"


def retry_after(header: str | None, now: dt.datetime) -> float | None:
    """The seconds that a Retry-After header asks for, given in seconds or as a date (RFC 9110, 10.2.3); None where it says nothing."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), LONGEST_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    seconds: float = (moment - now).total_seconds()
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER)


def backoff(attempt: int, jitter: random.Random) -> float:
    """Seconds to wait after the failed attempt of that number, counted from 0: doubling, of which half is left to chance."""
    longest = FIRST_BACKOFF * 2.0**attempt
    return longest / 2 + jitter.uniform(0, longest / 2)
