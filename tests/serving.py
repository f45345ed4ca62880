"""A web server on 127.0.0.1 for tests: it serves what a test gives it, and misbehaves when told to.

    with Server({"/feed": Reply(feed, headers={"ETag": '"1"'}), "/slow": idle(5)}) as server:
        fetcher.get(server.url("/feed"))
    assert server.asked("/feed") == 1

A route is a `Reply`, a function of the request and the connection, or a list of those that are given one after the other, the last
one for ever. `/robots.txt` answers 404 unless the test says otherwise.
"""

from __future__ import annotations

import datetime as dt
import gzip
import random
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import brotli
import httpcore
import zstandard

from flows.fetch.http import Fetcher
from flows.fetch.manners import Clock, Hosts, Manners
from flows.fetch.safety import Connect, Resolve, connect_address

LOCAL = "127.0.0.1"
MOMENT = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came; names of headers in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; `length` is the Content-Length announced where that is not the body's own, "" for none."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | str | None = None

    def __call__(self, asked: Asked, wire: Wire) -> None:
        wire.head(self.status, self.headers, len(self.body) if self.length is None else self.length)
        wire.send(self.body)


class Wire:
    """The connection to a client, as a route sees it."""

    def __init__(self, connection: socket.socket, closing: threading.Event) -> None:
        self._connection = connection
        self._closing = closing

    def head(self, status: int = 200, headers: Mapping[str, str] | None = None, length: int | str = "") -> None:
        """Send the status line and the headers; without a length the body ends with the connection."""
        rows = [f"HTTP/1.1 {status} Said"]
        rows += [f"{name}: {value}" for name, value in (headers or {}).items()]
        rows += [f"Content-Length: {length}"] if length != "" else ["Connection: close"]
        self.send("\r\n".join([*rows, "", ""]).encode())

    def send(self, piece: bytes) -> None:
        """Send bytes as they are."""
        self._connection.sendall(piece)

    def pause(self, seconds: float) -> None:
        """Do nothing for so long, or until the test is over."""
        if self._closing.wait(seconds):
            raise ConnectionAbortedError("the test is over")

    def drop(self) -> None:
        """Close the connection, whatever was promised."""
        self._connection.shutdown(socket.SHUT_RDWR)
        raise ConnectionAbortedError("dropped on purpose")


Route = Callable[[Asked, Wire], None]


