"""The district's word on bookings this desk may not decide alone: claims go to a judge, verdicts come back."""

from __future__ import annotations

from collections.abc import Mapping

from qi_desk.services.booking.bookings import KINDS, settle_in
from qi_desk.services.district_line import Claim, Judge
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query
from qi_desk.services.rights import COUNTER, verb

_MOST = 1000
_PENDING = "pending"
_RUNNING = ("asked", "booked")


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
