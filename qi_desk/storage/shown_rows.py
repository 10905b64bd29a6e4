"""The screen's rows made from what the district said with the own operations on top, a whole page at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection

from qi_desk.domain.ledger.operations import decode
from qi_desk.domain.ledger.overlay import view
from qi_desk.domain.ledger.state import MERGED_INTO, VOID, State
from qi_desk.domain.ledger.state_lines import read_state, state_line
from qi_desk.domain.ledger.watermarks import Watermarks
from qi_desk.domain.records import ENTITIES, rules_of
from qi_desk.storage.aliases import MERGED, enter
from qi_desk.storage.rows import SELECTED, encoded_values, to_column
from qi_desk.storage.search_index import driver

Refresh = Callable[[str, str, Mapping[str, Any] | None, Mapping[str, Any] | None], None]
"""Brings the search index in line: kind, id, the values to be found by (None for none), those it was found by."""

_CHUNK = 500
_RECORD = frozenset({VOID, MERGED_INTO})
"""Fields of every record that have no column under their own name."""

_BASE = (
    "INSERT INTO base (eid, et, ver, data, fmeta, deleted, stream) VALUES (?, ?, ?, ?, '{}', ?, '') "
    "ON CONFLICT (eid) DO UPDATE SET et = excluded.et, ver = excluded.ver, data = excluded.data, "
    "deleted = excluded.deleted"
)


class ShownRows:
    """Writes rows over one connection; statements go to the driver, for there are many."""

    def __init__(self, connection: Connection, refresh: Refresh) -> None:
        self._raw: Any = driver(connection)
        self._refresh = refresh

    def keep_base(self, states: Sequence[State]) -> None:
        """What the district says of these records."""
        self._raw.executemany(_BASE, [(one.eid, one.et, one.version, state_line(one), int(one.void)) for one in states])

    def show(self, places: Iterable[tuple[str, str]], marks: Watermarks, said: Mapping[str, State]) -> None:
        """Make the rows of these records (kind, id) anew. `said` are those the district just spoke of."""
        by_kind: dict[str, list[str]] = {}
        for kind, eid in places:
            if kind in ENTITIES:
                by_kind.setdefault(kind, []).append(eid)
        for kind, eids in sorted(by_kind.items()):
            own = self._with_own_on_top(eids, marks)
            present = self._rows_of(kind, eids)
            new: list[State] = []
            for eid in eids:
                state = said.get(eid) or self._base(eid)
                if eid in own:
                    state = self._with_own(kind, eid, state, marks)
                if state is None:
                    continue
                if eid in present or state.values.get(MERGED_INTO):
                    self._replace(kind, state, present.get(eid))
                else:
                    new.append(state)
            self._add(kind, new)

    def _with_own_on_top(self, eids: Sequence[str], marks: Watermarks) -> set[str]:
        """Records that operations of this desk belong on top of."""
        found = self._in_parts("SELECT DISTINCT eid FROM op WHERE seq > ? AND eid", eids, (marks.included,))
        for seq in marks.held:
            found += self._raw.execute("SELECT eid FROM op WHERE seq = ?", (seq,)).fetchall()
        return {str(row[0]) for row in found}

    def _rows_of(self, kind: str, eids: Sequence[str]) -> dict[str, Any]:
        return {str(row[0]): row for row in self._in_parts(f'SELECT {SELECTED[kind]} FROM "{kind}" WHERE eid', eids)}

    def _in_parts(self, sql: str, eids: Sequence[str], first: tuple[Any, ...] = ()) -> list[Any]:
        found: list[Any] = []
        for start in range(0, len(eids), _CHUNK):
            part = eids[start : start + _CHUNK]
            found += self._raw.execute(f"{sql} IN ({', '.join('?' * len(part))})", (*first, *part)).fetchall()
        return found

    def _base(self, eid: str) -> State | None:
        row = self._raw.execute("SELECT data FROM base WHERE eid = ?", (eid,)).fetchone()
        return read_state(row[0]) if row else None

    def _with_own(self, kind: str, eid: str, state: State | None, marks: Watermarks) -> State | None:
        rows = self._raw.execute("SELECT seq, raw FROM op WHERE eid = ? ORDER BY seq", (eid,)).fetchall()
        ops = [decode(bytes(raw)) for seq, raw in rows if marks.is_active(seq)]
        return view(state, ops, rules_of(kind))

    def _add(self, kind: str, states: Sequence[State]) -> None:
        if not states:
            return
        rows = [_row(kind, one, _void(one, None)) for one in states]
        self._raw.executemany(_insert(kind), rows)
        for one in states:
            self._refresh(kind, one.eid, _found_by(kind, one), None)

    def _replace(self, kind: str, state: State, row: Any) -> None:
        void = _void(state, row[-1] if row is not None else None)
        wanted = _row(kind, state, void)
        if row is not None and _same(row, wanted):
            # What comes back of the desk's own is what it shows already.
            return
        sets = ", ".join(f'"{name}" = excluded."{name}"' for name in _columns(kind) if name != "eid")
        self._raw.execute(f"{_insert(kind)} ON CONFLICT (eid) DO UPDATE SET {sets}", wanted)
        enter(self._raw, state.eid, state.values.get(MERGED_INTO))
        before = encoded_values(kind, row) if row is not None else None
        self._refresh(kind, state.eid, _found_by(kind, state), before)


def _same(row: Sequence[Any], wanted: Sequence[Any]) -> bool:
    """Whether a row as selected (values, writers, void) holds what would be written (values, writers, extra, version,
    void)."""
    *values, writers, extra, _version, void = wanted
    if extra is not None or void != row[-1] or list(row[:-2]) != values:
        return False
    return bool(json.loads(row[-2]) == json.loads(writers))


@cache
def _names(kind: str) -> dict[str, None]:
    """The fields of a kind, in order and quick to ask."""
    return dict.fromkeys(ENTITIES[kind].names())


def _columns(kind: str) -> tuple[str, ...]:
    return ("eid", *_names(kind), "fmeta", "extra", "ver", "void")


@cache
def _insert(kind: str) -> str:
    names = _columns(kind)
    quoted = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "{kind}" ({quoted}) VALUES ({", ".join("?" * len(names))})'


def _row(kind: str, state: State, void: str | None) -> tuple[Any, ...]:
    entity, names, values = ENTITIES[kind], _names(kind), state.values
    extra = {name: value for name, value in values.items() if name not in names and name not in _RECORD}
    return (
        state.eid,
        *(to_column(entity, name, values[name]) if name in values else None for name in names),
        json.dumps(dict(state.fmeta), separators=(",", ":")),
        json.dumps(extra, ensure_ascii=False) if extra else None,
        state.version,
        void,
    )


def _found_by(kind: str, state: State) -> dict[str, Any] | None:
    """The values the index knows a record by; none for one that is void and led nowhere."""
    if state.void and not state.values.get(MERGED_INTO):
        return None
    return {name: state.values.get(name) for name in _names(kind)}


def _void(state: State, reason: str | None) -> str | None:
    if state.values.get(MERGED_INTO):
        return MERGED
    if not state.void:
        return None
    return reason if reason not in (None, MERGED) else "void"
