"""The clock of a request: stopped, going on, put off; the promised end is always computed, never carried along."""

from __future__ import annotations

from datetime import datetime

from qi_desk.domain.working_time import Due, add_working_days, after_pauses
from qi_desk.services.client_file import living
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit

_FINISH = {"simple": "finish_simple", "ordinary": "finish_ordinary", "complex": "finish_complex"}
_URGENT = {"2": "finish_urgent", "3": "finish_critical"}
_LOGS = 500


def pauses_of(look: Reader, request: str) -> list[tuple[datetime, datetime | None]]:
    """When the clock of a request stood."""
    return [(one["since"], one["until"]) for one in look.select(Query("pause", equals={"request": request}))]


def finish_due(house: House, look: Reader, record: Record) -> Due:
    """The promised end: working days by complexity and urgency from acceptance, one extension added, the time the
    clock stood given back."""
    limit = _URGENT.get(record["urgency"]) or _FINISH.get(record["complexity"] or "ordinary", "finish_ordinary")
    days = house.settings.get(f"deadline.{limit}")
    days += sum(one["days"] for one in look.select(Query("extension", equals={"request": record.eid})))
    begun = record["accepted_at"] or record["registered_at"]
    return after_pauses(house.calendar, add_working_days(house.calendar, begun, days), pauses_of(look, record.eid))


def set_due(house: House, unit: Unit, eid: str) -> None:
    """Write the promised end as it is now."""
    record = living(unit, "request", eid)
    due = finish_due(house, unit, record)
    unit.change("request", eid, {"finish_due": due.moment, "due_provisional": due.provisional})


def stop_clock(unit: Unit, actor: Actor, eid: str, reason: str, note: str) -> None:
    """The clock stands from now on."""
    entry = {"request": eid, "reason": reason, "note": note, "since": unit.now, "made_by": actor.account}
    unit.create("pause", entry)


def start_clock(house: House, unit: Unit, record: Record) -> None:
    """The clock goes on; what was promised moves by the time it stood."""
    for one in unit.select(Query("pause", equals={"request": record.eid, "until": None})):
        unit.change("pause", one.eid, {"until": max(unit.now, one["since"])})
    if record["accepted_at"] is not None:
        set_due(house, unit, record.eid)
    elif record["reply_due"] is not None:
        reply = Due(record["reply_due"], bool(record["due_provisional"]), ())
        moved = after_pauses(house.calendar, reply, pauses_of(unit, record.eid))
        unit.change("request", record.eid, {"reply_due": moved.moment})


def fresh_reply(house: House, record: Record, now: datetime) -> Due:
    """When the first reply is promised for a request made `now`, by the urgency of `record`."""
    limit = {"2": "first_reply_urgent", "3": "first_reply_critical"}.get(record["urgency"], "first_reply")
    return add_working_days(house.calendar, now, house.settings.get(f"deadline.{limit}"))
