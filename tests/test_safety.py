"""No request goes where no release is published, and no secret goes where it is not known already."""

from __future__ import annotations

import ipaddress
import logging
import re
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.fetch.errors import FetchError
from flows.fetch.safety import Deadline, refusal
from tests.conftest import ROOT
from tests.serving import LOCAL, Asked, Connector, NoConnector, Reply, Server, Wire, local_fetcher, local_names, redirect

NETWORKS = yaml.safe_load(Path(ROOT / "config" / "networks.yaml").read_text(encoding="utf-8"))
BLOCKED = [
    (kind, ipaddress.ip_network(network)) for kind, rows in NETWORKS.items() if kind not in {"carriers", "unicast"} for network in rows
]
PUBLIC = "93.184.215.14"
NOBODY: frozenset[str] = frozenset()


def refused(url: str, **settings: Any) -> tuple[FetchError, list[str]]:
    """The error that fetching gives, and the addresses that a connection was tried to; nothing leaves the machine."""
    connector = NoConnector()
    with (
        local_fetcher(connect=connector, **{"retries": 0, "obey_robots": False, **settings}) as fetcher,
        pytest.raises(FetchError) as caught,
    ):
        fetcher.get(url)
    return caught.value, connector.tried


def forms_of_4(address: ipaddress.IPv4Address) -> list[str]:
    """The ways to write an IPv4 address that some resolver reads, bare and inside IPv6."""
    number = int(address)
    a, b, c, d = address.packed
    mixed = [f"::ffff:{address}", f"64:ff9b::{address}", f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1", f"::{address}"]
    return [
        str(address), str(number), hex(number), f"0{number:o}", f"{a}.{number & 0xFFFFFF}", f"{a}.{b}.{number & 0xFFFF}", f"0x{a:x}.0{b:o}.{c}.{d}",
        f"{a:04o}.{b:04o}.{c:04o}.{d:04o}", f"{address}.", str(address).translate({48 + n: 0xFF10 + n for n in range(10)}),
        *(f"[{form}]" for form in mixed), f"[{ipaddress.IPv6Address(mixed[0]).exploded}]",
    ]  # fmt: skip


def forms_of_6(address: ipaddress.IPv6Address) -> list[str]:
    """The ways to write an IPv6 address."""
    return [f"[{address}]", f"[{address.exploded}]", f"[{str(address).upper()}]"]


@st.composite
def blocked_hosts(draw: st.DrawFn) -> str:
    """An address of a network that is refused, in some written form."""
    _, network = draw(st.sampled_from(BLOCKED))
    number = int(network.network_address) + draw(st.integers(0, network.num_addresses - 1))
    if network.version == 4:
        return draw(st.sampled_from(forms_of_4(ipaddress.IPv4Address(number))))
    return draw(st.sampled_from(forms_of_6(ipaddress.IPv6Address(number))))


@settings(max_examples=400)
@given(blocked_hosts())
@example("2130706433")
@example("0x7f.1")
@example("[::ffff:7f00:1]")
@example("127.1")
def test_no_blocked_address_in_any_form(host: str) -> None:
    """No address of a refused network passes, however it is written, and no connection to one is tried."""
    error, tried = refused(f"http://{host}/", allowed_hosts=NOBODY)
    # A form that this machine's resolver does not read leads nowhere, and is no address.
    assert error.reason in {"refused_address", "address", "dropped"}
    assert tried == []


@settings(max_examples=200)
@given(blocked_hosts(), st.booleans())
def test_no_blocked_address_by_name(host: str, first: bool) -> None:
    """Nor does a name pass that leads to one, alone or beside a public address."""
    text = host.strip("[]").rstrip(".")
    try:
        address = str(ipaddress.ip_address(text))
    except ValueError:
        return  # A form that no resolver answers with.
    for answers in ([address], [address, PUBLIC] if first else [PUBLIC, address]):
        error, tried = refused("http://ministry.example/", resolve=lambda host, port, answers=answers: answers)
        assert (error.reason, tried) == ("refused_address", [])


@pytest.mark.parametrize("address", [PUBLIC, "2606:4700::6810:84e5", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e", "2002:5db8:d70e::1"])
def test_public_addresses_pass(address: str) -> None:
    """A public address is connected to, also inside an IPv6 address that carries it."""
    assert refusal(address) is None
    _, tried = refused("http://ministry.example/", resolve=lambda host, port: [address])
    assert tried == [address]


def test_what_settings_open() -> None:
    """A host that the settings name may be local or private, and nothing worse; another host may not."""
    for address in ("127.0.0.1", "10.1.2.3", "fd12::1", "100.64.0.1", "::1", "::ffff:10.1.2.3"):
        assert refusal(address) is not None
        assert refusal(address, opened=True) is None
    for address in (
        "169.254.169.254",
        "fd00:ec2::254",
        "100.100.100.200",
        "168.63.129.16",
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "fe80::1%eth0",
        "nonsense",
    ):
        assert refusal(address, opened=True) is not None


def test_a_rebinding_name() -> None:
    """A name that is public first and local then is asked for once per connection; what was checked is what is connected to."""
    asked: list[str] = []

    def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else [LOCAL]

    error, tried = refused("http://rebind.example/", resolve=rebinding, retries=2)
    assert (error.reason, tried, len(asked)) == ("refused_address", [PUBLIC], 2)


def test_a_pinned_connection() -> None:
    """Name and Host header stay those of the address asked for, while the connection goes to the checked address, for each page anew."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return [PUBLIC]

    with Server({"/": Reply(b"a page")}) as server:
        connector = Connector()
        with local_fetcher(resolve=resolve, connect=connector, allowed_hosts=NOBODY, obey_robots=False) as fetcher:
            for _ in range(2):
                assert fetcher.get(server.url(host="ministry.example")).body == b"a page"
        assert (asked, connector.tried) == (["ministry.example"] * 2, [PUBLIC] * 2)
        assert server.requests[0].headers["host"] == f"ministry.example:{server.port}"


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://169.254.169.254/latest/meta-data/", "refused_address"),
        ("//169.254.169.254/", "refused_address"),
        ("http://[::ffff:169.254.169.254]/", "refused_address"),
        ("http://10.0.0.1/", "refused_address"),
        ("http://2130706433/", "refused_address"),
        ("http://0/", "refused_address"),
        ("file:///etc/passwd", "refused_scheme"),
        ("ftp://ministry.example/", "refused_scheme"),
        ("gopher://127.0.0.1:6379/_", "refused_scheme"),
        ("data:text/html,x", "refused_scheme"),
        ("http://a b/", "address"),
        ("http://[::1", "address"),
    ],
)
def test_redirects_to_where_nothing_is_published(location: str, code: str) -> None:
    """A redirect to a private or metadata address, or to another scheme, is refused before a connection."""
    with Server({"/": redirect(location)}) as server:
        connector = Connector()
        with local_fetcher(connect=connector) as fetcher, pytest.raises(FetchError) as caught:
            fetcher.get(server.url())
        assert caught.value.reason == code
        assert set(connector.tried) == {LOCAL}


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://ministry.example/", "/etc/passwd", "http:///x", "javascript:alert(1)"])
def test_only_http(url: str) -> None:
    """Only http and https are fetched; the error names the address."""
    error, tried = refused(url)
    assert error.reason in {"refused_scheme", "address"}
    assert url in str(error)
    assert tried == []


def test_redirects_end() -> None:
    """Ten redirects are followed, the eleventh is not; a circle ends at once."""
    routes = {f"/{number}": redirect(f"/{number + 1}") for number in range(11)} | {
        "/11": Reply(b"there"),
        "/a": redirect("b"),
        "/b": redirect("/a"),
    }
    with Server(routes) as server, local_fetcher() as fetcher:
        assert fetcher.get(server.url("/1")).body == b"there"
        for start in ("/0", "/a"):
            with pytest.raises(FetchError) as caught:
                fetcher.get(server.url(start))
            assert caught.value.reason == "redirects"
        assert server.asked("/a") == 1


def test_credentials_stay_where_they_belong(caplog: pytest.LogCaptureFixture) -> None:
    """Userinfo goes to its own host and port alone, never from a redirect, and stands in no answer, error or log."""
    caplog.set_level(logging.DEBUG)
    with Server({"/": Reply(b"theirs")}) as other:
        routes = {"/same": redirect("/page"), "/page": Reply(b"ours", headers={"Set-Cookie": "session=1"}), "/over": redirect(other.url())}
        with Server(routes) as server, local_fetcher(retries=0) as fetcher:
            server.routes["/given"] = redirect(server.url("/page").replace("//", "//x:y@"))
            server.routes["/taken"] = redirect(other.url().replace("//", "//x:y@"))
            server.routes["/lost"] = redirect("http://x:y@/")
            own = server.url("/same").replace("//", "//user:s%33cret@")
            fetched = [fetcher.get(own.replace("/same", path)) for path in ("/same", "/same", "/over", "/given", "/taken")]
            with pytest.raises(FetchError) as caught:
                fetcher.get(own.replace("/same", "/lost"))
    pages = [request for request in server.requests if request.target == "/page"]
    assert {request.headers["authorization"] for request in pages} == {"Basic dXNlcjpzM2NyZXQ="}
    assert all("authorization" not in request.headers for request in other.requests)
    assert all("cookie" not in request.headers for request in server.requests)
    shown = repr([(answer.url, answer.final_url, [hop.url for hop in answer.hops]) for answer in fetched]) + str(caught.value) + caplog.text
    assert all(secret not in shown for secret in ("s%33cret", "s3cret", "dXNlcjpzM2NyZXQ", "x:y"))


def test_a_request_within_another_has_its_own_time() -> None:
    """A page fetched while a file streams leaves the file's time as it was."""
    deadline = Deadline()
    with deadline.in_seconds(1000):
        with deadline.in_seconds(1):
            assert deadline.left(500) <= 1
        assert deadline.left(500) == 500
    assert deadline.left(None) is None


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy named in the environment would see every address and connect where it likes; it is not asked."""
    with Server({}) as proxy, Server({"/": Reply(b"direct")}) as server:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url())
        with local_fetcher() as fetcher:
            assert fetcher.get(server.url()).body == b"direct"
        assert proxy.requests == []


def test_a_header_cannot_be_smuggled_in() -> None:
    """Line breaks in an address or a redirect make no second header."""
    with Server({"/": Reply(b"page")}) as server, local_fetcher() as fetcher:
        fetcher.get(server.url("/?a=b\r\nX-Smuggled: 1"))
        fetcher.get(server.url("/?a=%0d%0aX-Smuggled: 1"))
    assert all("x-smuggled" not in request.headers for request in server.requests)


@settings(max_examples=80)
@given(noise=st.binary(max_size=200), start=st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"]))
@example(noise=b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", start=b"HTTP/1.1 200 OK\r\n")
@example(noise=b"Content-Length: -5\r\n\r\nabcdef", start=b"HTTP/1.1 200 OK\r\n")
@example(noise=b"X: " + b"y" * 200_000, start=b"HTTP/1.1 200 OK\r\n")
def test_noise_for_an_answer(noise: bytes, start: bytes) -> None:
    """Whatever a host sends is an answer or an error with a name."""

    def route(asked: Asked, wire: Wire) -> None:
        wire.send(start + noise)
        wire.drop()

    with Server({"/": route}) as server, local_fetcher(retries=0, obey_robots=False) as fetcher:
        try:
            reason = str(fetcher.get(server.url()).status)
        except FetchError as error:
            reason = error.reason
    assert re.fullmatch(r"[1-9]\d\d|dropped|truncated|unasked_304|coding|status_\d+", reason)


def test_local_names_ask_nobody() -> None:
    """The tests' own resolver knows this machine and numbers only."""
    assert local_names("a.test", 80) == [LOCAL]
    with pytest.raises(socket.gaierror):
        local_names("ministry.example", 80)
