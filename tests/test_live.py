"""Live sources: what is published, changed, moved or withdrawn is in the warehouse once; what cannot be had is named."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from config.settings import Settings
from config.sources import Source
from flows.fetch.archive import Archive
from flows.fetch.files import list_files, read_captures
from flows.fetch.manners import Hosts
from flows.fetch.robots import RobotsAnswer
from flows.forgetting import forget
from flows.gathered import Window
from flows.home import Home
from flows.ingesting import known_ledger, take, unread
from flows.live import SourceReport, ingest_sources, look_at_sources
from flows.rebuild import rebuild
from tests.conftest import MOMENT
from tests.serving import FakeClock, Reply, Route, Server, conditional, dropped, local_fetcher, redirect
from tests.test_replay import TERMS, hash_of
from warehouse.connect import open_writer
from warehouse.read import query, run_checks

NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=2)
MEETING = "Foreign Minister Ada Lind met with Kenyan Foreign Secretary Daniel Otieno in Oslo on 9 March 2026. They discussed trade and the drought."
LONG = (
    MEETING
    + " "
    + " ".join(f"The two ministers also spoke about the plan numbered {number} for the ports of both countries." for number in range(6))
)


def page(words: str = MEETING, title: str = "Meeting in Oslo", date: str = "2026-03-09", extra: str = "") -> bytes:
    return f"""<!doctype html><html lang="en"><head><title>{title} | Ministry</title><meta name="date" content="{date}"></head><body><nav><a href="/">Home</a>
<a href="/news">News</a></nav><main><h1>{title}</h1><div class="text"><p>{words}</p></div></main><footer>{extra}</footer></body></html>""".encode()


def feed(*rows: tuple[str, str, str], built: str = "Mon, 09 Mar 2026 12:00:00 +0000", content: Mapping[str, str] | None = None) -> bytes:
    """A feed of (id, address, date) rows; with `content` each item has its text."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{key}</guid><link>{url}</link><title>Meeting in Oslo</title><pubDate>{date}</pubDate>"
        + (f"<description><![CDATA[<p>{content[key]}</p>]]></description>" if content else "")
        + "</item>"
        for key, url, date in rows
    )
    return f'<rss version="2.0"><channel><title>News</title><lastBuildDate>{built}</lastBuildDate>{items}</channel></rss>'.encode()


DAY = "Mon, 09 Mar 2026 10:00:00 +0000"


def source(name: str, find: Mapping[str, Any], **settings: object) -> Source:
    values = {"id": name, "publisher": "Foreign Ministry", "find": find, "terms": TERMS, "checked": {"finding": "test"}}
    return Source.model_validate(values | {"assertions": {"required": ["title"]}} | settings)


def run(home: Home, *sources: Source, now: dt.datetime = NOW, window: Window | None = None) -> dict[str, SourceReport]:
    settings = Settings(home=home.folder, workers=1)
    return ingest_sources(sources, window or Window(), settings, lambda _: local_fetcher(), lambda: now)


