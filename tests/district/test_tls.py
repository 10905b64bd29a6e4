"""The line under TLS: with a certificate the desk's computer trusts it works, with another nothing is sent."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from qi_desk.district.application import Application
from qi_desk.district.office import Office
from qi_desk.domain.errors import Expected
from qi_desk.services import syncing
from tests.support.stations import Bench, open_copy


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this computer, signed by itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "district.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def secure_port(office: Office, certificate: tuple[Path, Path]) -> Iterator[int]:
    config = uvicorn.Config(
        Application(office).app,
        log_level="critical",
        lifespan="off",
        ssl_certfile=certificate[0],
        ssl_keyfile=certificate[1],
    )
    server = uvicorn.Server(config)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(16)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture
def bench(templates: dict[str, tuple[Path, str]], tmp_path: Path) -> Iterator[Bench]:
    one = open_copy(templates["PY03"][0], tmp_path / "desk", templates["PY03"][1])
    yield one
    one.door.leave()


def test_a_trusted_certificate_is_enough(
    bench: Bench,
    office: Office,
    secure_port: int,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    syncing.enrol(bench.house, bench.actor, f"https://127.0.0.1:{secure_port}", office.devices.new_code("PY03"))
    done = syncing.once(bench.house, bench.actor, bench.house.lines(syncing.enrolment(bench.house, bench.actor))).value
    assert (done.sent > 0, done.waiting) == (True, 0)


def test_a_certificate_nobody_knows_is_no_line(bench: Bench, office: Office, secure_port: int) -> None:
    with pytest.raises(Expected, match=r"sync\.no_line"):
        syncing.enrol(bench.house, bench.actor, f"https://127.0.0.1:{secure_port}", office.devices.new_code("PY03"))
    assert office.counts()["devices"] == 0
