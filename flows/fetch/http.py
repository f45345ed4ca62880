"""The conversation with a host: a request, its redirects and retries, and one answer or one named error."""

from __future__ import annotations

import base64
import functools
import logging
import random
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import unquote

import httpcore

from flows.addresses import Address, AddressError, SchemeError, join_address, read_address, without_userinfo
from flows.fetch.answers import Answer, Fetched, Hop, header, naming
from flows.fetch.decoding import ACCEPTED
from flows.fetch.errors import FetchError
from flows.fetch.limits import Limits
from flows.fetch.manners import Clock, Hosts, Manners, backoff, retry_after
from flows.fetch.robots import LARGEST, RobotsAnswer, read_rules, rules_of
from flows.fetch.safety import Connect, PinnedBackend, Resolve, connect_address, resolve_host

T = TypeVar("T")
MOST_REDIRECTS = 10
REDIRECTS = frozenset({301, 302, 303, 307, 308})
RETRIED = frozenset({"dropped", "truncated"})
# An archive of a gigabyte takes its time; the time without a byte stays limited.
STREAM_SECONDS = 6 * 3600.0
# How much of a strange address an error shows, in characters.
LONGEST_SHOWN = 200

# At the level DEBUG they log the headers of every request or answer, and with them passwords and sessions.
for _name in ("hpack", "httpcore"):
    logging.getLogger(_name).setLevel(logging.INFO)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is sent with every request of a conversation, how much may come back, and whether each host's robots.txt is asked first."""

    headers: dict[str, str]
    limits: Limits
    obey_robots: bool


