"""`readout sources`, `ingest SOURCE` and `forget` as a user meets them, against a server on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from config.sources import read_source
from flows.fetch.drafting import DraftError, draft_source
from tests.serving import Reply, Server, local_fetcher
from tests.test_live import DAY, LONG, feed, listing_rows, page


def readout(folder: Path, *arguments: str, contact: str = "mailto:tests@localhost") -> subprocess.CompletedProcess[str]:
    """Run the command in `folder`, in a process of its own."""
    environment = os.environ | {"READOUT_HOME": "home", "READOUT_WORKERS": "1", "COLUMNS": "120", "READOUT_CONTACT": contact}
    code = "from flows.cli.main import run; run()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=folder, env=environment, check=False
    )


def settings_file(folder: Path, name: str, find: dict[str, object], **more: object) -> None:
    """A user's own source that may ask this machine."""
    path = folder / "readout.d" / "sources" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {
        "publisher": "Foreign Ministry", "find": find, "manners": {"seconds_between": 0}, "allow_hosts": ["127.0.0.1"],
        "terms": {"url": "https://foreign.example/terms", "note": "free"}, "checked": {"finding": "test"},
    }  # fmt: skip
    path.write_text(yaml.safe_dump(values | more), encoding="utf-8")


def test_three_sources_are_checked_ingested_and_forgotten(tmp_path: Path) -> None:
    """A feed with texts, a listing and one whose layout changed: `check` shows what each gives, `ingest` loads what it can, `forget` takes down."""
    with Server(
        {"/news/1": Reply(page()), "/odd": Reply(b"<html><body><p>something else altogether stands here now</p></body></html>")}
    ) as server:
        server.routes["/feed"] = Reply(feed(("1", "https://foreign.example/a", DAY), content={"1": LONG}))
        server.routes["/list"] = Reply(listing_rows(server, 1))
        items = {"item": {"css": "li a", "expect": "some"}}
        settings_file(tmp_path, "full", {"kind": "feed", "url": server.url("/feed"), "content": "full"})
        settings_file(tmp_path, "listed", {"kind": "listing", "url": server.url("/list"), **items})
        settings_file(tmp_path, "odd", {"kind": "listing", "url": server.url("/odd"), **items})
        checked = readout(tmp_path, "sources", "check", "full", "listed", "odd")
        assert checked.returncode == 1, checked.stderr
        assert "full: 1 items" in checked.stdout
        assert checked.stdout.count("read: Meeting in Oslo") == 2
        assert "1 engagements" in checked.stdout
        assert "odd: item: li a: expected some, found 0; has the page's layout changed?" in checked.stderr
        assert not (tmp_path / "home").exists()
        done = readout(tmp_path, "ingest", "full", "listed", "odd")
        assert done.returncode == 1, done.stderr
        assert "2 releases: 2 new" in done.stdout
        assert "readout: odd: failed: item: li a: expected some" in done.stderr
    gone = readout(tmp_path, "forget", "https://foreign.example/a", "--reason", "asked")
    assert (gone.returncode, "forgotten (asked)" in gone.stdout) == (0, True)
    assert readout(tmp_path, "forget", "https://foreign.example/a", "--reason", "asked").returncode == 3


@pytest.mark.parametrize(
    ("arguments", "contact", "code", "words"),
    [
        (["sources", "list"], "", 0, ""),
        (["sources", "check", "nowhere"], "x", 2, "no such source"),
        (["ingest", "us-state"], "", 2, "READOUT_CONTACT"),
        (["ingest", "nowhere"], "x", 3, "no such file or folder, and no such source"),
        (["sources", "add", "http://127.0.0.1:9/"], "x", 3, "127.0.0.1"),
    ],
)
def test_wrong_usage_is_named(tmp_path: Path, arguments: list[str], contact: str, code: int, words: str) -> None:
    """What cannot be done ends with its code and words, before anything is asked."""
    result = readout(tmp_path, *arguments, contact=contact)
    assert result.returncode == code, result.stderr
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_a_draft_is_made_of_what_a_site_names(tmp_path: Path) -> None:
    """A feed that the page names, a feed at the usual place, a sitemap: each makes settings that can be read; nothing is said to be nothing."""
    home = b"<html><head><title>The Ministry</title>%s</head><body><p>Welcome</p></body></html>"
    named = home % b'<link rel="alternate" type="application/rss+xml" href="/own.xml">'
    sitemap = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://a.example/1</loc></url></urlset>'
    whole = feed(("1", "https://foreign.example/a", DAY), content={"1": LONG * 3})
    with Server({"/named/": Reply(named), "/plain/": Reply(home % b""), "/own.xml": Reply(whole)}) as server, local_fetcher() as fetcher:
        draft = draft_source(server.url("/named/"), fetcher)
        assert draft.settings["find"] == {"kind": "feed", "url": server.url("/own.xml"), "content": "full"}
        with pytest.raises(DraftError, match="no feed and no sitemap"):
            draft_source(server.url("/plain/"), fetcher)
        server.routes["/sitemap.xml"] = Reply(sitemap)
        assert draft_source(server.url("/plain/"), fetcher).settings["find"]["kind"] == "sitemap"
        server.routes["/plain/feed/"] = Reply(feed(("1", "https://foreign.example/a", DAY)))
        assert draft_source(server.url("/plain/"), fetcher).settings["find"] == {
            "kind": "feed",
            "url": server.url("/plain/feed/"),
            "content": "links",
        }
    path = tmp_path / f"{draft.name}.yaml"
    path.write_text(draft.text(), encoding="utf-8")
    assert read_source(draft.name, path).publisher == "The Ministry"
