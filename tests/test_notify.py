"""Alerts: who is told of what, once; by webhook, mail and command."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from pydantic import SecretStr

from config.settings import Alerts, Settings
from flows.alerting import message_of, send_alerts, send_test
from flows.incidents import all_incidents
from flows.notify import Incident, Trouble, decide, due, judged, troubles
from flows.runs import Run, recorded
from flows.senders import Message, SendError, mail, post, run_command
from flows.status import SourceStatus, Status

NOW = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)
ALL = frozenset({"run", "check", "stale", "layout", "warehouse", "disk", "unread"})
MESSAGE = Message("[readout] look: us-state: ingest failed", "us-state: ingest failed: Überlast", {"event": "opened", "kind": "run"})


def run(state: str, reason: str | None = None, source: str | None = "us-state") -> Run:
    return Run("1", "ingest", source, NOW, NOW, state, reason)


def state(**facts: Any) -> Status:
    """A state in which nothing wants a look, but for the facts given."""
    plain = Status(
        folder=Path("home"), made_at=NOW, warehouse="published", published_at=NOW, release_count=1, quarantine_count=0, unread_count=0,
        verdict=None, sources=(), never_asked=(), running=(), holder=None, is_served=False, sizes={"core": 10, "snapshot": 10}, free_bytes=100,
    )  # fmt: skip
    return replace(plain, **facts)


def source(**facts: Any) -> SourceStatus:
    return replace(SourceStatus("nato", None, None, None, "last release 2026-03-01", False, (), None, 0), **facts)


@pytest.mark.parametrize(
    ("facts", "kind", "key"),
    [
        ({"last_runs": (run("failed", "403"),)}, "run", "run:ingest:us-state"),
        ({"last_runs": (run("crashed", "its process ended without a word", None),)}, "run", "run:ingest:"),
        (
            {"last_runs": (run("failed", "not published: the check evidence__is_unique (2 culprits) failed"),)},
            "check",
            "check:evidence__is_unique",
        ),
        ({"failed_blocking": {"evidence__is_unique": "2 culprits"}}, "check", "check:evidence__is_unique"),
        ({"sources": (source(is_stale=True),)}, "stale", "stale:nato"),
        ({"sources": (source(layout_changes=("selector finds nothing",)),)}, "layout", "layout:nato"),
        ({"warehouse": "warehouse.duckdb: cannot be opened"}, "warehouse", "warehouse"),
        ({"unread_count": 3}, "unread", "unread"),
        ({"free_bytes": 19}, "disk", "disk"),
    ],
)
def test_what_wants_a_look_is_named_once(facts: dict[str, Any], kind: str, key: str) -> None:
    """Each kind of trouble has a key that stays while it lasts."""
    assert [(trouble.kind, trouble.key) for trouble in troubles(state(**facts))] == [(kind, key)]


@pytest.mark.parametrize(
    "facts",
    [{}, {"last_runs": (run("completed"),)}, {"warehouse": "none", "unread_count": None}, {"warehouse": "empty"}, {"sources": (source(),)}],
)
def test_what_is_well_or_only_new_is_no_trouble(facts: dict[str, Any]) -> None:
    """A warehouse that is not made yet alarms nobody."""
    assert troubles(state(**facts)) == []


def test_a_check_that_blocked_several_sources_is_one_trouble() -> None:
    """The same failed check keeps all of a run's sources from being published."""
    reason = "not published: the check evidence__is_unique (2 culprits) failed on what was loaded"
    found = troubles(
        state(
            last_runs=(run("failed", reason, "nato"), run("failed", reason, "us-war")),
            failed_blocking={"evidence__is_unique": "2 culprits"},
        )
    )
    assert [trouble.key for trouble in found] == ["check:evidence__is_unique"]


def test_an_incident_begins_once_and_ends_once() -> None:
    """While it lasts its message may change and nothing new begins; over, it may begin again."""
    failed, later = Trouble("run:ingest:nato", "run", "nato: 403"), NOW + dt.timedelta(hours=1)
    first = decide([failed], ALL, {}, NOW)
    assert first == {"run:ingest:nato": Incident("run:ingest:nato", "run", "nato: 403", NOW)}
    assert decide([replace(failed, message="nato: 500")], ALL, first, later) == first
    over = decide([], ALL, first, later)
    assert over["run:ingest:nato"].closed_at == later
    assert decide([], ALL, over, later + dt.timedelta(hours=1)) == over
    assert decide([failed], ALL, over, later)["run:ingest:nato"].opened_at == later


