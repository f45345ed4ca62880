"""Every body is in the archive, once, and comes back as it was."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from flows.fetch.archive import Archive, ArchiveError
from flows.fetch.capture import Capture, Exchange
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


@pytest.mark.parametrize("place", [30, -30])
def test_a_damaged_record_hides_no_other(tmp_path: Path, place: int, caplog: pytest.LogCaptureFixture) -> None:
    """A record whose bytes were changed is named and passed over; those behind it are read, and what is appended cuts none of them off."""
    written = Archive(tmp_path).add([capture(bytes([n]) * 50, str(n)) for n in range(3)])
    segment = next(tmp_path.glob("*.warc.gz"))
    data = bytearray(segment.read_bytes())
    data[written[1].offset + place if place > 0 else written[2].offset + place] ^= 0xFF
    segment.write_bytes(data)
    assert list(Archive(tmp_path).read()) == [written[0], written[2]]
    assert f"bytes {written[1].offset} to {written[2].offset} are damaged" in caplog.text
    later = Archive(tmp_path).add([capture(b"four", "4")])
    assert list(Archive(tmp_path).read()) == [written[0], written[2], *later]


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


def generated(seed: int) -> Capture:
    """A capture of any kind, with any bytes, names and headers, the same for the same seed."""
    some = random.Random(seed)
    letters = "aZ09 äß–漢😀\t'\"\\<>&=:%"
    words = ["".join(some.choices(letters, k=some.randrange(1, 30))) for _ in range(6)]
    body = some.randbytes(some.randrange(1, 600)) if some.random() < 0.5 else "".join(words).encode(some.choice(["utf-8", "utf-16"]))
    facts = {"title": words[0], "url": f"https://example.org/{seed}?{some.randrange(99)}", "addresses": [words[1], "x"], "own_id": words[2]}
    coding = some.choice([(), (("Content-Encoding", "gzip"), ("Content-Length", "7")), (("Transfer-Encoding", "chunked"),)])
    headers = (("Content-Type", "text/html; charset=cp1252"), ("X-Odd", words[3].strip() or "x"), ("ETag", '"a"'), *coding)
    exchange = Exchange(
        f"https://example.org/{seed}", "https://example.org/end", some.choice([200, 404, 410]), headers, (("https://example.org/hop", 301),)
    )
    kind = some.choice(["release", "finding", "gone", "tombstone"])
    return Capture(
        str(seed), words[4], some.choice([None, "text/html"]), facts, body, MOMENT, kind=kind, exchange=some.choice([None, exchange])
    )


def test_5000_generated_captures_come_back_as_they_were(tmp_path: Path) -> None:
    """Fetched and read captures of every kind come back equal: bodies, facts, headers, redirects, in their order."""
    captures = [generated(seed) for seed in range(5000)]
    Archive(tmp_path).add(captures)
    assert [replace(c, segment="", offset=0) for c in Archive(tmp_path).read()] == captures


def test_other_readers_understand_the_archive(tmp_path: Path) -> None:
    """A fetched body is a response record with the server's status and headers, which warcio reads by itself."""
    exchange = Exchange(
        "https://example.org/a", "https://example.org/b", 200, (("Content-Type", "text/html"), ("Content-Encoding", "gzip")), ()
    )
    Archive(tmp_path).add([replace(capture(b"<p>words</p>"), exchange=exchange), capture(b"other", "b")])
    with next(tmp_path.glob("*.warc.gz")).open("rb") as file:
        rows = [(r.rec_type, r.http_headers and r.http_headers.get_statuscode(), r.content_stream().read()) for r in ArchiveIterator(file)]
    assert rows == [("response", "200", b"<p>words</p>"), ("resource", None, b"other")]


def test_what_is_forgotten_leaves_the_archive_and_nothing_else_moves(tmp_path: Path) -> None:
    """The forgotten body is in no segment any more; all others are where they were, for warcio too."""
    written = Archive(tmp_path).add([capture(body, name) for body, name in ((b"one" * 99, "1"), (b"x", "2"), (b"three", "3"))])
    assert Archive(tmp_path).forget(lambda c: c.document_id in {"1", "2"}) == 2
    assert list(Archive(tmp_path).read()) == written[2:]
    segment = next(tmp_path.glob("*.warc.gz"))
    with segment.open("rb") as file:
        assert [(r.rec_type, r.content_stream().read()) for r in ArchiveIterator(file)] == [
            ("metadata", b""),
            ("metadata", b""),
            ("resource", b"three"),
        ]
    later = Archive(tmp_path).add([capture(b"four", "4")])
    assert [c.body for c in Archive(tmp_path).read()] == [b"three", b"four"]
    assert later[0].offset > written[2].offset
