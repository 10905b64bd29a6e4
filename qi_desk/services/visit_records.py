"""What the verbs of the hall share: reading visits, moving them, and the clocks of their matters."""

from __future__ import annotations

from typing import Any

from qi_desk.domain.errors import Conflict, Missing
from qi_desk.domain.visits import IN_HOUSE, MATTER_LIFECYCLE, VISIT_LIFECYCLE
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.visit_views import VisitView, visit_views


def in_house(look: Reader) -> tuple[Record, ...]:
    """The visits whose people are still in the building, earliest first."""
    return look.select(Query("visit", among={"state": IN_HOUSE}, order="arrived_at", limit=500))


def queue(house: House, look: Reader) -> tuple[Record, ...]:
    """Who waits, in the order of being called: heavier priority first, then who queued earlier."""
    weights = {row["id"]: int(row.get("weight", 0)) for row in house.codes.rows("queue_priorities")}
    waiting = [visit for visit in in_house(look) if visit["state"] == "waiting"]
    return tuple(
        sorted(
            waiting,
            key=lambda visit: (-weights.get(visit["priority"], 0), visit["queued_at"], visit["ticket"]),
        )
    )


def ticket_prefix(house: House, visit_type: str) -> str:
    """The letter of the visit type's queue."""
    return str(house.codes.row("visit_types", visit_type).get("ticket", "A"))


def visit_of(look: Reader, eid: str) -> Record:
    """The visit. Raises Missing if there is none or it was voided."""
    visit = look.get("visit", eid)
    if visit is None or visit.void:
        raise Missing("record.missing", kind="visit")
    return visit


def matters_of(look: Reader, visit: str) -> tuple[Record, ...]:
    """The matters of a visit in the order they were added."""
    return look.select(Query("matter", equals={"visit": visit}, limit=50))


def start_clock(unit: Unit, matter: Record) -> None:
    """Start a matter's own clock."""
    move = MATTER_LIFECYCLE.take(matter["state"], "start")
    unit.change(
        "matter",
        matter.eid,
        {"state": move.target, "started_at": unit.now},
        event="start",
    )


def stop_clock(unit: Unit, matter: Record, event: str) -> None:
    """Stop a matter's clock by `event` ("pause" or "finish") and add what it ran."""
    move = MATTER_LIFECYCLE.take(matter["state"], event)
    spent = matter["spent_seconds"] or 0
    if matter["state"] == "serving" and matter["started_at"]:
        spent += max(0, int((unit.now - matter["started_at"]).total_seconds()))
    values: dict[str, Any] = {
        "state": move.target,
        "spent_seconds": spent,
        "started_at": None,
    }
    if move.target == "done":
        values["ended_at"] = unit.now
    unit.change("matter", matter.eid, values, event=event)


def move_visit(unit: Unit, visit: Record, event: str, **values: Any) -> None:
    """Make the lifecycle's move `event` and write `values` with it. Raises NotAllowed where it is not offered."""
    move = VISIT_LIFECYCLE.take(visit["state"], event)
    unit.change("visit", visit.eid, {"state": move.target, **values}, event=event)


def finish_act(unit: Unit, eid: str, *kinds: str) -> Done[VisitView]:
    """Commit and hand back the visit as it now is."""
    view = visit_views(unit, [visit_of(unit, eid)], unit.now)[0]
    unit.commit()
    return Done(view, Changes(frozenset(kinds), frozenset({eid})), unit.act)


def refuse_while_serving(unit: Unit, actor: Actor, current: str) -> None:
    """Settle the visitor the actor is serving as `current` says ("finish", "hold"); Conflict if it says nothing."""
    for visit in in_house(unit):
        if visit["state"] != "serving" or visit["received_by"] != actor.account:
            continue
        if current == "finish":
            finish_visit(unit, visit, "")
        elif current == "hold":
            hold_visit(unit, visit, "other_visitor")
        else:
            raise Conflict("visit.serving_other", eid=visit.eid, ticket=visit["ticket"] or "")


def serve_visit(unit: Unit, actor: Actor, visit: Record, matter: str) -> None:
    """Begin serving; the first open matter (or `matter`) starts its clock."""
    values: dict[str, Any] = {"window": actor.window, "received_by": actor.account}
    if visit["served_at"] is None:
        values["served_at"] = unit.now
    move_visit(unit, visit, "serve", **values)
    for found in matters_of(unit, visit.eid):
        if found["state"] == "open" and matter in ("", found.eid):
            start_clock(unit, found)
            return


def hold_visit(unit: Unit, visit: Record, reason: str) -> None:
    """Park the visit; running matters pause."""
    move_visit(unit, visit, "hold", hold_reason=reason, held_since=unit.now)
    for matter in matters_of(unit, visit.eid):
        if matter["state"] == "serving":
            stop_clock(unit, matter, "pause")


def finish_visit(unit: Unit, visit: Record, outcome: str) -> None:
    """End the visit and every matter of it."""
    for matter in matters_of(unit, visit.eid):
        if matter["state"] != "done":
            stop_clock(unit, matter, "finish")
    move_visit(
        unit,
        visit,
        "finish",
        finished_at=unit.now,
        left_at=unit.now,
        outcome=outcome or visit["outcome"],
    )