class Server:
    """The server; a thread per connection. `requests` are those that came, in order."""

    def __init__(self, routes: Mapping[str, Route | Sequence[Route]], *, tls: ssl.SSLContext | None = None) -> None:
        self.routes = {"/robots.txt": Reply(status=404), **routes}
        self.requests: list[Asked] = []
        self._tls = tls
        self._closing = threading.Event()
        self._listener = socket.create_server((LOCAL, 0))
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    @property
    def port(self) -> int:
        """The port on which it listens."""
        return int(self._listener.getsockname()[1])

    def url(self, target: str = "/", host: str = LOCAL) -> str:
        """The address of a path of this server."""
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{target}"

    def asked(self, target: str) -> int:
        """How often a path was asked for."""
        return sum(request.target == target for request in self.requests)

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._closing.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(timeout=5)

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # The listener was closed: the test is over.
            thread = threading.Thread(target=self._serve, args=[connection], daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                wire = Wire(connection, self._closing)
                for asked in _requests(connection):
                    self.requests.append(asked)
                    self._route(asked)(asked, wire)
        except OSError:
            return  # The client or the route has gone away; what the client saw of it is what the test looks at.

    def _route(self, asked: Asked) -> Route:
        found = self.routes.get(asked.target) or self.routes.get(asked.target.partition("?")[0]) or Reply(b"not here", 404)
        if callable(found):
            return found
        times = sum(request.target == asked.target for request in self.requests)
        return found[min(times, len(found)) - 1]


def _requests(connection: socket.socket) -> Iterator[Asked]:
    """The requests of one connection, until the client closes it."""
    held = b""
    while True:
        while b"\r\n\r\n" not in held:
            piece = connection.recv(65536)
            if not piece:
                return
            held += piece
        head, _, held = held.partition(b"\r\n\r\n")
        first, *rows = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        yield Asked(method, target, {name.lower(): value.strip() for name, _, value in (row.partition(":") for row in rows)})


def redirect(location: str, status: int = 302) -> Reply:
    """A redirect."""
    return Reply(status=status, headers={"Location": location})


def conditional(body: bytes, *, etag: str | None = None, last_modified: str | None = None) -> Route:
    """A page with validators, that answers 304 to them."""
    own = {name: value for name, value in (("ETag", etag), ("Last-Modified", last_modified)) if value}

    def route(asked: Asked, wire: Wire) -> None:
        same_tag = etag is not None and asked.headers.get("if-none-match") == etag
        same_date = last_modified is not None and asked.headers.get("if-modified-since") == last_modified
        # RFC 9110, 13.1.3: the date counts only where no tag is given.
        unchanged = same_tag if "if-none-match" in asked.headers else same_date
        (Reply(status=304, headers=own, length="") if unchanged else Reply(body, headers=own))(asked, wire)

    return route


def idle(seconds: float, body: bytes = b"", head: bool = True) -> Route:
    """A host that accepts, says its head and `body` (or nothing at all), and then nothing for so long."""

    def route(asked: Asked, wire: Wire) -> None:
        if head:
            wire.head(length=len(body) + 1)
            wire.send(body)
        wire.pause(seconds)

    return route


def dripping(seconds_between: float, head_too: bool = False) -> Route:
    """A host that sends a byte now and then, without end: of its body, or of its head."""

    def route(asked: Asked, wire: Wire) -> None:
        if head_too:
            wire.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        else:
            wire.head()
        while True:
            wire.send(b"a")
            wire.pause(seconds_between)

    return route


def endless(asked: Asked, wire: Wire) -> None:
    """A body that does not end."""
    wire.head()
    while True:
        wire.send(b"<p>and so on</p>" * 4096)


def dropped(body: bytes = b"", promised: int | None = None) -> Route:
    """A connection dropped: before the answer, or after `body` of `promised` bytes."""

    def route(asked: Asked, wire: Wire) -> None:
        if promised is not None:
            wire.head(length=promised)
            wire.send(body)
        wire.drop()

    return route


def chunked(*pieces: bytes, finished: bool = True) -> Route:
    """A body in chunks, with its last chunk or without."""

    def route(asked: Asked, wire: Wire) -> None:
        wire.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for piece in pieces:
            wire.send(b"%x\r\n%b\r\n" % (len(piece), piece))
        wire.send(b"0\r\n\r\n") if finished else wire.drop()

    return route


def packed(body: bytes, coding: str) -> Reply:
    """A body in a content coding."""
    packers: dict[str, Callable[[bytes], bytes]] = {
        "gzip": gzip.compress,
        "br": lambda body: brotli.compress(body, quality=5),
        "zstd": zstandard.compress,
    }
    return Reply(packers[coding](body), headers={"Content-Encoding": coding})


class FakeClock:
    """A clock that stands still unless told to sleep; `slept` are the waits, in seconds."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.seconds = 0.0

    def sleep(self, seconds: float) -> None:
        """Be later at once."""
        self.slept.append(seconds)
        self.seconds += seconds

    def now(self) -> dt.datetime:
        """The time of day."""
        return MOMENT + dt.timedelta(seconds=self.seconds)

    @property
    def clock(self) -> Clock:
        """As the fetcher takes it."""
        return Clock(self.now, lambda: self.seconds, self.sleep)


def local_names(host: str, port: int) -> Sequence[str]:
    """A resolver that asks nobody: `localhost` and names under `.test` are this machine, numbers are what they say."""
    if host == "localhost" or host.endswith(".test"):
        return [LOCAL]
    return [str(answer[4][0]) for answer in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)]


class Connector:
    """A connector that lets nothing out: it notes every address, and connects to this machine whatever the address is."""

    def __init__(self) -> None:
        self.tried: list[str] = []

    def __call__(self, address: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
        self.tried.append(address)
        return connect_address(LOCAL, port, timeout)


class NoConnector(Connector):
    """One that notes and refuses."""

    def __call__(self, address: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
        self.tried.append(address)
        raise httpcore.ConnectError("nothing leaves this machine")


def local_fetcher(
    *,
    hosts: Hosts | None = None,
    clock: FakeClock | None = None,
    resolve: Resolve = local_names,
    connect: Connect | None = None,
    tls: ssl.SSLContext | None = None,
    **manners: object,
) -> Fetcher:
    """A fetcher that may ask this machine, in a hurry, and nothing else; waits are only noted."""
    settings: dict[str, object] = {
        "user_agent": "Readout/0 (+mailto:tests@localhost)", "seconds_between": 0.0, "retries": 2, "allowed_hosts": frozenset({LOCAL, "localhost"}),
        "connect_seconds": 5.0, "idle_seconds": 5.0, "total_seconds": 20.0,
    }  # fmt: skip
    settings |= manners
    clock = clock or FakeClock()
    return Fetcher(
        Manners(**settings),
        hosts=hosts, clock=clock.clock, jitter=random.Random(1), resolve=resolve, connect=connect or Connector(), ssl_context=tls,
    )  # fmt: skip
