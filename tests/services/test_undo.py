"""Taking the last act back: what it wrote and made goes, what others built upon it stays."""

from __future__ import annotations

import pytest

from qi_desk.domain.errors import Conflict, NotAllowed
from qi_desk.services import board, counter, intake, reception, request_views, undo
from qi_desk.services.intake_input import ClientInput, ContactInput, QuickAnswer
from qi_desk.services.ports import Query
from qi_desk.services.reception import WalkIn
from tests.support.stations import Bench, intake_of


def state_of(bench: Bench, kind: str, eid: str) -> str | None:
    with bench.house.store.read() as look:
        record = look.get(kind, eid)
    assert record is not None
    return record.void


def test_a_request_registered_by_mistake_goes_and_its_number_stays_taken(bench: Bench) -> None:
    done = intake.register(bench.house, bench.actor, intake_of())
    assert done.undo
    undo.undo(bench.house, bench.actor, done.undo)
    assert state_of(bench, "request", done.value.eid) == "undone"
    assert request_views.page(bench.house, bench.actor).rows == ()
    with bench.house.store.read() as look:
        assert look.find(done.value.number) == ()
    assert intake.register(bench.house, bench.actor, intake_of()).value.number != done.value.number


def test_the_same_enterprise_comes_back_when_it_is_entered_again(bench: Bench) -> None:
    done = intake.register(bench.house, bench.actor, intake_of())
    undo.undo(bench.house, bench.actor, done.undo or "")
    corrected = ClientInput(name="广州示范精密仪器公司", credit_code=intake_of().client.credit_code)
    again = intake.register(bench.house, bench.actor, intake_of(client=corrected)).value
    with bench.house.store.read() as look:
        record = look.get("request", again.eid)
        assert record is not None
        client = look.get("enterprise", record["client"])
        found = look.find("示范精密", kinds=("enterprise",))
    assert client is not None
    assert (client.void, client["name"]) == (None, "广州示范精密仪器公司")
    assert [hit.eid for hit in found] == [client.eid]


def test_a_file_that_others_use_stays(bench: Bench) -> None:
    first = intake.register(bench.house, bench.actor, intake_of())
    second = intake.register(bench.house, bench.actor, intake_of())
    with pytest.raises(Conflict, match=r"undo\.changed_since"):
        undo.undo(bench.house, bench.actor, first.undo or "")
    assert state_of(bench, "request", first.value.eid) is None
    undo.undo(bench.house, bench.actor, second.undo or "")
    undo.undo(bench.house, bench.actor, first.undo or "")
    with bench.house.store.read() as look:
        assert look.count(Query("enterprise")) == look.count(Query("contact")) == look.count(Query("request")) == 0


def test_a_visitor_already_called_is_not_taken_off_the_list(bench: Bench) -> None:
    entered = reception.check_in(bench.house, bench.actor, WalkIn(subject="咨询", name="甲演练"))
    called = counter.call_next(bench.house, bench.actor)
    with pytest.raises(Conflict, match=r"undo\.changed_since"):
        undo.undo(bench.house, bench.actor, entered.undo or "")
    assert board.visit(bench.house, bench.actor, called.value.eid).state == "called"


def test_undo_of_a_quick_answer_opens_the_matter_again(bench: Bench) -> None:
    visit = reception.check_in(bench.house, bench.actor, WalkIn(subject="查标准", name="李演练", begin=True)).value
    quick = QuickAnswer(
        question="现行吗？",
        answer="现行。",
        items=("ST03",),
        client=ClientInput(kind="person", name="李演练"),
        contact=ContactInput(),
        visit=visit.eid,
        matter=visit.matters[0].eid,
    )
    bench.clock.pass_time(minutes=5)
    done = intake.answer_at_once(bench.house, bench.actor, quick)
    undo.undo(bench.house, bench.actor, done.undo or "")
    with bench.house.store.read() as look:
        matter = look.get("matter", visit.matters[0].eid)
    assert matter is not None
    assert (matter["state"], matter["request"], matter["spent_seconds"]) == ("serving", None, None)


def test_an_issued_paper_and_another_s_act_stay(bench: Bench) -> None:
    accepted = intake.register_and_accept(bench.house, bench.actor, intake_of())
    with pytest.raises(NotAllowed, match=r"undo\.paper_issued"):
        undo.undo(bench.house, bench.actor, accepted.undo or "")
    entered = reception.check_in(bench.house, bench.actor, WalkIn(subject="咨询", name="甲演练"))
    with pytest.raises(NotAllowed, match=r"undo\.not_offered"):
        undo.undo(bench.house, bench.as_specialist(), entered.undo or "")


def test_an_undo_is_not_undone_and_nothing_is_undone_twice(bench: Bench) -> None:
    entered = reception.check_in(bench.house, bench.actor, WalkIn(subject="咨询", name="甲演练"))
    undo.undo(bench.house, bench.actor, entered.undo or "")
    with pytest.raises(Conflict, match=r"undo\.changed_since"):
        undo.undo(bench.house, bench.actor, entered.undo or "")
    with bench.house.store.read() as look:
        taken_back = look.history(limit=1)[0]
    assert taken_back.event == "tombstone"
    engine = bench.door.session.opened.store.engine
    with engine.connect() as connection:
        act = connection.exec_driver_sql("SELECT act FROM op WHERE seq = ?", (taken_back.seq,)).scalar_one()
    for other in (act, "no such act"):
        with pytest.raises(NotAllowed, match=r"undo\.not_offered"):
            undo.undo(bench.house, bench.actor, other)
