"""The line under TLS: with a certificate the desk's computer trusts, or one the code stands for, it works; with another
nothing is sent."""

from __future__ import annotations

import json
import os
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

from qi_desk.district import certificates
from qi_desk.district.application import Application
from qi_desk.district.command import main
from qi_desk.district.office import Office
from qi_desk.district.serving import Listening, _Server, own_of
from qi_desk.domain.errors import Expected, NotAllowed
from qi_desk.services import syncing
from tests.district.certificates import self_signed
from tests.support.stations import Bench, open_copy


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this computer, signed by itself, and its key."""
    return self_signed(tmp_path_factory.mktemp("tls"), "127.0.0.1")


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


def own(office: Office, folder: Path, names: tuple[str, ...] = ("127.0.0.1",)) -> tuple[Listening, bytes]:
    certificates.make(folder, names)
    at = Listening("127.0.0.1", 0, folder / certificates.FOLDER / certificates.SERVER, None)
    return at, own_of(folder, at)


@contextmanager
def listening(office: Office, folder: Path, at: Listening) -> Iterator[tuple[int, _Server]]:
    """The district as `qi-district serve` runs it, on a free port."""
    application = Application(office, at.certificate, own_of(folder, at))
    config = uvicorn.Config(application.app, log_level="critical", lifespan="off", ssl_certfile=at.certificate)
    config.load()
    server = _Server(config, folder, at)
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen(16)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        yield bound.getsockname()[1], server
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture
def quiet_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signal.signal", lambda *_given: None)


def code_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["--data", str(folder), "code", "PY03"]) == 0
    return str(json.loads(capsys.readouterr().out)["code"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the district of `office` is."""
    return tmp_path / "district"


@pytest.mark.usefixtures("quiet_signals")
def test_a_code_brings_the_trust_in_the_districts_own_authority(
    bench: Bench, office: Office, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at, _ = own(office, folder)
    with listening(office, folder, at) as (port, _):
        code = code_of(folder, capsys)
        assert len(code) == 28 + 6
        syncing.enrol(bench.house, bench.actor, f"https://127.0.0.1:{port}", code.lower())
        line = bench.house.lines(syncing.enrolment(bench.house, bench.actor))
        assert syncing.once(bench.house, bench.actor, line).value.waiting == 0


@pytest.mark.usefixtures("quiet_signals")
def test_a_server_the_code_was_not_made_by_gets_nothing(
    bench: Bench, office: Office, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own(office, folder)
    code = code_of(folder, capsys)
    (tmp_path / "other").mkdir()
    at, _ = own(office, tmp_path / "other")
    with listening(office, tmp_path / "other", at) as (port, _):
        with pytest.raises(NotAllowed, match=r"enrol\.authority"):
            syncing.enrol(bench.house, bench.actor, f"https://127.0.0.1:{port}", code)
        with pytest.raises(Expected, match=r"sync\.no_line"):
            syncing.enrol(bench.house, bench.actor, f"https://127.0.0.1:{port}", office.devices.new_code("PY03"))
    assert office.counts()["devices"] == 0


@pytest.mark.usefixtures("quiet_signals")
def test_the_authority_alone_is_no_passport_for_another_address(
    bench: Bench, office: Office, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at, _ = own(office, folder, ("district.example",))
    with listening(office, folder, at) as (port, _), pytest.raises(Expected, match=r"sync\.no_line"):
        syncing.enrol(bench.house, bench.actor, f"https://127.0.0.1:{port}", code_of(folder, capsys))
    assert office.counts()["devices"] == 0


@pytest.mark.usefixtures("quiet_signals")
def test_a_renewed_certificate_is_taken_up_without_stopping(
    bench: Bench, office: Office, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at, authority = own(office, folder)
    with listening(office, folder, at) as (port, server):
        syncing.enrol(bench.house, bench.actor, f"https://127.0.0.1:{port}", code_of(folder, capsys))
        shown = ssl.get_server_certificate(("127.0.0.1", port))
        certificates.make(folder, ())
        server._on_told()
        while server._told:
            os.sched_yield()
        assert ssl.get_server_certificate(("127.0.0.1", port)) != shown
        line = bench.house.lines(syncing.enrolment(bench.house, bench.actor))
        assert syncing.once(bench.house, bench.actor, line).value.waiting == 0
        assert certificates.own_authority(folder) == authority


@pytest.mark.usefixtures("quiet_signals")
def test_a_desk_enrols_again_where_the_certificate_becomes_the_districts_own(
    bench: Bench, office: Office, folder: Path, port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    syncing.enrol(bench.house, bench.actor, f"http://127.0.0.1:{port}", office.devices.new_code("PY03"))
    first = bench.house.lines(syncing.enrolment(bench.house, bench.actor))
    assert syncing.once(bench.house, bench.actor, first).value.sent > 0
    at, _ = own(office, folder)
    with listening(office, folder, at) as (secure, _):
        syncing.enrol(bench.house, bench.actor, f"https://127.0.0.1:{secure}", code_of(folder, capsys))
        given = syncing.enrolment(bench.house, bench.actor)
        done = syncing.once(bench.house, bench.actor, bench.house.lines(given)).value
    assert (done.waiting, given.letter, given.authority != "") == (0, "A", True)
