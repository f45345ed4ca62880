"""The flows that run on a schedule: a source's ingest, and the check of all rows. `flows/deploy.py` lists when."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from prefect import flow
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import State
from prefect.exceptions import FailedRun
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from config.effective import read_settings
from config.settings import Settings
from config.sources import Source, SourceError, sources
from flows import verifying
from flows.alerting import tell
from flows.artifacts import MOST_ROWS, counts_row, source_markdown
from flows.fetch.archive import ArchiveError
from flows.fetch.walking import first_url
from flows.gathered import Window
from flows.home import Home
from flows.ingest import ask_sources
from flows.live import SourceReport
from flows.quality import markdown
from flows.reporting import make_report
from flows.runs import SKIPPED, Run, all_runs, recorded, source_lock
from warehouse.connect import WarehouseError
from warehouse.lock import LockedError
from warehouse.runs import loaded_since

# A rebuild or a backfill by hand may write meanwhile: nobody sits before a scheduled run and waits.
LONGEST_LOCK_WAIT_SECONDS = 600.0
log = logging.getLogger(__name__)

Outcome = State[Any]


def run_name() -> str:
    """A run's name: the source, or what runs, and the moment for which it was due (UTC)."""
    what = flow_run.parameters.get("source") or flow_run.flow_name
    return f"{what} {flow_run.scheduled_start_time:%Y-%m-%d %H:%M}"


@flow(name="ingest source", flow_run_name=run_name)
def ingest_source(source: str, since: dt.date | None = None, until: dt.date | None = None) -> Outcome:
    """Ask one source for what is new; archive, read, load, resolve and publish it."""
    settings = patient(read_settings())

    def work(run: Run) -> Outcome:
        known = sources()
        if source not in known:
            return Failed(message=f"{source}: no such source any more; restart `readout serve`")
        if not settings.contact:
            return Failed(message=f"{source}: READOUT_CONTACT is not set; it is sent with each request, so that a host can reach you")
        report = ask_sources([known[source]], Window(since, until), settings)[source]
        report.tell(run)
        show(known[source], report, Home(settings.home), run.started_at)
        if report.failure:
            return Failed(message=f"{source}: {report.failure}")
        if report.summary.new_count + report.summary.changed_count:
            # Daily too, for what ages while nothing comes in.
            make_report(settings, dt.datetime.now(dt.UTC))
        return Completed(message=f"{source}: {report.summary.sentence()}")

    return once(settings, "ingest", source, work)


def show(source: Source, report: SourceReport, home: Home, since: dt.datetime) -> None:
    """The run in Prefect's pages."""
    create_table_artifact(
        [counts_row(source.id, report.summary)], key=f"ingest-{source.id}-counts", description=f"{source.publisher}: counts"
    )
    rows = loaded_since(home.snapshot, source.publisher, since, MOST_ROWS + 1) if home.snapshot.exists() else []
    words = source_markdown(report, first_url(source.find), rows)
    create_markdown_artifact(words, key=f"ingest-{source.id}", description=f"{source.publisher}: what came in")


@flow(name="verify", flow_run_name=run_name)
def verify() -> Outcome:
    """Check every invariant over all rows, every record of the archive, and a sample of releases read again; another one each day."""
    settings = patient(read_settings())

    def work(run: Run) -> Outcome:
        if not Home(settings.home).snapshot.exists():
            return Completed(name=SKIPPED, message="verify: nothing is published yet")
        findings = verifying.verify(settings, verifying.SAMPLE, int(f"{run.started_at:%Y%m%d}"), lambda _: None)
        found = {finding.name: finding.culprit_count for finding in findings}
        rows = [{"check": name, "culprits": count} for name, count in sorted(found.items(), key=lambda item: (-item[1], item[0]))]
        create_table_artifact(rows, key="verify", description="Culprits of each invariant")
        broken = [f"{name} ({count} culprits)" for name, count in found.items() if count]
        return Failed(message=f"verify: {', '.join(broken)}") if broken else Completed(message=f"verify: {len(found)} invariants hold")

    return once(settings, "verify", None, work)


@flow(name="quality", flow_run_name=run_name)
def quality() -> Outcome:
    """Make the data-quality report, in `reports/` of the working folder."""
    settings = patient(read_settings())

    def work(run: Run) -> Outcome:
        if not Home(settings.home).snapshot.exists():
            return Completed(name=SKIPPED, message="quality: nothing is published yet")
        written = make_report(settings, run.started_at)
        create_markdown_artifact(markdown(written), key="quality", description="Whether today's data can be trusted")
        verdict = written.findings.verdict
        if verdict.is_worse_than_asked("error"):
            return Failed(message=f"quality: {verdict.sentence}")
        return Completed(message=f"quality: {verdict.sentence}")

    return once(settings, "quality", None, work)


def patient(settings: Settings) -> Settings:
    """The settings with a long wait for another writer."""
    return settings.model_copy(update={"lock_wait_seconds": max(settings.lock_wait_seconds, LONGEST_LOCK_WAIT_SECONDS)})


def once(settings: Settings, name: str, source_id: str | None, work: Callable[[Run], Outcome]) -> Outcome:
    """What `work` gives, recorded; a run beside another of the same, or one whose work a later run has done, is skipped.

    A failure's message begins with the source and the reason, and its traceback is in the run's log.
    """
    _listen()
    what = source_id or name
    try:
        with source_lock(settings.home, what):
            reason = _superseded(settings, name, source_id)
            with recorded(settings.home, name, source_id, flow_run.id) as run:
                outcome = Completed(name=SKIPPED, message=f"{what}: {reason}") if reason else _tried(what, run, work)
                run.end("skipped" if outcome.name == SKIPPED else "failed" if outcome.is_failed() else "completed", _reason(what, outcome))
            tell(settings, dt.datetime.now(dt.UTC))
            return outcome
    except LockedError as error:
        return Completed(name=SKIPPED, message=str(error))


def _listen() -> None:
    """Let Prefect forward what our steps log, and spare its pages a traceback of Prefect's own for each run that says it failed."""
    for package in ("flows", "warehouse"):
        logging.getLogger(package).setLevel(logging.INFO)
    runs = logging.getLogger("prefect.flow_runs")
    if _says_something not in runs.filters:
        runs.addFilter(_says_something)


def _says_something(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], FailedRun))


def _superseded(settings: Settings, name: str, source_id: str | None) -> str | None:
    """Why a run need not be: after a pause many are due at once, and the first of them has done the work of all."""
    due = flow_run.scheduled_start_time
    for run in reversed(all_runs(settings.home)):
        if (run.flow, run.source_id) == (name, source_id) and run.state != "skipped" and run.started_at > due:
            return f"it was due at {due:%Y-%m-%d %H:%M} UTC, and a run that began at {run.started_at:%H:%M:%S} has caught up"
    return None


def _tried(what: str, run: Run, work: Callable[[Run], Outcome]) -> Outcome:
    try:
        return work(run)
    except (LockedError, WarehouseError, ArchiveError, SourceError) as error:
        log.error("%s", error)
        return Failed(message=f"{what}: {error}")
    except Exception as error:
        log.exception("%s", what)
        return Failed(message=f"{what}: {type(error).__name__}: {error}")


def _reason(what: str, outcome: Outcome) -> str | None:
    return (outcome.message or "").removeprefix(f"{what}: ") if outcome.name == SKIPPED or outcome.is_failed() else None
