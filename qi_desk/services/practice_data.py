"""A whole practice station out of a seed: invented, realistic, and the same every time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from qi_desk.domain.moments import CHINA
from qi_desk.services.practice import (
    bookings,
    clients,
    days,
    feedback,
    library,
    matters,
    meetings,
    outreach,
    parts,
    registers,
    talks,
    work,
)
from qi_desk.services.practice.chance import Chance, words
from qi_desk.services.practice.values import PracticeStation

BEGUN = time(10, 30)
"""The hour at which today's visits stand, unless the caller names another."""


SATURDAY = 5


def is_weekday(day: date) -> bool:
    """Monday to Friday: what is taken for a working day where no holiday table is at hand."""
    return day.weekday() < SATURDAY


def practice_station(
    today: date, seed: int = 7, *, at: time = BEGUN, is_working: Callable[[date], bool] = is_weekday
) -> PracticeStation:
    """The practice station as it stands on `today` at `at`: nothing in it happened later than that.

    Six weeks of working days (as `is_working` says) lie behind it; `today` has visits whatever day it is.
    The same `today`, `seed` and `at` give an equal station. An `at` before two in the morning puts some of
    today's visits on the day before.
    """
    chance = Chance(seed)
    # A chance of its own, so that more in a file leaves the visits as they are.
    apart = Chance(seed + 1)
    now = datetime.combine(today, at, CHINA)
    people, trainings = clients.staff(chance, today)
    enterprises = clients.enterprises(chance, today)
    others = clients.other_clients(chance, today)
    served = enterprises + others
    institutions = library.institutions(chance, today)
    past = days.working_days_before(today, days.DAYS, is_working)
    visits = (*days.past_visits(chance, past, served), *days.todays_visits(chance, now, served))
    experts = library.experts(chance, today, enterprises)
    instruments = library.equipment(chance, today, institutions)
    ahead = [day for away in range(15) if is_working(day := today + timedelta(days=away))]
    around = (*past[-10:], *ahead)
    requests = matters.requests(chance, now, past, visits, served)
    return PracticeStation(
        mark=words("people")["mark"],
        today=today,
        seed=seed,
        profile=clients.profile(),
        people=people,
        trainings=trainings,
        enterprises=enterprises,
        other_clients=others,
        figures=parts.figures(apart, enterprises, today),
        parts=parts.parts(apart, enterprises, today),
        outreach=outreach.visits(apart, enterprises, people, past, today),
        experts=experts,
        institutions=institutions,
        equipment=instruments,
        bookings=bookings.bookings(Chance(seed + 3), now, around, instruments, enterprises),
        visits=visits,
        requests=requests,
        talks=talks.talks(Chance(seed + 2), now, requests),
        work=work.work(chance, now, requests, experts, institutions),
        feedback=feedback.feedback(Chance(seed + 5), now, requests, people, served),
        meetings=meetings.meetings(today, people, enterprises),
        registers=registers.registers(
            today,
            {
                "person": [one.key for one in people if one.trained],
                "enterprise": [one.key for one in enterprises],
                "expert": [one.key for one in experts],
                "institution": [one.key for one in institutions],
            },
        ),
    )
