"""What readers send is what the writer would have made: the same rows under the same keys, and what breaks a schema turned away alone."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from flows.fetch.archive import Archive
from flows.fetch.capture import Capture
from flows.home import Home
from flows.ingesting import load_batch
from flows.keying import Placed, keyed
from flows.reading import ReadRelease, read
from flows.reading_pool import CHUNK, Chunk, read_ahead, reading_pool
from flows.rows import add_rows, empty_rows, report_key
from flows.shaping import Shaped, read_packed, shape, unpacked
from flows.validate import validate
from schemas.tables import CORE
from tests.conftest import MOMENT
from warehouse.connect import open_writer
from warehouse.ddl import create_tables


def placed(shaped: Shaped) -> list[Placed]:
    """Every release that could be read, under keys of its own."""
    return [
        Placed(replace(seen, known_id=f"release {seen.number}"), f"revision {seen.number}", 3) for seen in shaped.sightings if seen.gist
    ]


def test_frames_under_keys_are_those_made_with_them(golden: dict[str, ReadRelease]) -> None:
    """Rows shaped before the keys were known, sent as Arrow and given keys equal those made with the keys at once, in every table."""
    captures = [release.capture for release in golden.values()]
    rows = empty_rows()
    for number, release in enumerate(golden.values(), start=7):
        if release.document is not None:
            add_rows(rows, replace(release, known_id=f"release {number}"), f"revision {number}", 3, "load")
    wanted = validate(rows).frames
    shaped = unpacked(captures, 7, read_packed(captures, 7))
    made = keyed(shaped, placed(shaped), {}, "load", empty_rows())
    assert made.report_count == wanted["report"].height > 20
    for name in CORE:
        assert made.checked.frames[name].schema == wanted[name].schema
        assert made.checked.frames[name].to_dicts() == wanted[name].to_dicts(), name


def with_bad_kind(release: ReadRelease) -> ReadRelease:
    """As if extraction had given its first report a kind that there is not."""
    assert release.extraction is not None
    first, *others = release.extraction.reports
    return replace(release, extraction=replace(release.extraction, reports=(replace(first, kind="no kind"), *others)))


def test_what_breaks_a_schema_is_turned_away_under_its_keys(golden: dict[str, ReadRelease], tmp_path: Path) -> None:
    """The report is in quarantine under the id that it would have had; its release and all others are loaded."""
    good, other = [release for release in golden.values() if release.extraction and release.extraction.reports][:2]
    bad = with_bad_kind(other)
    assert bad.extraction is not None
    first = bad.extraction.reports[0]
    with closing(open_writer(tmp_path / "core.duckdb")) as con:
        create_tables(con)
        summary = load_batch(con, [good, bad], [], 0)
        assert (summary.new_count, summary.quarantined_report_count) == (2, 1)
        assert summary.report_count == summary.loaded_report_count + 1
        ((revision_id,),) = con.execute("select current_revision_id from core.release where release_id = ?", [bad.release_id]).fetchall()
        key = report_key(revision_id, first.trigger_part, first.trigger_start, first.trigger_end)
        assert con.execute("select release_id, report_id, column_name from ops.quarantine").fetchall() == [(bad.release_id, key, "kind")]
        assert con.execute("select count(*) from core.revision").fetchall() == [(2,)]


def test_a_reference_that_leads_nowhere_is_left_to_the_writer(golden: dict[str, ReadRelease]) -> None:
    """A key that stands for no report of the release can't be replaced: the writer makes those rows with the keys themselves."""
    release = next(r for r in golden.values() if r.extraction and any(report.references for report in r.extraction.reports))
    assert release.extraction is not None
    reports = tuple(
        replace(report, references=tuple(replace(one, other_start=99_999) for one in report.references))
        for report in release.extraction.reports
    )
    lost = replace(release, extraction=replace(release.extraction, reports=reports))
    assert set(shape([release, lost]).unsound) == {"1"}
    shaped = shape([lost])
    assert keyed(shaped, placed(shaped), {}, "load", empty_rows()).checked.frames["report_reference"].height > 0


def test_no_more_is_on_its_way_than_is_allowed() -> None:
    """Batches come back whole and in order, one without releases too; beyond so many chunks the next is sent when one is done."""
    one = Capture("a", "a.txt", "text/plain", {}, b"", MOMENT)
    batches = [[one] * (2 * CHUNK + 1), [replace(one, kind="gone")], [], [one] * CHUNK]
    sent: list[int] = []
    done: list[int] = []

    def submit(captures: Sequence[Capture], first: int) -> int:
        sent.append(first)
        assert len(sent) - len(done) <= 2
        return len(captures)

    def gather(chunk: Chunk, count: int) -> Shaped:
        done.append(chunk[1])
        return Shaped([read_nothing] * count, {}, {})

    read_nothing = ReadRelease(one, None, None).sighting
    found = [(batch, len(shaped.sightings)) for batch, shaped in read_ahead(batches, 2, submit, gather)]
    assert found == [(batch, sum(capture.kind == "release" for capture in batch)) for batch in batches]
    assert (sent, done) == ([0, CHUNK, 2 * CHUNK, 0, 0, 0],) * 2


@pytest.mark.parametrize("size", [30, 1000])
def test_processes_of_this_machine_say_what_one_says(size: int, golden_home: Home) -> None:
    """Whatever the size of a batch: the same sightings, the same rows."""
    captures = [capture for _ in range(5) for capture in Archive(golden_home.archive).read()]
    batches = [captures[start : start + size] for start in range(0, len(captures), size)]
    with reading_pool(2, len(captures)) as pool:
        assert pool is not None
        for batch, found in pool.each(batches):
            here = shape([read(capture) for capture in batch])
            assert found.sightings == here.sightings
            assert {name: frame.to_dicts() for name, frame in found.frames.items()} == {
                name: frame.to_dicts() for name, frame in here.frames.items()
            }
