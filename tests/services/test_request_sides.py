"""What goes along with a request: samples, mandates, joint projects, and requests that belong together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from qi_desk.domain.errors import Invalid, NotAllowed
from qi_desk.services import (
    intake,
    joint_projects,
    mandates,
    request_ending,
    request_linking,
    request_steps,
    request_work_views,
    sample_papers,
    samples,
    undo,
)
from qi_desk.services.ports import Query
from tests.services.test_request_service import accepted, contact, fields, newest, record, registered, serving
from tests.support.stations import Bench

TAKEN = {
    "name": "演练用洛氏硬度块",
    "spec": "60 HRC",
    "quantity": 2,
    "unit": "块",
    "look": "完好",
    "keep": "ambient",
    "tests": "洛氏硬度，GB/T 230.2",
    "leftover": "return",
    "report_way": "pick_up",
    "copies": 1,
    "signed": True,
}
GIVEN = {"principal": "陈演练", "scope": "递交校准材料", "powers": ["submit"], "identity": "original", "signed": True}
FOUNDED = {
    "title": "演练：降低孔径离散",
    "lead": "演练计量所",
    "members": "演练计量所，测量\n演练机床厂，试制",
    "targets": "孔径标准差(μm)，12，5",
    "milestones": "首轮试制，何演练，2026-04-10",
}


def term(bench: Bench, days: int = 30) -> dict[str, Any]:
    today = bench.clock.now().date()
    return {"begins": today, "ends": today + timedelta(days=days)}


def work(bench: Bench, eid: str) -> request_work_views.WorkView:
    return request_work_views.show(bench.house, bench.actor, eid)


def test_a_sample_is_followed_hand_by_hand(bench: Bench) -> None:
    eid = serving(bench)
    sample = samples.take_in(bench.house, bench.actor, eid, TAKEN).value
    line = work(bench, eid).samples[0]
    assert (line.state, line.holder) == ("at_station", bench.actor.name)
    sent = {"state": "at_laboratory", "to_party": "演练检测所", "way": "courier", "look": "完好"}
    with pytest.raises(Invalid) as caught:
        samples.move(bench.house, bench.actor, sample, sent)
    assert fields(caught) == {"courier_no": "required"}
    samples.move(bench.house, bench.actor, sample, {**sent, "courier_no": "SF-1"})
    back = {"state": "returned", "to_party": "演练企业", "way": "hand", "look": "有压痕"}
    with pytest.raises(Invalid) as caught:
        samples.move(bench.house, bench.actor, sample, back)
    assert fields(caught) == {"signed": "sample.signature"}
    samples.move(bench.house, bench.actor, sample, {**back, "signed": True})
    with bench.house.store.read() as look:
        chain = [(one["from_party"], one["to_party"]) for one in samples.moves_of(look, sample)]
    assert chain == [(bench.actor.name, "演练检测所"), ("演练检测所", "演练企业")]
    with pytest.raises(NotAllowed, match=r"sample\.settled"):
        samples.move(bench.house, bench.actor, sample, {**back, "signed": True})
    slip = sample_papers.sheet(bench.house, bench.actor, sample).view
    assert [row[2:4] for row in slip.tables[1].rows][1:] == [
        (bench.actor.name, "演练检测所"),
        ("演练检测所", "演练企业"),
    ]


def test_a_sample_without_signature_or_standard_is_not_taken(bench: Bench) -> None:
    eid = serving(bench)
    with pytest.raises(Invalid) as caught:
        samples.take_in(bench.house, bench.actor, eid, {**TAKEN, "signed": False, "tests": "硬度", "quantity": 0})
    assert fields(caught) == {"signed": "sample.signature", "tests": "lines.tests", "quantity": "required"}
    ended = registered(bench)
    intake.withdraw(bench.house, bench.actor, ended, "client")
    with pytest.raises(NotAllowed, match=r"sample\.ended"):
        samples.take_in(bench.house, bench.actor, ended, TAKEN)


def test_a_request_does_not_end_over_a_sample(bench: Bench) -> None:
    eid = serving(bench)
    sample = samples.take_in(bench.house, bench.actor, eid, TAKEN).value
    contact(bench, eid, quality="good")
    handed = {"way": "electronic", "results": "检测报告，JC-1"}
    request_ending.deliver(bench.house, bench.actor, eid, handed)
    with pytest.raises(Invalid) as caught:
        request_ending.close(bench.house, bench.actor, eid, {"solved": "yes", "trips": 1})
    assert fields(caught) == {"sample": "sample.unsettled"}
    gone = {"state": "disposed", "to_party": "演练检测所", "way": "hand", "look": "已试毁", "signed": True}
    samples.move(bench.house, bench.actor, sample, gone)
    request_ending.close(bench.house, bench.actor, eid, {"solved": "yes", "trips": 1})
    assert record(bench, eid)["state"] == "closed"


def test_nobody_acts_without_a_mandate_that_stands(bench: Bench) -> None:
    eid = accepted(bench, complexity="ordinary")
    mandates.give(bench.house, bench.actor, eid, {**GIVEN, **term(bench)})
    mandates.end(bench.house, bench.actor, eid, "client")
    request_steps.start(bench.house, bench.actor, eid)
    other = accepted(bench, complexity="ordinary")
    mandates.give(bench.house, bench.actor, other, {**GIVEN, **term(bench, days=1)})
    bench.clock.pass_time(days=2)
    with pytest.raises(NotAllowed, match=r"mandate\.missing"):
        request_steps.start(bench.house, bench.actor, other)
    first = newest(bench, "mandate", other)
    mandates.give(bench.house, bench.actor, other, {**GIVEN, **term(bench)})
    assert newest(bench, "mandate", other)["follows"] == first.eid
    request_steps.start(bench.house, bench.actor, other)


def test_a_mandate_is_signed_lies_ahead_and_names_powers(bench: Bench) -> None:
    eid = accepted(bench, complexity="ordinary")
    today = bench.clock.now().date()
    wrong = {**GIVEN, "signed": False, "begins": today, "ends": today - timedelta(days=1), "powers": []}
    with pytest.raises(Invalid) as caught:
        mandates.give(bench.house, bench.actor, eid, wrong)
    assert fields(caught)["ends"] == "date.before_begin"
    assert fields(caught)["powers"] == "required"
    assert "signed" in fields(caught)
    with pytest.raises(NotAllowed, match=r"mandate\.none"):
        mandates.end(bench.house, bench.actor, eid, "client")


def complex_matter(bench: Bench) -> str:
    return accepted(bench, complexity="complex", joint=True)


def test_a_joint_project_has_figures_before_and_after(bench: Bench) -> None:
    eid = complex_matter(bench)
    with pytest.raises(Invalid) as caught:
        joint_projects.found(bench.house, bench.actor, eid, {**FOUNDED, **term(bench), "targets": "孔径，12"})
    assert fields(caught) == {"targets": "lines.targets"}
    joint_projects.found(bench.house, bench.actor, eid, {**FOUNDED, **term(bench)})
    joint_projects.found(bench.house, bench.actor, eid, {**FOUNDED, **term(bench), "lead": "演练机床厂"})
    assert newest(bench, "joint_project", eid)["lead"] == "演练机床厂"
    assert {"project", "finish_project"} <= set(work(bench, eid).deeds)
    with pytest.raises(Invalid) as caught:
        joint_projects.finish(bench.house, bench.actor, eid, {"targets": FOUNDED["targets"], "result": "达标"})
    assert fields(caught) == {"targets": "lines.targets_reached"}
    reached = {"targets": f"{FOUNDED['targets']}，4.6", "result": "达标"}
    joint_projects.finish(bench.house, bench.actor, eid, reached)
    with pytest.raises(NotAllowed, match=r"project\.finished"):
        joint_projects.found(bench.house, bench.actor, eid, {**FOUNDED, **term(bench)})


def test_only_a_complex_matter_becomes_a_project(bench: Bench) -> None:
    with pytest.raises(NotAllowed, match=r"project\.simple"):
        joint_projects.found(bench.house, bench.actor, serving(bench), {**FOUNDED, **term(bench)})


def test_one_of_two_requests_becomes_the_whole_matter(bench: Bench) -> None:
    kept, gone = accepted(bench, complexity="ordinary"), registered(bench, items=("TE03",))
    act = request_linking.merge(bench.house, bench.actor, gone, kept).undo
    assert (record(bench, gone)["state"], record(bench, gone)["end_reason"]) == ("terminated", "merged")
    with bench.house.store.read() as look:
        items = {row["item"] for row in look.select(Query("request_item", equals={"request": kept}))}
    assert "TE03" in items
    assert [one.link for one in work(bench, kept).links] == ["merged"]
    assert act is not None
    undo.undo(bench.house, bench.actor, act)
    assert record(bench, gone)["state"] == "registered"
    assert work(bench, kept).links == ()


def test_only_running_requests_of_one_client_are_merged(bench: Bench) -> None:
    kept = accepted(bench, complexity="ordinary")
    with pytest.raises(NotAllowed, match=r"request\.same"):
        request_linking.merge(bench.house, bench.actor, kept, kept)
    ended = registered(bench)
    request_linking.merge(bench.house, bench.actor, ended, kept)
    with pytest.raises(NotAllowed, match=r"request\.merge"):
        request_linking.merge(bench.house, bench.actor, kept, ended)


def test_related_requests_know_each_other_once(bench: Bench) -> None:
    one, two = registered(bench), registered(bench)
    request_linking.relate(bench.house, bench.actor, one, two)
    assert [line.eid for line in work(bench, two).links] == [one]
    with pytest.raises(NotAllowed, match=r"request\.related"):
        request_linking.relate(bench.house, bench.actor, two, one)
