"""Corrections stand: through re-extraction, revisions, rebuild and whatever order releases come in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import flows.ingesting
import flows.rows
from config.settings import Settings
from flows.corrections.journal import CorrectionsError
from flows.corrections.lines import Add, Change, Correction, Merge, Null, Remove, Set, Split, Undo
from flows.corrections.making import Draft, open_desk, write_down
from flows.corrections.settle import settle
from flows.fetch.archive import Archive
from flows.fetch.capture import Capture
from flows.home import Home
from flows.ingesting import known_ledger, take, unread
from flows.rebuild import rebuild
from flows.resolve.resolve import resolve
from tests.conftest import MOMENT
from warehouse.connect import open_writer
from warehouse.load import content_hash
from warehouse.publish import publish
from warehouse.read import query, run_checks

LISBON = "Defence Secretary Helen Marchbank met with Portuguese Minister of National Defence Duarte Vilhena in Lisbon on 3 May 2024. They discussed maritime security."
TWO = (
    "Defence Secretary Helen Marchbank met with Portuguese Minister of National Defence Duarte Vilhena in Lisbon on 3 May 2024.\n\n"
    "She also met with Spanish Defence Minister Marta Robles in Madrid on 4 May 2024. Talks with the Italian side took place in Rome on 5 May 2024 between teams."
)
URL = "https://www.example.org/releases/"


def capture(name: str, text: str, **facts: str) -> Capture:
    known = {
        "publisher": "Ministry of Defence (United Kingdom)",
        "published_at": "2024-05-06",
        "title": f"Readout {name}",
        "url": URL + name,
    }
    return Capture(name, f"{name}.txt", "text/plain", known | facts, text.encode(), MOMENT)


def ingest(home: Home, captures: Sequence[Capture]) -> None:
    """What the flow does with one batch, without Prefect."""
    archive = Archive(home.archive)
    with closing(open_writer(home.core)) as con:
        settle(con, archive, home)
        take(con, unread(con, archive.add(captures)), None, known_ledger(con))
        bring(con, home)


def bring(con: Any, home: Home) -> None:
    settle(con, Archive(home.archive), home)
    resolve(con)
    publish(con, home.snapshot)


def apply(home: Home) -> None:
    with closing(open_writer(home.core)) as con:
        bring(con, home)


def made(
    home: Home, name: str, change: Change, element: str = "report", field: str | None = None, quote: str | None = None, **pair: str
) -> Correction:
    """A correction made, written down and applied as the command does."""
    desk = open_desk(home)
    target = None if isinstance(change, Undo) else desk.target(URL + name, quote, element, field)
    correction = desk.take(Draft("test", "Ana", "read it", target, change))
    assert correction is not None
    write_down(home.corrections, [correction])
    apply(home)
    return correction


def hash_of(home: Home) -> str:
    with closing(open_writer(home.core)) as con:
        return content_hash(con)


def one(home: Home, sql: str) -> Any:
    rows = query(home.snapshot, sql).to_pylist()
    assert len(rows) == 1, rows
    return next(iter(rows[0].values())) if len(rows[0]) == 1 else rows[0]


def states(home: Home) -> dict[str, str]:
    return {row["correction_id"]: row["state"] for row in query(home.snapshot, "from corrections").to_pylist()}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def loaded(home: Home) -> Home:
    ingest(home, [capture("a", LISBON), capture("b", TWO)])
    return home


def talks(name: str, whose: str, counterpart: str, city: str, day: int) -> Capture:
    text = f"Defence Secretary Helen Marchbank met with {whose} Minister of National Defence {counterpart} in {city} on {day} May 2024. They discussed maritime security."
    return capture(name, text, published_at="2024-05-20")


RELEASES = [
    capture("two", TWO),
    talks("set", "Portuguese", "Duarte Vilhena", "Lisbon", 13), talks("null", "Greek", "Nikos Pappas", "Athens", 14),
    talks("days", "Italian", "Carlo Bianchi", "Rome", 15), talks("people", "French", "Jean Moreau", "Paris", 6),
    talks("elements", "German", "Anna Vogel", "Berlin", 7), talks("added", "Dutch", "Pieter Bakker", "Amsterdam", 8),
    talks("found", "Polish", "Jan Nowak", "Warsaw", 9),
    talks("split1", "Danish", "Lars Holm", "Copenhagen", 10), talks("split2", "Danish", "Lars Holm", "Copenhagen", 10),
    talks("merge1", "Finnish", "Aino Laine", "Helsinki", 11), talks("merge2", "Finnish", "Aino Laine", "Helsinki", 14),
    talks("person1", "Norwegian", "Ola Berg", "Oslo", 12), talks("person2", "Norwegian", "Ola Berg", "Oslo", 16),
    talks("person3", "Swedish", "Erik Lind", "Stockholm", 12), talks("person4", "Swedish", "Karl Stenberg", "Stockholm", 16),
]  # fmt: skip
# What the corrections below are followed by, through all stages.
QUESTIONS = {
    "set": "select venue from {report} where document_id = 'set'",
    "null": "select city from {report} where document_id = 'null'",
    "withheld": "select string_agg(candidate) from core.withheld where field = 'city'",
    "days": "select start_on::varchar || ' ' || end_on || ' ' || date_precision from {report} where document_id = 'days'",
    "people": "select string_agg(name || ' ' || coalesce(a.party, '-'), ', ' order by name) from core.report_participant a join {report} using (report_id) where document_id = 'people'",
    "topics": "select string_agg(code, ' ' order by code) from core.report_topic join {report} using (report_id) where document_id = 'elements'",
    "parties": "select string_agg(party, ' ' order by party) from core.report_party join {report} using (report_id) where document_id = 'elements'",
    "outcomes": "select string_agg(verb || ' ' || content) from core.report_outcome join {report} using (report_id) where document_id = 'elements'",
    "removed": "select string_agg(city, ' ' order by city) from {report} where document_id = 'two'",
    "added": "select string_agg(kind, ' ' order by kind) from {report} where document_id = 'added'",
    "found": "select string_agg(kind, ' ' order by kind) from {report} where document_id = 'found'",
    "split": "select count(distinct engagement_id) from core.engagement_report join {report} using (report_id) where document_id in ('split1', 'split2')",
    "merged": "select count(distinct engagement_id) from core.engagement_report join {report} using (report_id) where document_id in ('merge1', 'merge2')",
    "persons split": "select count(distinct person_id) from core.report_participant where name = 'Ola Berg'",
    "persons merged": "select count(distinct person_id) from core.report_participant where name in ('Erik Lind', 'Karl Stenberg')",
    "states": "select string_agg(distinct state, ' ') from main.corrections",
}  # fmt: skip
REPORT = "(select * from core.report join core.release using (release_id))"
CORRECTIONS: list[tuple[str, Change, str, str | None, str | None]] = [
    ("set", Set(value="Belém", evidence=["in Lisbon"], basis="derived"), "report", "venue", None),
    ("null", Null(), "report", "city", None),
    ("days", Set(value="2024-05-15..2024-05-16", evidence=["15 May 2024"], basis="derived"), "report", "start_on", None),
    ("people", Set(value="Moreau", evidence=["Jean Moreau"]), "participant/Jean Moreau", "name", None),
    ("people", Remove(), "participant/Helen Marchbank", None, None),
    ("people", Add(values={"title": "Minister"}, evidence={"element": ["Jean Moreau"], "title": ["Minister of National Defence"]}), "participant/Jean", None, None),
    ("elements", Remove(), "topic/maritime_security", None, None),
    ("elements", Add(evidence={"element": ["discussed maritime security"]}), "topic/illegal_fishing", None, None),
    ("elements", Add(evidence={"element": ["German Minister"]}, basis="context"), "party/NATO", None, None),
    ("elements", Add(values={"kind": "commitment", "verb": "discussed"}, evidence={"element": ["discussed maritime security"]}), "outcome/maritime security", None, None),
    ("two", Remove(), "report", None, "also met with Spanish Defence Minister"),
    ("added", Add(values={"kind": "dialogue", "parties": ["NLD"]}, evidence={"parties": ["Dutch Minister"]}), "report", None, "discussed maritime security"),
    ("found", Add(values={"kind": "dialogue"}), "report", None, "met with Polish Minister"),
]  # fmt: skip
PAIRS: list[tuple[type[Merge] | type[Split], str, str, str, str]] = [
    (Split, "split1", "split2", "report", "report"),
    (Merge, "merge1", "merge2", "report", "report"),
    (Split, "person1", "person2", "participant/Ola Berg", "participant/Ola Berg"),
    (Merge, "person3", "person4", "participant/Erik Lind", "participant/Karl Stenberg"),
]


def answers(home: Home) -> dict[str, Any]:
    return {name: one(home, sql.format(report=REPORT)) for name, sql in QUESTIONS.items()}


def ids(home: Home) -> set[str]:
    return {
        row["id"]
        for row in query(
            home.snapshot, "select alias_id as id from core.engagement_alias union select alias_id from core.person_alias"
        ).to_pylist()
    }


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The answers before and after all corrections, and through each stage; the content hash, ids and failed checks beside them."""
    home = Home(tmp_path_factory.mktemp("stages") / "home")
    seen: dict[str, dict[str, Any]] = {}

    def look(stage: str) -> None:
        failed = [name for name, count in run_checks(home.snapshot).items() if count]
        seen[stage] = answers(home) | {"hash": hash_of(home), "ids": ids(home), "failed": failed}

    ingest(home, RELEASES)
    look("before")
    desk = open_desk(home)
    for name, change, element, field, quote in CORRECTIONS:
        assert desk.take(Draft("test", "Ana", "read it", desk.target(URL + name, quote, element, field), change))
    for kind, one_name, other_name, element, other in PAIRS:
        change = kind(other=desk.target(URL + other_name, None, other))
        assert desk.take(Draft("test", "Ana", "they are", desk.target(URL + one_name, None, element), change))
    write_down(home.corrections, desk.corrections)
    apply(home)
    look("corrected")
    rebuild(Settings(home=home.folder, workers=1), lambda _: None)
    look("rebuilt")
    ingest(home, RELEASES)
    look("ingested again")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flows.ingesting, "VERSIONS", ("2", "next"))
        for module in (flows.ingesting, flows.rows):
            patch.setattr(module, "EXTRACTOR_VERSION", "next")
        ingest(home, RELEASES)
        assert one(home, "select distinct extractor_version from core.revision") == "next"
        look("extracted again")
    undone = [Undo(correction=c.id) for c in desk.corrections]
    desk = open_desk(home)
    write_down(home.corrections, [c for undo in undone if (c := desk.take(Draft("test", "Ana", "after all not", None, undo)))])
    apply(home)
    look("undone")
    return seen


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("set", None, "Belém"),
        ("null", "Athens", None),
        ("withheld", None, "Athens"),
        ("days", None, "2024-05-15 2024-05-16 span"),
        ("people", "Helen Marchbank GBR, Jean Moreau FRA", "Jean -, Moreau FRA"),
        ("topics", "maritime_security", "illegal_fishing"),
        ("parties", "DEU GBR", "DEU GBR NATO"),
        ("outcomes", None, "discussed maritime security"),
        ("removed", "Lisbon Madrid Rome", "Lisbon Rome"),
        ("added", "meeting", "dialogue meeting"),
        ("found", "meeting", "dialogue"),
        ("split", 1, 2),
        ("merged", 2, 1),
        ("persons split", 1, 2),
        ("persons merged", 2, 1),
    ],
)
def test_a_correction_of_each_kind_stands(stages: dict[str, dict[str, Any]], name: str, before: Any, after: Any) -> None:
    """What a correction did is there after a rebuild, a second run and a reading under another version; taken back, it is as before."""
    found = {stage: seen[name] for stage, seen in stages.items()}
    again = ("corrected", "rebuilt", "ingested again", "extracted again")
    assert found == {"before": before, **dict.fromkeys(again, after), "undone": before}


