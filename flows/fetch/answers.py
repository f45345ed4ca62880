"""An answer on the wire, and what is kept of it."""

from __future__ import annotations

import datetime as dt
import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

import httpcore

from flows.fetch.decoding import CodingError, CutShort, decoded
from flows.fetch.errors import FetchError
from flows.fetch.limits import Counter, Limits, TooLarge
from flows.fetch.safety import RefusedAddress

Headers = tuple[tuple[str, str], ...]
BODILESS = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class Hop:
    """One answered request; `url` is without userinfo, `address` the numeric address that answered."""

    url: str
    status: int
    headers: Headers
    address: str | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered: `url` as asked for, `final_url` after redirects, `body` without its content coding."""

    url: str
    final_url: str
    status: int
    headers: Headers
    body: bytes
    media_type: str | None
    etag: str | None
    last_modified: str | None
    hops: tuple[Hop, ...]
    fetched_at: dt.datetime
    wire_bytes: int

    @classmethod
    def made_of(cls, url: str, hops: Sequence[Hop], answer: Answer, body: bytes, fetched_at: dt.datetime) -> Self:
        """The last answer and the way to it."""
        last = answer.hop
        media_type = (header(last.headers, "content-type") or "").partition(";")[0].strip().lower() or None
        return cls(
            url, last.url, last.status, last.headers, body, media_type, header(last.headers, "etag"), header(last.headers, "last-modified"),
            tuple(hops), fetched_at, answer.counter.wire_bytes,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose body is still on its way."""

    hop: Hop
    counter: Counter
    arriving: Iterable[bytes]

    @classmethod
    def of(cls, url: str, response: httpcore.Response, limits: Limits) -> Self:
        """The answer in a response of the pool."""
        headers = tuple((name.decode("latin-1"), _text(value)) for name, value in response.headers)
        peer = response.extensions["network_stream"].get_extra_info("server_addr")
        return cls(Hop(url, response.status, headers, str(peer[0]) if peer else None), Counter(limits), response.iter_stream())

    def pieces(self) -> Iterator[bytes]:
        """The body without its content coding, as it comes. Raises `FetchError`."""
        with naming(self.hop.url, broken_off="truncated"):
            yield from self._pieces()

    def whole(self) -> bytes:
        """The whole body; nothing for a redirect, whose body nobody reads. Raises `FetchError`."""
        return b"" if 300 <= self.hop.status < 400 else b"".join(self.pieces())

    def start(self, length: int) -> bytes:
        """The first `length` bytes of the body. Raises `FetchError`."""
        start = bytearray()
        for piece in self.pieces():
            start += piece
            if len(start) >= length:
                break
        return bytes(start[:length])

    def _pieces(self) -> Iterator[bytes]:
        if self.hop.status in BODILESS:
            return
        if self.hop.status == 206:
            raise CutShort("the host answers with a part that was not asked for")
        announced = header(self.hop.headers, "content-length") or ""
        length = int(announced) if announced.isascii() and announced.isdigit() else None
        self.counter.announced(length)
        # That as many bytes come as were announced, or all chunks, is seen to by h11 and h2: they end with an error else.
        yield from self.counter.body(decoded(self.counter.wire(self.arriving), header(self.hop.headers, "content-encoding") or ""))


def header(headers: Headers, name: str) -> str | None:
    """The value of a header, its lines joined by commas (RFC 9110, 5.3); None where there is none."""
    values = [value for key, value in headers if key.lower() == name]
    return ", ".join(values) if values else None


def _text(value: bytes) -> str:
    """A header's bytes: UTF-8 as addresses have it today, else Latin-1 as of old."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


@contextmanager
def naming(url: str, *, broken_off: str = "dropped") -> Iterator[None]:
    """Every way in which a conversation fails, as a `FetchError` with its reason; `broken_off` is that of a lost connection."""
    try:
        yield
    except RefusedAddress as error:
        raise FetchError(url, "refused_address", f"{error}; allow the host in the source's settings if that is meant") from error
    except TooLarge as error:
        raise FetchError(url, "too_large", f"{error}; raise the limit in the source's settings if the file is wanted") from error
    except CutShort as error:
        raise FetchError(url, "truncated", f"{error}; run again") from error
    except CodingError as error:
        raise FetchError(url, "coding", f"{error}; report it to the host") from error
    except httpcore.ConnectTimeout as error:
        raise FetchError(url, "dropped", "no connection within the time allowed; run again later") from error
    except httpcore.TimeoutException as error:
        raise FetchError(url, "timeout", f"{error or 'no byte came within the time allowed'}; run again later") from error
    except httpcore.ConnectError as error:
        if error.args and isinstance(error.args[0], ssl.SSLError):
            raise FetchError(url, "tls", f"no secure connection ({error}); check the address") from error
        raise FetchError(url, "dropped", f"no connection ({error}); check the address, or run again later") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise FetchError(url, broken_off, f"the host broke off ({error}); run again later") from error