def rows(home: Home, sql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = query(home.snapshot, sql).to_pylist()
    return found


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def linked(server: Server, name: str = "linked", **settings: object) -> Source:
    return source(name, {"kind": "feed", "url": server.url("/feed")}, **settings)


def test_pages_are_asked_for_once_and_then_only_whether_they_changed(home: Home) -> None:
    """A page that answers 304, or with other bytes and the same words, is no revision; other words are one, and it says what changed."""
    changed = page(MEETING.replace("9 March", "8 March"))
    answers: list[Route] = [
        conditional(page(), etag='"1"'),
        conditional(page(), etag='"1"'),
        Reply(page(extra="1,024 visitors")),
        Reply(changed),
    ]
    with Server({"/news/1": answers}) as server:
        server.routes["/feed"] = Reply(feed(("1", server.url("/news/1"), DAY)))
        feed_source = linked(server)
        hashes = []
        for day in range(4):
            report = run(home, feed_source, now=NOW + dt.timedelta(days=day, hours=day))["linked"]
            assert (report.failure, report.summary.refusals) == (None, [])
            hashes.append(hash_of(home))
    assert hashes[0] == hashes[1] == hashes[2] != hashes[3]
    assert [
        row["outcome"] for row in rows(home, "select outcome from ops.capture where url like '%/news/1' order by fetched_at, outcome")
    ] != []
    assert rows(home, "select count(*) as n from core.revision") == [{"n": 2}]
    difference = rows(home, "select difference from main.revisions where revision_no = 2")[0]["difference"]
    assert "-Foreign Minister Ada Lind met with Kenyan Foreign Secretary Daniel Otieno in Oslo on 9 March 2026." in difference
    assert "+Foreign Minister Ada Lind met with Kenyan Foreign Secretary Daniel Otieno in Oslo on 8 March 2026." in difference
    assert set(run_checks(home.snapshot).values()) == {0}


def test_what_is_listed_still_is_not_asked_for_within_a_day(home: Home) -> None:
    """A known page without a newer moment of change is left alone until a day has passed."""
    with Server({"/news/1": Reply(page())}) as server:
        server.routes["/feed"] = Reply(feed(("1", server.url("/news/1"), DAY)))
        for hours in (0, 5, 26):
            run(home, linked(server), now=MOMENT + dt.timedelta(hours=hours))
        assert server.asked("/news/1") == 2


def test_a_page_that_is_gone_is_flagged_and_comes_back(home: Home) -> None:
    """404 flags a known release as withdrawn and deletes nothing; once it answers again the flag is taken away.  A rebuild agrees."""
    with Server({"/news/1": [Reply(page()), Reply(b"gone", 410), Reply(page())], "/news/2": Reply(b"never there", 404)}) as server:
        server.routes["/feed"] = Reply(feed(("1", server.url("/news/1"), DAY), ("2", server.url("/news/2"), DAY)))
        states = []
        for day in range(3):
            report = run(home, linked(server), now=MOMENT + dt.timedelta(days=2 * day))["linked"]
            assert any("answers 404" in refusal.reason for refusal in report.summary.refusals)
            states.append(rows(home, "select is_withdrawn from core.release"))
            before = hash_of(home)
            rebuild(Settings(home=home.folder, workers=1), lambda _: None)
            assert hash_of(home) == before
    assert states == [[{"is_withdrawn": False}], [{"is_withdrawn": True}], [{"is_withdrawn": False}]]
    assert rows(home, "select count(*) as n from core.revision") == [{"n": 1}]


def listing_rows(server: Server, *numbers: int) -> bytes:
    return "".join(
        ["<html><body>", *(f'<li><a href="{server.url(f"/news/{n}")}">Release {n}</a></li>' for n in numbers), "</body></html>"]
    ).encode()


def test_a_gap_is_reported_and_filled(home: Home) -> None:
    """Where the feed's oldest item is newer than the last one seen, the listing gives what lies between."""
    days = [f"{name}, {day:02d} Mar 2026 10:00:00 +0000" for name, day in (("Mon", 2), ("Tue", 3), ("Wed", 4), ("Thu", 5))]
    pages = {
        f"/news/{n}": Reply(page(MEETING.replace("9 March", f"{n + 1} March"), f"Release {n}", f"2026-03-0{n + 1}")) for n in range(1, 5)
    }
    with Server(pages) as server:
        server.routes["/list"] = Reply(listing_rows(server, 4, 3, 2, 1))
        fill = {"kind": "listing", "url": server.url("/list"), "item": {"css": "li a", "expect": "some"}}
        followed = linked(server, fill=fill)
        server.routes["/feed"] = Reply(feed(("1", server.url("/news/1"), days[0])))
        run(home, followed)
        server.routes["/feed"] = Reply(feed(("4", server.url("/news/4"), days[3])))
        report = run(home, followed, now=NOW + dt.timedelta(hours=1))["linked"]
        assert "a gap between 2026-03-02 10:00 and 2026-03-05 10:00 UTC" in report.notes[0]
        assert report.summary.new_count == 3
    assert rows(home, "select count(*) as n from core.release") == [{"n": 4}]


NO_RELEASES: dict[str, Route] = {
    "missing_page": Reply(b"<html><head><title>Page not found</title></head><body><h1>404</h1><p>Page not found</p></body></html>"),
    "has the page's layout changed": Reply(b"<html><body><div class='new'><p>" + MEETING.encode() + b"</p></div></body></html>"),
    "no title, which its source's settings require": Reply(
        b"<html><body><div class='text'><p>" + MEETING.encode() + b"</p></div></body></html>"
    ),
    "answers 403": Reply(b"forbidden", 403),
    "broke off": dropped(),
    "empty_body": Reply(b""),
}


def test_what_is_no_release_is_named_and_not_stored(home: Home) -> None:
    """Error pages with 200, changed layouts, missing fields, refusals and broken connections: a reason each, and no release."""
    routes = {f"/news/{number}": route for number, route in enumerate(NO_RELEASES.values())} | {"/news/9": Reply(page(title="Another"))}
    with Server(routes) as server:
        server.routes["/feed"] = Reply(feed(*((target, server.url(target), DAY) for target in routes)))
        read = {"content": {"css": "div.text", "expect": "one"}, "title": {"css": "h1", "expect": "maybe"}}
        report = run(home, linked(server, read=read))["linked"]
        reasons = {refusal.where.removeprefix(server.url("")): refusal.reason for refusal in report.summary.refusals}
    for number, words in enumerate(NO_RELEASES):
        assert words in reasons[f"/news/{number}"]
    assert len(reasons) == len(NO_RELEASES)
    assert rows(home, "select title from core.revision") == [{"title": "Another"}]


def test_one_sources_failure_does_not_stop_the_others(home: Home) -> None:
    """An empty feed, a layout that changed and a host that drops are named; the fourth source is loaded whole."""
    with Server(
        {
            "/bad": Reply(feed()),
            "/list": Reply(b"<html><body><p>all new here, and long enough to be a page</p></body></html>"),
            "/drop": dropped(),
            "/news/1": Reply(page()),
        }
    ) as server:
        server.routes["/feed"] = Reply(feed(("1", server.url("/news/1"), DAY)))
        listing = {
            "kind": "listing",
            "url": server.url("/list"),
            "item": {"css": "li", "expect": "some"},
            "link": {"css": "a", "attribute": "href"},
        }
        reports = run(
            home,
            source("bad", {"kind": "feed", "url": server.url("/bad")}),
            source("list", listing),
            source("drop", {"kind": "feed", "url": server.url("/drop")}),
            linked(server),
        )
    assert "empty_feed" in (reports["bad"].failure or "")
    assert "expected some, found 0" in (reports["list"].failure or "")
    assert reports["drop"].failure
    assert (reports["linked"].failure, reports["linked"].summary.new_count) == (None, 1)
    outcomes = {
        row["source_id"]: row["outcome"] for row in rows(home, "select source_id, outcome from ops.capture where source_id <> 'linked'")
    }
    assert outcomes == {"bad": "soft_failure", "list": "misread", "drop": "failed"}


def warc_file(path: Path, url: str, body: bytes) -> str:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            url, "response", payload=io.BytesIO(body), http_headers=headers, warc_headers_dict={"WARC-Date": "2026-03-10T10:00:00Z"}
        )
    )
    path.write_bytes(buffer.getvalue())
    return str(path)


