"""Bookings through the real services and a real store: refused in words, moved, waited for, judged, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from qi_desk.domain.errors import Invalid, NotAllowed
from qi_desk.services import undo
from qi_desk.services.booking import bookings, equipment, finding, use, views
from qi_desk.services.ports import Record
from tests.services.booking.hall import ask, at, book, client, device
from tests.support.stations import Bench

CHECKED = {"before": "good", "signed_out": True, "accessories_out": "压头 1 个"}
BACK = {"after": "good", "cleaned": True, "signed_back": True}


def record(bench: Bench, eid: str, kind: str = "booking") -> Record:
    with bench.house.store.read() as look:
        found = look.get(kind, eid)
    assert found is not None
    return found


def show(bench: Bench, eid: str) -> views.BookingView:
    return views.show(bench.house, bench.actor, eid)


def codes(caught: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {problem.code for problem in caught.value.problems}


def test_two_never_have_the_same_time_and_the_nearest_is_offered(bench: Bench) -> None:
    one, who = device(bench), client(bench)
    first = book(bench, one, who, at(12, 9), at(12, 11))
    assert (first.state, first.judged) == ("booked", "alone")
    assert first.number.startswith("PY03-YY-")
    wanted = ask(one, who, at(12, 11), at(12, 12))
    with pytest.raises(Invalid) as caught:
        bookings.book(bench.house, bench.actor, wanted)
    assert codes(caught) == {"booking.taken"}
    spans = finding.nearest(bench.house, bench.actor, wanted)
    assert spans[0] == (at(12, 14), at(12, 15))
    again = replace(wanted, begins=spans[0][0], ends=spans[0][1])
    assert bookings.book(bench.house, bench.actor, again).value.state == "booked"


def test_every_thing_that_is_wrong_is_told_at_once(bench: Bench) -> None:
    one, who = device(bench, need_training=True, calibration_due=date(2026, 3, 11)), client(bench)
    wrong = ask(one, who, at(14, 9), at(14, 9, 10), safety_signed=False)
    with pytest.raises(Invalid) as caught:
        bookings.book(bench.house, bench.actor, wrong)
    assert codes(caught) == {
        "booking.calibration",
        "booking.hours",
        "booking.short",
        "booking.training",
        "booking.safety",
    }


def test_training_opens_the_door_until_it_runs_out(bench: Bench) -> None:
    one, who = device(bench, need_training=True), client(bench)
    given = {"equipment": one, "client": who, "user_name": "陈演练", "trained_on": date(2026, 3, 1)}
    equipment.authorise(bench.house, bench.actor, {**given, "valid_to": date(2026, 3, 12)})
    assert book(bench, one, who, at(12, 9), at(12, 10)).state == "booked"
    with pytest.raises(Invalid):
        book(bench, one, who, at(16, 9), at(16, 10))
    with pytest.raises(Invalid):
        book(bench, one, who, at(12, 14), at(12, 15), user_name="别人")


def test_the_manager_sets_lenient_rules_aside_with_a_reason_and_nobody_the_others(bench: Bench) -> None:
    one, who = device(bench), client(bench)
    today = ask(one, who, at(10, 14), at(10, 15), override="客户停线等结果")
    specialist = bench.as_specialist()
    with pytest.raises(NotAllowed):
        bookings.book(bench.house, specialist, today)
    with pytest.raises(NotAllowed):
        bookings.override(bench.house, specialist, today)
    made = bookings.override(bench.house, bench.actor, today).value
    kept = record(bench, made.eid)
    assert (kept["override_rules"], kept["override_reason"]) == (["notice"], "客户停线等结果")
    with pytest.raises(Invalid) as caught:
        bookings.override(bench.house, bench.actor, today)
    assert codes(caught) == {"booking.taken"}


def test_a_move_keeps_every_rule_and_a_lapsed_one_stays(bench: Bench) -> None:
    one, who = device(bench), client(bench)
    first, second = book(bench, one, who, at(12, 9), at(12, 10)), book(bench, one, who, at(12, 14), at(12, 15))
    with pytest.raises(Invalid) as caught:
        bookings.move(bench.house, bench.actor, second.eid, at(12, 9, 30), at(12, 10, 30))
    assert codes(caught) == {"booking.taken"}
    act = bookings.move(bench.house, bench.actor, second.eid, at(12, 10, 30), at(12, 11, 30)).undo
    assert record(bench, second.eid)["begins"] == at(12, 10, 30)
    undo.undo(bench.house, bench.actor, act or "")
    assert record(bench, second.eid)["begins"] == at(12, 14)
    bench.clock.moment = at(12, 9, 31)
    with pytest.raises(NotAllowed, match=r"booking\.lapsed"):
        bookings.move(bench.house, bench.actor, first.eid, at(13, 9), at(13, 10))


def test_cancelling_late_is_a_breach_and_three_bar(bench: Bench) -> None:
    one, who = device(bench), client(bench)
    made = [book(bench, one, who, at(11, hour), at(11, hour, 30)) for hour in (9, 10, 11)]
    bookings.cancel(bench.house, bench.actor, made[1].eid, "fault")
    bookings.cancel(bench.house, bench.actor, made[0].eid, "client")
    bench.clock.moment = at(11, 12)
    # The third did not come, and nobody wrote it down.
    book(bench, one, who, at(16, 9), at(16, 10))
    late = book(bench, one, who, at(12, 9), at(12, 10))
    bookings.cancel(bench.house, bench.actor, late.eid, "client")
    with pytest.raises(Invalid) as caught:
        book(bench, one, who, at(16, 14), at(16, 15))
    assert codes(caught) == {"booking.barred"}
    breach = show(bench, late.eid).breaches[0][0]
    use.pardon(bench.house, bench.actor, breach, "客户车祸，有证明")
    assert book(bench, one, who, at(16, 14), at(16, 15)).state == "booked"


def test_who_does_not_come_gives_the_time_to_the_next(bench: Bench) -> None:
    one, who = device(bench), client(bench)
    gone = book(bench, one, who, at(11, 10), at(11, 12))
    bench.clock.moment = at(11, 10, 31)
    assert show(bench, gone.eid).bar.phase == "no_show"
    today = ask(one, who, at(11, 11), at(11, 12), override="现场就用")
    bookings.override(bench.house, bench.actor, today)
    assert record(bench, gone.eid)["state"] == "missed"
    with pytest.raises(NotAllowed):
        use.check_in(bench.house, bench.actor, gone.eid, CHECKED)


def test_who_comes_late_may_still_have_it_while_nobody_took_it(bench: Bench) -> None:
    one, who = device(bench), client(bench)
    made = book(bench, one, who, at(11, 10), at(11, 12))
    with pytest.raises(NotAllowed, match=r"booking\.early"):
        use.check_in(bench.house, bench.actor, made.eid, CHECKED)
    bench.clock.moment = at(11, 10, 50)
    use.check_in(bench.house, bench.actor, made.eid, CHECKED)
    assert show(bench, made.eid).bar.phase == "in_use"


def test_from_hand_to_hand_and_back(bench: Bench) -> None:
    one, who = device(bench), client(bench)
    made = book(bench, one, who, at(11, 10), at(11, 12))
    bench.clock.moment = at(11, 10)
    with pytest.raises(Invalid) as caught:
        use.check_in(bench.house, bench.actor, made.eid, {"before": "faulty", "signed_out": False})
    assert codes(caught) >= {"usage.signature", "usage.fault"}
    use.check_in(bench.house, bench.actor, made.eid, CHECKED)
    bench.clock.moment = at(11, 12, 30)
    assert show(bench, made.eid).bar.phase == "overrun"
    with pytest.raises(Invalid) as caught:
        use.hand_back(bench.house, bench.actor, made.eid, {**BACK, "after": "damaged"})
    assert codes(caught) == {"usage.fault"}
    use.hand_back(bench.house, bench.actor, made.eid, {**BACK, "after": "damaged", "fault": "压头崩口"})
    view = show(bench, made.eid)
    assert view.usage["minutes"] == 150
    assert {kind for _, kind, _ in view.breaches} == {"overrun", "damage"}
    use.confirm(bench.house, bench.actor, made.eid)
    assert record(bench, made.eid)["state"] == "done"


def test_what_came_back_early_is_free_at_once(bench: Bench) -> None:
    one, who = device(bench), client(bench)
    made = book(bench, one, who, at(11, 9), at(11, 12))
    bench.clock.moment = at(11, 9)
    use.check_in(bench.house, bench.actor, made.eid, CHECKED)
    bench.clock.moment = at(11, 9, 40)
    use.hand_back(bench.house, bench.actor, made.eid, BACK)
    again = ask(one, who, at(11, 10, 30), at(11, 11, 30), override="急用")
    assert bookings.override(bench.house, bench.actor, again).value.state == "booked"


def test_the_waiting_list_moves_up_by_the_clock_alone(bench: Bench) -> None:
    one, who = device(bench), client(bench)
    holder = book(bench, one, who, at(13, 9), at(13, 11))
    waits = [book(bench, one, who, at(13, 9), at(13, 11), wait=True) for _ in range(2)]
    assert [one.state for one in waits] == ["waiting", "waiting"]
    with pytest.raises(NotAllowed, match=r"booking\.not_offered"):
        bookings.take(bench.house, bench.actor, waits[0].eid)
    bench.clock.pass_time(minutes=30)
    bookings.cancel(bench.house, bench.actor, holder.eid, "client")
    assert "take" in show(bench, waits[0].eid).deeds
    with pytest.raises(Invalid):
        book(bench, one, who, at(13, 9), at(13, 10))
    # Two working hours later, the lunch not counted, it is the second's turn.
    bench.clock.moment = at(10, 11, 50)
    assert show(bench, waits[0].eid).offered_until is None
    taken = bookings.take(bench.house, bench.actor, waits[1].eid).value
    assert taken.state == "booked"


def test_approval_blocks_and_is_not_ones_own(bench: Bench) -> None:
    one, who = device(bench, approval=True), client(bench)
    made = book(bench, one, who, at(12, 9), at(12, 10))
    assert made.state == "asked"
    with pytest.raises(Invalid):
        book(bench, one, who, at(12, 9), at(12, 10))
    with pytest.raises(NotAllowed, match=r"booking\.own_approval"):
        bookings.approve(bench.house, bench.actor, made.eid)
    other = bookings.book(bench.house, bench.as_specialist(), ask(one, who, at(12, 14), at(12, 15))).value
    bookings.approve(bench.house, bench.actor, other.eid)
    assert record(bench, other.eid)["state"] == "booked"
    bookings.refuse(bench.house, bench.actor, made.eid, "用途不符")
    assert book(bench, one, who, at(12, 9), at(12, 10)).state == "asked"


def test_a_series_leaves_days_out_and_takes_them_back_in(bench: Bench) -> None:
    one, who = device(bench), client(bench)
    book(bench, one, who, at(18, 9), at(18, 10))
    weekly = ask(one, who, at(11, 9), at(11, 10))
    done = bookings.book_series(bench.house, bench.actor, weekly, "week", date(2026, 3, 31)).value
    assert [bench.house.store and record(bench, one.eid)["begins"].day for one in done.booked] == [11, 25]
    assert [(day.day, problems[0].code) for day, problems in done.left_out] == [(18, "booking.taken")]
    added = ask(one, who, at(18, 14), at(18, 15), series=done.series)
    assert record(bench, bookings.book(bench.house, bench.actor, added).value.eid)["series"] == done.series
    bookings.move(bench.house, bench.actor, done.booked[1].eid, at(26, 9), at(26, 10))


def test_a_series_of_nothing_is_refused(bench: Bench) -> None:
    one, who = device(bench), client(bench)
    saturday = ask(one, who, at(14, 9), at(14, 10))
    with pytest.raises(NotAllowed, match=r"booking\.nothing_left"):
        bookings.book_series(bench.house, bench.actor, saturday, "week", date(2026, 3, 31))


def test_a_set_and_a_plan_are_had_whole_or_not_at_all(bench: Bench) -> None:
    room, who = device(bench, name="静音室", sort="room", calibration_exempt=True), client(bench)
    one = device(bench, goes_with=[{"key": room, "name": "静音室"}])
    made = book(bench, one, who, at(12, 9), at(12, 10))
    assert show(bench, made.eid).together == ("静音室",)
    with pytest.raises(Invalid) as caught:
        book(bench, room, who, at(12, 9, 30), at(12, 10, 30))
    assert codes(caught) == {"booking.taken"}
    other = device(bench, name="影像测量仪")
    asks = [ask(other, who, at(12, 9), at(12, 10)), ask(room, who, at(12, 9), at(12, 10))]
    with pytest.raises(Invalid) as caught:
        bookings.book_together(bench.house, bench.actor, asks)
    assert "booking.part" in codes(caught)
    begins, ends = finding.time_for_all(bench.house, bench.actor, asks)[0]
    plan = [replace(part, begins=begins, ends=ends) for part in asks]
    both = bookings.book_together(bench.house, bench.actor, plan).value
    bookings.cancel(bench.house, bench.actor, both[0].eid, "station")
    assert {record(bench, part.eid)["state"] for part in both} == {"cancelled"}


def test_from_a_time_to_what_can_do_it(bench: Bench) -> None:
    one, who = device(bench), client(bench)
    two = device(bench, name="布洛维硬度计")
    device(bench, name="盐雾箱", tests=[])
    book(bench, one, who, at(12, 9), at(12, 11))
    lines = finding.free_at(bench.house, bench.actor, ask("", who, at(12, 9), at(12, 11)), "洛氏硬度")
    assert [(line.eid, line.free) for line in lines] == [(two, True), (one, False)]
    assert lines[1].spans[0] == (at(12, 14), at(12, 16))


def test_a_failure_lists_whom_to_call_and_what_to_offer(bench: Bench) -> None:
    one, who = device(bench), client(bench)
    two = device(bench, name="布洛维硬度计")
    made = book(bench, one, who, at(12, 9), at(12, 11))
    shut = {"begins_on": date(2026, 3, 11), "ends_on": date(2026, 3, 20), "reason": "fault", "note": "传感器坏"}
    equipment.shut(bench.house, bench.actor, one, shut)
    line = equipment.affected(bench.house, bench.actor, one)[0]
    assert line.eid == made.eid
    assert line.instead[0][0] == two
    assert line.instead[0][2] == (at(12, 9), at(12, 11))
    use.called(bench.house, bench.actor, made.eid)
    assert equipment.affected(bench.house, bench.actor, one)[0].called
    bookings.move(bench.house, bench.actor, made.eid, at(12, 9), at(12, 11), two)
    assert equipment.affected(bench.house, bench.actor, one) == ()


def test_a_loan_goes_out_and_back_in_opening_hours(bench: Bench) -> None:
    one, who = device(bench), client(bench)
    assert book(bench, one, who, at(12, 9), at(16, 15), mode="loan").state == "booked"
    with pytest.raises(Invalid) as caught:
        book(bench, one, who, at(13, 9), at(13, 10))
    assert codes(caught) == {"booking.taken"}


def test_what_others_share_is_pending_until_the_district_judges(bench: Bench) -> None:
    bench.house.store.exchange.remember({"device": "one"})
    one, who = device(bench), client(bench)
    pending = book(bench, one, who, at(12, 9), at(12, 10))
    assert pending.judged == "pending"
    bookings.settle(bench.house, bench.actor, pending.eid, "lost")
    loser = show(bench, pending.eid)
    assert (loser.bar.phase, loser.values["first"]) == ("waiting", True)
    with bench.house.store.read() as look:
        assert [due.why for due in views.due_today(bench.house, look)] == ["call"]
    with pytest.raises(NotAllowed, match=r"booking\.not_pending"):
        bookings.settle(bench.house, bench.actor, pending.eid, "confirmed")


def test_a_desk_that_holds_the_lease_decides_alone(bench: Bench) -> None:
    bench.house.store.exchange.remember({"device": "one"})
    one, who = device(bench), client(bench)
    with bench.house.store.write(bench.actor) as unit:
        lease = {"equipment": one, "desk": "PY03-A", "valid_until": bench.clock.now() + timedelta(hours=1)}
        unit.create("lease", lease)
        unit.commit()
    assert book(bench, one, who, at(12, 9), at(12, 10)).judged == "leased"
    bench.clock.pass_time(hours=1)
    assert book(bench, one, who, at(12, 14), at(12, 15)).judged == "pending"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"mark": "yellow"}, "required"),
        ({"calibration_due": None}, "equipment.calibration"),
        ({"modes": []}, "required"),
        ({"shortest_minutes": 60, "longest_minutes": 30}, "equipment.longest"),
        ({"hours": "25 点"}, "station.opening"),
    ],
)
def test_a_register_without_the_needful_is_refused(bench: Bench, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as caught:
        device(bench, **changes)
    assert codes(caught) == {code}


def test_own_opening_hours(bench: Bench) -> None:
    one, who = device(bench, hours="18:00-21:00"), client(bench)
    assert book(bench, one, who, at(12, 18), at(12, 20)).state == "booked"
    with pytest.raises(Invalid) as caught:
        book(bench, one, who, at(12, 9), at(12, 10))
    assert codes(caught) == {"booking.hours"}


def test_who_only_asks_what_is_free_is_not_asked_for_training(bench: Bench) -> None:
    one = device(bench, need_training=True)
    (line,) = finding.free_at(bench.house, bench.actor, ask("", "", at(12, 9), at(12, 10)), "硬度")
    assert (line.eid, line.free) == (one, True)