def test_corrections_are_input_like_the_archive(stages: dict[str, dict[str, Any]]) -> None:
    """Rebuild and a second run give the same content; every invariant holds at each stage; no correction is lost on the way."""
    assert stages["corrected"]["hash"] == stages["rebuilt"]["hash"] == stages["ingested again"]["hash"] != stages["before"]["hash"]
    assert {name: seen["failed"] for name, seen in stages.items()} == {name: [] for name in stages}
    assert [seen["states"] for seen in stages.values()] == [None, "applied", "applied", "applied", "applied", "undone"]


def test_every_id_ever_given_resolves(stages: dict[str, dict[str, Any]]) -> None:
    """Ids of before, of what was removed, renamed or added, and of what was taken back lead somewhere or say that they do no longer."""
    given: set[str] = set()
    for seen in stages.values():
        given |= seen["ids"]
        assert given == seen["ids"]


CITY_OF_A = "select city from reports join releases using (release_id) where document_id = 'a'"


def test_the_words_relied_on_stand_as_evidence(loaded: Home) -> None:
    """A corrected value has the analyst's quote as evidence, by rule "correction" and on the basis given."""
    made(loaded, "a", Set(value="Belém", evidence=["in\nLisbon"], basis="derived"), field="venue")
    row = one(
        loaded,
        "select e.quote, e.rule, e.basis, substr(v.text, e.start_no + 1, e.end_no - e.start_no) as words from core.evidence e join core.report using (report_id) join core.revision v using (revision_id) where e.rule = 'correction'",
    )
    assert row == {"quote": "in Lisbon", "rule": "correction", "basis": "derived", "words": "in Lisbon"}