def take_folder(home: Home, folder: Path) -> None:
    """What the flow does with a folder, without Prefect."""
    listed, refusals = list_files([folder])
    con = open_writer(home.core)
    captures = Archive(home.archive).add(list(read_captures(listed, refusals, NOW)))
    take(con, unread(con, captures), None, known_ledger(con))
    con.close()


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0)])
def test_however_it_is_found_it_is_one_release(home: Home, tmp_path: Path, order: Sequence[int]) -> None:
    """One address by feed, listing, folder and WARC, in any order, is one release with one id."""
    with Server({"/news/1": Reply(page())}) as server:
        url = server.url("/news/1")
        server.routes["/feed"] = Reply(feed(("guid-1", url + "?utm_source=rss", DAY)))
        server.routes["/news/1?utm_source=rss"] = Reply(page())
        server.routes["/list"] = Reply(listing_rows(server, 1))
        folder = tmp_path / "folder"
        folder.mkdir()
        (folder / "a.html").write_bytes(page())
        (folder / "index.jsonl").write_text(
            f'{{"id": "x", "path": "a.html", "url": "{url}#top", "publisher": "Foreign Ministry", "published_at": "2026-03-09"}}'
        )
        warc = warc_file(tmp_path / "x.warc.gz", url, page())
        listing = {"kind": "listing", "url": server.url("/list"), "item": {"css": "li a", "expect": "some"}}
        ways = [
            linked(server),
            source("listed", listing),
            None,
            source("warc", {"kind": "warc", "locations": [warc], "hosts": ["127.0.0.1"]}),
        ]
        for step, number in enumerate(order):
            way = ways[number]
            if way is None:
                take_folder(home, folder)
            else:
                report = run(home, way, now=MOMENT + dt.timedelta(days=step * 2))[way.id]
                assert report.failure is None
        run(home, linked(server), now=LATER)
    found = rows(home, "select release_id from core.release")
    assert len(found) == 1
    assert len(rows(home, "select * from core.revision")) == 1


