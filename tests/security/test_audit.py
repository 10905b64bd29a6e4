"""An anchor outside the database shows a chain that was put back or rewritten."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from qi_desk.domain.errors import StoreDamaged
from qi_desk.security.audit import FILE, Anchor, AnchorFile, Finding, compare

DEK = bytes(range(32))


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


CHAIN = {seq: digest(f"op {seq}") for seq in range(1, 11)}


def anchor_at(seq: int) -> Anchor:
    return Anchor(seq, CHAIN[seq], seq)


def test_reads_back_what_was_written(tmp_path: Path) -> None:
    kept = AnchorFile(tmp_path, DEK, "db-1")
    assert kept.read() is None
    kept.write(anchor_at(3))
    kept.write(anchor_at(5))
    assert AnchorFile(tmp_path, DEK, "db-1").read() == anchor_at(5)


def test_another_key_store_or_hand_is_noticed(tmp_path: Path) -> None:
    AnchorFile(tmp_path, DEK, "db-1").write(anchor_at(5))
    for key, db_id in ((bytes(32), "db-1"), (DEK, "db-2")):
        with pytest.raises(StoreDamaged, match=r"audit\.anchor"):
            AnchorFile(tmp_path, key, db_id).read()
    text = (tmp_path / FILE).read_text()
    (tmp_path / FILE).write_text(text.replace("[5,", "[4,"))
    with pytest.raises(StoreDamaged, match=r"audit\.anchor"):
        AnchorFile(tmp_path, DEK, "db-1").read()


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'"text"'])
def test_rubbish_is_damage(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / FILE).write_bytes(broken)
    with pytest.raises(StoreDamaged, match=r"audit\.anchor"):
        AnchorFile(tmp_path, DEK, "db-1").read()


def test_the_same_chain_and_a_longer_one_are_in_order() -> None:
    assert compare(anchor_at(5), anchor_at(5), CHAIN.get) is Finding.OK
    assert compare(anchor_at(5), anchor_at(10), CHAIN.get) is Finding.OK
    assert compare(None, anchor_at(10), CHAIN.get) is Finding.OK


def test_a_shorter_chain_went_back() -> None:
    assert compare(anchor_at(5), anchor_at(4), CHAIN.get) is Finding.WENT_BACK


def test_a_rewritten_missing_or_miscounted_chain_was_tampered_with() -> None:
    assert compare(Anchor(5, digest("other"), 5), anchor_at(10), CHAIN.get) is Finding.TAMPERED
    assert compare(anchor_at(5), anchor_at(10), {10: CHAIN[10]}.get) is Finding.TAMPERED
    assert compare(anchor_at(5), Anchor(10, CHAIN[10], 9), CHAIN.get) is Finding.TAMPERED
