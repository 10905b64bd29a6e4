"""Accounts: the training before the post, the last specialist, passwords, and who may do what."""

from __future__ import annotations

import pytest

from qi_desk.domain.errors import Conflict, Invalid, NotAllowed, WrongKey
from qi_desk.services import sessions, staff
from qi_desk.services.ports import Actor
from qi_desk.services.rights import ANYONE, VERBS, authorise
from qi_desk.services.staff import PersonInput
from tests.support.stations import PASSWORD, SPECIALIST_PASSWORD, Bench


def hire(bench: Bench, staff_no: str = "012", role: str = "specialist") -> str:
    person = PersonInput(staff_no, "新演练", role, "blue kettle 41")
    return staff.add(bench.house, bench.actor, person).value


def test_a_specialist_without_the_training_does_not_get_in(bench: Bench) -> None:
    account = hire(bench)
    bench.door.leave()
    with pytest.raises(NotAllowed, match=r"signin\.training_missing"):
        bench.door.enter(account, "blue kettle 41")
    arrival = bench.door.enter(bench.actor.account, PASSWORD)
    staff.record_training(arrival.house, arrival.actor, account, "岗前培训", bench.clock.now().date())
    bench.door.leave()
    assert bench.door.enter(account, "blue kettle 41").actor.name == "新演练"


def test_a_failed_or_future_training_does_not_count(bench: Bench) -> None:
    account = hire(bench)
    day = bench.clock.now().date()
    staff.record_training(bench.house, bench.actor, account, "岗前培训", day, passed=False)
    with pytest.raises(Invalid):
        staff.record_training(bench.house, bench.actor, account, "岗前培训", day.replace(year=2027))
    with pytest.raises(NotAllowed, match=r"signin\.training_missing"):
        sessions.recognise(bench.house, account)


def test_the_last_specialist_stays(bench: Bench) -> None:
    with pytest.raises(Conflict, match=r"person\.last_specialist"):
        staff.retire(bench.house, bench.actor, bench.specialist)
    second = hire(bench)
    with pytest.raises(Conflict, match=r"person\.last_specialist"):
        staff.retire(bench.house, bench.actor, bench.specialist)
    staff.record_training(bench.house, bench.actor, second, "岗前培训", bench.clock.now().date())
    staff.retire(bench.house, bench.actor, bench.specialist)
    bench.door.leave()
    with pytest.raises(WrongKey):
        bench.door.enter(bench.specialist, SPECIALIST_PASSWORD)
    bench.door.enter(bench.actor.account, PASSWORD)


def test_a_new_recovery_code_makes_the_old_one_worthless(bench: Bench) -> None:
    old = staff.new_recovery(bench.house, bench.actor).value
    new = staff.new_recovery(bench.house, bench.actor).value
    with pytest.raises(WrongKey):
        bench.door.recover(old, bench.actor.account, "另一个很长的密码 2026")
    bench.door.recover(new, bench.actor.account, "另一个很长的密码 2026")
    bench.door.leave()
    bench.door.enter(bench.actor.account, "另一个很长的密码 2026")


def test_nobody_retires_oneself(bench: Bench) -> None:
    with pytest.raises(NotAllowed, match=r"person\.self"):
        staff.retire(bench.house, bench.actor, bench.actor.account)


def test_a_staff_number_is_given_once(bench: Bench) -> None:
    with pytest.raises(Invalid) as taken:
        hire(bench, "007")
    assert [problem.code for problem in taken.value.problems] == ["person.staff_no_taken"]


def test_a_weak_password_opens_no_account(bench: Bench) -> None:
    with pytest.raises(Invalid):
        staff.add(bench.house, bench.actor, PersonInput("013", "弱演练", "specialist", "12345"))
    assert {view.staff_no for view in staff.people(bench.house, bench.actor)} == {"001", "007"}


def test_a_changed_password_is_the_only_one(bench: Bench) -> None:
    staff.change_password(bench.house, bench.actor, PASSWORD, "orange ladder 52")
    bench.door.leave()
    with pytest.raises(WrongKey):
        bench.door.enter(bench.actor.account, PASSWORD)
    bench.clock.pass_time(minutes=30)
    bench.door.enter(bench.actor.account, "orange ladder 52")


def test_failures_slow_the_next_try_and_survive_a_restart(bench: Bench) -> None:
    bench.door.leave()
    for _ in range(3):
        with pytest.raises(WrongKey):
            bench.door.enter(bench.actor.account, "wrong")
    assert bench.door.wait_seconds(bench.actor.account) > 0
    with pytest.raises(NotAllowed, match=r"signin\.wait"):
        bench.door.enter(bench.actor.account, PASSWORD)
    bench.clock.pass_time(minutes=20)
    bench.door.enter(bench.actor.account, PASSWORD)


def test_the_recovery_code_makes_a_lost_password_anew(bench: Bench) -> None:
    code = bench.house.keys.new_recovery()
    bench.door.leave()
    with pytest.raises(WrongKey):
        bench.door.recover(code[:-1] + ("0" if code[-1] != "0" else "1"), bench.actor.account, "orange ladder 52")
    bench.door.recover(code.lower(), bench.actor.account, "orange ladder 52")
    bench.door.enter(bench.actor.account, "orange ladder 52")


def test_another_person_takes_over_without_closing_the_store(bench: Bench) -> None:
    store = bench.house.store
    arrival = bench.door.enter(bench.specialist, SPECIALIST_PASSWORD)
    assert arrival.house.store is store
    assert arrival.actor.role == "specialist"
    with pytest.raises(WrongKey):
        bench.door.enter(bench.actor.account, "wrong")
    assert bench.door.session.actor.account == bench.specialist


ROLES = sorted(ANYONE)


@pytest.mark.parametrize("role", ROLES)
def test_every_verb_is_open_to_its_roles_alone(role: str) -> None:
    import qi_desk.gui.pages.registry
    import qi_desk.practice.making  # noqa: F401

    actor = Actor("a", "演练", role, "1", "A")
    assert len(VERBS) > 50
    for verb in VERBS.values():
        if role in verb.roles:
            authorise(actor, verb.name)
        else:
            with pytest.raises(NotAllowed, match="not_allowed"):
                authorise(actor, verb.name)


def test_a_specialist_changes_no_settings_and_hires_nobody(bench: Bench) -> None:
    specialist = bench.as_specialist()
    with pytest.raises(NotAllowed):
        staff.add(bench.house, specialist, PersonInput("014", "甲", "specialist", "blue kettle 41"))
    assert "staff.add" in VERBS
