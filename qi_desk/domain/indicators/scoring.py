"""From values to points: one indicator, a head, the whole; and what data that is not there does to them.

What has no data has no score, never 0 and never 100: by the choice of the rule set its weight goes to the others, or
counts as nothing reached. How much of the weight had data is told beside every score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from qi_desk.domain.indicators.rule_sets import FULL, Formula, Indicator, Lacking, RuleSet, Scoring

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Scored:
    """One indicator: `value` as counted, `points` 0 to 100 (None where there is no score), `missed` whether it fell
    short of its target (None where that cannot be told), `share` its part of the whole weight, 0 to 1."""

    key: str
    value: Decimal | None
    points: Decimal | None
    missed: bool | None
    share: Decimal


@dataclass(frozen=True, slots=True)
class Whole:
    """A head or the whole set: `points` 0 to 100, `covered` the part of its weight that had data, 0 to 1."""

    points: Decimal | None
    covered: Decimal


@dataclass(frozen=True, slots=True)
class Result:
    """Every indicator by key, every head by key, and the whole."""

    rows: Mapping[str, Scored]
    heads: Mapping[str, Whole]
    whole: Whole


@dataclass(frozen=True, slots=True)
class Count:
    """What a measure came to: `value` in its unit (None where there is nothing to make it of), what it was made of, and
    how many records count."""

    value: Decimal | None
    n: int = 0
    top: str = ""
    bottom: str = ""


def value_of(one: Indicator, counts: Mapping[str, Count]) -> Decimal | None:
    """The value of an indicator from what its measures came to; None where one is not there, where fewer records count
    than it asks for, or where there is nothing to divide by."""
    found = [counts[code] for code in one.measures if code in counts]
    if not found or len(found) < len(one.measures) or found[-1].n < one.least:
        return None
    top = found[0].value
    if one.formula is Formula.MEASURE or top is None:
        return top
    bottom = found[1].value
    if not bottom:
        return None
    return top / bottom * FULL if one.formula is Formula.RATIO else top / bottom


def points_of(one: Indicator, value: Decimal | None) -> Decimal | None:
    """0 to 100 points for a value, None for what is not scored by its value. A better value never gets fewer."""
    if value is None or one.formula is Formula.MANUAL or one.scoring is Scoring.NOTED:
        return None
    if one.scoring is Scoring.STEPS:
        return max((step.points for step in one.steps if not _worse(one, value, step.at)), default=NOTHING)
    if one.target is None:
        return None
    if one.scoring is Scoring.MET:
        return NOTHING if _worse(one, value, one.target) else FULL
    if one.floor is None or one.floor == one.target:
        return None
    return min(FULL, max(NOTHING, (value - one.floor) / (one.target - one.floor) * FULL))


def missed(one: Indicator, value: Decimal | None) -> bool | None:
    """Whether a value falls short of the target; None where there is none of either."""
    return None if value is None or one.target is None else _worse(one, value, one.target)


def _worse(one: Indicator, value: Decimal, than: Decimal) -> bool:
    return value > than if one.down else value < than


def shares(rules: RuleSet) -> dict[str, Decimal]:
    """The part of the whole weight each indicator has, by key: they sum to 1 over those that count."""
    whole = sum((head.weight for head in rules.heads), NOTHING)
    found = dict.fromkeys((one.key for one in rules.indicators), NOTHING)
    for head in rules.heads:
        counting = [one for one in rules.under(head.key) if one.counts]
        inside = sum((one.weight for one in counting), NOTHING)
        if whole and inside:
            found |= {one.key: head.weight / whole * one.weight / inside for one in counting}
    return found


def evaluate(
    rules: RuleSet, values: Mapping[str, Decimal | None], given: Mapping[str, Decimal | None] | None = None
) -> Result:
    """The scores of a rule set for `values` by indicator; `given` are points that persons gave instead of, or where
    there is nothing counted."""
    people = given or {}
    part = shares(rules)
    rows = {}
    for one in rules.indicators:
        value = values.get(one.key)
        points = people.get(one.key)
        rows[one.key] = Scored(
            one.key,
            value,
            points_of(one, value) if points is None else points,
            _short(one, value, points),
            part[one.key],
        )
    heads = {
        head.key: _mean(((one.weight, rows[one.key].points) for one in rules.under(head.key) if one.counts), rules)
        for head in rules.heads
    }
    whole = _whole(rules, heads)
    return Result(rows, heads, whole)


def _short(one: Indicator, value: Decimal | None, points: Decimal | None) -> bool | None:
    """What a person judges is held against a target in points."""
    return missed(one, points if one.formula is Formula.MANUAL else value)


def _mean(weighted: Iterable[tuple[Decimal, Decimal | None]], rules: RuleSet) -> Whole:
    rows = tuple(weighted)
    weight = sum((one for one, _ in rows), NOTHING)
    known = sum((one for one, points in rows if points is not None), NOTHING)
    if not weight or not known:
        return Whole(NOTHING if weight and rules.lacking is Lacking.ZERO else None, NOTHING)
    reached = sum((one * points for one, points in rows if points is not None), NOTHING)
    return Whole(reached / (weight if rules.lacking is Lacking.ZERO else known), known / weight)


def _whole(rules: RuleSet, heads: Mapping[str, Whole]) -> Whole:
    mean = _mean(((head.weight, heads[head.key].points) for head in rules.heads), rules)
    weight = sum((head.weight for head in rules.heads), NOTHING)
    covered = sum((head.weight * heads[head.key].covered for head in rules.heads), NOTHING)
    return Whole(mean.points, covered / weight if weight else NOTHING)
