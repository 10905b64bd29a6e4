"""What the deeds of the registers do the same way: a step of a record along its lifecycle, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.records import LIFECYCLES, entity
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import House, Record, Unit
from qi_desk.services.writing import check_step


def today_of(unit: Unit) -> date:
    """The day of an act."""
    return moments.china_date(unit.now)


def advance(
    house: House,
    unit: Unit,
    record: Record,
    event: str,
    values: Mapping[str, Any],
    needed: Sequence[str] = (),
    *,
    made: Mapping[str, Any] | None = None,
) -> Done[str]:
    """Take `record` along its lifecycle with what was typed (`values`, of which `needed` may not be empty) and what
    the step itself brings (`made`), and commit. Raises NotAllowed where the lifecycle has no such move, Invalid."""
    target = LIFECYCLES[record.kind].take(record["state"], event).target
    return note(house, unit, record, event, values, needed, made={**(made or {}), "state": target})


def note(
    house: House,
    unit: Unit,
    record: Record,
    event: str,
    values: Mapping[str, Any],
    needed: Sequence[str] = (),
    *,
    made: Mapping[str, Any] | None = None,
) -> Done[str]:
    """As `advance` for a step that leaves the record in its state."""
    check_step(house, entity(record.kind), values, needed)
    unit.change(record.kind, record.eid, {**values, **(made or {})}, event=event)
    return committed(unit, record.kind, record.eid)


def committed(unit: Unit, kind: str, eid: str, *others: str) -> Done[str]:
    """Commit an act on one record; `others` are kinds that changed besides."""
    unit.commit()
    return Done(eid, Changes(frozenset({kind, *others}), frozenset({eid})), unit.act)
