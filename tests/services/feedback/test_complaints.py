"""Complaints after GB/T 19012: nothing lost, nobody judging themselves, every step on the form."""

from __future__ import annotations

from typing import Any

import pytest

from qi_desk.domain.errors import Invalid, Missing, NotAllowed
from qi_desk.services import (
    attachments,
    client_changes,
    client_file,
    disputes,
    request_ending,
    showing,
    timeline,
    today,
    undo,
)
from qi_desk.services.feedback import complaint_views, complaints, papers
from qi_desk.services.ports import Actor
from tests.services.feedback.cases import (
    ASSESSED_COMPLAINT,
    COMPLAINT,
    FOUND,
    colleague,
    complained,
    decided,
    delivered,
    record,
)
from tests.support.stations import CODE, Bench


def state(bench: Bench, eid: str) -> str:
    return str(record(bench, "complaint", eid)["state"])


def against_specialist(bench: Bench) -> tuple[str, Actor]:
    """A complaint about the specialist, and the specialist."""
    return complained(bench, target="staff", against_person=bench.specialist), bench.as_specialist()


def test_in_person_it_is_acknowledged_at_once_with_a_paper(bench: Bench) -> None:
    eid = complained(bench)
    found = record(bench, "complaint", eid)
    assert found["state"] == "acknowledged"
    assert found["number"].startswith("PY03-TS-20260310-A-0001")
    order = papers.complaint(bench.house, bench.actor, eid, papers.ACKNOWLEDGEMENT)
    told = dict(order.view.facts)
    assert told["投诉人"].startswith("周*")
    assert "2026年3月17日" in told["答复期限"]


def test_by_letter_it_waits_to_be_acknowledged_within_a_day(bench: Bench) -> None:
    eid = complained(bench, medium="letter")
    view = complaint_views.show(bench.house, bench.actor, eid)
    assert (view.row.state, f"{view.row.due:%m-%d %H:%M}") == ("received", "03-11 17:30")
    bench.clock.pass_time(days=2)
    assert complaint_views.page(bench.house, bench.actor)[0].late
    complaints.acknowledge(bench.house, bench.actor, eid, {"acknowledge_mode": "phone"})
    assert state(bench, eid) == "acknowledged"


def test_anonymous_ones_are_taken_and_keep_no_name(bench: Bench) -> None:
    eid = complained(bench, anonymous=True)
    found = record(bench, "complaint", eid)
    assert (found["complainant"], found["phone"]) == (None, None)
    with pytest.raises(Invalid):
        complained(bench, complainant="", organisation="")


def test_the_whole_way_writes_every_row_of_the_form(bench: Bench) -> None:
    eid, investigator = complained(bench), bench.as_specialist()
    decided(bench, eid, investigator)
    complaints.answer(bench.house, bench.actor, eid, "accepted")
    complaints.check(bench.house, bench.actor, eid, "交接单加核对一栏，抽查无遗漏。")
    view = complaint_views.show(bench.house, bench.actor, eid)
    told = ["acknowledged", "assessed", "investigated", "resolved", "told", "corrected", "checked", "closed"]
    assert [one.step for one in view.steps] == told
    assert (view.row.state, view.values["close_reason"]) == ("closed", "settled")
    assert view.papers == (papers.ACKNOWLEDGEMENT, papers.DECISION)


def test_who_objects_goes_up_then_outside_and_only_then_it_ends(bench: Bench) -> None:
    eid, investigator = complained(bench), bench.as_specialist()
    decided(bench, eid, investigator)
    complaints.answer(bench.house, bench.actor, eid, "objected")
    assert state(bench, eid) == "escalated"
    outside = {"way": "mediation", "issue": "责任认定", "notice": "可以申请调解。"}
    with pytest.raises(NotAllowed, match=r"move\.not_offered"):
        complaints.go_outside(bench.house, bench.actor, eid, outside)
    review = {"decision": "partly", "review_text": "维持道歉，补办免费。", "told_mode": "phone"}
    complaints.review(bench.house, bench.actor, eid, review)
    complaints.go_outside(bench.house, bench.actor, eid, outside)
    assert papers.complaint(bench.house, bench.actor, eid, papers.DISPUTE).view.title == "外部争议解决途径告知书"
    complaints.end_dispute(bench.house, bench.actor, eid, "调解达成一致。")
    complaints.check(bench.house, bench.actor, eid, "按调解书补办。")
    assert record(bench, "complaint", eid)["close_reason"] == "outside"


