"""The figures of docs/scale.md: an archive rebuilt in three ways, and what each step costs.

python -m tests.bench.scale rebuild FOLDER [MOST]   one process, two, Dask: seconds, processor seconds, content hash
python -m tests.bench.scale steps FOLDER [MOST]     processor seconds and bytes by step, and lookups of what is known
python -m tests.bench.scale pages FOLDER            reading whole pages of more than 20 kB, and going by their addresses in WARC
"""

from __future__ import annotations

import datetime as dt
import io
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from config.settings import Settings
from flows.fetch.archive import Archive
from flows.fetch.capture import Capture
from flows.fetch.files import list_files, read_captures
from flows.home import Home
from flows.ingesting import VERSIONS, known_ledger, load_batch
from flows.reading import read
from flows.rebuild import rebuild
from flows.resolve.resolve import resolve
from warehouse.connect import open_writer
from warehouse.ddl import create_tables
from warehouse.export import export
from warehouse.load import content_hash, known_captures, known_revision_ids, known_revisions
from warehouse.publish import publish

WAYS: tuple[dict[str, Any], ...] = ({"workers": 1}, {"workers": 2}, {"workers": 2, "runner": "dask"})
T = TypeVar("T")
BATCH = 500
LEAST_BYTES, PAGES = 20_000, 1000


def captures_of(folder: Path, most: int) -> list[Capture]:
    """Up to `most` captures of a folder's files."""
    listed, refusals = list_files([folder])
    return list(read_captures(listed[:most], refusals, dt.datetime.now(dt.UTC)))


def rebuilds(home: Home, folder: Path, most: int) -> None:
    """Rebuild one archive in each way."""
    captures = Archive(home.archive).add(captures_of(folder, most))
    print(f"{len(captures)} captures, {sum(len(c.body) for c in captures) / 2**20:.1f} MiB of bodies")
    for way in WAYS:
        began, spent = time.monotonic(), processor_seconds()
        rebuild(Settings(home=home.folder, **way), lambda _: None)
        seconds, cpu = time.monotonic() - began, processor_seconds() - spent
        with closing(open_writer(home.core)) as con:
            found = content_hash(con)
        words = f"{way.get('runner', 'local')}, {way['workers']} processes"
        print(
            f"{words:22} {seconds:6.1f} s, {cpu:6.1f} s of processor, {len(captures) / cpu:5.1f} releases a processor second, {found[:16]}"
        )


def steps(home: Home, folder: Path, most: int) -> None:
    """Each step over the same captures."""
    captures = captures_of(folder, most)
    each = 1000 / len(captures)
    captures = measured("archive", each, lambda: Archive(home.archive).add(captures))
    read(captures[0])
    found = measured("read", each, lambda: [read(capture) for capture in captures])
    with closing(open_writer(home.core)) as con:
        create_tables(con)
        batches = [found[start : start + BATCH] for start in range(0, len(found), BATCH)]
        measured("validate, load", each, lambda: [load_batch(con, batch, [], 0) for batch in batches])
        measured("resolve", each, lambda: resolve(con))
        measured("publish", each, lambda: publish(con, home.snapshot))
        looks = (
            lambda: known_ledger(con),
            lambda: known_captures(con, VERSIONS),
            lambda: known_revisions(con),
            lambda: known_revision_ids(con),
        )
        measured("look up the known", each, lambda: [look() for look in looks])
    measured("export", each, lambda: export(home.snapshot, home.folder / "export", "parquet"))
    for path in (home.archive, home.core, home.snapshot, home.folder / "export"):
        size = sum(file.stat().st_size for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file())
        print(f"{path.name:22} {size / len(captures):8.0f} bytes a release")


def pages(home: Home, folder: Path) -> None:
    """Whole pages: read, and passed over in a WARC file by their address."""
    captures = [capture for capture in captures_of(folder, 10_000) if len(capture.body) > LEAST_BYTES]
    print(f"{len(captures)} pages of {sum(len(c.body) for c in captures) / len(captures):.0f} bytes")
    read(captures[0])
    found = measured("read", 1000 / len(captures), lambda: [read(capture) for capture in captures])
    print(f"{sum(bool(one.extraction and one.extraction.reports) for one in found)} report an engagement")
    path = home.folder / "pages.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number in range(PAGES):
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            body = io.BytesIO(captures[number % len(captures)].body)
            writer.write_record(
                writer.create_warc_record(f"https://host{number % 50}.example.org/{number}", "response", body, http_headers=head)
            )
    print(f"{path.stat().st_size / PAGES:.0f} bytes a page compressed")
    with path.open("rb") as file:
        measured(
            "by address",
            1000 / PAGES,
            lambda: sum("host3." in row.rec_headers.get_header("WARC-Target-URI") for row in ArchiveIterator(file)),
        )


def measured(name: str, each: float, work: Callable[[], T]) -> T:
    """What `work` gives; its processor seconds are printed in ms a release."""
    spent = processor_seconds()
    done = work()
    print(f"{name:22} {(processor_seconds() - spent) * each:8.3f} ms a release")
    return done


def processor_seconds() -> float:
    """What this process and its children that ended have taken of a processor."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


if __name__ == "__main__":
    what, given, *rest = sys.argv[1:]
    with tempfile.TemporaryDirectory() as made:
        at = Home(Path(made))
        if what == "pages":
            pages(at, Path(given))
        else:
            {"rebuild": rebuilds, "steps": steps}[what](at, Path(given), int(rest[0]) if rest else 1000)
