"""Merging: one operation applied to one record, the same on desk and district (sync.md 2.7).

Who came first at the district stands; who had not seen it never takes its place unasked. The base of a
field is the uid of the operation that wrote what the author saw: no version number and no clock decides
anything. Applying the same operation twice is the caller's to prevent, by uid.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qi_desk.domain.fields import Merge
from qi_desk.domain.ledger import elements
from qi_desk.domain.ledger.draft import Draft
from qi_desk.domain.ledger.operations import Operation, Write
from qi_desk.domain.ledger.state import (
    ATTACHMENTS,
    HELD,
    MERGED_INTO,
    NOOP,
    STATE,
    VOID,
    Claim,
    Outcome,
    State,
)

Rules = Mapping[str, str]
"""Field name to merge policy, as `fields.Entity.merge_rules` gives it: the names of `fields.Merge`."""

RECORD_RULES: Rules = {VOID: Merge.GUARD, MERGED_INTO: Merge.GUARD, ATTACHMENTS: Merge.SET}
"""Policies of the fields every record has."""

CREATING = frozenset({"create", "append"})
"""The kinds that need no record to stand on."""


def apply(state: State | None, op: Operation, rules: Rules, *, authority: bool = False) -> Outcome:
    """`op` merged into `state` (None: no such record yet).

    `authority` is for the district's own operations: only those write "server" fields. Held are operations
    on an unknown record and on fields `rules` does not name; they are to be tried again when either
    arrives.
    """
    if op.kind == "audit":
        return Outcome(state, NOOP)
    if state is None and op.kind not in CREATING:
        return Outcome(state, HELD)
    rules = _whole(rules)
    if not rules.keys() >= op.fields.keys():
        return Outcome(state, HELD)
    draft = Draft(state or State(op.et, op.eid), op, fresh=state is None, authority=authority)
    _KINDS[op.kind](draft, rules)
    return draft.outcome()


def _whole(rules: Rules) -> Rules:
    """With the rules of the fields every record has."""
    return rules if VOID in rules else {**rules, **RECORD_RULES}


def bases(op: Operation) -> frozenset[str]:
    """The uids of what the author had seen where `op` writes. The district holds an operation until each of
    them has taken effect there: after a restore, what was built upon may come later than what was built."""
    return frozenset(write.base for write in op.fields.values() if write.base).union(
        op.refs if op.kind in ("tombstone", "resolve") else ()
    )


def _write_fields(draft: Draft, rules: Rules) -> None:
    for name, write in draft.op.fields.items():
        _POLICIES[rules[name]](draft, name, write)
    draft.revive()


def _append(draft: Draft, rules: Rules) -> None:
    _write_fields(draft, dict.fromkeys(rules, Merge.IMMUTABLE))


def _transition(draft: Draft, rules: Rules) -> None:
    op, current = draft.op, draft.values.get(STATE)
    move = op.fields.get(STATE, Write(None, None, op.source or None))
    if (current or "") != op.source and current != move.new:
        for name, write in op.fields.items():
            draft.write_if_equal(name, write, "late")
        draft.note_late()
        return
    if STATE in op.fields:
        draft.put(STATE, move)
    for name, write in op.fields.items():
        if name != STATE:
            _POLICIES[rules[name]](draft, name, write)
    draft.revive()


def _tombstone(draft: Draft, _rules: Rules) -> None:
    if draft.values.get(VOID):
        return
    wish = Write(draft.fmeta.get(VOID), None, new=True)
    unseen = draft.unseen(draft.op.refs)
    if unseen is None:
        draft.put(VOID, wish)
        draft.settle(VOID, draft.op.refs)
    else:
        draft.contest(VOID, wish, "voided", incumbent=Claim(unseen, None))


def _resolve(draft: Draft, rules: Rules) -> None:
    refused: set[str] = set()
    for name, write in draft.op.fields.items():
        policy = rules[name] if rules[name] in (Merge.SET, Merge.COUNTER, Merge.SERVER) else Merge.GUARD
        if not _POLICIES[policy](draft, name, write):
            refused.add(name)
    for name in {contest.field for contest in draft.contests} - refused:
        draft.settle(name, draft.op.refs)


def _attach(draft: Draft, _rules: Rules) -> None:
    _elements(draft, ATTACHMENTS, Write(None, [], list(draft.op.refs)))
    draft.revive()


def _detach(draft: Draft, _rules: Rules) -> None:
    _elements(draft, ATTACHMENTS, Write(None, list(draft.op.refs), []))


def _guard(draft: Draft, name: str, write: Write) -> bool:
    if draft.values.get(name) == write.new or draft.knows(name, write.base):
        draft.put(name, write)
        return True
    draft.contest(name, write, "concurrent")
    return False


def _lww(draft: Draft, name: str, write: Write) -> bool:
    if not draft.knows(name, write.base) and draft.values.get(name) != write.new:
        draft.supersede(name)
    draft.put(name, write)
    return True


def _immutable(draft: Draft, name: str, write: Write) -> bool:
    if draft.values.get(name) is None:
        draft.put(name, write)
        return True
    return draft.write_if_equal(name, write, "immutable")


def _server(draft: Draft, name: str, write: Write) -> bool:
    if draft.authority:
        return _lww(draft, name, write)
    return draft.write_if_equal(name, write, "server")


def _counter(draft: Draft, name: str, write: Write) -> bool:
    change = (write.new or 0) - (write.old or 0)
    draft.merged |= not draft.knows(name, write.base)
    draft.put(name, Write(write.base, write.old, (draft.values.get(name) or 0) + change))
    return True


def _elements(draft: Draft, name: str, write: Write) -> bool:
    current = draft.values.get(name) or []
    result = elements.merge(current, write.old or [], write.new or [])
    draft.merged |= current != (write.old or [])
    if result.elements != current or name not in draft.fmeta:
        draft.put(name, Write(write.base, write.old, result.elements))
    for key, found, wished in result.clashes:
        incumbent = Claim(draft.state.fmeta.get(name), found)
        claim = Write(write.base, None, wished)
        draft.contest(name, claim, "concurrent", element=key, incumbent=incumbent)
    return not result.clashes


_Policy = Callable[[Draft, str, Write], bool]
_POLICIES: Mapping[str, _Policy] = {
    Merge.GUARD: _guard,
    Merge.LWW: _lww,
    Merge.SET: _elements,
    Merge.COUNTER: _counter,
    Merge.IMMUTABLE: _immutable,
    Merge.SERVER: _server,
}
"""Each merges one field and says whether the author's wish stands."""

_KINDS: Mapping[str, Callable[[Draft, Rules], None]] = {
    "create": _write_fields,
    "set": _write_fields,
    "merge": _write_fields,
    "unmerge": _write_fields,
    "append": _append,
    "transition": _transition,
    "tombstone": _tombstone,
    "resolve": _resolve,
    "attach": _attach,
    "detach": _detach,
}
