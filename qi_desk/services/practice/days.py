"""Invented visits: six weeks of ordinary days, and a today that is still going on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from qi_desk import resource_files
from qi_desk.domain.moments import CHINA
from qi_desk.services.practice.chance import Chance, words
from qi_desk.services.practice.clients import SPECIALISTS
from qi_desk.services.practice.values import PracticeClient, PracticeMatter, PracticeVisit

DAYS = 30
"""Working days before today that have visits: six weeks."""

_PER_DAY = (8, 13)
_OPEN = ((time(9, 0), time(11, 35)), (time(13, 30), time(16, 50)))
_INTAKE_SHARE, _QUICK_SHARE, _LEFT_SHARE, _STRANGER_SHARE = 0.45, 0.25, 0.05, 0.22


_TODAY: tuple[tuple[int, str], ...] = (
    (86, "done"),
    (79, "done"),
    (72, "done"),
    (64, "left"),
    (58, "done"),
    (51, "done"),
    (37, "held"),
    (29, "first window"),
    (26, "second window"),
    (24, "waiting"),
    (21, "missed"),
    (13, "waiting"),
    (9, "waiting"),
    (5, "waiting"),
    (2, "waiting"),
)
"""Today's visitors: how many minutes ago each came, and what has become of the visit."""

_SERVING = {"first window": 0, "second window": 1}


@dataclass(slots=True)
class _Day:
    """What one day counts while it is made up: tickets by letter, and when each window is free."""

    day: date
    staff: tuple[str, str]
    tickets: dict[str, int] = field(default_factory=dict)
    free: dict[str, datetime] = field(default_factory=dict)

    def ticket(self, visit_type: str) -> str:
        row = resource_files.code_list("visit_types").get(visit_type)
        letter = row.extra["ticket"] if row else "Q"
        self.tickets[letter] = self.tickets.get(letter, 0) + 1
        return f"{letter}{self.tickets[letter]:03}"

    def first_free(self) -> int:
        begin = datetime.min.replace(tzinfo=CHINA)
        return min((0, 1), key=lambda place: self.free.get(self.staff[place], begin))


@dataclass(frozen=True, slots=True)
class _Caller:
    name: str
    organisation: str
    client: str
    phone: str
    needs: tuple[str, ...]


def working_days_before(today: date, count: int, is_working: Callable[[date], bool]) -> tuple[date, ...]:
    """The `count` working days before `today`, earliest first."""
    days: list[date] = []
    day = today
    while len(days) < count:
        day -= timedelta(days=1)
        if is_working(day):
            days.append(day)
    return tuple(reversed(days))


def past_visits(chance: Chance, days: Sequence[date], clients: Sequence[PracticeClient]) -> Iterator[PracticeVisit]:
    """The visits of days gone by, all of them ended."""
    for place, day in enumerate(days):
        yield from _day_of_visits(chance, _Day(day, _on_duty(place)), clients)


def _window(place: int) -> str:
    return str(words("places")["windows"][place])


def _on_duty(place: int) -> tuple[str, str]:
    pair = (place % 2) * 2
    return SPECIALISTS[pair], SPECIALISTS[pair + 1]


def _day_of_visits(chance: Chance, day: _Day, clients: Sequence[PracticeClient]) -> Iterator[PracticeVisit]:
    arrivals = sorted(_arrival(chance, day.day) for _ in range(chance.randint(*_PER_DAY)))
    for arrived in arrivals:
        visit = _arrive(chance, day, arrived, _caller(chance, clients))
        yield _gave_up(chance, visit) if chance.hit(_LEFT_SHARE) else _served(chance, day, visit)


def _arrival(chance: Chance, day: date) -> datetime:
    first, last = _OPEN[chance.choices((0, 1), (5, 4))[0]]
    begin = datetime.combine(day, first, CHINA)
    span = datetime.combine(day, last, CHINA) - begin
    return begin + timedelta(seconds=chance.randint(0, int(span.total_seconds())))


def _caller(chance: Chance, clients: Sequence[PracticeClient]) -> _Caller:
    if chance.hit(_STRANGER_SHARE):
        phone = chance.phone() if chance.hit(0.7) else ""
        return _Caller(chance.person(), "", "", phone, ("ST03", "PO03", "OT01", "IP08"))
    client = chance.choice(clients)
    contact = chance.choice(client.contacts)
    return _Caller(contact.name, client.name, client.key, contact.phone, client.needs)


