"""Whether a segment of the archive is what was written: every record whole, every body as its digest says."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from flows.fetch.archive import FACTS_HEADER, member_at, next_record


@dataclass(slots=True)
class Soundness:
    """What a segment holds: whole records and where the last ends, in bytes; `faults` name what is damaged and where.

    A torn record at the end is no fault: a killed run left it, and the next one cuts it off.
    """

    segment: str
    record_count: int = 0
    end: int = 0
    faults: list[str] = field(default_factory=list)


def check_segment(segment: Path) -> Soundness:
    """Read every record of a segment and hold its body against the digests in its head (WARC 1.1, 5.8 and 5.9)."""
    found = Soundness(segment.name)
    for start, end, words in _pieces(segment):
        if words is None:
            found.faults.append(f"{segment.name}: bytes {start} to {end} are damaged")
            continue
        found.record_count += 1
        found.end = end
        fault = _fault_of(words)
        if fault:
            found.faults.append(f"{segment.name}: the record at byte {start}: {fault}")
    return found


def _pieces(segment: Path) -> Iterator[tuple[int, int, bytes | None]]:
    """The records of a segment and what is damaged between them: (offset, end, words or None)."""
    data = segment.read_bytes()
    start = 0
    while start < len(data):
        whole = member_at(data, start)
        end = whole[0] if whole else next_record(data, start + 1)
        if end is None:
            return
        yield start, end, whole[1] if whole else None
        start = end


def _fault_of(words: bytes) -> str | None:
    record = next(iter(ArchiveIterator(io.BytesIO(words), check_digests=True)))
    if record.rec_headers.get_header(FACTS_HEADER) is None:  # what a takedown emptied
        return None
    record.content_stream().read()
    checker = record.digest_checker
    return None if checker.passed else "; ".join(checker.problems) or "it has no digest"
