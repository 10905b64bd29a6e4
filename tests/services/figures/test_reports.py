"""Reports: frozen when submitted, approved by another, untouched by what is written down later."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qi_desk.domain.errors import Conflict, Expected, Invalid, NotAllowed
from qi_desk.domain.figures.measures import MEASURES
from qi_desk.domain.figures.reports import snapshot_digest
from qi_desk.services import archive_sources, intake, today
from qi_desk.services.figures import report_views, reports
from qi_desk.services.figures.report_views import ReportView
from qi_desk.services.ports import Actor
from tests.services.test_confining import colleague, confined
from tests.support.stations import Bench, intake_of

FEBRUARY, MARCH = "2026-02", "2026-03"


def in_april(bench: Bench) -> None:
    """March is over."""
    bench.clock.pass_time(days=25)


def submitted(bench: Bench) -> str:
    """A report of March with one request in it, submitted by the specialist."""
    intake.register_and_accept(bench.house, bench.actor, intake_of())
    in_april(bench)
    specialist = bench.as_specialist()
    eid = reports.draft(bench.house, specialist, "month", MARCH, remark="三月平稳。").value
    reports.submit(bench.house, specialist, eid)
    return eid


def show(bench: Bench, eid: str) -> ReportView:
    return report_views.show(bench.house, bench.actor, eid)


def code_of(deed: Callable[[], object]) -> str:
    with pytest.raises(Expected) as caught:
        deed()
    found = caught.value
    return found.problems[0].code if isinstance(found, Invalid) else found.code


def test_a_submitted_report_holds_every_figure_its_cut_off_and_a_number(bench: Bench) -> None:
    view = show(bench, submitted(bench))
    assert view.row.number.startswith("PY03-TB-")
    assert [one.code for one in view.figures] == list(MEASURES)
    assert {one.code: one.value for one in view.figures}["requests_registered"] == 1
    assert view.row.cut == bench.clock.now()
    assert {(one.way, one.label) for one in view.parts if one.code == "requests_registered"} >= {
        ("channel", "线下窗口"),
        ("panyu", "计量"),
        ("specialist", "林示范"),
    }
    with bench.house.store.read() as look:
        record = look.get("figure_report", view.row.eid)
    assert record is not None
    assert view.digest == snapshot_digest({**record.values, "cut": "2026-04-04T09:15:00.000+08:00"})


def test_what_is_written_down_later_changes_nothing_and_is_told(bench: Bench) -> None:
    eid = submitted(bench)
    before = show(bench, eid)
    assert report_views.compare(bench.house, bench.actor, eid).differences == ()
    bench.clock.pass_time(days=-20)
    late = intake.register_and_accept(bench.house, bench.actor, intake_of(channel="P02")).value
    bench.clock.pass_time(days=20, hours=1)
    with bench.house.store.write(bench.actor) as unit:
        unit.change("request", late.eid, {"state": "closed", "closed_at": unit.now})
        unit.commit()
    found = report_views.compare(bench.house, bench.actor, eid)
    told = {one.code: (one.was, one.now) for one in found.differences}
    assert told["requests_registered"] == (1, 2)
    assert "trainings" not in told
    assert [(one.kind, one.number) for one in found.touched if one.kind == "request"] == [("request", late.number)]
    assert not found.rules_changed
    assert show(bench, eid) == before


def test_as_many_but_other_records_are_told_too(bench: Bench) -> None:
    eid = submitted(bench)
    with bench.house.store.read() as look:
        (old,) = look.select(reports.Query("request"))
    bench.clock.pass_time(days=-20)
    intake.register_and_accept(bench.house, bench.actor, intake_of())
    bench.clock.pass_time(days=20)
    with bench.house.store.write(bench.actor) as unit:
        unit.void("request", old.eid, "登记重了")
        unit.commit()
    found = {one.code: one for one in report_views.compare(bench.house, bench.actor, eid).differences}
    assert found["requests_registered"].same_value


def test_a_second_person_approves_and_one_of_the_two_leads(bench: Bench) -> None:
    eid = submitted(bench)
    specialist, other = bench.as_specialist(), colleague(bench)
    assert code_of(lambda: reports.approve(bench.house, specialist, eid)) == "figure_report.same_person"
    assert code_of(lambda: reports.approve(bench.house, other, eid)) == "figure_report.no_leader"
    reports.approve(bench.house, bench.actor, eid)
    view = show(bench, eid)
    assert (view.row.state, view.row.submitted_by, view.row.approved_by) == ("approved", "何演练", "林示范")
    assert code_of(lambda: reports.send_back(bench.house, bench.actor, eid, "数字不对")) == "move.not_offered"


def test_sent_back_its_figures_go_and_are_taken_anew_under_the_same_number(bench: Bench) -> None:
    eid = submitted(bench)
    number = show(bench, eid).row.number
    assert code_of(lambda: reports.send_back(bench.house, bench.actor, eid, " ")) == "required"
    reports.send_back(bench.house, bench.actor, eid, "漏了走访")
    view = show(bench, eid)
    assert (view.figures, view.row.cut, view.back_reason) == ((), None, "漏了走访")
    with pytest.raises(Conflict):
        report_views.compare(bench.house, bench.actor, eid)
    assert code_of(lambda: reports.drop(bench.house, bench.actor, eid)) == "figure_report.frozen"
    reports.write(bench.house, bench.actor, eid, {"remark": "补充走访。"}, {})
    reports.submit(bench.house, bench.actor, eid)
    assert (show(bench, eid).row.number, show(bench, eid).remark) == (number, "补充走访。")


def test_words_of_a_submitted_report_are_fixed(bench: Bench) -> None:
    eid = submitted(bench)
    with pytest.raises(NotAllowed):
        reports.write(bench.house, bench.actor, eid, {"remark": "另说"}, {})


@pytest.mark.parametrize(
    ("kind", "period", "topic", "code"),
    [
        ("month", "2026-W11", "", "figure_report.other_length"),
        ("month", MARCH, "", "figure_report.not_over"),
        ("special", "2026-03-01..2026-03-05", " ", "required"),
        ("week", "2026-11", "", "figure_report.other_length"),
        ("month", "三月", "", "period.unknown"),
        ("decade", "2026", "", "not_in_list"),
    ],
)
def test_what_no_report_can_be_made_of_is_refused(bench: Bench, kind: str, period: str, topic: str, code: str) -> None:
    assert code_of(lambda: reports.draft(bench.house, bench.actor, kind, period, topic)) == code


def test_the_report_of_a_day_may_be_made_on_it(bench: Bench) -> None:
    eid = reports.draft(bench.house, bench.actor, "day", "2026-03-10").value
    reports.submit(bench.house, bench.actor, eid)
    assert show(bench, eid).row.state == "submitted"


def test_two_reports_of_one_period_both_stand_until_one_is_put_out_of_force(bench: Bench) -> None:
    first = submitted(bench)
    second = reports.draft(bench.house, bench.as_specialist(), "month", MARCH).value
    reports.submit(bench.house, bench.as_specialist(), second)
    assert [row.twins for row in report_views.page(bench.house, bench.actor)] == [1, 1]
    reports.approve(bench.house, bench.actor, first)
    assert code_of(lambda: reports.approve(bench.house, bench.actor, second)) == "figure_report.stands"
    reports.supersede(bench.house, bench.actor, first, "漏记两件")
    reports.approve(bench.house, bench.actor, second)
    assert {row.eid: (row.state, row.twins) for row in report_views.page(bench.house, bench.actor)} == {
        first: ("superseded", 0),
        second: ("approved", 0),
    }


def test_what_was_touched_is_told_to_nobody_who_may_not_see_it(bench: Bench) -> None:
    eid = submitted(bench)
    bench.clock.pass_time(days=-20)
    hidden, _, _ = confined(bench)
    bench.clock.pass_time(days=20, hours=2)
    with bench.house.store.write(bench.actor) as unit:
        unit.change("request", hidden, {"product": "样机"})
        unit.commit()
    other = colleague(bench)
    found = report_views.compare(bench.house, other, eid)
    assert any(one.code == "requests_registered" for one in found.differences), "everybody has the same figures"
    assert hidden not in {one.eid for one in found.touched}
    assert hidden in {one.eid for one in report_views.compare(bench.house, bench.actor, eid).touched}


def test_an_approved_report_waits_to_be_filed(bench: Bench) -> None:
    eid = submitted(bench)
    reports.approve(bench.house, bench.actor, eid)
    with bench.house.store.read() as look:
        (proposed,) = archive_sources.SOURCES["figure_report"](bench.house, look)
    assert (proposed.eid, proposed.values["title"]) == (eid, "统计报表：月报 2026-03")


def test_a_submitted_report_waits_on_the_day_of_everybody_else(bench: Bench) -> None:
    eid = submitted(bench)

    def waiting(actor: Actor) -> list[str]:
        lines = today.day(bench.house, actor, mine=True).lines
        return [line.what for line in lines if line.eid == eid]

    assert waiting(bench.actor) == ["月报 2026-03"]
    assert waiting(bench.as_specialist()) == []
    reports.approve(bench.house, bench.actor, eid)
    assert waiting(bench.actor) == []
