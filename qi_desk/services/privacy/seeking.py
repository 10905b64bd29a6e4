"""Looking for a person in every kind of record that keeps personal data, voided ones among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from qi_desk.domain import text
from qi_desk.domain.fields import Sensitivity
from qi_desk.domain.records import entity
from qi_desk.domain.registers.personal import GONE, likeness, written_forms
from qi_desk.services.feedback.access import may_read
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.privacy.purposes import Datum, data

_MOST = 2000
_PERSONAL = frozenset({Sensitivity.PERSONAL, Sensitivity.SENSITIVE})


_BELONGS = ("client", "equipment", "meeting", "request")
_CALLED = ("number", "name", "title")


@dataclass(frozen=True, slots=True)
class Place:
    """A field of a record that may be about the person, and how alike they are (list `personal_likeness`)."""

    record: Record
    datum: Datum
    likeness: str


def seek(house: House, look: Reader, actor: Actor, name: str, phone: str, but: str = "") -> tuple[Place, ...]:
    """Every filled personal field of records that name the person or hold their telephone, the surest first; not those
    of the record `but`, nor of what the actor may not read."""
    found = [
        Place(record, one, alike)
        for (kind, name_in, phone_in), fields in _people(house)
        for record, alike in _records(look, kind, name_in, phone_in, (name, phone))
        if record.eid != but and may_read(look, actor, record)
        for one in fields
        if record[one.field] not in (None, "", GONE)
    ]
    return tuple(sorted(found, key=lambda place: (place.likeness != "sure", place.record.kind, place.record.eid)))


def called(look: Reader, record: Record) -> str:
    """Which record it is, without naming anybody: its number, else that or the name of what it belongs to."""
    if record.values.get("number"):
        return str(record["number"])
    owners = (_owner(look, record, name) for name in _BELONGS if record.values.get(name))
    return next((said for one in (*owners, record) if one is not None and (said := _public(one))), "")


def _owner(look: Reader, record: Record, name: str) -> Record | None:
    target = entity(record.kind).field(name).target
    return look.get(target, record[name]) if target else None


def _public(record: Record) -> str:
    """What a record is called in public: enterprises, institutions, experts, never who came."""
    declared = entity(record.kind)
    names = (name for name in _CALLED if name in declared.names() and declared.field(name).mask == "none")
    open_to_all = (name for name in names if declared.field(name).sensitivity not in _PERSONAL)
    return next((str(record[name]) for name in open_to_all if record[name]), "")


def _people(house: House) -> tuple[tuple[tuple[str, str, str], tuple[Datum, ...]], ...]:
    """The fields of each person that kinds of records keep."""
    rows = sorted(data(house.codes), key=lambda one: one.person)
    return tuple((person, tuple(group)) for person, group in groupby(rows, key=lambda one: one.person))


def _records(
    look: Reader, kind: str, name_in: str, phone_in: str, asking: tuple[str, str]
) -> Iterator[tuple[Record, str]]:
    wanted = [(name_in, (text.clean(asking[0]),)), (phone_in, written_forms(asking[1]))]
    found = {
        record.eid: record
        for field, forms in wanted
        if field and forms
        for voided in (False, True)
        for record in look.select(Query(kind, among={field: forms}, limit=_MOST, voided=voided))
    }
    for record in found.values():
        alike = likeness(asking, (record[name_in], record[phone_in] if phone_in else None))
        if alike:
            yield record, alike
