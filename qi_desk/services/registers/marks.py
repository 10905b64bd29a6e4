"""What is red in the registers: days that ran out or soon will, and what a register lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from qi_desk import wording
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.registers.declaration import Alarm, Register

DANGER, WARNING = "danger", "warning"
_MOST = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """`level` is "danger" or "warning", `due` the day that ran out or will, `field` what it is the day of."""

    level: str
    field: str
    due: date


def mark_of(register: Register, record: Record, today: date) -> Mark | None:
    """The worst of the days of a record, None where all is well."""
    found = []
    for due in register.due:
        day = record[due.field]
        if day is None or (due.states and record[register.state] not in due.states):
            continue
        if day < today:
            found.append(Mark(DANGER, due.field, day))
        elif day <= today + timedelta(days=due.notice):
            found.append(Mark(WARNING, due.field, day))
    return min(found, key=lambda mark: (mark.level != DANGER, mark.due), default=None)


def run_out(register: Register, look: Reader, today: date) -> tuple[tuple[Record, Mark], ...]:
    """Records with a day that is past, the oldest first."""
    found: dict[str, Record] = {}
    for due in register.due:
        among = {register.state: due.states} if due.states else {}
        query = Query(register.name, among=among, order=due.field, until=today, limit=_MOST)
        found |= {one.eid: one for one in look.select(query)}
    marked = ((one, mark_of(register, one, today)) for one in found.values())
    red = [(one, mark) for one, mark in marked if mark is not None and mark.level == DANGER]
    return tuple(sorted(red, key=lambda pair: (pair[1].due, pair[0].eid)))


def alarms_of(register: Register, house: House, look: Reader, actor: Actor, today: date) -> tuple[Alarm, ...]:
    """What the register lacks or what waits in it."""
    return tuple(register.alarms(house, look, actor, today))


def alarm_said(register: Register, alarm: Alarm) -> str:
    """An alarm in words."""
    return wording.fill(wording.texts().get(f"register.{register.name}.alarm.{alarm.code}", ""), alarm.values)


def mark_said(register: Register, mark: Mark, today: date) -> str:
    """A mark in words: which day, and how long ago or ahead."""
    days = (mark.due - today).days
    template = wording.texts()[
        "register.mark.past" if days < 0 else "register.mark.ahead" if days else "register.mark.today"
    ]
    return wording.fill(template, {"what": wording.label(f"{register.name}.{mark.field}"), "days": abs(days)})


def red_count(alarms: Iterable[Alarm], past: Iterable[tuple[Record, Mark]]) -> int:
    """How many things are red, each record once."""
    about = {alarm.eid for alarm in alarms if alarm.eid and alarm.late}
    lacks = sum(not alarm.eid for alarm in alarms if alarm.late)
    return lacks + len(about | {record.eid for record, _ in past})