def pair(
    home: Home,
    change: type[Merge] | type[Split],
    first: tuple[str, str | None],
    second: tuple[str, str | None],
    element: str = "report",
    other: str = "report",
) -> Correction:
    desk = open_desk(home)
    target = desk.target(URL + first[0], first[1], element)
    correction = desk.take(Draft("test", "Ana", "they are", target, change(other=desk.target(URL + second[0], second[1], other))))
    assert correction is not None
    write_down(home.corrections, [correction])
    apply(home)
    return correction


LISBON_IN_B = "Marchbank met with Portuguese Minister"
MADRID = "also met with Spanish Defence Minister"


def test_what_cannot_be_one_is_not_joined(loaded: Home) -> None:
    """Persons of two parties, two reports of one release, and a party that somebody speaks for are refused with what to do instead."""
    with pytest.raises(CorrectionsError, match="one speaks for GBR and the other for PRT"):
        pair(loaded, Merge, ("a", None), ("b", LISBON_IN_B), "participant/Helen Marchbank", "participant/Duarte Vilhena")
    with pytest.raises(CorrectionsError, match="one release tells of an engagement once"):
        pair(loaded, Merge, ("b", MADRID), ("b", LISBON_IN_B))
    with pytest.raises(CorrectionsError, match="Duarte Vilhena speaks for PRT"):
        made(loaded, "a", Remove(), "party/PRT")


