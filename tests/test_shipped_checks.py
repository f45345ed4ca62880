"""Each shipped check finds the fault that it is there for, names where it lies, and passes what only looks like it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing

import duckdb
import pytest

from flows.home import Home
from tests.steady import CIRCUMSTANCES, REPORT, another_engagement, another_report, joined_to, steady_snapshot
from warehouse.check_runs import Result, prepare, run_on
from warehouse.checking import SHIPPED, read_checks
from warehouse.connect import open_writer

CHECKS = {check.name: check for check in read_checks(SHIPPED)}
ENGAGEMENT = "(select min(engagement_id) from core.engagement)"
ITS_ENGAGEMENT = f"(select engagement_id from core.engagement_report where report_id = {REPORT})"
PUBLISHED = f"(select published_on from core.revision join core.report using (revision_id) where report_id = {REPORT})"
NEWEST = "(select max(release_id) from core.release where publisher = 'Ministry of Steady Habits')"
OF_STEADY = "release_id in (select release_id from core.release where publisher = 'Ministry of Steady Habits')"
LAST_LOAD = "(select max(load_id) from ops.load)"


def unpublished(where: str) -> str:
    """SQL that takes releases of the steady source away."""
    return f"delete from core.revision where {OF_STEADY} and {where}; delete from core.release where release_id not in (select release_id from core.revision)"


def renamed(name: str, share: int) -> str:
    """SQL that gives every so-many-th participant a name."""
    return f"update core.report_participant set name = '{name}' where rowid % {share} = 0"


def capture(outcome: str, hour: int) -> str:
    """SQL that adds a fetch of the steady feed today."""
    return f"""insert into ops.capture by name select * replace ('{outcome}' as outcome, timestamptz '2025-11-26 {hour}:30:00+00' as fetched_at,
               'item: expected some, found 0; has the page''s layout changed?' as reason) from ops.capture where source_id = 'steady' limit 1"""


def quarantined(load_id: str) -> str:
    """SQL that puts a report of the first release into quarantine, turned away by a load."""
    return f"""insert into ops.quarantine select {load_id}, release_id, 'zz', 'report', 'kind', 'isin', 'kind = party', '[]' from core.report where report_id = {REPORT}"""


def run_of(state: str, hour: int) -> str:
    """SQL that adds a run of today."""
    return f"""insert into ops.run by name select '{state}' as run_id, 'ingest' as flow, 'steady' as source_id, timestamptz '2025-11-26 {hour}:00:00+00' as started_at,
               started_at as ended_at, '{state}' as state, 'not published: the check x failed' as reason;"""


# By check: a fault that it finds; what is no such fault.
FAULTS: dict[str, tuple[str, str]] = {
    "alias__every_id_resolves": (
        f"delete from core.engagement_alias where alias_id = {REPORT}",
        f"insert into core.engagement_alias select 'a former id', {ENGAGEMENT}",
    ),
    "children__have_report": (
        "insert into core.report_topic by name select * replace ('gone' as report_id) from core.report_topic limit 1",
        f"insert into core.report_topic by name select * replace ({REPORT} as report_id) from core.report_topic limit 1",
    ),
    "codes__are_known": (
        f"update core.report_party set party = 'ATL' where report_id = {REPORT}",
        f"update core.report_party set party = 'NATO' where report_id = {REPORT}",
    ),
    "engagement__ends_after_start": (
        f"update core.engagement set start_on = '2024-05-03', end_on = '2024-05-02' where engagement_id = {ENGAGEMENT}",
        f"update core.engagement set start_on = '2024-05-03', end_on = '2024-05-03' where engagement_id = {ENGAGEMENT}",
    ),
    "engagement__has_report": (another_engagement(), another_engagement() + another_report() + joined_to("'zz'")),
    "engagement__has_two_parties": (
        "delete from core.report_party where report_id in (select report_id from core.report where kind = 'meeting')",
        f"delete from core.report_party where report_id = {REPORT}",
    ),
    "engagement__held_before_published": (
        f"update core.engagement set status = 'held', start_on = {PUBLISHED} + 2 where engagement_id = {ITS_ENGAGEMENT}",
        f"update core.engagement set status = 'held', start_on = {PUBLISHED} + 1 where engagement_id = {ITS_ENGAGEMENT}",
    ),
    "engagement__id_is_first_report": (
        f"update core.engagement_report set engagement_id = 'zz' where report_id = {REPORT}",
        another_report() + joined_to(ITS_ENGAGEMENT),
    ),
    "engagement__stands_once": (
        another_report(release_id=NEWEST) + another_engagement() + joined_to("'zz'"),
        another_report(release_id=NEWEST) + another_engagement(start_on="start_on + 1") + joined_to("'zz'"),
    ),
    "engagement_report__one_per_release": (
        another_report(start_on="start_on + 9") + joined_to(ITS_ENGAGEMENT),
        another_report() + joined_to(ITS_ENGAGEMENT),
    ),
    "evidence__is_unique": (
        "insert into core.evidence from core.evidence limit 1",
        "insert into core.evidence by name select * replace (99 as span_no) from core.evidence limit 1",
    ),
    "evidence__quote_is_verbatim": (
        f"update core.evidence set start_no = start_no + 1, end_no = end_no + 1 where report_id = {REPORT} and field = 'kind'",
        f"update core.evidence set end_no = start_no + 1, quote = quote[1] where report_id = {REPORT} and field = 'kind'",
    ),
    "load__counts_add_up": (
        "update ops.load set new_count = new_count + 1",
        "update ops.load set new_count = new_count + 1, release_count = release_count + 1",
    ),
    "main__holds_every_engagement": (
        f"delete from main.engagements where engagement_id = {ENGAGEMENT}",
        f"delete from main.engagements where engagement_id = {ENGAGEMENT}; delete from core.engagement where engagement_id = {ENGAGEMENT}",
    ),
    "participant__name_is_plausible": (renamed("10:30 a.m.", 10), renamed("Siti binti Abu-Bakar O’Neill", 10)),
    "person__has_one_party": (
        f"update core.report_participant set party = 'ATL' where report_id = {REPORT}",
        f"update core.report_participant set party = null where report_id = {REPORT}",
    ),
    "quarantine__is_empty": (quarantined(LAST_LOAD), quarantined("'000000-before'")),
    "release__has_current_revision": (
        f"update core.release set current_revision_id = 'gone' where release_id = {NEWEST}",
        f"update core.release set is_withdrawn = true where release_id = {NEWEST}",
    ),
    "release__has_publication_day": (
        f"update core.revision set published_on = null where {OF_STEADY} and rowid % 20 = 0",
        f"update core.revision set published_on = null where {OF_STEADY} and rowid % 100 = 0",
    ),
    "release__has_required_fields": (
        f"update core.revision set title = '' where release_id = {NEWEST}",
        f"update core.revision set url = null where release_id = {NEWEST}",
    ),
    "release__published_before_seen": (
        f"update core.revision set published_on = published_on + 2 where release_id = {NEWEST}",
        f"update core.revision set published_on = published_on + 1 where release_id = {NEWEST}",
    ),
    "release__text_stands_once": (
        "update core.revision set text_digest = 'same' where release_id in ('steady202511240', 'steady202511250')",
        "update core.revision set text_digest = 'same' where release_id in ('steady202511100', 'steady202511250')",
    ),
    "release_address__is_of_one_release": (
        "insert into core.release_address select 'steady202511251', url from core.revision where release_id = 'steady202511250'",
        "insert into core.release_address select 'steady202511241', url from core.revision where release_id = 'steady202511250'",
    ),
    "report__day_is_near_publication": (
        f"update core.report set focus = 'primary', status = 'held', date_precision = 'day', start_on = {PUBLISHED} - 366 where report_id = {REPORT}",
        f"update core.report set focus = 'primary', status = 'held', date_precision = 'day', start_on = {PUBLISHED} - 30 where report_id = {REPORT}",
    ),
    "report__ends_after_start": (
        f"update core.report set start_on = '2024-05-03', end_on = '2024-05-02' where report_id = {REPORT}",
        f"update core.report set start_on = '2024-05-03', end_on = '2024-05-03' where report_id = {REPORT}",
    ),
    "report__fields_have_evidence": (
        f"delete from core.evidence where report_id = {REPORT} and field = 'kind'",
        "delete from core.evidence where span_no > 0",
    ),
    "report__has_engagement": (
        f"delete from core.engagement_report where report_id = {REPORT}",
        another_report(revision_id="'of a former text'"),
    ),
    "report__has_known_revision": (another_report(revision_id="'gone'"), another_report()),
    "report__held_before_published": (
        f"update core.report set status = 'held', start_on = {PUBLISHED} + 2 where report_id = {REPORT}",
        f"update core.report set status = 'scheduled', start_on = {PUBLISHED} + 2 where report_id = {REPORT}",
    ),
    "report_participant__party_is_among_parties": (
        f"update core.report_participant set party = 'ATL' where report_id = {REPORT}",
        f"update core.report_participant set party = null where report_id = {REPORT}",
    ),
    "resolved__references_resolve": (
        f"update core.report_participant set person_id = 'gone' where report_id = {REPORT}",
        f"update core.report_participant set person_id = null where report_id = {REPORT}",
    ),
    "run__ends_well": (
        run_of("completed", 8) + run_of("failed", 9),
        run_of("failed", 8) + run_of("completed", 9),
    ),
    "source__answers": (
        "update ops.capture set outcome = 'failed' where source_id = 'steady' and fetched_at > '2025-11-23'",
        "update ops.capture set outcome = 'failed' where source_id = 'steady' and fetched_at > '2025-11-26'",
    ),
    "source__engagements_are_usual": (
        f"""insert into core.report by name select t.* replace (r.release_id as release_id, r.current_revision_id as revision_id, r.release_id as report_id)
            from core.report t, core.release r where t.report_id = {REPORT} and r.first_seen_at > '2025-11-12' and r.publisher like '% Steady Habits'""",
        f"""insert into core.report by name select t.* replace (r.release_id as release_id, r.current_revision_id as revision_id, r.release_id as report_id)
            from core.report t, core.release r where t.report_id = {REPORT} and r.publisher like '% Steady Habits' and day(first_seen_at) = 20""",
    ),
    "source__is_asked": (
        "delete from ops.capture where fetched_at > '2025-11-12'",
        "delete from ops.capture where fetched_at > '2025-11-23'",
    ),
    "source__is_fresh": (unpublished("published_on > '2025-11-12'"), unpublished("published_on > '2025-11-21'")),
    "source__layout_is_unchanged": (capture("misread", 10), capture("misread", 10) + ";" + capture("kept", 11)),
    "source__volume_is_as_asserted": (
        unpublished("published_on between '2025-11-17' and '2025-11-23' and release_id > 'steady202511180'"),
        unpublished("published_on between '2025-11-17' and '2025-11-23' and release_id > 'steady202511181'"),
    ),
    "source__volume_is_usual": (
        unpublished("published_on between '2025-11-17' and '2025-11-23' and rowid % 5 < 3"),
        unpublished("published_on between '2025-11-17' and '2025-11-23' and rowid % 5 = 0"),
    ),
    "spans__lie_in_text": (
        f"update core.block set end_no = 100000 where revision_id = (select revision_id from core.report where report_id = {REPORT})",
        f"update core.block set end_no = start_no where revision_id = (select revision_id from core.report where report_id = {REPORT})",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def steady(golden_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse in which faults can be planted; each test takes its own back."""
    with closing(open_writer(steady_snapshot(golden_home, tmp_path_factory.mktemp("steady")))) as con:
        con.execute("set timezone = 'UTC'")
        yield con


