"""The values of a rule set for a span of time: every measure counted once, by the spans its indicators look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from qi_desk.domain.figures.measures import Figure
from qi_desk.domain.figures.periods import Period, Span, before, free, period_of
from qi_desk.domain.indicators.rule_sets import Indicator, RuleSet
from qi_desk.domain.indicators.scoring import Count, Result, evaluate, value_of
from qi_desk.domain.indicators.subjects import measures_for
from qi_desk.services.figures.counting import counted as figures_of
from qi_desk.services.ports import House


@dataclass(frozen=True, slots=True)
class Counted:
    """What measures came to, by period: counted once, however often the rules around them change."""

    by_period: Mapping[Period, Mapping[str, Count]] = field(default_factory=lambda: MappingProxyType({}))

    def counts(self, rules: RuleSet, one: Indicator, period: Period) -> Mapping[str, Count]:
        """What was counted for the span an indicator looks at."""
        return self.by_period.get(looked_at(rules, one, period), {})

    def values(self, rules: RuleSet, period: Period) -> dict[str, Decimal | None]:
        """The value of every indicator for `period`, by key."""
        return {one.key: value_of(one, self.counts(rules, one, period)) for one in rules.indicators}

    def result(self, rules: RuleSet, period: Period) -> Result:
        """The scores of `rules` for `period`."""
        return evaluate(rules, self.values(rules, period))


def looked_at(rules: RuleSet, one: Indicator, period: Period) -> Period:
    """The span an indicator looks at: that of the evaluation, or a longer one from its beginning to the same end."""
    span = Span(rules.window_of(one))
    longer = period_of(span, period.last)
    return period if longer.first >= period.first else free(longer.first, period.last)


def needed(rules: RuleSet, period: Period) -> dict[Period, frozenset[str]]:
    """Which measures have to be counted for which spans; codes that are not on the list are left out."""
    found: dict[Period, frozenset[str]] = {}
    known = measures_for(rules.subject)
    for one in rules.indicators:
        span = looked_at(rules, one, period)
        found[span] = found.get(span, frozenset()) | {code for code in one.measures if code in known}
    return {span: codes for span, codes in found.items() if codes}


def counted_for(house: House, rules: RuleSet, periods: Iterable[Period], known: Counted | None = None) -> Counted:
    """What the rules of a station need counted for `periods`; what is `known` is not counted again."""
    held = dict((known or Counted()).by_period)
    for period in periods:
        for span, codes in needed(rules, period).items():
            missing = codes - held.get(span, {}).keys()
            if missing:
                figures = figures_of(house, span, tuple(sorted(missing))).figures
                held[span] = {**held.get(span, {}), **{code: as_count(one) for code, one in figures.items()}}
    return Counted(MappingProxyType(held))


def as_count(figure: Figure) -> Count:
    """A figure as the rules take it."""
    value = None if figure.value is None else Decimal(str(figure.value))
    return Count(value, figure.n, str(figure.top), str(figure.bottom))


def spans_before(today: date, span: str, many: int) -> tuple[Period, ...]:
    """The last `many` periods that are over, the newest first."""
    found = [before(period_of(Span(span), today))]
    while len(found) < many:
        found.append(before(found[-1]))
    return tuple(found)
