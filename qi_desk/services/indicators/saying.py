"""Values, points and the way they are counted, in the words of the house."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.figures.periods import Period
from qi_desk.domain.indicators.rule_sets import Formula, Indicator, RuleSet, Subject, plain
from qi_desk.domain.indicators.subjects import measures_for
from qi_desk.services.indicators.counting import looked_at
from qi_desk.services.ports import House

_CENT = Decimal("0.01")
_TENTH = Decimal("0.1")


def unit_of(subject: Subject, one: Indicator) -> str:
    """What the value of an indicator is told in: the unit of its measure, percent for a ratio of two, a plain number
    for one per the other, points for what a person judges."""
    if one.formula is Formula.MANUAL:
        return "points"
    if one.formula is Formula.MEASURE:
        return measures_for(subject).get(one.top, "count")
    return "percent" if one.formula is Formula.RATIO else "times"


def how_said(rules: RuleSet, one: Indicator, period: Period) -> str:
    """In words how a value is counted: each measure with its definition, the span where it is another, the least number
    of records, the note."""
    texts = wording.texts()
    if one.formula is Formula.MANUAL:
        return texts["indicator.mark"].join(filter(None, (texts["indicator.manual"], one.note)))
    said = [texts["indicator.over"].join(measure_said(rules.subject, code) for code in one.measures)]
    span = looked_at(rules, one, period)
    if span != period:
        said.append(wording.fill(texts["indicator.span"], {"since": span.first, "until": span.last}))
    if one.least:
        said.append(wording.fill(texts["indicator.least"], {"least": one.least}))
    return texts["indicator.mark"].join(filter(None, (*said, one.note)))


def measure_said(subject: Subject, code: str) -> str:
    """A measure with its definition."""
    name, how = measure_name(subject, code), wording.texts().get(f"{_stem(subject)}_how.{code}", "")
    return wording.fill(wording.texts()["indicator.measure"], {"name": name, "how": how}) if how else name


def measure_name(subject: Subject, code: str) -> str:
    """What a measure is called."""
    return wording.texts().get(f"{_stem(subject)}.{code}", code)


def _stem(subject: Subject) -> str:
    return "measure" if subject is Subject.STATION else f"{subject.value}_measure"


def value_said(value: Decimal | None, unit: str) -> str:
    """A value with its unit as it is read; what has no data says so, never 0."""
    texts = wording.texts()
    if value is None:
        return texts["indicator.no_data"]
    return wording.fill(texts[f"indicator.unit.{unit}"], {"value": number_said(value)})


def unit_said(unit: str) -> str:
    """A unit by itself; empty for plain numbers."""
    return wording.texts()[f"indicator.unit.{unit}"].replace("{value}", "").strip()


def number_said(value: Decimal) -> str:
    """A number with at most two decimals."""
    return plain(value.quantize(_CENT))


def points_said(points: Decimal | None) -> str:
    """Points with at most one decimal; what was not scored says so."""
    return wording.texts()["indicator.not_scored"] if points is None else plain(points.quantize(_TENTH))


def share_said(share: Decimal) -> str:
    """A part of the whole as a percentage."""
    return f"{plain((share * 100).quantize(_TENTH))}%"


def target_said(one: Indicator, unit: str) -> str:
    """A target with its direction; empty where there is none."""
    if one.target is None:
        return ""
    sign = wording.texts()["indicator.at_most" if one.down else "indicator.at_least"]
    return f"{sign}{value_said(one.target, unit)}"


def period_said(period: Period) -> str:
    """A period as people call it."""
    texts = wording.texts()
    first = period.first
    told = {"year": str(first.year), "month": str(first.month), "quarter": str((first.month + 2) // 3)}
    told |= {"since": first.isoformat(), "until": period.last.isoformat()}
    return wording.fill(texts[f"indicator.period.{period.span.value}"], told)


def today_at(house: House) -> date:
    """The day by the clock of this desk."""
    return moments.china_date(house.clock.now())
