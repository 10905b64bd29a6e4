"""Real stations in temporary folders: made once, copied for every test, with a clock the test sets."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from qi_desk.domain.moments import CHINA
from qi_desk.door import Door
from qi_desk.security.keyfile import Parameters
from qi_desk.services import staff
from qi_desk.services.gate import NewStation
from qi_desk.services.intake_input import ClientInput, ContactInput, Intake
from qi_desk.services.ports import Actor, House

MORNING = datetime(2026, 3, 10, 9, 15, tzinfo=CHINA)
PASSWORD = "quiet river 2026"
SPECIALIST_PASSWORD = "green window 77"
QUICK = Parameters(time=1, memory_kib=64, lanes=1)
CODE = "91440113MADEMQ012X"
OTHER_CODE = "91440113MADEMQ020Q"


class SetClock:
    """A clock that stands until the test moves it."""

    def __init__(self, moment: datetime = MORNING) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def pass_time(self, **span: float) -> None:
        self.moment += timedelta(**span)


@dataclass
class Bench:
    """An open station: the manager is signed in; `specialist` is the account of a trained specialist."""

    door: Door
    house: House
    actor: Actor
    clock: SetClock
    specialist: str

    def reopen(self) -> None:
        """Sign out and in again."""
        account = self.actor.account
        self.door.leave()
        arrival = self.door.enter(account, PASSWORD)
        self.house, self.actor = arrival.house, arrival.actor

    def as_specialist(self) -> Actor:
        """The specialist at the same desk, without the slow password."""
        with self.house.store.read() as look:
            person = look.get("person", self.specialist)
        assert person is not None
        return Actor(self.specialist, person["name"], person["role"], person["staff_no"], self.house.desk, "1号窗口")


def make_template(folder: Path, code: str = "PY03") -> str:
    """Make the station every test copies; returns the specialist's account."""
    door = Door(folder / "station", state_folder=folder / "state", clock=SetClock(), parameters=QUICK)
    arrival, _ = door.found(
        NewStation(
            code=code,
            name="番禺示范园服务站",
            letter="A",
            window="1号窗口",
            phone="020-84800000",
            supervision_phone="020-84800001",
            address="番禺区大石街示范路1号",
            manager_name="林示范",
            password=PASSWORD,
        )
    )
    added = staff.add(
        arrival.house,
        arrival.actor,
        staff.PersonInput("007", "何演练", "specialist", SPECIALIST_PASSWORD),
    )
    staff.record_training(arrival.house, arrival.actor, added.value, "岗前培训", MORNING.date(), hours=8)
    door.leave()
    return added.value


def copy_template(template: Path, folder: Path) -> None:
    """A copy of the template in `folder`."""
    shutil.copytree(template, folder, dirs_exist_ok=True)


def open_copy(template: Path, folder: Path, specialist: str) -> Bench:
    """A copy of the template, the manager signed in."""
    copy_template(template, folder)
    clock = SetClock()
    door = Door(folder / "station", state_folder=folder / "state", clock=clock, parameters=QUICK)
    arrival = door.enter(door.entrants()[0].account, PASSWORD)
    return Bench(door, arrival.house, arrival.actor, clock, specialist)


def intake_of(**changes: Any) -> Intake:
    """An ordinary intake, with changes."""
    values: dict[str, Any] = {
        "client": ClientInput(kind="enterprise", name="广州示范精密仪器有限公司", credit_code=CODE),
        "contact": ContactInput(name="陈演练", phone="13800001234", post="质量部经理"),
        "channel": "P01",
        "items": ("ME02", "TE03"),
        "description": "压力表 12 只需要校准，下月出货前要报告。",
    }
    return Intake(**{**values, **changes})
