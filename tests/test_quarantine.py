"""What was turned away is read anew once the code has changed, and only then; it leaves the quarantine where it is read well."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from config.settings import Settings
from flows.home import Home
from flows.quarantine import retry_quarantine
from schemas.tables import OF_REPORT, OF_REVISION
from tests.test_cli import readout
from tests.test_replay import hash_of
from warehouse.connect import open_reader, open_writer
from warehouse.quarantine import open_quarantine

RELEASE = "(select min(release_id) from core.report)"


@pytest.fixture
def home(golden_home: Home, tmp_path: Path) -> Home:
    """A working folder of the samples that a test may change."""
    return Home(shutil.copytree(golden_home.folder, tmp_path / "home"))


def turn_away(home: Home, *, whole: bool) -> None:
    """As if an older extractor had made something of the first release that broke a schema: a report, or the release itself."""
    statements = [
        f"""insert into ops.quarantine select r.load_id, release_id, {"null" if whole else "p.report_id"}, 'report', 'kind', 'isin', 'kind = party', '{{}}'
            from core.release r join core.report p using (release_id) where release_id = {RELEASE} limit 1""",
        f"update ops.reading set extractor_version = '0' where release_id = {RELEASE}",
        f"update core.revision set extractor_version = '0' where release_id = {RELEASE}",
    ]
    gone = "(select report_id from core.report where release_id = (select min(release_id) from ops.quarantine))"
    statements += [f"delete from core.{table} where report_id in {gone}" for table in OF_REPORT]
    if whole:
        statements.append("update ops.reading set revision_id = null where release_id = (select min(release_id) from ops.quarantine)")
        revision = "(select revision_id from core.revision where release_id = (select min(release_id) from ops.quarantine))"
        statements += [f"delete from core.{table} where revision_id in {revision}" for table in OF_REVISION]
    tables = ("report", "revision", "release_address", "release") if whole else ("report",)
    statements += [f"delete from core.{table} where release_id = (select min(release_id) from ops.quarantine)" for table in tables]
    with closing(open_writer(home.core)) as con:
        for statement in statements:
            con.execute(statement)


@pytest.mark.parametrize("whole", [False, True])
def test_what_other_code_turned_away_is_read_anew(whole: bool, home: Home) -> None:
    """A report or a whole release comes back, and the warehouse is as if it had never been away."""
    before = hash_of(home)
    turn_away(home, whole=whole)
    assert hash_of(home) != before
    done = retry_quarantine(Settings(home=home.folder, workers=1))
    assert (done.summary.new_count, done.summary.changed_count, done.waiting) == (int(whole), int(not whole), [])
    assert hash_of(home) == before
    with closing(open_reader(home.snapshot)) as con:
        assert open_quarantine(con) == []
        assert con.execute("select count(*) from ops.quarantine").fetchall() == [(1,)]


def test_the_same_code_is_not_tried_twice(home: Home) -> None:
    """What this version turned away waits for another one, and is listed with its reason."""
    for path in (home.core, home.snapshot):
        with closing(open_writer(path)) as con:
            con.execute(
                f"""insert into ops.quarantine select load_id, release_id, 'r', 'report', 'kind', 'isin', 'kind = party', '{{}}'
                    from core.release where release_id = {RELEASE}"""
            )
    before = hash_of(home)
    done = retry_quarantine(Settings(home=home.folder, workers=1))
    assert (done.summary.release_count, [row.report_id for row in done.waiting]) == (0, ["r"])
    assert hash_of(home) == before
    listed = readout("quarantine", "list", "--json", home=home.folder)
    assert '"reason": "kind = party"' in listed.stdout
    assert readout("quarantine", "retry", home=home.folder).returncode == 1
