"""The figures once more, slowly and plainly: one function per figure, read from top to bottom like its definition on
screen. Nothing of the program's own counting is used, only the calendar that promises are made by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from qi_desk.domain.working_time import WorkCalendar, working_seconds_between

Row = dict[str, Any]


@dataclass
class History:
    """What a station has on record, by kind, as plain dictionaries."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def all(self, kind: str) -> list[Row]:
        return self.rows.get(kind, [])

    def of(self, kind: str, request: str) -> list[Row]:
        return [row for row in self.all(kind) if row["request"] == request]


@dataclass
class Reference:
    """The figures of the days `first` to `last`, as seen at `now`."""

    history: History
    calendar: WorkCalendar
    first: date
    last: date
    now: datetime
    open_minutes: Callable[[Row, date], int]

    def inside(self, moment: datetime | None) -> bool:
        return moment is not None and self.first <= moment.date() <= self.last

    def registered(self) -> list[Row]:
        return [row for row in self.history.all("request") if self.inside(row["registered_at"])]

    def end_of(self, row: Row) -> str:
        if row["state"] == "closed":
            return "closed"
        if row["state"] == "refused":
            return "refused"
        if row["state"] == "terminated":
            return "merged" if row["end_reason"] == "merged" else "withdrawn"
        if row["state"] == "archived":
            if self.history.of("refusal", row["eid"]):
                return "refused"
            if row["end_reason"]:
                return "merged" if row["end_reason"] == "merged" else "withdrawn"
            return "closed"
        return ""

    def ended(self, end: str) -> list[Row]:
        return [row for row in self.history.all("request") if self.inside(row["closed_at"]) and self.end_of(row) == end]

    def closed(self) -> list[Row]:
        return self.ended("closed")

    def client(self, row: Row) -> Row:
        return next(one for one in self.history.all("enterprise") if one["eid"] == row["client"])

    def pauses(self, row: Row) -> list[tuple[datetime, datetime | None]]:
        return [(one["since"], one["until"]) for one in self.history.of("pause", row["eid"])]

    def replied(self, row: Row) -> datetime | None:
        words = [row["accepted_at"]]
        words += [one["told_at"] for one in self.history.of("supplement", row["eid"])]
        words += [one["made_at"] for one in self.history.of("refusal", row["eid"])]
        if self.end_of(row) == "closed":
            words.append(row["closed_at"])
        return min((word for word in words if word is not None), default=None)

    def handed(self, row: Row) -> Row | None:
        return max(self.history.of("delivery", row["eid"]), key=lambda one: one["delivered_at"], default=None)

    def finished(self, row: Row) -> datetime | None:
        handed = self.handed(row)
        return handed["delivered_at"] if handed else row["closed_at"]

    def seconds(self, start: datetime, end: datetime, pauses: Sequence[Any] = ()) -> int:
        return max(0, int(working_seconds_between(self.calendar, start, end, pauses)))

    def enterprises_served(self) -> Any:
        return len({self.client(row)["credit_code"] for row in self.closed() if self.client(row)["credit_code"]})

    def clients_served(self) -> Any:
        return len({row["client"] for row in self.closed()})

    def household_times(self) -> Any:
        return len({(row["client"], row["closed_at"].date()) for row in self.closed()})

    def matters_closed(self) -> Any:
        return len(self.closed())

    def requests_registered(self) -> Any:
        return len(self.registered())

    def requests_accepted(self) -> Any:
        return sum(row["accepted_at"] is not None for row in self.registered())

    def answered_at_once(self) -> Any:
        return sum(row["accepted_at"] is None for row in self.closed())

    def requests_refused(self) -> Any:
        return len(self.ended("refused"))

    def requests_withdrawn(self) -> Any:
        return len(self.ended("withdrawn"))

    def requests_open(self) -> Any:
        rows = [row for row in self.history.all("request") if not self.end_of(row)]
        return sum(row["registered_at"].date() <= self.last for row in rows)

    def multi_element_share(self) -> Any:
        many = 0
        for row in self.closed():
            many += len({one["item"][:2] for one in self.history.of("request_item", row["eid"])}) >= 2
        return percent(many, len(self.closed()))

    def reply_on_time(self) -> Any:
        good = all_ = 0
        for row in self.registered():
            replied, due = self.replied(row), row["reply_due"]
            if replied is None and self.end_of(row) == "withdrawn" and row["closed_at"] <= due:
                continue
            if replied is None and self.now <= due:
                continue
            all_ += 1
            good += replied is not None and replied <= due
        return percent(good, all_)

    def _replies(self) -> list[int]:
        found = []
        for row in self.registered():
            replied = self.replied(row)
            if replied is not None:
                found.append(self.seconds(row["registered_at"], replied, self.pauses(row)))
        return found

    def reply_median(self) -> Any:
        return hours(median(self._replies()))

    def reply_p90(self) -> Any:
        return hours(p90(self._replies()))

    def _works(self) -> list[int]:
        found = []
        for row in self.closed():
            begun = row["accepted_at"] or row["registered_at"]
            found.append(self.seconds(begun, self.finished(row), self.pauses(row)))
        return found

    def done_median(self) -> Any:
        return hours(median(self._works()))

    def done_p90(self) -> Any:
        return hours(p90(self._works()))

    def closed_on_time(self) -> Any:
        good = all_ = 0
        for row in self.closed():
            if row["finish_due"] is None:
                continue
            all_ += 1
            extended = bool(self.history.of("extension", row["eid"]))
            good += self.finished(row) <= row["finish_due"] and not extended
        return percent(good, all_)

    def extended_on_time(self) -> Any:
        rows = [row for row in self.closed() if row["finish_due"] and self.history.of("extension", row["eid"])]
        return percent(sum(self.finished(row) <= row["finish_due"] for row in rows), len(rows))

    def _trips(self) -> list[int]:
        found = []
        for row in self.closed():
            handed = self.handed(row)
            trips = handed["trips"] if handed else int(row["visit"] is not None)
            if trips is not None:
                found.append(trips)
        return found

    def done_at_once(self) -> Any:
        return percent(sum(trips <= 1 for trips in self._trips()), len(self._trips()))

    def trips_mean(self) -> Any:
        return one_decimal(sum(self._trips()), len(self._trips()))

    def one_notice(self) -> Any:
        told = [len(self.history.of("supplement", row["eid"])) for row in self.registered()]
        return percent(sum(count == 1 for count in told), sum(count > 0 for count in told))

    def _proved(self, name: str, *, proved: bool) -> int:
        total = 0
        for row in self.closed():
            number, shown = 0, False
            handed = self.handed(row)
            if handed is not None and handed[name]:
                number, shown = handed[name], handed["evidence"] is not None
            for later in sorted(self.history.of("look_back", row["eid"]), key=lambda one: one["asked_at"]):
                if later[name] is not None:
                    number, shown = later[name], later["evidence"] is not None
            if number and shown is proved:
                total += number
        return total

    def jobs(self) -> Any:
        return self._proved("jobs", proved=True)

    def jobs_unproved(self) -> Any:
        return self._proved("jobs", proved=False)

    def saving(self) -> Any:
        return self._proved("saving", proved=True) / 100

    def visits(self) -> Any:
        return len(self._served())

    def _served(self) -> list[Row]:
        rows = [row for row in self.history.all("visit") if self.inside(row["arrived_at"])]
        return [row for row in rows if row["state"] in ("serving", "held", "done")]

    def persons_served(self) -> Any:
        return sum(row["head_count"] or 1 for row in self._served())

    def _valid(self) -> list[list[int]]:
        names = ("overall", "efficiency", "competence", "attitude", "integrity", "solving")
        sheets = []
        for row in self.history.all("survey"):
            if self.inside(row["asked_at"]) and row["state"] == "rated":
                grades = [row[name] or 0 for name in names]
                if grades[0] and grades.count(0) <= 1:  # 2 of 6 blank is over 30 %
                    sheets.append(grades)
        return sheets

    def ratings_valid(self) -> Any:
        return len(self._valid())

    def satisfaction(self) -> Any:
        return percent(sum(grades[0] >= 3 for grades in self._valid()), len(self._valid()))

    def satisfaction_score(self) -> Any:
        scores = []
        for grades in self._valid():
            given = [grade for grade in grades if grade]
            scores.append(round(100 * sum(given) / (5 * len(given))))
        return one_decimal(sum(scores), len(scores))

    def _bookings(self) -> list[tuple[str, Row, int]]:
        found = []
        for row in self.history.all("booking"):
            if not self.inside(row["begins"]):
                continue
            if row["state"] in ("in_use", "returned", "done"):
                spent = [one["minutes"] for one in self.history.all("usage") if one["booking"] == row["eid"]]
                minutes = int((row["ends"] - row["begins"]).total_seconds()) // 60
                found.append(("used", row, spent[0] if spent and spent[0] is not None else minutes))
            elif row["state"] == "missed" or (row["state"] == "booked" and self.late(row)):
                found.append(("missed", row, 0))
        return found

    def late(self, row: Row) -> bool:
        return (self.now - row["begins"]).total_seconds() >= 30 * 60

    def no_show(self) -> Any:
        found = [what for what, _, _ in self._bookings()]
        return percent(found.count("missed"), len(found))

    def equipment_hours(self) -> Any:
        return one_decimal(sum(minutes for what, _, minutes in self._bookings() if what == "used"), 60)

    def external_share(self) -> Any:
        used = [(row, minutes) for what, row, minutes in self._bookings() if what == "used"]
        outside = sum(minutes for row, minutes in used if row["affiliated"] == "no")
        return percent(outside, sum(minutes for _, minutes in used))

    def equipment_use(self) -> Any:
        open_ = 0
        for device in self.history.all("equipment"):
            for ordinal in range(self.first.toordinal(), min(self.last, self.now.date()).toordinal() + 1):
                open_ += self.open_minutes(device, date.fromordinal(ordinal))
        used = sum(minutes for what, _, minutes in self._bookings() if what == "used")
        return percent(used, open_)


