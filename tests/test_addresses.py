"""An address has one canonical form, and only what can be asked for is an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.addresses import AddressError, canonical_url, read_address, without_userinfo


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://WWW.Example.ORG:443", "https://www.example.org/"),
        ("http://example.org:8080/a/./b/../c#part", "http://example.org:8080/a/c"),
        ("https://example.org/a?utm_source=x&ID=7&fbclid=y", "https://example.org/a?ID=7"),
        ("https://example.org/?b=2&a=1&a=1", "https://example.org/?b=2&a=1&a=1"),
        ("https://user:secret@example.org/", "https://example.org/"),
        ("https://münchen.example/%7ea/%c3%a4", "https://xn--mnchen-3ya.example/~a/%C3%A4"),
        ("https://example.org/ä b?q=ü", "https://example.org/%C3%A4%20b?q=%C3%BC"),
        ("https://example.org/%2e%2e/a%2Fb", "https://example.org/a%2Fb"),
        ("https://example.org./a//b", "https://example.org/a//b"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
        ("https://example.org/subutm_x?xutm_y=1", "https://example.org/subutm_x?xutm_y=1"),
    ],
)
def test_canonical_form(url: str, canonical: str) -> None:
    """Case, IDNA, port, dots, escapes, fragment, userinfo and tracking parameters make no other address."""
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    ["", "page.html", "//example.org/", "ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)", "http://", "http://a b/", "http://a\\@b/",
     "http://%31/", "http://x:99999/", "http://[::1", "http://a..b/", "http://" + "a" * 64 + ".org/", "http://\u2100.org/"],
)  # fmt: skip
def test_no_address(url: str) -> None:
    """What no browser would ask a web server for is no address."""
    assert canonical_url(url) is None
    with pytest.raises(AddressError):
        read_address(url)


@given(st.text(), st.sampled_from(["", "http://", "https://a.org/", "http://a@"]))
def test_any_text(text: str, start: str) -> None:
    """Any text is an address or none, an address's canonical form is its own, and what is sent is plain ASCII in one line."""
    form = canonical_url(start + text)
    if form is not None:
        assert canonical_url(form) == form
        target = read_address(start + text).target
        assert target.isascii()
        assert target.isprintable()
        assert " " not in target


def test_userinfo_is_not_shown() -> None:
    """A text that is shown holds no password; an @ in a path stays."""
    assert without_userinfo("http://u:p@h/a@b") == "http://h/a@b"
    assert without_userinfo("h/a@b") == "h/a@b"
