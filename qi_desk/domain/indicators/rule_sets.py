"""A rule set as data: heads with indicators, their weights, formulas, scoring, targets and room for evidence.

Weights may sum to anything: what counts is their share. Numbers are kept as text, so that what was typed is what is
hashed and sent on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

NO_DECIMAL = Decimal("NaN")
"""Stands for a number that cannot be read: the check of the rule set names it."""


class Formula(StrEnum):
    """Where a value comes from: one measure, one measure over another (as a percentage, or per each), or a person."""

    MEASURE = "measure"
    RATIO = "ratio"
    PER = "per"
    MANUAL = "manual"


class Scoring(StrEnum):
    """How a value becomes 0 to 100 points; what is `noted` is shown and gets none."""

    LINEAR = "linear"
    STEPS = "steps"
    MET = "pass"
    NOTED = "noted"


class Lacking(StrEnum):
    """What an indicator without data does to the score: it is left out and its weight goes to the others, or it counts
    as nothing reached."""

    LEFT_OUT = "left_out"
    ZERO = "zero"


class Evidence(StrEnum):
    """Whether something has to show a score."""

    NONE = "none"
    WANTED = "wanted"
    NEEDED = "needed"


class Subject(StrEnum):
    """Whom a rule set judges."""

    STATION = "station"
    STAFF = "staff"
    PARTY = "party"


WINDOWS = ("month", "quarter", "year")
"""Spans an evaluation covers; an indicator may look at a longer one that ends with it."""

FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Step:
    """From the value `at` on, in the better direction, this many points."""

    at: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class Head:
    """A branch of the tree."""

    key: str
    name: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Indicator:
    """A leaf. `top` and `bottom` are codes of measures; `down` where less is better; `floor` is worth nothing, `target`
    everything; `window` is empty for the span of the evaluation; fewer than `least` records are too few to tell; `note`
    says in words what else is to be known."""

    key: str
    head: str
    name: str
    weight: Decimal
    formula: Formula = Formula.MEASURE
    top: str = ""
    bottom: str = ""
    window: str = ""
    scoring: Scoring = Scoring.LINEAR
    down: bool = False
    floor: Decimal | None = None
    target: Decimal | None = None
    steps: tuple[Step, ...] = ()
    evidence: Evidence = Evidence.NONE
    least: int = 0
    note: str = ""

    @property
    def counts(self) -> bool:
        """Whether it weighs in the score."""
        return self.scoring is not Scoring.NOTED or self.formula is Formula.MANUAL

    @property
    def measures(self) -> tuple[str, ...]:
        """Codes of the measures it is counted from."""
        if self.formula is Formula.MANUAL:
            return ()
        return (self.top,) if self.formula is Formula.MEASURE else (self.top, self.bottom)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version of a rule set."""

    subject: Subject
    window: str
    lacking: Lacking
    heads: tuple[Head, ...]
    indicators: tuple[Indicator, ...]

    def under(self, head: str) -> tuple[Indicator, ...]:
        """The indicators of a head in their order."""
        return tuple(one for one in self.indicators if one.head == head)

    def window_of(self, indicator: Indicator) -> str:
        """The span an indicator looks at."""
        return indicator.window or self.window

    @property
    def measures(self) -> frozenset[str]:
        """Codes of all measures it is counted from."""
        return frozenset(code for one in self.indicators for code in one.measures)


def decimal(value: object) -> Decimal | None:
    """A number as typed or stored, None for nothing, NO_DECIMAL for what is no number."""
    if value is None or value == "":
        return None
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        return NO_DECIMAL
    return found if found.is_finite() else NO_DECIMAL


def plain(value: Decimal | None) -> str:
    """A number as it is stored: no exponent, no zeros behind the last digit that says something."""
    if value is None or value.is_nan():
        return ""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def to_rows(rules: RuleSet) -> list[dict[str, Any]]:
    """The tree as a record holds it: a row for each head, then one for each indicator."""
    rows: list[dict[str, Any]] = [_row(asdict(head)) for head in rules.heads]
    for one in rules.indicators:
        row = asdict(one)
        row["steps"] = [{"at": plain(step.at), "points": plain(step.points)} for step in one.steps]
        rows.append(_row(row))
    return rows


def _row(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: plain(value) if isinstance(value, Decimal) else value
        for name, value in values.items()
        if not (value is None or value is False or value in ("", [], ()) or (name == "least" and not value))
    }


def from_rows(subject: str, window: str, lacking: str, rows: Iterable[Mapping[str, Any]]) -> RuleSet:
    """The rule set a record or a file holds; what is not understood is left at what `problems` names. Raises ValueError
    for codes that are none, KeyError and TypeError for rows without a key."""
    kept = [dict(row) for row in rows]
    heads = tuple(
        Head(str(row["key"]), str(row.get("name", "")), _number(row, "weight")) for row in kept if not row.get("head")
    )
    indicators = tuple(_indicator(row) for row in kept if row.get("head"))
    return RuleSet(Subject(subject), window, Lacking(lacking), heads, indicators)


def _number(row: Mapping[str, Any], name: str) -> Decimal:
    found = decimal(row.get(name))
    return Decimal(0) if found is None else found


def _indicator(row: Mapping[str, Any]) -> Indicator:
    return Indicator(
        key=str(row["key"]),
        head=str(row["head"]),
        name=str(row.get("name", "")),
        weight=_number(row, "weight"),
        formula=Formula(row.get("formula", Formula.MEASURE)),
        top=str(row.get("top", "")),
        bottom=str(row.get("bottom", "")),
        window=str(row.get("window", "")),
        scoring=Scoring(row.get("scoring", Scoring.LINEAR)),
        down=bool(row.get("down", False)),
        floor=decimal(row.get("floor")),
        target=decimal(row.get("target")),
        steps=tuple(Step(_number(step, "at"), _number(step, "points")) for step in row.get("steps", ())),
        evidence=Evidence(row.get("evidence", Evidence.NONE)),
        least=int(row.get("least", 0)),
        note=str(row.get("note", "")),
    )


def digest_of(rules: RuleSet) -> str:
    """The SHA-256 (hex) of everything that makes a score: two versions of one digest judge alike."""
    told = [rules.subject, rules.window, rules.lacking, to_rows(rules)]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def without(rules: RuleSet, key: str) -> RuleSet:
    """The rule set without one row; a head goes with its indicators."""
    return replace(
        rules,
        heads=tuple(head for head in rules.heads if head.key != key),
        indicators=tuple(one for one in rules.indicators if key not in (one.key, one.head)),
    )


def with_row(rules: RuleSet, row: Head | Indicator) -> RuleSet:
    """The rule set with a row written anew, or added last."""
    if isinstance(row, Head):
        if not any(one.key == row.key for one in rules.heads):
            return replace(rules, heads=(*rules.heads, row))
        return replace(rules, heads=tuple(row if one.key == row.key else one for one in rules.heads))
    if not any(one.key == row.key for one in rules.indicators):
        return replace(rules, indicators=(*rules.indicators, row))
    return replace(rules, indicators=tuple(row if one.key == row.key else one for one in rules.indicators))


def free_key(rules: RuleSet, stem: str) -> str:
    """A key no row has yet."""
    taken = {head.key for head in rules.heads} | {one.key for one in rules.indicators}
    return next(key for place in range(1, len(taken) + 2) if (key := f"{stem}{place}") not in taken)
