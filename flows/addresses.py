"""Web addresses: the canonical form that tells releases apart, and the parts that a request needs."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

import yaml

DEFAULT_PORTS = {"http": 80, "https": 443}
# Letters, digits, hyphen, and the underscore that some ministries' hosts have against RFC 1123; or an IPv6 literal.
HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*|[0-9a-f:.]*:[0-9a-f:.]*")
USERINFO = re.compile(r"//[^/?#]*@")
UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
# What stands for itself in a path or query (RFC 3986, 3.3 and 3.4), and the escapes that are there already.
PATH_SAFE = "/%:@!$&'()*+,;=~-._"
QUERY_SAFE = PATH_SAFE + "?"


class AddressError(ValueError):
    """A text that is no address of a web page; the message says why."""


class SchemeError(AddressError):
    """An address of another scheme than http and https."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address to ask: `target` is path and query as sent; `userinfo` is kept out of every text made of it."""

    scheme: str
    host: str
    port: int
    target: str
    userinfo: str | None = field(default=None, repr=False)

    @property
    def authority(self) -> str:
        """Host and, where it is not the scheme's own, port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what shares credentials and a robots.txt."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The address without userinfo and fragment."""
        return self.origin + self.target


def read_address(url: str) -> Address:
    """The parts of an http or https address, quoted as a request needs them.

    Raises `AddressError` for another scheme, and for a host or port that cannot be one.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        path = quote(_without_dots(parts.path) or "/", safe=PATH_SAFE)
        query = quote(parts.query, safe=QUERY_SAFE)
    except ValueError as error:
        raise AddressError(f"no address ({error})") from error
    if parts.scheme not in DEFAULT_PORTS:
        raise SchemeError(f"only http and https are fetched, not {parts.scheme + ':' if parts.scheme else 'an address without a scheme'}")
    if UNSAFE.search(parts.netloc):
        raise AddressError("the host holds a character that no host has")
    host = ascii_host(parts.hostname or "")
    userinfo = parts.netloc.rpartition("@")[0] or None
    return Address(parts.scheme, host, port or DEFAULT_PORTS[parts.scheme], path + (f"?{query}" if query else ""), userinfo)


def ascii_host(host: str) -> str:
    """A host's name in lower case and ASCII (IDNA 2008, UTS 46). Raises `AddressError` where it cannot be one."""
    if not host.isascii():
        import idna  # slow to import, seldom needed

        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise AddressError(f"the host is no name ({error})") from error
    host = host.lower().removesuffix(".")
    if len(host) > 253 or not HOST.fullmatch(host):
        raise AddressError("the host is no name")
    return host


def canonical_url(url: str) -> str | None:
    """The one form of an address that keys are made of; None where it is no http address.

    Scheme and host in lower case, host in ASCII, escapes in one form, dots resolved (RFC 3986, 6.2.2); without userinfo,
    default port, fragment and the tracking parameters of `config/tracking.yaml`.
    """
    try:
        address = read_address(url)
    except AddressError:
        return None
    path, _, query = address.target.partition("?")
    kept = [pair for pair in query.split("&") if pair and not _is_tracking(pair)]
    return urlunsplit((address.scheme, address.authority, _without_dots(_one_form(path)), _one_form("&".join(kept)), ""))


def without_userinfo(url: str) -> str:
    """A text that may be an address, without what stands before an @ in its host: fit to be shown."""
    return USERINFO.sub("//", url)


def join_address(base: str, link: str) -> str:
    """A link as it stands in a page or a Location header, made whole by the address it was found at. Raises `AddressError`."""
    try:
        return urljoin(base, link.strip())
    except ValueError as error:
        raise AddressError(f"no address ({error})") from error


def _is_tracking(pair: str) -> bool:
    name = unquote(pair.partition("=")[0]).lower()
    prefixes, names = _tracking()
    return name in names or name.startswith(prefixes)


@functools.cache
def _tracking() -> tuple[tuple[str, ...], frozenset[str]]:
    path = Path(__file__).parents[1] / "config" / "tracking.yaml"
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return tuple(rows["prefixes"]), frozenset(rows["names"])


def _without_dots(path: str) -> str:
    """A path with `.` and `..` resolved (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    pieces = path.split("/")
    for piece in pieces:
        if piece == "..":
            if len(kept) > 1:
                kept.pop()
        elif piece != ".":
            kept.append(piece)
    return "/".join(kept) + ("/" if pieces[-1] in {".", ".."} and kept[-1:] != [""] else "")


def _one_form(text: str) -> str:
    """Escapes of plain letters undone, all others with capitals (RFC 3986, 6.2.2.1 and 6.2.2.2)."""

    def form(match: re.Match[str]) -> str:
        letter = chr(int(match.group()[1:], 16))
        return letter if UNRESERVED.fullmatch(letter) else match.group().upper()

    return ESCAPE.sub(form, text)
