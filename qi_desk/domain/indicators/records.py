"""指标体系 and 自我评价/效能评估表 (F29): versions of rule sets, evaluations of a span by one of them, their rows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from qi_desk.domain.errors import Problem
from qi_desk.domain.fields import Entity, Field, Merge, Type
from qi_desk.domain.indicators.rule_sets import Evidence, RuleSet, decimal, from_rows
from qi_desk.domain.indicators.scoring import Result, evaluate
from qi_desk.domain.lifecycles import Lifecycle, move

INDICATOR_SET = Entity(
    "indicator_set",
    (
        Field("name", required=True, limit=60),
        Field("version", Type.INTEGER, required=True, merge=Merge.IMMUTABLE),
        Field("family", limit=40, merge=Merge.IMMUTABLE),
        Field("subject", Type.CODE, required=True, codes="rule_set_subjects", merge=Merge.IMMUTABLE),
        Field("span", Type.CODE, required=True, codes="evaluation_spans"),
        Field("lacking", Type.CODE, required=True, codes="lacking_data"),
        # The rows of the tree as `rule_sets.to_rows` writes them.
        Field("rows", Type.LIST, required=True),
        Field("state", Type.CODE, required=True, codes="indicator_set_states"),
        Field("origin", limit=80, merge=Merge.IMMUTABLE),
        Field("replaces", Type.REF, target="indicator_set", merge=Merge.IMMUTABLE),
        Field("note", Type.LONG, limit=500),
        Field("digest", limit=64),
        Field("approver", Type.REF, target="person"),
        Field("effective", Type.DAY),
        Field("retired_on", Type.DAY),
        Field("written_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
    ),
    indexes=(("state", "subject"), ("family", "version")),
)
"""One version of a rule set. Once in force its rows are never written again: a change is the next version. `family` is
what its versions have in common, `origin` the file and edition it was taken from."""

INDICATOR_SET_LIFECYCLE = Lifecycle(
    "indicator_set",
    states=("draft", "in_force", "retired"),
    first="draft",
    final=frozenset({"retired"}),
    moves=(move("put_in_force", ("draft",), "in_force"), move("retire", ("in_force",), "retired")),
)

SELF_EVALUATION = Entity(
    "self_evaluation",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("span", Type.CODE, required=True, codes="evaluation_spans", merge=Merge.IMMUTABLE),
        Field("since", Type.DAY, required=True, merge=Merge.IMMUTABLE),
        Field("until", Type.DAY, required=True, merge=Merge.IMMUTABLE),
        Field("rule_set", Type.REF, required=True, target="indicator_set", merge=Merge.IMMUTABLE),
        Field("rule_name", limit=60, merge=Merge.IMMUTABLE),
        Field("rule_version", Type.INTEGER, merge=Merge.IMMUTABLE),
        Field("digest", limit=64, merge=Merge.IMMUTABLE),
        Field("lacking", Type.CODE, required=True, codes="lacking_data", merge=Merge.IMMUTABLE),
        Field("rules", Type.LIST, required=True, merge=Merge.IMMUTABLE),
        Field("state", Type.CODE, required=True, codes="self_evaluation_states"),
        Field("cut_off", Type.MOMENT),
        Field("made_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("conclusion", Type.LONG, limit=2000),
        Field("self_by", Type.REF, target="person"),
        Field("self_at", Type.MOMENT),
        Field("checked_by", Type.REF, target="person"),
        Field("checked_at", Type.MOMENT),
        Field("check_note", Type.LONG, limit=1000),
        Field("returns", Type.INTEGER),
        Field("points", limit=12),
        Field("covered", limit=12),
        Field("closed_by", Type.REF, target="person"),
        Field("closed_on", Type.DAY),
    ),
    number="PJ",
    indexes=(("state", "since"), ("since",), ("rule_set", "since")),
)
"""One evaluation (F29): the span, the rules as they were, and where it stands. The rules stand in it whole: what is
read years later needs no other record to be understood."""

EVALUATION_ROW = Entity(
    "evaluation_row",
    (
        Field("evaluation", Type.REF, required=True, target="self_evaluation", merge=Merge.IMMUTABLE),
        Field("key", required=True, limit=40, merge=Merge.IMMUTABLE),
        Field("place", Type.INTEGER, merge=Merge.IMMUTABLE),
        Field("name", limit=120, merge=Merge.IMMUTABLE),
        Field("how", Type.LONG, limit=2000, merge=Merge.IMMUTABLE),
        Field("unit", limit=12, merge=Merge.IMMUTABLE),
        Field("value", limit=24),
        Field("top", limit=24),
        Field("bottom", limit=24),
        Field("n", Type.INTEGER),
        Field("counted", limit=12),
        Field("evidence", Type.LONG, limit=1000),
        # Each: key (the record's id), kind, said (number or title).
        Field("records", Type.LIST, merge=Merge.SET),
        Field("self_points", Type.INTEGER),
        Field("self_note", limit=300),
        Field("check_points", Type.INTEGER),
        Field("check_note", limit=300),
    ),
    indexes=(("evaluation", "place"),),
)
"""One indicator of an evaluation: what was counted and how, what shows it, the points of the two who looked at it."""

SELF_EVALUATION_LIFECYCLE = Lifecycle(
    "self_evaluation",
    states=("draft", "self_evaluated", "reviewed", "closed"),
    first="draft",
    final=frozenset({"closed"}),
    moves=(
        move("submit", ("draft",), "self_evaluated"),
        move("send_back", ("self_evaluated", "reviewed"), "draft"),
        move("review", ("self_evaluated",), "reviewed"),
        move("close", ("reviewed",), "closed", paper="self_evaluation"),
    ),
)

SELF_FIELDS = ("self_points", "self_note", "evidence")
CHECK_FIELDS = ("check_points", "check_note")
SUBMIT_FIELDS = ("conclusion",)
REVIEW_FIELDS = ("check_note",)

MOST_POINTS = 100


def rules_of(evaluation: Mapping[str, Any]) -> RuleSet:
    """The rules an evaluation was made by."""
    return from_rows("station", evaluation["span"], evaluation["lacking"], evaluation["rules"] or ())


def row_points(row: Mapping[str, Any]) -> Decimal | None:
    """The points a row stands at: the reviewer's, else those of the self-evaluation; None where nobody gave any."""
    for name in ("check_points", "self_points"):
        if row.get(name) is not None:
            return Decimal(row[name])
    return None


