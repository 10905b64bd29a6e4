"""The day's list: each thing once, the most urgent first; what comes due by itself comes back by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qi_desk.domain import moments
from qi_desk.domain.errors import Invalid, NotAllowed
from qi_desk.services import (
    reception,
    request_aftercare,
    request_ending,
    request_linking,
    request_steps,
    request_work_views,
    today,
    today_paper,
    undo,
)
from qi_desk.services.booking import bookings, equipment, use
from qi_desk.services.ports import Actor
from qi_desk.services.reception import WalkIn
from qi_desk.services.today import DayLine
from tests.services.booking.hall import ask, at, book, client, device
from tests.services.test_request_service import contact, registered, serving
from tests.support.stations import Bench

_OF_REGISTERS = frozenset({"opening", "register"})
"""What a new station has to do every day and has not written yet; told in the tests of the registers."""


def lines_of(bench: Bench, actor: Actor | None = None, *, mine: bool = True) -> list[DayLine]:
    found = today.day(bench.house, actor or bench.actor, mine=mine).lines
    return [line for line in found if line.section not in _OF_REGISTERS]


def sections(bench: Bench, *, mine: bool = False) -> list[tuple[str, str]]:
    return [(line.section, line.request or line.eid) for line in lines_of(bench, mine=mine)]


def closed(bench: Bench) -> str:
    eid = serving(bench)
    contact(bench, eid, quality="good")
    request_ending.deliver(bench.house, bench.actor, eid, {"way": "electronic", "results": "校准证书，JZ-1"})
    request_ending.close(bench.house, bench.actor, eid, {"solved": "yes", "trips": 1})
    return eid


def test_work_without_a_next_step_shows_until_it_has_one(bench: Bench) -> None:
    eid = serving(bench)
    assert sections(bench) == [("no_step", eid)]
    contact(bench, eid, next_on=bench.clock.now().date() + timedelta(days=2))
    assert sections(bench) == []
    bench.clock.pass_time(days=2)
    assert sections(bench) == [("next_step", eid)]


def test_a_promise_stands_until_somebody_spoke_again(bench: Bench) -> None:
    eid = serving(bench)
    later = bench.clock.now().date() + timedelta(days=1)
    contact(bench, eid, promise="报价单", promise_due=later, next_on=later + timedelta(days=1))
    assert sections(bench) == []
    bench.clock.pass_time(days=1)
    (line,) = lines_of(bench)
    assert (line.section, line.late) == ("promised", False)
    assert "报价单" in line.what
    contact(bench, eid, next_on=later + timedelta(days=1))
    assert sections(bench) == []


def test_what_is_late_stands_before_what_is_due(bench: Bench) -> None:
    late = serving(bench)
    bench.clock.pass_time(days=60)
    due = registered(bench)
    reception.check_in(bench.house, bench.actor, WalkIn(subject="咨询", name="何演练"))
    found = sections(bench)
    assert [name for name, _ in found] == ["waiting", "overdue"]
    assert found[1][1] == late
    assert due not in dict(found).values()


def test_each_person_sees_their_own(bench: Bench) -> None:
    eid = serving(bench)
    handed = request_linking.hand_over(bench.house, bench.actor, [eid], bench.specialist, "请接着办")
    assert sections(bench, mine=True) == []
    assert [line.request for line in lines_of(bench, bench.as_specialist())] == [eid]
    assert handed.undo is not None
    undo.undo(bench.house, bench.actor, handed.undo)
    assert sections(bench, mine=True) == [("no_step", eid)]


def test_a_referral_is_asked_about_once(bench: Bench) -> None:
    eid = registered(bench)
    day = bench.clock.now().date() + timedelta(days=7)
    request_steps.refuse(
        bench.house,
        bench.actor,
        eid,
        {"reason": "scope", "guided": "told", "detail": "不在服务范围", "callback_on": day} | _a_refusal(bench),
    )
    assert sections(bench) == []
    bench.clock.pass_time(days=7)
    assert [name for name, _ in sections(bench)] == ["call_back"]
    assert request_work_views.show(bench.house, bench.actor, eid).next_step == "call_back"
    with pytest.raises(Invalid):
        request_aftercare.call_back(bench.house, bench.actor, eid, {"callback_note": " "})
    request_aftercare.call_back(bench.house, bench.actor, eid, {"callback_note": "已在那边办好"})
    assert sections(bench) == []


def _a_refusal(bench: Bench) -> dict[str, str]:
    codes = bench.house.codes
    return {"reason": next(iter(codes.ids("refusal_reasons"))), "guided": next(iter(codes.ids("guide_modes")))} | {
        "destination": "示范去向"
    }


def test_closed_matters_come_back_after_3_6_and_12_months(bench: Bench) -> None:
    eid = closed(bench)
    with pytest.raises(NotAllowed, match=r"look_back\.not_due"):
        request_aftercare.look_back(bench.house, bench.actor, eid, {"mode": "phone", "solved": "yes"})
    begun = moments.china_date(bench.clock.now())
    for months in (3, 6, 12):
        days = (moments.months_later(begun, months) - moments.china_date(bench.clock.now())).days
        bench.clock.pass_time(days=days)
        assert [name for name, _ in sections(bench)] == ["look_back"]
        with pytest.raises(Invalid):
            request_aftercare.look_back(bench.house, bench.actor, eid, {"mode": "phone", "solved": "yes", "jobs": 3})
        request_aftercare.look_back(bench.house, bench.actor, eid, {"mode": "phone", "solved": "yes"})
        assert sections(bench) == []


def test_months_later_keeps_to_the_month() -> None:
    assert moments.months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert moments.months_later(date(2026, 1, 31), -2) == date(2025, 11, 30)
    assert moments.months_later(date(2026, 12, 15), 12) == date(2027, 12, 15)


def test_the_list_on_paper_has_a_table_for_each_section(bench: Bench) -> None:
    before = today_paper.day_list(bench.house, bench.actor, mine=False).view
    assert [table.heading for table in before.tables] == ["开班检查", "登记簿"]
    serving(bench)
    reception.check_in(bench.house, bench.actor, WalkIn(subject="咨询", name="何演练"))
    waiting = today_paper.day_list(bench.house, bench.actor, mine=False).view.tables[0].rows[0]
    assert "09:15 起等候" in waiting[3]
    reception.leave(bench.house, bench.actor, lines_of(bench)[0].eid)
    view = today_paper.day_list(bench.house, bench.actor, mine=False).view
    assert view.number == f"{bench.clock.now():%Y%m%d}-{bench.actor.staff_no}"
    (table,) = (one for one in view.tables if one not in before.tables)
    assert len(table.rows) == 1
    assert not view.sections


def test_what_shared_equipment_waits_for(bench: Bench) -> None:
    one, who = device(bench), client(bench)
    now = ask(one, who, at(10, 14), at(10, 15), override="急用")
    bookings.override(bench.house, bench.actor, now)
    later = book(bench, one, who, at(12, 9), at(12, 10))
    device_two = device(bench, name="要审批的", approval=True)
    book(bench, device_two, who, at(12, 9), at(12, 10))

    def sections() -> list[tuple[str, bool]]:
        lines = lines_of(bench)
        return [(line.section, line.late) for line in lines if line.kind == "booking"]

    assert sections() == [("booking", False), ("booking_review", False)]
    shut = {"begins_on": at(11, 0).date(), "ends_on": at(20, 0).date(), "reason": "maintenance"}
    equipment.shut(bench.house, bench.actor, one, shut)
    assert ("booking_call", False) in sections()
    use.called(bench.house, bench.actor, later.eid)
    assert ("booking_call", False) not in sections()
    bench.clock.moment = at(10, 14)
    eid = next(line.eid for line in today.day(bench.house, bench.actor).lines if line.section == "booking")
    use.check_in(bench.house, bench.actor, eid, {"before": "good", "signed_out": True})
    bench.clock.moment = at(10, 15, 30)
    assert ("booking_late", True) in sections()
