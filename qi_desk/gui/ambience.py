"""What goes on around every page: weather, a printer or a line in trouble, closing time, holidays ahead, and the
situation somebody picked by hand."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal

from qi_desk.domain import moments
from qi_desk.domain.working_time import WorkCalendar
from qi_desk.gui.page import Moment
from qi_desk.gui.workplace import Workplace

WEATHER = ("reception.rain", "reception.hot")
"""Situations that hold all day once they were picked."""

_CLOSING = timedelta(minutes=30)
_AHEAD = 2
_LONG = 3
"""Days off in a row from which a holiday is told of, and how many working days before."""


class Ambience(QObject):
    """What holds besides what the page says."""

    changed = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._work = work
        self._printer = self._line = False
        self._picked = ""
        self._weather: tuple[date | None, str] = (None, "")

    def printer(self, *, fails: bool) -> None:
        """A paper came out, or did not."""
        self._set("_printer", fails)

    def line(self, *, fails: bool) -> None:
        """The district was reached, or not."""
        self._set("_line", fails)

    def _set(self, name: str, value: bool) -> None:
        if getattr(self, name) != value:
            setattr(self, name, value)
            self.changed.emit()

    def pick(self, code: str) -> None:
        """Somebody says what is going on; the same again says that it is over."""
        if code in WEATHER:
            today = self._today()
            self._weather = (None, "") if self._weather == (today, code) else (today, code)
        else:
            self._picked = "" if self._picked == code else code
        self.changed.emit()

    def let_go(self) -> None:
        """Another page: what was picked for the last one is over."""
        self._picked = ""

    def _today(self) -> date:
        return moments.china_date(self._work.house.clock.now())

    def at(self, moment: Moment) -> tuple[tuple[str, ...], dict[str, str]]:
        """All moments that hold now, the most pressing first, and the slots for their phrases."""
        slots = dict(moment.slots)
        codes = [self._picked, "trouble.printer" if self._printer else "", moment.code]
        codes += moment.also
        if self._weather[0] == self._today():
            codes.append(self._weather[1])
        if self._line:
            codes.append("offline")
        if self._closing():
            codes.append("day_end")
        holiday = days_off_ahead(self._work.house.calendar, self._today())
        if holiday is not None:
            codes.append("reception.holiday")
            slots.setdefault("开门", f"{holiday.month}月{holiday.day}日")
            slots.setdefault("节日", "假期")
        return tuple(filter(None, codes)), slots

    def _closing(self) -> bool:
        now = self._work.house.clock.now()
        openings = self._work.house.calendar.openings(moments.china_date(now))
        return bool(openings) and openings[-1][1] - _CLOSING <= now <= openings[-1][1]


def days_off_ahead(calendar: WorkCalendar, today: date) -> date | None:
    """The first working day after a holiday of three days or more that begins within two working days; None where none
    does. A year without a table tells of none."""
    if today.year not in calendar.known_years:
        return None
    day, worked = today, 0
    while worked < _AHEAD:
        day += timedelta(days=1)
        if calendar.is_working(day):
            worked += 1
            continue
        last = day
        while not calendar.is_working(last):
            last += timedelta(days=1)
        if (last - day).days >= _LONG:
            return last
        day = last - timedelta(days=1)
    return None
