"""A disk that fills: a clear message, and nothing acknowledged is lost.  The disk is a small tmpfs."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from flows.fetch.archive import Archive, ArchiveError
from flows.fetch.capture import Capture
from flows.home import Home
from flows.ingesting import load_batch
from flows.reading import read
from tests.conftest import MOMENT
from warehouse.connect import WarehouseError, open_writer
from warehouse.load import known_captures
from warehouse.read import query

TEXT = "Defence Secretary Helen Marchbank met with Polish Minister of Defence Adam Kowal in Warsaw on 3 May."


@pytest.fixture
def small_disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A mounted disk of as many KiB as the test asks for; needs root and mount."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small disk needs root")
    size = f"size={request.param}k"
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def noise(seed: int, count: int) -> bytes:
    """Bytes that do not compress, the same for the same seed."""
    return b"".join(hashlib.sha256(f"{seed}-{number}".encode()).digest() for number in range(count // 32))


@pytest.mark.parametrize("small_disk", [256], indirect=True)
def test_what_the_archive_acknowledged_survives_a_full_disk(small_disk: Path) -> None:
    """The archive says that the disk refuses, and gives back every capture that it returned before."""
    archive = Archive(small_disk / "archive")
    kept: list[Capture] = []
    with pytest.raises(ArchiveError, match="free some space"):  # noqa: PT012 - the disk fills after some rounds
        for number in range(100):
            kept.extend(archive.add([Capture(str(number), f"{number}.txt", "text/plain", {}, noise(number, 20_000), MOMENT)]))
    assert 1 < len(kept) < 20
    assert [c.body for c in Archive(archive.folder).read()] == [c.body for c in kept]


@pytest.mark.parametrize("small_disk", [8000], indirect=True)
def test_what_was_loaded_survives_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    """A load that the disk refuses fails; the loads before it are there when the file is opened where there is room."""
    loads = 0
    con = open_writer(small_disk / "core.duckdb")
    assert known_captures(con, ("", "")) == {}
    with pytest.raises((duckdb.Error, WarehouseError), match=r"(?i)space|full|disk|write"):  # noqa: PT012 - the disk fills after some rounds
        for number in range(200):
            text = f"{TEXT} {noise(number, 120_000).hex()}"
            facts = {"title": f"Title {number}", "published_at": "2024-05-10"}
            load_batch(con, [read(Capture(str(number), f"{number}.txt", "text/plain", facts, text.encode(), MOMENT))], [], 0)
            loads += 1
    # A full disk is fatal for the connection; closing may say so once more.
    with suppress(duckdb.Error):
        con.close()
    assert loads > 1
    roomy = tmp_path / "roomy"
    shutil.copytree(small_disk, roomy)
    again = open_writer(roomy / "core.duckdb")
    assert again.execute("select count(*) from core.release").fetchall() == [(loads,)]
    assert again.execute("select count(*) from ops.load").fetchall() == [(loads,)]
    again.close()


@pytest.mark.parametrize("small_disk", [34_000], indirect=True)
def test_a_rebuild_on_a_full_disk_changes_nothing(small_disk: Path, golden_home: Home) -> None:
    """`readout rebuild` where there is no room for a second database ends with 3 and what to do; what people and writers open is as it was."""
    home = Home(small_disk / "home")
    shutil.copytree(golden_home.folder, home.folder)
    before = [(path, hashlib.sha256(path.read_bytes()).digest()) for path in (home.core, home.snapshot)]
    # All but a few MiB taken: enough for a log, not for a database.
    room = shutil.disk_usage(small_disk).free
    (small_disk / "other").write_bytes(b"\0" * max(room - 3_000_000, 0))
    command = [str(Path(sys.executable).with_name("readout")), "rebuild"]
    done = subprocess.run(command, env=os.environ | {"READOUT_HOME": str(home.folder)}, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    assert "free some space" in done.stderr
    assert "Traceback" not in done.stderr
    assert [(path, hashlib.sha256(path.read_bytes()).digest()) for path, _ in before] == before
    (small_disk / "other").unlink()
    assert query(home.snapshot, "select count(*) > 20 as whole from core.release").to_pylist() == [{"whole": True}]
