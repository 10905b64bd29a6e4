"""Finding out whether a service object has a file already, under this or another name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from qi_desk.domain import credit_code
from qi_desk.domain.enterprises import PERSON_KIND
from qi_desk.domain.twins import Likeness, Subject
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import COUNTER, LEADING, verb
from qi_desk.services.showing import shown, text


@dataclass(frozen=True, slots=True)
class TwinView:
    """A file beside which another is held: `met` is the name of it that met, if it is not the present one."""

    eid: str
    likeness: Likeness
    met: str
    name: str
    kind: str
    credit_code: str
    address: str
    contact: str
    phone: str
    requests: int
    last_seen: datetime | None


@verb("twins.of_entry", COUNTER)
def of_entry(
    house: House, actor: Actor, name: str, *, code: str = "", kind: str = "enterprise", own: str = ""
) -> tuple[TwinView, ...]:
    """Files that what is being entered may already have, the likeliest first. People are told apart by their phones,
    not by their names; `own` is the file being changed."""
    if kind == PERSON_KIND or not name.strip():
        return ()
    subject = Subject(credit_code.normalise(code), (name.strip(),))
    with house.store.read() as look:
        found = [one for one in look.namesakes(subject) if one.eid != own]
        return tuple(
            view(look, record, one.likeness, one.name)
            for one in found
            if (record := look.get("enterprise", one.eid)) is not None and not record.void
        )


@verb("twins.groups", LEADING)
def groups(house: House, actor: Actor, limit: int = 200) -> tuple[tuple[TwinView, ...], ...]:
    """Files of the whole station that may be one and the same, the surest first. Slow: not for every keystroke."""
    with house.store.read() as look:
        told: list[frozenset[str]] = []
        found = []
        for one in look.namesake_groups(limit=limit):
            # The same files meet by name and again by sound: once is enough.
            if not any(told_eids >= set(one.eids) for told_eids in told):
                told.append(frozenset(one.eids))
                found.append(_group(look, one.likeness, one.eids))
        return tuple(found)


def _group(look: Reader, likeness: Likeness, eids: Iterable[str]) -> tuple[TwinView, ...]:
    records = look.many("enterprise", eids)
    return tuple(view(look, record, likeness) for record in records.values() if not record.void)


def view(look: Reader, record: Record, likeness: Likeness, met: str = "") -> TwinView:
    """One file as the side-by-side shows it."""
    contacts = sorted(
        look.select(Query("contact", equals={"client": record.eid}, limit=50)), key=lambda one: not one["primary"]
    )
    visits = look.select(Query("visit", equals={"client": record.eid}, order="arrived_at", newest_first=True, limit=1))
    first = contacts[0] if contacts else None
    return TwinView(
        record.eid,
        likeness,
        met if met != record["name"] else "",
        record["name"],
        record["kind"],
        str(shown(record, "credit_code")),
        record["address"] or record["registered_address"] or "",
        text(first, "name"),
        text(first, "phone"),
        look.count(Query("request", equals={"client": record.eid})),
        visits[0]["arrived_at"] if visits else None,
    )