def content_source(server: Server, name: str = "full") -> Source:
    return source(name, {"kind": "feed", "url": server.url("/feed"), "content": "full"})


def test_moved_duplicated_and_used_again(home: Home) -> None:
    """One id at another address is one release; one long text at two addresses too, a short one not; an address with another day and text is another."""
    far = "Mon, 02 Feb 2026 10:00:00 +0000"
    here = "https://foreign.example"
    with Server({}) as server:
        polls = [
            (("1", f"{here}/a", DAY, LONG), ("2", f"{here}/b", far, MEETING)),
            (
                ("1", f"{here}/moved/a", DAY, LONG),
                ("3", f"{here}/c", DAY, LONG),
                ("4", f"{here}/d", far, MEETING),
                ("5", f"{here}/b", DAY, MEETING.replace("trade", "fishing")),
            ),
        ]
        for number, poll in enumerate(polls):
            items = [row[:3] for row in poll]
            server.routes["/feed"] = Reply(
                feed(*items, built=f"Tue, 10 Mar 2026 1{number}:00:00 +0000", content={row[0]: row[3] for row in poll})
            )
            run(home, content_source(server), now=MOMENT + dt.timedelta(days=number))
    found = rows(
        home,
        "select list(address order by address) as a from core.release_address where address like 'http%' group by release_id order by 1",
    )
    assert [row["a"] for row in found] == [[f"{here}/a", f"{here}/c", f"{here}/moved/a"], [f"{here}/b"], [f"{here}/b"], [f"{here}/d"]]
    assert len(rows(home, "select * from core.revision")) == 4


def test_a_takedown_leaves_a_tombstone_and_nothing_brings_the_text_back(home: Home) -> None:
    """The text leaves archive and warehouse, the address is not read again, and a rebuild agrees; the other releases stay."""
    secret = "unrepeatable words of the one release"
    with Server({}) as server:
        server.routes["/feed"] = Reply(
            feed(
                ("1", "https://foreign.example/a", DAY), ("2", "https://foreign.example/b", DAY), content={"1": MEETING + secret, "2": LONG}
            )
        )
        run(home, content_source(server))
        settings = Settings(home=home.folder, workers=1)
        assert forget("https://foreign.example/nowhere", "x", settings, NOW) is None
        done = forget("https://foreign.example/a", "asked by the ministry", settings, NOW)
        assert done is not None
        after = hash_of(home)
        report = run(home, content_source(server), now=LATER)["full"]
        assert any("taken down on request" in refusal.reason for refusal in report.summary.refusals)
    assert hash_of(home) == after
    assert not any(
        secret.encode() in capture.body
        for capture in Archive(home.archive).read()
        if capture.kind == "release" and capture.fetched_at < LATER
    )
    assert rows(home, "select count(*) as n from core.release") == [{"n": 1}]
    assert {row["reason"] for row in rows(home, "select reason from core.tombstone")} == {"asked by the ministry"}
    rebuild(Settings(home=home.folder, workers=1), lambda _: None)
    assert hash_of(home) == after


def test_what_a_killed_run_had_archived_is_loaded_by_the_next(home: Home) -> None:
    """Bodies that are in the archive and not yet in the warehouse are read first, though their feed has moved on."""
    with Server({}) as server:
        server.routes["/feed"] = Reply(feed(("1", "https://foreign.example/a", DAY), content={"1": LONG}))
        run(home, content_source(server))
        whole = hash_of(home)
        home.core.unlink()
        home.snapshot.unlink()
        server.routes["/feed"] = Reply(feed(("1", "https://foreign.example/a", DAY), content={"1": LONG}))
        run(home, content_source(server))
    assert hash_of(home) == whole


