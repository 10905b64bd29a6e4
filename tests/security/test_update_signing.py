"""Whose word on a new version of the program is believed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_desk import paths
from qi_desk.domain.errors import BadFile, Expected, NotAllowed
from qi_desk.domain.updates import body_of
from qi_desk.security import update_signing
from qi_desk.security.update_signing import TrustedKey, opened
from tests.support.releases import Signer, manifest_of, sealed

OURS, NEXT, STRANGER = Signer(), Signer(), Signer()
PINNED = (OURS.trusted(), NEXT.trusted())
SIGNED = OURS.sign(manifest_of())


def refused(data: bytes, *keys: TrustedKey) -> str:
    with pytest.raises(Expected) as met:
        opened(data, keys or PINNED)
    return met.value.code


def test_what_a_pinned_key_signed_is_believed() -> None:
    assert opened(SIGNED, PINNED).version == "0.2.0"
    assert opened(NEXT.sign(manifest_of(counter=3)), PINNED).counter == 3


def test_a_key_is_rolled_by_two_signatures_or_two_pins() -> None:
    both = sealed(body_of(manifest_of()), OURS, NEXT)
    assert opened(both, [OURS.trusted()]).counter == opened(both, [NEXT.trusted()]).counter == 2
    assert opened(both, [OURS.trusted(revoked=True), NEXT.trusted()]).counter == 2


def test_a_stranger_s_key_is_refused() -> None:
    assert refused(STRANGER.sign(manifest_of())) == "update.unknown_key"


def test_a_revoked_key_is_refused_by_name() -> None:
    assert refused(SIGNED, OURS.trusted(revoked=True), NEXT.trusted()) == "update.revoked_key"


def test_a_stranger_who_says_to_be_us_is_refused() -> None:
    body = body_of(manifest_of())
    ours, _ = update_signing.sign(OURS.private, body)
    _, theirs = update_signing.sign(STRANGER.private, body)
    from qi_desk.domain.updates import joined

    assert refused(joined(body, [(ours, theirs)])) == "update.tampered"


def test_without_signature_or_without_pins_nothing_is_believed() -> None:
    assert refused(sealed(body_of(manifest_of()))) == "update.unsigned"
    with pytest.raises(NotAllowed) as met:
        opened(SIGNED, ())
    assert met.value.code == "update.no_keys"


@given(st.integers(0, len(SIGNED) - 1), st.integers(1, 255))
@settings(max_examples=300)
def test_one_changed_byte_anywhere_is_refused(place: int, flipped: int) -> None:
    changed = bytearray(SIGNED)
    changed[place] ^= flipped
    with pytest.raises((NotAllowed, BadFile)):
        opened(bytes(changed), PINNED)


@given(st.integers(0, len(SIGNED) - 1))
@settings(max_examples=200)
def test_a_list_cut_anywhere_is_refused(length: int) -> None:
    with pytest.raises((NotAllowed, BadFile)):
        opened(SIGNED[:length], PINNED)


def test_a_signature_of_another_kind_is_none_here() -> None:
    """A device's key signs requests; what it signs can never be read as a release."""
    from qi_desk.domain.updates import joined
    from qi_desk.security import signing

    body = body_of(manifest_of())
    key, _ = update_signing.sign(OURS.private, body)
    assert refused(joined(body, [(key, signing.sign(OURS.private, "GET", "/", body))])) == "update.tampered"


def test_the_pinned_keys_are_read_from_what_is_shipped_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    (tmp_path / "updates").mkdir()
    file = tmp_path / "updates" / "keys.toml"
    file.write_text(f'[[key]]\npublic = "{OURS.trusted().public.hex()}"\nrevoked = true\n', encoding="utf-8")
    assert update_signing.trusted() == (OURS.trusted(revoked=True),)
    for broken in ('[[key]]\npublic = "abcd"\n', "[[key]]\n", "key = 5\n", "["):
        file.write_text(broken, encoding="utf-8")
        with pytest.raises(ValueError, match=r"keys\.toml"):
            update_signing.trusted()


def test_a_district_cannot_publish_keys() -> None:
    from qi_desk.domain.publications import may_be

    assert not may_be("updates/keys.toml")


def test_the_shipped_list_can_be_read() -> None:
    assert all(len(key.public) == 32 for key in update_signing.trusted())
