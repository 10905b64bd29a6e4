"""The judge between stations: of claims for the same time one is confirmed, the others are told so, in any order of
arrival and however often they are asked. That no two confirmed ones overlap is the store's own rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from qi_desk.district.statements import Statements
from qi_desk.domain import moments
from qi_desk.domain.ledger.state import STATE, State
from qi_desk.services.district_line import Claim

CONFIRMED, LOST = "confirmed", "lost"
_FIRM = frozenset({"leased", "confirmed", "alone"})
"""Judgements (list `judgements`) by which a desk has promised the place: it is taken as soon as the record is here."""
GRACE = timedelta(hours=24)
"""How long after its time a lease still keeps others from deciding: its holder may be on the way."""
_HOLDING = frozenset({"asked", "booked", "in_use"})
"""The states (list `booking_states`) in which a booking keeps others out."""


class BookingJudge:
    """Implements the desk's port `services.booking.judging.Judge` over the district's store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def judge(self, desk: str, claims: Sequence[Claim]) -> Mapping[str, str]:
        """A verdict for every claim of a station's desk, in one transaction: who came first has the place."""
        with self._engine.begin() as connection:
            sql = Statements(connection)
            if sql.postgres:
                # In one order for everybody, or two requests could wait for each other.
                for resource in sorted({claim.resource for claim in claims}):
                    sql.run("SELECT pg_advisory_xact_lock(hashtextextended(?, 1))", (resource,))
            now = datetime.now(UTC)
            found = {
                claim.eid: _verdict(sql, desk, claim)
                for claim in claims
                if may_be_judged(sql, claim.eid, claim.resource, desk, now)
            }
        return {booking: verdict for booking, verdict in found.items() if verdict is not None}

    def said(self, bookings: Sequence[str]) -> dict[str, list[Any]]:
        """What was said of bookings so far: verdict, resource, begin and end in seconds since 1970."""
        if not bookings:
            return {}
        marks = ", ".join("?" * len(bookings))
        with self._engine.connect().execution_options(looking=True) as connection, connection.begin():
            sql = f"SELECT booking, verdict, resource, begins, ends FROM verdict WHERE booking IN ({marks})"
            return {str(one): list(said) for one, *said in Statements(connection).all(sql, tuple(bookings))}


def free_for(sql: Statements, resource: str, device: str, now: datetime) -> bool:
    """Whether no other device holds the lease, the day of grace included."""
    rows = sql.all("SELECT device, valid_until FROM lease WHERE resource = ?", (resource,))
    return not rows or rows[0][0] == device or datetime.fromisoformat(rows[0][1]) + GRACE < now


def may_be_judged(sql: Statements, booking: str, resource: str, device: str, now: datetime) -> bool:
    """Whether a claim may be decided: nobody else holds the lease, or the holder brought all it had since the claim
    was first heard of."""
    if free_for(sql, resource, device, now):
        return True
    sql.run("INSERT INTO asked (booking, asked_at) VALUES (?, ?) ON CONFLICT DO NOTHING", (booking, now.isoformat()))
    rows = sql.all(
        "SELECT 1 FROM asked a, lease l JOIN device d ON d.id = l.device "
        "WHERE a.booking = ? AND l.resource = ? AND d.drained_at > a.asked_at",
        (booking, resource),
    )
    return bool(rows)


def follow(sql: Statements, states: Iterable[State]) -> None:
    """What becomes of places with bookings: one that is over frees its place, one given under a lease takes it."""
    every = [state for state in states if state.et == "booking"]
    for state in every:
        if frees(state):
            release(sql, state.eid)
    for state in every:
        if not frees(state) and state.values.get("judged") in _FIRM:
            block = (moments.from_text(state.values["blocks_from"]), moments.from_text(state.values["blocks_until"]))
            _verdict(sql, "", Claim(state.eid, str(state.values["resource"]), block, block[0]))


def frees(state: State) -> bool:
    """Whether a booking as it is now keeps nobody out any more."""
    return state.et == "booking" and (state.void or state.values.get(STATE) not in _HOLDING)


def release(sql: Statements, booking: str) -> None:
    """The place of a booking is free for the next claim."""
    sql.run("DELETE FROM slot WHERE booking = ?", (booking,))


def _verdict(sql: Statements, desk: str, claim: Claim) -> str | None:
    """What is said of a claim; None for one that is out of date: the booking was moved or given up since."""
    wanted = (claim.resource, _seconds(claim.block[0]), _seconds(claim.block[1]))
    if not _stands(sql, claim):
        return None
    said = sql.all("SELECT verdict, resource, begins, ends FROM verdict WHERE booking = ?", (claim.eid,))
    holds = sql.all("SELECT 1 FROM slot WHERE booking = ?", (claim.eid,))
    if said and tuple(said[0][1:]) == wanted and (holds or said[0][0] == LOST):
        return str(said[0][0])
    release(sql, claim.eid)
    resource, begins, ends = wanted
    asked = "SELECT 1 FROM slot WHERE resource = ? AND begins < ? AND ends > ? LIMIT 1"
    taken = sql.all(asked, (resource, ends, begins))
    verdict = LOST if taken or ends <= begins else CONFIRMED
    if verdict == CONFIRMED:
        sql.run("INSERT INTO slot (booking, resource, begins, ends) VALUES (?, ?, ?, ?)", (claim.eid, *wanted))
    sql.run(
        "INSERT INTO verdict (booking, resource, begins, ends, verdict, station, judged_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (booking) DO UPDATE SET resource = excluded.resource, "
        "begins = excluded.begins, ends = excluded.ends, verdict = excluded.verdict, judged_at = excluded.judged_at",
        (claim.eid, *wanted, verdict, desk, datetime.now(UTC).isoformat(timespec="microseconds")),
    )
    return verdict


def _stands(sql: Statements, claim: Claim) -> bool:
    """Whether the record of the booking, where it has arrived, still says what the claim says: an old parcel may bring
    an old claim."""
    state = sql.state(claim.eid)
    if state is None:
        return True
    told = (state.values.get("resource"), state.values.get("blocks_from"), state.values.get("blocks_until"))
    return told == (claim.resource, *(moments.to_text(one) for one in claim.block)) and not frees(state)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
