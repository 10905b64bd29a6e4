"""A station with a few devices, a room and an expert, for tests of bookings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from qi_desk.domain.moments import CHINA
from qi_desk.services import intake, request_views
from qi_desk.services.booking import bookings, equipment
from qi_desk.services.booking.bookings import Ask, Booked
from tests.support.stations import Bench, intake_of

HARDNESS = {
    "name": "洛氏硬度计",
    "place": "1 栋 102",
    "tests": [{"key": "洛氏硬度", "name": "洛氏硬度", "standard": "GB/T 230.1"}],
    "mark": "green",
    "calibration_due": date(2026, 12, 31),
    "open": True,
    "modes": ["time_share", "sample", "loan"],
    "warm_up": 15,
    "clean_up": 15,
}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """March 2026; the 10th is a Tuesday and today."""
    return datetime(2026, 3, day, hour, minute, tzinfo=CHINA)


def device(bench: Bench, **changes: Any) -> str:
    return equipment.enter(bench.house, bench.actor, {**HARDNESS, **changes}).value


def client(bench: Bench, name: str = "广州示范精密仪器有限公司") -> str:
    changes = {} if name.startswith("广州示范") else {"client": intake_of().client.__class__(kind="team", name=name)}
    eid = intake.register(bench.house, bench.actor, intake_of(**changes)).value.eid
    return request_views.show(bench.house, bench.actor, eid).row.client


def ask(
    resource: str, client: str, begins: datetime, ends: datetime, *, kind: str = "equipment", **changes: Any
) -> Ask:
    values = {
        "client": client,
        "user_name": "陈演练",
        "phone": "13800001234",
        "mode": "time_share",
        "affiliated": "no",
        "safety_signed": True,
        "fee_kind": "0",
    }
    options = {name: changes.pop(name) for name in ("override", "wait", "series") if name in changes}
    return Ask(kind, resource, begins, ends, {**values, **changes}, **options)


def book(bench: Bench, *args: Any, **changes: Any) -> Booked:
    return bookings.book(bench.house, bench.actor, ask(*args, **changes)).value
