"""What of evaluations is shown: lists, one whole with its tree, what waits and what fell short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from qi_desk.domain import masking
from qi_desk.domain.figures.periods import Period
from qi_desk.domain.indicators.records import (
    SELF_EVALUATION,
    SELF_EVALUATION_LIFECYCLE,
    result_of,
    rules_of,
)
from qi_desk.domain.indicators.rule_sets import Evidence, Indicator, decimal
from qi_desk.domain.indicators.scoring import Result, Scored, Whole
from qi_desk.services.client_file import living
from qi_desk.services.indicators.evaluations import is_own, plan_of, rows_of, span_of
from qi_desk.services.indicators.saying import target_said, value_said
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import AUDITOR, DISTRICT, LOOKING, may, verb
from qi_desk.services.showing import text

SCOPES = ("open", "closed", "all")
OUTSIDE = frozenset({AUDITOR, DISTRICT})
"""Third parties and the district read: nobody's whole name, and no word that is not part of the evaluation."""

_MOST = 1000
_WORDS = ("conclusion", "check_note")


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """One line of the list. `points` and `covered` as they stand now; `missed` how many targets were missed, `planned`
    for how many of them there is a plan."""

    eid: str
    number: str
    period: Period
    rule_name: str
    rule_version: int
    state: str
    points: Decimal | None
    covered: Decimal
    missed: int
    planned: int
    made_by: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator of an evaluation: what was counted, how, and (of a share) from what; the points counted, the
    station's, the reviewer's, and those it stands at; what shows them; the plan it led to (number and id)."""

    eid: str
    key: str
    head: str
    name: str
    value: str
    unit: str
    target: str
    how: str
    made_of: str
    n: int
    counted: Decimal | None
    own: int | None
    own_note: str
    checked: int | None
    check_note: str
    scored: Scored
    counts: bool
    demand: str
    evidence: str
    records: tuple[str, ...]
    files: int
    plan: str
    plan_eid: str

    @property
    def bare(self) -> bool:
        """Whether it needs evidence, has points and nothing shows them."""
        shown = self.evidence or self.records or self.files
        return self.demand == Evidence.NEEDED and bool(self.scored.points) and not shown


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A head with its score and the indicators under it."""

    key: str
    name: str
    share: Decimal
    whole: Whole
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """One evaluation whole; `deeds` what the actor may do with it now, `row_deeds` with one of its indicators."""

    row: EvaluationRow
    values: Mapping[str, Any]
    people: Mapping[str, str]
    cut_off: datetime | None
    digest: str
    heads: tuple[HeadRow, ...]
    whole: Whole
    deeds: tuple[str, ...]
    row_deeds: tuple[str, ...]


@verb("evaluations.page", LOOKING)
def page(house: House, actor: Actor, scope: str = "open") -> tuple[EvaluationRow, ...]:
    """Evaluations that are going on, that are closed, or all; the newest period first."""
    among = {
        "open": tuple(state for state in SELF_EVALUATION_LIFECYCLE.states if state not in _ENDED),
        "closed": tuple(_ENDED),
        "all": SELF_EVALUATION_LIFECYCLE.states,
    }[scope]
    with house.store.read() as look:
        query = Query("self_evaluation", among={"state": among}, order="since", newest_first=True, limit=_MOST)
        return tuple(_listed(look, actor, look.select(query)))


_ENDED = SELF_EVALUATION_LIFECYCLE.final


def _listed(look: Reader, actor: Actor, records: Iterable[Record]) -> Iterator[EvaluationRow]:
    found = tuple(records)
    people = look.many("person", {one["made_by"] for one in found if one["made_by"]})
    for one in found:
        rows = rows_of(look, one.eid)
        yield row_of(look, actor, one, rows, text(people.get(one["made_by"] or ""), "name"))


def row_of(look: Reader, actor: Actor, record: Record, rows: tuple[Record, ...], maker: str) -> EvaluationRow:
    """A list line."""
    result = result_of(record.values, {row["key"]: row.values for row in rows})
    short = [row for row in rows if result.rows[row["key"]].missed is True]
    return EvaluationRow(
        eid=record.eid,
        number=record["number"] or "",
        period=span_of(record),
        rule_name=record["rule_name"] or "",
        rule_version=record["rule_version"] or 0,
        state=record["state"],
        points=result.whole.points,
        covered=result.whole.covered,
        missed=len(short),
        planned=sum(plan_of(look, row.eid) is not None for row in short),
        made_by=named(actor, maker),
    )


