"""Finding the record that a field of a register refers to, by what is typed."""

from __future__ import annotations

from dataclasses import dataclass

from qi_desk.domain.records import entity
from qi_desk.services.ports import Actor, House, Query, Reader
from qi_desk.services.registers.saying import called
from qi_desk.services.rights import COUNTER, verb

PARTIES = ("person", "expert", "institution")
"""Who may be meant by a reference that does not say which kind of record it is."""

MARK = ":"
"""Between kind and id in the key of such a reference."""

_MOST = 500
_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A record that may be meant: `key` is what the field takes."""

    key: str
    title: str
    note: str


@verb("registers.find", COUNTER)
def find(house: House, actor: Actor, kind: str, field: str, text: str) -> tuple[Found, ...]:
    """Records whose name or number holds what was typed, for the field `field` of a record of `kind`."""
    declared = entity(kind).field(field)
    with house.store.read() as look:
        if declared.target is not None:
            return _of(look, declared.target, text, "")[:_OFFERED]
        found = [one for party in PARTIES for one in _of(look, party, text, f"{party}{MARK}")]
    return tuple(found[:_OFFERED])


def _of(look: Reader, kind: str, text: str, before: str) -> tuple[Found, ...]:
    wanted = text.strip().casefold()
    if kind == "enterprise":
        hits = look.find(text, kinds=(kind,), limit=_OFFERED) if wanted else ()
        return tuple(Found(f"{before}{hit.eid}", hit.title, hit.number) for hit in hits)
    records = look.select(Query(kind, limit=_MOST))
    named = ((one, called(one), str(one.values.get("number") or one.values.get("staff_no") or "")) for one in records)
    return tuple(
        Found(f"{before}{one.eid}", name, number)
        for one, name, number in named
        if wanted in name.casefold() or wanted in number.casefold()
    )
