"""A backup is whole or is none, and brings everything back."""

from __future__ import annotations

import datetime as dt
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from config.settings import Settings
from flows.backup import BackupError, back_up, backups
from flows.corrections.lines import Null
from flows.corrections.making import Draft, open_desk, write_down
from flows.home import Home
from flows.restoring import restore
from tests.conftest import MOMENT
from tests.test_cli import readout
from tests.test_corrections import apply
from tests.test_versions import etags, home, made, settings_of  # noqa: F401 - fixtures
from tests.test_warehouse import TEXT, capture, hash_of, ingest
from warehouse.connect import WarehouseError, open_reader


def correct_city(home: Home) -> None:
    """An analyst's correction, written down and applied."""
    with closing(open_reader(home.snapshot)) as con:
        release = con.execute("select release_id from core.release where document_id = 'b'").fetchall()[0][0]
    desk = open_desk(home)
    correction = desk.take(Draft("test", "Ana", "read it", desk.target(release, None, "report", "city"), Null()))
    assert correction is not None
    write_down(home.corrections, [correction])
    apply(home)


@pytest.fixture
def work(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A working folder with a correction that was applied, beside it a folder readout.d."""
    correct_city(home)
    own = tmp_path / "place" / "readout.d"
    (own / "sources").mkdir(parents=True)
    (own / "sources" / "mine.yaml").write_text("id: mine\n", encoding="utf-8")
    monkeypatch.chdir(own.parent)
    return home


def save(work: Home, target: Path, keep: int = 3) -> int:
    """Make a backup; the bytes that were copied for it."""
    return back_up(settings_of(work), target, keep, MOMENT)[1]


def bring(target: Path, folder: Path, *, may_replace: bool = False) -> None:
    restore(Settings(home=folder, workers=1), target, may_replace=may_replace)


def test_a_backup_brings_everything_back(work: Home, tmp_path: Path) -> None:
    """Archive, corrections, readout.d, databases: the content hash is equal, readers find their snapshot, sources are remembered."""
    save(work, tmp_path / "backups")
    shutil.rmtree("readout.d")
    other = Home(tmp_path / "other")
    bring(tmp_path / "backups", other.folder)
    assert hash_of(other) == hash_of(work)
    assert etags(other) == ["e"]
    assert other.corrections.read_bytes() == work.corrections.read_bytes() != b""
    assert Path("readout.d/sources/mine.yaml").read_text(encoding="utf-8") == "id: mine\n"
    with closing(open_reader(other.snapshot)) as con:
        assert con.execute("select count(*) from engagements").fetchall() == [(1,)]


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_archive_and_corrections_suffice(work: Home, tmp_path: Path, harm: str) -> None:
    """Without its databases, or with damaged ones, a backup gives the same content."""
    save(work, tmp_path / "backups")
    for path in (tmp_path / "backups" / "000001").glob("*.duckdb"):
        path.unlink()
        if harm == "damaged":
            path.write_bytes(b"no database")
    other = Home(tmp_path / "other")
    bring(tmp_path / "backups", other.folder)
    assert hash_of(other) == hash_of(work)
    assert other.snapshot.is_file()


def test_what_did_not_change_is_shared(work: Home, tmp_path: Path) -> None:
    """A second backup copies nothing; a grown archive is copied, and the former backup keeps its own; the last ones stay."""
    target = tmp_path / "backups"
    assert save(work, target) > 0
    assert save(work, target) == 0
    segment = Path("archive/000001.warc.gz")
    assert (target / "000002" / segment).samefile(target / "000001" / segment)
    size = (target / "000001" / segment).stat().st_size
    ingest(work, [capture(TEXT + " They discussed grain.", name="c", title="Third")])
    assert save(work, target, keep=2) > 0
    assert [one.folder.name for one in backups(target)] == ["000002", "000003"]
    assert (target / "000002" / segment).stat().st_size == size < (target / "000003" / segment).stat().st_size
    bring(target / "000002", tmp_path / "former")
    assert hash_of(Home(tmp_path / "former")) != hash_of(work)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    path.write_bytes(data)


def test_a_damaged_working_folder_spoils_no_backup(work: Home, tmp_path: Path) -> None:
    """A damaged segment, a lost one, lost corrections, a damaged database: each is refused by name, and the backup before brings all back."""
    target = tmp_path / "backups"
    save(work, target)
    whole = tmp_path / "whole"
    shutil.copytree(work.folder, whole)
    before = hash_of(work)
    harms = {
        "bytes .* are damaged": lambda: flip(work.archive / "000001.warc.gz"),
        "no longer in the working folder": (work.archive / "000001.warc.gz").unlink,
        "lines that .* holds are gone": lambda: work.corrections.write_text("", encoding="utf-8"),
        "damaged|cannot be opened|orrupt": lambda: work.snapshot.write_bytes(b"no database" * 1000),
    }
    for message, harm in harms.items():
        harm()
        with pytest.raises((BackupError, WarehouseError), match=message):
            save(work, target, keep=1)
        assert [path.name for path in target.iterdir()] == ["000001"]
        shutil.rmtree(work.folder)
        shutil.copytree(whole, work.folder)
    bring(target, tmp_path / "other")
    assert hash_of(Home(tmp_path / "other")) == before


def test_a_damaged_backup_is_named_and_another_brought_back(work: Home, tmp_path: Path) -> None:
    """A segment that is not what was written is never restored; the next backup copies it anew, and that one serves."""
    target = tmp_path / "backups"
    save(work, target)
    flip(target / "000001" / "archive" / "000001.warc.gz")
    with pytest.raises(BackupError, match=r"000001\.warc\.gz: damaged; bring another backup"):
        bring(target, tmp_path / "other")
    assert not (tmp_path / "other" / "archive").exists()
    assert save(work, target) > 0
    bring(target, tmp_path / "other")
    assert hash_of(Home(tmp_path / "other")) == hash_of(work)


def test_a_takedown_reaches_the_backups(work: Home, tmp_path: Path) -> None:
    """A segment in which a release was blanked is no damage: it is copied, and with one backup kept the text is gone from it too."""
    from flows.forgetting import forget

    target = tmp_path / "backups"
    save(work, target)
    with closing(open_reader(work.snapshot)) as con:
        release = con.execute("select release_id from core.release where document_id = 'b'").fetchall()[0][0]
    assert forget(release, "asked", settings_of(work), dt.datetime.now(dt.UTC)) is not None
    save(work, target, keep=1)
    bring(target, tmp_path / "other")
    assert hash_of(Home(tmp_path / "other")) == hash_of(work)


def test_a_warehouse_is_replaced_only_when_it_is_named(work: Home, tmp_path: Path) -> None:
    """The command refuses a working folder that holds something, and with --into moves that aside; backup and restore end with 0, 3, 0."""
    done = readout("backup", tmp_path / "backups", home=work.folder)
    assert done.returncode == 0, done.stderr
    ingest(work, [capture(TEXT + " They discussed grain.", name="c", title="Third")])
    later = hash_of(work)
    refused = readout("restore", "--from", tmp_path / "backups", home=work.folder)
    assert (refused.returncode, "--into" in refused.stderr) == (3, True)
    assert hash_of(work) == later
    done = readout("restore", "--from", tmp_path / "backups", "--into", work.folder, home=tmp_path / "elsewhere")
    assert done.returncode == 0, done.stderr
    assert hash_of(work) != later
    assert hash_of(Home(work.folder / "replaced-1")) == later
    assert readout("restore", "1", "--from", tmp_path / "backups", home=work.folder).returncode == 2
    assert readout("restore", "--from", tmp_path / "nowhere", home=tmp_path / "elsewhere").returncode == 3
