"""Content codings are undone in pieces of a bounded size, whole or not at all."""

from __future__ import annotations

import gzip

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.fetch.decoding import CodingError, CutShort, decoded

PACKERS = {"gzip": gzip.compress, "br": lambda body: brotli.compress(body, quality=5), "zstd": zstandard.compress}
LARGEST_PIECE = 2 * 1024 * 1024


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(PACKERS)),
    st.binary(max_size=300) | st.binary(max_size=9).map(lambda body: body * 30_000),
    st.integers(1, 200),
    st.data(),
)
def test_there_and_back(coding: str, body: bytes, step: int, data: st.DataObject) -> None:
    """A body comes back whole however it is cut on its way, and one that lacks its end is cut short."""
    packed = PACKERS[coding](body)
    pieces = [packed[start : start + step] for start in range(0, len(packed), step)]
    assert b"".join(decoded(pieces, coding)) == body
    kept = data.draw(st.integers(1, len(packed) - 1)) if len(packed) > 1 else 0
    if kept:
        with pytest.raises(CutShort):
            list(decoded([packed[:kept]], coding))


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_members(coding: str) -> None:
    """Several members one after the other are one body."""
    packed = PACKERS[coding](b"one ") + PACKERS[coding](b"two")
    for step in (1, 5, 1000):
        assert b"".join(decoded([packed[start : start + step] for start in range(0, len(packed), step)], coding)) == b"one two"


def test_padding_after_gzip() -> None:
    """Zeros after the last gzip member are padding."""
    assert b"".join(decoded([gzip.compress(b"one") + bytes(9)], "gzip")) == b"one"


@pytest.mark.parametrize("coding", sorted(PACKERS))
def test_pieces_are_small(coding: str) -> None:
    """However small the packed body, no piece of it is large."""
    sizes = [len(piece) for piece in decoded([PACKERS[coding](bytes(32 * 1024 * 1024))], coding)]
    assert sum(sizes) == 32 * 1024 * 1024
    assert max(sizes) <= LARGEST_PIECE


@pytest.mark.parametrize("coding", sorted(PACKERS))
@given(noise=st.binary(min_size=1, max_size=400))
def test_noise(coding: str, noise: bytes) -> None:
    """Noise in place of a coding is an error with a name, or decodes to something."""
    for body in (noise, PACKERS[coding](b"begins well" * 9)[:20] + noise):
        try:
            pieces = list(decoded([body], coding))
        except CodingError:
            pieces = []
        assert all(isinstance(piece, bytes) for piece in pieces)


def test_codings_not_offered() -> None:
    """A coding that was not offered is refused, and so is one on top of another; a character set in its place is none."""
    for header in ("deflate", "gzip, gzip", "lzma"):
        with pytest.raises(CodingError, match="offered"):
            decoded([b""], header)
    assert list(decoded([b"plain"], "UTF-8, identity")) == [b"plain"]
    assert list(decoded([gzip.compress(b"x")], "X-GZIP")) == [b"x"]


def test_nothing_at_all() -> None:
    """An empty body is empty in any coding: hosts answer so with 404."""
    assert [b"".join(decoded([], coding)) for coding in PACKERS] == [b"", b"", b""]
