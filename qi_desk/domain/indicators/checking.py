"""What is wrong with a rule set, each thing by name and at its row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from decimal import Decimal
from itertools import pairwise

from qi_desk.domain.errors import Problem
from qi_desk.domain.indicators.rule_sets import (
    FULL,
    WINDOWS,
    Evidence,
    Formula,
    Head,
    Indicator,
    RuleSet,
    Scoring,
    Step,
)


def problems_of(rules: RuleSet, measures: Container[str]) -> list[Problem]:
    """What stops a rule set from being put in force; `measures` is the closed list. `Problem.field` is the key of the
    row (empty for the whole), the name of the row stands among the values."""
    problems = [*_tree(rules)]
    for head in rules.heads:
        problems += _head(head)
    for one in rules.indicators:
        problems += _indicator(one, measures)
    return problems


def _tree(rules: RuleSet) -> Iterator[Problem]:
    if rules.window not in WINDOWS:
        yield Problem("", "rule_set.span")
    if not rules.heads:
        yield Problem("", "rule_set.no_head")
    if rules.heads and not any(_weighs(head.weight) for head in rules.heads):
        yield Problem("", "rule_set.no_weight")
    times = Counter([head.key for head in rules.heads] + [one.key for one in rules.indicators])
    yield from (Problem(key, "rule_set.double_key", {"key": key}) for key, count in times.items() if count > 1)
    known = {head.key for head in rules.heads}
    yield from (_said(one, "rule_set.unknown_head") for one in rules.indicators if one.head not in known)
    yield from _branches(rules)


def _branches(rules: RuleSet) -> Iterator[Problem]:
    for head in rules.heads:
        if not rules.under(head.key):
            yield _said(head, "rule_set.empty_head")
        elif _weighs(head.weight) and not any(one.counts and _weighs(one.weight) for one in rules.under(head.key)):
            yield _said(head, "rule_set.nothing_weighs")


def _head(head: Head) -> Iterator[Problem]:
    if not head.name.strip():
        yield _said(head, "rule_set.no_name")
    if not _weight(head.weight):
        yield _said(head, "rule_set.weight")


def _weight(weight: Decimal) -> bool:
    return weight.is_finite() and weight >= 0


def _weighs(weight: Decimal) -> bool:
    return weight.is_finite() and weight > 0


def _indicator(one: Indicator, measures: Container[str]) -> Iterator[Problem]:
    if not one.name.strip():
        yield _said(one, "rule_set.no_name")
    if not _weight(one.weight):
        yield _said(one, "rule_set.weight")
    yield from (_said(one, "rule_set.measure") for code in one.measures if code not in measures)
    if one.formula in (Formula.RATIO, Formula.PER) and one.top == one.bottom:
        yield _said(one, "rule_set.same_measure")
    if one.window and one.window not in WINDOWS:
        yield _said(one, "rule_set.window")
    numbers = (one.floor, one.target, Decimal(one.least))
    if one.least < 0 or any(number is not None and not number.is_finite() for number in numbers):
        yield _said(one, "rule_set.number")
    elif one.formula is Formula.MANUAL:
        if one.evidence is not Evidence.NEEDED:
            yield _said(one, "rule_set.manual_evidence")
    else:
        yield from _scoring(one)


def _scoring(one: Indicator) -> Iterator[Problem]:
    if one.scoring in (Scoring.LINEAR, Scoring.MET) and one.target is None:
        yield _said(one, "rule_set.no_target")
    elif one.scoring is Scoring.LINEAR:
        assert one.target is not None
        if one.floor is None:
            yield _said(one, "rule_set.no_floor")
        elif one.floor == one.target or one.down != (one.floor > one.target):
            yield _said(one, "rule_set.floor")
    elif one.scoring is Scoring.STEPS:
        yield from _steps(one)


def _steps(one: Indicator) -> Iterator[Problem]:
    if not one.steps:
        yield _said(one, "rule_set.no_steps")
    if any(not (step.at.is_finite() and step.points.is_finite()) for step in one.steps):
        yield _said(one, "rule_set.number")
    elif any(not 0 <= step.points <= FULL for step in one.steps):
        yield _said(one, "rule_set.points")
    elif not all(_better(one, before, after) for before, after in pairwise(one.steps)):
        yield _said(one, "rule_set.steps_order")


def _better(one: Indicator, before: Step, after: Step) -> bool:
    further = after.at < before.at if one.down else after.at > before.at
    return further and after.points > before.points


def _said(row: Head | Indicator, code: str) -> Problem:
    return Problem(row.key, code, {"name": row.name})
