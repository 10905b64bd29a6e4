"""Shares, needs in common and arrivals from a real store."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qi_desk.domain.balance.rotation import Standing
from qi_desk.domain.figures.periods import Period, Span, period_of
from qi_desk.services import confining, intake
from qi_desk.services.balance import arrivals, common_needs, referrals
from qi_desk.services.intake_input import ClientInput
from qi_desk.services.registers import entries
from tests.services.registers.keeping import entered
from tests.services.test_confining import colleague
from tests.support.stations import MORNING, Bench, intake_of

MARCH = period_of(Span.MONTH, MORNING.date())
NAMES = ("示范检测技术有限公司", "练溪计量站", "大石标准化服务中心", "新入驻的认证机构")


def create(bench: Bench, kind: str, /, **values: object) -> str:
    with bench.house.store.write(bench.actor) as unit:
        eid = unit.create(kind, values)
        unit.commit()
    return eid


def institutions(bench: Bench) -> list[str]:
    return [create(bench, "institution", name=name, fields=["ME02"], state="serving") for name in NAMES]


def given(bench: Bench, request: str, able: list[str], party: str, **more: object) -> None:
    offered = [{"key": one, "kind": "institution", "barred": False} for one in able]
    offered.append({"key": "barred", "kind": "institution", "barred": True})
    values = {"request": request, "item": "ME02", "party_kind": "institution", "party": party, "state": "done"}
    create(
        bench,
        "assignment",
        **{
            **values,
            "planned_on": MORNING.date(),
            "offered": offered,
            "place": able.index(party) + 1,
            "asked_at": bench.clock.now(),
            **more,
        },
    )


def test_who_is_always_taken_is_told_from_who_never_is(bench: Bench) -> None:
    request = intake.register_and_accept(bench.house, bench.actor, intake_of()).value.eid
    first, second, third, late = institutions(bench)
    for _ in range(18):
        given(bench, request, [first, second, third], first)
    given(bench, request, [first, second, third], second, state="declined")
    given(bench, request, [first, second, late], first, state="cancelled")
    found = referrals.referrals(bench.house, bench.actor, MARCH)
    by_name = {row.name: row for row in found.rows}
    assert found.choices == {"institution": 19}
    assert set(by_name) == set(NAMES[:3])
    assert by_name[NAMES[0]].share.standing is Standing.ABOVE
    assert by_name[NAMES[2]].share.standing is Standing.BELOW
    assert by_name[NAMES[1]].declined == by_name[NAMES[1]].out_of_order == 1
    assert by_name[NAMES[0]].share.expected == pytest.approx(19 / 3)


def test_the_chart_compares_what_can_be_compared_and_accuses_nobody(bench: Bench) -> None:
    request = intake.register_and_accept(bench.house, bench.actor, intake_of()).value.eid
    first, second, third, late = institutions(bench)
    for turn in range(12):
        given(bench, request, [first, second, third], (first, second, third)[turn % 3])
    given(bench, request, [third, late], late)
    found = referrals.referrals(bench.house, bench.actor, MARCH)
    chart = referrals.chart(found, "institution")
    marks = {mark.name: mark for mark in chart.marks}
    assert marks[NAMES[0]].expected == pytest.approx(4)
    assert marks[NAMES[3]].expected is None
    assert marks[NAMES[3]].note == "可选 1 次，太少，不作比较"
    assert marks[NAMES[0]].note.startswith("在常见范围")
    assert referrals.chart(found, "expert").marks == ()
    said = chart.note + "".join(mark.note for mark in chart.marks)
    assert not any(word in said for word in ("偏袒", "违规", "异常", "不公", "问题"))


def asked(bench: Bench, number: int, item: str = "ME02", **more: object) -> str:
    name = f"广州演练{'甲乙丙丁戊'[number]}精密有限公司"
    client = ClientInput(eid=create(bench, "enterprise", name=name, kind="enterprise"))
    return intake.register_and_accept(
        bench.house, bench.actor, intake_of(client=client, items=(item,), **more)
    ).value.eid


def test_three_enterprises_with_the_same_item_are_a_common_need(bench: Bench) -> None:
    requests = [asked(bench, number) for number in (0, 1)]
    assert common_needs.common_needs(bench.house, bench.actor, 90) == ()
    requests.append(asked(bench, 2))
    found = common_needs.common_needs(bench.house, bench.actor, 90)
    assert [one.eid for one in found] == ["catalogue:ME02"]
    assert (found[0].clients, found[0].open, found[0].withheld) == (3, 3, 0)
    assert {line.eid for line in found[0].lines} == set(requests)
    bench.clock.pass_time(days=40)
    assert common_needs.common_needs(bench.house, bench.actor, 30) == ()


def test_a_pain_point_and_a_visit_speak_of_it_too(bench: Bench) -> None:
    requests = [asked(bench, number) for number in (0, 1, 2)]
    with bench.house.store.read() as look:
        clients = [look.get("request", eid)["client"] for eid in requests]  # type: ignore[index]
    for client in clients:
        entered(bench, "pain_point", title="排队久", category="metrology", raised_by="企业", detail="等", client=client)
    found = {one.eid: one for one in common_needs.common_needs(bench.house, bench.actor, 90)}
    assert found["pain_categories:metrology"].clients == 3
    assert {line.kind for line in found["pain_categories:metrology"].lines} == {"pain_point"}


def test_what_is_for_named_people_is_counted_but_not_shown(bench: Bench) -> None:
    for number in (0, 1):
        asked(bench, number)
    confining.confine(bench.house, bench.as_specialist(), asked(bench, 2))
    other = colleague(bench)
    (found,) = common_needs.common_needs(bench.house, other, 90)
    assert (found.clients, len(found.lines), found.withheld) == (3, 2, 1)
    assert len(found.names()) == 2


def test_of_very_many_the_newest_are_listed_and_all_are_counted(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    requests = []
    for number in range(4):
        requests.append(asked(bench, number))
        bench.clock.pass_time(days=1)
    monkeypatch.setattr(common_needs, "_LINES", 2)
    (found,) = common_needs.common_needs(bench.house, bench.actor, 90)
    assert (found.clients, found.open, found.older, found.withheld) == (4, 4, 2, 0)
    assert [line.eid for line in found.lines] == requests[2:]


def test_what_is_begun_for_all_of_them_is_accepted_by_the_register(bench: Bench) -> None:
    for number in (0, 1, 2):
        asked(bench, number)
    (found,) = common_needs.common_needs(bench.house, bench.actor, 90)
    begins = {**entries.beginning(bench.house, bench.actor, "pain_point"), **common_needs.a_pain_point(found)}
    eid = entered(bench, "pain_point", **{**begins, "category": "metrology"})
    with bench.house.store.read() as look:
        record = look.get("pain_point", eid)
    assert record is not None
    assert all(name in record["detail"] for name in found.names())
    assert found.title in common_needs.a_class(found)["title"]
    assert found.joint == ""
    assert common_needs.a_project(found)["members"].count("\n") == 2


def test_a_complex_request_can_carry_a_joint_project(bench: Bench) -> None:
    requests = [asked(bench, number) for number in (0, 1, 2)]
    with bench.house.store.write(bench.actor) as unit:
        unit.change("request", requests[1], {"complexity": "complex"})
        unit.commit()
    (found,) = common_needs.common_needs(bench.house, bench.actor, 90)
    assert found.joint == requests[1]


def arrive(bench: Bench, days: int, hour: int, minutes: int | None = 20) -> None:
    at = (MORNING - timedelta(days=days)).replace(hour=hour, minute=5)
    times = {} if minutes is None else {"served_at": at, "finished_at": at + timedelta(minutes=minutes)}
    create(bench, "visit", arrived_at=at, type="walk_in", state="done", **times)


LAST_MONTHS = Period(Span.FREE, MORNING.date() - timedelta(days=60), MORNING.date())


def test_hours_that_keep_two_busy_are_said(bench: Bench) -> None:
    for week in range(5):
        for _ in range(4):
            arrive(bench, 7 * week, 9)
        arrive(bench, 7 * week, 15)
    found = arrivals.arrivals(bench.house, bench.actor, LAST_MONTHS)
    assert found.count == 25
    assert found.minutes == 20
    day = MORNING.date().weekday()
    nine = next(one for one in found.hours if (one.weekday, one.hour) == (day, 9))
    assert nine.arrivals == 20
    opened = sum(bench.house.calendar.is_working(one) for one in LAST_MONTHS if one.weekday() == day)
    assert nine.days >= opened
    assert all("分钟（中位数）" in line for line in arrivals.hints(found))
    marks = {(mark.row, mark.name): mark for mark in arrivals.chart(found).marks}
    assert marks["周二", "9时"].value == pytest.approx(20 / nine.days)


def test_with_few_visits_no_staffing_is_hinted(bench: Bench) -> None:
    arrive(bench, 1, 9)
    found = arrivals.arrivals(bench.house, bench.actor, LAST_MONTHS)
    assert arrivals.hints(found) == ("记下办理起止时间的来访不足 10 次，暂不提示人手。",)


def test_without_visits_nothing_is_said(bench: Bench) -> None:
    found = arrivals.arrivals(bench.house, bench.actor, LAST_MONTHS)
    assert arrivals.hints(found) == ()
    assert arrivals.chart(found).marks == ()
    assert arrivals.chart(found).none == "这一期没有来访"


def test_visits_that_were_ended_by_the_evening_sweep_do_not_lengthen(bench: Bench) -> None:
    for _ in range(12):
        arrive(bench, 1, 9, 30)
    at = MORNING - timedelta(days=1)
    for _ in range(20):
        create(
            bench,
            "visit",
            arrived_at=at,
            type="walk_in",
            state="done",
            served_at=at,
            finished_at=at + timedelta(minutes=200),
            left_automatically=True,
        )
    assert arrivals.arrivals(bench.house, bench.actor, LAST_MONTHS).minutes == 30
