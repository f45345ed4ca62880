"""What a source does out of habit is told from what it does not: planted faults are found and described, clean data say nothing."""

from __future__ import annotations

import datetime as dt
import html
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from config.settings import Settings
from flows.checking import run_checks
from flows.gathered import Window
from flows.home import Home
from flows.live import ingest_sources
from flows.reporting import make_report
from tests.serving import FakeClock, Reply, Server, local_fetcher
from tests.steady import CIRCUMSTANCES, NOW, STEADY, another_engagement, another_report, joined_to, steady_snapshot
from tests.test_live import listing_rows, page, source
from tests.test_shipped_checks import ITS_ENGAGEMENT, NEWEST, REPORT, unpublished
from tests.test_source_commands import settings_file
from warehouse.check_runs import Circumstances, prepare, run_on
from warehouse.checking import SHIPPED, read_checks
from warehouse.connect import open_writer
from warehouse.habits import SourceHabit, source_habits
from warehouse.publish import publish

CHECKS = {check.name: check for check in read_checks(SHIPPED)}


@pytest.fixture(scope="module")
def steady(golden_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse in which faults can be planted; each test takes its own back."""
    with closing(open_writer(steady_snapshot(golden_home, tmp_path_factory.mktemp("habits")))) as con:
        con.execute("set timezone = 'UTC'")
        yield con


def planted(con: duckdb.DuckDBPyConnection, fault: str, circumstances: Circumstances = CIRCUMSTANCES) -> tuple[SourceHabit, dict[str, str]]:
    """The steady source after a fault, which is taken back, and by check the first culprits of what was tripped."""
    con.execute("begin transaction")
    try:
        con.execute(fault)
        prepare(con, circumstances)
        tripped = {r.name: r.sample for r in run_on(con, list(CHECKS.values())) if r.outcome != "passed"}
        return next(habit for habit in source_habits(con) if habit.source == "steady"), tripped
    finally:
        con.execute("rollback")


@pytest.mark.parametrize(
    ("fault", "tripped", "words"),
    [
        (unpublished("published_on >= '2025-10-27' and rowid % 5 < 3"), {"source__volume_is_usual"}, "4 releases in the week of 2025-11-17; 7 to 18 are usual"),
        (unpublished("published_on > '2025-11-12'"), {"source__is_fresh", "source__volume_is_usual", "source__volume_is_as_asserted"},
         "last release 2025-11-12, 10 working days ago; 95 of 100 pauses are at most 1"),
        (f"update core.evidence set start_no = start_no + 1, end_no = end_no + 1 where report_id = {REPORT} and field = 'kind'", {"evidence__quote_is_verbatim"}, '"field": "kind"'),
        (f"update core.report_party set party = 'ATL' where report_id = {REPORT} and party = (select max(party) from core.report_party where report_id = {REPORT})",
         {"codes__are_known", "report_participant__party_is_among_parties", "report__fields_have_evidence"}, '"field": "report_party.party", "code": "ATL"'),
        (another_report(release_id=NEWEST, revision_id=f"{NEWEST} || 'r'") + another_engagement() + joined_to("'zz'"), {"engagement__stands_once"}, '"engagement_id": "zz"'),
        (f"update core.engagement set start_on = start_on, end_on = start_on - 1 where engagement_id = {ITS_ENGAGEMENT}", {"engagement__ends_after_start"}, '"end_on"'),
        ("update core.revision set text = left(text, 60) where release_id in (select release_id from core.release where first_seen_at > '2025-11-18' and publisher like '% Steady Habits')",
         {"source__layout_is_unchanged"}, "the newest seven releases have 60 characters in the middle, those before"),
    ],
    ids=["a drop by 60 %", "stale for two weeks", "a broken span", "an unknown party", "a duplicate engagement", "an inverted range", "a changed layout"],
)  # fmt: skip
def test_planted_faults_are_found_and_described(fault: str, tripped: set[str], words: str, steady: duckdb.DuckDBPyConnection) -> None:
    """Each is named by its checks, in words or with its culprit."""
    habit, found = planted(steady, fault)
    assert tripped <= set(found)
    told = " ".join([habit.weeks[-1].words, habit.freshness, *found.values()])
    assert words in told


def test_the_tested_week_is_not_among_its_points(steady: duckdb.DuckDBPyConnection) -> None:
    """However far out it is, the band that it is held against stays; two weeks later it is one of many points."""
    usual, _ = planted(steady, "select 1")
    low, _ = planted(steady, unpublished("published_on between '2025-11-17' and '2025-11-23'"))
    assert (low.weeks[-1].release_count, low.weeks[-1].outlier) == (0, "low")
    assert (low.weeks[-1].usual_low, low.weeks[-1].usual_high) == (usual.weeks[-1].usual_low, usual.weeks[-1].usual_high)
    assert usual.weeks[-1].outlier is None
    assert len(usual.weeks) == 26


@pytest.mark.parametrize(
    ("now", "quiet_weeks", "words"),
    [
        (NOW, (47,), "a quiet week"),
        (dt.datetime(2024, 12, 31, tzinfo=dt.UTC), STEADY.quiet_weeks, "a quiet week"),
        (dt.datetime(2024, 11, 20, tzinfo=dt.UTC), STEADY.quiet_weeks, "too few weeks before it"),
        (dt.datetime(2024, 12, 10, tzinfo=dt.UTC), STEADY.quiet_weeks, "are usual"),
    ],
)
def test_quiet_weeks_and_the_first_seven_are_not_judged(
    now: dt.datetime, quiet_weeks: tuple[int, ...], words: str, steady: duckdb.DuckDBPyConnection
) -> None:
    """About Christmas, and in weeks that a source's settings call quiet, nothing is too little; nor is anything before seven weeks are known."""
    circumstances = Circumstances(now, (replace(STEADY, quiet_weeks=quiet_weeks),))
    habit, _ = planted(steady, unpublished("published_on between '2025-11-17' and '2025-11-23'"), circumstances)
    assert words in habit.weeks[-1].words
    assert habit.weeks[-1].outlier is None


def test_a_week_as_low_a_year_before_is_the_season(steady: duckdb.DuckDBPyConnection) -> None:
    """What happens every year in that week is no outlier."""
    both = "(published_on between '2025-11-17' and '2025-11-23' or published_on between '2024-11-18' and '2024-11-24')"
    habit, found = planted(steady, unpublished(f"{both} and rowid % 4 < 3"))
    assert habit.weeks[-1].release_count < (habit.weeks[-1].usual_low or 0)
    assert "source__volume_is_usual" not in found


def test_a_source_that_is_not_followed_is_not_stale(steady: duckdb.DuckDBPyConnection) -> None:
    """A publisher that came with a folder is judged up to its last release, and nothing newer is expected of it."""
    con = steady
    con.execute("begin transaction")
    prepare(con, Circumstances(NOW + dt.timedelta(days=400)))
    habit = next(habit for habit in source_habits(con) if habit.publisher == STEADY.publisher)
    con.execute("rollback")
    assert (habit.is_followed, habit.is_stale, habit.working_days) == (False, False, None)
    assert habit.weeks[-1].week == dt.date(2025, 11, 17)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("update core.revision set published_on = null where fetched_at > '2025-11-20' and release_id like 'steady%'",
         "7 of the newest seven releases have no day of publication; 2 of 100 before"),
        ("""insert into ops.skipped select max(load_id), 'https://steady.example/a-page', 'content: div.text: expected one, found 0; has the page''s layout changed?' from ops.load""",
         "https://steady.example/a-page: content: div.text: expected one, found 0"),
    ],
)  # fmt: skip
def test_a_layout_shows_in_pages_and_in_what_is_read_from_them(fault: str, words: str, steady: duckdb.DuckDBPyConnection) -> None:
    """A selector that finds nothing on a page, and releases that lack what all before had, are a change of layout."""
    habit, found = planted(steady, fault)
    assert "source__layout_is_unchanged" in found
    assert words in habit.layout_changes[0]


