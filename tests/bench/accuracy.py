"""Readout beside a peer on the same answered releases: `make bench-accuracy`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config.publishers import find_publisher
from flows.evaluation.gold import read_gold
from flows.evaluation.scoring import evaluate
from tests.bench.peer import Peer

FIELDS = (
    "primary", "all", "participants", "parties", "topics", "kind", "mode", "status", "focus", "date", "city", "title", "person_party",
    "strict", "quiet", "invented",
)  # fmt: skip


def main(folders: list[str]) -> None:
    """Print one table per gold folder: field, Readout, peer."""
    peer = Peer()
    for name in folders:
        folder = Path(name)
        releases = read_gold(folder)
        gold = {release.document_id: release.expected for release in releases}
        ours = evaluate(gold, {release.document_id: release.found for release in releases})
        theirs = evaluate(gold, read_with(peer, folder))
        print(f"\n{folder.name}: {len(releases)} releases\n\n| field | Readout | peer |\n|---|---|---|")
        for field in FIELDS:
            print(f"| {field} | {_figure(ours.value(field))} | {_figure(theirs.value(field))} |")


def read_with(peer: Peer, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """What the peer finds in a folder's releases."""
    where = folder / "releases" if (folder / "releases" / "index.jsonl").is_file() else folder
    found = {}
    for line in (where / "index.jsonl").read_text(encoding="utf-8").splitlines():
        facts = json.loads(line)
        body = (where / facts["path"]).read_text(encoding="utf-8", errors="replace")
        publisher = find_publisher(facts.get("publisher"), urlsplit(facts.get("url") or "").hostname)
        home = publisher.party if publisher else None
        found[facts["id"]] = peer.read(body, facts.get("title") or "", facts.get("published_at"), home)
    return found


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main(sys.argv[1:])
