"""What the tests share: the samples, the shared answers where they are at hand, reading a text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from flows.fetch.archive import Archive
from flows.fetch.files import list_files, read_captures
from flows.home import Home
from flows.ingesting import load_batch, unread
from flows.reading import ReadRelease, read
from flows.resolve.resolve import resolve
from warehouse.connect import open_writer
from warehouse.publish import publish

# No test depends on speed: an example may take as long as a busy machine needs.
settings.register_profile("readout", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("readout")

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
SHARED = ROOT.parent / "shared"
MOMENT = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


def read_folder(folder: Path) -> dict[str, ReadRelease]:
    """Every release of a folder, read, by its id."""
    listed, refusals = list_files([folder])
    return {capture.document_id: read(capture) for capture in read_captures(listed, refusals, MOMENT)}


@pytest.fixture(scope="session")
def golden() -> dict[str, ReadRelease]:
    """The project's own sample releases, read."""
    return read_folder(GOLDEN / "releases")


def fill(home: Home, folder: Path, moment: dt.datetime) -> None:
    """Load the releases of a folder, captured at a moment, into a working folder; resolve and publish."""
    listed, refusals = list_files([folder])
    captures = Archive(home.archive).add(list(read_captures(listed, refusals, moment)))
    con = open_writer(home.core)
    try:
        load_batch(con, [read(capture) for capture in unread(con, captures)], [], 0)
        resolve(con)
        publish(con, home.snapshot)
    finally:
        con.close()


@pytest.fixture(scope="session")
def golden_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A working folder with the samples loaded, resolved and published; tests only read it."""
    home = Home(tmp_path_factory.mktemp("golden") / "home")
    fill(home, GOLDEN / "releases", MOMENT)
    return home


def shared_folder(name: str) -> Path:
    """A folder of ../shared; the test skips where it is missing."""
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"../shared/{name} is not here")
    return folder


# The files that take longest begin first, so that no process ends with one alone.
LONGEST = ("test_serve.py", "test_faults.py", "test_quality_page.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the tests by file, the longest first; within a file as they stand."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))
