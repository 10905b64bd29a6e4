"""Taking back the last act (Ctrl+Z): the reverse is written as an act of its own; nothing leaves the chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qi_desk.domain.errors import Conflict, NotAllowed
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Unit
from qi_desk.services.rights import COUNTER, verb

_WRITTEN_KINDS = frozenset({"create", "set", "transition"})


@verb("undo", COUNTER)
def undo(house: House, actor: Actor, act: str) -> Done[None]:
    """Write back what the act `act` replaced, and void what it created.

    Raises Conflict("undo.changed_since") if any of its fields was written again, NotAllowed("undo.not_offered")
    for an act of somebody else or one that issued a paper: a number in a visitor's hand is not taken back.
    """
    with house.store.write(actor) as unit:
        operations = unit.act_operations(act)
        if not operations or any(operation["actor"] != actor.account for operation in operations):
            raise NotAllowed("undo.not_offered")
        if any(operation["et"] == "paper" for operation in operations):
            raise NotAllowed("undo.paper_issued")
        created = {operation["eid"] for operation in operations if operation["kind"] == "create"}
        _write_back(unit, act, operations, created)
        for operation in operations:
            if operation["kind"] == "create":
                unit.void(operation["et"], operation["eid"], "undone")
        unit.commit()
    touched = [operation for operation in operations if operation["kind"] in _WRITTEN_KINDS]
    kinds, ids = ({operation[part] for operation in touched} for part in ("et", "eid"))
    return Done(None, Changes(frozenset(kinds), frozenset(ids)))


def _write_back(unit: Unit, act: str, operations: Sequence[Mapping[str, Any]], created: set[str]) -> None:
    """Write the values the act replaced, each field's oldest, unless somebody wrote it again."""
    last_writer: dict[tuple[str, str], str] = {}
    before: dict[tuple[str, str], dict[str, object]] = {}
    for operation in operations:
        if operation["kind"] not in _WRITTEN_KINDS or operation["eid"] in created:
            continue
        for name, write in operation.get("f", {}).items():
            last_writer[operation["eid"], name] = operation["uid"]
            before.setdefault((operation["et"], operation["eid"]), {}).setdefault(name, write.get("o"))
    for (kind, eid), values in before.items():
        record = unit.get(kind, eid)
        if record is None or any(record.writers.get(name) != last_writer[eid, name] for name in values):
            raise Conflict("undo.changed_since", kind=kind)
        unit.change(kind, eid, values, event="undo", why=act)
