"""When people come, and which hours keep more than one window busy (6.2.3: staff by need)."""

from __future__ import annotations

from dataclasses import dataclass

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.balance.hours import Busy, Hour, busy_hours, by_hour, median
from qi_desk.domain.charts.chart import HEAT, Chart, Mark
from qi_desk.domain.figures.periods import Period
from qi_desk.domain.moments import CHINA
from qi_desk.services.ports import Actor, House, Query
from qi_desk.services.rights import LOOKING, verb

_LONGEST = 240
"""Minutes: a visit that lasted longer was not ended when it ended."""

_HINTS = 3


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Arrivals of a period by weekday and hour; `minutes` is the middle length at the window, None where too few were
    served; `busy` the hours that keep more than one person busy, the fullest first."""

    period: Period
    count: int
    hours: tuple[Hour, ...]
    minutes: float | None
    busy: tuple[Busy, ...]


@verb("balance.arrivals", LOOKING)
def arrivals(house: House, actor: Actor, period: Period) -> Arrivals:
    """Who came when in a period, as numbers."""
    names = ("arrived_at", "served_at", "finished_at", "held_seconds", "left_automatically", "times_doubtful")
    came, served = [], []
    with house.store.counting() as counter:
        query = Query("visit", bound="arrived_at", since=period.since, until=period.until)
        for arrived, begun, ended, held, automatically, doubtful in counter.columns(names, query):
            came.append(arrived.astimezone(CHINA))
            if begun and ended and not automatically and not doubtful:
                minutes = ((ended - begun).total_seconds() - (held or 0)) / 60
                if 0 < minutes <= _LONGEST:
                    served.append(minutes)
    last = min(period.last, moments.china_date(house.clock.now()))
    open_days = [day for day in period if day <= last and house.calendar.is_working(day)]
    hours, middle = by_hour(came, open_days), median(served)
    return Arrivals(period, len(came), hours, middle, busy_hours(hours, middle))


def chart(found: Arrivals) -> Chart:
    """How many come at which hour of an open day."""
    marks = tuple(
        Mark(
            wording.fill(wording.label("arrivals.hour"), {"hour": one.hour}),
            one.average,
            _average(one),
            row=wording.label(f"weekday.{one.weekday}"),
            note=wording.fill(wording.label("arrivals.days"), {"count": one.arrivals, "days": one.days}),
        )
        for one in found.hours
    )
    note = wording.fill(wording.label("arrivals.note"), {"count": found.count})
    return Chart(HEAT, wording.label("arrivals.title"), marks, wording.label("arrivals.unit"), "", note, _none())


def _none() -> str:
    return wording.label("arrivals.none")


def _average(hour: Hour) -> str:
    if hour.average is None:
        return wording.label("chart.no_data")
    return f"{hour.average:.1f}" if hour.arrivals else "0"


def hints(found: Arrivals) -> tuple[str, ...]:
    """What follows for who sits at the window, in a sentence each."""
    if not found.count:
        return ()
    if found.minutes is None:
        return (wording.label("arrivals.too_few"),)
    values = {"minutes": f"{found.minutes:.0f}"}
    if not found.busy:
        return (wording.fill(wording.label("arrivals.one_is_enough"), values),)
    return tuple(
        wording.fill(
            wording.label("arrivals.busy"),
            {
                **values,
                "day": wording.label(f"weekday.{busy.hour.weekday}"),
                "hour": busy.hour.hour,
                "average": _average(busy.hour),
                "windows": busy.windows,
            },
        )
        for busy in found.busy[:_HINTS]
    )
