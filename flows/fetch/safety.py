"""Which machines may be asked: every name is resolved once, every answer checked, and only a checked address connected to."""

from __future__ import annotations

import functools
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpcore
import yaml

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]
Connect = Callable[[str, int, float | None], httpcore.NetworkStream]

# What a source's settings may open for a host that they name: an archive in the same house, a test server.
OPENABLE = frozenset({"loopback", "private", "shared"})


class RefusedAddress(Exception):
    """A host that leads to a network where no release is published; the message names both."""


def resolve_host(host: str, port: int) -> Sequence[str]:
    """All addresses of a host, in the system's order. Raises `OSError` where it has none."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


def connect_address(address: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
    """A connection to a numeric address; no name is looked up. `timeout` is in seconds."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout=timeout)


def refusal(text: str, *, opened: bool = False) -> str | None:
    """Why an address is not connected to, as the kind of its network; None where it may be.

    `opened` says that the source's settings name the host. Rules: `config/networks.yaml`.
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return "no address"
    kinds = _kinds(_carried(address))
    shut = [kind for kind in kinds if not (opened and kind in OPENABLE)]
    return shut[0] if shut else None


def _kinds(address: IPAddress) -> list[str]:
    networks, _, unicast = _networks()
    kinds = [kind for kind, network in networks if address.version == network.version and address in network]
    if not kinds and address.version == 6 and not any(address in network for network in unicast):
        return ["reserved"]
    # The metadata service lies in a private network of some providers: the stricter kind counts, and comes first.
    return sorted(kinds, key=lambda kind: kind in OPENABLE)


def _carried(address: IPAddress) -> IPAddress:
    """The IPv4 address inside an IPv6 address that carries one (mapped, NAT64, 6to4), else the address itself."""
    if isinstance(address, ipaddress.IPv6Address):
        for network, bits_after in _networks()[1]:
            if address in network:
                return ipaddress.IPv4Address(int(address) >> bits_after & 0xFFFFFFFF)
    return address


@functools.cache
def _networks() -> tuple[list[tuple[str, IPNetwork]], list[tuple[IPNetwork, int]], list[IPNetwork]]:
    """Networks that are refused with their kind; those that carry IPv4 with the bits after it; those given out to hosts."""
    path = Path(__file__).parents[2] / "config" / "networks.yaml"
    rows: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    carriers = [(ipaddress.ip_network(network), bits) for network, bits in rows.pop("carriers").items()]
    unicast = [ipaddress.ip_network(network) for network in rows.pop("unicast")]
    refused = [(kind, ipaddress.ip_network(network)) for kind, networks in rows.items() for network in networks]
    return refused, carriers, unicast


class Deadline(threading.local):
    """The moment by which this thread's request must be done, on the system's monotonic clock."""

    at: float | None = None

    @contextmanager
    def in_seconds(self, seconds: float) -> Iterator[None]:
        """Within the block all is to be done in so many seconds; a request inside another's block has its own."""
        before, self.at = self.at, time.monotonic() + seconds
        try:
            yield
        finally:
            self.at = before

    def left(self, timeout: float | None) -> float | None:
        """The time-out of one read or write in seconds: the given one, or less where less is left. Raises when nothing is."""
        if self.at is None:
            return timeout
        left = self.at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole answer is over")
        return left if timeout is None else min(timeout, left)


class PinnedBackend(httpcore.NetworkBackend):
    """Opens connections for the pool. There is no other way out: a name is resolved here, checked here, and the address connected to."""

    def __init__(self, opened_hosts: Iterable[str], resolve: Resolve, connect: Connect) -> None:
        self.deadline = Deadline()
        self._opened = frozenset(host.lower() for host in opened_hosts)
        self._resolve = resolve
        self._connect = connect

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of `host` that answers, after all of them were checked. Raises `RefusedAddress`."""
        try:
            addresses = self._resolve(host, port)
        except OSError as error:
            raise httpcore.ConnectError(f"the name {host} has no address ({error.strerror or error})") from error
        # One bad answer among good ones is an attempt to rebind the name: all are refused.
        for address in addresses:
            if kind := refusal(address, opened=host in self._opened):
                raise RefusedAddress(f"{host} leads to {address} ({kind})")
        problem: Exception = httpcore.ConnectError(f"the name {host} has no address")
        for address in addresses:
            try:
                return TimedStream(self._connect(address, port, self.deadline.left(timeout)), self.deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem


class TimedStream(httpcore.NetworkStream):
    """A connection of which every read and write also keeps the deadline of the whole request."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """As the stream's own, in time."""
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """As the stream's own, in time."""
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """TLS over this connection; the certificate must be the host's, by the name that was asked for."""
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """As the stream's own."""
        return self._stream.get_extra_info(info)
