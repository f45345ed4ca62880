"""The flows that a schedule runs, under Prefect's own test server: what they say of themselves, and when they need not run."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from flows.home import Home
from flows.runs import all_runs, recorded, source_lock
from tests.serving import Reply, Server
from tests.test_live import DAY, LONG, feed
from tests.test_source_commands import settings_file
from warehouse.connect import open_writer


@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Prefect's test server, without the second that each run's heartbeat takes at its end."""
    os.environ["PREFECT_HOME"] = str(tmp_path_factory.mktemp("prefect"))
    os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=180), temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield


@pytest.fixture
def home(prefect: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A folder to run in, with its settings; sources of this machine are added by the tests."""
    monkeypatch.chdir(tmp_path)
    for name, value in {"HOME": "home", "CONTACT": "mailto:tests@localhost", "WORKERS": "1"}.items():
        monkeypatch.setenv(f"READOUT_{name}", value)
    return Home(tmp_path / "home")


def ingest(name: str) -> Any:
    from flows.scheduled import ingest_source

    return ingest_source(name, return_state=True)


def artifact(key: str) -> Any:
    from prefect.artifacts import Artifact

    return Artifact.get(key).data


def test_a_run_says_what_came_in_and_what_failed(home: Home, tmp_path: Path) -> None:
    """Counts as a table, a summary with links, in which no word of a release is read as markup; a failure with its source first."""
    title = "Meeting &lt;b&gt;in&lt;/b&gt; [Oslo](http://elsewhere.example) | *today*"
    with Server({"/odd": Reply(b"<html><body><p>something else altogether stands here now</p></body></html>")}) as host:
        body = feed(("1", "https://foreign.example/a", DAY), content={"1": LONG}).replace(
            b"<title>Meeting in Oslo", f"<title>{title}".encode()
        )
        host.routes["/feed"] = Reply(body)
        settings_file(tmp_path, "good", {"kind": "feed", "url": host.url("/feed"), "content": "full"})
        settings_file(tmp_path, "odd", {"kind": "listing", "url": host.url("/odd"), "item": {"css": "li a", "expect": "some"}})
        good, odd, none = ingest("good"), ingest("odd"), ingest("none")
        assert (good.name, good.message) == ("Completed", "good: 1 new, 0 changed, 0 unchanged, 0 skipped, 0 quarantined")
        assert len(list(home.reports.glob("quality-*.html"))) == 1
        assert odd.message == "odd: item: li a: expected some, found 0; has the page's layout changed?"
        assert none.message == "none: no such source any more; restart `readout serve`"
        assert odd.is_failed()
        assert none.is_failed()
        words = artifact("ingest-good")
        assert f"[good]({host.url('/feed')})" in words
    assert '"found": 1, "new": 1' in artifact("ingest-good-counts")
    assert "](https://foreign.example/a) | 1 |" in words
    assert "(http://elsewhere.example) |" not in words.replace("\\(", "")
    assert "\\*today\\*" in words
    assert "<b>" not in words
    assert "**Failed:** item: li a: expected some" in artifact("ingest-odd")
    assert [(run.source_id, run.state) for run in all_runs(home.folder)] == [("good", "completed"), ("odd", "failed"), ("none", "failed")]


def test_what_another_run_does_or_has_done_is_skipped(home: Home, tmp_path: Path) -> None:
    """Beside a run of the same source, and after one that began when this was due already, nothing is asked; later it is again."""
    with Server({"/feed": Reply(feed(("1", "https://foreign.example/a", DAY), content={"1": LONG}))}) as host:
        settings_file(tmp_path, "good", {"kind": "feed", "url": host.url("/feed"), "content": "full"})
        with source_lock(home.folder, "good"):
            beside = ingest("good")
        with recorded(home.folder, "ingest", "good") as run:
            run.started_at += dt.timedelta(minutes=5)
        after = ingest("good")
        assert (beside.name, after.name, host.asked("/feed")) == ("Skipped", "Skipped", 0)
        assert beside.message == "good: another run of it is under way; run again when it is done"
        assert "has caught up" in after.message
        (home.folder / "runs.jsonl").unlink()
        assert ingest("good").name == "Completed"


def test_a_blocking_check_fails_the_run_with_its_name(home: Home, tmp_path: Path) -> None:
    """What was loaded before and breaks an invariant keeps the new snapshot back: the run says which check, and the old one stays."""
    with Server({}) as host:
        answers = [feed((key, f"https://foreign.example/{key}", DAY), content={key: LONG.replace("trade", f"trade {key}")}) for key in "12"]
        host.routes["/feed"] = [Reply(body) for body in answers]
        settings_file(tmp_path, "good", {"kind": "feed", "url": host.url("/feed"), "content": "full"})
        assert ingest("good").name == "Completed"
        before = home.snapshot.stat().st_ino
        with closing(open_writer(home.core)) as con:
            con.execute("update core.evidence set quote = 'words that nobody said' where rowid = 0")
        state = ingest("good")
    assert state.is_failed()
    assert state.message.startswith("good: not published: the check evidence__quote_is_verbatim (1 culprits)")
    assert home.snapshot.stat().st_ino == before
    assert all_runs(home.folder)[-1].state == "failed"


def test_the_warehouse_is_verified_and_reported_on(home: Home, golden_home: Home) -> None:
    """Without a snapshot there is nothing to do; with one the invariants hold and the report is written."""
    from flows.scheduled import quality, verify

    assert {flow(return_state=True).name for flow in (quality, verify)} == {"Skipped"}
    for path in (golden_home.core, golden_home.snapshot):
        (home.folder / path.name).write_bytes(path.read_bytes())
    shutil.copytree(golden_home.archive, home.archive)
    assert verify(return_state=True).message.endswith(" invariants hold")
    state = quality(return_state=True)
    assert state.message.startswith("quality: ")
    assert len(list((home.folder / "reports").glob("quality-*.html"))) == 1


def test_an_unforeseen_fault_is_told_with_its_source(home: Home, tmp_path: Path) -> None:
    """Whatever goes wrong, the first line of the message is the source and the reason, and the journal has it."""
    settings_file(tmp_path, "good", {"kind": "feed", "url": "http://127.0.0.1:1/feed"})
    home.folder.mkdir()
    home.core.write_bytes(b"this is no database" * 100)
    state = ingest("good")
    assert state.is_failed()
    assert state.message.startswith("good: ")
    assert all_runs(home.folder)[-1].state == "failed"