def test_window_limit_and_dry_run(home: Home) -> None:
    """Days and numbers bound what is taken; a dry run says what would be, asks for no page and stores nothing."""
    with Server({f"/news/{n}": Reply(page(title=f"Release {n}")) for n in range(1, 4)}) as server:
        dated = [
            (str(n), server.url(f"/news/{n}"), f"{name}, 0{n} Mar 2026 10:00:00 +0000") for n, name in ((1, "Sun"), (2, "Mon"), (3, "Tue"))
        ]
        server.routes["/feed"] = Reply(feed(*dated))
        settings = Settings(home=home.folder, workers=1)
        window = Window(since=dt.date(2026, 3, 2), until=dt.date(2026, 3, 2))
        looked = look_at_sources([linked(server)], window, settings, lambda _: local_fetcher(), lambda: NOW)["linked"]
        assert [item.own_id for item in looked.items] == ["2"]
        assert server.asked("/news/2") == 0
        assert not home.folder.exists()
        assert run(home, linked(server), window=window)["linked"].summary.new_count == 1
        assert run(home, linked(server), window=Window(limit=1), now=NOW + dt.timedelta(hours=1))["linked"].summary.new_count == 1


def test_redirects_and_headers_are_in_the_archive(home: Home) -> None:
    """The way to a body and what the server said are kept with it, and every fetch has its row."""
    with Server({"/news/1": redirect("/moved/1", 301), "/moved/1": Reply(page(), headers={"X-Served-By": "a"})}) as server:
        server.routes["/feed"] = Reply(feed(("1", server.url("/news/1"), DAY)))
        run(home, linked(server))
        archived = {capture.kind: capture for capture in Archive(home.archive).read()}
        exchange = archived["release"].exchange
        assert exchange is not None
        assert (exchange.final_url, exchange.hops) == (server.url("/moved/1"), ((server.url("/news/1"), 301),))
        assert ("X-Served-By", "a") in exchange.headers
        assert archived["finding"].body.startswith(b"<rss")
        found = rows(home, "select url, status, outcome, hop_count, archive_segment from ops.capture order by url")
        assert [(row["status"], row["outcome"], row["hop_count"]) for row in found] == [(200, "kept", 0), (200, "kept", 1)]
        assert {row["address"] for row in rows(home, "select address from core.release_address")} >= {
            server.url("/news/1"),
            server.url("/moved/1"),
        }


def test_no_credential_is_stored(home: Home) -> None:
    """Cookies, and the name and password before an address's host, are in no archive, no warehouse and no report, wherever they came from."""
    headers = {
        "Set-Cookie": "session=s3cret",
        "Content-Location": "https://user:s3cret@foreign.example/1",
        "ETag": '"1"',
        "X-Served-By": "a",
    }
    with Server({"/news/1": redirect("/moved/1"), "/moved/1": Reply(page(), headers=headers)}) as server:
        server.routes["/list"] = Reply(listing_rows(server, 1), headers=headers)
        named = server.url("/list").replace("://", "://user:s3cret@")
        listed = source("listed", {"kind": "listing", "url": named, "item": {"css": "li a", "expect": "some"}})
        report = run(home, listed)["listed"]
        assert (report.failure, report.summary.new_count) == (None, 1)
        run(home, listed, now=LATER)
    kept = b"".join(gzip.decompress(path.read_bytes()) for path in home.archive.glob("*.gz"))
    assert b"X-Served-By" in kept
    assert b"https://foreign.example/1" in kept
    stored = [str(row) for table in ("ops.capture", "core.release_address", "core.release") for row in rows(home, f"from {table}")]
    with closing(open_writer(home.core)) as con:
        stored += [str(con.sql("from ops.source_state").fetchall())]
    assert "s3cret" not in kept.decode() + "".join(stored) + str(report)


