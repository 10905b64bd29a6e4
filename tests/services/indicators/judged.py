"""A station with something to judge: matters closed in March, seen from April; small rule sets."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from qi_desk.domain.indicators.rule_sets import Head, Indicator, Lacking, RuleSet, Subject, to_rows
from qi_desk.services import intake
from qi_desk.services.indicators import evaluations, rule_sets
from qi_desk.services.indicators.evaluation_views import EvaluationView, IndicatorRow, show
from qi_desk.services.intake_input import ClientInput
from qi_desk.services.ports import Actor, Record
from tests.support.stations import OTHER_CODE, Bench, intake_of

_ONE = Decimal(1)
QUARTER = "2026-Q1"
OTHER = ClientInput(kind="enterprise", name="广州示范电子有限公司", credit_code=OTHER_CODE)


def rules(*rows: Indicator, lacking: Lacking = Lacking.LEFT_OUT, span: str = "quarter") -> RuleSet:
    heads = tuple(Head(key, key, weight) for key, weight in dict.fromkeys((row.head, _ONE) for row in rows))
    return RuleSet(Subject.STATION, span, lacking, heads, rows)


def in_force(bench: Bench, rows: RuleSet, name: str = "练习体系") -> str:
    """A set of one's own with these rules, put in force."""
    values = {"name": name, "subject": "station", "span": rows.window, "lacking": rows.lacking.value}
    eid = rule_sets.begin_empty(bench.house, bench.actor, values).value
    rule_sets.write(bench.house, bench.actor, eid, {"rows": to_rows(rows)}, seen={})
    return rule_sets.put_in_force(bench.house, bench.actor, eid).value


def serve(bench: Bench, hours: float = 2, **changes: Any) -> str:
    """A matter that was accepted and closed after so many working hours."""
    made = intake.register_and_accept(bench.house, bench.as_specialist(), intake_of(**changes)).value
    bench.clock.pass_time(hours=hours)
    with bench.house.store.write(bench.as_specialist()) as unit:
        values = {"state": "closed", "closed_at": unit.now, "solved": "yes", "responsible": bench.specialist}
        unit.change("request", made.eid, values, event="close")
        unit.commit()
    return made.eid


def a_quarter(bench: Bench) -> None:
    """Two enterprises, three matters, and the quarter is over."""
    serve(bench)
    serve(bench)
    serve(bench, client=OTHER)
    bench.clock.moment = bench.clock.moment.replace(month=4, day=8, hour=9)


def begun(bench: Bench, rows: RuleSet, actor: Actor | None = None) -> str:
    a_quarter(bench)
    return evaluations.begin(bench.house, actor or bench.as_specialist(), in_force(bench, rows), QUARTER).value


def shown(bench: Bench, eid: str, actor: Actor | None = None) -> EvaluationView:
    return show(bench.house, actor or bench.actor, eid)


def row(bench: Bench, eid: str, key: str) -> IndicatorRow:
    return next(one for head in shown(bench, eid).heads for one in head.rows if one.key == key)


def record(bench: Bench, kind: str, eid: str) -> Record:
    with bench.house.store.read() as look:
        found = look.get(kind, eid)
    assert found is not None
    return found


def another(actor: Actor) -> Actor:
    """The same role, somebody else."""
    return replace(actor, account="11111111-1111-7111-8111-111111111111")


def a_day(bench: Bench) -> None:
    bench.clock.moment += timedelta(days=1)