def test_of_two_that_disagree_the_later_word_counts(loaded: Home) -> None:
    """Who splits and later merges has merged; what would make one release tell twice of an engagement is stale and says so."""
    same = "select count(*) from (select engagement_id from reports group by all having count(*) > 1)"
    pair(loaded, Split, ("a", None), ("b", LISBON_IN_B))
    assert one(loaded, same) == 0
    pair(loaded, Merge, ("a", None), ("b", LISBON_IN_B))
    assert one(loaded, same) == 1
    pair(loaded, Merge, ("a", None), ("b", MADRID))
    problems = query(loaded.snapshot, "select problem from corrections order by line_no").to_pylist()
    assert [row["problem"] for row in problems] == [
        "another correction makes them one", None, "another correction, two parties or one release keep them apart",
    ]  # fmt: skip


def test_a_revision_keeps_what_its_words_still_announce(loaded: Home) -> None:
    """Through a revision a correction stands while its passage does; gone, it is stale with the reason, and it returns with the passage."""
    made(loaded, "a", Null(), field="city")
    longer = LISBON.replace("They discussed", "On the quay they discussed")
    ingest(loaded, [capture("a", longer)])
    assert (one(loaded, CITY_OF_A), list(states(loaded).values())) == (None, ["applied"])
    ingest(loaded, [capture("a", LISBON.replace("met with", "held talks with"))])
    assert (one(loaded, CITY_OF_A), list(states(loaded).values())) == ("Lisbon", ["stale"])
    assert one(loaded, "select problem from corrections") == "its words no longer stand in the release"
    before = hash_of(loaded)
    rebuild(Settings(home=loaded.folder, workers=1), lambda _: None)
    assert hash_of(loaded) == before
    ingest(loaded, [capture("a", longer)])
    assert (one(loaded, CITY_OF_A), list(states(loaded).values())) == (None, ["applied"])