def test_govuk_end_to_end(home: Home) -> None:
    """Search finds a release, the content API gives its text; a later moment of change is a reason to ask again, the same one is none."""
    answer = {"base_path": "/government/news/a", "content_id": "c-1", "title": "Meeting in Oslo", "details": {"body": f"<p>{MEETING}</p>"},
              "first_published_at": "2026-03-09T09:00:00+00:00", "public_updated_at": "2026-03-09T09:00:00+00:00"}  # fmt: skip
    with Server(
        {"/api/content/government/news/a": Reply(json.dumps(answer).encode(), headers={"Content-Type": "application/json"})}
    ) as server:
        find = {
            "kind": "api",
            "style": "govuk",
            "base": server.url(""),
            "organisations": ["ministry-of-defence"],
            "document_types": ["press_release"],
        }
        asked = []
        for number, changed in enumerate(("2025-12-31T09:00:00Z", "2025-12-31T09:00:00Z", "2026-02-01T09:00:00Z")):
            found = {"results": [{"title": "Meeting in Oslo", "link": "/government/news/a", "public_timestamp": changed}]}
            server.routes["/api/search.json"] = Reply(json.dumps(found).encode(), headers={"Content-Type": "application/json"})
            report = run(home, source("govuk", find), now=NOW + dt.timedelta(days=number))["govuk"]
            assert (report.failure, report.summary.refusals) == (None, [])
            asked.append(server.asked("/api/content/government/news/a"))
    assert asked == [1, 1, 2]
    assert rows(home, "select title, published_on from core.revision") == [
        {"title": "Meeting in Oslo", "published_on": dt.date(2026, 3, 9)}
    ]
    kinds = [(capture.kind, capture.body[:1]) for capture in Archive(home.archive).read() if "/api/content/" in capture.path]
    assert kinds == [("finding", b"{")]


def test_hours_are_kept(home: Home) -> None:
    """Outside its hours a source is not asked, and that is said."""
    with Server({}) as server:
        report = run(home, linked(server, manners={"hours": "22-04"}))["linked"]
        assert "its hours are 22-04 UTC" in report.notes[0]
        assert server.requests == []


