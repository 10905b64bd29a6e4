"""自我评价 (F29) from counting to closing: frozen figures, evidence, a second person, plans for what fell short."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from qi_desk.domain.errors import Conflict, Invalid, Missing, NotAllowed
from qi_desk.domain.indicators.records import row_key
from qi_desk.domain.indicators.rule_sets import Evidence, Formula, Indicator, Lacking, Scoring
from qi_desk.services import attachments
from qi_desk.services.feedback import improvement_views
from qi_desk.services.indicators import evaluation_views, evaluations, rule_sets
from qi_desk.services.ports import Query
from tests.services.indicators.judged import (
    QUARTER,
    a_quarter,
    another,
    begun,
    in_force,
    record,
    row,
    rules,
    serve,
    shown,
)
from tests.support.stations import Bench

D = Decimal
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)

FIRMS = Indicator("firms", "reach", "服务企业数", D(1), top="enterprises_served", floor=D(0), target=D(4))
MATTERS = Indicator("matters", "reach", "办结件数", D(1), top="matters_closed", floor=D(0), target=D(3))
CONTENT = Indicator("content", "voice", "满意率", D(1), top="satisfaction", floor=D(80), target=D(95))
JUDGED = Indicator(
    "judged", "voice", "典型案例", D(1), Formula.MANUAL, target=D(60), evidence=Evidence.NEEDED, note="须有材料"
)


def submitted(bench: Bench, *rows: Indicator) -> str:
    eid = begun(bench, rules(*rows))
    evaluations.submit(bench.house, bench.as_specialist(), eid, {"conclusion": "总体正常。"})
    return eid


def test_enterprises_are_counted_once_however_many_matters_they_had(bench: Bench) -> None:
    eid = begun(bench, rules(FIRMS, MATTERS))
    assert row(bench, eid, "firms").value == "2"
    assert row(bench, eid, "firms").counted == 50
    assert row(bench, eid, "matters").value == "3"
    assert row(bench, eid, "matters").counted == 100
    view = shown(bench, eid)
    assert view.whole.points == 75
    assert (view.row.missed, view.row.planned) == (1, 0)
    assert "统一社会信用代码" in row(bench, eid, "firms").how, "the definition stands with the value"


def test_median_and_p90_are_told_apart(bench: Bench) -> None:
    for hours in (1, 1, 1, 1, 1, 1, 1, 1, 1, 70):
        serve(bench, hours=hours)
        bench.clock.moment = bench.clock.moment.replace(day=bench.clock.moment.day, hour=9)
    bench.clock.moment = bench.clock.moment.replace(month=4, day=8)
    median = Indicator("median", "time", "中位数", D(1), top="done_median", down=True, floor=D(16), target=D(4))
    p90 = Indicator("p90", "time", "P90", D(1), top="done_p90", down=True, floor=D(16), target=D(4))
    used = in_force(bench, rules(median, p90))
    eid = evaluations.begin(bench.house, bench.actor, used, QUARTER).value
    values = [
        D(str(record(bench, "evaluation_row", evaluations.row_id(eid, key))["value"])) for key in ("median", "p90")
    ]
    assert values[0] <= values[1]
    assert "中位" in row(bench, eid, "median").how or "中间" in row(bench, eid, "median").how


def test_no_data_is_said_and_not_scored(bench: Bench) -> None:
    eid = begun(bench, rules(FIRMS, CONTENT))
    found = row(bench, eid, "content")
    assert found.value == "无数据"
    assert found.counted is None
    assert found.scored.missed is None
    view = shown(bench, eid)
    assert view.whole.points == 50, "the weight of what has no data went to the others"
    assert view.whole.covered == D("0.5")


def test_no_data_counts_as_nothing_where_the_rules_say_so(bench: Bench) -> None:
    eid = begun(bench, rules(FIRMS, CONTENT, lacking=Lacking.ZERO))
    assert shown(bench, eid).whole.points == 25
    assert row(bench, eid, "content").value == "无数据"


def test_what_happens_later_changes_nothing(bench: Bench) -> None:
    eid = begun(bench, rules(FIRMS, MATTERS))
    before = shown(bench, eid)
    bench.clock.moment = bench.clock.moment.replace(month=3, day=20)
    serve(bench)
    bench.clock.moment = bench.clock.moment.replace(month=4, day=9)
    assert shown(bench, eid).heads == before.heads
    evaluations.recount(bench.house, bench.as_specialist(), eid)
    assert row(bench, eid, "matters").value == "4"
    evaluations.submit(bench.house, bench.as_specialist(), eid, {"conclusion": "总体正常。"})
    with pytest.raises(NotAllowed, match=r"evaluation\.frozen"):
        evaluations.recount(bench.house, bench.as_specialist(), eid)


def test_the_rules_stand_in_the_evaluation_as_they_were(bench: Bench) -> None:
    eid = begun(bench, rules(FIRMS, MATTERS))
    used = record(bench, "self_evaluation", eid)["rule_set"]
    draft = rule_sets.revise(bench.house, bench.actor, used).value
    fresh = rules(FIRMS)
    rule_sets.write(bench.house, bench.actor, draft, {"rows": rule_sets.to_rows(fresh)}, seen={})
    rule_sets.put_in_force(bench.house, bench.actor, draft)
    view = shown(bench, eid)
    assert (view.row.rule_version, [len(head.rows) for head in view.heads]) == (1, [2])
    assert record(bench, "indicator_set", used)["state"] == "retired"


def test_a_period_is_evaluated_once_and_only_when_it_is_over(bench: Bench) -> None:
    used = in_force(bench, rules(FIRMS))
    for period, code in (("2026-Q1", "evaluation.not_over"), ("2025-12", "evaluation.span")):
        with pytest.raises(Invalid) as refused:
            evaluations.begin(bench.house, bench.actor, used, period)
        assert [problem.code for problem in refused.value.problems] == [code]
    a_quarter(bench)
    evaluations.begin(bench.house, bench.actor, used, QUARTER)
    with pytest.raises(Conflict, match=r"evaluation\.begun"):
        evaluations.begin(bench.house, bench.as_specialist(), used, QUARTER)


def test_other_points_than_those_counted_need_a_reason(bench: Bench) -> None:
    eid = begun(bench, rules(FIRMS))
    own = evaluations.row_id(eid, "firms")
    actor = bench.as_specialist()
    with pytest.raises(Invalid) as refused:
        evaluations.score(bench.house, actor, own, {"self_points": 60})
    assert [problem.code for problem in refused.value.problems] == ["evaluation.say_why"]
    with pytest.raises(Invalid):
        evaluations.score(bench.house, actor, own, {"self_points": 101, "self_note": "因为"})
    evaluations.score(bench.house, actor, own, {"self_points": 60, "self_note": "一家在外地登记"})
    assert shown(bench, eid).whole.points == 60
    evaluations.score(bench.house, actor, own, {"self_points": 50, "self_note": ""})
    assert row(bench, eid, "firms").counted == 50


def test_points_that_nothing_shows_are_not_handed_in(bench: Bench) -> None:
    eid = begun(bench, rules(FIRMS, JUDGED))
    actor, own = bench.as_specialist(), evaluations.row_id(eid, "judged")
    evaluations.score(bench.house, actor, own, {"self_points": 80})
    assert row(bench, eid, "judged").bare
    with pytest.raises(NotAllowed) as refused:
        evaluations.submit(bench.house, actor, eid, {"conclusion": "总体正常。"})
    assert refused.value.code == "evaluation.no_evidence"
    assert refused.value.values["names"] == ("典型案例",)
    attachments.add(bench.house, actor, "evaluation_row", own, "case.png", PNG)
    assert not row(bench, eid, "judged").bare
    evaluations.submit(bench.house, actor, eid, {"conclusion": "总体正常。"})


def test_a_record_may_show_the_points(bench: Bench) -> None:
    eid = begun(bench, rules(FIRMS, JUDGED))
    actor, own = bench.as_specialist(), evaluations.row_id(eid, "judged")
    evaluations.score(bench.house, actor, own, {"self_points": 80})
    with pytest.raises(Missing):
        evaluations.show_by(bench.house, actor, own, "PY03-XQ-2026-000999-A-0")
    with bench.house.store.read() as look:
        number = look.select(Query("request", limit=1))[0]["number"]
    evaluations.show_by(bench.house, actor, own, number)
    evaluations.show_by(bench.house, actor, own, number)
    assert row(bench, eid, "judged").records == (number,)
    evaluations.submit(bench.house, actor, eid, {"conclusion": "总体正常。"})


def test_nothing_to_show_is_handed_in_with_no_points(bench: Bench) -> None:
    eid = begun(bench, rules(FIRMS, JUDGED))
    actor, own = bench.as_specialist(), evaluations.row_id(eid, "judged")
    evaluations.score(bench.house, actor, own, {"self_points": 0})
    evaluations.submit(bench.house, actor, eid, {"conclusion": "总体正常。"})
    assert shown(bench, eid).row.state == "self_evaluated"


def test_benefits_counted_without_evidence_bring_no_points_unshown(bench: Bench) -> None:
    """Trap 38: what is worth points has to be shown, even where the program counted it."""
    shown_by = Indicator(
        "firms",
        "reach",
        "服务企业数",
        D(1),
        top="enterprises_served",
        floor=D(0),
        target=D(2),
        evidence=Evidence.NEEDED,
    )
    eid = begun(bench, rules(shown_by))
    with pytest.raises(NotAllowed, match=r"evaluation\.no_evidence"):
        evaluations.submit(bench.house, bench.as_specialist(), eid, {"conclusion": "总体正常。"})


def test_somebody_else_checks_it(bench: Bench) -> None:
    eid = submitted(bench, FIRMS)
    own, maker = evaluations.row_id(eid, "firms"), bench.as_specialist()
    assert "review" not in shown(bench, eid, maker).deeds
    for act in (
        lambda: evaluations.check(bench.house, maker, own, {"check_points": 40, "check_note": "少一家"}),
        lambda: evaluations.review(bench.house, maker, eid, {"check_note": "同意"}),
        lambda: evaluations.send_back(bench.house, maker, eid, "不对"),
    ):
        with pytest.raises(NotAllowed, match=r"evaluation\.own"):
            act()
    evaluations.check(bench.house, bench.actor, own, {"check_points": 40, "check_note": "一家是分公司"})
    assert shown(bench, eid).whole.points == 40
    with pytest.raises(Invalid):
        evaluations.review(bench.house, bench.actor, eid, {"check_note": ""})
    evaluations.review(bench.house, bench.actor, eid, {"check_note": "抽查三件，属实"})
    assert shown(bench, eid).deeds[0] == "close"


def test_what_is_sent_back_is_written_anew_and_says_how_often(bench: Bench) -> None:
    eid = submitted(bench, FIRMS)
    evaluations.send_back(bench.house, bench.actor, eid, "结论太短")
    assert record(bench, "self_evaluation", eid)["returns"] == 1
    assert shown(bench, eid, bench.as_specialist()).deeds[0] == "submit"
    assert "score" in shown(bench, eid, bench.as_specialist()).row_deeds


def test_what_is_closed_stays(bench: Bench) -> None:
    eid = submitted(bench, FIRMS, CONTENT)
    evaluations.review(bench.house, bench.actor, eid, {"check_note": "属实"})
    with pytest.raises(NotAllowed):
        evaluations.close(bench.house, bench.as_specialist(), eid)
    evaluations.close(bench.house, bench.actor, eid)
    kept = record(bench, "self_evaluation", eid)
    assert (kept["points"], kept["covered"]) == ("50", "0.5")
    with pytest.raises(NotAllowed, match=r"evaluation\.closed"):
        evaluations.void(bench.house, bench.actor, eid, "mistake")
    assert evaluation_views.page(bench.house, bench.actor) == ()
    assert [one.eid for one in evaluation_views.page(bench.house, bench.actor, "closed")] == [eid]


def test_a_missed_target_leads_to_one_plan_that_knows_where_it_came_from(bench: Bench) -> None:
    eid = submitted(bench, FIRMS, MATTERS)
    own = evaluations.row_id(eid, "firms")
    waiting = [one for one in improvement_views.candidates(bench.house, bench.actor) if one.key == row_key(own)]
    assert [(one.source, one.said.split(" ", 1)[1]) for one in waiting] == [("self", "服务企业数：2，目标 ≥ 4")]
    values = {"problem": "服务企业数少", "deadline": bench.clock.now().date().replace(day=28)}
    made = evaluations.open_plan(bench.house, bench.actor, own, values).value
    assert row(bench, eid, "firms").plan_eid == made
    assert shown(bench, eid).row.planned == 1
    view = improvement_views.show(bench.house, bench.actor, made)
    assert view.about == f"自我评价 {shown(bench, eid).row.number}"
    with pytest.raises(Conflict, match=r"improvement\.opened"):
        evaluations.open_plan(bench.house, bench.actor, own, values)
    with pytest.raises(NotAllowed, match=r"evaluation\.not_missed"):
        evaluations.open_plan(bench.house, bench.actor, evaluations.row_id(eid, "matters"), values)
    assert not [one for one in improvement_views.candidates(bench.house, bench.actor) if one.key == row_key(own)]


def test_a_draft_calls_for_no_plan(bench: Bench) -> None:
    begun(bench, rules(FIRMS))
    assert [one for one in improvement_views.candidates(bench.house, bench.actor) if one.source == "self"] == []


def test_third_parties_read_it_with_masked_names_and_can_do_nothing(bench: Bench) -> None:
    eid = begun(bench, rules(FIRMS))
    own, maker = evaluations.row_id(eid, "firms"), bench.as_specialist()
    evaluations.score(bench.house, maker, own, {"evidence": "见 13800001234 来电记录"})
    evaluations.submit(bench.house, maker, eid, {"conclusion": "问过 13800001234，平稳。"})
    for role in ("auditor", "district"):
        outside = replace(another(bench.actor), role=role)
        view = evaluation_views.show(bench.house, outside, eid)
        assert view.deeds == ()
        assert view.row_deeds == ()
        assert "何演练" not in str(view.people)
        assert view.people[bench.specialist] == "何**"
        with pytest.raises(NotAllowed):
            evaluations.review(bench.house, outside, eid, {"check_note": "同意"})
        assert evaluation_views.page(bench.house, outside)[0].made_by == "何**"
        assert view.values["conclusion"] == "问过 138****1234，平稳。"
        assert view.heads[0].rows[0].evidence == "见 138****1234 来电记录"
    assert "13800001234" in evaluation_views.show(bench.house, bench.actor, eid).values["conclusion"]


def test_an_indicator_may_look_at_a_longer_span(bench: Bench) -> None:
    bench.clock.moment = bench.clock.moment.replace(month=1, day=12)
    serve(bench)
    bench.clock.moment = bench.clock.moment.replace(month=5, day=12)
    serve(bench)
    bench.clock.moment = bench.clock.moment.replace(month=7, day=8)
    yearly = Indicator("year", "reach", "全年办结", D(1), top="matters_closed", window="year", floor=D(0), target=D(4))
    within = Indicator("own", "reach", "本季办结", D(1), top="matters_closed", floor=D(0), target=D(4))
    used = in_force(bench, rules(yearly, within))
    eid = evaluations.begin(bench.house, bench.actor, used, "2026-Q2").value
    assert (row(bench, eid, "year").value, row(bench, eid, "own").value) == ("2", "1")
    assert "统计 2026年1月1日 至 2026年6月30日" in row(bench, eid, "year").how


def test_noted_figures_are_shown_and_weigh_nothing(bench: Bench) -> None:
    noted = Indicator("visits", "reach", "服务家次", D(5), top="household_times", scoring=Scoring.NOTED)
    eid = begun(bench, rules(FIRMS, noted))
    assert row(bench, eid, "visits").scored.share == 0
    assert row(bench, eid, "visits").counted is None
    assert shown(bench, eid).whole.points == 50
