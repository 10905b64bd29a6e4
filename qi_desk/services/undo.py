"""Taking back the last act (Ctrl+Z): the reverse is written as an act of its own; nothing leaves the chain."""

from __future__ import annotations

from qi_desk.domain.errors import Conflict, NotAllowed
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House
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
        kinds, ids = set[str](), set[str]()
        created = {operation["eid"] for operation in operations if operation["kind"] == "create"}
        last_writer: dict[tuple[str, str], str] = {}
        before: dict[tuple[str, str], dict[str, object]] = {}
        for operation in operations:
            if operation["kind"] not in _WRITTEN_KINDS:
                continue
            kinds.add(operation["et"])
            ids.add(operation["eid"])
            for name, write in operation["f"].items():
                last_writer[operation["eid"], name] = operation["uid"]
                if operation["eid"] not in created:
                    before.setdefault((operation["et"], operation["eid"]), {}).setdefault(
                        name, write.get("o")
                    )
        for (kind, eid), values in before.items():
            record = unit.get(kind, eid)
            if record is None or any(record.writers.get(name) != last_writer[eid, name] for name in values):
                raise Conflict("undo.changed_since", kind=kind)
            unit.change(kind, eid, values, event="undo", why=act)
        for operation in operations:
            if operation["kind"] == "create":
                unit.void(operation["et"], operation["eid"], "undone")
        unit.commit()
        return Done(None, Changes(frozenset(kinds), frozenset(ids)))
