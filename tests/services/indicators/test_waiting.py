"""What evaluations leave to be done: on the day's list, in the archive, under the search."""

from __future__ import annotations

from qi_desk.services import archive_views, archives, searching, today
from qi_desk.services.indicators import evaluations
from qi_desk.services.ports import Actor
from tests.services.indicators.judged import QUARTER, a_quarter, begun, in_force, record, rules, shown
from tests.services.indicators.test_evaluations import FIRMS, submitted
from tests.support.stations import Bench


def told(bench: Bench, actor: Actor) -> list[tuple[str, str]]:
    lines = today.day(bench.house, actor).lines
    return [(line.eid, line.what) for line in lines if line.section == "evaluation"]


def test_a_period_nobody_evaluated_is_told_to_who_leads(bench: Bench) -> None:
    used = in_force(bench, rules(FIRMS))
    assert told(bench, bench.actor) == [], "rules in force since today owe nothing for the quarter before"
    a_quarter(bench)
    assert told(bench, bench.actor) == [("", "2026 年第 1 季度还没有按“练习体系”做自我评价")]
    assert told(bench, bench.as_specialist()) == []
    eid = evaluations.begin(bench.house, bench.as_specialist(), used, QUARTER).value
    assert told(bench, bench.actor) == []
    assert told(bench, bench.as_specialist()) == [(eid, "2026 年第 1 季度自我评价还没有提交")]


def test_each_step_is_told_to_whose_it_is(bench: Bench) -> None:
    eid = submitted(bench, FIRMS)
    assert told(bench, bench.as_specialist()) == [], "nobody checks the own one"
    assert told(bench, bench.actor) == [(eid, "2026 年第 1 季度自我评价待复核")]
    evaluations.review(bench.house, bench.actor, eid, {"check_note": "属实"})
    assert told(bench, bench.actor) == [(eid, "2026 年第 1 季度自我评价已复核，待定稿")]
    evaluations.close(bench.house, bench.actor, eid)
    assert told(bench, bench.actor) == []


def test_what_is_closed_is_filed_as_decisions_are_and_found_by_its_sheet(bench: Bench) -> None:
    eid = submitted(bench, FIRMS)
    evaluations.review(bench.house, bench.actor, eid, {"check_note": "属实"})
    assert [one for one in archives.waiting(bench.house, bench.actor) if one.eid == eid] == []
    evaluations.close(bench.house, bench.actor, eid)
    archives.file_matters(bench.house, bench.actor, [("self_evaluation", eid)])
    item = next(one for one in archive_views.items(bench.house, bench.actor) if "自我评价" in one.title)
    assert record(bench, "archive_item", item.eid)["category"] == "decision"
    number = shown(bench, eid).row.number
    hit = searching.scanned(bench.house, bench.actor, number)
    assert (hit.kind, hit.eid) == ("self_evaluation", eid), "the bar code of its sheet leads to it"


def test_a_draft_is_the_business_of_who_began_it(bench: Bench) -> None:
    eid = begun(bench, rules(FIRMS), bench.actor)
    assert told(bench, bench.actor)[0][0] == eid
    assert told(bench, bench.as_specialist()) == []
