"""The data-quality report: checks run, tables read, pages written, its figures kept for the next one."""

from __future__ import annotations

import datetime as dt
import json
import platform
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from config.settings import Settings
from flows.checking import circumstances, run_checks
from flows.home import Home
from flows.measuring import measure
from flows.pages.quality_page import quality_page
from flows.runs import RUN_COUNTS, Run, all_runs
from warehouse.check_runs import prepare
from warehouse.checking import read_checks
from warehouse.connect import open_reader, open_writer
from warehouse.findings import Findings, add_figures, collect
from warehouse.lock import writer_lock

# What a page that is handed on may tell: no folder, no address.
SHOWN_SETTINGS = ("batch_releases", "workers", "lock_wait_seconds")

RUNS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Written:
    """A report that was made: where its page lies, and what it tells."""

    page: Path
    findings: Findings


def make_report(settings: Settings, now: dt.datetime, output: Path | None = None) -> Written:
    """Run all checks, write the page (to `reports/` of the working folder by default), and keep the report's figures.

    Raises `CheckError`, `SourceError`, `GoldError`, `WarehouseError`, `LockedError`, and `OSError` where the page cannot be written.
    """
    home = Home(settings.home)
    page = output or home.reports / f"quality-{now.astimezone(dt.UTC):%Y-%m-%d}.html"
    measured = measure(settings.gold)
    run = run_checks(settings, [], now)
    checks = {check.name: check for check in read_checks()}
    results = [
        asdict(result) | {"note": run.notes.get(result.name), "meaning": checks[result.name].meaning, "sql": checks[result.name].sql}
        for result in run.checked.results
    ]
    # The run of the checks has put all that ops knows into the snapshot.
    with closing(open_reader(home.snapshot)) as con:
        prepare(con, circumstances(now))
        findings = collect(con, now, results)
    findings.measured = measured
    findings.runs = [_run_row(one) for one in reversed(all_runs(home.folder)[-RUNS_SHOWN:])]
    findings.settings = shown_settings(settings)
    page.parent.mkdir(parents=True, exist_ok=True)
    fresh = page.with_name(f"{page.name}.new")
    fresh.write_text(quality_page(findings), encoding="utf-8")
    fresh.replace(page)
    with writer_lock(home.folder, wait_seconds=settings.lock_wait_seconds), closing(open_writer(home.core)) as con:
        add_figures(con, findings)
    return Written(page, findings)


def _run_row(run: Run) -> dict[str, Any]:
    seconds = (run.ended_at - run.started_at).total_seconds() if run.ended_at else None
    counts = {name: run.counts.get(name) for name in RUN_COUNTS}
    return {
        "flow": run.flow,
        "source_id": run.source_id,
        "started_at": run.started_at,
        "seconds": seconds,
        "state": run.state,
        "reason": run.reason,
    } | counts


def shown_settings(settings: Settings) -> dict[str, str]:
    """The settings in force and the versions in use."""
    shown = {name: str(getattr(settings, name)) for name in SHOWN_SETTINGS}
    libraries = {name: version(name) for name in ("readout", "duckdb", "polars", "prefect")}
    return libraries | {"python": platform.python_version()} | shown


def as_json(findings: Findings) -> str:
    """The report's content as one JSON object; days and moments as ISO 8601."""
    return json.dumps(asdict(findings), ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)
