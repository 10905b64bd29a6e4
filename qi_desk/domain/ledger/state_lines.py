"""Records as lines: how desk and district keep and send them."""

from __future__ import annotations

import json
from typing import Any

from qi_desk.domain.errors import UNREADABLE, Invalid, Problem
from qi_desk.domain.ledger.state import Claim, Contest, State

_LINE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def state_line(state: State) -> str:
    """A record as one line of JSON; equal records give equal lines."""
    contests = [
        [one.field, one.element, one.reason, _claim(one.incumbent), [_claim(claim) for claim in one.challengers]]
        for one in state.contests
    ]
    parts = [
        state.et,
        state.eid,
        dict(state.values),
        dict(state.fmeta),
        {name: list(uids) for name, uids in state.agreed.items()},
        state.version,
        contests,
        list(state.late),
        dict(state.extra),
    ]
    return _LINE.encode(parts)


def read_state(line: str) -> State:
    """The record in a line. Raises Invalid("record.unreadable") for anything `state_line` did not make."""
    try:
        et, eid, values, fmeta, agreed, version, contests, late, extra = json.loads(line)
        _refuse_strange((et, eid), (values, fmeta, agreed, extra), (contests, late), version)
        return State(
            et,
            eid,
            values,
            fmeta,
            {name: tuple(uids) for name, uids in agreed.items()},
            version,
            tuple(
                Contest(name, element, reason, Claim(*incumbent), tuple(Claim(*claim) for claim in challengers))
                for name, element, reason, incumbent, challengers in contests
            ),
            tuple(late),
            extra,
        )
    except UNREADABLE as error:
        raise Invalid([Problem("", "record.unreadable")]) from error


def _refuse_strange(texts: tuple[Any, ...], tables: tuple[Any, ...], lists: tuple[Any, ...], version: Any) -> None:
    sorts = ((texts, str), (tables, dict), (lists, list), ((version,), int))
    if not all(isinstance(one, sort) for group, sort in sorts for one in group):
        raise TypeError("no record")


def _claim(claim: Claim) -> list[Any]:
    return [claim.uid, claim.value, claim.base]
