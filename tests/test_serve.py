"""`readout serve` as an operator meets it: a real server, runs that really happen, a stop and a new start."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil

from flows.home import Home
from flows.runs import all_runs
from tests.serving import LOCAL, Reply, Server
from tests.test_live import DAY, LONG, feed
from tests.test_source_commands import settings_file
from warehouse.connect import open_writer
from warehouse.lock import writer_lock

PATIENCE = 300
ENDED = ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"]


def free_port() -> int:
    with socket.create_server((LOCAL, 0)) as listener:
        return int(listener.getsockname()[1])


class Pages:
    """The server's API, asked over HTTP."""

    def __init__(self, port: int) -> None:
        self.base = f"http://{LOCAL}:{port}"

    def ask(self, path: str, question: dict[str, Any] | None = None) -> Any:
        body = None if question is None else json.dumps(question).encode()
        request = urllib.request.Request(f"{self.base}{path}", data=body, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as reply:
            return json.load(reply)

    def runs(self, deployment: str, *types: str) -> list[dict[str, Any]]:
        """The runs of a deployment in states of these types."""
        question = {"deployments": {"name": {"any_": [deployment]}}, "flow_runs": {"state": {"type": {"any_": list(types or ENDED)}}}}
        found: list[dict[str, Any]] = self.ask("/api/flow_runs/filter", question | {"limit": 200})
        return found


def until(holds: Callable[[], Any], process: subprocess.Popen[str]) -> Any:
    """What `holds` gives once it is true."""
    end = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert process.poll() is None, "serve ended"
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.3)
    return found


@contextmanager
def served(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """`readout serve` in a process of its own, its words in serve.log; whatever it leaves behind is ended with the test."""
    environment = os.environ | {"READOUT_HOME": "home", "READOUT_CONTACT": "mailto:tests@localhost", "READOUT_WORKERS": "1"}
    environment.pop("PREFECT_API_URL", None)
    environment |= {"PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "1", "PREFECT_RUNNER_POLL_FREQUENCY": "1"}
    code = "from flows.cli.main import run; run()"
    with (folder / "serve.log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", code, "serve", "good", "odd", "--port", str(port)],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
            text=True,
        )
        try:
            yield process
        finally:
            family = (
                [process.pid, *(child.pid for child in psutil.Process(process.pid).children(recursive=True))]
                if process.poll() is None
                else []
            )
            for pid in family:
                os.kill(pid, signal.SIGKILL)
            process.wait()


def stopped(process: subprocess.Popen[str]) -> None:
    """SIGTERM ends it with 0, and none of its children is left."""
    children = psutil.Process(process.pid).children(recursive=True)
    assert children
    process.send_signal(signal.SIGTERM)
    assert process.wait(120) == 0
    assert not psutil.wait_procs(children, timeout=10)[1]


def test_runs_happen_on_schedule_one_fails_alone_and_a_restart_catches_up_once(tmp_path: Path) -> None:
    """Three scheduled runs of one source are seen through the API while another source fails; a stop leaves schedules, data and no process
    behind; a new start knows the runs of before and makes good what was missed with one run."""
    with Server({"/odd": Reply(b"<html><body><p>something else altogether stands here now</p></body></html>")}) as host:
        host.routes["/feed"] = Reply(feed(("1", "https://foreign.example/a", DAY), content={"1": LONG}))
        settings_file(tmp_path, "good", {"kind": "feed", "url": host.url("/feed"), "content": "full"}, schedule={"every_minutes": 0.1})
        odd = {"kind": "listing", "url": host.url("/odd"), "item": {"css": "li a", "expect": "some"}}
        settings_file(tmp_path, "odd", odd, schedule={"cron": "0 0 1 1 *", "zone": "Asia/Tokyo"})
        home, port = Home(tmp_path / "home"), free_port()
        pages = Pages(port)
        with served(tmp_path, port) as process:
            until((home.folder / "prefect" / "readout-server.json").exists, process)
            assert pages.ask("/ui-settings")["api_url"] == f"http://{LOCAL}:{port}/api"
            until(lambda: sum(r["auto_scheduled"] and r["state"]["name"] == "Completed" for r in pages.runs("ingest-good")) >= 3, process)
            (failed,) = pages.runs("ingest-odd")
            assert failed["state"]["type"] == "FAILED"
            assert failed["state"]["message"] == "odd: item: li a: expected some, found 0; has the page's layout changed?"
            assert failed["name"].startswith("odd 20")
            stopped(process)
        seen = {run.run_id: run.state for run in all_runs(home.folder)}
        assert "running" not in seen.values()
        with writer_lock(home.folder, wait_seconds=0), closing(open_writer(home.core)) as con:
            assert con.execute("select count(*) from core.release").fetchall() == [(1,)]
            assert {row[0] for row in con.execute("select source_id from ops.run where state = 'completed'").fetchall()} >= {"good"}
        time.sleep(7)  # One more is due meanwhile.
        with served(tmp_path, port) as process:
            new = until(lambda: [r for r in all_runs(home.folder) if r.run_id not in seen and r.state == "completed"], process)
            assert new[0].source_id == "good"
            names = {row["name"]: row for row in pages.ask("/api/deployments/filter", {})}
            assert {name: row["paused"] for name, row in names.items()} == dict.fromkeys(
                ("ingest-good", "ingest-odd", "quality", "verify"), False
            )
            good = pages.runs("ingest-good")
            # One of each start at most, however many runs were missed.
            assert 1 <= sum("catching-up" in run["tags"] for run in good) <= 2
            assert any(run["state"]["name"] == "Skipped" and "one run catches up" in run["state"]["message"] for run in good)
            assert len(pages.runs("ingest-odd")) == 1
            stopped(process)
    words = (tmp_path / "serve.log").read_text()
    assert "Traceback" not in words
    assert "runs were missed; one catches up" in words
