"""Real polls of a feed, asked for one after the other: nothing lost, nothing doubled, whatever was seen before."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from config.settings import Settings
from config.sources import Source
from flows.checking import followed
from flows.fetch.feeds import read_feed
from flows.gathered import Window
from flows.home import Home
from flows.live import SourceReport, ingest_sources
from flows.rebuild import rebuild
from tests.conftest import ROOT, shared_folder
from tests.serving import Reply, Server, local_fetcher
from warehouse.asking import Limits
from warehouse.check_runs import Circumstances
from warehouse.checking import read_checks
from warehouse.connect import open_writer
from warehouse.guarded_checks import run_guarded
from warehouse.load import content_hash
from warehouse.read import query, run_checks

OWN_POLLS = ROOT / "tests" / "feeds" / "polls"
TERMS = {"url": "https://foreign.example/terms", "note": "free to use"}


def feed_source(url: str, publisher: str = "Foreign Ministry", **settings: object) -> Source:
    values = {
        "id": "polls", "publisher": publisher, "find": {"kind": "feed", "url": url, "content": "full"}, "terms": TERMS,
        "assertions": {"required": ["title", "published_on"]}, "checked": {"finding": "test"},
    }  # fmt: skip
    return Source.model_validate(values | settings)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay left: the releases with their texts in order, the hash of core, and what it took."""

    texts: dict[str, list[str]]
    titles: dict[str, list[str]]
    hash: str
    hashes: list[str]
    request_count: int
    wire_bytes: int
    notes: list[str]


def replay(home: Home, polls: Sequence[Path], publisher: str = "Foreign Ministry") -> Replayed:
    """Ask for each poll in its turn, as scheduled runs would."""
    settings = Settings(home=home.folder, workers=1)
    hashes: list[str] = []
    reports: list[SourceReport] = []
    with Server({"/feed": [Reply(path.read_bytes(), headers={"Content-Type": "application/rss+xml"}) for path in polls]}) as server:
        source = feed_source(server.url("/feed"), publisher)
        for path in polls:
            reports.append(ingest_sources([source], Window(), settings, lambda _: local_fetcher(), partial(moment_of, path))["polls"])
            hashes.append(hash_of(home))
    assert [report.failure for report in reports] == [None] * len(reports)
    rows = query(home.snapshot, "select release_id, title, text from core.revision order by release_id, revision_no").to_pylist()
    texts: dict[str, list[str]] = {}
    titles: dict[str, list[str]] = {}
    for row in rows:
        texts.setdefault(row["release_id"], []).append(row["text"])
        titles.setdefault(row["release_id"], []).append(row["title"])
    return Replayed(
        texts, titles, hashes[-1], hashes, sum(r.request_count for r in reports), sum(r.wire_bytes for r in reports),
        [note for r in reports for note in r.notes],
    )  # fmt: skip


def moment_of(path: Path) -> dt.datetime:
    return dt.datetime.strptime(path.stem[:15], "%Y-%m-%dT%H%M").replace(tzinfo=dt.UTC)


def hash_of(home: Home) -> str:
    con = open_writer(home.core)
    try:
        return content_hash(con)
    finally:
        con.close()


def addresses(polls: Iterable[Path]) -> set[str]:
    """Every address that any poll lists."""
    return {item.url or "" for path in polls for item in read_feed(path.read_bytes(), url="https://foreign.example/").items}


def check_replay(tmp_path: Path, polls: Sequence[Path], publisher: str) -> tuple[Replayed, Replayed]:
    """The promises of a replay, for any polls; gives what all of them left, and what every third did."""
    home = Home(tmp_path / "all")
    whole = replay(home, polls, publisher)
    found = query(
        home.snapshot, "select address, count(*) as n from core.release_address where address like 'http%' group by all"
    ).to_pylist()
    assert {row["address"]: row["n"] for row in found} == dict.fromkeys(addresses(polls), 1)
    assert len(whole.texts) == len(addresses(polls))
    assert set(run_checks(home.snapshot).values()) == {0}
    assert findings(home, moment_of(polls[-1]), publisher) == {}
    # All polls a second time, as caches would serve them: nothing is new, and what is old again is no revision.
    assert set(replay(home, polls, publisher).hashes) == {whole.hash}
    rebuild(Settings(home=home.folder, workers=1), lambda _: None)
    assert hash_of(home) == whole.hash
    third = replay(Home(tmp_path / "third"), polls[::3], publisher)
    assert set(third.texts) <= set(whole.texts)
    for release_id, texts in third.texts.items():
        assert set(zip(third.titles[release_id], texts, strict=True)) <= set(
            zip(whole.titles[release_id], whole.texts[release_id], strict=True)
        )
    return whole, third


def findings(home: Home, now: dt.datetime, publisher: str) -> dict[str, str]:
    """What any of the checks, those of habits too, has to say of a feed that was followed."""
    circumstances = Circumstances(now, followed([feed_source("https://foreign.example/feed", publisher)]))
    checked = run_guarded(home.snapshot, read_checks(), circumstances, Limits())
    assert {result.name for result in checked.results if result.outcome == "passed"} >= {
        "source__layout_is_unchanged",
        "quarantine__is_empty",
    }
    return {result.name: result.sample for result in checked.results if result.outcome not in {"passed", "skipped"}}


def test_own_polls(tmp_path: Path) -> None:
    """Every release once, a changed one with its revisions; a stale copy, a second time and a third of the polls change nothing else."""
    polls = sorted(OWN_POLLS.glob("*.rss"))
    whole, third = check_replay(tmp_path, polls, "Foreign Ministry")
    assert len(whole.texts) == 7
    assert sorted(len(texts) for texts in whole.texts.values()) == [1, 1, 1, 1, 1, 2, 2]
    assert sum("a copy older than the last one seen" in note for note in whole.notes) == 2
    seen = query(Home(tmp_path / "all").snapshot, "select min(first_seen_at) as first, max(first_seen_at) as last from core.release")
    assert (seen.to_pylist()[0]["first"], seen.to_pylist()[0]["last"]) == (moment_of(polls[0]), moment_of(polls[7]))
    # The polls that only repeat what was seen: the stale copies, and one that is the one before again.
    for number in (3, 5, 8):
        assert whole.hashes[number] == whole.hashes[number - 1], polls[number]
    assert len(third.texts) < 7


def test_real_polls(tmp_path: Path) -> None:
    """The same of the State Department's feed: every sixth of its 48 polls, and all of them where READOUT_REPLAY=all (two minutes)."""
    polls = sorted((shared_folder("corpus/feeds") / "state").glob("*.rss"))
    is_whole = os.environ.get("READOUT_REPLAY") == "all"
    polls = polls if is_whole else polls[::6]
    whole, third = check_replay(tmp_path, polls, "U.S. Department of State")
    revisions = sum(len(texts) for texts in whole.texts.values())
    print(
        f"{len(polls)} polls, {len(whole.texts)} releases, {revisions} revisions, {whole.request_count} requests, {whole.wire_bytes} bytes"
    )
    assert (len(polls), len(whole.texts), revisions) == ((48, 54, 55) if is_whole else (8, len(addresses(polls)), revisions))
    assert len(third.texts) <= len(whole.texts)