def test_the_person_complained_about_has_no_hand_in_it(bench: Bench) -> None:
    eid, subject = against_specialist(bench)
    for act in (
        lambda: complaints.assess(bench.house, subject, eid, ASSESSED_COMPLAINT),
        lambda: complaints.investigate(bench.house, subject, eid, bench.actor.account),
        lambda: complaints.withdraw(bench.house, subject, eid, "算了"),
        lambda: complaints.answer(bench.house, subject, eid, "accepted"),
    ):
        with pytest.raises(NotAllowed, match=r"complaint\.subject"):
            act()
    complaints.assess(bench.house, bench.actor, eid, ASSESSED_COMPLAINT)
    with pytest.raises(NotAllowed, match=r"complaint\.investigator"):
        complaints.investigate(bench.house, bench.actor, eid, subject.account)


def client_of(bench: Bench) -> str:
    entry = {"kind": "enterprise", "name": "广州示范精密仪器有限公司", "credit_code": CODE, "address": "示范路1号"}
    return client_changes.add(bench.house, bench.actor, entry).value


def test_the_person_complained_about_finds_it_nowhere_before_its_release(bench: Bench) -> None:
    client = client_of(bench)
    eid = complained(bench, target="staff", against_person=bench.specialist, client=client)
    subject, house = bench.as_specialist(), bench.house
    attached = attachments.add(house, bench.actor, "complaint", eid, "录音说明.txt", b"x").value
    assert complaint_views.page(house, subject) == ()
    with pytest.raises(Missing):
        complaint_views.show(house, subject, eid)
    with pytest.raises(Missing):
        complaint_views.show(house, subject, record(bench, "complaint", eid)["number"])
    with pytest.raises(Missing):
        client_file.editable(house, subject, "complaint", eid)
    with pytest.raises(Missing):
        showing.reveal(house, subject, "complaint", eid, "complainant", "contact")
    with pytest.raises(Missing):
        attachments.read(house, subject, attached)
    with pytest.raises(Missing):
        attachments.of_record(house, subject, eid)
    with pytest.raises(Missing):
        papers.complaint(house, subject, eid, papers.ACKNOWLEDGEMENT)
    assert [one for one in timeline.timeline(house, subject, client) if one.kind == "complaint"] == []
    assert [one for one in today.day(house, subject, mine=False).lines if one.kind == "complaint"] == []
    assert disputes.disputes(house, subject) == ()
    assert [one.kind for one in timeline.timeline(house, bench.actor, client) if one.kind == "complaint"]
    complaints.release(house, bench.actor, eid)
    assert complaint_views.show(house, subject, eid).deeds == ()
    assert [row.eid for row in complaint_views.page(house, subject)] == [eid]


def test_only_the_investigator_writes_what_was_found_and_another_checks(bench: Bench) -> None:
    eid, investigator, other = complained(bench), bench.as_specialist(), colleague(bench)
    complaints.assess(bench.house, bench.actor, eid, ASSESSED_COMPLAINT)
    complaints.investigate(bench.house, bench.actor, eid, investigator.account)
    with pytest.raises(NotAllowed, match=r"complaint\.not_investigator"):
        complaints.find(bench.house, other, eid, FOUND)
    complaints.find(bench.house, investigator, eid, FOUND)
    complaints.decide(
        bench.house, bench.actor, eid, {"decision": "rejected", "decision_text": "不属实。", "told_mode": "phone"}
    )
    complaints.answer(bench.house, bench.actor, eid, "silent")
    with pytest.raises(NotAllowed, match=r"complaint\.checker"):
        complaints.check(bench.house, investigator, eid, "好了")
    complaints.check(bench.house, other, eid, "无须纠正，已说明。")
    assert record(bench, "complaint", eid)["close_reason"] == "silent"


