"""What the benchmarks read: the shared corpus, or the samples, and as many releases more as are asked for, made from them by seed."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator
from pathlib import Path

from flows.fetch.capture import Capture
from flows.fetch.files import list_files, read_captures
from tests.conftest import GOLDEN, MOMENT, SHARED

SEED = 20_261_125


def corpus_folders() -> list[Path]:
    """The folders of real releases where they are at hand, else the samples."""
    shared = [SHARED / "corpus" / name for name in ("state", "whitehouse")]
    return [folder for folder in shared if folder.is_dir()] or [GOLDEN / "releases"]


def captures_of(folders: list[Path], every: int = 1) -> list[Capture]:
    """Each release of the folders, or one of `every`."""
    listed, refusals = list_files(folders)
    return list(read_captures(listed[::every], refusals, MOMENT))


def write_releases(folder: Path, count: int) -> Path:
    """A folder of `count` releases with an index: the corpus again and again, each with another id, day and sentence.

    Seeded: the same count gives the same folder.  A fifth has one of its paragraphs twice, so that lengths vary too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    index = (folder / "index.jsonl").open("w", encoding="utf-8")
    with index:
        for number, (capture, more) in enumerate(_drawn(count)):
            ending = Path(capture.path).suffix or ".txt"
            path = f"{number:07d}{ending}"
            (folder / path).write_bytes(capture.body + more)
            published = dt.date(2012, 1, 1) + dt.timedelta(days=number % 5000)
            facts = {"id": f"made-{number}", "path": path, "media_type": capture.media_type, "published_at": published.isoformat()}
            known = {name: capture.facts[name] for name in ("title", "publisher") if capture.facts.get(name)}
            index.write(json.dumps(facts | known) + "\n")
    return folder


def _drawn(count: int) -> Iterator[tuple[Capture, bytes]]:
    """Releases drawn by seed, each with what is added to it."""
    pool = captures_of(corpus_folders())
    chance = random.Random(SEED)
    for number in range(count):
        capture = chance.choice(pool)
        lines = capture.body.split(b"\n")
        again = b"\n" + chance.choice(lines) if chance.random() < 0.2 else b""
        tag = b"<p>File number %d.</p>" if capture.media_type == "text/html" else b"\n\nFile number %d.\n"
        yield capture, again + tag % number
