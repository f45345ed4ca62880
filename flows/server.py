"""The Prefect server of a working folder: its settings, and one that is started, found again and stopped.  Imports no Prefect."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCAL = "127.0.0.1"
# The first start makes the database's tables: ten seconds, more where the machine is busy.
STARTING_SECONDS = 180.0
STOPPING_SECONDS = 20.0


class ServerError(Exception):
    """A server that cannot be started or reached; the message says why and what to do."""


def environment(folder: Path) -> dict[str, str]:
    """Prefect's settings where `folder` is the working folder: its state there, no telemetry, our steps' logs in its pages."""
    return {
        "PREFECT_HOME": str((folder / "prefect").resolve()),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_EXTRA_LOGGERS": "flows,warehouse",
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    }


def found_server(folder: Path) -> str | None:
    """The address of the API of the server that runs for this working folder; None where none answers."""
    try:
        url = str(json.loads(_note(folder).read_text(encoding="utf-8"))["url"])
    except (OSError, ValueError, KeyError):
        return None
    return url if answers(url) else None


def answers(url: str) -> bool:
    """Whether a Prefect server answers at the address of an API."""
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{url}/health", timeout=5) as reply:
            return bool(reply.status == 200)
    except (OSError, ValueError):
        return False


@contextmanager
def server(folder: Path, port: int) -> Iterator[tuple[str, subprocess.Popen[bytes] | None]]:
    """Within it a server runs; its API's address, and its process where it is ours to watch.

    One that PREFECT_API_URL names is joined and left as it is. One that a killed `readout serve` left behind is stopped first.
    Raises `ServerError` where the port is taken or the server does not start.
    """
    given = os.environ.get("PREFECT_API_URL")
    if given:
        if not answers(given):
            raise ServerError(f"PREFECT_API_URL: {given} does not answer; start that server, or unset it to have one of your own")
        yield given, None
        return
    _stop_left_behind(folder)
    process = _start(folder, port)
    url = f"http://{LOCAL}:{port}/api"
    try:
        _wait(folder, process, url)
        _note(folder).write_text(json.dumps({"url": url, "pid": process.pid}), encoding="utf-8")
        yield url, process
    finally:
        _stop(process)
        _note(folder).unlink(missing_ok=True)


def _note(folder: Path) -> Path:
    return folder / "prefect" / "readout-server.json"


def log_of(folder: Path) -> Path:
    """Where the server's own log lies."""
    return folder / "prefect" / "server.log"


def _start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOCAL, port))
        except OSError as error:
            raise ServerError(
                f"port {port} is taken ({error.strerror}); give another with --port, or join a Prefect server there with "
                f"PREFECT_API_URL=http://{LOCAL}:{port}/api"
            ) from error
    settings = os.environ | environment(folder)
    # Off its usual port the pages would ask another server for their contents.
    settings["PREFECT_SERVER_UI_API_URL"] = f"http://{LOCAL}:{port}/api"
    settings.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "WARNING")
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", LOCAL, "--port", str(port)]
    with log_of(folder).open("ab") as log:
        # In a session of its own Ctrl-C does not reach it before the runs have told it how they ended.
        return subprocess.Popen(command, env=settings, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)


def _wait(folder: Path, process: subprocess.Popen[bytes], url: str) -> None:
    end = time.monotonic() + STARTING_SECONDS
    while not answers(url):
        if process.poll() is not None:
            raise ServerError(f"Prefect's server ended with {process.returncode}; {log_of(folder)} says why")
        if time.monotonic() > end:
            raise ServerError(f"Prefect's server did not answer within {STARTING_SECONDS:.0f} s; {log_of(folder)} may say why")
        time.sleep(0.2)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOPPING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _stop_left_behind(folder: Path) -> None:
    """Stop the server that a `readout serve` started which was killed: it is nobody's child any more."""
    import psutil

    try:
        note = json.loads(_note(folder).read_text(encoding="utf-8"))
        process = psutil.Process(int(note["pid"]))
        if "prefect" not in process.cmdline():
            return
        process.terminate()
        process.wait(STOPPING_SECONDS)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait()
    except (OSError, ValueError, KeyError, psutil.NoSuchProcess):
        return
    finally:
        _note(folder).unlink(missing_ok=True)
