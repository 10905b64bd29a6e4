"""Targets missed in evaluations, with what was reached: each may lead to an improvement plan (F28)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from qi_desk import wording
from qi_desk.domain.indicators.records import result_of, row_points, rules_of
from qi_desk.domain.indicators.rule_sets import Indicator, decimal
from qi_desk.services.indicators.evaluations import rows_of
from qi_desk.services.indicators.saying import target_said, value_said
from qi_desk.services.ports import Query, Reader, Record

_MOST = 1000
_RECENT = timedelta(days=400)


def missed_rows(look: Reader, since: date) -> Iterator[tuple[Record, Record, str]]:
    """Indicators that fell short in evaluations handed in, of periods that ended after `since`: the evaluation, the
    row, and what it reached."""
    states = ("self_evaluated", "reviewed", "closed")
    query = Query("self_evaluation", among={"state": states}, order="since", since=since - _RECENT, limit=_MOST)
    for record in look.select(query):
        if record["until"] < since:
            continue
        rows = {row["key"]: row for row in rows_of(look, record.eid)}
        result = result_of(record.values, {key: row.values for key, row in rows.items()})
        for one in rules_of(record.values).indicators:
            row = rows.get(one.key)
            if row is not None and result.rows[one.key].missed:
                yield record, row, shortfall_said(one, row)


def shortfall_said(one: Indicator, row: Record) -> str:
    """What an indicator reached and what was aimed at."""
    unit = row["unit"] or "count"
    value = row_points(row.values) if unit == "points" else decimal(row["value"])
    values = {"name": row["name"], "value": value_said(value, unit), "target": target_said(one, unit)}
    return wording.fill(wording.texts()["indicator.shortfall"], values)
