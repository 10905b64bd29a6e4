"""Rule sets as versions: files to begin with, drafts, what is in force and never changed, trials on what was."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from qi_desk import resource_files, wording
from qi_desk.domain.assignments import ASPECTS as PARTY_ASPECTS
from qi_desk.domain.errors import Conflict, Invalid, NotAllowed
from qi_desk.domain.indicators.checking import problems_of
from qi_desk.domain.indicators.rule_sets import Formula, Indicator, Subject, digest_of, to_rows, with_row
from qi_desk.domain.indicators.subjects import measures_for
from qi_desk.domain.registers.staff import ASPECTS as STAFF_ASPECTS
from qi_desk.services.indicators import counting, rule_set_views, rule_sets, starters
from qi_desk.services.ports import Query
from tests.services.indicators.judged import a_quarter, in_force, record, rules
from tests.support.stations import Bench

D = Decimal
FIRMS = Indicator("firms", "reach", "服务企业数", D(1), top="enterprises_served", floor=D(0), target=D(4))
MATTERS = Indicator("matters", "reach", "办结件数", D(1), top="matters_closed", floor=D(0), target=D(3))


@pytest.mark.parametrize("name", resource_files.names("indicators"))
def test_the_rules_that_come_with_the_house_have_no_fault(name: str) -> None:
    file = starters.starter(name)
    assert problems_of(file.rules, measures_for(file.rules.subject)) == []


@pytest.mark.parametrize("subject", Subject)
def test_every_subject_has_rules_to_begin_with(subject: Subject) -> None:
    file = starters.starter_for(subject)
    assert file is not None
    assert file.name == subject.value


def test_the_starter_set_has_every_head_of_the_provincial_rules_and_leaves_nothing_uncounted() -> None:
    """F1: 服务能力, 运营管理, 协同成效 of 9.2 and 创新服务 of the national guide."""
    file = starters.starter("station").rules
    assert [head.name for head in file.heads] == ["服务能力", "运营管理", "协同成效", "创新服务"]
    assert len(file.indicators) > 45
    used = {code for one in file.indicators for code in one.measures}
    for pair in (("reply_median", "reply_p90"), ("done_median", "done_p90"), ("enterprises_served", "household_times")):
        assert set(pair) <= used
    benefit = {one.key: one.evidence for one in file.indicators if one.top in ("jobs", "benefit", "saving", "problems")}
    assert set(benefit.values()) == {"needed"}, "trap 38"


def test_aspects_are_those_that_are_written_down() -> None:
    assert tuple(head.key for head in starters.starter("staff").rules.heads) == STAFF_ASPECTS
    assert tuple(head.key for head in starters.starter("party").rules.heads) == PARTY_ASPECTS


def test_a_draft_from_a_file_is_put_in_force(bench: Bench) -> None:
    eid = rule_sets.begin(bench.house, bench.actor, "station").value
    view = rule_set_views.show(bench.house, bench.actor, eid)
    assert view.deeds == ("put_in_force", "edit", "void")
    assert view.faults == ()
    assert view.row.newer == ""
    rule_sets.put_in_force(bench.house, bench.actor, eid)
    kept = record(bench, "indicator_set", eid)
    assert kept["digest"] == starters.starter("station").digest == digest_of(view.rules)
    assert [one.taken for one in rule_set_views.files(bench.house, bench.actor) if one.name == "station"] == [True]


def test_what_is_in_force_is_changed_by_its_next_version_alone(bench: Bench) -> None:
    eid = in_force(bench, rules(FIRMS))
    with pytest.raises(NotAllowed, match=r"rule_set\.in_force"):
        rule_sets.write(bench.house, bench.actor, eid, {"name": "别的"}, seen={})
    with pytest.raises(NotAllowed, match=r"rule_set\.in_force"):
        rule_sets.void(bench.house, bench.actor, eid, "mistake")
    draft = rule_sets.revise(bench.house, bench.actor, eid).value
    assert record(bench, "indicator_set", draft)["version"] == 2
    assert "revise" not in rule_set_views.show(bench.house, bench.actor, eid).deeds
    with pytest.raises(Conflict, match=r"rule_set\.draft_open"):
        rule_sets.revise(bench.house, bench.actor, eid)
    rule_sets.write(bench.house, bench.actor, draft, {"rows": to_rows(rules(FIRMS, MATTERS))}, seen={})
    rule_sets.put_in_force(bench.house, bench.actor, draft)
    assert [record(bench, "indicator_set", one)["state"] for one in (eid, draft)] == ["retired", "in_force"]


def test_a_set_with_faults_is_kept_as_a_draft(bench: Bench) -> None:
    eid = rule_sets.begin_empty(
        bench.house, bench.actor, {"name": "空", "subject": "station", "span": "month", "lacking": "zero"}
    ).value
    wrong = rules(replace(FIRMS, target=None), span="month")
    rule_sets.write(bench.house, bench.actor, eid, {"rows": to_rows(wrong)}, seen={})
    with pytest.raises(Invalid) as refused:
        rule_sets.put_in_force(bench.house, bench.actor, eid)
    assert [(one.field, one.code) for one in refused.value.problems] == [("firms", "rule_set.no_target")]
    with pytest.raises(Invalid, match=r"rule_set\.unreadable"):
        rule_sets.write(
            bench.house, bench.actor, eid, {"rows": [{"key": "x", "head": "y", "formula": "guess"}]}, seen={}
        )


def test_only_who_leads_makes_rules(bench: Bench) -> None:
    with pytest.raises(NotAllowed):
        rule_sets.begin(bench.house, bench.as_specialist(), "station")


def test_a_trial_shows_past_periods_side_by_side(bench: Bench) -> None:
    a_quarter(bench)
    rows = to_rows(rules(FIRMS, MATTERS))
    first = rule_set_views.trial(bench.house, bench.actor, "station", "quarter", "left_out", rows)
    assert first.columns[:2] == ("2026 年第 1 季度", "2025 年第 4 季度")
    assert [result.rows["firms"].value for result in first.results] == [2, 0, 0, 0]
    assert first.results[0].whole.points == 75
    with bench.house.store.read() as look:
        assert look.count(Query("self_evaluation")) == 0, "a trial writes nothing"


def test_a_trial_counts_only_what_was_not_counted(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    a_quarter(bench)
    counted: list[tuple[str, ...]] = []
    before = rule_set_views.trial(bench.house, bench.actor, "station", "quarter", "left_out", to_rows(rules(FIRMS)))
    real = counting.figures_of

    def told(*args: object, **options: object) -> object:
        counted.append(tuple(args[2]))  # type: ignore[arg-type]
        return real(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(counting, "figures_of", told)
    heavier = with_row(rules(FIRMS), replace(FIRMS, weight=D(7), target=D(2)))
    again = rule_set_views.trial(bench.house, bench.actor, "station", "quarter", "left_out", to_rows(heavier), before)
    assert counted == []
    assert again.results[0].whole.points == 100
    more = to_rows(with_row(heavier, MATTERS))
    rule_set_views.trial(bench.house, bench.actor, "station", "quarter", "left_out", more, again)
    assert counted == [("matters_closed",)] * 4


def test_a_trial_of_half_done_rules_scores_what_is_right(bench: Bench) -> None:
    a_quarter(bench)
    half = rules(FIRMS, replace(MATTERS, top=""))
    tried = rule_set_views.trial(bench.house, bench.actor, "station", "quarter", "left_out", to_rows(half))
    assert [(fault.field, fault.code) for fault in tried.faults] == [("matters", "rule_set.measure")]
    assert tried.results[0].whole.points == 50


def test_rules_for_people_are_tried_on_people(bench: Bench) -> None:
    file = starters.starter("staff").rules
    tried = rule_set_views.trial(bench.house, bench.actor, "staff", "year", "left_out", to_rows(file))
    assert tried.columns == ("何演练",)
    assert tried.results[0].rows["exams"].value == 100


def test_a_newer_edition_of_the_district_is_offered_and_never_taken_over(bench: Bench) -> None:
    eid = rule_sets.begin(bench.house, bench.actor, "station").value
    rule_sets.put_in_force(bench.house, bench.actor, eid)
    text = resource_files.data("indicators/station.toml").decode()
    published = text.replace('version = "2026.1"', 'version = "2026.2"').replace("weight = 25", "weight = 35", 1)
    try:
        assert resource_files.adopt({"indicators/station.toml": published}) == ()
        view = rule_set_views.show(bench.house, bench.actor, eid)
        assert view.row.newer == "2026.2"
        assert view.rules.heads[0].weight == 25, "the station's own rules stay"
        assert [one.taken for one in rule_set_views.files(bench.house, bench.actor) if one.name == "station"] == [False]
        taken = rule_sets.begin(bench.house, bench.actor, "station").value
        kept = record(bench, "indicator_set", taken)
        assert (kept["version"], kept["state"]) == (2, "draft")
        assert rule_set_views.show(bench.house, bench.actor, taken).rules.heads[0].weight == 35
        assert record(bench, "indicator_set", eid)["state"] == "in_force"
    finally:
        resource_files.adopt({})


def test_a_formula_may_divide_two_measures(bench: Bench) -> None:
    a_quarter(bench)
    ratio = Indicator(
        "each",
        "reach",
        "企业占事项",
        D(1),
        Formula.RATIO,
        "enterprises_served",
        "matters_closed",
        floor=D(0),
        target=D(100),
    )
    per = replace(ratio, key="per", formula=Formula.PER, top="matters_closed", bottom="enterprises_served", target=D(3))
    rows = to_rows(rules(ratio, per))
    tried = rule_set_views.trial(bench.house, bench.actor, "station", "quarter", "left_out", rows).results
    assert tried[0].rows["per"].value == D("1.5")
    assert round(tried[0].rows["each"].value or 0, 2) == D("66.67")
    assert tried[1].rows["each"].value is None, "nothing to divide by in a quarter without matters"


def test_every_measure_a_rule_may_count_has_its_words() -> None:
    for subject in (Subject.STAFF, Subject.PARTY):
        for code in measures_for(subject):
            assert wording.known(f"{subject.value}_measure.{code}")
            assert wording.known(f"{subject.value}_measure_how.{code}")
