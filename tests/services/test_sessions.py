"""Signing in and out, locking, the person at the counter changing, and whose half-written work is whose."""

from __future__ import annotations

import pytest

from qi_desk.domain.errors import Missing, NotAllowed, WrongKey
from qi_desk.services import board, reception, sessions, staff
from qi_desk.services.reception import WalkIn
from tests.support.stations import PASSWORD, SPECIALIST_PASSWORD, Bench


def events(bench: Bench, limit: int = 10) -> list[tuple[str, str]]:
    with bench.house.store.read() as look:
        return [(line.event, line.actor) for line in look.history(limit=limit)]


def test_coming_locking_and_going_stand_in_the_chain(bench: Bench) -> None:
    account = bench.actor.account
    sessions.lock(bench.house, bench.actor)
    bench.reopen()
    assert events(bench, 3) == [("signed_in", account), ("signed_out", account), ("locked", account)]


def test_each_wrong_password_makes_the_wait_longer_for_that_account_alone(bench: Bench) -> None:
    bench.door.leave()
    waits = []
    for _ in range(6):
        with pytest.raises(WrongKey):
            bench.door.enter(bench.actor.account, "wrong")
        waits.append(bench.door.wait_seconds(bench.actor.account))
        bench.clock.pass_time(seconds=waits[-1])
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
    with pytest.raises(WrongKey):
        bench.door.enter(bench.actor.account, "wrong")
    assert bench.door.wait_seconds(bench.specialist) == 0
    bench.door.enter(bench.specialist, SPECIALIST_PASSWORD)


def test_the_right_password_ends_the_wait(bench: Bench) -> None:
    bench.door.leave()
    for _ in range(4):
        with pytest.raises(WrongKey):
            bench.door.enter(bench.actor.account, "wrong")
        bench.clock.pass_time(seconds=bench.door.wait_seconds(bench.actor.account))
    bench.door.enter(bench.actor.account, PASSWORD)
    assert bench.door.wait_seconds(bench.actor.account) == 0


def test_after_signing_out_there_is_no_session(bench: Bench) -> None:
    bench.door.leave()
    bench.door.leave()
    with pytest.raises(NotAllowed, match=r"signin\.needed"):
        _ = bench.door.session


def test_the_next_person_works_on_and_is_named_for_it(bench: Bench) -> None:
    visit = reception.check_in(bench.house, bench.actor, WalkIn(subject="咨询", name="甲演练")).value
    arrival = bench.door.enter(bench.specialist, SPECIALIST_PASSWORD)
    reception.leave(arrival.house, arrival.actor, visit.eid)
    assert board.visit(arrival.house, arrival.actor, visit.eid).state == "left"
    assert events(bench, 2) == [("leave", bench.specialist), ("signed_in", bench.specialist)]


def test_half_written_work_waits_for_its_writer(bench: Bench) -> None:
    sessions.keep_draft(bench.house, bench.actor, "k", "intake", "需求登记", {"description": "半句"})
    arrival = bench.door.enter(bench.specialist, SPECIALIST_PASSWORD)
    assert sessions.drafts(arrival.house, arrival.actor) == ()
    back = bench.door.enter(bench.actor.account, PASSWORD)
    assert [draft.key for draft in sessions.drafts(back.house, back.actor)] == ["k"]


def test_who_is_gone_or_unknown_is_not_recognised(bench: Bench) -> None:
    person = staff.PersonInput("012", "新演练", "specialist", "blue kettle 41")
    second = staff.add(bench.house, bench.actor, person).value
    staff.record_training(bench.house, bench.actor, second, "岗前培训", bench.clock.now().date())
    staff.retire(bench.house, bench.actor, bench.specialist)
    with pytest.raises(NotAllowed, match=r"signin\.retired"):
        sessions.recognise(bench.house, bench.specialist)
    with pytest.raises(Missing, match=r"signin\.unknown"):
        sessions.recognise(bench.house, "nobody")
