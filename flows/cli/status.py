"""`readout status` and `readout alerts`: how it stands, and who is told."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.choices import settings
from flows.cli.console import LOOK, NOTHING_DONE, say, stop
from flows.cli.sources import known_sources

if TYPE_CHECKING:
    from flows.alerting import Told
    from flows.runs import Run
    from flows.status import SourceStatus, Status

alerts_app = typer.Typer(help="Tell whoever has to know.", no_args_is_help=True)
JsonOption = Annotated[bool, typer.Option("--json", help="Print it as JSON")]


def status_command(as_json: JsonOption = False) -> None:
    """Show how it stands; 1 where something wants a look.

    Each source's last and next run, freshness and backlog; quarantine, lock, disk, snapshot, verdict. It waits for no lock.
    """
    from flows.notify import troubles
    from flows.status import status

    now = status(settings(), known_sources(), dt.datetime.now(dt.UTC))
    found = troubles(now)
    reasons = [trouble.message for trouble in found]
    if now.warehouse == "none":
        reasons.insert(0, f"{now.folder}: no warehouse yet; `readout ingest PATH` makes one")
    if as_json:
        facts = {name: value for name, value in asdict(now).items() if name != "last_runs"}
        typer.echo(json.dumps({"state": "look" if reasons else "fine", "reasons": reasons, **facts}, ensure_ascii=False, default=str))
    else:
        _print(now, reasons)
    if reasons:
        raise typer.Exit(LOOK)


def _print(now: Status, reasons: list[str]) -> None:
    from flows.cli.rows import print_rows

    for name, value in _facts(now):
        typer.echo(f"{name:12} {value}")
    if now.sources:
        print_rows(["source", "last run", "next run", "freshness", "backlog"], [_row(source) for source in now.sources], "table")
    if now.never_asked:
        typer.echo(f"never asked: {', '.join(now.never_asked)}")
    typer.echo("fine" if not reasons else "")
    for reason in reasons:
        typer.echo(f"look: {reason}")


def _facts(now: Status) -> list[tuple[str, str]]:
    counts = "" if now.release_count is None else f"{now.release_count:,} releases, {now.quarantine_count:,} rows in quarantine"
    unread = "" if now.unread_count is None else f", {now.unread_count:,} captures not read"
    published = f", published {_ago(now.published_at, now.made_at)}" if now.published_at else ""
    sizes = ", ".join(f"{name.replace('_', ' ')} {size / 2**20:,.0f} MiB" for name, size in now.sizes.items())
    return [
        ("folder", str(now.folder)),
        ("warehouse", f"{counts}{unread}{published}" if now.is_readable else now.warehouse),
        ("verdict", now.verdict or "no check was run yet"),
        ("writing", now.holder or "nobody"),
        ("running", ", ".join(f"{run.flow} {run.source_id or ''}".strip() for run in now.running) or "nothing"),
        ("schedules", "served" if now.is_served else "not served (`readout serve`)"),
        ("disk", f"{sizes}, free {now.free_bytes / 2**30:,.1f} GiB"),
    ]


def _row(source: SourceStatus) -> dict[str, Any]:
    back = f"back to {source.backfilled_since:%Y-%m}" if source.backfilled_since else ""
    return {
        "source": source.source_id,
        "last run": _of_run(source.last_run),
        "next run": f"{source.next_run_at:%Y-%m-%d %H:%M} UTC" if source.next_run_at else "unknown",
        "freshness": source.freshness,
        "backlog": back + (f", {source.months_left} months left" if source.months_left else ""),
    }


def _of_run(run: Run | None) -> str:
    return "never" if run is None else f"{run.started_at:%Y-%m-%d %H:%M} UTC {run.flow} {run.state}"


def _ago(moment: dt.datetime, now: dt.datetime) -> str:
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // 1440} days ago"


@alerts_app.command("list")
def list_command(as_json: JsonOption = False) -> None:
    """Show the incidents that are open, and those of the last month that are over."""
    from flows.incidents import all_incidents

    incidents = sorted(all_incidents(settings().home).values(), key=lambda one: (one.closed_at is not None, one.opened_at))
    if as_json:
        typer.echo(json.dumps([asdict(incident) for incident in incidents], ensure_ascii=False, default=str))
        return
    for one in incidents:
        end = f"over {one.closed_at:%Y-%m-%d %H:%M} UTC" if one.closed_at else "open"
        typer.echo(f"{one.opened_at:%Y-%m-%d %H:%M} UTC  {end:25}  {one.message}  (told: {', '.join(one.told) or 'nobody'})")
    if not incidents:
        typer.echo("no incident")


@alerts_app.command("send")
def send_command() -> None:
    """Judge how it stands, and tell each channel what it does not know yet.

    Runs do so themselves at their end; this is for a monitor's timer, since a source's silence ends no run.
    """
    from flows.alerting import send_alerts

    _report(send_alerts(settings(), known_sources(), dt.datetime.now(dt.UTC)))


@alerts_app.command("test")
def send_test_command() -> None:
    """Send a test message to every channel."""
    from flows.alerting import send_test
    from flows.senders import channels

    chosen = settings()
    if not channels(chosen.alerts):
        stop("nobody is told: set alerts.webhook_url, alerts.mail_to or alerts.command (`readout config`)", NOTHING_DONE)
    _report(send_test(chosen))


def _report(told: Told) -> None:
    for failure in told.failures:
        say(f"readout: alert not sent: {failure}")
    typer.echo(f"{told.sent_count} sent")
    if told.failures:
        raise typer.Exit(LOOK)
