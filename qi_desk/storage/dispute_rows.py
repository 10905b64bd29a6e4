"""What two desks wrote without knowing of each other, as it waits for a person: the table `conflict`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from qi_desk.domain.ledger.state import Author, Claim, Contest, State
from qi_desk.services.exchange_port import Dispute

_OPEN, _ANSWERED, _SETTLED = "open", "answered", "settled"
"""Waiting; decided here, which the district has not confirmed; over."""

_LATELY = 100


def keep(connection: Connection, states: Sequence[State], authors: Mapping[str, Author]) -> None:
    """Take over what is disputed in records as the district tells it. What was decided here stays decided, unless
    another value has come up since."""
    if not connection.exec_driver_sql("SELECT EXISTS (SELECT 1 FROM conflict)").scalar():
        states = [state for state in states if state.contests]
    for state in states:
        _keep_one(connection, state, authors)


def _keep_one(connection: Connection, state: State, authors: Mapping[str, Author]) -> None:
    told = {_id(state.eid, one): one for one in state.contests}
    rows = connection.exec_driver_sql("SELECT id, detail FROM conflict WHERE eid = ?", (state.eid,)).fetchall()
    known = {str(row[0]): str(row[1]) for row in rows}
    for name in known.keys() - told.keys():
        connection.exec_driver_sql("UPDATE conflict SET state = ? WHERE id = ?", (_SETTLED, name))
    for name, contest in told.items():
        detail = _detail(state.et, contest, {uid: authors[uid] for uid in contest.uids() if uid in authors})
        if known.get(name) != detail:
            sql = (
                "INSERT INTO conflict (id, eid, field, detail, state) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET detail = excluded.detail, state = excluded.state"
            )
            connection.exec_driver_sql(sql, (name, state.eid, contest.field, detail, _OPEN))


def answer(connection: Connection, eid: str, field: str) -> None:
    """What was disputed about a field was decided here."""
    sql = "UPDATE conflict SET state = ? WHERE eid = ? AND field = ? AND state = ?"
    connection.exec_driver_sql(sql, (_ANSWERED, eid, field, _OPEN))


def count(connection: Connection) -> int:
    """How many wait for a decision."""
    row = connection.exec_driver_sql("SELECT count(*) FROM conflict WHERE state = ?", (_OPEN,)).fetchone()
    assert row is not None
    return int(row[0])


def select(connection: Connection, *, settled: bool) -> tuple[Dispute, ...]:
    """Those that wait, the oldest first, or those decided, the latest first."""
    sign, order = ("<>", "DESC") if settled else ("=", "ASC")
    sql = f"SELECT eid, detail FROM conflict WHERE state {sign} ? ORDER BY rowid {order} LIMIT {_LATELY}"
    return tuple(_dispute(str(eid), str(detail)) for eid, detail in connection.exec_driver_sql(sql, (_OPEN,)))


def _id(eid: str, contest: Contest) -> str:
    return f"{eid}/{contest.field}/{contest.element}"


def _detail(et: str, contest: Contest, authors: Mapping[str, Author]) -> str:
    claims = [[one.uid, one.value, one.base] for one in (contest.incumbent, *contest.challengers)]
    said = {uid: [one.station, one.person, one.at] for uid, one in authors.items()}
    kept: list[Any] = [et, contest.field, contest.element, contest.reason, claims, said]
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _dispute(eid: str, detail: str) -> Dispute:
    et, field, element, reason, claims, authors = json.loads(detail)
    incumbent, *challengers = (Claim(*one) for one in claims)
    contest = Contest(field, element, reason, incumbent, tuple(challengers))
    return Dispute(et, eid, contest, {uid: Author(*one) for uid, one in authors.items()})
