"""The district's word on bookings this desk may not decide alone: claims go to a judge, verdicts come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from qi_desk.domain.booking.terms import Span
from qi_desk.services.booking.bookings import KINDS, settle_in
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query
from qi_desk.services.rights import COUNTER, verb

_MOST = 1000
_PENDING = "pending"
_RUNNING = ("asked", "booked")


@dataclass(frozen=True, slots=True)
class Claim:
    """A pending booking as the judge sees it: what it keeps others out of, and when it was made."""

    eid: str
    resource: str
    block: Span
    made_at: datetime


class Judge(Protocol):
    """Who decides between stations. Its own store makes overlapping confirmations impossible."""

    def judge(self, desk: str, claims: Sequence[Claim]) -> Mapping[str, str]:
        """`confirmed` or `lost` by booking; what is not decided yet is left out. The same claim asked again has the
        same answer. Raises OSError where the line is cut."""
        ...


@verb("bookings.ask_judge", COUNTER)
def ask_judge(house: House, actor: Actor, judge: Judge) -> Done[Mapping[str, str]]:
    """Lay every pending booking before the judge and write down what it said; a cut line changes nothing, and the same
    is asked again later. Raises OSError."""
    verdicts = judge_pending(house, actor, judge)
    return Done(verdicts, Changes(KINDS, frozenset(verdicts)), None)


def judge_pending(house: House, by: Actor, judge: Judge) -> Mapping[str, str]:
    """The same within a larger exchange: the verdicts by booking."""
    with house.store.read() as look:
        records = look.select(Query("booking", among={"state": _RUNNING}, order="begins", limit=_MOST))
        pending = [one for one in records if one["judged"] == _PENDING]
    claims = [
        Claim(one.eid, one["resource"], (one["blocks_from"], one["blocks_until"]), one["made_at"]) for one in pending
    ]
    verdicts = judge.judge(house.desk, claims) if claims else {}
    if verdicts:
        with house.store.write(by) as unit:
            for eid, verdict in verdicts.items():
                settle_in(unit, eid, verdict)
            unit.commit()
    return verdicts
