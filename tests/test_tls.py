"""Over TLS the host proves the name that was asked for, whatever address answers, and HTTP/2 is spoken where it can be."""

from __future__ import annotations

import datetime as dt
import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.fetch.errors import FetchError
from tests.serving import LOCAL, Connector, Reply, Server, local_fetcher

x509 = pytest.importorskip("cryptography.x509", reason="a certificate cannot be made here")
PUBLIC = "93.184.215.14"
NAME = "ministry.test"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for NAME and its key, signed by itself."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, NAME)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject).issuer_name(subject).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


def server_side(certificate: Path, *protocols: str) -> ssl.SSLContext:
    """The server's half of TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.set_alpn_protocols(list(protocols))
    return context


def client_side(certificate: Path) -> ssl.SSLContext:
    """The client's half: as always, but trusting that certificate."""
    return ssl.create_default_context(cafile=certificate)


def test_the_name_is_proved_at_the_pinned_address(certificate: Path) -> None:
    """The name is resolved once, its checked address connected to, and the certificate must be the name's."""
    connector = Connector()
    names: list[str] = []
    context = server_side(certificate, "http/1.1")
    context.sni_callback = lambda connection, name, own: names.append(name)
    with Server({"/": Reply(b"secret enough")}, tls=context) as server:
        resolve = {"resolve": lambda host, port: [PUBLIC], "connect": connector, "tls": client_side(certificate)}
        with local_fetcher(**resolve, allowed_hosts=frozenset()) as fetcher:
            assert fetcher.get(server.url(host=NAME)).body == b"secret enough"
        assert (set(names), set(connector.tried)) == ({NAME}, {PUBLIC})
        with local_fetcher(**resolve, allowed_hosts=frozenset()) as fetcher, pytest.raises(FetchError) as caught:
            fetcher.get(server.url(host="other.test"))
        assert caught.value.reason == "tls"


def test_an_unknown_authority(certificate: Path) -> None:
    """A certificate that nobody vouches for is refused."""
    with (
        Server({"/": Reply(b"page")}, tls=server_side(certificate)) as server,
        local_fetcher(retries=0, allowed_hosts=frozenset({NAME})) as fetcher,
    ):
        with pytest.raises(FetchError) as caught:
            fetcher.get(server.url(host=NAME))
        assert caught.value.reason == "tls"


@contextmanager
def http2_server(context: ssl.SSLContext, body: bytes, promised: int) -> Iterator[int]:
    """A server that speaks HTTP/2 and answers every request with `body`; gives its port."""
    listener = socket.create_server((LOCAL, 0))
    thread = threading.Thread(target=_speak_http2, args=[listener, context, body, promised], daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=5)


def _speak_http2(listener: socket.socket, context: ssl.SSLContext, body: bytes, promised: int) -> None:
    connection_module = pytest.importorskip("h2.connection")
    config = pytest.importorskip("h2.config").H2Configuration(client_side=False)
    events = pytest.importorskip("h2.events")
    while True:
        try:
            plain, _ = listener.accept()
            plain.settimeout(5)
            with context.wrap_socket(plain, server_side=True) as wire:
                spoken = connection_module.H2Connection(config=config)
                spoken.initiate_connection()
                wire.sendall(spoken.data_to_send())
                while data := wire.recv(65536):
                    for event in spoken.receive_data(data):
                        if isinstance(event, events.RequestReceived):
                            is_robots = dict(event.headers)[b":path"] == b"/robots.txt"
                            status, sent = ("404", b"") if is_robots else ("200", body)
                            spoken.send_headers(
                                event.stream_id, [(":status", status), ("content-length", str(0 if is_robots else promised))]
                            )
                            spoken.send_data(event.stream_id, sent, end_stream=True)
                    wire.sendall(spoken.data_to_send())
        except OSError:
            if listener.fileno() == -1:
                return  # The test is over.


@pytest.mark.parametrize(("promised", "outcome"), [(4, "page"), (9, "dropped")])
def test_http2(certificate: Path, promised: int, outcome: str, caplog: pytest.LogCaptureFixture) -> None:
    """A host that offers HTTP/2 is spoken to in it; a body shorter than announced is not taken, a password not logged there either."""
    caplog.set_level(logging.DEBUG)
    with (
        http2_server(server_side(certificate, "h2"), b"page", promised) as port,
        local_fetcher(tls=client_side(certificate), allowed_hosts=frozenset({NAME}), retries=0) as fetcher,
    ):
        try:
            seen = fetcher.get(f"https://user:s3cret@{NAME}:{port}/").body.decode()
        except FetchError as error:
            seen = error.reason
    assert seen == outcome
    assert "dXNlcjpzM2NyZXQ" not in caplog.text