def named(actor: Actor, name: str) -> str:
    """A member of staff as this person may read the name."""
    return masking.mask("name", name) if name and actor.role in OUTSIDE else name


def worded(actor: Actor, said: str | None) -> str:
    """What somebody wrote, as this person may read it: phones and the like are masked for those outside."""
    return masking.scrub(said or "") if actor.role in OUTSIDE else said or ""


@verb("evaluations.open", LOOKING)
def show(house: House, actor: Actor, eid: str) -> EvaluationView:
    """One evaluation. Raises Missing."""
    with house.store.read() as look:
        return view_of(look, actor, living(look, "self_evaluation", eid))


def view_of(look: Reader, actor: Actor, record: Record) -> EvaluationView:
    """One evaluation whole."""
    rules, rows = rules_of(record.values), {row["key"]: row for row in rows_of(look, record.eid)}
    result = result_of(record.values, {key: row.values for key, row in rows.items()})
    people = _people(look, actor, record)
    indicators = [one for one in rules.indicators if one.key in rows]
    shown = {one.key: _indicator(look, actor, one, rows[one.key], result) for one in indicators}
    weight = sum((head.weight for head in rules.heads), Decimal(0))
    heads = tuple(
        HeadRow(
            head.key,
            head.name,
            head.weight / weight if weight else Decimal(0),
            result.heads[head.key],
            tuple(shown[one.key] for one in rules.under(head.key) if one.key in shown),
        )
        for head in rules.heads
    )
    return EvaluationView(
        row=row_of(look, actor, record, tuple(rows.values()), people.get(record["made_by"] or "", "")),
        values={
            name: worded(actor, record[name]) if name in _WORDS else record[name] for name in SELF_EVALUATION.names()
        },
        people=people,
        cut_off=record["cut_off"],
        digest=record["digest"] or "",
        heads=heads,
        whole=result.whole,
        deeds=deeds_of(actor, record),
        row_deeds=row_deeds_of(actor, record),
    )


def _people(look: Reader, actor: Actor, record: Record) -> dict[str, str]:
    wanted = {record[one.name] for one in SELF_EVALUATION.fields if one.target == "person" and record[one.name]}
    return {eid: named(actor, text(one, "name")) for eid, one in look.many("person", wanted).items()}


def _indicator(look: Reader, actor: Actor, one: Indicator, row: Record, result: Result) -> IndicatorRow:
    scored = result.rows[one.key]
    plan = plan_of(look, row.eid) if scored.missed else None
    unit = row["unit"] or "count"
    shares = unit == "percent" and row["top"] and row["bottom"] not in (None, "", "0")
    made_of = f"{row['top']} / {row['bottom']}" if shares else ""
    return IndicatorRow(
        eid=row.eid,
        key=one.key,
        head=one.head,
        name=row["name"] or one.name,
        value=value_said(scored.value, unit) if unit != "points" else "",
        unit=unit,
        target=target_said(one, unit),
        how=row["how"] or "",
        made_of=made_of,
        n=row["n"] or 0,
        counted=decimal(row["counted"]),
        own=row["self_points"],
        own_note=worded(actor, row["self_note"]),
        checked=row["check_points"],
        check_note=worded(actor, row["check_note"]),
        scored=scored,
        counts=one.counts,
        demand=one.evidence.value,
        evidence=worded(actor, row["evidence"]),
        records=tuple(str(given["said"]) for given in row["records"] or ()),
        files=look.count(Query("attachment", equals={"subject": row.eid})),
        plan=(plan["number"] or "") if plan is not None else "",
        plan_eid=plan.eid if plan is not None else "",
    )


def deeds_of(actor: Actor, record: Record) -> tuple[str, ...]:
    """What may be done with an evaluation now, the likeliest first."""
    state, own = record["state"], is_own(actor, record)
    offered = [one.event for one in SELF_EVALUATION_LIFECYCLE.offered(state)]
    deeds: list[str] = [one for one in ("submit", "review", "close", "send_back") if one in offered]
    if own:
        deeds = [one for one in deeds if one != "review" and (one != "send_back" or actor.role == "manager")]
    if state == "draft":
        deeds.append("recount")
    if state not in _ENDED:
        deeds.append("void")
    return tuple(one for one in deeds if may(actor, f"evaluations.{one}"))


def row_deeds_of(actor: Actor, record: Record) -> tuple[str, ...]:
    """What may be done with an indicator of an evaluation now."""
    deeds = {"draft": ["score"], "self_evaluated": [] if is_own(actor, record) else ["check"]}.get(record["state"], [])
    return tuple(one for one in (*deeds, "open_plan") if may(actor, f"evaluations.{one}"))
