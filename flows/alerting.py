"""Alerts: the state is judged, incidents begin and end with it, and each channel is told once of either."""

from __future__ import annotations

import datetime as dt
import logging
import socket
from collections.abc import Mapping
from dataclasses import dataclass, replace

from config.settings import Settings
from config.sources import Source, SourceError, sources
from flows.incidents import all_incidents, keep, turn
from flows.notify import Incident, decide, due, judged, troubles
from flows.senders import Message, Send, SendError, channels
from flows.status import status

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """How many messages were sent, and what went wrong with the others."""

    sent_count: int
    failures: tuple[str, ...]


def send_alerts(settings: Settings, known: dict[str, Source], now: dt.datetime) -> Told:
    """Judge the state of the working folder and tell each channel what it does not know yet.

    What a channel did not take is sent to it again the next time. Without a channel only the incidents are kept.
    """
    ways = channels(settings.alerts)
    sent, failures = 0, dict[str, str]()
    with turn(settings.home):
        seen = status(settings, known, now)
        incidents = decide(troubles(seen), judged(seen), all_incidents(settings.home), now)
        keep(settings.home, incidents, now)
        for key, incident in list(incidents.items()):
            told, new_failures = _tell(incident, {name: send for name, send in ways.items() if name not in failures})
            failures |= new_failures
            sent += len(told)
            incidents[key] = _noted(incident, told)
            if told:
                # Before the next one is sent: whoever is killed between says nothing twice.
                keep(settings.home, incidents, now)
    for failure in failures.values():
        log.warning("alert not sent: %s", failure)
    return Told(sent, tuple(failures.values()))


def tell(settings: Settings, now: dt.datetime) -> tuple[str, ...]:
    """What a run does at its end: `send_alerts` where a channel is named. Why somebody could not be told; never an exception, since the run is done."""
    if not channels(settings.alerts):
        return ()
    try:
        return send_alerts(settings, sources(), now).failures
    except (OSError, SourceError) as error:
        log.warning("alerts not sent: %s", error)
        return (str(error),)


def send_test(settings: Settings) -> Told:
    """Send a message that tells of nothing to every channel."""
    message = Message("[readout] test", "A test of the alerts; nothing happened.", {"event": "test", "host": socket.gethostname()})
    failures = []
    ways = channels(settings.alerts)
    for send in ways.values():
        try:
            send(message)
        except SendError as error:
            failures.append(str(error))
    return Told(len(ways) - len(failures), tuple(failures))


def message_of(incident: Incident) -> Message:
    """What is said of an incident that began, or that is over."""
    is_over = incident.closed_at is not None
    host = socket.gethostname()
    subject = f"[readout] {'over' if is_over else 'look'}: {incident.message.splitlines()[0][:150]}"
    times = f"since {incident.opened_at:%Y-%m-%d %H:%M} UTC" + (
        f", over at {incident.closed_at:%Y-%m-%d %H:%M} UTC" if incident.closed_at else ""
    )
    facts = {
        "event": "closed" if is_over else "opened",
        "kind": incident.kind,
        "key": incident.key,
        "message": incident.message,
        "opened_at": incident.opened_at.isoformat(),
        "closed_at": incident.closed_at.isoformat() if incident.closed_at else None,
        "host": host,
    }
    return Message(subject, f"{incident.message}\n\nOn {host}, {times}. `readout status` tells more.", facts)


def _tell(incident: Incident, ways: Mapping[str, Send]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The channels that took the message, and by channel why another did not."""
    told, failures = [], {}
    for name in due(incident, tuple(ways)):
        try:
            ways[name](message_of(incident))
            told.append(name)
        except SendError as error:
            failures[name] = str(error)
    return tuple(told), failures


def _noted(incident: Incident, told: tuple[str, ...]) -> Incident:
    if incident.closed_at is None:
        return replace(incident, told=incident.told + told)
    return replace(incident, told_end=incident.told_end + told)