def test_what_cannot_be_judged_is_not_over() -> None:
    """Where the snapshot cannot be read a source is not fresh again."""
    open_ones = {"stale:nato": Incident("stale:nato", "stale", "nato: silent", NOW)}
    kinds = judged(state(warehouse="damaged", unread_count=None))
    assert kinds.isdisjoint({"stale", "layout", "check", "unread"})
    assert decide([], kinds, open_ones, NOW) == open_ones
    assert decide([], judged(state()), open_ones, NOW)["stale:nato"].closed_at == NOW


def test_only_who_was_told_of_the_beginning_is_told_of_the_end() -> None:
    """A channel that was added, or did not answer, in between gets no recovery out of the blue."""
    incident = Incident("disk", "disk", "10 MiB free", NOW, told=("mail",))
    assert due(incident, ("webhook", "mail")) == ("webhook",)
    assert due(replace(incident, closed_at=NOW), ("webhook", "mail")) == ("mail",)
    assert due(replace(incident, closed_at=NOW, told_end=("mail",)), ("webhook", "mail")) == ()


class Hook(ThreadingHTTPServer):
    """A web server that keeps what it is sent and answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.got: list[dict[str, Any]] = []
        self.status = 200


class Answer(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        self.server.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A webhook on 127.0.0.1."""
    with Hook() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_webhook_gets_json_once_for_each_turn(hook: Hook, tmp_path: Path) -> None:
    """A run that fails, goes on failing and is well again gives two messages; a new process, or a rebuild, gives none."""
    url = f"http://127.0.0.1:{hook.server_port}/secret-token"
    settings = Settings(home=tmp_path, alerts=Alerts(webhook_url=SecretStr(url)))
    for _ in range(2):
        with pytest.raises(RuntimeError), recorded(tmp_path, "ingest", "nato"):
            raise RuntimeError("403 from nato.int")
        send_alerts(settings, {}, NOW)
    assert [(said["event"], said["kind"]) for said in hook.got] == [("opened", "run")]
    assert "nato: ingest failed: 403 from nato.int" in hook.got[0]["text"]
    with recorded(tmp_path, "ingest", "nato"):
        pass
    for _ in range(2):
        send_alerts(settings, {}, NOW + dt.timedelta(hours=1))
    assert [said["event"] for said in hook.got] == ["opened", "closed"]
    assert hook.got[1]["closed_at"] == "2026-03-04T13:00:00+00:00"


def test_a_channel_that_fails_is_named_and_told_later(hook: Hook, tmp_path: Path) -> None:
    """The others are told, nothing is raised, the secret address is not shown, and the next time makes good."""
    url = f"http://127.0.0.1:{hook.server_port}/secret-token"
    seen = tmp_path / "seen"
    command = f"{sys.executable} -c \"import sys; open({str(seen)!r}, 'a').write(sys.stdin.read())\""
    settings = Settings(home=tmp_path / "home", alerts=Alerts(webhook_url=SecretStr(url), command=command))
    with pytest.raises(RuntimeError), recorded(settings.home, "ingest", "nato"):
        raise RuntimeError("403")
    hook.status = 500
    told = send_alerts(settings, {}, NOW)
    assert told.sent_count == 1
    assert "it answered 500" in told.failures[0]
    assert "secret-token" not in told.failures[0]
    assert seen.read_text().count("nato: ingest failed") == 2, "in the first line and in the text"
    hook.status = 200
    assert send_alerts(settings, {}, NOW) == send_alerts(Settings(home=settings.home), {}, NOW).__class__(1, ())
    assert all_incidents(settings.home)["run:ingest:nato"].told == ("command", "webhook")


class Mailbox:
    """What a mail server has taken."""

    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content, policy=policy.default)
        is_encrypted = server.transport.get_extra_info("ssl_object") is not None
        self.letters.append((is_encrypted, envelope.rcpt_tos, letter["Subject"], letter.get_content().strip()))
        return "250 taken"


