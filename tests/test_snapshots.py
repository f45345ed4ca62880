"""Readers see one published state, whole; earlier ones can be brought back."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import pytest

from flows.home import Home
from tests.conftest import ROOT
from tests.test_cli import readout
from warehouse.connect import BLOCK_BYTES, WarehouseError, open_reader, open_writer
from warehouse.publish import publish
from warehouse.snapshots import all_snapshots, bring_back, kept_snapshots


@pytest.fixture(scope="module")
def small(golden_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A writer's database with three releases; tests copy it."""
    path = tmp_path_factory.mktemp("small") / "core.duckdb"
    shutil.copyfile(golden_home.core, path)
    with closing(open_writer(path)) as con:
        con.execute("delete from core.release where release_id not in (select release_id from core.release order by 1 limit 3)")
        con.execute("checkpoint")
    return path


@pytest.fixture
def home(small: Path, tmp_path: Path) -> Home:
    home = Home(tmp_path)
    shutil.copyfile(small, home.core)
    return home


def publish_with(home: Home, count: int, kept: int = 3) -> None:
    """Publish a state of so many releases."""
    with closing(open_writer(home.core)) as con:
        con.execute("update ops.load set release_count = ?", [count])
        # Three releases torn out of their warehouse would be kept back.
        publish(con, home.snapshot, kept, unchecked=True)


def state_of(path: Path) -> int:
    with closing(open_reader(path)) as con:
        return int(con.execute("select max(release_count) from ops.load").fetchall()[0][0])


READ = """
import sys
from pathlib import Path
from warehouse.connect import open_reader
from warehouse.load import content_hash
con = open_reader(Path(sys.argv[1]))
for _ in sys.stdin:
    print(con.execute("select max(release_count) from ops.load").fetchall()[0][0], content_hash(con), flush=True)
"""


@contextmanager
def reading(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that keeps the snapshot open, and tells what it sees at every line it gets."""
    with subprocess.Popen(
        [sys.executable, "-c", READ, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        yield process


def seen_by(process: subprocess.Popen[str]) -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return process.stdout.readline()


def test_a_reader_keeps_its_state_through_twenty_publishes(home: Home) -> None:
    """Who holds the snapshot reads the same state from beginning to end; who opens it then sees the new one; no log is left beside it."""
    publish_with(home, 100)
    with reading(home.snapshot) as process:
        first = seen_by(process)
        assert first.startswith("100 ")
        for count in range(101, 121):
            publish_with(home, count)
            assert not list(home.folder.glob("warehouse.duckdb?*"))
            if count % 5 == 0:
                assert seen_by(process) == first
        assert state_of(home.snapshot) == 120


def test_the_last_snapshots_are_kept(home: Home) -> None:
    """As many as are asked for, the last ones, without a copy; none where none is asked for."""
    for count in range(1, 6):
        publish_with(home, count, kept=2)
    kept = kept_snapshots(home.snapshot)
    assert [(one.number, state_of(one.path)) for one in kept] == [(3, 3), (4, 4)]
    inode = home.snapshot.stat().st_ino
    publish_with(home, 6, kept=2)
    assert kept_snapshots(home.snapshot)[-1].path.stat().st_ino == inode
    publish_with(home, 7, kept=0)
    assert kept_snapshots(home.snapshot) == []
    assert state_of(home.snapshot) == 7


def test_a_kill_between_keeping_and_publishing_keeps_nothing_twice(home: Home) -> None:
    """A snapshot that was kept, and not yet replaced, is not kept a second time."""
    publish_with(home, 1)
    publish_with(home, 2)
    (home.folder / "snapshots" / "000002.duckdb").hardlink_to(home.snapshot)
    publish_with(home, 3)
    assert [(one.number, state_of(one.path)) for one in all_snapshots(home.snapshot)] == [(1, 1), (2, 2), (None, 3)]


def test_an_earlier_snapshot_comes_back(home: Home) -> None:
    """What people saw before is there again, what they saw last is kept, and the next publishing goes on; a reader keeps what it has."""
    for count in (1, 2, 3):
        publish_with(home, count)
    with reading(home.snapshot) as process:
        first = seen_by(process)
        assert bring_back(home.snapshot, 1, 3).number == 1
        assert seen_by(process) == first
    assert [(one.number, state_of(one.path)) for one in all_snapshots(home.snapshot)] == [(2, 2), (3, 3), (None, 1)]
    publish_with(home, 4)
    assert [(one.number, state_of(one.path)) for one in all_snapshots(home.snapshot)] == [(2, 2), (3, 3), (4, 1), (None, 4)]


def test_a_damaged_snapshot_does_not_come_back(home: Home) -> None:
    """One whose blocks are not what they were is refused, and the one that people open stays; so is a number that there is not."""
    publish_with(home, 1)
    publish_with(home, 2)
    kept = kept_snapshots(home.snapshot)[0].path
    data = bytearray(kept.read_bytes())
    for place in range(3 * 4096 + BLOCK_BYTES // 2, len(data), BLOCK_BYTES):
        data[place : place + 64] = bytes(64)
    kept.write_bytes(data)
    with pytest.raises(WarehouseError, match=r"000001\.duckdb: (damaged|cannot be opened)"):
        bring_back(home.snapshot, 1, 3)
    with pytest.raises(WarehouseError, match="no snapshot 9"):
        bring_back(home.snapshot, 9, 3)
    assert state_of(home.snapshot) == 2


def test_the_snapshot_is_written_for_duckdb_1_5(golden_home: Home) -> None:
    """The file says that it is stored as DuckDB 1.5 does, which it and later ones open."""
    with closing(duckdb.connect(str(golden_home.snapshot), read_only=True)) as con:
        version = con.execute("select tags['storage_version'] from duckdb_databases() where not internal").fetchall()[0][0]
    assert version == "v1.5.0+"


def test_restore_lists_and_brings_back(home: Home) -> None:
    """The command lists what there is, brings one back, and ends with 3 where there is no such snapshot."""
    publish_with(home, 1)
    publish_with(home, 2)
    listed = readout("restore", home=home.folder).stdout.splitlines()
    assert [line.split()[0] for line in listed] == ["1", "current"]
    assert "3 releases" in listed[0]
    done = readout("restore", "1", home=home.folder)
    assert (done.returncode, "until the next ingest or rebuild" in done.stderr) == (0, True)
    assert state_of(home.snapshot) == 1
    refused = readout("restore", "1", home=home.folder)
    assert refused.returncode == 3
    assert "no snapshot 1" in refused.stderr
