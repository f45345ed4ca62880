"""An answer that holds no release is named; one that does is never taken for such."""

from __future__ import annotations

import pytest

from flows.fetch.softfail import soft_failure
from tests.conftest import GOLDEN, shared_folder

MENU = (
    "<ul>"
    + "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("Home", "The Ministry", "Newsroom", "Press contacts", "Careers"))
    + "</ul>"
)
SHORT = "<p>The Minister of Defence received the Ambassador of Peru on Tuesday. They spoke of joint patrols, and agreed to meet again in June.</p>"
RELEASE = SHORT + "<p>" + "The two sides reviewed the year behind them and what they have planned for the next. " * 4 + "</p>"


def page(body: str, title: str = "Newsroom | Ministry of Defence", head: str = "") -> bytes:
    """A whole page of a ministry."""
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{MENU}{body}</body></html>".encode()


FAILING = [
    ("missing_page", page("<h1>Page not found</h1><p>Try the search, or go back to the start page of the Ministry.</p>", "Ministry of Defence")),
    ("missing_page", page("<p>Bad luck.</p>", "404 - Not Found | Ministry")),
    ("missing_page", page("<p>Sorry, the page you are looking for has moved.</p><p>" + "Search, or see the list of our newest releases. " * 3 + "</p>")),
    ("missing_page", page("<h1>Página no encontrada</h1>")),
    ("consent_page", page("<h1>Before you continue</h1><p>We use cookies. " + "Your consent is needed for some of them. " * 30 + "</p>", "Before you continue")),
    ("consent_page", page("<div>We and our partners store personal data on your device.</div><button>Accept all cookies</button>")),
    ("consent_page", page("<p>Alle Cookies akzeptieren</p><p>Mit Ihrer Einwilligung werden Cookies gesetzt, die uns helfen, diese Seite zu verbessern.</p>")),
    ("login_wall", page("<form>Name <input name='n'> Password <input type='password'></form>", "Sign in | Ministry of Defence")),
    ("login_wall", page("<p>You must be logged in to view this page.</p>")),
    ("login_wall", page("<h1>Iniciar sesión</h1><form><input type='password'></form>")),
    ("challenge_page", page("<h1>www.ministry.example</h1><p>Verifying you are human. This may take a few seconds.</p>", "Just a moment...")),
    ("challenge_page", page("<p>Reference #18.2f</p>", "Access Denied")),
    ("script_page", page("<div id='root'></div><noscript>You need to enable JavaScript to run this app.</noscript>")),
    ("script_page", b"<html><head><title>News</title></head><body><app-root></app-root><div id='app'></div><script src='a.js'></script></body></html>"),
    ("script_page", page("<p>Please enable JavaScript in your browser.</p>")),
    ("truncated_body", page(RELEASE)[: -len("</p></body></html>") - 40]),
    ("truncated_body", b"<?xml version='1.0'?><rss version='2.0'><channel><item><title>A</title></item><item><ti"),
    ("empty_feed", b"\xef\xbb\xbf<?xml version='1.0'?><!-- made by hand --><rss version='2.0'><channel><title>News</title></channel></rss>"),
    ("empty_feed", b"<feed xmlns='http://www.w3.org/2005/Atom'/>"),
    ("empty_body", b" \r\n "),
    ("empty_body", b"<!-- <p> -->"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body"), FAILING)
def test_soft_failures(kind: str, body: bytes) -> None:
    """Each kind of answer that holds no release has its name."""
    assert soft_failure(body, "text/html; charset=utf-8") == kind


SOUND = [
    page(SHORT),
    page(RELEASE, "Access denied: what the sanctions changed"),
    page(RELEASE + "<p>The page you are looking for in the annual report is number 404, and it cannot be found in print.</p>" + RELEASE * 3),
    page("<h1>404 soldiers return home</h1>" + SHORT, "404 soldiers return home | Ministry"),
    page(SHORT + "<div class='cookies'><h1>Cookie settings</h1>We and our partners store data. Accept all cookies</div><h1>Visit</h1>"),
    page(SHORT + "<form><h1>Log in</h1><input type='password'></form><h1>Ambassador received</h1><p>You must be logged in to post a comment.</p>"),
    page(RELEASE + "<noscript>Please enable JavaScript to see the map.</noscript><div id='root'></div>"),
    page("<p>Security check at the border: the ministers inspected one.</p>" + SHORT, "Ministers at the border"),
    page("<h1>Newsroom</h1>" + MENU * 3),
    b"<html><body>" + RELEASE.encode() + b"</body>",
    b"<p>" + RELEASE.encode() + b"<p>and no end tags, as HTML allows",
    b"<rss><channel><item><title>404 Not Found</title></item></channel></rss>",
    b"The Minister met the Ambassador.\nPage not found is what the old server said.",
    b"%PDF-1.7 binary",
]  # fmt: skip


@pytest.mark.parametrize("body", SOUND)
def test_releases_are_none(body: bytes) -> None:
    """A release with a banner, a form or words of a failure, a listing, a fragment and a feed are no failures."""
    assert soft_failure(body, "text/html") is None


def test_json() -> None:
    """An API's answer without results is an empty feed; another is not."""
    assert soft_failure(b'{"total": 0, "results": []}', "application/json") == "empty_feed"
    assert soft_failure(b"[]", "application/json; charset=utf-8") == "empty_feed"
    assert soft_failure(b'{"results": [{"title": "404"}]}', "application/json") is None
    assert soft_failure(b"{broken", "application/json") is None


def test_our_own_samples() -> None:
    """None of the project's sample releases is a failure."""
    assert [path.name for path in sorted(GOLDEN.rglob("releases/*.*")) if soft_failure(path.read_bytes())] == []


def test_real_pages() -> None:
    """None of the real pages (releases, contracts, listings, speeches) is a failure; each one cut in its middle is."""
    for path in sorted(shared_folder("corpus/pages").glob("*.html")):
        body = path.read_bytes()
        assert soft_failure(body, "text/html") is None, path.name
        assert soft_failure(body[: body.lower().rindex(b"</body")], "text/html") == "truncated_body", path.name


def test_real_feeds() -> None:
    """None of the real polls of a feed is a failure."""
    for path in sorted(shared_folder("corpus/feeds/state").iterdir()):
        assert soft_failure(path.read_bytes(), "application/rss+xml") is None, path.name


@pytest.mark.parametrize("piece", [b"<!-- -->", b"<?a?>", b"<p>", b"<div><b>", b"<!", b" "])
def test_hostile_bodies_are_read_once(piece: bytes) -> None:
    """A body of nothing but comments, or of tags that never close, comes to an end: a pattern that tries every way to cut it would not."""
    assert soft_failure(piece * 40_000, "text/html") in {None, "empty_body"}