def test_single_pages_a_folder_and_a_warc_by_address(home: Home, tmp_path: Path) -> None:
    """Sources of single pages, of a folder and of a WARC file by its address each give their releases once, filtered and with their facts."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in (3, 4):
        (folder / f"{number}.html").write_bytes(page(title=f"Release {number}"))
    (folder / "index.jsonl").write_text(
        "".join(
            f'{{"id": "{n}", "path": "{n}.html", "url": "https://foreign.example/{"news" if n == 3 else "about"}/{n}"}}\n' for n in (3, 4)
        )
    )
    warc = tmp_path / "x.warc.gz"
    warc_file(warc, "https://foreign.example/news/5", page(title="Release 5"))
    with Server({"/news/1": Reply(page(title="Release 1")), "/about/2": Reply(page()), "/x.warc.gz": Reply(warc.read_bytes())}) as server:
        ways = [
            source("single", {"kind": "page", "urls": [server.url("/news/1"), server.url("/about/2")], "url_filter": "/news/"}),
            source("folder", {"kind": "folder", "path": str(folder), "url_filter": "/news/"}),
            source("far", {"kind": "warc", "locations": [server.url("/x.warc.gz")], "hosts": ["foreign.example"]}),
        ]
        for number in range(2):
            reports = run(home, *ways, now=NOW + dt.timedelta(hours=number))
            assert [report.failure for report in reports.values()] == [None] * 3
        assert server.asked("/about/2") == 0
    assert rows(home, "select title from core.revision order by title") == [{"title": f"Release {number}"} for number in (1, 3, 5)]


def test_a_gap_with_nothing_to_fill_it_from_is_reported(home: Home) -> None:
    """A source without `fill` says which days are missing, and takes what the feed has."""
    with Server({f"/news/{number}": Reply(page(title=f"Release {number}")) for number in (1, 4)}) as server:
        server.routes["/feed"] = Reply(feed(("1", server.url("/news/1"), "Mon, 02 Mar 2026 10:00:00 +0000")))
        run(home, linked(server))
        server.routes["/feed"] = Reply(feed(("4", server.url("/news/4"), "Thu, 05 Mar 2026 10:00:00 +0000")))
        report = run(home, linked(server), now=NOW + dt.timedelta(hours=1))["linked"]
    assert "a gap between 2026-03-02 10:00 and 2026-03-05 10:00 UTC" in report.notes[0]
    assert report.notes[1] == "linked: nothing is set to fill it from (`fill`)"
    assert report.summary.new_count == 1


def run_at(home: Home, hours: float, *sources: Source) -> dict[str, SourceReport]:
    """A run whose clock says so many hours after MOMENT, by itself: it knows of hosts what the working folder remembers."""
    clock, robots = FakeClock(), dict[str, RobotsAnswer]()
    clock.seconds = hours * 3600
    hosts = Hosts(robots)
    settings = Settings(home=home.folder, workers=1)
    return ingest_sources(sources, Window(), settings, lambda _: local_fetcher(hosts=hosts, clock=clock), clock.now, robots)


def test_robots_txt_counts_for_a_day_over_runs_and_a_rebuild(home: Home) -> None:
    """A second run within a day asks for no robots.txt and obeys the one remembered; a day later, or with the clock set back, it is asked for anew."""
    rules = Reply(b"User-agent: *\nDisallow: /news/2")
    with Server({"/robots.txt": rules, "/news/1": Reply(page()), "/news/2": Reply(page())}) as server:
        server.routes["/feed"] = Reply(feed(*((str(n), server.url(f"/news/{n}"), DAY) for n in (1, 2))))
        for hours, asked in ((0, 1), (23, 1), (25, 2), (48, 2), (20, 3)):
            report = run_at(home, hours, linked(server))["linked"]
            assert any("robots.txt" in refusal.reason for refusal in report.summary.refusals), hours
            assert server.asked("/robots.txt") == asked, hours
            rebuild(Settings(home=home.folder, workers=1), lambda _: None)
        assert server.asked("/news/2") == 0
    assert len(rows(home, "from core.release")) == 1


def test_a_failing_robots_txt_is_left_alone_for_ten_minutes_over_runs(home: Home) -> None:
    """A host whose robots.txt fails is asked for nothing, by the next run neither; ten minutes later it is asked again."""
    with Server({"/robots.txt": [Reply(status=503), Reply(status=503), Reply(status=503), Reply(status=404)]}) as server:
        server.routes["/feed"] = Reply(feed(("1", "https://foreign.example/a", DAY), content={"1": LONG}))
        for hours, asked, failed in ((0, 3, True), (0.1, 3, True), (0.2, 4, False)):
            report = run_at(home, hours, content_source(server))["full"]
            assert (server.asked("/robots.txt"), report.failure is not None) == (asked, failed), report.failure


def test_a_clock_that_was_ahead_hides_no_change(home: Home) -> None:
    """A page asked for while the clock was a year ahead is asked for again once the clock is right; so is its feed read on, back and forth."""
    with Server({"/news/1": [Reply(page()), Reply(page(MEETING.replace("9 March", "8 March")))]}) as server:
        server.routes["/feed"] = Reply(feed(("1", server.url("/news/1"), DAY)))
        run_at(home, 365 * 24, linked(server))
        assert run_at(home, 1, linked(server))["linked"].summary.changed_count == 1
        assert run_at(home, 2, linked(server))["linked"].summary.release_count == 0
        before = hash_of(home)
        for hours in (365 * 24, 3, -1000, 100_000):
            run_at(home, hours, linked(server))
            assert hash_of(home) == before, hours
    assert len(rows(home, "from core.revision")) == 2


def test_a_feed_from_the_future_makes_no_later_copy_stale(home: Home) -> None:
    """A publisher's clock that was years ahead for one poll hides no revision of the polls after it."""
    with Server({}) as server:
        for hours, built, words in (
            (1, "Fri, 02 Jan 2026", LONG),
            (2, "Mon, 09 Mar 2099", LONG),
            (3, "Fri, 02 Jan 2026", LONG + " They meet again."),
        ):
            body = feed(("1", "https://foreign.example/a", DAY), built=f"{built} 0{hours}:00:00 +0000", content={"1": words})
            server.routes["/feed"] = Reply(body)
            report = run_at(home, hours, content_source(server))["full"]
            assert report.notes == []
    assert len(rows(home, "from core.revision")) == 2


def test_what_a_run_loaded_and_did_not_publish_is_published_by_the_next(home: Home) -> None:
    """A run killed between loading and publishing: the next one publishes, though it finds nothing new."""
    with Server({"/news/1": Reply(page())}) as server:
        server.routes["/feed"] = Reply(feed(("1", server.url("/news/1"), DAY)))
        run_at(home, 0, linked(server))
        unpublished = home.snapshot.read_bytes()
        server.routes["/feed"] = Reply(feed(("1", server.url("/news/1"), DAY), ("2", server.url("/news/2"), DAY)))
        server.routes["/news/2"] = Reply(page(title="Another"))
        run_at(home, 1, linked(server))
        home.snapshot.write_bytes(unpublished)
        run_at(home, 2, linked(server))
    assert len(rows(home, "from core.release")) == 2
