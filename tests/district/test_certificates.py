"""Certificates the district makes for itself, as TLS itself judges them."""

from __future__ import annotations

import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.district import certificates
from qi_desk.domain.errors import Invalid, Missing, StoreDamaged
from qi_desk.sync.protocol import trust


def shake_hands(server_file: Path, authority: bytes, name: str) -> None:
    """A whole handshake in memory, under the strictest rules this Python has. Raises ssl.SSLError."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(server_file)
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    client.load_verify_locations(cadata=authority.decode())
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    one = client.wrap_bio(back, there, server_hostname=name)
    other = server.wrap_bio(there, back, server_side=True)
    waiting = {one, other}
    for _ in range(10):
        for side in tuple(waiting):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            waiting.discard(side)
    assert not waiting


def test_it_is_good_for_the_names_it_was_made_for_and_no_other(tmp_path: Path) -> None:
    made = certificates.make(tmp_path, ("qi.example", "10.1.2.3", "::1"))
    authority = certificates.own_authority(tmp_path)
    for name in ("qi.example", "10.1.2.3", "::1"):
        shake_hands(made.file, authority, name)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(made.file, authority, "10.1.2.4")
    assert set(made.names) == {"qi.example", "10.1.2.3", "::1"}


def test_keys_are_their_owners_alone(tmp_path: Path) -> None:
    made = certificates.make(tmp_path, ("qi.example",))
    for file in (made.file, made.file.with_name(certificates.AUTHORITY_KEY)):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_it_is_renewed_for_the_same_names_by_the_same_authority(tmp_path: Path) -> None:
    made = certificates.make(tmp_path, ("qi.example",), days=10)
    authority = certificates.own_authority(tmp_path)
    now = datetime.now(UTC)
    assert made.days_left(now) == 9
    assert certificates.renew_if_due(tmp_path, now) is True
    renewed = certificates.standing(made.file)
    assert (renewed.names, renewed.days_left(now)) == (("qi.example",), certificates.DAYS - 1)
    assert certificates.renew_if_due(tmp_path, now) is False
    assert certificates.renew_if_due(tmp_path, now + timedelta(days=certificates.DAYS - 20)) is True
    assert certificates.own_authority(tmp_path) == authority
    shake_hands(made.file, authority, "qi.example")


def test_what_it_is_for_has_to_be_said(tmp_path: Path) -> None:
    with pytest.raises(Missing, match=r"certificate\.no_names"):
        certificates.make(tmp_path, ())
    for wrong in ("10.1.2", "qi example", "", "http://qi.example"):
        with pytest.raises(Invalid):
            certificates.make(tmp_path, (wrong,))
    assert certificates.renew_if_due(tmp_path, datetime.now(UTC)) is False


def test_what_is_no_certificate_is_told_as_such(tmp_path: Path) -> None:
    file = tmp_path / "server.pem"
    file.write_bytes(b"nothing")
    with pytest.raises(StoreDamaged, match=r"certificate\.unreadable"):
        certificates.standing(file)
    with pytest.raises(Missing):
        certificates.standing(tmp_path / "nowhere.pem")


@given(st.binary(min_size=1), st.binary(min_size=1))
def test_letters_stand_for_one_authority_and_are_read_as_typed(one: bytes, other: bytes) -> None:
    code, mark = trust.new_code(), trust.mark_of(one)
    typed = trust.written(code + mark).lower().replace("-", " ")
    assert trust.read(typed) == (code, mark)
    assert trust.read(trust.written(code)) == (code, "")
    assert (trust.mark_of(other) == mark) == (one == other)
