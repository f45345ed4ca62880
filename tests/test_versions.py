"""A database of other code, a lost or a damaged one: refused, or made anew from the archive; never changed in place."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from config.settings import Settings
from flows.home import Home
from flows.rebuild import open_current, rebuild
from tests.conftest import MOMENT
from tests.test_cli import readout
from tests.test_warehouse import TEXT, capture, hash_of, ingest
from warehouse.connect import NewerError, OutdatedError, attached, open_reader, open_writer
from warehouse.sources import remember, source_state


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A working folder with two releases, one of them revised, and what is remembered of a source; tests copy it."""
    home = Home(tmp_path_factory.mktemp("made") / "home")
    ingest(home, [capture(), capture(name="b", title="Other")])
    with closing(open_writer(home.core)) as con:
        names = ("source_id", "url", "etag", "last_modified", "built_at", "newest_item_at", "polled_at")
        state = dict(zip(names, ("s", "u", "e", None, None, None, MOMENT), strict=True))
        remember(con, [], [state], [])
    ingest(home, [capture(TEXT + " They discussed trade.")])
    return home


@pytest.fixture
def home(made: Home, tmp_path: Path) -> Home:
    shutil.copytree(made.folder, tmp_path / "home")
    return Home(tmp_path / "home")


def settings_of(home: Home) -> Settings:
    return Settings(home=home.folder, workers=1)


def change(path: Path, sql: str) -> None:
    with closing(attached(path)) as con:
        con.execute(sql)
        con.execute("checkpoint")


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def loads(home: Home) -> list[tuple[str, int]]:
    """The loads that changed something: id and number of releases."""
    with closing(open_writer(home.core)) as con:
        return con.execute(
            "select load_id, new_count + changed_count from ops.load where new_count + changed_count > 0 order by 1"
        ).fetchall()


def etags(home: Home) -> list[str | None]:
    with closing(open_writer(home.core)) as con:
        return [state.etag for state in source_state(con, "s").values()]


def test_a_newer_database_is_refused(home: Home) -> None:
    """What newer code made is neither read nor written nor made anew: every command says so in a sentence and ends with 3."""
    for path in (home.core, home.snapshot):
        change(path, "update ops.schema_version set schema_no = 99")
    before = (digest_of(home.core), digest_of(home.snapshot))
    with pytest.raises(NewerError, match="newer version"):
        open_writer(home.core)
    with pytest.raises(NewerError, match="newer version"):
        open_reader(home.snapshot)
    with pytest.raises(NewerError):
        open_current(settings_of(home))
    for command in (["rebuild"], ["sql", "select 1"]):
        done = readout(*command, home=home.folder)
        assert (done.returncode, "made by a newer version of Readout" in done.stderr) == (3, True), done.stderr
    assert (digest_of(home.core), digest_of(home.snapshot)) == before


@pytest.mark.parametrize(
    "sql",
    ["drop table ops.schema_version", "update ops.schema_version set schema_no = 0", "update ops.schema_version set core_digest = 'other'"],
    ids=["unnumbered", "older", "other columns"],
)
def test_an_older_database_is_made_anew(home: Home, tmp_path: Path, sql: str) -> None:
    """The archive is read again into a new file, equal in content; the old one is not touched; the history of sources goes over."""
    before = hash_of(home)
    change(home.core, sql)
    old = tmp_path / "old.duckdb"
    old.hardlink_to(home.core)
    digest = digest_of(old)
    with pytest.raises(OutdatedError, match="older version"):
        open_writer(home.core)
    open_current(settings_of(home)).close()
    assert hash_of(home) == before
    assert digest_of(old) == digest
    assert etags(home) == ["e"]


def test_what_ops_lacks_is_added_to_a_copy(home: Home, tmp_path: Path) -> None:
    """A column and a table of ops that came later are added, nothing is read again, and the old file is not touched."""
    change(home.core, "alter table ops.source_state drop column etag; drop table ops.check_note")
    old = tmp_path / "old.duckdb"
    old.hardlink_to(home.core)
    digest = digest_of(old)
    before = loads(home)
    assert etags(home) == [None]
    with closing(open_current(settings_of(home))) as con:
        assert con.execute("select count(*) from ops.check_note").fetchall() == [(0,)]
    assert loads(home) == before
    assert digest_of(old) == digest


def test_what_other_code_read_is_read_again_and_only_that(home: Home) -> None:
    """Another version of parser or extractor: each release once; after that, or with the same version, none."""
    before, first = hash_of(home), loads(home)
    open_current(settings_of(home)).close()
    assert loads(home) == first
    change(home.core, "update ops.reading set extractor_version = 'former'; delete from core.evidence; update core.report set venue = null")
    assert hash_of(home) != before
    open_current(settings_of(home)).close()
    again = loads(home)
    assert hash_of(home) == before
    assert again[: len(first)] == first
    assert sum(count for _, count in again) == 2 * sum(count for _, count in first)
    open_current(settings_of(home)).close()
    assert loads(home) == again


def lose(home: Home) -> None:
    home.core.unlink()


def damage(home: Home) -> None:
    data = bytearray(home.core.read_bytes())
    data[3 * 4096 :] = bytes(len(data) - 3 * 4096)
    home.core.write_bytes(data)


def truncate(home: Home) -> None:
    home.core.write_bytes(home.core.read_bytes()[: home.core.stat().st_size // 2])


@pytest.mark.parametrize("harm", [lose, damage, truncate])
def test_a_harmed_database_is_made_anew_with_its_history(home: Home, harm: Callable[[Home], None]) -> None:
    """The content comes from the archive; loads and what is remembered of sources from the snapshot, or from one before it."""
    before, first = hash_of(home), loads(home)
    harm(home)
    rebuild(settings_of(home), lambda _: None)
    assert hash_of(home) == before
    assert loads(home)[: len(first)] == first
    assert etags(home) == ["e"]
    harm(home)
    home.snapshot.write_bytes(b"no database")
    rebuild(settings_of(home), lambda _: None)
    assert hash_of(home) == before
    assert etags(home) == ["e"]


def test_a_lost_database_and_no_snapshot(home: Home) -> None:
    """The archive alone gives the same content; sources are then asked as if for the first time."""
    before = hash_of(home)
    for path in (home.core, home.snapshot, *(home.folder / "snapshots").iterdir()):
        path.unlink()
    open_current(settings_of(home)).close()
    assert hash_of(home) == before
    assert etags(home) == []


def test_what_a_killed_writer_left_in_the_log_is_history_too(home: Home, tmp_path: Path) -> None:
    """Rows that stand only in the database's log when its writer is killed survive a rebuild."""
    killed = Home(tmp_path / "killed")
    with closing(open_writer(home.core)) as con:
        con.execute("update ops.source_state set etag = 'late'")
        assert (home.folder / "core.duckdb.wal").is_file()
        # What a kill at this moment leaves on disk.
        shutil.copytree(home.folder, killed.folder)
    rebuild(settings_of(killed), lambda _: None)
    assert etags(killed) == ["late"]
    assert not (killed.folder / "core.duckdb.wal").exists()
