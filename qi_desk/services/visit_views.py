"""What the visitor board shows of a visit: masked, with clocks derived from the record and the moment of looking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from qi_desk.domain.visits import VISIT_LIFECYCLE
from qi_desk.services.ports import Query, Reader, Record
from qi_desk.services.showing import shown


@dataclass(frozen=True, slots=True)
class MatterView:
    """One matter of a visit; `spent_seconds` includes the running stretch at the moment of looking."""

    eid: str
    subject: str
    item: str
    quantity: int
    state: str
    spent_seconds: int
    running: bool
    request: str


@dataclass(frozen=True, slots=True)
class VisitView:
    """One visit. `who` is the masked name or the organisation; `clock` names what `since` counts: waiting, called,
    serving, held, missed or nothing. `offered` are the events the lifecycle allows now, in its order."""

    eid: str
    number: str
    ticket: str
    state: str
    who: str
    organisation: str
    client: str
    phone: str
    salutation: str
    type: str
    subject: str
    priority: str
    assist: tuple[str, ...]
    head_count: int
    arrived_at: datetime
    since: datetime
    called_times: int
    window: str
    for_window: str
    received_by: str
    hold_reason: str
    held_seconds: int
    note: str
    times_doubtful: bool
    left_at: datetime | None
    matters: tuple[MatterView, ...]
    offered: tuple[str, ...]


def visit_views(look: Reader, visits: Sequence[Record], now: datetime) -> tuple[VisitView, ...]:
    """The views of `visits`, in the order given, with three queries whatever their number."""
    if not visits:
        return ()
    matters = _matters(look, [visit.eid for visit in visits])
    clients = look.many("enterprise", [visit["client"] for visit in visits if visit["client"]])
    people = look.many("person", [visit["received_by"] for visit in visits if visit["received_by"]])
    return tuple(_view(visit, matters.get(visit.eid, ()), clients, people, now) for visit in visits)


def _matters(look: Reader, visits: list[str]) -> dict[str, tuple[Record, ...]]:
    found: dict[str, tuple[Record, ...]] = {}
    for matter in look.select(Query("matter", among={"visit": visits}, limit=2000)):
        found[matter["visit"]] = (*found.get(matter["visit"], ()), matter)
    return found


def _view(
    visit: Record,
    matters: Sequence[Record],
    clients: Mapping[str, Record],
    people: Mapping[str, Record],
    now: datetime,
) -> VisitView:
    client = clients.get(visit["client"] or "")
    organisation = client["name"] if client else visit["organisation"] or ""
    person = people.get(visit["received_by"] or "")
    name = shown(visit, "name")
    return VisitView(
        eid=visit.eid,
        number=visit["number"] or "",
        ticket=visit["ticket"] or "",
        state=visit["state"],
        who=name or organisation,
        organisation=organisation,
        client=visit["client"] or "",
        phone=shown(visit, "phone"),
        salutation=visit["salutation"] or "",
        type=visit["type"],
        subject=" / ".join(matter["subject"] for matter in matters) or visit["purpose"] or "",
        priority=visit["priority"] or "none",
        assist=tuple(visit["assist"] or ()),
        head_count=visit["head_count"] or 1,
        arrived_at=visit["arrived_at"],
        since=since(visit),
        called_times=len(visit["called"] or ()),
        window=visit["window"] or "",
        for_window=visit["for_window"] or "",
        received_by=person["name"] if person else "",
        hold_reason=visit["hold_reason"] or "",
        held_seconds=visit["held_seconds"] or 0,
        note=visit["note"] or "",
        times_doubtful=bool(visit["times_doubtful"]),
        left_at=visit["left_at"],
        matters=tuple(matter_view(matter, now) for matter in matters),
        offered=tuple(dict.fromkeys(move.event for move in VISIT_LIFECYCLE.offered(visit["state"]))),
    )


def since(visit: Record) -> datetime:
    """From when the clock of the visit's state runs."""
    called = visit["called"] or ()
    by_state = {
        "serving": visit["served_at"],
        "held": visit["held_since"],
        "done": visit["finished_at"],
        "left": visit["left_at"],
    }
    started = by_state.get(visit["state"])
    if visit["state"] in ("called", "missed") and called:
        started = datetime.fromisoformat(called[-1])
    moment: datetime = started or visit["queued_at"] or visit["arrived_at"]
    return moment


def matter_view(matter: Record, now: datetime) -> MatterView:
    """The view of one matter, its clock read at `now`."""
    running = matter["state"] == "serving"
    spent = matter["spent_seconds"] or 0
    if running and matter["started_at"]:
        spent += max(0, int((now - matter["started_at"]).total_seconds()))
    return MatterView(
        eid=matter.eid,
        subject=matter["subject"],
        item=matter["item"] or "",
        quantity=matter["quantity"] or 1,
        state=matter["state"],
        spent_seconds=spent,
        running=running,
        request=matter["request"] or "",
    )
