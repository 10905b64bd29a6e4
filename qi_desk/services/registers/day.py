"""What the registers bring to the day's list: the check before the doors open, what is red, what waits for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from qi_desk import wording
from qi_desk.services.ports import Actor, House, Reader
from qi_desk.services.registers.catalogue import REGISTERS
from qi_desk.services.registers.declaration import Alarm, Register
from qi_desk.services.registers.marks import alarm_said, alarms_of, mark_said, run_out
from qi_desk.services.registers.openings import OPENINGS
from qi_desk.services.registers.saying import called

OPENING, REGISTER = "opening", "register"
_FEW = 2


@dataclass(frozen=True, slots=True)
class RegisterDue:
    """One line of the day. Without `eid` something is missing; `owner` is whose it is, empty for who keeps the
    register."""

    section: str
    register: str
    eid: str
    number: str
    said: str
    due: date | None
    late: bool
    owner: str


def waiting_in_registers(house: House, look: Reader, actor: Actor, today: date) -> Iterator[RegisterDue]:
    """Everything that is late or has a day, of the registers whose alarms the actor is told of; what is missing many
    times over stands in one line."""
    for register in REGISTERS.values():
        alarms = [one for one in alarms_of(register, house, look, actor, today) if one.late or one.due is not None]
        told = actor.role in register.told
        yield from _alarms(register, [one for one in alarms if told or one.owner in actor.accounts])
        about = {alarm.eid for alarm in alarms}
        for record, mark in run_out(register, look, today) if told else ():
            if record.eid not in about:
                said = f"{called(record)} {mark_said(register, mark, today)}".strip()
                number = record.values.get("number") or ""
                yield RegisterDue(REGISTER, register.name, record.eid, number, said, mark.due, True, "")


def _alarms(register: Register, alarms: list[Alarm]) -> Iterator[RegisterDue]:
    section = OPENING if register is OPENINGS else REGISTER
    missing = [one for one in alarms if not one.eid]
    for _, same in groupby(missing, key=lambda one: one.code):
        held = list(same)
        first = held[0]
        if len(held) > _FEW:
            more = wording.fill(wording.texts()["register.and_more"], {"count": len(held)})
            yield _line(register, section, first, more)
        else:
            yield from (_line(register, section, one) for one in held)
    yield from (_line(register, section, one) for one in alarms if one.eid)


def _line(register: Register, section: str, alarm: Alarm, more: str = "") -> RegisterDue:
    said = f"{alarm_said(register, alarm)}{more}"
    return RegisterDue(section, register.name, alarm.eid, "", said, alarm.due, alarm.late, alarm.owner)
