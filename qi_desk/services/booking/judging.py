"""The district's word on bookings this desk may not decide alone: claims go to a judge, verdicts come back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

from qi_desk.services.booking.bookings import KINDS, settle_in
from qi_desk.services.district_line import Claim, Judge, Line
from qi_desk.services.exchange_port import ASK_AGAIN
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Unit
from qi_desk.services.rights import COUNTER, verb

_MOST = 1000
_RENEWED_BEFORE = timedelta(hours=36)
_PENDING = "pending"
_OPEN = (_PENDING, "leased")
_FIRM = (*_OPEN, "confirmed", "alone")
_RUNNING = ("asked", "booked")


@verb("bookings.ask_judge", COUNTER)
def ask_judge(house: House, actor: Actor, judge: Judge) -> Done[Mapping[str, str]]:
    """Lay every pending booking before the judge and write down what it said; a cut line changes nothing, and the same
    is asked again later. Raises OSError."""
    verdicts = judge_pending(house, actor, judge)
    return Done(verdicts, Changes(KINDS, frozenset(verdicts)), None)


def judge_pending(house: House, by: Actor, judge: Judge) -> Mapping[str, str]:
    """The same within a larger exchange: the verdicts by booking."""
    claims = pending(house)
    verdicts = judge.judge(house.desk, claims) if claims else {}
    settle(house, by, verdicts)
    if house.store.exchange.recall(ASK_AGAIN) and all(claim.eid in verdicts for claim in claims):
        house.store.exchange.remember({ASK_AGAIN: ""})
    return verdicts


def pending(house: House) -> list[Claim]:
    """What waits for the district's word, what was given under a lease included; after the district was put back, or
    when it is met for the first time, also what was firm: it may not know of it."""
    open_ones = _FIRM if house.store.exchange.recall(ASK_AGAIN) else _OPEN
    with house.store.read() as look:
        records = look.select(Query("booking", among={"state": _RUNNING}, order="begins", limit=_MOST))
    return [
        Claim(one.eid, one["resource"], (one["blocks_from"], one["blocks_until"]), one["made_at"])
        for one in records
        if one["judged"] in open_ones
    ]


def ask_leases(house: House, line: Line) -> None:
    """Ask for the leases of this station's own equipment that are missing or half spent; they come back as records.
    A desk with none to ask for says nothing."""
    soon = house.clock.now() + _RENEWED_BEFORE
    with house.store.read() as look:
        held = {one["equipment"]: one for one in look.select(Query("lease", limit=_MOST))}
        equipment = look.select(Query("equipment", equals={"open": True}, limit=_MOST))
    own = [one.eid for one in equipment if str(one["number"] or "").startswith(f"{house.station_code}-")]
    wanted = [eid for eid in own if eid not in held or held[eid]["valid_until"] < soon]
    if wanted:
        line.lease(wanted)


def ask_anew(house: House, unit: Unit, eids: Collection[str]) -> None:
    """Bookings that came back by undoing wait for the district's word again: their place may be another's by now."""
    if not house.district:
        return
    for eid in eids:
        booking = unit.get("booking", eid)
        if booking is not None and booking["state"] in _RUNNING and booking["judged"] == "confirmed":
            unit.change("booking", eid, {"judged": _PENDING})


def settle(house: House, by: Actor, verdicts: Mapping[str, str]) -> None:
    """Write down what the judge said; what was said before, and is said again, changes nothing."""
    if not verdicts:
        return
    with house.store.read() as look:
        known = look.many("booking", verdicts)
    said = {eid: one["judged"] for eid, one in known.items()}
    waiting = {claim.eid for claim in pending(house) if said.get(claim.eid) != verdicts.get(claim.eid)}
    if waiting.intersection(verdicts):
        with house.store.write(by) as unit:
            for eid in sorted(waiting.intersection(verdicts)):
                settle_in(unit, eid, verdicts[eid])
            unit.commit()
