"""Receiving visitors: entering, the guards, the queue, undo, the end of the day."""

from __future__ import annotations

import pytest

from qi_desk.domain.errors import Conflict, Invalid, Missing, NotAllowed
from qi_desk.services import board, counter, reception, undo
from qi_desk.services.reception import WalkIn
from tests.support.stations import Bench


def enter(bench: Bench, name: str = "李*演练", **more: object) -> str:
    entry = WalkIn(subject="咨询校准", name=name.replace("*", ""), **more)  # type: ignore[arg-type]
    return reception.check_in(bench.house, bench.actor, entry).value.eid


def test_who_and_what_are_enough(bench: Bench) -> None:
    view = reception.check_in(bench.house, bench.actor, WalkIn(subject="查标准", organisation="示范五金厂")).value
    assert (view.ticket, view.state, view.who) == ("A001", "waiting", "示范五金厂")
    assert view.number.startswith("PY03-LF-20260310-A-0001-")


def test_nobody_or_nothing_is_refused_field_by_field(bench: Bench) -> None:
    with pytest.raises(Invalid) as refused:
        reception.check_in(bench.house, bench.actor, WalkIn(subject=" "))
    assert {problem.field for problem in refused.value.problems} == {"name", "subject"}
    assert board.board(bench.house, bench.actor).lanes["waiting"] == ()


def test_the_name_leaves_the_services_masked(bench: Bench) -> None:
    view = reception.check_in(
        bench.house, bench.actor, WalkIn(subject="咨询", name="欧阳演练", phone="13800001234")
    ).value
    assert "演练" not in view.who
    assert view.phone == "138****1234"


@pytest.mark.parametrize("name", ["阿依古丽·买买提", "John Smith", "㛃𠅤𬱖", "陈"])
def test_names_of_every_kind_are_ordinary(bench: Bench, name: str) -> None:
    eid = enter(bench, name)
    with bench.house.store.read() as look:
        record = look.get("visit", eid)
    assert record is not None
    assert record["name"] == name


def test_the_same_person_is_not_queued_twice_unless_told(bench: Bench) -> None:
    first = enter(bench, "李演练", phone="13800001234")
    with pytest.raises(Conflict) as twice:
        enter(bench, "王演练", phone="138 0000 1234")
    assert twice.value.values["eid"] == first
    assert enter(bench, "王演练", phone="13800001234", anyway=True) != first


def test_priority_goes_before_time(bench: Bench) -> None:
    enter(bench, "甲演练")
    bench.clock.pass_time(minutes=1)
    urgent = enter(bench, "乙演练", priority="urgent")
    assert counter.call_next(bench.house, bench.actor).value.eid == urgent


def test_calling_while_serving_asks_what_becomes_of_the_visitor(bench: Bench) -> None:
    first = enter(bench, "甲演练")
    counter.serve(bench.house, bench.actor, first)
    second = enter(bench, "乙演练")
    with pytest.raises(Conflict) as guarded:
        counter.call_next(bench.house, bench.actor)
    assert guarded.value.values["eid"] == first
    assert counter.call_next(bench.house, bench.actor, current="hold").value.eid == second
    assert board.visit(bench.house, bench.actor, first).state == "held"


def test_two_presses_call_one_visitor(bench: Bench) -> None:
    enter(bench, "甲演练")
    enter(bench, "乙演练")
    counter.call_next(bench.house, bench.actor)
    with pytest.raises(NotAllowed, match=r"visit\.called_just_now"):
        counter.call_next(bench.house, bench.actor)
    bench.clock.pass_time(seconds=60)
    assert counter.call_next(bench.house, bench.actor).value.who.startswith("乙")


def test_recall_waits_for_the_gap(bench: Bench) -> None:
    eid = enter(bench)
    counter.call_next(bench.house, bench.actor)
    with pytest.raises(NotAllowed) as soon:
        counter.recall(bench.house, bench.actor, eid)
    assert soon.value.values["seconds"] == 31
    bench.clock.pass_time(seconds=31)
    assert counter.recall(bench.house, bench.actor, eid).value.called_times == 2


def test_a_missed_visitor_comes_back_behind_the_next_two(bench: Bench) -> None:
    missed = enter(bench, "甲演练")
    counter.call_next(bench.house, bench.actor)
    counter.miss(bench.house, bench.actor, missed)
    others = []
    for name in ("乙演练", "丙演练", "丁演练"):
        bench.clock.pass_time(minutes=1)
        others.append(enter(bench, name))
    counter.requeue(bench.house, bench.actor, missed)
    waiting = [view.eid for view in board.board(bench.house, bench.actor).lanes["waiting"]]
    assert waiting == [others[0], others[1], missed, others[2]]


