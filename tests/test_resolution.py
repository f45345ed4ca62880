"""Resolution in the warehouse: the same from every order of arrival, checked, and explained."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.ingesting import load_batch
from flows.reading import ReadRelease
from flows.resolve.resolve import resolve
from warehouse.checking import SHIPPED
from warehouse.connect import open_writer
from warehouse.load import known_revisions, table_hashes
from warehouse.publish import is_current, publish
from warehouse.read import query


def loaded(path: Path, releases: list[ReadRelease], size: int) -> duckdb.DuckDBPyConnection:
    """A warehouse into which `releases` were taken in runs of `size`, each resolved at its end."""
    con = open_writer(path)
    known_revisions(con)
    for start in range(0, len(releases), size):
        load_batch(con, releases[start : start + size], [], 0)
        resolve(con)
    return con


@pytest.fixture(scope="module")
def core(golden: dict[str, ReadRelease], tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The samples, resolved."""
    con = loaded(tmp_path_factory.mktemp("core") / "core.duckdb", list(golden.values()), 100)
    yield con
    con.close()


@pytest.fixture(scope="module")
def snapshot(core: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, published."""
    path = tmp_path_factory.mktemp("snapshot") / "warehouse.duckdb"
    publish(core, path)
    return path


@pytest.mark.parametrize(("order", "size"), [("backwards", 100), ("shuffled", 9), ("forwards", 14)])
def test_order_and_number_of_runs_do_not_show(
    core: duckdb.DuckDBPyConnection, golden: dict[str, ReadRelease], tmp_path: Path, order: str, size: int
) -> None:
    """The samples in three orders, in one run or many, give every table of core the same rows."""
    releases = list(golden.values())
    if order == "backwards":
        releases.reverse()
    if order == "shuffled":
        random.Random(7).shuffle(releases)
    con = loaded(tmp_path / "core.duckdb", releases, size)
    assert table_hashes(con) == table_hashes(core)
    con.close()


def test_resolving_twice_changes_nothing(core: duckdb.DuckDBPyConnection) -> None:
    """Resolution is a function of the reports."""
    before = table_hashes(core)
    resolve(core)
    assert table_hashes(core) == before


def test_a_rewrite_joins_what_it_rewrites(snapshot: Path) -> None:
    """The newspaper's account of the talks is one engagement with the ministry's, whose release is the one to read first."""
    rows = query(
        snapshot, "select publishers, publisher, release_count from engagements where list_contains(parties, 'PER') and focus = 'primary'"
    )
    assert rows.to_pylist() == [
        {"publishers": ["THX News", "U.S. Department of Defense"], "publisher": "U.S. Department of Defense", "release_count": 2}
    ]


# Check, and a change that makes one row break it; the samples as they are break none.
BROKEN = [
    ("engagement__has_report", "delete from core.engagement_report where engagement_id = (select min(engagement_id) from core.engagement)"),
    ("report__has_engagement", "delete from core.engagement_report where report_id = (select min(report_id) from core.engagement_report)"),
    (
        "engagement_report__one_per_release",
        """update core.engagement_report set engagement_id = 'joined' where report_id in
           (select report_id from core.report qualify count(*) over (partition by release_id) > 1)""",
    ),
    ("engagement__id_is_first_report", "update core.engagement_report set engagement_id = 'late' where report_id = (select min(report_id) from core.engagement_report)"),
    ("engagement__ends_after_start", "update core.engagement set start_on = date '2024-01-02', end_on = date '2024-01-01'"),
    ("engagement__held_before_published", "update core.engagement set start_on = date '2031-01-01' where status = 'held'"),
    ("resolved__references_resolve", "delete from core.person where person_id = (select min(person_id) from core.person)"),
    ("resolved__references_resolve", "update core.engagement set parent_engagement_id = 'nowhere'"),
    ("resolved__references_resolve", "update core.engagement_report set joined_to = 'nowhere'"),
    ("alias__every_id_resolves", "delete from core.engagement_alias where alias_id = (select min(alias_id) from core.engagement_alias)"),
    ("alias__every_id_resolves", "delete from core.person_alias where alias_id = (select min(person_id) from core.person)"),
    ("codes__are_known", "delete from core.party where party = 'USA'"),
    ("codes__are_known", "delete from core.topic"),
    ("person__has_one_party", "update core.person set party = 'ATA'"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "change"), BROKEN, ids=[f"{check}-{n}" for n, (check, _) in enumerate(BROKEN)])
def test_a_check_finds_its_culprit(core: duckdb.DuckDBPyConnection, check: str, change: str) -> None:
    """Each check is silent over the samples and names the row that breaks it."""
    sql = (SHIPPED / f"{check}.sql").read_text(encoding="utf-8")
    assert core.execute(sql).fetchall() == []
    core.execute("begin transaction")
    try:
        core.execute(change)
        assert core.execute(sql).fetchall()
    finally:
        core.execute("rollback")


def test_former_ids_resolve(golden: dict[str, ReadRelease], tmp_path: Path) -> None:
    """The id of a report in a text that was replaced resolves to what the release tells now, or to nothing where it tells no more."""
    release = golden["state-call-romania"]
    con = loaded(tmp_path / "core.duckdb", [release], 1)
    ((former,),) = con.execute("select engagement_id from core.engagement").fetchall()
    assert release.document is not None
    document = dataclasses.replace(release.document, text=release.document.text + " ")
    capture = dataclasses.replace(release.capture, body=release.capture.body + b" ")
    load_batch(con, [dataclasses.replace(release, document=document, capture=capture)], [], 0)
    resolve(con)
    ((current,),) = con.execute("select engagement_id from core.engagement").fetchall()
    assert current != former
    assert con.execute("select engagement_id from core.engagement_alias where alias_id = ?", [former]).fetchall() == [(current,)]
    con.close()


def test_a_meeting_to_come_is_an_agreement(snapshot: Path) -> None:
    """CAMEO and PLOVER: a scheduled engagement is AGREE, a call CONSULT by phone, a signing SUPPORT; the host acts by another code."""
    rows = query(
        snapshot,
        """select distinct e.kind, e.status, c.plover_event, c.plover_mode, c.cameo_code, c.source = c.country as is_host
           from cameo_events c join engagements e using (engagement_id)""",
    ).to_pylist()
    found = {(r["kind"], r["status"], r["plover_event"], r["plover_mode"], r["cameo_code"]) for r in rows}
    assert ("call", "held", "CONSULT", "phone", "041") in found
    assert {event for _, status, event, _, _ in found if status == "scheduled"} == {"AGREE"}
    assert {event for kind, status, event, _, _ in found if kind == "signing" and status == "held"} == {"SUPPORT"}
    assert {(r["cameo_code"], r["is_host"]) for r in rows if r["plover_mode"] == "visit"} == {("042", False), ("043", True)}


def test_the_months_between_are_covered_or_gaps(snapshot: Path) -> None:
    """Coverage has every month from a publisher's first release to its last; one without a release is a gap."""
    rows = query(
        snapshot, "select month, seen_count, is_gap from coverage where publisher = 'U.S. Department of Defense' order by month"
    ).to_pylist()
    assert len(rows) == 8
    assert [row["seen_count"] for row in rows] == [1, 0, 0, 0, 0, 0, 0, 1]


def test_conflicts_hold_disagreements_only(snapshot: Path) -> None:
    """Every conflict has two values or more, one of which is the engagement's at most; the samples' dates do not disagree."""
    rows = query(
        snapshot,
        "select engagement_id, field, count(distinct value) as n, count(distinct value) filter (where is_chosen) as chosen from conflicts group by all",
    )
    assert all(row["n"] > 1 and row["chosen"] <= 1 for row in rows.to_pylist())
    assert "days" not in {row["field"] for row in rows.to_pylist()}


def test_a_month_of_two_parties_has_its_level(snapshot: Path) -> None:
    """A call of a prime minister and a president counts in its month, as a call, at the level of heads."""
    rows = query(
        snapshot, "select engagement_count, call_count, meeting_count, level from country_pairs where party_a = 'CAN' and party_b = 'UKR'"
    ).to_pylist()
    assert rows == [{"engagement_count": 1, "call_count": 1, "meeting_count": 0, "level": "head"}]


def test_what_a_dead_run_loaded_is_published_by_the_next(golden: dict[str, ReadRelease], tmp_path: Path) -> None:
    """The snapshot is out of date from a load until its publication, whichever run does it."""
    first, second = list(golden.values())[:2]
    con = loaded(tmp_path / "core.duckdb", [first], 1)
    snapshot = tmp_path / "warehouse.duckdb"
    assert not is_current(con, snapshot)
    publish(con, snapshot)
    assert is_current(con, snapshot)
    load_batch(con, [second], [], 0)
    assert not is_current(con, snapshot)
    snapshot.write_bytes(b"not a database")
    assert not is_current(con, snapshot)
    con.close()
