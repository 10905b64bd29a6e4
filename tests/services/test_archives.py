"""Filing, lending, holding and destroying: numbers without gaps, periods from the last activity, nothing too early."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.archives import kept_until, run_out
from qi_desk.domain.errors import Conflict, Invalid, Missing, NotAllowed
from qi_desk.domain.moments import CHINA
from qi_desk.services import (
    archive_views,
    archives,
    client_changes,
    disposals,
    intake,
    outreach,
    reception,
    request_views,
    staff,
    sweeping,
)
from qi_desk.services.ports import Actor, Query
from qi_desk.services.reception import WalkIn
from tests.support.stations import CODE, MORNING, SPECIALIST_PASSWORD, Bench, intake_of

TODAY = MORNING.date()


def ended(bench: Bench) -> str:
    """A request that came to an end."""
    eid = intake.register_and_accept(bench.house, bench.actor, intake_of()).value.eid
    intake.withdraw(bench.house, bench.actor, eid, "client")
    return eid


def filed(bench: Bench) -> archive_views.ItemRow:
    archives.file_matters(bench.house, bench.actor, [("request", ended(bench))])
    return archive_views.items(bench.house, bench.actor)[0]


def client_of(bench: Bench) -> str:
    entry = {"kind": "enterprise", "name": "广州示范精密仪器有限公司", "credit_code": CODE, "address": "示范路1号"}
    return client_changes.add(bench.house, bench.actor, entry).value


def colleague(bench: Bench, number: str, role: str = "specialist") -> Actor:
    """One more person, signed in."""
    added = staff.add(
        bench.house, bench.actor, staff.PersonInput(number, f"同事{number}", role, SPECIALIST_PASSWORD)
    ).value
    return Actor(added, f"同事{number}", role, number, bench.house.desk)


def listed(bench: Bench) -> tuple[str, str]:
    """An item that ran out, on a list to be destroyed: (item, list)."""
    item = filed(bench)
    bench.clock.moment = datetime(2031, 3, 11, 9, 0, tzinfo=CHINA)
    done = disposals.propose(bench.house, bench.actor, [item.eid], "保管期限届满", "shred")
    return item.eid, done.value


def appraised(bench: Bench) -> tuple[str, str]:
    item, eid = listed(bench)
    for number in ("101", "102"):
        disposals.appraise(bench.house, colleague(bench, number), eid, "无继续保存价值")
    return item, eid


def test_an_ended_request_waits_is_filed_and_is_archived(bench: Bench) -> None:
    eid = ended(bench)
    (waiting,) = archives.waiting(bench.house, bench.actor)
    assert (waiting.kind, waiting.eid, waiting.lacks) == ("request", eid, ())
    codes = archives.file_matters(bench.house, bench.actor, [("request", eid)]).value
    assert codes == ("PY03-FW·2026-D5-XQ-A0001",)
    assert archives.waiting(bench.house, bench.actor) == ()
    assert request_views.show(bench.house, bench.actor, eid).row.state == "archived"
    (row,) = archive_views.items(bench.house, bench.actor)
    assert row.title.startswith("关于广州示范精密仪器有限公司")
    assert (row.until, row.volume, row.author) == (date(2031, 3, 10), "2026-A0001", "番禺示范园服务站")
    with pytest.raises(NotAllowed):
        archives.file_matters(bench.house, bench.actor, [("request", eid)])


def test_items_count_within_year_period_and_problem_and_share_the_volume_of_the_client(bench: Bench) -> None:
    first, second = ended(bench), ended(bench)
    codes = archives.file_matters(bench.house, bench.actor, [("request", first), ("request", second)]).value
    client = archive_views.items(bench.house, bench.actor)[0].client
    values = {
        "title": "服务合同",
        "part": "06",
        "category": "client_file",
        "period": "D10",
        "dated": date(2025, 12, 31),
    }
    other = archives.add(bench.house, bench.actor, client, {**values, "dated": date(2025, 12, 31)}).value
    third = archives.add(bench.house, bench.actor, client, {**values, "dated": TODAY}).value
    assert [*codes, other, third] == [
        "PY03-FW·2026-D5-XQ-A0001",
        "PY03-FW·2026-D5-XQ-A0002",
        "PY03-FW·2025-D10-DA-A0001",
        "PY03-FW·2026-D10-DA-A0001",
    ]
    rows = archive_views.items(bench.house, bench.actor)
    assert {row.volume for row in rows if row.code.startswith("PY03-FW·2026")} == {"2026-A0001"}
    assert {row.volume for row in rows if row.code.startswith("PY03-FW·2025")} == {"2025-A0001"}


def test_what_lacks_something_is_filed_only_with_a_word_why(bench: Bench) -> None:
    client = client_of(bench)
    visit = outreach.plan(bench.house, bench.actor, {"client": client}).value
    values = {"went_on": TODAY, "met": "陈演练", "quality_status": "正常"}
    outreach.record_visit(bench.house, bench.actor, visit, values, {})
    outreach.add_problem(bench.house, bench.actor, visit, {"text": "想做摸底测试"})
    (waiting,) = archives.waiting(bench.house, bench.actor)
    assert waiting.lacks == ("archive.lacks.signature", "archive.lacks.answers")
    with pytest.raises(Invalid) as caught:
        archives.file_matters(bench.house, bench.actor, [("outreach", visit)])
    assert {problem.code for problem in caught.value.problems} == set(waiting.lacks)
    archives.file_matters(bench.house, bench.actor, [("outreach", visit)], {"waiver": "受访人已调离"})
    assert archives.waiting(bench.house, bench.actor) == ()


def test_a_paper_of_tomorrow_or_kept_too_short_is_refused(bench: Bench) -> None:
    client = client_of(bench)
    values = {"title": "合同", "part": "06", "category": "client_file", "dated": TODAY + timedelta(days=1)}
    with pytest.raises(Invalid):
        archives.add(bench.house, bench.actor, client, values)
    with pytest.raises(Invalid):
        archives.add(bench.house, bench.actor, client, {**values, "dated": TODAY, "period": "D1"})


def test_completeness_names_what_must_be_there(bench: Bench) -> None:
    client = client_of(bench)
    states = {one.part: one for one in archive_views.completeness(bench.house, bench.actor, client)}
    assert len(states) == 17
    assert not states["01"].complete
    assert "enterprise.products" in states["01"].lacks
    assert not states["02"].complete
    assert states["13"].complete
    client_changes.add_part(bench.house, bench.actor, "contact", client, {"name": "陈演练", "phone": "13800001234"})
    assert {one.part for one in archive_views.completeness(bench.house, bench.actor, client) if one.complete} >= {"02"}


def test_an_item_is_out_once_and_overdue_when_its_day_is_past(bench: Bench) -> None:
    item = filed(bench)
    loan = {"borrower": "陈演练", "why": "复印报告", "due_on": TODAY + timedelta(days=3)}
    archives.lend(bench.house, bench.actor, item.eid, loan)
    with pytest.raises(Conflict):
        archives.lend(bench.house, bench.actor, item.eid, loan)
    bench.clock.pass_time(days=4)
    (row,) = archive_views.loans(bench.house, bench.actor)
    assert (row.loan, row.overdue) == ("陈演练", True)
    archives.give_back(bench.house, bench.actor, item.eid)
    assert archive_views.loans(bench.house, bench.actor) == ()
    with pytest.raises(Missing):
        archives.give_back(bench.house, bench.actor, item.eid)


def test_papers_with_personal_data_are_lent_by_the_manager_only(bench: Bench) -> None:
    client = client_of(bench)
    values = {"title": "身份证明", "part": "02", "category": "other", "dated": TODAY, "secrecy": "5"}
    archives.add(bench.house, bench.actor, client, values)
    (row,) = archive_views.items(bench.house, bench.actor)
    loan = {"borrower": "陈演练", "why": "核对", "due_on": TODAY}
    with pytest.raises(NotAllowed):
        archives.lend(bench.house, bench.as_specialist(), row.eid, loan)
    archives.lend(bench.house, bench.actor, row.eid, loan)


def test_nothing_is_listed_before_its_time(bench: Bench) -> None:
    item = filed(bench)
    assert archive_views.due(bench.house, bench.actor) == ()
    with pytest.raises(NotAllowed, match=r"archive\.not_run_out"):
        disposals.propose(bench.house, bench.actor, [item.eid], "清理", "shred")
    bench.clock.moment = datetime(2031, 3, 10, 9, 0, tzinfo=CHINA)
    with pytest.raises(NotAllowed, match=r"archive\.not_run_out"):
        disposals.propose(bench.house, bench.actor, [item.eid], "清理", "shred")
    bench.clock.pass_time(days=1)
    assert [row.eid for row in archive_views.due(bench.house, bench.actor)] == [item.eid]
    disposals.propose(bench.house, bench.actor, [item.eid], "保管期限届满", "shred")
    assert archive_views.due(bench.house, bench.actor) == ()
    with pytest.raises(NotAllowed, match=r"archive\.listed"):
        disposals.propose(bench.house, bench.actor, [item.eid], "再来一次", "shred")


def test_a_held_or_lent_item_is_not_destroyed_even_at_the_last_step(bench: Bench) -> None:
    item, eid = appraised(bench)
    disposals.approve(bench.house, bench.actor, eid)
    archives.hold(bench.house, bench.actor, item, "涉诉")
    with pytest.raises(NotAllowed, match=r"archive\.held"):
        disposals.destroy(bench.house, bench.actor, eid, "周演练")
    archives.hold(bench.house, bench.actor, item, "")
    loan = {"borrower": "陈演练", "why": "核对", "due_on": bench.clock.now().date()}
    archives.lend(bench.house, bench.actor, item, loan)
    with pytest.raises(NotAllowed, match=r"archive\.out"):
        disposals.destroy(bench.house, bench.actor, eid, "周演练")
    archives.give_back(bench.house, bench.actor, item)
    disposals.destroy(bench.house, bench.actor, eid, "周演练")
    assert disposals.show(bench.house, bench.actor, eid).state == "done"


def test_two_appraisers_an_approver_and_a_witness_are_different_people(bench: Bench) -> None:
    _, eid = listed(bench)
    one = colleague(bench, "101")
    disposals.appraise(bench.house, one, eid, "可以销毁")
    with pytest.raises(NotAllowed, match=r"disposal\.twice"):
        disposals.appraise(bench.house, one, eid, "再次确认")
    with pytest.raises(NotAllowed, match=r"move\.not_offered"):
        disposals.approve(bench.house, bench.actor, eid)
    disposals.appraise(bench.house, bench.actor, eid, "可以销毁")
    with pytest.raises(NotAllowed, match=r"disposal\.own_opinion"):
        disposals.approve(bench.house, bench.actor, eid)
    disposals.approve(bench.house, colleague(bench, "103", "manager"), eid)
    for name in ("同事101", "林示范", "同事103"):
        with pytest.raises(NotAllowed, match=r"disposal\.witness"):
            disposals.destroy(bench.house, bench.actor, eid, name)
    disposals.destroy(bench.house, bench.actor, eid, "周演练")


def test_destroying_takes_the_people_out_and_leaves_the_matter(bench: Bench) -> None:
    item, eid = appraised(bench)
    disposals.approve(bench.house, bench.actor, eid)
    disposals.destroy(bench.house, bench.actor, eid, "周演练")
    row = archive_views.items(bench.house, bench.actor)[0]
    assert row.destroyed_on == bench.clock.now().date()
    view = request_views.show(bench.house, bench.actor, row.subject)
    with bench.house.store.read() as look:
        record = look.get("request", row.subject)
    assert record is not None
    assert (record["contact_name"], record["contact_phone"], record["visitor_name"]) == ("-", "-", None)
    assert view.row.number
    with pytest.raises(NotAllowed):
        archives.change(bench.house, bench.actor, item, {"place": "柜1"}, {})


def test_a_refused_list_sets_its_items_free(bench: Bench) -> None:
    item, eid = listed(bench)
    disposals.refuse(bench.house, bench.actor, eid, "还有研究价值")
    assert [row.eid for row in archive_views.due(bench.house, bench.actor)] == [item]


def test_who_came_is_forgotten_earlier_than_why(bench: Bench) -> None:
    entry = WalkIn(subject="咨询强检", name="陈演练", phone="13800001234", organisation="示范公司")
    eid = reception.check_in(bench.house, bench.actor, entry).value.eid
    reception.leave(bench.house, bench.actor, eid)
    assert sweeping.to_sweep(bench.house, bench.actor).total == 0
    bench.clock.pass_time(days=181)
    assert sweeping.to_sweep(bench.house, bench.actor) == sweeping.Sweep(1, 0, 0, 0)
    assert sweeping.sweep(bench.house, bench.actor).value == sweeping.Sweep(1, 0, 0, 0)
    assert sweeping.to_sweep(bench.house, bench.actor).total == 0
    with bench.house.store.read() as look:
        visit = look.get("visit", eid)
        assert visit is not None
        assert (visit["name"], visit["phone"], visit["organisation"]) == (None, None, "示范公司")
        assert look.find("陈演练") == ()


def test_however_many_were_swept_before_the_next_is_found(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "_PAGE", 2)
    for number in range(7):
        entry = WalkIn(subject="咨询强检", name=f"陈演练{number}", organisation="示范公司")
        eid = reception.check_in(bench.house, bench.actor, entry).value.eid
        reception.leave(bench.house, bench.actor, eid)
        bench.clock.pass_time(days=100)
        sweeping.sweep(bench.house, bench.actor)
    with bench.house.store.read() as look:
        held = look.select(Query("visit", order="arrived_at", limit=100))
    assert [bool(one["name"]) for one in held] == [False] * 6 + [True]


def test_only_the_manager_destroys_and_sweeps(bench: Bench) -> None:
    _, eid = listed(bench)
    specialist = replace(bench.as_specialist())
    for deed in (disposals.approve, disposals.refuse, disposals.destroy):
        with pytest.raises(NotAllowed):
            deed(bench.house, specialist, eid, *([] if deed is disposals.approve else ["某人"]))
    with pytest.raises(NotAllowed):
        sweeping.sweep(bench.house, specialist)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.sampled_from([3, 5, 6, 10, 30]))
def test_a_period_ends_on_the_same_day_of_a_later_year(starts: date, years: int) -> None:
    until = kept_until(starts, years)
    assert until is not None
    assert until.year == starts.year + years
    assert not run_out(starts, years, until)
    assert run_out(starts, years, until + timedelta(days=1))


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(0, 2), st.integers(0, 365 * 3))
def test_nothing_runs_out_within_three_years_and_the_everlasting_never(starts: date, years: int, days: int) -> None:
    assert not run_out(starts, years, starts + timedelta(days=days)) or years == 0
    assert not run_out(starts, 0, date(2199, 1, 1))