class Fetcher:
    """Asks hosts for pages as one source's manners say. Use as a context manager; threads may share it.

    `hosts` is shared by all fetchers of a run. `clock`, `jitter`, `resolve`, `connect` and `ssl_context` are the outside world.
    """

    def __init__(
        self,
        manners: Manners,
        *,
        hosts: Hosts | None = None,
        clock: Clock | None = None,
        jitter: random.Random | None = None,
        resolve: Resolve = resolve_host,
        connect: Connect = connect_address,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._manners = manners
        self._hosts = hosts or Hosts()
        self._clock = clock or Clock()
        self._jitter = jitter or random.Random()
        self._backend = PinnedBackend(manners.allowed_hosts, resolve, connect)
        # The pool reads no proxy and no password from the environment. A connection serves one request: on one kept open, what a
        # host sends beyond its Content-Length would be taken for its next answer. Beside the pause between two requests it costs nothing.
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context or _authorities(),
            max_connections=None,
            max_keepalive_connections=0,
            http2=True,
            network_backend=self._backend,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.close()

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None, accept: str | None = None) -> Fetched:
        """What an address answers: 2xx, 304 to the validators given, 404, 410 and other refusals of the client's request.

        `etag` and `last_modified` are those of the last answer, as they were given. Raises `FetchError`.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {"Accept": accept or "*/*", "Accept-Encoding": ACCEPTED} | {name: value for name, value in conditions.items() if value}
        address = _address(url)
        wish = Wish(headers, self._manners.limits, self._manners.obey_robots)
        with ExitStack() as stack:
            hops, answer, body = self._follow(stack, address, wish, Answer.whole)
        if answer.hop.status == 304 and not (etag or last_modified):
            raise FetchError(
                address.url, "unasked_304", "the host answers 'not modified' to a request without conditions; report it to the host"
            )
        return Fetched.made_of(address.url, hops, answer, body, self._clock.now())

    @contextmanager
    def stream(self, url: str, *, largest_bytes: int) -> Iterator[Iterator[bytes]]:
        """The body of a large file as it comes, without its content coding; the host's turn is held until the block ends.

        `largest_bytes` limits it on the wire and unpacked. Raises `FetchError`, on the way too, and for any status but 200.
        """
        address = _address(url)
        limits = replace(self._manners.limits, wire_bytes=largest_bytes, body_bytes=largest_bytes, seconds=STREAM_SECONDS)
        wish = Wish({"Accept": "*/*", "Accept-Encoding": "identity"}, limits, self._manners.obey_robots)
        with ExitStack() as stack:
            _, answer, pieces = self._follow(stack, address, wish, Answer.pieces)
            if answer.hop.status != 200:
                raise FetchError(answer.hop.url, f"status_{answer.hop.status}", f"answers {answer.hop.status}; check the address")
            yield pieces

    def _follow(self, stack: ExitStack, first: Address, wish: Wish, read: Callable[[Answer], T]) -> tuple[list[Hop], Answer, T]:
        """The last answer after all redirects, open on `stack`, with what `read` makes of it."""
        hops: list[Hop] = []
        address = first
        while True:
            answer, value = self._ask(stack, address, wish, read)
            hops.append(answer.hop)
            location = header(answer.hop.headers, "location")
            if answer.hop.status not in REDIRECTS or location is None:
                return hops, answer, value
            stack.close()
            target = _address(location, address.url)
            if target.url in {hop.url for hop in hops} or len(hops) > MOST_REDIRECTS:
                raise FetchError(first.url, "redirects", f"redirects in a circle or more than {MOST_REDIRECTS} times; check the address")
            # What one origin was given to prove us is not for another to see; nor is what a redirect would have us send.
            address = replace(target, userinfo=address.userinfo if target.origin == address.origin else None)

    def _ask(self, stack: ExitStack, address: Address, wish: Wish, read: Callable[[Answer], T]) -> tuple[Answer, T]:
        """One address asked until it answers, as often and as patiently as the manners say."""
        attempt = 0
        while True:
            try:
                answer = stack.enter_context(self._exchange(address, wish))
                if answer.hop.status == 429 or answer.hop.status >= 500:
                    raise self._busy(answer)
                return answer, read(answer)
            except FetchError as error:
                stack.close()
                wait = error.wait_seconds if error.wait_seconds is not None else backoff(attempt, self._jitter)
                if error.reason not in RETRIED and not error.reason.startswith("status_"):
                    raise
                self._hosts.turn(address.authority).postpone(wait, self._clock)
                if attempt >= self._manners.retries or wait > self._manners.longest_wait_seconds:
                    raise
                attempt += 1

    def _busy(self, answer: Answer) -> FetchError:
        status = answer.hop.status
        wait = retry_after(header(answer.hop.headers, "retry-after"), self._clock.now())
        asks = "run again later" if wait is None else f"it asks to be left alone for {wait:.0f} s; run again then"
        return FetchError(answer.hop.url, f"status_{status}", f"the host answers {status}: {asks}", wait)

    @contextmanager
    def _exchange(self, address: Address, wish: Wish) -> Iterator[Answer]:
        """One request and its answer, in the host's turn."""
        pause = max(self._manners.seconds_between, self._permitted(address) if wish.obey_robots else 0.0)
        turn = self._hosts.turn(address.authority)
        with (
            turn.taken(address.url, pause, self._manners, self._clock),
            naming(address.url),
            self._backend.deadline.in_seconds(wish.limits.seconds),
            self._pool.stream(
                "GET",
                httpcore.URL(scheme=address.scheme, host=address.host, port=address.port, target=address.target),
                headers=self._headers(address, wish),
                extensions=self._timeouts(),
            ) as response,
        ):
            yield Answer.of(address.url, response, wish.limits)

    def _headers(self, address: Address, wish: Wish) -> list[tuple[str, str]]:
        sent = {"Host": address.authority, "User-Agent": self._manners.user_agent, **wish.headers}
        if address.userinfo is not None:
            sent["Authorization"] = "Basic " + base64.b64encode(unquote(address.userinfo).encode()).decode()
        return list(sent.items())

    def _timeouts(self) -> dict[str, dict[str, float]]:
        idle = self._manners.idle_seconds
        return {"timeout": {"connect": self._manners.connect_seconds, "read": idle, "write": idle, "pool": idle}}

    def _permitted(self, address: Address) -> float:
        """The pause that the host's robots.txt asks for. Raises `FetchError` where it forbids the address, or its wishes are not known."""
        answer = self._hosts.robots.get(address.origin)
        if answer is None or not answer.is_fresh(self._clock.now()):
            answer = self._hosts.robots[address.origin] = self._ask_robots(address)
        if answer.rules is None:
            raise FetchError(address.url, "robots_wait", f"what the host's robots.txt allows is not known: {answer.problem}")
        allowed, delay = read_rules(answer.rules, self._manners.product, address.url)
        if not allowed:
            raise FetchError(address.url, "robots", "the host's robots.txt asks that this address is not fetched; ask the host, or drop it")
        return delay

    def _ask_robots(self, address: Address) -> RobotsAnswer:
        limits = Limits(LARGEST * 2, LARGEST * 2, self._manners.largest_ratio, self._manners.total_seconds)
        robots = replace(address, target="/robots.txt")
        wish = Wish({"Accept": "text/plain, */*", "Accept-Encoding": ACCEPTED}, limits, obey_robots=False)
        try:
            with ExitStack() as stack:
                _, answer, body = self._follow(stack, robots, wish, lambda answer: answer.start(LARGEST))
        except FetchError as error:
            # RFC 9309, 2.3.1.4: a robots.txt that cannot be reached forbids everything until it can be.
            if error.reason in {"dropped", "truncated", "timeout", "wait"} or error.reason.startswith("status_"):
                return RobotsAnswer(self._clock.now(), None, str(error))
            # 2.3.1.2 and 2.3.1.3: too many redirects, or a file that is no text, count as none.
            if error.reason in {"redirects", "coding", "too_large"}:
                return RobotsAnswer(self._clock.now(), "")
            raise
        return RobotsAnswer(self._clock.now(), rules_of(answer.hop.status, body))


@functools.cache
def _authorities() -> ssl.SSLContext:
    """Whose certificates are believed; reading them takes a twentieth of a second, so once for all fetchers."""
    return httpcore.default_ssl_context()


def _address(url: str, found_at: str | None = None) -> Address:
    """The address to ask: one given, or one that a redirect at `found_at` names."""
    try:
        return read_address(join_address(found_at, url) if found_at else url)
    except AddressError as error:
        shown = without_userinfo(url)[:LONGEST_SHOWN]
        reason = "refused_scheme" if isinstance(error, SchemeError) else "address"
        raise FetchError(found_at or shown, reason, f"{f'redirects to {shown}: ' if found_at else ''}{error}; check it") from error
