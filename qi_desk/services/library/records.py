"""What the verbs of the library share: finding a record, its judgements, its load, making a move of its lifecycle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from qi_desk.domain.assignments import OPEN
from qi_desk.domain.errors import Invalid, Missing, NotAllowed, Problem
from qi_desk.domain.records import LIFECYCLES
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import House, Query, Reader, Record, Unit

PARTIES = ("expert", "institution")
"""The kinds that are admitted and given work."""


def party_of(look: Reader, kind: str, eid: str) -> Record:
    """The expert or institution. Raises Missing for another kind, an unknown or voided record."""
    record = look.get(kind, eid) if kind in PARTIES else None
    if record is None or record.void:
        raise Missing("record.missing", kind=kind)
    return record


def scores_of(look: Reader, parties: Iterable[str]) -> dict[str, list[int]]:
    """The scores by party, newest first."""
    wanted = tuple(parties)
    found: dict[str, list[int]] = {}
    query = Query("evaluation", among={"party": wanted}, order="made_at", newest_first=True, limit=5000)
    for one in look.select(query) if wanted else ():
        found.setdefault(one["party"], []).append(one["score"])
    return found


def loads_of(look: Reader) -> Counter[str]:
    """How many assignments each party has in hand."""
    return Counter(one["party"] for one in look.select(Query("assignment", among={"state": OPEN}, limit=5000)))


def move_party(
    house: House,
    unit: Unit,
    record: Record,
    event: str,
    values: Mapping[str, Any],
    *,
    reason: str = "",
    note: str = "",
) -> None:
    """Take `record` along its lifecycle and write `values`. Raises NotAllowed where the lifecycle has no such move,
    Invalid for a missing or unknown reason."""
    taken = LIFECYCLES[record.kind].take(record["state"] or "", event)
    if taken.reasons is not None and reason not in house.codes.ids(taken.reasons):
        raise Invalid([Problem("state_reason", "not_in_list" if reason else "required", {"value": reason})])
    state = {"state": taken.target, "state_reason": reason or None, "state_note": note or None}
    unit.change(record.kind, record.eid, {**values, **state}, event=event, why=reason)


def committed(unit: Unit, kind: str, eid: str, *others: str) -> Done[str]:
    """Commit an act on one party."""
    unit.commit()
    return Done(eid, Changes(frozenset({kind, *others}), frozenset({eid})), unit.act)


def refuse_open_work(unit: Unit, eid: str) -> None:
    """Raise NotAllowed("library.open_work") while the party has assignments in hand (C6: hand them over first)."""
    count = unit.count(Query("assignment", equals={"party": eid}, among={"state": OPEN}))
    if count:
        raise NotAllowed("library.open_work", count=count)
