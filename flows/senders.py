"""Sending a message to a webhook, by mail, to a command; each raises `SendError` with what went wrong, and never what is secret."""

from __future__ import annotations

import shlex
import smtplib
import ssl
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

from config.settings import Alerts

SECONDS = 15.0


class SendError(Exception):
    """A channel that did not take a message; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: one line, the whole text, and the facts for machines."""

    subject: str
    text: str
    facts: dict[str, Any]


Send = Callable[[Message], None]


def channels(alerts: Alerts) -> dict[str, Send]:
    """The channels that the settings name."""
    found: dict[str, Send] = {}
    if alerts.webhook_url.get_secret_value():
        found["webhook"] = lambda message: post(alerts.webhook_url.get_secret_value(), message)
    if alerts.mail_to:
        found["mail"] = lambda message: mail(alerts, message)
    if alerts.command:
        found["command"] = lambda message: run_command(alerts.command, message)
    return found


def post(url: str, message: Message) -> None:
    """POST the facts as JSON, with the whole message under `text`, where chat services look for it.  Raises `SendError`."""
    import httpx

    host = urlsplit(url).netloc.rpartition("@")[2]
    try:
        answer = httpx.post(url, json={"text": f"{message.subject}\n{message.text}", **message.facts}, timeout=SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        # httpx names no address in these, which may be secret.
        raise SendError(f"webhook at {host}: {type(error).__name__}: {error}") from error
    if not answer.is_success:
        raise SendError(f"webhook at {host}: it answered {answer.status_code}")


def mail(alerts: Alerts, message: Message) -> None:
    """Mail it to all addresses; encrypted as the settings say, which is never given up in silence.  Raises `SendError`."""
    letter = EmailMessage()
    letter["Subject"] = " ".join(message.subject.split())
    letter["From"] = alerts.mail_from or alerts.mail_to[0]
    letter["To"] = ", ".join(alerts.mail_to)
    letter.set_content(message.text)
    try:
        context = ssl.create_default_context(cafile=str(alerts.mail_ca_file) if alerts.mail_ca_file else None)
        with _server(alerts, context) as server:
            if alerts.mail_security == "starttls":
                server.starttls(context=context)
            if alerts.mail_user:
                server.login(alerts.mail_user, alerts.mail_password.get_secret_value())
            refused = server.send_message(letter)
    except (OSError, smtplib.SMTPException) as error:
        raise SendError(f"mail at {alerts.mail_host}:{alerts.mail_port}: {type(error).__name__}: {error}") from error
    if refused:
        raise SendError(f"mail at {alerts.mail_host}:{alerts.mail_port}: refused for {', '.join(refused)}")


def _server(alerts: Alerts, context: ssl.SSLContext) -> smtplib.SMTP:
    if alerts.mail_security == "tls":
        return smtplib.SMTP_SSL(alerts.mail_host, alerts.mail_port, timeout=SECONDS, context=context)
    return smtplib.SMTP(alerts.mail_host, alerts.mail_port, timeout=SECONDS)


def run_command(command: str, message: Message) -> None:
    """Run it with the message on its standard input, without a shell.  Raises `SendError`."""
    try:
        subprocess.run(
            shlex.split(command),
            input=f"{message.subject}\n\n{message.text}\n",
            text=True,
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        raise SendError(f"command: it ended with {error.returncode}: {error.stderr.strip()[:200]}") from error
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise SendError(f"command: {error}") from error
