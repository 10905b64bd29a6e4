"""What a person keeps for themselves under a name: searches, lists. One writer for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain.errors import Invalid, Missing
from qi_desk.domain.records import entity
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import House, Query, Unit
from qi_desk.services.writing import problems_in

_MOST = 500


def keep_own(house: House, unit: Unit, owner: str, kind: str, key: tuple[str, ...], values: Mapping[str, Any]) -> str:
    """Keep `values` for the person `owner`; what they keep with the same `key` fields is written anew. Raises
    Invalid."""
    given = {**values, "owner": owner}
    problems = problems_in(house, entity(kind), given)
    if problems:
        raise Invalid(problems)
    kept = unit.select(Query(kind, equals={"owner": owner}, limit=_MOST))
    known = next((one.eid for one in kept if all(one[name] == given[name] for name in key)), None)
    if known is not None:
        unit.change(kind, known, {name: value for name, value in given.items() if name not in (*key, "owner")})
    return known or unit.create(kind, given)


def drop_own(unit: Unit, owner: str, kind: str, eid: str) -> str:
    """Keep something no longer. Raises Missing for what is not this person's."""
    record = unit.get(kind, eid)
    if record is None or record.void or record["owner"] != owner:
        raise Missing("record.missing", kind=kind)
    unit.void(kind, eid, "other")
    return eid


def kept(unit: Unit, kind: str, eid: str) -> Done[str]:
    """Commit, and tell what changed."""
    unit.commit()
    return Done(eid, Changes(frozenset({kind}), frozenset({eid})), unit.act)
