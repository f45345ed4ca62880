"""A process that runs a command in a child of its own, which may be killed at any point of its work; `killing.py` talks to it.

What the flow of `flows/ingest.py` does runs without Prefect: its tasks are called as the plain functions that they wrap. The child is
forked from a process that has imported all and started no thread, so a command costs what it does and no import.

A request is a line of JSON: {"command", "home", "place", "at", "delay"}; the place is a folder, or the address of a server with a feed. The answer says how the child ended and, where it ended by
itself, which events it went through: each statement of the database, each record of the archive, each fsync, rename and removal,
each request to a server.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import prefect

import flows.fetch.archive as archiving
import flows.gathering as gathering
import flows.ingest as ingesting
import flows.live as live
import flows.rebuild as rebuilding
import flows.storing as storing
from config.settings import Settings
from config.sources import Source
from flows.fetch.capture import Capture
from flows.fetch.http import Fetcher
from flows.gathered import Window
from flows.reading import read
from schemas.tables import CORE, OPS, RESOLVED
from tests.conftest import MOMENT
from tests.serving import local_fetcher

BATCH = 3
STATEMENTS = frozenset({"execute", "sql"})


class Events:
    """The events of a child; in that numbered `at`, `delay` seconds after its beginning, it dies."""

    def __init__(self, at: int | None, delay: float) -> None:
        self.at, self.delay = at, delay
        self.phase = "ingest"
        self.seen: list[tuple[str, str, float]] = []
        self._lock = threading.Lock()

    def wrapped(self, kind: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, each call of it an event; that of a statement is named by the statement's verb."""

        def call(*arguments: Any, **named: Any) -> Any:
            name = str(arguments[0]).split(maxsplit=1)[0].lower() if kind in STATEMENTS else kind
            with self._lock:
                number = len(self.seen)
                self.seen.append((self.phase, name, 0.0))
            if number == self.at:
                if self.delay == 0:
                    die()
                threading.Timer(self.delay, die).start()
            started = time.perf_counter()
            try:
                return function(*arguments, **named)
            finally:
                self.seen[number] = (self.seen[number][0], name, time.perf_counter() - started)

        return call

    def phased(self, phase: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, whose events are those of a phase of their own."""

        def call(*arguments: Any) -> Any:
            former, self.phase = self.phase, phase
            try:
                return function(*arguments)
            finally:
                self.phase = former

        return call


def die() -> None:
    """End as a power cut or the kernel's killer would end us."""
    os.kill(os.getpid(), signal.SIGKILL)


class Connection:
    """A connection to DuckDB whose every call is an event."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, events: Events) -> None:
        self._connection, self._events = connection, events

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._connection, name)
        return self._events.wrapped(name, value) if name in STATEMENTS | {"close"} else value


def instrument(events: Events) -> None:
    """Make events of what the child does to its files."""
    connect = duckdb.connect
    duckdb.connect = lambda *arguments, **named: Connection(connect(*arguments, **named), events)
    archiving._record = events.wrapped("record", archiving._record)
    for name in ("fsync", "replace", "unlink"):
        setattr(os, name, events.wrapped(name, getattr(os, name)))
    Fetcher.get = events.wrapped("request", Fetcher.get)
    for module in (ingesting, rebuilding, storing):
        module.resolve = events.phased("resolve", module.resolve)
        module.publish = events.phased("publish", module.publish)


def run(command: str, home: Path, place: str) -> None:
    """One command of Readout, by its plain functions."""
    settings = Settings(home=home, workers=1, batch_releases=BATCH)
    if command == "ingest":
        ingesting.ingest.fn([Path(place)], settings, lambda _: None)
    elif command == "rebuild":
        rebuilding.rebuild(settings, lambda _: None)
    else:
        follow(place, settings)


def follow(url: str, settings: Settings) -> None:
    """A live source at a test's server asked for what is new, its pages in batches of a few."""
    gathering.BATCH = 2
    source = Source.model_validate(
        {"id": "killed", "publisher": "Foreign Ministry", "find": {"kind": "feed", "url": f"{url}feed"}, "checked": {"finding": "test"},
         "terms": {"url": "https://foreign.example/terms", "note": "free to use"}, "assertions": {"required": ["title"]}}
    )  # fmt: skip
    report = live.ingest_sources([source], Window(), settings, lambda _: local_fetcher(), lambda: MOMENT)["killed"]
    assert report.failure is None, report.failure


def child(request: dict[str, Any], answer: int) -> None:
    """Do as requested, and write the events to the file descriptor `answer`."""
    there = set(sys.modules)
    events = Events(request["at"], request["delay"])
    instrument(events)
    run(request["command"], Path(request["home"]), request["place"])
    with os.fdopen(answer, "w") as file:
        json.dump({"events": events.seen, "modules": sorted(set(sys.modules) - there)}, file)


def serve(request: dict[str, Any]) -> dict[str, Any]:
    """The answer to a request."""
    receiving, sending = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(receiving)
        code = 1
        try:
            child(request, sending)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(sending)
    with os.fdopen(receiving) as file:
        answer = file.read()
    try:
        told = json.loads(answer)
    except ValueError:  # Killed before or while it told.
        told = {"events": [], "modules": []}
    _, status = os.waitpid(pid, 0)
    for name in told["modules"]:
        # Imported here once, for all children to come.
        with suppress(ImportError):
            importlib.import_module(name)
    return {"code": os.waitstatus_to_exitcode(status), "events": told["events"]}


def main() -> None:
    """Answer requests until there are no more."""
    for name, value in list(vars(ingesting).items()):
        if isinstance(value, prefect.Task):
            setattr(ingesting, name, value.fn)
    ingesting.create_markdown_artifact = lambda **_: None
    logging.disable(logging.CRITICAL)
    # Schemas, lexicons and patterns, made once for all children.
    for model in (CORE | RESOLVED | OPS).values():
        model.to_schema()
    read(
        Capture(
            "a", "a.txt", "text/plain", {"title": "Meeting"}, b"Defence Secretary Ann Lee met Minister Bo Chu in Lisbon on 3 May.", MOMENT
        )
    )
    for line in sys.stdin:
        print(json.dumps(serve(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
