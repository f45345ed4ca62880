"""Nothing is lost and nothing is doubled."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from config.settings import Settings
from flows.fetch.archive import Archive
from flows.fetch.capture import Capture
from flows.home import Home
from flows.ingesting import Summary, load_batch, unread
from flows.reading import ReadRelease, read
from flows.rebuild import rebuild
from flows.resolve.resolve import resolve
from flows.rows import add_rows, empty_rows
from flows.validate import validate
from schemas.tables import CORE, OPS
from schemas.vocabulary import TOPICS
from tests.conftest import GOLDEN, MOMENT, read_folder, shared_folder
from warehouse.connect import QueryError, WarehouseError, open_writer
from warehouse.load import content_hash
from warehouse.publish import publish
from warehouse.read import data_dictionary, query, run_checks

TEXT = "Defence Secretary Helen Marchbank met with Portuguese Minister of National Defence Duarte Vilhena in Lisbon on 3 May 2024."


def capture(text: str = TEXT, name: str = "a", moment: dt.datetime = MOMENT, **facts: str) -> Capture:
    known = {"publisher": "Ministry of Defence (United Kingdom)", "published_at": "2024-05-04", "title": "Meeting in Lisbon"} | facts
    return Capture(name, f"{name}.txt", "text/plain", known, text.encode(), moment)


def ingest(home: Home, captures: list[Capture]) -> Summary:
    """What the flow does with one batch, without Prefect."""
    archived = Archive(home.archive).add(captures)
    con = open_writer(home.core)
    try:
        fresh = unread(con, archived)
        summary = load_batch(con, [read(c) for c in fresh], [], len(archived) - len(fresh))
        resolve(con)
        publish(con, home.snapshot)
    finally:
        con.close()
    return summary


def hash_of(home: Home) -> str:
    con = open_writer(home.core)
    try:
        return content_hash(con)
    finally:
        con.close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_the_second_run_changes_nothing(home: Home) -> None:
    """A release loaded twice leaves one copy and no changed row."""
    assert ingest(home, [capture()]).new_count == 1
    before = hash_of(home)
    summary = ingest(home, [capture(moment=MOMENT + dt.timedelta(days=1))])
    assert (summary.new_count, summary.changed_count, summary.unchanged_count) == (0, 0, 1)
    assert hash_of(home) == before


def test_a_changed_text_is_a_revision(home: Home) -> None:
    """Another text makes a second revision, and a return to the first a third; only the last feeds main."""
    for text in (TEXT, TEXT.replace("3 May", "2 May"), TEXT):
        ingest(home, [capture(text)])
    rows = query(home.snapshot, "select revision_no from core.revision order by 1").to_pylist()
    assert [row["revision_no"] for row in rows] == [1, 2, 3]
    starts = query(home.snapshot, "select start_on from engagements").to_pylist()
    assert starts == [{"start_on": dt.date(2024, 5, 3)}]
    assert set(run_checks(home.snapshot).values()) == {0}


def test_one_release_at_two_paths_settles(home: Home) -> None:
    """Two states of a release at two paths of one folder: the later one stays, and a second run changes nothing."""
    url = "https://example.org/releases/1"
    for expected in ((1, 1, 0), (0, 0, 2)):
        summaries = [ingest(home, [capture(text, name, url=url)]) for text, name in ((TEXT, "a"), (TEXT + " They discussed trade.", "b"))]
        counts = [sum(values) for values in zip(*((s.new_count, s.changed_count, s.unchanged_count) for s in summaries), strict=True)]
        assert tuple(counts) == expected


def test_order_of_arrival_does_not_matter(home: Home, tmp_path: Path) -> None:
    """The same captures in another order and in other batches, archived at other places, give the same content."""
    captures = [capture(name=name, title=f"Title {name}") for name in "abc"]
    ingest(home, captures)
    other = Home(tmp_path / "other")
    for one in reversed(captures):
        ingest(other, [one])
    assert hash_of(other) == hash_of(home)


def test_rebuild_is_equal(home: Home) -> None:
    """The warehouse made again from the archive alone has the same content."""
    ingest(home, [capture(), capture(name="b", title="Other")])
    ingest(home, [capture(TEXT + " They discussed trade.")])
    before = hash_of(home)
    home.core.unlink()
    rebuild(Settings(home=home.folder, workers=1), lambda _: None)
    assert hash_of(home) == before


def test_rebuild_is_equal_where_a_text_returned(home: Home) -> None:
    """A text that comes back after another is archived again, so the rebuilt warehouse ends with it too."""
    for text in (TEXT, TEXT.replace("3 May", "2 May"), TEXT):
        ingest(home, [capture(text)])
    before = hash_of(home)
    rebuild(Settings(home=home.folder, workers=1), lambda _: None)
    assert hash_of(home) == before


def rows_of(release: ReadRelease) -> Any:
    rows = empty_rows()
    add_rows(rows, release, "revision", 1, "load")
    return rows


@pytest.mark.parametrize(
    ("table", "column", "value", "check"),
    [
        ("report", "kind", "party", "isin"),
        ("report", "end_on", dt.date(1999, 1, 1), "end_not_before_start"),
        ("report", "start_on", dt.date(2031, 1, 1), "held_not_after_publication"),
        ("report", "venue", "Atlantis", "has_evidence"),
        ("report", "confidence", 1.5, "less_than_or_equal_to"),
        ("report_participant", "party", "FRA", "among_report_parties"),
        ("report_participant", "level", "boss", "isin"),
        ("report_topic", "code", "weather", "isin"),
        ("report_topic", "stance", 7, "dtype"),
        ("report_party", "side", "left", "isin"),
        ("evidence", "quote", "words that are not there", "quote_is_verbatim"),
        ("evidence", "basis", "guess", "isin"),
    ],
)
def test_a_bad_report_goes_to_quarantine_alone(table: str, column: str, value: Any, check: str) -> None:
    """A report that breaks its schema goes with its children; the rest of its batch loads."""
    bad, good = read(capture(TEXT + " They discussed trade.")), read(capture(name="b", title="Other"))
    rows = empty_rows()
    add_rows(rows, bad, "bad", 1, "load")
    add_rows(rows, good, "good", 1, "load")
    rows[table][0][column] = value
    checked = validate(rows)
    assert {fault.table for fault in checked.faults} == {table}
    assert any(check in fault.check for fault in checked.faults), checked.faults
    assert checked.frames["report"]["revision_id"].to_list() == ["good"]
    assert checked.frames["revision"].height == 2
    gone = {fault.report_id for fault in checked.faults}
    assert not gone & set(checked.frames["evidence"]["report_id"])


def test_a_bad_release_goes_whole() -> None:
    """A release whose own row fails is turned away with all that belongs to it."""
    rows = rows_of(read(capture()))
    rows["release"][0]["release_type"] = "gossip"
    checked = validate(rows)
    assert all(frame.height == 0 for frame in checked.frames.values())
    assert {fault.report_id for fault in checked.faults} == {None}


def test_quarantine_is_kept_with_its_reason(home: Home) -> None:
    """The equations of a load hold with quarantined reports, and the reason can be queried."""
    release = read(capture())
    rows = rows_of(release)
    rows["report"][0]["kind"] = "party"
    checked = validate(rows)
    assert checked.faults[0].reason.startswith("kind")
    assert json.loads(json.dumps({k: len(v) for k, v in checked.turned_away[checked.faults[0].report_id or ""].items()}))["evidence"] > 0


def test_a_failed_load_leaves_the_database_as_it_was(home: Home) -> None:
    """Counts that do not add up stop the load before anything is written."""
    from warehouse.load import load

    ingest(home, [capture()])
    before = hash_of(home)
    con = open_writer(home.core)
    counts = dict.fromkeys(OPS["load"].to_schema().columns, 0) | {"load_id": "x", "loaded_at": MOMENT, "release_count": 3}
    with pytest.raises(WarehouseError, match="do not add up"):
        load(con, {}, counts, [], [])
    con.close()
    assert hash_of(home) == before


def test_readers_see_the_snapshot_while_a_writer_works(home: Home) -> None:
    """The snapshot opens while another connection writes to core."""
    ingest(home, [capture()])
    con = open_writer(home.core)
    con.execute("begin transaction")
    assert query(home.snapshot, "select count(*) as n from engagements").to_pylist() == [{"n": 1}]
    con.close()


def test_ad_hoc_sql_cannot_write_or_read_files(home: Home, tmp_path: Path) -> None:
    """Queries are read-only and see no file but the warehouse."""
    ingest(home, [capture()])
    (tmp_path / "secret.csv").write_text("a\n1\n")
    for sql in (
        "delete from core.report",
        f"select * from read_csv('{tmp_path}/secret.csv')",
        f"copy core.report to '{tmp_path}/out.csv'",
        "select nonsense",
    ):
        with pytest.raises(QueryError):
            query(home.snapshot, sql)


def test_every_table_and_column_is_commented(home: Home) -> None:
    """The data dictionary has words for every table and column of main, core and ops."""
    ingest(home, [capture()])
    entries = data_dictionary(home.snapshot)
    assert {e.table for e in entries} >= {f"core.{name}" for name in CORE} | {"main.engagements", "main.evidence"}
    assert [e for e in entries if not e.comment or not e.table_comment] == []


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    """A file that is no database is refused with its name and what to do."""
    path = tmp_path / "core.duckdb"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(WarehouseError, match="rebuild"):
        open_writer(path)


def test_samples_validate_whole() -> None:
    """No sample is turned away."""
    for key, release in read_folder(GOLDEN / "releases").items():
        rows = empty_rows()
        add_rows(rows, release, f"revision-{key}", 1, "load")
        assert validate(rows).faults == [], key


def test_topic_codes_are_those_of_the_guide() -> None:
    """The vocabulary of topics is the one of TOPICS.md."""
    text = (shared_folder("gold") / "TOPICS.md").read_text(encoding="utf-8")
    assert sorted(TOPICS) == sorted(line.split("`")[1] for line in text.splitlines() if line.startswith("| `"))
