"""Backfill: what a source published in years gone by is taken month after month, once, whatever stops it."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from config.settings import Settings
from config.sources import Source
from flows import backfilling
from flows.backfilling import Backfill, BackfillError, Progress, months, way_back
from flows.home import Home
from flows.live import SourceReport, ingest_sources
from tests.serving import Asked, Reply, Server, Wire, local_fetcher
from tests.test_live import MEETING, page, source
from warehouse.connect import open_writer
from warehouse.read import query, run_checks

NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
MARCH, JANUARY = dt.date(2026, 3, 1), dt.date(2026, 1, 1)
ITEMS = {"css": "li", "expect": "some"}
LISTED = {
    "kind": "listing", "item": ITEMS, "link": {"css": "a", "expect": "one", "attribute": "href"}, "date": {"css": "time", "expect": "maybe"},
    "next": {"css": "a.next", "expect": "maybe", "attribute": "href"},
}  # fmt: skip


def news(day: str, number: int = 1) -> str:
    return f"/news/{day}-{number}"


def listed(*days: str, more: str | None = None) -> Reply:
    """A page of a listing; a day may stand for several entries ("2026-02-03 2"), "-" for one without a date."""
    rows = ""
    for number, day in enumerate(days):
        url = news(day) if day != "-" else f"/news/undated-{number}"
        rows += f"<li><a href='{url}'>Meeting</a>" + (f"<time>{day}</time>" if day != "-" else "") + "</li>"
    return Reply(f"<html><body><ul>{rows}</ul>{f'<a class=next href={more}>older</a>' if more else ''}<p>page</p></body></html>".encode())


def pages_of(*days: str) -> dict[str, Any]:
    return {news(day): Reply(page(MEETING.replace("drought", f"drought of {day}"), title=f"Meeting {day}", date=day)) for day in days}


def backfill(home: Home, source: Source, since: dt.date, until: dt.date = MARCH, seen: list[Progress] | None = None) -> SourceReport:
    seen = [] if seen is None else seen

    def tell(progress: Progress) -> None:
        seen.append(Progress(progress.month_count, progress.done_count, progress.month))

    return Backfill(source, Settings(home=home.folder, workers=1), local_fetcher(), lambda: NOW, tell).run(since, until)


def done(home: Home) -> list[str]:
    with closing(open_writer(home.core)) as con:
        return [f"{row[0]:%Y-%m}" for row in con.execute("select month from ops.backfilled_month order by 1").fetchall()]


def loaded(home: Home) -> list[str]:
    return [str(row["d"]) for row in query(home.snapshot, "select published_on as d from core.revision order by 1").to_pylist()]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


DAYS = ("2026-03-09", "2026-02-20", "2026-02-03", "2026-01-15", "2025-12-24", "2025-12-01", "2025-11-30")


def three_pages(server: Server) -> Source:
    """A listing of three pages, newest first, an old release pinned to its top."""
    server.routes |= pages_of(*DAYS, "2019-05-05")
    server.routes |= {
        "/list": listed("2019-05-05", *DAYS[:2], more="/list2"),
        "/list2": listed(*DAYS[2:4], more="/list3"),
        "/list3": listed(*DAYS[4:], more="/list4"),
        "/list4": listed("2025-10-10", more="/list5"),
    }
    return source("listed", LISTED | {"url": server.url("/list"), "pages": 1})


def test_the_months_asked_for_are_taken_and_no_page_beyond_them(home: Home) -> None:
    """A listing is followed page after page until it has gone by the first month; what lies before is left, and so is what is pinned; the
    month that is not over is taken and not done; a second run asks for the open month only."""
    with Server({}) as server:
        listing = three_pages(server)
        seen: list[Progress] = []
        report = backfill(home, listing, dt.date(2025, 12, 15), seen=seen)
        assert (report.failure, report.summary.new_count) == (None, 6)
        assert loaded(home) == sorted(DAYS[:6])
        assert done(home) == ["2025-12", "2026-01", "2026-02"]
        assert server.asked("/list3") == 1
        assert server.asked("/list4") == 1
        assert server.asked("/list5") == 0
        assert [(p.done_count, f"{p.month:%Y-%m}") for p in seen if p.month][::2] == [
            (0, "2026-03"),
            (1, "2026-02"),
            (2, "2026-01"),
            (3, "2025-12"),
        ]
        before = len(server.requests)
        assert backfill(home, listing, dt.date(2025, 12, 15)).summary.release_count == 0
        assert [request.target for request in server.requests[before:]] == ["/robots.txt", "/list", "/list2"]
        before = len(server.requests)
        backfill(home, listing, dt.date(2025, 12, 15), until=dt.date(2026, 2, 1))
        assert len(server.requests) == before
    assert set(run_checks(home.snapshot).values()) == {0}


def test_what_is_listed_is_still_new_to_the_next_ingest(home: Home) -> None:
    """A backfill remembers no validator of a listing: an ingest after it sees what lies outside the months that were taken."""
    with Server({}) as server:
        listing = three_pages(server)
        backfill(home, listing, JANUARY, until=dt.date(2026, 2, 1))
        assert loaded(home) == ["2026-01-15", "2026-02-03", "2026-02-20"]
        ingest_sources([listing], backfilling_window(), Settings(home=home.folder, workers=1), lambda _: local_fetcher(), lambda: NOW)
    assert "2026-03-09" in loaded(home)


def backfilling_window() -> Any:
    from flows.gathered import Window

    return Window()


class Killed(BaseException):
    """What a kill does to a process: nothing after it runs."""


@pytest.mark.parametrize("after", range(2, 14, 4))
def test_a_run_that_is_killed_goes_on_where_it_was(home: Home, after: int) -> None:
    """Killed at any request, then run again: each release once, each month done, no page of a done month asked for twice."""
    with Server({}) as server:
        listing = three_pages(server)
        fetcher = local_fetcher()
        whole, count = fetcher.get, 0

        def get(*arguments: Any, **more: Any) -> Any:
            nonlocal count
            count += 1
            if count > after:
                raise Killed
            return whole(*arguments, **more)

        fetcher.get = get
        with suppress(Killed):
            Backfill(listing, Settings(home=home.folder, workers=1), fetcher, lambda: NOW, lambda _: None).run(dt.date(2025, 12, 1), MARCH)
        before = {day: server.asked(news(day)) for day in DAYS if f"{day[:7]}" in done(home)}
        report = backfill(home, listing, dt.date(2025, 12, 1))
        assert report.failure is None
        assert loaded(home) == sorted(DAYS[:6])
        assert done(home) == ["2025-12", "2026-01", "2026-02"]
        assert {day: server.asked(news(day)) for day in before} == before
    assert set(run_checks(home.snapshot).values()) == {0}


def test_a_month_with_a_page_that_cannot_be_had_stays_open(home: Home) -> None:
    """A dropped page leaves its month to the next run, which asks for that page alone; a page that is gone does not."""

    def drop(asked: Asked, wire: Wire) -> None:
        wire.drop()

    with Server({}) as server:
        listing = three_pages(server)
        whole = server.routes[news("2026-02-03")]
        server.routes |= {news("2026-02-03"): drop, news("2026-01-15"): Reply(b"gone", 410)}
        report = backfill(home, listing, JANUARY)
        assert report.failure is None
        assert [refusal.where.rpartition("/")[2] for refusal in report.summary.refusals] == ["2026-02-03-1", "2026-01-15-1"]
        assert done(home) == ["2026-01"]
        server.routes[news("2026-02-03")] = whole
        backfill(home, listing, JANUARY)
        assert done(home) == ["2026-01", "2026-02"]
        assert server.asked(news("2026-02-20")) == 1
    assert loaded(home) == ["2026-02-03", "2026-02-20", "2026-03-09"]


def test_a_listing_that_breaks_off_keeps_what_was_taken(home: Home) -> None:
    """Where a page of the listing cannot be had, what stands before it is taken, its months stay open, and the reason is told."""
    with Server({}) as server:
        listing = three_pages(server)
        server.routes["/list"] = listed("2019-05-05", *DAYS[:3], more="/list2")
        server.routes["/list2"] = listed(*DAYS[3:4], more="/list3")
        server.routes["/list3"] = Reply(b"<html><body><p>under construction, come back later for all our news</p></body></html>")
        report = backfill(home, listing, dt.date(2025, 12, 1))
    assert report.failure is not None
    assert "expected some, found 0" in report.failure
    assert loaded(home) == sorted(DAYS[:4])
    assert done(home) == ["2026-02"]


def test_items_without_a_day_are_taken_before_any_month_is_done(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A listing without dates is read to its end and all of it taken, however many there are; only then are the months done."""
    monkeypatch.setattr(backfilling, "HELD", 2)

    def drop(asked: Asked, wire: Wire) -> None:
        wire.drop()

    with Server({f"/news/undated-{n}": Reply(page(MEETING, date=f"2026-01-{n + 10}")) for n in range(5)}) as server:
        whole = server.routes["/news/undated-3"]
        server.routes |= {"/list": listed(*"-----"), "/news/undated-3": drop}
        undated = source("undated", LISTED | {"url": server.url("/list")})
        assert backfill(home, undated, JANUARY).summary.new_count == 4
        assert done(home) == []
        server.routes["/news/undated-3"] = whole
        assert backfill(home, undated, JANUARY).summary.new_count == 1
    assert done(home) == ["2026-01", "2026-02"]


