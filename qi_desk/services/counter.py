"""Working at the counter: calling, serving, holding, transferring and finishing visits (F02)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Invalid, Missing, NotAllowed, Problem
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Record, Unit
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.visit_records import (
    finish_act,
    finish_visit,
    hold_visit,
    in_house,
    matters_of,
    move_visit,
    queue,
    refuse_while_serving,
    serve_visit,
    start_clock,
    stop_clock,
    ticket_prefix,
    visit_of,
)
from qi_desk.services.visit_views import VisitView


@verb("reception.call_next", COUNTER)
def call_next(house: House, actor: Actor, *, current: str = "") -> Done[VisitView]:
    """Call the first in the queue for this window (F6). `current` says what becomes of the visitor being served:
    "finish" or "hold".

    Raises Conflict("visit.serving_other") while serving and `current` is empty, NotAllowed("visit.called_just_now")
    within the misclick time of the last call, Missing("visit.nobody_waiting").
    """
    with house.store.write(actor) as unit:
        _refuse_misclick(house, unit, actor)
        refuse_while_serving(unit, actor, current)
        for visit in queue(house, unit):
            if visit["for_window"] in (None, "", actor.window):
                move_visit(
                    unit,
                    visit,
                    "call",
                    called=[moments.to_text(unit.now)],
                    window=actor.window,
                )
                return finish_act(unit, visit.eid, "visit", "matter")
    raise Missing("visit.nobody_waiting")


@verb("reception.call", COUNTER)
def call(house: House, actor: Actor, eid: str, *, current: str = "") -> Done[VisitView]:
    """Call one visitor out of turn. Raises as `call_next`."""
    with house.store.write(actor) as unit:
        refuse_while_serving(unit, actor, current)
        visit = visit_of(unit, eid)
        move_visit(unit, visit, "call", called=[moments.to_text(unit.now)], window=actor.window)
        return finish_act(unit, eid, "visit", "matter")


def _refuse_misclick(house: House, unit: Unit, actor: Actor) -> None:
    guard = timedelta(seconds=house.settings.get("queue.misclick_seconds"))
    for visit in in_house(unit):
        if visit["state"] == "called" and visit["window"] == actor.window and visit["called"]:
            last = moments.from_text(visit["called"][-1])
            if timedelta(0) <= unit.now - last < guard:
                raise NotAllowed("visit.called_just_now", ticket=visit["ticket"] or "", eid=visit.eid)


@verb("reception.recall", COUNTER)
def recall(house: House, actor: Actor, eid: str) -> Done[VisitView]:
    """Call again (F7). Raises NotAllowed("visit.recall_too_soon") before the gap between calls has passed."""
    with house.store.write(actor) as unit:
        visit = visit_of(unit, eid)
        calls = list(visit["called"] or ())
        gap = timedelta(seconds=house.settings.get("deadline.call_interval"))
        if calls:
            left = moments.from_text(calls[-1]) + gap - unit.now
            if timedelta(0) < left <= gap:
                raise NotAllowed("visit.recall_too_soon", seconds=int(left.total_seconds()) + 1)
        move_visit(unit, visit, "recall", called=[*calls, moments.to_text(unit.now)])
        return finish_act(unit, eid, "visit")


@verb("reception.miss", COUNTER)
def miss(house: House, actor: Actor, eid: str) -> Done[VisitView]:
    """The called visitor did not come (F8)."""
    with house.store.write(actor) as unit:
        move_visit(unit, visit_of(unit, eid), "miss")
        return finish_act(unit, eid, "visit")


@verb("reception.requeue", COUNTER)
def requeue(house: House, actor: Actor, eid: str) -> Done[VisitView]:
    """A missed visitor is back: within the return time after the next two, later with a new number (F02)."""
    with house.store.write(actor) as unit:
        visit = visit_of(unit, eid)
        called = moments.from_text(visit["called"][-1]) if visit["called"] else visit["queued_at"]
        grace = timedelta(minutes=house.settings.get("deadline.missed_return"))
        ahead = queue(house, unit)
        values: dict[str, Any] = {"queued_at": unit.now, "called": []}
        if unit.now - called > grace:
            values["ticket"] = unit.next_ticket(ticket_prefix(house, visit["type"]), moments.china_date(unit.now))
        elif len(ahead) > 2:
            values["queued_at"] = ahead[1]["queued_at"] + timedelta(milliseconds=1)
        move_visit(unit, visit, "requeue", **values)
        return finish_act(unit, eid, "visit")


@verb("reception.serve", COUNTER)
def serve(house: House, actor: Actor, eid: str, *, current: str = "") -> Done[VisitView]:
    """Begin to serve a visitor at this window. Raises as `call_next` while another is being served."""
    with house.store.write(actor) as unit:
        refuse_while_serving(unit, actor, current)
        serve_visit(unit, actor, visit_of(unit, eid), "")
        return finish_act(unit, eid, "visit", "matter")


@verb("reception.hold", COUNTER)
def hold(house: House, actor: Actor, eid: str, reason: str) -> Done[VisitView]:
    """Park the visitor with a reason (list `hold_reasons`); the time held is counted apart."""
    if reason not in house.codes.ids("hold_reasons"):
        raise Invalid([Problem("hold_reason", "not_in_list", {"value": reason})])
    with house.store.write(actor) as unit:
        hold_visit(unit, visit_of(unit, eid), reason)
        return finish_act(unit, eid, "visit", "matter")


@verb("reception.resume", COUNTER)
def resume(house: House, actor: Actor, eid: str, *, current: str = "") -> Done[VisitView]:
    """Go on with a parked visitor."""
    with house.store.write(actor) as unit:
        refuse_while_serving(unit, actor, current)
        visit = visit_of(unit, eid)
        move_visit(
            unit,
            visit,
            "resume",
            **_unheld(unit, visit),
            window=actor.window,
            received_by=actor.account,
        )
        for matter in matters_of(unit, eid):
            if matter["state"] == "open":
                start_clock(unit, matter)
                break
        return finish_act(unit, eid, "visit", "matter")


def _unheld(unit: Unit, visit: Record) -> dict[str, Any]:
    """The fields of a visit that is parked no longer: the time it was is added to what it was before."""
    held = visit["held_seconds"] or 0
    if visit["held_since"]:
        held += max(0, int((unit.now - visit["held_since"]).total_seconds()))
    return {"held_since": None, "hold_reason": None, "held_seconds": held or None}


@verb("reception.transfer", COUNTER)
def transfer(house: House, actor: Actor, eid: str, window: str, note: str = "") -> Done[VisitView]:
    """Send the visitor on to another window: the number and the waiting time stay, the note goes along."""
    with house.store.write(actor) as unit:
        visit = visit_of(unit, eid)
        for matter in matters_of(unit, eid):
            if matter["state"] == "serving":
                stop_clock(unit, matter, "pause")
        move_visit(
            unit,
            visit,
            "transfer",
            for_window=window,
            note=note or visit["note"],
            called=[],
            **_unheld(unit, visit),
        )
        return finish_act(unit, eid, "visit", "matter")


@verb("reception.finish", COUNTER)
def finish(house: House, actor: Actor, eid: str, outcome: str = "") -> Done[VisitView]:
    """The visit is over; running matters end now. `outcome` is a code of `visit_outcomes`."""
    with house.store.write(actor) as unit:
        finish_visit(unit, visit_of(unit, eid), outcome)
        return finish_act(unit, eid, "visit", "matter")