def _arrive(chance: Chance, day: _Day, arrived: datetime, caller: _Caller) -> PracticeVisit:
    source = words("requests")["visits"]
    matters: tuple[PracticeMatter, ...]
    if chance.hit(_QUICK_SHARE):
        place = chance.randrange(len(source["quick"]))
        visit_type, matters = source["quick_types"][place], (_matter(source["quick"][place], ""),)
    else:
        visit_type = chance.choice(("01", "02"))
        chosen = chance.sample(caller.needs, k=chance.choices((1, 2, 3), (85, 12, 3))[0])
        matters = tuple(_matter(_subject(chance, item), item) for item in chosen)
    priority = chance.choices(("none", "booked", "elder_disabled", "urgent"), (84, 9, 4, 3))[0]
    return PracticeVisit(
        key=f"V{day.day:%m%d}-{sum(day.tickets.values()) + 1:02}",
        type=visit_type,
        name=caller.name,
        salutation=chance.choice(("mr", "ms", "teacher", "none", "")),
        head_count=chance.choices((1, 2, 3, 6), (80, 13, 5, 2))[0],
        organisation=caller.organisation,
        client=caller.client,
        phone=caller.phone,
        purpose=matters[0].subject,
        assist=("elder",) if priority == "elder_disabled" else ("cantonese",) if chance.hit(0.08) else (),
        booked=priority == "booked",
        priority=priority,
        ticket=day.ticket(visit_type),
        state="waiting",
        outcome="",
        received_by="",
        window="",
        arrived_at=arrived,
        notice_given_at=arrived + timedelta(seconds=20),
        queued_at=arrived + timedelta(seconds=30),
        called=(),
        served_at=None,
        finished_at=None,
        left_at=None,
        left_automatically=False,
        hold_reason="",
        held_since=None,
        note="",
        matters=matters,
    )


def _subject(chance: Chance, item: str) -> str:
    found = resource_files.catalogue().item(item)
    template: str = chance.choice(words("requests")["visits"]["subjects"])
    return template.format(item=found.label if found else item)


def _matter(subject: str, item: str) -> PracticeMatter:
    return PracticeMatter(subject, item, "open", None, None, 0)


def _gave_up(chance: Chance, visit: PracticeVisit) -> PracticeVisit:
    left = visit.queued_at + timedelta(minutes=chance.randint(6, 25))
    return replace(visit, state="left", outcome="left", left_at=left)


def _served(chance: Chance, day: _Day, visit: PracticeVisit) -> PracticeVisit:
    place = day.first_free()
    called = max(visit.queued_at, day.free.get(day.staff[place], visit.queued_at)) + timedelta(seconds=20)
    calls = (called,) if chance.hit(0.88) else (called, called + timedelta(seconds=40))
    served = calls[-1] + timedelta(seconds=chance.randint(15, 60))
    spent = [timedelta(seconds=chance.randint(300, 1300)) for _ in visit.matters]
    finished = served + sum(spent, timedelta())
    day.free[day.staff[place]] = finished
    intake = bool(visit.client and visit.matters[0].item) and chance.hit(_INTAKE_SHARE / (1 - _QUICK_SHARE))
    matters, begin = [], served
    for matter, length in zip(visit.matters, spent, strict=True):
        begin += length
        matters.append(replace(matter, state="done", ended_at=begin, spent_seconds=int(length.total_seconds())))
    return replace(
        visit,
        state="done",
        outcome="intake" if intake else "done",
        received_by=day.staff[place],
        window=_window(place),
        called=calls,
        served_at=served,
        finished_at=finished,
        left_at=finished + timedelta(minutes=1),
        left_automatically=chance.hit(0.04),
        matters=tuple(matters),
    )


def todays_visits(chance: Chance, now: datetime, clients: Sequence[PracticeClient]) -> tuple[PracticeVisit, ...]:
    """Today up to `now`: five seen off, one left, one on hold, two being served, one missed, five waiting."""
    day = _Day(now.date(), _on_duty(0))
    callers = _different_callers(chance, clients, len(_TODAY))
    return tuple(
        _as_of(chance, day, now, become, _arrive(chance, day, now - timedelta(minutes=minutes), caller))
        for (minutes, become), caller in zip(_TODAY, callers, strict=True)
    )


def _different_callers(chance: Chance, clients: Sequence[PracticeClient], count: int) -> list[_Caller]:
    callers: dict[str, _Caller] = {}
    while len(callers) < count:
        caller = _caller(chance, clients)
        callers[caller.client or caller.name] = caller
    return list(callers.values())


def _as_of(chance: Chance, day: _Day, now: datetime, become: str, visit: PracticeVisit) -> PracticeVisit:
    if become == "done":
        return _served(chance, day, visit)
    if become == "left":
        return _gave_up(chance, visit)
    if become == "held":
        return _held(chance, _serving(visit, day, 0, now - timedelta(minutes=17)), now)
    if become in _SERVING:
        return _serving(visit, day, _SERVING[become], now)
    if become == "missed":
        calls = tuple(now - timedelta(minutes=minutes) for minutes in (8, 7, 6))
        return replace(visit, state="missed", called=calls, window=_window(1), priority="none", booked=False)
    return visit


def _held(chance: Chance, visit: PracticeVisit, now: datetime) -> PracticeVisit:
    since = now - timedelta(minutes=13)
    first = visit.matters[0]
    spent = int((since - (visit.served_at or since)).total_seconds())
    paused = replace(first, state="open", started_at=None, spent_seconds=spent)
    return replace(
        visit,
        state="held",
        hold_reason="papers",
        held_since=since,
        note=chance.choice(words("requests")["visits"]["hold_notes"]),
        matters=(paused, *visit.matters[1:]),
    )


def _serving(visit: PracticeVisit, day: _Day, place: int, now: datetime) -> PracticeVisit:
    called = max(visit.queued_at, now - timedelta(minutes=12 - 5 * place))
    served = called + timedelta(seconds=30)
    first = replace(visit.matters[0], state="serving", started_at=served)
    return replace(
        visit,
        state="serving",
        received_by=day.staff[place],
        window=_window(place),
        called=(called,),
        served_at=served,
        matters=(first, *visit.matters[1:]),
    )
