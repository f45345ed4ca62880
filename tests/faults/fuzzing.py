"""Hostile content: golden pages mutated, each read within bounds of time and memory, every span checked."""

from __future__ import annotations

import json
import random
import resource
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flows.fetch.capture import Capture
from flows.fetch.files import list_files, read_captures
from flows.reading import ReadRelease, read
from flows.rows import add_rows, empty_rows
from flows.validate import validate
from tests.conftest import GOLDEN, MOMENT, ROOT

# Processor seconds and memory that one page may take; a golden one takes a twentieth of a second and a few MiB.
MOST_SECONDS = 20
MOST_BYTES = 1 << 30
# Releases validated at once, as loads do it.
BATCH = 50
# Longest page made: a mutation that repeats stops there.
LONGEST = 400_000

TOKENS = [
    b"<table><tr><td rowspan=65534 colspan=1000>x", b"<td rowspan='-1' colspan='99999999999999999999'>y</td>", b"<div>" * 3000, b"</div>" * 300,
    b"<blockquote><ul><li>" * 200, b"<!--", b"-->", b"<![CDATA[", b"<script>", b"<style>", b"<title>", b"<plaintext>", b"<svg><foreignObject>",
    b"<p", b"<", b">", b"&", b"&#xD800;", b"&#0;", b"&#x110000;", b"&amp" * 500, b"&nbsp;", b"&#8203;", b"<br>" * 400, b"<select><option>",
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x1b[2J", b"\r", b"\x0c", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xe2\x80\x8b",
    "\u0130\u0131\ufb01\u1e9e".encode(), ("e" + "\u0301" * 300).encode(), "\U0001f1fa\U0001f1f8\U0001f468\u200d\U0001f469".encode(), "\uff12\uff10\uff12\uff14".encode(),
    b"on 31 February 2024", b"on 30 May 0000", b"on 99 May 9999", b"from 31 December 9999 to 1 January 10000", b"2024-13-45T99:99:99Z", b"1" * 5000,
    b"in 2024 and 2025 and 2026 " * 200, b"met with " * 500, b"Minister of " * 300, b"the Prime Minister, the President, the Secretary, " * 100,
    b"Defence Secretary A met with Minister B in C on 3 May. " * 60, b"," * 3000, b"(" * 2000, b"\"" * 999, b"Mr. " * 400, b"A. " * 700, b"a" * 30000,
    b"A b " * 4000, b"- x\n" * 500, b"| a | b |\n|---|---|\n" * 100, b"# h\n" * 300, b"\n" * 3000, b" " * 20000, b"\t", b"{", b"[" * 3000, b"\\ud800", b"\\u0000",
]  # fmt: skip
FACTS = [
    "", " ", "\x00", "\ud800", "x" * 100_000, "9999-12-31", "0001-01-01", "2024-02-30", "2024-05-04T25:61:61+99:99", "-1", "31/31/31", "\u202e", "<b>",
    "http://", "https://[::1", "https://a.example/\ud800", "javascript:x", "//", "https://" + "a." * 3000 + "example/", "en", "xx", 5, 1.5, True, [], {}, None, ["a"],
]  # fmt: skip
MEDIA_TYPES = [
    "text/html",
    "text/plain",
    "text/markdown",
    "application/json",
    "application/pdf",
    "text/html; charset=utf-7",
    "text/html; charset=\x00",
    "",
    None,
]
CHARSETS = ["utf-16", "utf-16-be", "utf-32", "cp1252", "cp037", "shift_jis", "koi8-r"]


def seeds() -> list[Capture]:
    """The golden releases and pages."""
    listed, refusals = list_files([GOLDEN / "releases", GOLDEN / "spanish", ROOT / "tests" / "pages"])
    return [capture for capture in read_captures(listed, refusals, MOMENT) if capture.path != "bodies.jsonl"]


def mutated(pages: Sequence[Capture], chance: random.Random) -> Capture:
    """One of the pages with one to six changes drawn by chance."""
    capture = chance.choice(pages)
    body, facts, media_type = capture.body, dict(capture.facts), capture.media_type
    for _ in range(chance.choice([1, 1, 2, 3, 6])):
        body = chance.choice(MUTATIONS)(body, pages, chance)[:LONGEST]
    if chance.random() < 0.2:
        name, value = chance.choice(["title", "url", "published_at", "publisher", "language", "own_id"]), chance.choice(FACTS)
        facts[name] = str(value) if name == "own_id" else value
    if chance.random() < 0.1:
        media_type = chance.choice(MEDIA_TYPES)
    if chance.random() < 0.05:
        body = body.decode("utf-8", "replace").encode(chance.choice(CHARSETS), "replace")
    return replace(capture, body=body, facts=facts, media_type=media_type, document_id=f"fuzz-{chance.random()}")


def _cut(body: bytes, chance: random.Random, longest: int) -> tuple[int, int]:
    start = chance.randrange(len(body) + 1)
    return start, min(start + chance.randrange(1, longest), len(body))


def _delete(body: bytes, pages: Sequence[Capture], chance: random.Random) -> bytes:
    start, end = _cut(body, chance, 2000)
    return body[:start] + body[end:]


def _repeat(body: bytes, pages: Sequence[Capture], chance: random.Random) -> bytes:
    start, end = _cut(body, chance, 3000)
    return body[:start] + body[start:end] * chance.choice([2, 3, 30]) + body[end:]


def _move(body: bytes, pages: Sequence[Capture], chance: random.Random) -> bytes:
    start, end = _cut(body, chance, 2000)
    left = body[:start] + body[end:]
    place = chance.randrange(len(left) + 1)
    return left[:place] + body[start:end] + left[place:]


def _flip(body: bytes, pages: Sequence[Capture], chance: random.Random) -> bytes:
    changed = bytearray(body)
    for _ in range(chance.choice([1, 5, 50])):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _insert(body: bytes, pages: Sequence[Capture], chance: random.Random) -> bytes:
    place = chance.randrange(len(body) + 1)
    return body[:place] + chance.choice(TOKENS) + body[place:]


def _graft(body: bytes, pages: Sequence[Capture], chance: random.Random) -> bytes:
    other = chance.choice(pages).body
    start, end = _cut(other, chance, 4000)
    place = chance.randrange(len(body) + 1)
    return body[:place] + other[start:end] + body[place:]


def _truncate(body: bytes, pages: Sequence[Capture], chance: random.Random) -> bytes:
    return body[: chance.randrange(len(body) + 1)]


def _shuffle(body: bytes, pages: Sequence[Capture], chance: random.Random) -> bytes:
    words = body.split(b" ")
    start = chance.randrange(len(words))
    part = words[start : start + 60]
    chance.shuffle(part)
    return b" ".join([*words[:start], *part, *words[start + 60 :]])


def _wrap(body: bytes, pages: Sequence[Capture], chance: random.Random) -> bytes:
    try:
        return json.dumps({chance.choice(["body", "text", "content", "title"]): body.decode("utf-8", "replace")}).encode()
    except ValueError:
        return body


MUTATIONS: list[Callable[[bytes, Sequence[Capture], random.Random], bytes]] = [
    _delete, _repeat, _move, _flip, _insert, _insert, _insert, _graft, _truncate, _shuffle, _wrap,
]  # fmt: skip


@dataclass(slots=True)
class Fuzzed:
    """What became of the pages."""

    count: int = 0
    read: int = 0
    reports: int = 0
    spans: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest_seconds: float = 0.0
    most_mebibytes: float = 0.0

    def add(self, other: Fuzzed) -> None:
        """Add what became of other pages."""
        for name in ("count", "read", "reports", "spans", "skipped", "quarantined", "failures"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.slowest_seconds = max(self.slowest_seconds, other.slowest_seconds)
        self.most_mebibytes = max(self.most_mebibytes, other.most_mebibytes)


class TooLongError(Exception):
    """A page that took more of the processor than any may."""


@contextmanager
def bounded() -> Iterator[None]:
    """Within it more processor time than `MOST_SECONDS` raises `TooLongError`: how busy the machine is does not count."""

    def too_long(*_: Any) -> None:
        raise TooLongError(f"more than {MOST_SECONDS} s of processor time")

    former = signal.signal(signal.SIGPROF, too_long)
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)


def fuzz(first: int, count: int, keep: Path | None = None) -> Fuzzed:
    """So many mutated pages from seed number `first` on, each read by itself and validated with others; what failed is kept in `keep`."""
    pages, done = seeds(), Fuzzed()
    batch: list[ReadRelease] = []
    for seed in range(first, first + count):
        capture = mutated(pages, random.Random(seed))
        release = try_out(capture, f"seed {seed}", done)
        if release is not None and release.document is not None:
            batch.append(release)
        if keep and done.failures and f"seed {seed}:" in done.failures[-1]:
            (keep / str(seed)).write_bytes(capture.body)
        if len(batch) == BATCH:
            check_rows(batch, done)
            batch = []
    check_rows(batch, done)
    done.most_mebibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return done


def try_out(capture: Capture, name: str, done: Fuzzed) -> ReadRelease | None:
    """Read one page within the bounds and check its spans; what goes wrong is a failure of that name."""
    done.count += 1
    started = time.process_time()
    try:
        with bounded():
            release = read(capture)
            check_spans(release, done)
    except Exception:
        done.failures.append(f"{name}: {traceback.format_exc(limit=-4)}")
        return None
    done.slowest_seconds = max(done.slowest_seconds, time.process_time() - started)
    done.read += release.document is not None
    if release.document is None:
        done.skipped[(release.skipped or "")[:60]] += 1
    return release


def check_spans(release: ReadRelease, done: Fuzzed) -> None:
    """Every span of what was read lies in its text, and every quote is the words at its span."""
    document, extraction = release.document, release.extraction
    if document is None or extraction is None:
        return
    texts = {"body": document.text, "title": document.title, "metadata": document.metadata_text}
    for report in extraction.reports:
        done.reports += 1
        for row in report.evidence:
            done.spans += 1
            assert texts[row.part][row.start : row.end] == row.quote, (row.part, row.start, row.end, row.quote)
            assert row.quote
    spans = [(block.start, block.end) for block in document.blocks] + [(s.start, s.end) for s in document.sections]
    spans += [(cell.start, cell.end) for table in document.tables for cell in table.cells]
    assert all(0 <= start <= end <= len(document.text) for start, end in spans)
    assert all(one.end <= other.start for one, other in zip(document.blocks, document.blocks[1:], strict=False))


def check_rows(batch: Sequence[ReadRelease], done: Fuzzed) -> None:
    """The batch's rows satisfy every schema; what does not is turned away by itself, and what is no matter of content is a failure."""
    rows = empty_rows()
    for number, release in enumerate(batch):
        add_rows(rows, replace(release, known_id=f"release-{number}"), f"revision-{number}", 1, "load")
    try:
        checked = validate(rows)
    except Exception:
        done.failures.append(f"validating {[release.capture.document_id for release in batch]}: {traceback.format_exc(limit=-4)}")
        return
    for fault in checked.faults:
        done.quarantined[f"{fault.table}.{fault.column}: {fault.check}"] += 1
        if fault.check not in CONTENT:
            done.failures.append(f"{batch[int(fault.release_id.split('-')[1])].capture.document_id}: {fault}")


# What a release may say that cannot be: it goes to quarantine. All else would be a fault of the extractor.
CONTENT = frozenset({"held_not_after_publication", "end_not_before_start"})
