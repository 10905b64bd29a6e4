"""Handing the keys of signed papers out: what a station's desks made known goes to every station, with the district's
word on which are revoked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from qi_desk.district.ledger import Ledger
from qi_desk.district.statements import Statements
from qi_desk.domain import moments
from qi_desk.domain.errors import Missing
from qi_desk.domain.ledger.natural_keys import keyed_id
from qi_desk.domain.ledger.state import State
from qi_desk.domain.ledger.state_lines import read_state
from qi_desk.domain.slips import key_id

_COPIED = ("key_id", "desk", "public", "valid_from", "valid_until")
_STREAM = "s:"


class SlipKeys:
    """The register of keys over a district's store."""

    def __init__(self, engine: Engine, ledger: Ledger) -> None:
        self._engine, self._ledger = engine, ledger

    def hand_out(self) -> int:
        """Make known to all stations what one of their desks made known here, and what was revoked since; how many
        were new or changed. The station is the one that sent it, whatever it says of itself. A desk whose device was
        revoked signs no more."""
        with self._engine.connect().execution_options(looking=True) as connection, connection.begin():
            sql = Statements(connection)
            found = [(station, state) for station, state in _known(sql) if _is_sound(state)]
            revoked_desks = _revoked_desks(sql)
            handed = {state.eid: state for state in _states(sql, "sister_key")}
        changed = 0
        for station, state in found:
            values = _values(station, state, revoked_desks)
            eid = keyed_id("sister_key", str(values["key_id"]))
            before = handed.get(eid) or State("sister_key", eid)
            if before.values.get("station") not in (None, station):
                continue
            ends = [one for one in (values["revoked_at"], before.values.get("revoked_at")) if one]
            values["revoked_at"] = min(ends) if ends else None
            if any(before.values.get(name) != value for name, value in values.items()):
                self._ledger.author("sister_key", eid, values)
                changed += 1
        return changed

    def revoke(self, name: str) -> None:
        """The district takes the key called `name` out of use from now on. Raises Missing("slip_key.unknown")."""
        at = moments.to_text(datetime.now(moments.CHINA).replace(microsecond=0))
        eid = keyed_id("sister_key", name)
        with self._engine.connect().execution_options(looking=True) as connection, connection.begin():
            known = Statements(connection).state(eid)
        if known is None:
            raise Missing("slip_key.unknown", key=name)
        if not known.values.get("revoked_at"):
            self._ledger.author("sister_key", eid, {"revoked_at": at})

    def every(self) -> tuple[State, ...]:
        """The keys that were handed out."""
        with self._engine.connect().execution_options(looking=True) as connection, connection.begin():
            return _states(Statements(connection), "sister_key")


def _values(station: str, state: State, revoked: dict[tuple[str, str], list[str]]) -> dict[str, Any]:
    values = {name: state.values.get(name) for name in _COPIED} | {"station": station}
    ends = [str(state.values["revoked_at"])] if state.values.get("revoked_at") else []
    # A key made after the device was put out of use is its successor's.
    ends += [one for one in revoked.get((station, str(values["desk"])), ()) if one > str(values["valid_from"])]
    return {**values, "revoked_at": min(ends) if ends else None}


def _known(sql: Statements) -> list[tuple[str, State]]:
    """The keys of all stations with the station that sent them."""
    rows = sql.all(
        "SELECT m.stream, r.line FROM row_state r JOIN member m ON m.eid = r.eid WHERE r.et = 'slip_key' ORDER BY m.seq"
    )
    return [(str(stream).removeprefix(_STREAM), read_state(str(line))) for stream, line in rows]


def _states(sql: Statements, kind: str) -> tuple[State, ...]:
    rows = sql.all("SELECT line FROM row_state WHERE et = ? ORDER BY eid", (kind,))
    return tuple(read_state(str(row[0])) for row in rows)


def _revoked_desks(sql: Statements) -> dict[tuple[str, str], list[str]]:
    """When devices were revoked, by station and letter, as records write moments."""
    found: dict[tuple[str, str], list[str]] = {}
    for station, letter, at in sql.all("SELECT station, letter, revoked_at FROM device WHERE revoked_at IS NOT NULL"):
        found.setdefault((str(station), str(letter)), []).append(moments.to_text(moments.from_text(str(at))))
    return found


def _is_sound(state: State) -> bool:
    """Whether the record is a key under its own name."""
    try:
        public = bytes.fromhex(str(state.values.get("public")))
    except ValueError:
        return False
    return not state.values.get("practice") and key_id(public) == state.values.get("key_id")
