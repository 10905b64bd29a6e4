"""标准与政策库: one entry for each number, the later one named, clients who rest on an ended one told."""

from __future__ import annotations

from qi_desk.services.registers import entries, norms
from tests.services.registers.keeping import entered, record, refused, shown
from tests.support.stations import Bench


def norm(bench: Bench, **values: object) -> str:
    return entered(bench, "norm", **{"code": "GB/T 1.1-2009", "title": "标准化工作导则 第1部分", **values})


def test_a_number_stands_there_once(bench: Bench) -> None:
    eid = norm(bench)
    with refused(("code", "norm.known")):
        norm(bench)
    entries.change(bench.house, bench.actor, "norm", eid, {"title": "标准化工作导则"}, seen={})
    assert shown(bench, "norm", eid).citation == "《标准化工作导则》（GB/T 1.1-2009）"


def test_what_was_replaced_names_what_came_after(bench: Bench) -> None:
    eid = norm(bench)
    with refused(("replaced_by", "required")):
        norms.checked(bench.house, bench.actor, eid, {"state": "replaced"})
    norms.checked(bench.house, bench.actor, eid, {"state": "replaced", "replaced_by": "GB/T 1.1-2020"})
    assert record(bench, "norm", eid)["checked_on"] == bench.clock.now().date()


def test_clients_who_keep_to_an_ended_one_are_named(bench: Bench) -> None:
    with bench.house.store.write(bench.actor) as unit:
        client = unit.create("enterprise", {"kind": "enterprise", "name": "广州示范精密仪器有限公司"})
        unit.create("cited_standard", {"client": client, "number": "GB/T 1.1-2009", "title": "导则"})
        unit.commit()
    eid = norm(bench, state="replaced", replaced_by="GB/T 1.1-2020")
    told = {heading: [value for _, value, _ in facts] for heading, facts in shown(bench, "norm", eid).derived}
    assert told["还在执行它的企业（要提醒换版）"] == ["广州示范精密仪器有限公司"]
