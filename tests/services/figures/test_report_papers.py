"""A submitted report on paper: frozen figures with what they count, parts as tables and charts."""

from __future__ import annotations

import pytest

from qi_desk.documents.inline import InlinePapers
from qi_desk.domain.errors import NotAllowed
from qi_desk.domain.figures.measures import MEASURES
from qi_desk.services.figures import report_papers, report_views, reports
from qi_desk.services.paperwork import Order
from tests.services.balance.test_balance import asked
from tests.support.stations import Bench

DAY = "2026-03-10"


def submitted(bench: Bench) -> str:
    for number, item in enumerate(("ME02", "ME02", "TE03")):
        asked(bench, number, item)
    eid = reports.draft(bench.house, bench.actor, "day", DAY, remark="计量需求较多。").value
    reports.submit(bench.house, bench.actor, eid)
    return eid


def order_of(bench: Bench, eid: str) -> Order:
    return report_papers.report(bench.house, bench.actor, eid)


def test_a_draft_has_nothing_to_print(bench: Bench) -> None:
    eid = reports.draft(bench.house, bench.actor, "day", DAY).value
    with pytest.raises(NotAllowed, match=r"figure_report\.not_frozen"):
        order_of(bench, eid)


def test_every_frozen_figure_stands_there_with_what_it_counts(bench: Bench) -> None:
    order = order_of(bench, submitted(bench))
    tables = {table.heading: table for table in order.view.tables}
    told = {row[0]: row for table in order.view.tables for row in table.rows if len(row) == 5}
    assert told["登记需求"][1:] == ("3 件", "0 件", "0 件", "3")
    assert "满意率" not in told
    assert order.view.notes.startswith("本期、上期、上年同期都没有的指标未列。")
    assert len(tables["统计口径"].rows) == len(told)
    assert all(how for _, how in tables["统计口径"].rows)
    assert [row[1] for row in tables["按服务类别"].rows] == ["2", "1"]
    assert order.number == order.view.number
    assert order.view.sections == (("分析与说明", "计量需求较多。"),)


def test_a_month_leaves_nothing_out(bench: Bench) -> None:
    bench.clock.pass_time(days=30)
    eid = reports.draft(bench.house, bench.actor, "month", "2026-03").value
    reports.submit(bench.house, bench.actor, eid)
    view = order_of(bench, eid).view
    told = {row[0]: row for table in view.tables for row in table.rows if len(row) == 5}
    assert len(told) == len(MEASURES)
    assert told["满意率"][1] == "无数据"
    assert not view.notes.startswith("本期、上期")


def test_what_is_registered_later_changes_no_paper(bench: Bench) -> None:
    eid = submitted(bench)
    before = order_of(bench, eid).view
    asked(bench, 3)
    after = order_of(bench, eid).view
    assert (after.tables, after.charts, after.facts) == (before.tables, before.charts, before.facts)


def test_the_charts_add_up_to_the_figure(bench: Bench) -> None:
    eid = submitted(bench)
    charts = order_of(bench, eid).view.charts
    # All came by one channel, from no park: only what differs is drawn.
    assert [chart.title for chart in charts] == ["登记需求（按服务类别）"]
    view = report_views.show(bench.house, bench.actor, eid)
    asked_for = next(one.value for one in view.figures if one.code == "requests_registered")
    for chart in charts:
        assert sum(mark.value or 0 for mark in chart.marks) == asked_for


def test_it_is_printed_whole(bench: Bench) -> None:
    order = order_of(bench, submitted(bench))
    paper = InlinePapers().make(order.form, order.view)
    assert paper.missing == ()
    assert paper.pages <= 4