KNOWN = tuple(
    name
    for name, value in vars(Reference).items()
    if callable(value)
    and not name.startswith("_")
    and name
    not in {"inside", "registered", "end_of", "ended", "closed", "client", "pauses", "replied", "handed", "finished"}
    and name not in {"seconds", "late"}
)
"""The figures the reference knows."""


def one_decimal(top: int, bottom: int) -> float | None:
    if not bottom:
        return None
    exact = Decimal(top) / Decimal(bottom) if bottom else Decimal(0)
    # A fraction like 1/3 has no end as a decimal; what lies exactly on a half does.
    nearest = Fraction(top, bottom) * 10
    half = nearest - int(nearest) == Fraction(1, 2)
    return float((int(nearest) + 1) / 10 if half else exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def percent(top: int, bottom: int) -> float | None:
    return one_decimal(100 * top, bottom)


def hours(seconds: Fraction | None) -> float | None:
    return None if seconds is None else one_decimal(seconds.numerator, seconds.denominator * 3600)


def median(values: list[int]) -> Fraction | None:
    ordered = sorted(values)
    if not ordered:
        return None
    if len(ordered) % 2:
        return Fraction(ordered[len(ordered) // 2])
    return Fraction(ordered[len(ordered) // 2 - 1] + ordered[len(ordered) // 2], 2)


def p90(values: list[int]) -> Fraction | None:
    """The smallest value such that at least nine in ten are not greater."""
    for value in sorted(values):
        if 10 * sum(other <= value for other in values) >= 9 * len(values):
            return Fraction(value)
    return None