def credentials(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    is_right = isinstance(data, LoginPassword) and data.password == b"correct horse"
    return AuthResult(success=is_right, handled=False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    today = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(today - dt.timedelta(days=1)).not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(built.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "cert.pem", folder / "key.pem"


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_mail_is_sent_as_the_settings_say(security: str, certificate: tuple[Path, Path]) -> None:
    """Plain, encrypted after STARTTLS, encrypted from the start; a server that is not trusted or does not encrypt gets no word."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    box = Mailbox()
    secure = {
        "none": {"auth_require_tls": False},
        "starttls": {"tls_context": context},
        "tls": {"ssl_context": context, "auth_require_tls": False},
    }[security]
    # It asks itself at the port that it was told, and so can't be told 0.
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port, authenticator=credentials, **secure)
    server.start()
    try:
        alerts = Alerts(
            mail_to=("desk@example.org", "night@example.org"), mail_host="localhost", mail_port=port, mail_security=security, mail_ca_file=certificate[0],
            mail_user="readout", mail_password=SecretStr("correct horse"),
        )  # fmt: skip
        mail(alerts, MESSAGE)
        assert box.letters == [(security != "none", ["desk@example.org", "night@example.org"], MESSAGE.subject, MESSAGE.text)]
        with pytest.raises(SendError, match=r"mail at localhost:.*SMTPAuthenticationError"):
            mail(alerts.model_copy(update={"mail_password": SecretStr("wrong")}), MESSAGE)
        if security != "none":
            with pytest.raises(SendError, match="CERTIFICATE_VERIFY_FAILED"):
                mail(alerts.model_copy(update={"mail_ca_file": None}), MESSAGE)
        else:
            with pytest.raises(SendError, match="STARTTLS"):
                mail(alerts.model_copy(update={"mail_security": "starttls"}), MESSAGE)
        assert len(box.letters) == 1
    finally:
        server.stop()


def test_a_failing_command_and_a_missing_one_are_named() -> None:
    """With what it said, or that it is not there."""
    with pytest.raises(SendError, match="ended with 3: no route"):
        run_command(f"{sys.executable} -c \"import sys; sys.exit(print('no route', file=sys.stderr) or 3)\"", MESSAGE)
    with pytest.raises(SendError, match="no-such-program"):
        run_command("no-such-program --now", MESSAGE)
    with pytest.raises(SendError, match="No closing quotation"):
        run_command("say 'it", MESSAGE)


def test_a_webhook_that_is_not_there_is_named_without_its_secret() -> None:
    """Host and port, not the path and not the password."""
    with pytest.raises(SendError, match=r"webhook at 127.0.0.1:1: ConnectError") as caught:
        post("http://user:hidden@127.0.0.1:1/secret-token", MESSAGE)
    assert "hidden" not in str(caught.value)
    assert "secret-token" not in str(caught.value)


def test_a_test_reaches_every_channel(hook: Hook, tmp_path: Path) -> None:
    """Who sets it up sees that it works, and which channel does not."""
    alerts = Alerts(webhook_url=SecretStr(f"http://127.0.0.1:{hook.server_port}/"), command="no-such-program")
    told = send_test(Settings(home=tmp_path, alerts=alerts))
    assert (told.sent_count, hook.got[0]["event"]) == (1, "test")
    assert "no-such-program" in told.failures[0]


def test_a_message_says_when_and_where() -> None:
    """Its first line is short whatever the reason was."""
    message = message_of(Incident("run:ingest:nato", "run", "nato: " + "long " * 100 + "\nTraceback", NOW, NOW))
    assert message.subject.startswith("[readout] over: nato: long")
    assert len(message.subject) < 200
    assert "\n" not in message.subject
    assert "over at 2026-03-04 12:00 UTC" in message.text


@pytest.mark.parametrize("command", ["tee told", "no-such-program"])
def test_a_command_tells_at_its_end_and_ends_as_it_would(command: str, tmp_path: Path) -> None:
    """Whatever became of it; a channel that fails is named and changes no exit code."""
    home = tmp_path / "home"
    with pytest.raises(RuntimeError), recorded(home, "ingest", "nato"):
        raise RuntimeError("403")
    readout = [sys.executable, "-c", "from flows.cli.main import run; run()", "rebuild"]
    environment = os.environ | {"READOUT_HOME": str(home), "READOUT_ALERTS_COMMAND": command}
    result = subprocess.run(readout, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False)
    assert result.returncode == 3, "there is no archive to rebuild from"
    if command == "no-such-program":
        assert "readout: alert not sent: command: " in result.stderr
    else:
        assert "nato: ingest failed: 403" in (tmp_path / "told").read_text()
