"""A blocking check stands between what was loaded and its readers."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from flows.home import Home
from warehouse.connect import open_writer
from warehouse.publish import BlockedError, is_current, publish
from warehouse.read import query


@pytest.fixture
def home(golden_home: Home, tmp_path: Path) -> Home:
    """The samples, in a working folder of its own."""
    home = Home(tmp_path / "home")
    home.folder.mkdir()
    shutil.copy(golden_home.core, home.core)
    shutil.copy(golden_home.snapshot, home.snapshot)
    return home


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_failed_blocking_check_leaves_readers_the_snapshot_of_before(home: Home) -> None:
    """A quote that is not the words at its span: the error names the check, the old snapshot stays as it was, nothing is left beside it,
    and a later run tries again; once the data are mended they are published."""
    before = digest(home.snapshot)
    with closing(open_writer(home.core)) as con:
        con.execute("create temp table kept as from core.evidence")
        con.execute("update core.evidence set quote = 'words that nobody said' where rowid = 0")
        con.execute("update ops.load set new_count = new_count, load_id = load_id || '-again'")
        with pytest.raises(BlockedError, match=r"evidence__quote_is_verbatim \(1 culprits\).*words that nobody said"):
            publish(con, home.snapshot)
        assert digest(home.snapshot) == before
        assert [path.name for path in home.folder.glob("warehouse*")] == ["warehouse.duckdb"]
        assert not is_current(con, home.snapshot)
        con.execute("delete from core.evidence")
        con.execute("insert into core.evidence from kept")
        publish(con, home.snapshot)
        assert is_current(con, home.snapshot)
    assert digest(home.snapshot) != before


def test_what_only_warns_is_published_and_a_takedown_whatever_is_found(home: Home) -> None:
    """A check that does not block keeps nothing back; a takedown is published even then, or readers would keep the text."""
    with closing(open_writer(home.core)) as con:
        con.execute("update core.report set confidence = 0.01")
        publish(con, home.snapshot)
        con.execute("update core.evidence set quote = 'words that nobody said' where rowid = 0")
        publish(con, home.snapshot, kept=0, unchecked=True)
    assert query(home.snapshot, "select count(*) as n from core.evidence where quote = 'words that nobody said'").to_pylist() == [{"n": 1}]
