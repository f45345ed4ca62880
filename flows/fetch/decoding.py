"""Content codings undone piece by piece, so that a small body that unpacks to a huge one never lies in memory whole."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator

import brotli
import zstandard

ACCEPTED = "gzip, br, zstd"
# The largest piece that a decoder gives at once, in bytes.
PIECE = 64 * 1024
# Servers that name a character set, or nothing, where a coding belongs; browsers read the body as it is, and so do we.
NO_CODINGS = frozenset({"", "identity", "none", "binary", "utf-8"})
# A zstd block is at least four bytes on the wire and at most 128 KiB unpacked (RFC 8878, 3.1.1.2): so many bytes of input give 2 MiB at most.
ZSTD_SLICE = 64
# RFC 8878, 3.1.1.1.2: a decoder for the web need not support more.
ZSTD_WINDOW = 8 * 1024 * 1024

Decoder = Callable[[Iterable[bytes]], Iterator[bytes]]


class CodingError(Exception):
    """A body that is not in the coding its header names, or in one that was not offered."""


class CutShort(CodingError):
    """A coded body that ends before its coding says so."""


def codings_of(header: str) -> list[str]:
    """The codings that a Content-Encoding header names, in the order they were applied."""
    return [coding for coding in (part.strip().lower() for part in header.split(",")) if coding not in NO_CODINGS]


def decoded(pieces: Iterable[bytes], header: str) -> Iterator[bytes]:
    """The pieces of a body with its content codings undone.

    Raises `CodingError` for a coding that was not offered, for more than one on top of another (no site needs it, bombs do) and for
    a body that breaks its coding; `CutShort` for one that ends too early.
    """
    codings = codings_of(header)
    if not codings:
        return iter(pieces)
    if len(codings) > 1 or codings[0] not in DECODERS:
        raise CodingError(f"the body comes in the coding {header!r:.60}, and {ACCEPTED} were offered")
    return DECODERS[codings[0]](pieces)


def _gunzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A gzip body of one or more members (RFC 1952, 2.2); what follows the last is padding."""
    member = zlib.decompressobj(wbits=31)
    begun = False
    for piece in pieces:
        rest = piece
        while rest:
            if member.eof:
                if not b"\x1f\x8b".startswith(rest[:2]):
                    return
                member = zlib.decompressobj(wbits=31)
            begun = True
            try:
                yield member.decompress(rest, PIECE)
            except zlib.error as error:
                raise CodingError(f"the body is not the gzip it says it is ({error})") from error
            rest = member.unconsumed_tail or member.unused_data
    # Without input the decoder gives what it still holds of the last piece.
    while begun and not member.eof and (held := member.decompress(b"", PIECE)):
        yield held
    if begun and not member.eof:
        raise CutShort("the gzip body ends before its end mark")


def _unbrotli(pieces: Iterable[bytes]) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    begun = False
    try:
        for piece in pieces:
            begun = begun or bool(piece)
            if decoder.is_finished():
                return
            yield decoder.process(piece, output_buffer_limit=PIECE)
            # It says that it takes more input while it still holds output: both are asked.
            while (held := decoder.process(b"", output_buffer_limit=PIECE)) or not decoder.can_accept_more_data():
                yield held
    except brotli.error as error:
        raise CodingError("the body is not the brotli it says it is") from error
    if begun and not decoder.is_finished():
        raise CutShort("the brotli body ends before its end mark")


def _unzstd(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A zstd body of one or more frames (RFC 8878, 3.1)."""
    codec = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW)
    frame = codec.decompressobj()
    begun = False
    for piece in pieces:
        for start in range(0, len(piece), ZSTD_SLICE):
            rest = piece[start : start + ZSTD_SLICE]
            while rest:
                if frame.eof:
                    frame = codec.decompressobj()
                begun = True
                try:
                    yield frame.decompress(rest)
                except zstandard.ZstdError as error:
                    raise CodingError(f"the body is not the zstd it says it is ({error})") from error
                rest = frame.unused_data if frame.eof else b""
    if begun and not frame.eof:
        raise CutShort("the zstd body ends before its end mark")


DECODERS: dict[str, Decoder] = {"gzip": _gunzip, "x-gzip": _gunzip, "br": _unbrotli, "zstd": _unzstd}
