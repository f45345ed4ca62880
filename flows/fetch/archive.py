"""The archive: every body with its facts in WARC 1.1 segments, on disk before it is used."""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
import os
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.fetch.capture import Capture, Exchange

SEGMENT_BYTES = 256 * 1024 * 1024
FACTS_HEADER = "Readout-Facts"
# How a gzip member begins (RFC 1952, 2.3.1): two bytes that name the format, one for deflate.
GZIP_MAGIC = b"\x1f\x8b\x08"


class ArchiveError(Exception):
    """An archive that cannot be written or read; the message names the segment."""


class Archive:
    """A folder of WARC segments (`000001.warc.gz`, ...), appended to and never rewritten.

    What a path shows already, with the same facts, is not written again; what it shows once more after another body is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._places: dict[str, tuple[str, int]] | None = None
        self._last: dict[tuple[str, str], str] = {}
        # The segment written last and its length then: while it is so long, its end is whole, and nobody has to read all of it to know.
        self._left: tuple[str, int] | None = None

    def add(self, captures: Iterable[Capture]) -> list[Capture]:
        """Write captures, flush them to disk, and return them with their places in the archive.

        Raises `ArchiveError` where the disk refuses; nothing returned is unwritten.
        """
        places = self._known()
        done: list[Capture] = []
        fresh: list[Capture] = []
        for capture in captures:
            if not self.is_latest(capture):
                fresh.append(capture)
                self._last[capture.document_id, capture.path] = capture.digest
            done.append(capture)
        if fresh:
            try:
                places.update(self._append(fresh))
            except OSError as error:
                self._places, self._last = None, {}
                raise ArchiveError(f"{self.folder}: cannot write ({error.strerror or error}); free some space and run again") from error
        return [replace(c, segment=places[c.digest][0], offset=places[c.digest][1]) for c in done]

    def read(self, after: tuple[str, int] | None = None) -> Iterator[Capture]:
        """All captures in the order in which they were written, or those after a place; a torn record at a segment's end is left out."""
        for segment in self.segments():
            if after is None or segment.name > after[0]:
                yield from _records(segment)
            elif segment.name == after[0]:
                yield from (capture for capture in _records(segment, after[1]) if capture.offset > after[1])

    def at(self, segment: str, offset: int) -> Capture | None:
        """The capture whose record begins there; None where there is none any longer, or none that can be read."""
        try:
            with (self.folder / segment).open("rb") as file:
                file.seek(offset)
                decompressor = zlib.decompressobj(wbits=31)
                words = b""
                while not decompressor.eof and (piece := file.read(1 << 16)):
                    words += decompressor.decompress(piece)
        except (OSError, zlib.error):
            return None
        return _capture(segment, offset, words) if decompressor.eof else None

    def forget(self, unwanted: Callable[[Capture], bool]) -> int:
        """Take the bodies and facts of captures out of the segments; how many there were.

        Each record gives way to an empty one of the same length, so that the places of all others stay.
        """
        count = 0
        for segment in self.segments():
            places = [(c.offset, c.fetched_at) for c in _records(segment) if unwanted(c)]
            if places:
                _blank(segment, places)
                count += len(places)
        self._places, self._last = None, {}
        return count

    def segments(self) -> list[Path]:
        """The segments in order."""
        return sorted(self.folder.glob("*.warc.gz")) if self.folder.is_dir() else []

    def catch_up(self) -> None:
        """Learn what another process has appended since this one looked last; the caller holds the writer's lock."""
        if self._places is not None:
            self._learn(self._places, self.read(max(self._places.values(), default=None)))

    def _known(self) -> dict[str, tuple[str, int]]:
        if self._places is None:
            self._places = {}
            self._learn(self._places, self.read())
        return self._places

    def _learn(self, places: dict[str, tuple[str, int]], captures: Iterable[Capture]) -> None:
        for capture in captures:
            places[capture.digest] = (capture.segment, capture.offset)
            self._last[capture.document_id, capture.path] = capture.digest

    def is_latest(self, capture: Capture) -> bool:
        """Whether nothing else was archived under the capture's id and path since."""
        self._known()
        return self._last.get((capture.document_id, capture.path)) == capture.digest

    def _append(self, captures: list[Capture]) -> dict[str, tuple[str, int]]:
        self.folder.mkdir(parents=True, exist_ok=True)
        segments = self.segments()
        path = segments[-1] if segments else self.folder / "000001.warc.gz"
        if segments and (path.name, path.stat().st_size) != self._left:
            _cut_torn_end(path)
        if path.exists() and path.stat().st_size >= SEGMENT_BYTES:
            path = self.folder / f"{int(path.name.split('.')[0]) + 1:06d}.warc.gz"
        places: dict[str, tuple[str, int]] = {}
        with path.open("ab") as file:
            for capture in captures:
                offset = file.tell()
                file.write(_record(capture))
                places[capture.digest] = (path.name, offset)
            file.flush()
            os.fsync(file.fileno())
            self._left = (path.name, file.tell())
        return places


# Bodies are stored decoded: what the server said of their coding and length is kept under these names.
CODINGS = frozenset({"content-encoding", "transfer-encoding", "content-length"})


