"""Invented bookings of the shared equipment: two weeks behind, the day, two weeks ahead; none in another's way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from qi_desk.domain.moments import CHINA
from qi_desk.services.practice.chance import Chance, words
from qi_desk.services.practice.library_values import PracticeBooking, PracticeEquipment
from qi_desk.services.practice.values import PracticeClient

_STARTS = (time(8, 30), time(9), time(9, 30), time(10), time(10, 30), time(14), time(14, 30), time(15), time(15, 30))
_HALF_HOURS = (2, 3, 4)
_NOON, _EVENING = time(12), time(17, 30)
_SHARE = 0.55
_MODES = ("time_share", "time_share", "sample", "outsourced")
_PAST = {"done": 17, "missed": 1, "cancelled": 2}
_AHEAD = {"booked": 16, "asked": 1, "cancelled": 1}


def bookings(
    chance: Chance,
    now: datetime,
    days: Sequence[date],
    equipment: Sequence[PracticeEquipment],
    clients: Sequence[PracticeClient],
) -> tuple[PracticeBooking, ...]:
    """Bookings of every open device on about every second of the `days`."""
    able = [one for one in equipment if one.open and one.mark != "red"]
    found = (
        booking
        for one in able
        for day in days
        if day <= one.calibration_due and chance.hit(_SHARE)
        for booking in _of_day(chance, now, day, one, clients)
    )
    return tuple(found)


def _of_day(
    chance: Chance, now: datetime, day: date, one: PracticeEquipment, clients: Sequence[PracticeClient]
) -> Iterator[PracticeBooking]:
    free_from = datetime.combine(day, time(8, 30), CHINA)
    for start in sorted(chance.sample(_STARTS, k=chance.choice((1, 1, 2, 3)))):
        begins = datetime.combine(day, start, CHINA)
        ends = begins + timedelta(minutes=30 * chance.choice(_HALF_HOURS))
        last = datetime.combine(day, _NOON if start < _NOON else _EVENING, CHINA)
        if begins < free_from or ends > last:
            continue
        free_from = ends + timedelta(minutes=30)
        client = chance.choice(clients)
        person = chance.choice(client.contacts)
        yield PracticeBooking(
            equipment=one.key,
            client=client.key,
            contact=person.key,
            mode=chance.choice(_MODES),
            begins=begins,
            ends=ends,
            purpose=f"{chance.choice(one.tests)}{chance.choice(words('library')['booking']['purposes'])}"
            if one.tests
            else chance.choice(words("library")["booking"]["meetings"]),
            state=_state(chance, now, begins, ends),
            made_at=min(begins - timedelta(days=chance.randint(2, 6)), now),
            by=client.specialist,
        )


def _state(chance: Chance, now: datetime, begins: datetime, ends: datetime) -> str:
    if ends <= now:
        if begins.date() == now.date():
            return "returned" if chance.hit(0.4) else "done"
        return chance.choices(list(_PAST), list(_PAST.values()))[0]
    if begins <= now:
        return "in_use"
    return chance.choices(list(_AHEAD), list(_AHEAD.values()))[0]