def result_of(evaluation: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> Result:
    """The scores of an evaluation from its rows by key."""
    values = {key: decimal(row.get("value")) for key, row in rows.items()}
    return evaluate(rules_of(evaluation), values, {key: row_points(row) for key, row in rows.items()})


def points_problems(values: Mapping[str, Any], name: str) -> list[Problem]:
    """Points that are none."""
    points = values.get(name)
    if points is None or (isinstance(points, int) and 0 <= points <= MOST_POINTS):
        return []
    return [Problem(name, "evaluation.points", {"most": MOST_POINTS})]


def unshown(evaluation: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]], filed: frozenset[str]) -> list[str]:
    """Names of the indicators that need evidence, have points and nothing that shows them: no words, no records, and no
    attachment (`filed` are the keys of rows that have some)."""
    found = []
    for one in rules_of(evaluation).indicators:
        row = rows.get(one.key, {})
        points = row_points(row)
        worth = points if points is not None else decimal(row.get("counted"))
        shown = row.get("evidence") or row.get("records") or one.key in filed
        if one.evidence is Evidence.NEEDED and worth and not shown:
            found.append(one.name)
    return found


def row_key(row: str) -> str:
    """The key of the one improvement plan that a missed target leads to."""
    return f"evaluation_row:{row}"