def test_a_visitor_back_too_late_takes_a_new_number(bench: Bench) -> None:
    missed = enter(bench, "甲演练")
    counter.call_next(bench.house, bench.actor)
    counter.miss(bench.house, bench.actor, missed)
    bench.clock.pass_time(minutes=31)
    assert counter.requeue(bench.house, bench.actor, missed).value.ticket == "A002"


def test_hold_time_is_counted_apart_from_the_matter(bench: Bench) -> None:
    eid = enter(bench)
    counter.serve(bench.house, bench.actor, eid)
    bench.clock.pass_time(minutes=5)
    counter.hold(bench.house, bench.actor, eid, "papers")
    bench.clock.pass_time(minutes=20)
    view = counter.resume(bench.house, bench.actor, eid).value
    assert view.held_seconds == 1200
    bench.clock.pass_time(minutes=3)
    assert board.visit(bench.house, bench.actor, eid).matters[0].spent_seconds == 480


def test_each_matter_has_its_own_clock(bench: Bench) -> None:
    eid = enter(bench)
    counter.serve(bench.house, bench.actor, eid)
    bench.clock.pass_time(minutes=4)
    second = board.add_matter(bench.house, bench.actor, eid, "问补贴政策").value.matters[1].eid
    board.switch_matter(bench.house, bench.actor, eid, second)
    bench.clock.pass_time(minutes=6)
    view = counter.finish(bench.house, bench.actor, eid, "done").value
    assert [matter.spent_seconds for matter in view.matters] == [240, 360]
    assert view.state == "done"


def test_transfer_keeps_number_and_note(bench: Bench) -> None:
    eid = enter(bench)
    counter.call_next(bench.house, bench.actor)
    view = counter.transfer(bench.house, bench.actor, eid, "2号窗口", "已核对材料").value
    assert (view.state, view.for_window, view.note, view.ticket) == ("waiting", "2号窗口", "已核对材料", "A001")
    with pytest.raises(Missing, match=r"visit\.nobody_waiting"):
        counter.call_next(bench.house, bench.actor)


def test_identity_needs_a_purpose_and_spares_children(bench: Bench) -> None:
    with pytest.raises(Invalid) as refused:
        enter(bench, "甲演练", id_number="440113190001010016")
    assert [problem.code for problem in refused.value.problems] == ["identity.purpose"]
    eid = enter(bench, "甲演练", id_number="440113190001010016", id_purpose=purpose(bench))
    with bench.house.store.read() as look:
        record = look.get("visit", eid)
    assert record is not None
    assert record["id_number"] == "440113190001010016"


def purpose(bench: Bench) -> str:
    return next(iter(bench.house.codes.ids("id_purposes")))


def test_undo_takes_the_visitor_back_off_the_list(bench: Bench) -> None:
    done = reception.check_in(bench.house, bench.actor, WalkIn(subject="误登", name="甲演练"))
    assert done.undo
    undo.undo(bench.house, bench.actor, done.undo)
    assert board.board(bench.house, bench.actor).lanes["waiting"] == ()


def test_undo_of_a_call_puts_the_visitor_back(bench: Bench) -> None:
    eid = enter(bench)
    done = counter.call_next(bench.house, bench.actor)
    assert done.undo
    undo.undo(bench.house, bench.actor, done.undo)
    assert board.visit(bench.house, bench.actor, eid).state == "waiting"


def test_undo_refuses_what_was_written_over(bench: Bench) -> None:
    eid = enter(bench)
    done = counter.call_next(bench.house, bench.actor)
    counter.serve(bench.house, bench.actor, eid)
    assert done.undo
    with pytest.raises(Conflict, match=r"undo\.changed_since"):
        undo.undo(bench.house, bench.actor, done.undo)


def test_the_sweep_marks_what_nobody_ended(bench: Bench) -> None:
    eid = enter(bench)
    bench.clock.pass_time(days=1)
    assert board.board(bench.house, bench.actor).unfinished == 1
    reception.sweep(bench.house, bench.actor, [eid])
    with bench.house.store.read() as look:
        record = look.get("visit", eid)
    assert record is not None
    assert (record["state"], record["left_automatically"]) == ("done", True)
    assert board.on_site(bench.house, bench.actor) == ()


def test_a_known_visitor_is_found_by_the_tail_of_the_phone(bench: Bench) -> None:
    enter(bench, "龚演练", phone="13800005678", organisation="示范机电")
    bench.clock.pass_time(days=3)
    known = board.returning(bench.house, bench.actor, "5678")[0]
    assert known.phone == "138****5678"
    view = reception.check_in(bench.house, bench.actor, WalkIn(subject="再来", known=known.known, anyway=True)).value
    with bench.house.store.read() as look:
        record = look.get("visit", view.eid)
    assert record is not None
    assert (record["name"], record["phone"]) == ("龚演练", "13800005678")
