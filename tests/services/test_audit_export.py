"""The record of operations given out: signed, and every change of it told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qi_desk.domain import moments
from qi_desk.domain.errors import BadFile, Missing, NotAllowed, StoreDamaged
from qi_desk.services import audit_export, intake
from qi_desk.services.audit_export import SIGNATURE, Verdict
from tests.support.stations import Bench, intake_of


def exported(bench: Bench, file: Path) -> audit_export.Exported:
    day = moments.china_date(bench.clock.now())
    return audit_export.export(bench.house, bench.actor, file, day, day).value


@pytest.fixture
def file(bench: Bench, tmp_path: Path) -> Path:
    intake.register_and_accept(bench.house, bench.actor, intake_of())
    exported(bench, tmp_path / "out.csv")
    return tmp_path / "out.csv"


def test_it_is_genuine_as_written_and_told_in_words(bench: Bench, file: Path) -> None:
    found = audit_export.check_export(bench.house, bench.actor, file)
    assert (found.verdict, found.station) == (Verdict.GENUINE, "PY03")
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == found.lines + 1
    assert any("登记需求" in line and "林示范" in line for line in lines)
    assert "13800000000" not in file.read_text(encoding="utf-8-sig")


def test_only_the_days_asked_for(bench: Bench, file: Path, tmp_path: Path) -> None:
    bench.clock.pass_time(days=2)
    intake.register(bench.house, bench.actor, intake_of())
    day = moments.china_date(bench.clock.now())
    made = audit_export.export(bench.house, bench.actor, tmp_path / "later.csv", day, day).value
    before = audit_export.export(
        bench.house, bench.actor, tmp_path / "none.csv", day - timedelta(days=1), day - timedelta(days=1)
    ).value
    assert made.lines > 0
    assert before.lines == 0
    assert made.seq > audit_export.check_export(bench.house, bench.actor, file).seq


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_change_of_table_or_signature_is_told(bench: Bench, file: Path, data: st.DataObject) -> None:
    changed = data.draw(st.sampled_from((file, file.with_name(file.name + SIGNATURE))))
    whole = changed.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    other = bytearray(whole)
    other[place] ^= data.draw(st.integers(1, 255))
    changed.write_bytes(other)
    try:
        verdict = audit_export.check_export(bench.house, bench.actor, file).verdict
    except BadFile:
        return
    finally:
        changed.write_bytes(whole)
    if changed != file and _same(whole, bytes(other)):
        assert verdict is Verdict.GENUINE
    else:
        assert verdict is not Verdict.GENUINE


def _same(left: bytes, right: bytes) -> bool:
    """Whether two signature files say the same: white space and the case of hex digits are free."""
    a, b = json.loads(left), json.loads(right)
    a["signature"], b["signature"] = bytes.fromhex(a["signature"]), bytes.fromhex(b["signature"])
    return bool(a == b)


def test_a_broken_chain_is_not_given_out(bench: Bench, file: Path, tmp_path: Path) -> None:
    engine = bench.door.session.opened.store.engine
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE op SET raw = replace(raw, 'create', 'Create') WHERE seq = 3")
    with pytest.raises(StoreDamaged, match=r"audit\.broken"):
        exported(bench, tmp_path / "broken.csv")
    assert not (tmp_path / "broken.csv").exists()


def test_without_its_signature_it_is_worth_nothing(bench: Bench, file: Path) -> None:
    file.with_name(file.name + SIGNATURE).unlink()
    with pytest.raises(Missing):
        audit_export.check_export(bench.house, bench.actor, file)


def test_a_specialist_gives_nothing_out(bench: Bench, tmp_path: Path) -> None:
    day = moments.china_date(bench.clock.now())
    with pytest.raises(NotAllowed):
        audit_export.export(bench.house, replace(bench.actor, role="specialist"), tmp_path / "x.csv", day, day)
