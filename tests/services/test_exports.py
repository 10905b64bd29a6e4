"""Tables of service objects given out: whole, masked, counted; nothing leaves without a line in the chain."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from qi_desk.domain.errors import Invalid, NotAllowed
from qi_desk.services import client_changes, exports, oversight
from tests.support.stations import CODE, Bench

NAME = "广州示范精密仪器有限公司"


def fill(bench: Bench) -> None:
    """A firm with a contact and a number in its text, a person, and one that is kept close."""
    entry = {
        "kind": "enterprise",
        "name": NAME,
        "credit_code": CODE,
        "street": "440113012",
        "revenue": 2500 * 1_000_000,
        "products": "压力表，找陈演练 13800001234 订货",
        "legal_representative": "林示范",
    }
    eid = client_changes.add(bench.house, bench.actor, entry).value
    contact = {"name": "陈演练", "phone": "13800001234", "email": "chen@example.com"}
    client_changes.add_part(bench.house, bench.actor, "contact", eid, contact)
    person = {"kind": "person", "name": "周演练", "address": "番禺区大石街示范路1号"}
    client_changes.add(bench.house, bench.actor, person)
    client_changes.add(bench.house, bench.actor, {"kind": "park", "name": "涉密演练园区", "secrecy": "4"})


def lines(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as table:
        return list(csv.reader(table))


def text(file: Path) -> str:
    return file.read_text("utf-8-sig")


def test_the_full_table_holds_everything_and_needs_a_basis(bench: Bench, tmp_path: Path) -> None:
    fill(bench)
    with pytest.raises(Invalid):
        exports.full(bench.house, bench.actor, tmp_path / "名录.csv", basis="")
    done = exports.full(bench.house, bench.actor, tmp_path / "名录.csv", basis="law")
    assert (done.rows, done.held_back) == (3, 0)
    for word in (CODE, "13800001234", "林示范", "涉密演练园区", "25000000.00"):
        assert word in text(tmp_path / "名录.csv")


def test_the_masked_table_leads_to_no_person(bench: Bench, tmp_path: Path) -> None:
    fill(bench)
    done = exports.shared(bench.house, bench.actor, tmp_path / "名录.csv", "masked")
    assert (done.rows, done.held_back, done.personal) == (2, 1, 1)
    told = text(tmp_path / "名录.csv")
    for word in ("13800001234", '陈演练"', "林示范", "周演练", "chen@", "25000000", "涉密演练园区", "示范路1号"):
        assert word not in told
    assert NAME in told
    assert "138****1234" in told


def test_the_counts_hide_small_cells(bench: Bench, tmp_path: Path) -> None:
    fill(bench)
    exports.shared(bench.house, bench.actor, tmp_path / "统计.csv", "statistical")
    rows = lines(tmp_path / "统计.csv")
    assert ["合计", "", "<3"] in rows
    assert all(count.startswith("<") or count == "*" for _, _, count in rows[1:])
    assert NAME not in text(tmp_path / "统计.csv")


def test_a_single_small_cell_takes_the_next_with_it(bench: Bench, tmp_path: Path) -> None:
    for number in range(5):
        client_changes.add(bench.house, bench.actor, {"kind": "park", "name": f"演练园{number}"})
    for number in range(9):
        client_changes.add(bench.house, bench.actor, {"kind": "team", "name": f"演练队{number}"})
    client_changes.add(bench.house, bench.actor, {"kind": "chain", "name": "演练链"})
    exports.shared(bench.house, bench.actor, tmp_path / "统计.csv", "statistical")
    kinds = {label: count for what, label, count in lines(tmp_path / "统计.csv") if what == "服务对象类别"}
    assert sorted(kinds.values()) == ["*", "9", "<3"]


def test_every_table_leaves_a_line_in_the_chain(bench: Bench, tmp_path: Path) -> None:
    exports.shared(bench.house, bench.actor, tmp_path / "名录.csv", "masked", basis="agreed")
    events = [(line.event, line.why) for line in oversight.audit_lines(bench.house, bench.actor)]
    assert ("exported", "agreed") in events


def test_a_specialist_gives_out_no_full_table(bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        exports.full(bench.house, bench.as_specialist(), tmp_path / "名录.csv", basis="law")
    assert not (tmp_path / "名录.csv").exists()


def test_a_file_name_with_a_phone_is_refused(bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        exports.shared(bench.house, bench.actor, tmp_path / "13800001234.csv", "masked")
