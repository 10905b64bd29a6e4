"""The judge between stations: of claims for the same time one is confirmed, the others are told so, in any order of
arrival and however often they are asked. That no two confirmed ones overlap is the store's own rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine

from qi_desk.district.statements import Statements
from qi_desk.services.district_line import Claim

CONFIRMED, LOST = "confirmed", "lost"


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
            return {claim.eid: _verdict(sql, desk, claim) for claim in claims}

    def release(self, booking: str) -> None:
        """A confirmed booking was called off or given back: its place is free for the next claim."""
        with self._engine.begin() as connection:
            Statements(connection).run("DELETE FROM slot WHERE booking = ?", (booking,))


def _verdict(sql: Statements, desk: str, claim: Claim) -> str:
    said = sql.all("SELECT verdict FROM verdict WHERE booking = ?", (claim.eid,))
    if said:
        return str(said[0][0])
    begins, ends = _seconds(claim.block[0]), _seconds(claim.block[1])
    taken = sql.all(
        "SELECT 1 FROM slot WHERE resource = ? AND begins < ? AND ends > ? LIMIT 1", (claim.resource, ends, begins)
    )
    verdict = LOST if taken or ends <= begins else CONFIRMED
    if verdict == CONFIRMED:
        sql.run(
            "INSERT INTO slot (booking, resource, begins, ends) VALUES (?, ?, ?, ?)",
            (claim.eid, claim.resource, begins, ends),
        )
    sql.run(
        "INSERT INTO verdict (booking, verdict, station, judged_at) VALUES (?, ?, ?, ?)",
        (claim.eid, verdict, desk, datetime.now(UTC).isoformat(timespec="microseconds")),
    )
    return verdict


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
