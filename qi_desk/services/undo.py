"""Taking back the last act (Ctrl+Z): the reverse is written as an act of its own; nothing leaves the chain."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from qi_desk.domain.errors import Conflict, NotAllowed
from qi_desk.domain.references import pointing_at
from qi_desk.services.booking.judging import ask_anew
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Record, Unit
from qi_desk.services.rights import COUNTER, verb

_VOID = "void"
_BROUGHT = frozenset({"set"})
_WRITTEN_KINDS = frozenset({"create", "set", "transition", "resolve"})


@verb("undo", COUNTER)
def undo(house: House, actor: Actor, act: str) -> Done[None]:
    """Write back what the act `act` replaced, and void what it created.

    Raises Conflict("undo.changed_since") if any of its fields was written again or something refers to what it
    created, NotAllowed("undo.not_offered") for an act of somebody else, one that wrote nothing or an undo itself,
    NotAllowed("undo.paper_issued") for one that issued a paper: a number in a visitor's hand is not taken back.
    """
    with house.store.write(actor) as unit:
        operations = unit.act_operations(act)
        written = [operation for operation in operations if operation["kind"] in _WRITTEN_KINDS]
        _refuse(actor, operations, written)
        created = {(operation["et"], operation["eid"]) for operation in written if _brings(operation)}
        _refuse_built_upon(unit, act, {operation["uid"] for operation in written}, created)
        _write_back(unit, act, written, {eid for _, eid in created})
        for kind, eid in sorted(created):
            unit.void(kind, eid, "undone")
        bookings = {operation["eid"] for operation in written if operation["et"] == "booking"}
        ask_anew(house, unit, bookings - {eid for _, eid in created})
        unit.commit()
    kinds, ids = ({operation[part] for operation in written} for part in ("et", "eid"))
    return Done(None, Changes(frozenset(kinds), frozenset(ids)))


def _refuse(actor: Actor, operations: Sequence[Mapping[str, Any]], written: Sequence[Mapping[str, Any]]) -> None:
    undone = any(operation["kind"] == "tombstone" or operation.get("event") == "undo" for operation in operations)
    if not written or undone or any(operation["actor"] != actor.account for operation in operations):
        raise NotAllowed("undo.not_offered")
    if any(operation["et"] == "paper" for operation in operations):
        raise NotAllowed("undo.paper_issued")


def _refuse_built_upon(unit: Unit, act: str, uids: Collection[str], created: Collection[tuple[str, str]]) -> None:
    """A record that somebody wrote in since, or that others refer to, has a life beyond the act that made it."""
    for kind, eid in created:
        record = unit.get(kind, eid)
        if record is None or record.void or _written_since(unit, record, uids):
            raise Conflict("undo.changed_since", kind=kind)
        for place in pointing_at(kind):
            # Where no index helps, only what is younger than the act: ids sort by time.
            since = None if place.indexed else act
            referring = unit.select(Query(place.kind, equals=place.equals(kind, eid), order="eid", since=since))
            if any(one.writers.get(place.name) not in uids for one in referring):
                raise Conflict("undo.changed_since", kind=kind)


def _brings(operation: Mapping[str, Any]) -> bool:
    """Whether an operation makes a record, or brings one back that had been voided."""
    return operation["kind"] == "create" or _VOID in operation.get("f", {})


def _written_since(unit: Unit, record: Record, uids: Collection[str]) -> bool:
    """Whether somebody wrote in a record after the act; one that came back keeps older writers of its own."""
    later = [writer for writer in record.writers.values() if writer not in uids]
    if not later:
        return False
    newest = unit.history(eid=record.eid, limit=1)
    return not newest or newest[0].event not in _BROUGHT or _VOID not in newest[0].fields


def _write_back(unit: Unit, act: str, operations: Sequence[Mapping[str, Any]], created: Collection[str]) -> None:
    """Write the values the act replaced, each field's oldest, unless somebody wrote it again."""
    last_writer: dict[tuple[str, str], str] = {}
    before: dict[tuple[str, str], dict[str, object]] = {}
    for operation in operations:
        if operation["eid"] in created:
            continue
        for name, write in operation.get("f", {}).items():
            last_writer[operation["eid"], name] = operation["uid"]
            before.setdefault((operation["et"], operation["eid"]), {}).setdefault(name, write.get("o"))
    for (kind, eid), values in before.items():
        record = unit.get(kind, eid)
        if record is None or any(record.writers.get(name) != last_writer[eid, name] for name in values):
            raise Conflict("undo.changed_since", kind=kind)
        unit.change(kind, eid, values, event="undo", why=act)