def found(con: duckdb.DuckDBPyConnection, names: list[str], fault: str) -> list[Result]:
    """What checks find after a fault, which is taken back."""
    con.execute("begin transaction")
    try:
        con.execute(fault)
        prepare(con, CIRCUMSTANCES)
        return list(run_on(con, [CHECKS[name] for name in names]))
    finally:
        con.execute("rollback")


def test_every_shipped_check_has_its_fault() -> None:
    """No check is here without a fault that it would have caught."""
    assert sorted(FAULTS) == sorted(CHECKS)


def test_clean_data_pass_every_check(steady: duckdb.DuckDBPyConnection) -> None:
    """The samples and a steady source trip nothing, and every check has something to check."""
    results = found(steady, list(CHECKS), "select 1")
    assert {(r.outcome, r.culprit_count, r.reason) for r in results} == {("passed", 0, None)}


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_check_finds_its_fault_and_nothing_like_it(name: str, steady: duckdb.DuckDBPyConnection) -> None:
    """The fault trips it beyond its threshold and the sample names where; what is no fault passes."""
    trips, passes = FAULTS[name]
    (tripped,) = found(steady, [name], trips)
    assert tripped.outcome == {"error": "failed", "warn": "warned"}[tripped.severity], tripped
    sample = json.loads(tripped.sample)
    named = {"release_id", "report_id", "engagement_id", "person_id", "id", "load_id", "source"}
    assert sample
    assert all(any(row.get(key) for key in named) for row in sample)
    (passed,) = found(steady, [name], passes)
    assert passed.outcome == "passed", passed
