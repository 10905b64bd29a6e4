"""What the screen shows: the district's last word with this desk's own operations on top (sync.md 2.17 I6,
I8)."""

from __future__ import annotations

from collections.abc import Iterable

from qi_desk.domain.fields import Merge
from qi_desk.domain.ledger import elements
from qi_desk.domain.ledger.draft import Draft
from qi_desk.domain.ledger.merge import RECORD_RULES, Rules
from qi_desk.domain.ledger.operations import Operation, Write
from qi_desk.domain.ledger.state import ATTACHMENTS, VOID, State


def view(base: State | None, ops: Iterable[Operation], rules: Rules) -> State | None:
    """`base` with the desk's own operations on this record on top, in order: those `Watermarks.active`
    names.

    Own writes show at once and whole, also where the district will find them contested: until its answer is
    in the base, what the author wrote is what the author sees. Never held: an operation on an unknown
    record shows alone.
    """
    shown = base
    for op in ops:
        if op.kind != "audit":
            shown = _shown(shown or State(op.et, op.eid), op, {**rules, **RECORD_RULES})
    return shown


def _shown(state: State, op: Operation, rules: Rules) -> State:
    draft = Draft(state, op, fresh=False)
    for name, write in _writes(op).items():
        draft.put(name, _wish(draft, name, write, rules.get(name, Merge.GUARD)))
    if op.kind == "resolve":
        for name in {contest.field for contest in state.contests}:
            draft.settle(name, op.refs)
    elif op.kind != "tombstone" and draft.values.get(VOID):
        draft.put(VOID, Write(None, None, None))
    return draft.outcome().state or state


def _writes(op: Operation) -> dict[str, Write]:
    writes = dict(op.fields)
    if op.kind == "tombstone":
        writes[VOID] = Write(None, None, new=True)
    elif op.kind == "attach":
        writes[ATTACHMENTS] = Write(None, [], [*op.refs])
    elif op.kind == "detach":
        writes[ATTACHMENTS] = Write(None, [*op.refs], [])
    return writes


def _wish(draft: Draft, name: str, write: Write, policy: str) -> Write:
    current = draft.values.get(name)
    if policy == Merge.SET:
        merged = elements.merge(current or [], write.old or [], write.new or [], wish_wins=True)
        return Write(write.base, write.old, merged.elements)
    if policy == Merge.COUNTER:
        return Write(write.base, write.old, (current or 0) + (write.new or 0) - (write.old or 0))
    return write
