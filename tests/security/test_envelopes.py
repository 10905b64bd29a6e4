"""Known answers for what must open for years, and the choice of parameters."""

from __future__ import annotations

import pytest

from qi_desk.domain.errors import StoreNewer
from qi_desk.security import envelopes
from qi_desk.security.envelopes import BadSeal
from qi_desk.security.keyfile import Envelope, Parameters

QUICK = Parameters(time=1, memory_kib=64, lanes=1)


def test_derive_gives_the_answer_of_rfc_5869_case_3() -> None:
    expected = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    assert envelopes.derive(b"\x0b" * 22, "", salt=b"", length=42).hex() == expected
    assert envelopes.derive(b"\x0b" * 22, "staff", salt=b"", length=42).hex() != expected


def test_stretch_gives_a_known_answer() -> None:
    found = envelopes.stretch("password", b"somesalt", Parameters(2, 65536, 1)).hex()
    assert found == "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"


def test_an_envelope_opens_only_with_its_key_and_what_it_is_bound_to() -> None:
    sealed = envelopes.seal(bytes(32), b"secret", b"here", "k")
    assert envelopes.unseal(bytes(32), sealed, b"here") == b"secret"
    for key, bound in ((b"\x01" * 32, b"here"), (bytes(32), b"there")):
        with pytest.raises(BadSeal):
            envelopes.unseal(key, sealed, bound)


def test_an_algorithm_of_a_later_program_is_named() -> None:
    with pytest.raises(StoreNewer) as caught:
        envelopes.unseal(bytes(32), Envelope("SM4-GCM", "k", bytes(12), bytes(32)), b"")
    assert caught.value.values["found"] == "SM4-GCM"


def test_calibration_never_goes_below_its_start() -> None:
    assert envelopes.calibrate(0.0, QUICK) == QUICK
    assert envelopes.calibrate(0.02, QUICK).memory_kib > QUICK.memory_kib