@pytest.mark.parametrize("kind", ["complaint", "complaint_step", "external_dispute"])
def test_nothing_of_a_complaint_is_ever_voided(bench: Bench, kind: str) -> None:
    eid = complained(bench)
    with bench.house.store.write(bench.actor) as unit, pytest.raises(NotAllowed, match=r"record\.lasting"):
        unit.void(kind, eid, "wrong")
    done = complaints.receive(bench.house, bench.actor, COMPLAINT)
    assert done.undo is None
    with bench.house.store.read() as look:
        act = next(line for line in look.history(eid=done.value))
    assert act.eid == done.value


def test_undo_cannot_take_a_complaint_back(bench: Bench) -> None:
    with bench.house.store.write(bench.actor) as unit:
        act = unit.act
        unit.create("complaint", {**COMPLAINT, "state": "received", "received_at": unit.now})
        unit.commit()
    with pytest.raises(NotAllowed, match=r"record\.lasting"):
        undo.undo(bench.house, bench.actor, act)


@pytest.mark.parametrize(("changes", "up"), [({"kind": "05"}, True), ({"kind": "06"}, True), ({"kind": "01"}, False)])
def test_leak_and_integrity_go_to_the_supervisor_within_two_hours(
    bench: Bench, changes: dict[str, Any], up: bool
) -> None:
    eid = complained(bench, **changes)
    view = complaint_views.show(bench.house, bench.actor, eid)
    assert view.row.escalated is up
    lines = [line for line in today.day(bench.house, bench.actor).lines if line.section == "complaint"]
    assert (len(lines) == 1) is up
    if up:
        assert f"{view.report_by:%H:%M}" == "11:15"


def test_an_assessment_can_send_it_up_too(bench: Bench) -> None:
    eid = complained(bench)
    complaints.assess(bench.house, bench.actor, eid, {**ASSESSED_COMPLAINT, "safety": "high"})
    assert record(bench, "complaint", eid)["escalated_at"] is not None


def test_what_belongs_to_12315_is_referred_and_ends_there(bench: Bench) -> None:
    eid = complained(bench, kind="99", target="other")
    complaints.refer(bench.house, bench.actor, eid, {"referred_to": "12315", "referral_note": "归市场监管投诉平台。"})
    view = complaint_views.show(bench.house, bench.actor, eid)
    assert (view.row.state, view.values["close_reason"]) == ("referred", "referred")
    assert papers.REFERRAL in view.papers
    assert "answer" not in view.deeds


def test_the_answer_is_put_off_once_and_not_beyond_the_limit(bench: Bench) -> None:
    eid = complained(bench)
    complaints.assess(bench.house, bench.actor, eid, ASSESSED_COMPLAINT)
    with pytest.raises(Invalid):
        complaints.extend(bench.house, bench.actor, eid, {"extension_days": 6, "extension_reason": "机构未回复"})
    complaints.extend(bench.house, bench.actor, eid, {"extension_days": 5, "extension_reason": "机构未回复"})
    assert f"{complaint_views.show(bench.house, bench.actor, eid).row.due:%m-%d}" == "03-24"
    with pytest.raises(NotAllowed, match=r"complaint\.extended"):
        complaints.extend(bench.house, bench.actor, eid, {"extension_days": 1, "extension_reason": "再延"})


def test_the_second_of_a_kind_in_a_year_is_a_repeat(bench: Bench) -> None:
    complained(bench)
    assert record(bench, "complaint", complained(bench))["repeat"] == 2
    assert record(bench, "complaint", complained(bench, kind="01"))["repeat"] == 1
    bench.clock.pass_time(days=400)
    assert record(bench, "complaint", complained(bench))["repeat"] == 1


def test_a_request_is_not_closed_over_an_open_complaint(bench: Bench) -> None:
    request = delivered(bench)
    complained(bench, about_kind="request", about=request)
    request_ending.ask_rating(bench.house, bench.actor, request)
    with pytest.raises(Invalid) as refused:
        request_ending.close(bench.house, bench.actor, request, {"solved": "yes", "trips": 1})
    assert "request.complaint_open" in [problem.code for problem in refused.value.problems]