def _record(capture: Capture) -> bytes:
    """One gzipped WARC record: a response where it was fetched, else a resource; its facts stand in a header of its own."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="WARC/1.1")
    facts: dict[str, Any] = {
        "document_id": capture.document_id,
        "path": capture.path,
        "media_type": capture.media_type,
        "facts": dict(capture.facts),
    }
    if capture.kind != "release":
        facts["kind"] = capture.kind
    exchange = capture.exchange
    if exchange:
        facts["exchange"] = asdict(exchange)
    record = writer.create_warc_record(
        (exchange.url if exchange else None) or capture.facts.get("url") or f"urn:readout:{capture.digest}",
        "response" if exchange else "resource",
        payload=io.BytesIO(capture.body),
        http_headers=_http_headers(exchange, len(capture.body)) if exchange else None,
        warc_content_type="application/http; msgtype=response" if exchange else capture.media_type or "application/octet-stream",
        warc_headers_dict={
            # From the content, not at random: the same captures give the same segment.
            "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, capture.digest)}>",
            FACTS_HEADER: json.dumps(facts, ensure_ascii=True, sort_keys=True, default=str),
            "WARC-Date": _stamp(capture.fetched_at),
        },
    )
    writer.write_record(record)
    return buffer.getvalue()


def _stamp(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _http_headers(exchange: Exchange, length: int) -> StatusAndHeaders:
    """The server's headers for a record whose body is already decoded."""
    headers = [
        (f"X-Archive-Orig-{name}" if name.lower() in CODINGS else name, " ".join(value.splitlines())) for name, value in exchange.headers
    ]
    return StatusAndHeaders(str(exchange.status), [*headers, ("Content-Length", str(length))], protocol="HTTP/1.1")


def _blank(segment: Path, places: list[tuple[int, dt.datetime]]) -> None:
    """Put empty records of the same length in the place of those that begin at the offsets, by rename."""
    moments = dict(places)
    data = bytearray(segment.read_bytes())
    for offset, end, _ in _members(segment):
        if offset in moments:
            data[offset:end] = _empty_member(end - offset, _stamp(moments[offset]), f"{segment.name}:{offset}")
    fresh = segment.with_name(segment.name + ".new")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(segment)


def _empty_member(length: int, date: str, name: str) -> bytes:
    """A gzip member of `length` bytes that holds a WARC record without a body; its header's comment fills it up (RFC 1952, 2.3)."""
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:readout:forgotten:{name}")
    words = f"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:uuid:{identity}>\r\nWARC-Date: {date}\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(words.encode()) + packer.flush()
    packed += zlib.crc32(words.encode()).to_bytes(4, "little") + len(words).to_bytes(4, "little")
    head = b"\x1f\x8b\x08\x10\x00\x00\x00\x00\x00\xff"
    return head + b" " * (length - len(head) - 1 - len(packed)) + b"\x00" + packed


def _members(segment: Path, start: int = 0) -> Iterator[tuple[int, int, bytes]]:
    """The whole gzip members of a segment from one of them on: (offset, end, words); one torn by a kill ends it, a damaged one is passed over."""
    data = segment.read_bytes()
    while start < len(data):
        whole = member_at(data, start)
        if whole is None:
            following = next_record(data, start + 1)
            if following is None:
                return
            logging.getLogger(__name__).warning(
                "%s: bytes %d to %d are damaged; a copy from a backup mends them", segment, start, following
            )
            start = following
            continue
        end, words = whole
        yield start, end, words
        start = end


def member_at(data: bytes, start: int) -> tuple[int, bytes] | None:
    """Where the gzip member that begins at `start` ends, and its words; None where it is torn or damaged."""
    decompressor = zlib.decompressobj(wbits=31)
    try:
        words = decompressor.decompress(memoryview(data)[start:]) + decompressor.flush()
    except zlib.error:
        return None
    return (len(data) - len(decompressor.unused_data), words) if decompressor.eof else None


def next_record(data: bytes, start: int) -> int | None:
    """Where the next whole record begins."""
    while (start := data.find(GZIP_MAGIC, start)) >= 0:
        whole = member_at(data, start)
        if whole is not None and whole[1].startswith(b"WARC/"):
            return start
        start += 1
    return None


def _records(segment: Path, start: int = 0) -> Iterator[Capture]:
    for offset, _, words in _members(segment, start):
        capture = _capture(segment.name, offset, words)
        if capture is not None:
            yield capture


def _capture(segment: str, offset: int, words: bytes) -> Capture | None:
    """The capture of a record; None where a takedown emptied it."""
    record = next(iter(ArchiveIterator(io.BytesIO(words))))
    header: Any = record.rec_headers
    if header.get_header(FACTS_HEADER) is None:
        return None
    facts = json.loads(header.get_header(FACTS_HEADER))
    return Capture(
        facts["document_id"],
        facts["path"],
        facts["media_type"],
        facts["facts"],
        record.content_stream().read(),
        dt.datetime.fromisoformat(header.get_header("WARC-Date").replace("Z", "+00:00")),
        segment,
        offset,
        facts.get("kind", "release"),
        _exchange(facts.get("exchange")),
    )


def _exchange(row: dict[str, Any] | None) -> Exchange | None:
    if row is None:
        return None
    headers, hops = tuple((n, v) for n, v in row["headers"]), tuple((u, s) for u, s in row["hops"])
    return Exchange(row["url"], row["final_url"], row["status"], headers, hops)


def _cut_torn_end(segment: Path) -> None:
    """Cut a record that a kill left unfinished off a segment's end."""
    end = max((stop for _, stop, _ in _members(segment)), default=0)
    if end < segment.stat().st_size:
        with segment.open("r+b") as file:
            file.truncate(end)
            file.flush()
            os.fsync(file.fileno())
