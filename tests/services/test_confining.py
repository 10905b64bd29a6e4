"""Requests for named people only: nobody else finds them anywhere, with what hangs on them; standing in opens them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from qi_desk.documents.inline import InlinePapers
from qi_desk.domain import moments
from qi_desk.domain.errors import Conflict, Invalid, Missing, NotAllowed
from qi_desk.services import (
    attachments,
    client_file,
    confining,
    intake,
    paperwork,
    request_steps,
    request_views,
    request_work_views,
    rights,
    searching,
    sessions,
    staff,
    standing_in,
    timeline,
    today,
)
from qi_desk.services.ports import Actor, Query
from qi_desk.services.prints import handing as prints
from qi_desk.services.staff import PersonInput
from tests.services.test_rights import ALL_MODULES
from tests.support.stations import PASSWORD, Bench, intake_of

assert ALL_MODULES, "a deed is offered by its verb, which is known once its module was read"

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
OUTSIDE = ("specialist", "operator", "district", "auditor")


def colleague(bench: Bench, number: str = "020") -> Actor:
    """Another trained specialist, signed in at the same desk."""
    eid = staff.add(bench.house, bench.actor, PersonInput(number, f"练习{number}", "specialist", PASSWORD)).value
    day = moments.china_date(bench.clock.now())
    staff.record_training(bench.house, bench.actor, eid, "岗前培训", day)
    return sessions.recognise(bench.house, eid)


def confined(bench: Bench) -> tuple[str, str, Actor]:
    """A matter only its specialist is named for: its id and number, and who that is."""
    owner = bench.as_specialist()
    made = intake.register_and_accept(bench.house, owner, intake_of()).value
    attachments.add(bench.house, owner, "request", made.eid, "scan.png", PNG)
    order = paperwork.receipt(bench.house, owner, made.number)
    printed = InlinePapers().make(order.form, order.view)
    prints.save_to_file(bench.house, owner, order, printed, lambda _pdf, number: number)
    confining.confine(bench.house, owner, made.eid)
    return made.eid, made.number, owner


def finds(bench: Bench, actor: Actor, eid: str, number: str) -> set[str]:
    """By which ways the actor meets the request."""
    house = bench.house
    ways = {
        "list": any(row.eid == eid for row in request_views.page(house, actor).rows),
        "search": any(hit.eid == eid for hit in searching.find(house, actor, number)),
        "show": reached(lambda: request_views.show(house, actor, number)),
        "work": reached(lambda: request_work_views.show(house, actor, eid)),
        "files": bool(attachments.of_record(house, actor, eid)),
        "day": any(eid in (line.eid, line.request) for line in today.day(house, actor, mine=False).lines),
    }
    with house.store.seen_by(actor).read() as look:
        paper = look.select(Query("paper", equals={"subject": eid}))
        ways["papers"] = bool(paper)
        ways["items"] = bool(look.select(Query("request_item", equals={"request": eid})))
        ways["count"] = bool(look.count(Query("request")))
    ways["journal"] = any(line.subject == eid for line in house.store.seen_by(actor).prints.recent())
    with house.store.read() as look:
        record = look.get("request", eid)
        assert record is not None
    lines = timeline.timeline(house, actor, record["client"])
    ways["timeline"] = any(line.eid == eid for line in lines)
    if rights.may(actor, "clients.edit"):
        ways["edit"] = reached(lambda: client_file.editable(house, actor, "request", eid))
    return {way for way, met in ways.items() if met}


def reached(look: object) -> bool:
    try:
        look()  # type: ignore[operator]
    except Missing:
        return False
    return True


def test_nobody_else_meets_it_anywhere(bench: Bench) -> None:
    eid, number, owner = confined(bench)
    other = colleague(bench)
    assert {"list", "search", "show", "work", "papers", "items", "timeline", "journal"} <= finds(
        bench, owner, eid, number
    )
    assert {"list", "search", "show", "work", "papers", "items", "timeline", "journal"} <= finds(
        bench, bench.actor, eid, number
    )
    for role in OUTSIDE:
        assert finds(bench, replace(other, role=role), eid, number) == set(), role


def test_whoever_is_named_sees_it_and_can_work_on_it(bench: Bench) -> None:
    eid, number, owner = confined(bench)
    other = colleague(bench)
    with pytest.raises(Missing):
        request_steps.start(bench.house, other, eid)
    confining.name_person(bench.house, owner, eid, other.account)
    assert "show" in finds(bench, other, eid, number)
    with pytest.raises(Invalid):
        confining.name_person(bench.house, owner, eid, "nobody")
    with pytest.raises(Conflict, match=r"request\.confined"):
        confining.confine(bench.house, owner, eid)


def test_whoever_takes_it_over_is_named_by_that(bench: Bench) -> None:
    eid, number, _ = confined(bench)
    other = colleague(bench)
    with bench.house.store.write(bench.actor) as unit:
        unit.change("request", eid, {"responsible": other.account})
        unit.commit()
    assert "show" in finds(bench, other, eid, number)


def test_only_the_manager_opens_it_to_everybody_again(bench: Bench) -> None:
    eid, number, owner = confined(bench)
    other = colleague(bench)
    with pytest.raises(NotAllowed):
        confining.unconfine(bench.house, owner, eid, "ordinary")
    confining.unconfine(bench.house, bench.actor, eid, "trade_secret")
    assert "show" in finds(bench, other, eid, number)
    with pytest.raises(NotAllowed, match=r"request\.open_to_all"):
        confining.name_person(bench.house, owner, eid, other.account)


def test_what_came_of_a_spot_check_is_confined_from_the_start(bench: Bench) -> None:
    owner = bench.as_specialist()
    made = intake.register(bench.house, owner, replace(intake_of(), source="spot_check")).value
    assert finds(bench, colleague(bench), made.eid, made.number) == set()
    with pytest.raises(NotAllowed, match=r"request\.source_restricted"):
        confining.unconfine(bench.house, bench.actor, made.eid, "ordinary")


def test_a_page_is_full_although_some_of_it_may_not_be_seen(bench: Bench) -> None:
    owner, other = bench.as_specialist(), colleague(bench)
    made = []
    for turn in range(9):
        made.append(intake.register(bench.house, owner, intake_of()).value.eid)
        bench.clock.pass_time(minutes=1)
        if turn % 3 == 0:
            confining.confine(bench.house, owner, made[-1])
    seen = [eid for turn, eid in enumerate(made) if turn % 3]
    first = request_views.page(bench.house, other, limit=4)
    assert len(first.rows) == 4
    rest = request_views.page(bench.house, other, limit=4, after=first.after)
    assert [row.eid for row in (*first.rows, *rest.rows)] == seen[::-1]


def test_a_deputy_sees_and_does_the_work_for_the_days_arranged(bench: Bench) -> None:
    eid, number, owner = confined(bench)
    other = colleague(bench)
    day = moments.china_date(bench.clock.now())
    given = {"person": owner.account, "deputy": other.account, "since": day, "until": day + timedelta(days=1)}
    arranged = standing_in.arrange(bench.house, bench.actor, given).value
    deputy = sessions.recognise(bench.house, other.account)
    assert deputy.stands_for == {owner.account}
    assert "show" in finds(bench, deputy, eid, number)
    mine = today.day(bench.house, deputy).lines
    assert {line.eid for line in today.day(bench.house, owner).lines if line.kind == "request"} <= {
        line.eid for line in mine
    }
    (running,) = standing_in.running(bench.house, bench.actor)
    assert running.now
    bench.clock.pass_time(days=2)
    assert sessions.recognise(bench.house, other.account).stands_for == frozenset()
    assert standing_in.running(bench.house, bench.actor) == ()
    bench.clock.pass_time(days=-2)
    standing_in.end(bench.house, bench.actor, arranged)
    assert sessions.recognise(bench.house, other.account).stands_for == frozenset()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"deputy": "person"}, "stand_in.self"),
        ({"until": -3, "since": 0}, "stand_in.order"),
        ({"until": -3, "since": -4}, "date.past"),
    ],
)
def test_arrangements_that_make_no_sense_are_refused(bench: Bench, change: dict[str, object], code: str) -> None:
    other = colleague(bench)
    day = moments.china_date(bench.clock.now())
    given: dict[str, object] = {"person": bench.specialist, "deputy": other.account, "since": day, "until": day}
    for name, value in change.items():
        given[name] = given[value] if isinstance(value, str) else day + timedelta(days=int(str(value)))
    with pytest.raises(Invalid) as refused:
        standing_in.arrange(bench.house, bench.actor, given)
    assert [problem.code for problem in refused.value.problems] == [code]
