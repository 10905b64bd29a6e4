"""Numbered blank forms: reserved, printed, entered later with that very number or voided; no number without a word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from qi_desk.documents.inline import InlinePapers
from qi_desk.domain import numbers
from qi_desk.domain.errors import Invalid, Missing, NotAllowed
from qi_desk.services import intake, reception, today, undo
from qi_desk.services.blank_forms import accounts, paper, reserving
from qi_desk.services.blank_forms.late import LateEntry, late_from, late_values
from qi_desk.services.feedback import complaints
from qi_desk.services.intake_input import Material
from qi_desk.services.ports import Query, Record
from qi_desk.services.reception import WalkIn
from tests.services.feedback.cases import COMPLAINT
from tests.support.stations import Bench, intake_of


def reserve(bench: Bench, form: str, count: int = 1, **options: Any) -> list[Record]:
    eids = reserving.reserve(bench.house, bench.actor, form, count, **options).value
    with bench.house.store.read() as look:
        return [record for eid in eids if (record := look.get("blank_form", eid)) is not None]


def late_of(bench: Bench, blank: Record, **changes: Any) -> LateEntry:
    """Written an hour after the form was made, entered three hours after."""
    at = bench.clock.now() + timedelta(hours=1)
    bench.clock.pass_time(hours=3)
    return LateEntry(**{"number": blank["number"], "at": at, "reason": "outage", **changes})


def record(bench: Bench, kind: str, eid: str) -> Record:
    with bench.house.store.read() as look:
        found = look.get(kind, eid)
    assert found is not None
    return found


def codes_of(error: pytest.ExceptionInfo[Invalid]) -> set[tuple[str, str]]:
    return {(one.field, one.code) for one in error.value.problems}


def test_numbers_follow_each_other_and_work_goes_on_behind_them(bench: Bench) -> None:
    made = reserve(bench, "intake", 3)
    assert [numbers.parse(one["number"]).serial for one in made] == [1, 2, 3]
    assert {one["state"] for one in made} == {"reserved"}
    number = intake.register(bench.house, bench.actor, intake_of()).value.number
    assert numbers.parse(number).serial == 4


def test_a_day_ahead_has_numbers_of_its_own(bench: Bench) -> None:
    tomorrow = bench.clock.now().date() + timedelta(days=1)
    (one,) = reserve(bench, "receipt", day=tomorrow)
    assert numbers.parse(one["number"]).day == tomorrow
    for day, code in ((tomorrow - timedelta(days=2), "date.past"), (tomorrow + timedelta(days=40), "blank.too_far")):
        with pytest.raises(Invalid) as error:
            reserve(bench, "receipt", day=day)
        assert codes_of(error) == {("day", code)}
    with pytest.raises(Invalid) as error:
        reserve(bench, "nothing", 0)
    assert {name for name, _ in codes_of(error)} == {"form", "count"}


def test_a_batch_is_one_file_with_every_number_on_it(bench: Bench) -> None:
    made = reserve(bench, "intake", 2) + reserve(bench, "visit", 4) + reserve(bench, "receipt", 1)
    order = paper.sheets(bench.house, bench.actor, [one.eid for one in made])
    printed = InlinePapers().make(order.form, order.view)
    assert printed.pages == 2 + 2 + 1
    assert printed.missing == ()
    assert [len(form.numbers) for form in order.view.forms] == [2, 1, 4]
    assert {record(bench, "blank_form", one.eid)["state"] for one in made} == {"printed"}
    again = paper.sheets(bench.house, bench.actor, [made[0].eid])
    assert again.number == made[0]["number"]


def test_an_intake_is_entered_with_the_number_and_time_of_its_form(bench: Bench) -> None:
    (form,), (receipt,) = reserve(bench, "intake"), reserve(bench, "receipt")
    late = late_of(bench, form, receipt=receipt["number"])
    done = intake.register_and_accept(bench.house, bench.actor, intake_of(late=late))
    made = record(bench, "request", done.value.eid)
    assert made["number"] == form["number"]
    assert made["registered_at"] == made["accepted_at"] == late.at
    assert made["reply_due"] == intake_promise(bench, late)
    with bench.house.store.read() as look:
        (issued,) = look.select(Query("paper", equals={"subject": made.eid}))
    assert (issued["number"], issued["issued_at"]) == (receipt["number"], late.at)
    closed = record(bench, "blank_form", form.eid)
    assert (closed["state"], closed["late_reason"], closed["happened_at"]) == ("used", "outage", late.at)
    assert (closed["record_kind"], closed["record"]) == ("request", made.eid)
    assert record(bench, "blank_form", receipt.eid)["record"] == issued.eid
    assert done.undo is None


def intake_promise(bench: Bench, late: LateEntry) -> Any:
    from qi_desk.services.promises import promise

    return promise(bench.house, bench.actor, "1", late.at).reply.moment


def test_of_two_receipts_the_first_was_the_blank_one(bench: Bench) -> None:
    (form,), (receipt,) = reserve(bench, "intake"), reserve(bench, "receipt")
    late = late_of(bench, form, receipt=receipt["number"])
    entry = intake_of(late=late, materials=(Material("1", "营业执照"),))
    eid = intake.register_and_accept(bench.house, bench.actor, entry).value.eid
    with bench.house.store.read() as look:
        kinds = {one["kind"]: one["number"] for one in look.select(Query("paper", equals={"subject": eid}))}
    assert kinds["receipt.document"] == receipt["number"] != kinds["receipt.acceptance"]


def test_a_number_is_used_once_and_for_its_own_form(bench: Bench) -> None:
    (form,), (visit,) = reserve(bench, "intake"), reserve(bench, "visit")
    late = late_of(bench, form)
    intake.register(bench.house, bench.actor, intake_of(late=late))
    for changes, said in (
        ({}, ("number", "blank.closed")),
        ({"number": visit["number"]}, ("number", "blank.other_form")),
        ({"number": "PY03-XQ-20260310-A-0077-R"}, ("number", "numbers.check_character")),
        (
            {"number": numbers.compose(numbers.parse(form["number"]).__class__("PY03", "XQ", form["day"], "A", 77))},
            ("number", "blank.unknown"),
        ),
    ):
        with pytest.raises(Invalid) as error:
            intake.register(bench.house, bench.actor, intake_of(late=LateEntry(**{**late_args(late), **changes})))
        assert said in codes_of(error)


def late_args(late: LateEntry) -> dict[str, Any]:
    return {name: getattr(late, name) for name in LateEntry.__slots__}


def test_when_and_why_have_to_be_right(bench: Bench) -> None:
    (form,) = reserve(bench, "intake")
    late = late_of(bench, form)
    for changes, said in (
        ({"at": bench.clock.now() + timedelta(minutes=5)}, ("happened_at", "date.future")),
        ({"at": late.at - timedelta(hours=2)}, ("happened_at", "blank.before")),
        ({"reason": ""}, ("late_reason", "required")),
        ({"reason": "weather"}, ("late_reason", "not_in_list")),
        ({"reason": "other"}, ("late_note", "required")),
    ):
        with pytest.raises(Invalid) as error:
            intake.register(bench.house, bench.actor, intake_of(late=LateEntry(**{**late_args(late), **changes})))
        assert codes_of(error) == {said}
    with bench.house.store.read() as look:
        assert look.count(Query("request")) == 0


def test_a_visit_of_the_power_cut_is_over_and_waits_for_nobody(bench: Bench) -> None:
    (form,) = reserve(bench, "visit")
    late = late_of(bench, form)
    view = reception.check_in(bench.house, bench.actor, WalkIn(subject="咨询", name="陈演练", late=late)).value
    made = record(bench, "visit", view.eid)
    assert (made["number"], made["state"], made["ticket"]) == (form["number"], "done", None)
    assert made["arrived_at"] == made["left_at"] == late.at
    assert record(bench, "blank_form", form.eid)["record"] == view.eid


def test_a_complaint_of_the_power_cut(bench: Bench) -> None:
    (form,) = reserve(bench, "complaint")
    late = late_of(bench, form)
    eid = complaints.receive(bench.house, bench.actor, COMPLAINT, late=late).value
    made = record(bench, "complaint", eid)
    assert (made["number"], made["received_at"]) == (form["number"], late.at)


def test_what_was_not_used_is_voided_with_a_reason(bench: Bench) -> None:
    made = reserve(bench, "intake", 3)
    eids = [one.eid for one in made]
    with pytest.raises(Invalid, match="invalid"):
        reserving.void(bench.house, bench.actor, eids, "no reason")
    with pytest.raises(Invalid):
        reserving.void(bench.house, bench.actor, eids, "other")
    done = reserving.void(bench.house, bench.actor, eids[:2], "unused")
    with pytest.raises(NotAllowed):
        reserving.void(bench.house, bench.actor, eids[:1], "spoilt")
    with pytest.raises(Missing, match=r"blank\.none_open"):
        paper.sheets(bench.house, bench.actor, eids[:2])
    late = late_of(bench, made[0])
    with pytest.raises(Invalid) as error:
        intake.register(bench.house, bench.actor, intake_of(late=late))
    assert ("number", "blank.closed") in codes_of(error)
    undo.undo(bench.house, bench.actor, done.undo or "")
    assert [row.state for row in reserving.blanks(bench.house, bench.actor)] == ["reserved"] * 3


def test_every_number_of_a_day_has_a_word(bench: Bench) -> None:
    made = reserve(bench, "intake", 4)
    paper.sheets(bench.house, bench.actor, [made[1].eid])
    reserving.void(bench.house, bench.actor, [made[2].eid], "spoilt")
    late = late_of(bench, made[3])
    intake.register(bench.house, bench.actor, intake_of(late=late))
    undone = intake.register(bench.house, bench.actor, intake_of())
    undo.undo(bench.house, bench.actor, undone.undo or "")
    intake.register(bench.house, bench.actor, intake_of())
    day = accounts.number_day(bench.house, bench.actor, bench.clock.now().date())
    told = [line.state for line in day.lines if line.kind == "XQ"]
    assert told == ["reserved", "blank_out", "blank_void", "blank_used", "void", "issued"]
    assert dict(day.counts)["issued"] == 1
    assert next(line.why for line in day.lines if line.state == "blank_void") == "spoilt"


def test_a_serial_nobody_used_is_told(bench: Bench) -> None:
    intake.register(bench.house, bench.actor, intake_of())
    day = bench.clock.now().date()
    with bench.house.store.write(bench.actor) as unit:
        unit.next_number("XQ", day)
        unit.commit()
    intake.register(bench.house, bench.actor, intake_of())
    lines = [line for line in accounts.number_day(bench.house, bench.actor, day).lines if line.kind == "XQ"]
    assert [(line.serial, line.state) for line in lines] == [(1, "issued"), (2, "skipped"), (3, "issued")]


def test_the_day_after_the_open_ones_are_told(bench: Bench) -> None:
    reserve(bench, "intake", 2)
    reserve(bench, "visit")
    assert [line for line in today.day(bench.house, bench.actor).lines if line.section == "blank"] == []
    bench.clock.pass_time(days=1)
    lines = [line for line in today.day(bench.house, bench.actor).lines if line.section == "blank"]
    assert [(line.kind, line.late) for line in lines] == [("blank_form", True)] * 2
    assert "2" in lines[0].what
    assert all(row.late for row in reserving.blanks(bench.house, bench.actor))


def test_a_late_entry_survives_as_json(bench: Bench) -> None:
    (form,) = reserve(bench, "intake")
    late = late_of(bench, form, note="来电后补录", receipt="x")
    assert late_from(late_values(late)) == late
    assert late_from({}) is None
