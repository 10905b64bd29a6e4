"""From records to what may be seen: personal data leaves the services masked unless a reveal was logged."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from qi_desk.domain import masking
from qi_desk.domain.errors import Invalid, Missing, Problem
from qi_desk.domain.records import entity
from qi_desk.domain.registers.personal import GONE
from qi_desk.services.feedback.access import refuse_unread
from qi_desk.services.ports import Actor, Hit, House, Record
from qi_desk.services.rights import COUNTER, verb

REVEAL_SECONDS = 60
"""After this long a revealed value is masked again (G2)."""


def shown(record: Record, name: str, *, reveal: Collection[str] = ()) -> Any:
    """The value of a field as it may be shown: masked by its declaration unless named in `reveal`."""
    value = record[name]
    rule = entity(record.kind).field(name).mask
    if rule == "none" or name in reveal or not isinstance(value, str) or value == GONE:
        return value if value is not None else ""
    return masking.mask(rule, value)


def text(record: Record | None, name: str) -> str:
    """`shown` as text; an empty string for no record or no value."""
    return str(shown(record, name)) if record is not None else ""


def masked_hit(hit: Hit) -> Hit:
    """A search result whose title is a person's name, masked; others as they are."""
    rule = {"contact": "name", "visit": "name"}.get(hit.kind)
    if rule is None or not hit.title:
        return hit
    return Hit(hit.kind, hit.eid, hit.number, masking.mask(rule, hit.title), hit.note)


@verb("record.reveal", COUNTER)
def reveal(house: House, actor: Actor, kind: str, eid: str, name: str, reason: str) -> str:
    """The unmasked value of one field, with the reason entered in the chain (G2).

    `reason` is a code of the list `unmask_reasons`. Raises Invalid for another one, Missing for an unknown record.
    """
    if reason not in house.codes.ids("unmask_reasons"):
        raise Invalid([Problem("reason", "not_in_list", {"value": reason})])
    with house.store.write(actor) as unit:
        record = unit.get(kind, eid)
        if record is None:
            raise Missing("record.missing", kind=kind)
        refuse_unread(unit, actor, record)
        unit.audit("revealed", kind, eid, why=reason, field=name)
        unit.commit()
    return str(record[name] or "")
