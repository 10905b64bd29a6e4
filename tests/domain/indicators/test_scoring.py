"""Points and weights: bounds, direction, what missing data does, and what a reader would compute on paper."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.indicators.rule_sets import (
    FULL,
    Formula,
    Head,
    Indicator,
    Lacking,
    RuleSet,
    Scoring,
    Step,
    Subject,
)
from qi_desk.domain.indicators.scoring import Count, evaluate, missed, points_of, shares, value_of

D = Decimal

numbers = st.decimals(min_value=-1000, max_value=1000, places=2)
weights = st.decimals(min_value=0, max_value=500, places=1)
positive = st.decimals(min_value=D("0.1"), max_value=500, places=1)


def indicator(key: str = "a", **given: object) -> Indicator:
    kept = {"head": "h", "name": key, "weight": D(1), "top": "m", "floor": D(0), "target": D(100)}
    return Indicator(key=key, **{**kept, **given})  # type: ignore[arg-type]


def tree(weighted: dict[str, list[Decimal]], lacking: Lacking = Lacking.LEFT_OUT) -> RuleSet:
    """Heads of weight 1, 2, 3 ... with indicators of the weights given."""
    heads = tuple(Head(name, name, D(place)) for place, name in enumerate(weighted, start=1))
    rows = tuple(
        indicator(f"{head}{place}", head=head, weight=weight)
        for head, held in weighted.items()
        for place, weight in enumerate(held)
    )
    return RuleSet(Subject.STATION, "quarter", lacking, heads, rows)


@st.composite
def scorings(draw: st.DrawFn) -> Indicator:
    down = draw(st.booleans())
    kind = draw(st.sampled_from([Scoring.LINEAR, Scoring.STEPS, Scoring.MET]))
    low, high = sorted(draw(st.lists(numbers, min_size=2, max_size=2, unique=True)))
    floor, target = (high, low) if down else (low, high)
    at = sorted(draw(st.lists(numbers, min_size=1, max_size=5, unique=True)), reverse=down)
    points = sorted(
        draw(
            st.lists(st.decimals(min_value=0, max_value=100, places=1), min_size=len(at), max_size=len(at), unique=True)
        )
    )
    steps = tuple(Step(one, reached) for one, reached in zip(at, points, strict=True))
    return indicator(scoring=kind, down=down, floor=floor, target=target, steps=steps)


@given(scorings(), numbers)
def test_points_stay_in_their_bounds(one: Indicator, value: Decimal) -> None:
    points = points_of(one, value)
    assert points is not None
    assert 0 <= points <= FULL


@given(scorings(), numbers, numbers)
def test_a_better_value_never_gets_fewer_points(one: Indicator, first: Decimal, second: Decimal) -> None:
    worse, better = sorted((first, second), reverse=one.down)
    low, high = points_of(one, worse), points_of(one, better)
    assert low is not None
    assert high is not None
    assert low <= high


@given(scorings().filter(lambda one: one.scoring is Scoring.LINEAR), numbers)
def test_the_target_is_worth_everything_and_the_floor_nothing(one: Indicator, value: Decimal) -> None:
    assert points_of(one, one.target) == FULL
    assert points_of(one, one.floor) == 0
    assert missed(one, value) == (points_of(one, value) != FULL)


@given(st.lists(st.lists(positive, min_size=1, max_size=4), min_size=1, max_size=4), positive)
def test_only_shares_of_weights_count(weighted: list[list[Decimal]], factor: Decimal) -> None:
    rules = tree({f"h{place}": held for place, held in enumerate(weighted)})
    larger = tree({f"h{place}": [one * factor for one in held] for place, held in enumerate(weighted)})
    assert abs(sum(shares(rules).values()) - 1) < D("1e-20")
    values: dict[str, Decimal | None] = {one.key: D(len(one.key) * 7 % 100) for one in rules.indicators}
    first, second = evaluate(rules, values).whole.points, evaluate(larger, values).whole.points
    assert first is not None
    assert second is not None
    assert abs(first - second) < D("1e-15")


@given(
    st.lists(st.lists(st.tuples(weights, st.none() | numbers), min_size=1, max_size=4), min_size=1, max_size=4),
    st.sampled_from(Lacking),
)
def test_scores_stay_in_their_bounds_and_between_their_parts(
    held: list[list[tuple[Decimal, Decimal | None]]], lacking: Lacking
) -> None:
    rules = tree({f"h{place}": [weight for weight, _ in rows] for place, rows in enumerate(held)}, lacking)
    values = {one.key: held[int(one.head[1:])][int(one.key[len(one.head) :])][1] for one in rules.indicators}
    result = evaluate(rules, values)
    assert 0 <= result.whole.covered <= 1 + D("1e-20")
    for head in rules.heads:
        points = result.heads[head.key].points
        known = [
            row.points
            for one in rules.under(head.key)
            if one.weight and (row := result.rows[one.key]).points is not None
        ]
        if known and points is not None:
            least = D(0) if lacking is Lacking.ZERO else min(known)
            assert least - D("1e-15") <= points <= max(known) + D("1e-15")
        elif lacking is Lacking.LEFT_OUT:
            assert points is None, "what has no data has no score"
    if result.whole.points is not None:
        assert 0 <= result.whole.points <= FULL + D("1e-15")


@given(st.lists(st.tuples(positive, numbers), min_size=2, max_size=6), st.data())
def test_what_is_left_out_gives_its_weight_to_the_others(
    held: list[tuple[Decimal, Decimal]], data: st.DataObject
) -> None:
    gone = data.draw(st.integers(min_value=0, max_value=len(held) - 1))
    rules = tree({"h": [weight for weight, _ in held]})
    values: dict[str, Decimal | None] = {f"h{place}": value for place, (_, value) in enumerate(held)}
    values[f"h{gone}"] = None
    rest = [one for place, one in enumerate(held) if place != gone]
    fewer = tree({"h": [weight for weight, _ in rest]})
    same = evaluate(fewer, {f"h{place}": value for place, (_, value) in enumerate(rest)}).whole
    found = evaluate(rules, values).whole
    assert found.points is not None
    assert same.points is not None
    assert abs(found.points - same.points) < D("1e-15")
    assert found.covered < 1
    assert same.covered == 1
    zero = evaluate(tree({"h": [weight for weight, _ in held]}, Lacking.ZERO), values).whole
    assert zero.points is not None
    assert abs(zero.points - found.points * found.covered) < D("1e-15")


def test_no_data_is_no_score_and_no_missed_target() -> None:
    rules = tree({"h": [D(1)], "g": [D(1)]})
    result = evaluate(rules, {"h0": None, "g0": None})
    assert result.whole.points is None
    assert result.whole.covered == 0
    assert result.rows["h0"].points is None
    assert result.rows["h0"].missed is None


def test_a_score_as_one_would_write_it_on_paper() -> None:
    # Two heads, 3 : 7. The first: 90 % of 80 to 100 -> 50 points, and a pass -> 100; weights 1 : 3 -> 87.5.
    # The second: median 6 h, floor 16, target 4 -> 83.33..., the other without data.
    rules = RuleSet(
        Subject.STATION,
        "quarter",
        Lacking.LEFT_OUT,
        (Head("a", "A", D(3)), Head("b", "B", D(7))),
        (
            indicator("rate", head="a", formula=Formula.RATIO, top="x", bottom="y", floor=D(80)),
            indicator("post", head="a", weight=D(3), scoring=Scoring.MET, target=D(1)),
            indicator("hours", head="b", weight=D(2), down=True, floor=D(16), target=D(4)),
            indicator("none", head="b", weight=D(2)),
            indicator("seen", head="b", scoring=Scoring.NOTED, weight=D(9)),
        ),
    )
    values = {
        "rate": value_of(rules.indicators[0], {"x": Count(D(9), 9), "y": Count(D(10), 10)}),
        "post": D(2),
        "hours": D(6),
        "none": None,
        "seen": D(40),
    }
    result = evaluate(rules, values)
    assert values["rate"] == 90
    assert result.rows["rate"].points == 50
    assert result.rows["rate"].missed is True
    assert result.heads["a"].points == D("87.5")
    assert result.rows["seen"].points is None
    assert result.rows["seen"].share == 0
    assert result.heads["b"].covered == D("0.5")
    assert result.whole.points is not None
    assert result.whole.points.quantize(D("0.01")) == D("84.58")
    assert result.whole.covered == D("0.65")


def test_nothing_to_divide_by_is_no_data() -> None:
    ratio = indicator(formula=Formula.RATIO, top="x", bottom="y")
    assert value_of(ratio, {"x": Count(D(0)), "y": Count(D(0))}) is None
    assert value_of(ratio, {"x": Count(D(3))}) is None
    assert value_of(ratio, {"x": Count(D(0)), "y": Count(D(4), 4)}) == 0
    per = indicator(formula=Formula.PER, top="x", bottom="y")
    assert value_of(per, {"x": Count(D(30), 9), "y": Count(D(4), 4)}) == D("7.5")
    assert value_of(indicator(top="m"), {}) is None


def test_too_few_records_tell_nothing() -> None:
    rated = indicator(top="m", least=10)
    assert value_of(rated, {"m": Count(D(100), 9)}) is None
    assert value_of(rated, {"m": Count(D(100), 10)}) == 100
    share = indicator(formula=Formula.RATIO, top="x", bottom="y", least=10)
    assert value_of(share, {"x": Count(D(9), 9), "y": Count(D(9), 9)}) is None
    assert value_of(share, {"x": Count(D(5), 5), "y": Count(D(10), 10)}) == 50


def test_what_a_person_judges_is_held_against_a_target_in_points() -> None:
    judged = indicator(formula=Formula.MANUAL, top="", target=D(60), floor=None)
    rules = RuleSet(Subject.STATION, "year", Lacking.ZERO, (Head("h", "H", D(1)),), (judged,))
    assert evaluate(rules, {}, {"a": D(55)}).rows["a"].missed is True
    assert evaluate(rules, {}, {"a": D(60)}).whole.points == 60
    nothing = evaluate(rules, {})
    assert nothing.rows["a"].points is None
    assert nothing.whole.points == 0


def test_a_reviewers_points_stand_instead_of_what_was_counted() -> None:
    rules = tree({"h": [D(1)]})
    result = evaluate(rules, {"h0": D(100)}, {"h0": D(40)})
    assert result.whole.points == 40
    assert result.rows["h0"].missed is False, "the value stays what it was"
