"""Rule sets as data: what is stored reads back the same, what is wrong is named at its row, versions tell apart."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.indicators.checking import problems_of
from qi_desk.domain.indicators.rule_sets import (
    Evidence,
    Formula,
    Head,
    Indicator,
    Lacking,
    RuleSet,
    Scoring,
    Step,
    Subject,
    decimal,
    digest_of,
    free_key,
    from_rows,
    plain,
    to_rows,
    with_row,
    without,
)

D = Decimal
MEASURES = frozenset({"m", "n"})

GOOD = Indicator("i1", "h1", "满意率", D(2), Formula.RATIO, "m", "n", floor=D(60), target=D(95))
RULES = RuleSet(
    Subject.STATION,
    "quarter",
    Lacking.LEFT_OUT,
    (Head("h1", "运营管理", D(40)),),
    (
        GOOD,
        Indicator(
            "i2",
            "h1",
            "平均首次响应时长",
            D(1),
            top="m",
            window="year",
            scoring=Scoring.STEPS,
            down=True,
            target=D(4),
            steps=(Step(D(16), D(40)), Step(D(8), D(80)), Step(D(4), D(100))),
        ),
        Indicator("i3", "h1", "创新做法", D(1), Formula.MANUAL, evidence=Evidence.NEEDED, note="须有材料"),
    ),
)

names = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12)
amounts = st.decimals(min_value=0, max_value=10_000, places=2)


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    heads = tuple(Head(f"h{place}", draw(names), draw(amounts)) for place in range(draw(st.integers(1, 3))))
    rows = tuple(
        Indicator(
            f"i{place}",
            draw(st.sampled_from(heads)).key,
            draw(names),
            draw(amounts),
            draw(st.sampled_from(Formula)),
            "m",
            "n",
            draw(st.sampled_from(("", "month", "year"))),
            draw(st.sampled_from(Scoring)),
            draw(st.booleans()),
            draw(st.none() | amounts),
            draw(st.none() | amounts),
            tuple(Step(draw(amounts), draw(amounts)) for _ in range(draw(st.integers(0, 3)))),
            draw(st.sampled_from(Evidence)),
            draw(st.integers(0, 20)),
            draw(st.just("") | names),
        )
        for place in range(draw(st.integers(1, 5)))
    )
    return RuleSet(draw(st.sampled_from(Subject)), "quarter", draw(st.sampled_from(Lacking)), heads, rows)


@given(rule_sets())
def test_what_is_stored_reads_back_the_same(rules: RuleSet) -> None:
    back = from_rows(rules.subject, rules.window, rules.lacking, to_rows(rules))
    assert back == rules
    assert digest_of(back) == digest_of(rules)


def test_a_set_without_fault_has_none() -> None:
    assert problems_of(RULES, MEASURES) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (replace(GOOD, name=" "), "rule_set.no_name"),
        (replace(GOOD, weight=D(-1)), "rule_set.weight"),
        (replace(GOOD, weight=D("NaN")), "rule_set.weight"),
        (replace(GOOD, top="invented"), "rule_set.measure"),
        (replace(GOOD, bottom="m"), "rule_set.same_measure"),
        (replace(GOOD, window="week"), "rule_set.window"),
        (replace(GOOD, head="h9"), "rule_set.unknown_head"),
        (replace(GOOD, target=None), "rule_set.no_target"),
        (replace(GOOD, floor=None), "rule_set.no_floor"),
        (replace(GOOD, floor=D(95)), "rule_set.floor"),
        (replace(GOOD, floor=D(99)), "rule_set.floor"),
        (replace(GOOD, down=True), "rule_set.floor"),
        (replace(GOOD, target=D("Infinity")), "rule_set.number"),
        (replace(GOOD, scoring=Scoring.STEPS), "rule_set.no_steps"),
        (replace(GOOD, scoring=Scoring.STEPS, steps=(Step(D(1), D(101)),)), "rule_set.points"),
        (
            replace(GOOD, scoring=Scoring.STEPS, steps=(Step(D(2), D(50)), Step(D(1), D(60)))),
            "rule_set.steps_order",
        ),
        (
            replace(GOOD, scoring=Scoring.STEPS, steps=(Step(D(1), D(60)), Step(D(2), D(60)))),
            "rule_set.steps_order",
        ),
        (replace(GOOD, formula=Formula.MANUAL, evidence=Evidence.WANTED), "rule_set.manual_evidence"),
    ],
)
def test_a_fault_is_named_at_its_row(changed: Indicator, code: str) -> None:
    found = problems_of(with_row(RULES, changed), MEASURES)
    assert code in [problem.code for problem in found]
    assert all(problem.field in ("i1", "h1") for problem in found)


def test_faults_of_the_tree() -> None:
    def codes(rules: RuleSet) -> list[str]:
        return [problem.code for problem in problems_of(rules, MEASURES)]

    assert codes(replace(RULES, heads=(), indicators=())) == ["rule_set.no_head"]
    assert "rule_set.empty_head" in codes(with_row(RULES, Head("h2", "创新服务", D(1))))
    assert "rule_set.double_key" in codes(replace(RULES, indicators=(GOOD, GOOD)))
    assert "rule_set.no_weight" in codes(with_row(RULES, Head("h1", "运营管理", D(0))))
    noted = replace(RULES, indicators=(replace(GOOD, scoring=Scoring.NOTED),))
    assert "rule_set.nothing_weighs" in codes(noted)
    assert "rule_set.span" in codes(replace(RULES, window="week"))


def test_any_change_that_makes_another_score_makes_another_digest() -> None:
    first = digest_of(RULES)
    assert digest_of(with_row(RULES, replace(GOOD, weight=D(3)))) != first
    assert digest_of(with_row(RULES, replace(GOOD, target=D(96)))) != first
    assert digest_of(replace(RULES, lacking=Lacking.ZERO)) != first
    assert digest_of(with_row(RULES, replace(GOOD, weight=D("2.00")))) == first, "the same weight, written otherwise"


def test_rows_are_added_and_taken_away() -> None:
    assert free_key(RULES, "i") == "i4"
    more = with_row(RULES, replace(GOOD, key="i4"))
    assert [one.key for one in more.indicators] == ["i1", "i2", "i3", "i4"]
    assert without(more, "i4") == RULES
    assert without(RULES, "h1").indicators == ()


@pytest.mark.parametrize(("typed", "kept"), [("95", "95"), (" 95.50 ", "95.5"), ("", ""), (None, ""), ("1e2", "100")])
def test_numbers_are_kept_as_they_would_be_written(typed: object, kept: str) -> None:
    assert plain(decimal(typed)) == kept


@pytest.mark.parametrize("typed", ["ten", "NaN", "Infinity", "1,5"])
def test_what_is_no_number_is_told_apart_from_nothing(typed: str) -> None:
    found = decimal(typed)
    assert found is not None
    assert found.is_nan()