def test_a_sitemap_is_read_whole_and_taken_by_month(home: Home) -> None:
    """Of an index of sitemaps all are read; addresses count by the day on which they changed."""
    with Server(pages_of(*DAYS)) as server:
        rows = "".join(f"<url><loc>{server.url(news(day))}</loc><lastmod>{day}</lastmod></url>" for day in DAYS)
        server.routes["/sitemap.xml"] = Reply(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode())
        mapped = source("mapped", {"kind": "feed", "url": server.url("/feed")}, fill={"kind": "sitemap", "url": server.url("/sitemap.xml")})
        backfill(home, mapped, dt.date(2025, 12, 1))
    assert loaded(home) == sorted(DAYS[:6])
    assert done(home) == ["2025-12", "2026-01", "2026-02"]


def test_an_api_is_asked_for_each_month_by_its_days(home: Home) -> None:
    """GOV.UK is asked for one month after the other, all pages of it, and not again for a month that is done."""
    asked: list[tuple[str, str]] = []

    def search(question: Asked, wire: Wire) -> None:
        wanted = parse_qs(urlsplit(question.target).query)
        days = wanted["filter_public_timestamp"][0]
        asked.append((days, wanted["start"][0]))
        rows = [
            {"link": f"/news/{day}", "title": "Meeting", "public_timestamp": f"{day}T10:00:00Z"} for day in DAYS if days[5:12] == day[:7]
        ]
        Reply(json.dumps({"results": rows if wanted["start"] == ["0"] else []}).encode())(question, wire)

    with Server({"/api/search.json": search}) as server:
        for day in DAYS:
            words = {
                "base_path": f"/news/{day}",
                "title": "Meeting",
                "first_published_at": f"{day}T10:00:00Z",
                "details": {"body": f"<p>{MEETING} {day}</p>"},
            }
            server.routes[f"/api/content/news/{day}"] = Reply(json.dumps(words).encode())
        find = {"kind": "api", "style": "govuk", "base": server.url("")[:-1] if server.url("").endswith("/") else server.url(""),
                "organisations": ["fo"], "document_types": ["press_release"]}  # fmt: skip
        api = source("api", find)
        backfill(home, api, JANUARY)
        assert asked == [
            ("from:2026-03-01,to:2026-03-31", "0"), ("from:2026-03-01,to:2026-03-31", "50"),
            ("from:2026-02-01,to:2026-02-28", "0"), ("from:2026-02-01,to:2026-02-28", "50"),
            ("from:2026-01-01,to:2026-01-31", "0"), ("from:2026-01-01,to:2026-01-31", "50"),
        ]  # fmt: skip
        asked.clear()
        backfill(home, api, JANUARY)
        assert {days for days, _ in asked} == {"from:2026-03-01,to:2026-03-31"}
    assert loaded(home) == sorted(DAYS[:4])


def test_months_and_ways_back() -> None:
    """Months run from the last to the first over years; a feed alone reaches nowhere, and the message says what to do."""
    assert [f"{month:%Y-%m}" for month in months(dt.date(2024, 11, 5), dt.date(2025, 2, 1))] == ["2025-02", "2025-01", "2024-12", "2024-11"]
    with pytest.raises(BackfillError, match="name a listing or a sitemap under `fill`"):
        way_back(source("feed", {"kind": "feed", "url": "https://foreign.example/feed"}))
    with pytest.raises(BackfillError, match="`readout ingest` takes all of it"):
        way_back(source("folder", {"kind": "folder", "path": "releases"}))
