"""Verification finds what is wrong, wherever it is, and nothing where nothing is."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from flows.home import Home
from flows.verifying import Finding, verify
from tests.test_backup import correct_city
from tests.test_cli import readout
from tests.test_versions import change, home, made, settings_of  # noqa: F401 - fixtures
from warehouse.connect import OutdatedError, open_writer
from warehouse.publish import publish


def wrong(home: Home, sample: int | None = None) -> dict[str, Finding]:
    """The findings with culprits."""
    return {finding.name: finding for finding in verify(settings_of(home), sample, 7, lambda _: None) if finding.culprit_count}


def change_both(home: Home, sql: str) -> None:
    """Change the writer's database and publish it, whatever the checks say."""
    change(home.core, sql)
    with closing(open_writer(home.core)) as con:
        publish(con, home.snapshot, unchecked=True)


@pytest.fixture(scope="module")
def findings(golden_home: Home) -> dict[str, Finding]:
    """What is found where nothing is wrong."""
    return {finding.name: finding for finding in verify(settings_of(golden_home), None, 1, lambda _: None)}


def test_a_sound_warehouse_has_no_culprits(findings: dict[str, Finding]) -> None:
    """All samples read again give the very same rows; every record, place and table was looked at."""
    assert [finding for finding in findings.values() if finding.culprit_count] == []
    looked_at = (
        "archive__records_are_whole",
        "archive__holds_what_was_read",
        "rebuild__gives_the_same_rows",
        "snapshot__is_what_was_written",
    )
    assert [findings[name].checked >= 26 for name in looked_at] == [True] * 4
    assert findings["evidence__quote_is_verbatim"].checked > 400


def test_a_corrected_release_has_no_culprits(home: Home) -> None:
    """What analysts corrected is applied to what is read again, as it was to what was read first."""
    correct_city(home)
    assert wrong(home) == {}


def test_a_flipped_byte_in_the_archive_is_found(home: Home) -> None:
    """The segment and the bytes are named, and what was read from them."""
    path = home.archive / "000001.warc.gz"
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    path.write_bytes(data)
    found = wrong(home)
    assert set(found) == {"archive__records_are_whole", "archive__holds_what_was_read"}
    assert "000001.warc.gz: bytes" in found["archive__records_are_whole"].culprits[0]


def test_a_lost_record_at_the_end_is_found(home: Home) -> None:
    """A cut archive looks like one that a killed run left torn: the warehouse knows what was read from it."""
    path = home.archive / "000001.warc.gz"
    path.write_bytes(path.read_bytes()[:-50])
    found = wrong(home)
    assert set(found) == {"archive__holds_what_was_read"}
    assert "no record at byte" in found["archive__holds_what_was_read"].culprits[0]


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("update core.report set city = 'Porto'", "core.report"),
        ("insert into core.report_topic from core.report_topic limit 1", "core.report_topic"),
        ("delete from core.block where block_no = 0", "core.block"),
        ("update core.revision set title = 'Another'", "core.revision"),
    ],
    ids=["changed", "doubled", "lost", "title"],
)
def test_rows_that_the_archive_does_not_give_are_found(home: Home, sql: str, table: str) -> None:
    """A changed value, a doubled row, a lost row: the table is named, with a revision or report."""
    change_both(home, sql)
    culprits = wrong(home)["rebuild__gives_the_same_rows"].culprits
    assert any(culprit.startswith(f"{table}: ") for culprit in culprits)


def test_a_sample_is_the_same_for_the_same_seed(golden_home: Home) -> None:
    """So many releases, chosen by the seed alone."""
    from warehouse.connect import open_reader
    from warehouse.rereading import sampled_revisions

    with closing(open_reader(golden_home.snapshot)) as con:
        one, two, other = (sampled_revisions(con, 5, seed) for seed in (1, 1, 2))
        assert len(sampled_revisions(con, None, 1)) == 26
    assert (len(one), one == two, one == other) == (5, True, False)


def test_a_snapshot_that_is_not_what_was_written_is_found(home: Home) -> None:
    """Rows that only the writer's database has, and a database that cannot be read."""
    change(home.core, "update core.release set document_id = 'x'")
    assert wrong(home)["snapshot__is_what_was_written"].culprits[0].startswith("core.release: ")
    home.core.write_bytes(b"no database")
    assert "readout rebuild" in wrong(home)["snapshot__is_what_was_written"].culprits[0]


def test_the_command_names_culprits_and_ends_with_1(home: Home, tmp_path: Path) -> None:
    """With culprits 1, without them 0, without a warehouse 3; --json is one object."""
    done = readout("verify", "--all", "--json", home=home.folder)
    assert (done.returncode, json.loads(done.stdout)["is_sound"]) == (0, True)
    change_both(home, "update core.evidence set quote = 'never said' where field = 'kind'")
    done = readout("verify", "--seed", "1", home=home.folder)
    assert done.returncode == 1
    assert "FAILED evidence__quote_is_verbatim: " in done.stdout
    assert "never said" in done.stdout
    assert "2 failed (seed 1)" in done.stdout
    assert readout("verify", home=tmp_path / "nowhere").returncode == 3


def test_a_snapshot_of_an_older_version_is_named(home: Home) -> None:
    """What other code published cannot be held against what this one reads: it is said so, and what to do."""
    change(home.snapshot, "update ops.schema_version set core_digest = 'other'")
    with pytest.raises(OutdatedError, match="older version; `readout rebuild`"):
        wrong(home)