def test_a_listing_of_another_layout_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The selector of a live listing finds nothing: nothing new is published, and the check sees it all the same, until it is mended."""
    monkeypatch.chdir(tmp_path)
    settings = Settings(home=tmp_path / "home", workers=1)
    with Server({}) as server:
        server.routes["/news/1"] = Reply(page())
        listed = source("listed", {"kind": "listing", "url": server.url("/list"), "item": {"css": "li a", "expect": "some"}})
        own = tmp_path / "readout.d" / "sources"
        own.mkdir(parents=True)
        (own / "listed.yaml").write_text(json.dumps(listed.model_dump(mode="json", exclude={"id"}, exclude_none=True)), encoding="utf-8")
        found, clock = [], FakeClock()
        for body in (listing_rows(server, 1), b"<html><body><div>News in another dress</div></body></html>", listing_rows(server, 1)):
            server.routes["/list"] = Reply(body)
            ingest_sources([listed], Window(), settings, lambda _: local_fetcher(clock=clock), clock.now)
            found.append(run_checks(settings, ["source__layout_is_unchanged"], clock.now()).checked.results[0])
            clock.sleep(3600)
    assert [result.outcome for result in found] == ["passed", "failed", "passed"]
    assert "found 0; has the page's layout changed?" in found[1].sample


FAULTS = (
    f"update core.evidence set start_no = start_no + 1, end_no = end_no + 1 where report_id = {REPORT} and field = 'kind'",
    f"update core.report_party set party = 'ATL' where report_id = {REPORT} and party = (select max(party) from core.report_party where report_id = {REPORT})",
    another_report(release_id=NEWEST, revision_id=f"{NEWEST} || 'r'") + another_engagement() + joined_to("'zz'"),
    f"update core.engagement set start_on = start_on, end_on = start_on - 1 where engagement_id = {ITS_ENGAGEMENT}",
)
FOUND = ("evidence__quote_is_verbatim", "codes__are_known", "ATL", "engagement__stands_once", "engagement__ends_after_start")
SHORT = "update core.revision set text = left(text, 60) where release_id in (select release_id from core.release where first_seen_at > '2025-11-18' and publisher like '% Steady Habits')"


@pytest.mark.parametrize(
    ("faults", "words"),
    [
        ((SHORT, unpublished("published_on >= '2025-10-27' and rowid % 5 < 3")),
         ("4 releases in the week of 2025-11-17; 7 to 18 are usual", "the newest seven releases have 60 characters in the middle")),
        ((unpublished("published_on > '2025-11-12'"),), ("last release 2025-11-12, 10 working days ago",)),
    ],
    ids=["a drop by 60 % and another layout", "stale for two weeks"],
)  # fmt: skip
def test_the_report_finds_and_describes_what_is_planted(
    faults: tuple[str, ...], words: tuple[str, ...], golden_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With many faults at once the page answers "Not yet", names each check with its culprit, and says the habit that is broken in words."""
    monkeypatch.chdir(tmp_path)
    settings_file(tmp_path, "steady", {"kind": "feed", "url": "https://steady.example/feed", "content": "full"}, publisher=STEADY.publisher)
    home = Home(tmp_path / "home")
    home.folder.mkdir()
    steady_snapshot(golden_home, home.folder)
    with closing(open_writer(home.core)) as con:
        con.execute("set timezone = 'UTC'")
        for fault in (*FAULTS, *faults):
            con.execute(fault)
        publish(con, home.snapshot, unchecked=True)
    told = html.unescape(make_report(Settings(home=home.folder), NOW).page.read_text(encoding="utf-8"))
    assert [name for name in (*FOUND, *words) if name.lower() not in told.lower()] == []
    assert "Not yet: " in told