def test_the_order_of_ingest_does_not_show(loaded: Home, tmp_path: Path) -> None:
    """Corrections first and releases one by one in another order give what releases first and corrections then give."""
    made(loaded, "a", Null(), field="city")
    pair(loaded, Split, ("a", None), ("b", LISBON_IN_B))
    other = Home(tmp_path / "other")
    other.folder.mkdir()
    other.corrections.write_bytes(loaded.corrections.read_bytes())
    for one_capture in (capture("b", TWO), capture("a", LISBON)):
        ingest(other, [one_capture])
    assert hash_of(other) == hash_of(loaded)
    assert set(states(other).values()) == {"applied"}


def test_the_same_again_changes_nothing_and_an_undone_one_can_be_made_again(loaded: Home) -> None:
    """A correction made twice is one line; taken back everything is as before; made again it stands."""
    before = {row["report_id"]: row for row in query(loaded.snapshot, "select * from core.report").to_pylist()}
    correction = made(loaded, "a", Null(), field="city")
    desk = open_desk(loaded)
    assert desk.take(Draft("test", "Bo", "me too", correction.target, Null())) is None
    made(loaded, "a", Undo(correction=correction.id))
    assert {row["report_id"]: row for row in query(loaded.snapshot, "select * from core.report").to_pylist()} == before
    again = made(loaded, "a", Null(), field="city")
    assert again.id != correction.id
    assert states(loaded) == {correction.id: "undone", again.id: "applied"}


def test_an_edited_file_is_applied_by_the_next_run(loaded: Home) -> None:
    """What was written down and not applied, by a command that died, the next run applies, and only what it concerns is read again."""
    desk = open_desk(loaded)
    correction = desk.take(Draft("test", "Ana", "why", desk.target(URL + "a", None, field_name="city"), Null()))
    assert correction is not None
    write_down(loaded.corrections, [correction])
    ingest(loaded, [])
    assert one(loaded, CITY_OF_A) is None
    assert one(loaded, "select changed_count from ops.load order by load_id desc limit 1") == 1


@pytest.mark.parametrize(
    ("change", "element", "field", "message"),
    [
        (Set(value="Porto", evidence=["in Lisbon"]), "report", "city", "does not state 'Porto'"),
        (Set(value="ESP", evidence=["in Lisbon"]), "report", "country", "does not state 'ESP'"),
        (Set(value="2024-05-02", evidence=["3 May 2024"]), "report", "start_on", "does not state"),
        (Set(value="2024-13", evidence=["3 May 2024"]), "report", "start_on", "no day of the calendar"),
        (Set(value="2024-06-03", evidence=["3 May 2024"]), "report", "start_on", "after its release was published"),
        (Set(value="party", evidence=["met"]), "report", "kind", "is none of meeting"),
        (Set(value="Porto", evidence=["in Porto"]), "report", "city", "do not stand in the release"),
        (Set(value="x", evidence=["met"]), "report", "colour", "has no field 'colour'"),
        (Null(), "report", "kind", "never unknown"),
        (Null(), "report", "venue", "null already"),
        (Remove(), "participant/Nobody", None, "none in the report"),
        (Add(values={"level": "boss"}, evidence={"element": ["met"]}), "participant/X", None, "is none of head"),
        (Remove(), "person/X", None, "is none of report, participant"),
    ],
)
def test_a_correction_that_the_release_does_not_bear_out_is_refused(
    loaded_once: Home, change: Change, element: str, field: str | None, message: str
) -> None:
    """A correction is checked against its release before it is written down; the message says what is wrong."""
    desk = open_desk(loaded_once)
    with pytest.raises(CorrectionsError, match=message):
        desk.take(Draft("test", "Ana", "why", desk.target(URL + "a", None, element, field), change))
    assert not loaded_once.corrections.exists()


@pytest.fixture(scope="module")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("once") / "home")
    ingest(home, [capture("a", LISBON), capture("b", TWO)])
    return home
