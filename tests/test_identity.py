"""Which release a file is of: its path in its folder, unless another folder of the run, another day or another title says otherwise."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from config.settings import Settings
from flows.fetch.archive import Archive
from flows.fetch.files import list_files, read_captures
from flows.home import Home
from flows.ingesting import known_ledger, take, unread
from flows.rebuild import rebuild
from flows.resolve.resolve import resolve
from tests.conftest import MOMENT
from warehouse.connect import open_writer
from warehouse.load import content_hash

OSLO = "Meeting in Oslo\n\nForeign Minister Ada Lind met with Kenyan Foreign Secretary Daniel Otieno in Oslo. They spoke about the drought."
ROME = "Meeting in Rome\n\nForeign Minister Ada Lind met with Italian Foreign Minister Carla Bassi in Rome. They spoke about ports."


def written(folder: Path, words: str, name: str = "readout.txt") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(words)
    return folder


def ingest(home: Home, *paths: Path) -> tuple[int, int, int, str]:
    """Releases, revisions and records of the archive after a run over the paths, and the content hash."""
    listed, refusals = list_files(paths)
    archive = Archive(home.archive)
    captures = archive.add(list(read_captures(listed, refusals, MOMENT)))
    with closing(open_writer(home.core)) as con:
        take(con, unread(con, captures), None, known_ledger(con))
        counts = con.sql("select (select count(*) from core.release), (select count(*) from core.revision)").fetchall()[0]
        return (*counts, len(list(archive.read())), content_hash(con))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.mark.parametrize("folders", [("2025", "2026"), ("a/news", "b/news")], ids=["years", "same_name"])
def test_one_path_in_two_folders_of_a_run_is_two_releases(home: Home, tmp_path: Path, folders: tuple[str, str]) -> None:
    """Two files of one run at one path of their folders are two releases, with one text or two, however often and in whatever order they are listed again."""
    one, other = written(tmp_path / folders[0], OSLO), written(tmp_path / folders[1], ROME)
    first = ingest(home, one, other)
    assert first[:3] == (2, 2, 2)
    assert ingest(home, one, other) == first
    for paths in ((other, one), (other,), (one,), (one / "readout.txt", other / "readout.txt")):
        again = ingest(home, *paths)
        assert again[:2] == (2, 2)
        assert ingest(home, *paths)[3] == again[3]
    with closing(open_writer(home.core)) as con:
        resolve(con)
    last = ingest(home, one, other)
    rebuild(Settings(home=home.folder, workers=1), lambda _: None)
    assert ingest(home, one, other) == last


def test_a_changed_text_at_one_path_is_a_revision(home: Home, tmp_path: Path) -> None:
    """A file edited in its folder, or come by another folder's path with its title, is the release that it was; a moved folder too."""
    folder = written(tmp_path / "news", OSLO)
    ingest(home, folder)
    written(folder, OSLO + " They meet again in May.")
    assert ingest(home, folder)[:2] == (1, 2)
    moved = written(tmp_path / "moved" / "press", OSLO + " They meet again in May.")
    assert ingest(home, moved)[:2] == (1, 2)
    assert ingest(home, folder, folder)[:2] == (1, 2)


def test_another_title_and_text_at_a_path_used_before_is_another_release(home: Home, tmp_path: Path) -> None:
    """Without days to tell them apart, a file of another title and text is another release, each time the same one."""
    one, other, third = (written(tmp_path / name, words) for name, words in (("a", OSLO), ("b", ROME), ("c", ROME.replace("Rome", "Bern"))))
    assert ingest(home, one)[:2] == (1, 1)
    assert ingest(home, other)[:2] == (2, 2)
    done = ingest(home, third)
    assert done[:2] == (3, 3)
    for folder in (one, other, third, one):
        assert ingest(home, folder)[::3] == (3, done[3])


def test_a_day_tells_files_of_one_path_apart(home: Home, tmp_path: Path) -> None:
    """Another day and another text are another release; the same day, or a day's grace, with another title is a revision."""
    assert ingest(home, written(tmp_path / "a", "3 May 2025\n\n" + OSLO))[:2] == (1, 1)
    assert ingest(home, written(tmp_path / "b", "4 May 2025\n\n" + OSLO.replace("Meeting", "Talks") + " Corrected."))[:2] == (1, 2)
    assert ingest(home, written(tmp_path / "c", "9 May 2025\n\n" + OSLO + " Once more."))[:2] == (2, 3)
