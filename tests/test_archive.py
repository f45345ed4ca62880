"""Every body is in the archive, once, and comes back as it was."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.fetch.archive import Archive, ArchiveError
from flows.fetch.capture import Capture
from tests.conftest import MOMENT


def capture(body: bytes, name: str = "a") -> Capture:
    return Capture(name, f"{name}.txt", "text/plain", {"title": "Ünï", "url": "https://example.org/a"}, body, MOMENT)


@given(st.lists(st.binary(min_size=1, max_size=400), min_size=1, max_size=6, unique=True))
def test_captures_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes]) -> None:
    """Writing captures and reading the archive gives the same bodies and facts in the same order."""
    archive = Archive(tmp_path_factory.mktemp("archive"))
    written = archive.add([capture(body, str(number)) for number, body in enumerate(bodies)])
    assert list(Archive(archive.folder).read()) == written


def test_an_unchanged_body_is_written_once(tmp_path: Path) -> None:
    """The same body with the same facts is not archived again."""
    first = Archive(tmp_path).add([capture(b"words")])
    again = Archive(tmp_path).add([capture(b"words")])
    assert [(c.segment, c.offset) for c in first] == [(c.segment, c.offset) for c in again]
    assert len(list(Archive(tmp_path).read())) == 1


@pytest.mark.parametrize("cut", [1, 20, 60])
def test_a_torn_record_is_cut_off(tmp_path: Path, cut: int) -> None:
    """A record that a kill left unfinished is left out and overwritten; those before it stay."""
    Archive(tmp_path).add([capture(b"one", "1"), capture(b"two" * 50, "2")])
    segment = next(tmp_path.glob("*.warc.gz"))
    segment.write_bytes(segment.read_bytes()[:-cut])
    assert [c.body for c in Archive(tmp_path).read()] == [b"one"]
    Archive(tmp_path).add([capture(b"three", "3")])
    assert [c.body for c in Archive(tmp_path).read()] == [b"one", b"three"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A disk that refuses is named with what to do."""
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(ArchiveError, match="file"):
        Archive(blocked).add([capture(b"words")])


def test_the_moment_of_capture_is_kept(tmp_path: Path) -> None:
    """A rebuild sees the moment at which the body was read."""
    Archive(tmp_path).add([capture(b"words")])
    assert next(Archive(tmp_path).read()).fetched_at.astimezone(dt.UTC) == MOMENT
