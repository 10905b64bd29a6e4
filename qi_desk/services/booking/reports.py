"""How shared equipment was used in a time: against its open hours, by whom, and how often nobody came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qi_desk.domain import moments
from qi_desk.domain.booking import clock
from qi_desk.domain.booking.rules import openings
from qi_desk.domain.booking.terms import Terms, minutes_of
from qi_desk.services.booking.standing import EQUIPMENT, held_of, terms_of
from qi_desk.services.document_words import Words, day_text
from qi_desk.services.figures.equipment_reading import BOOKED
from qi_desk.services.form_sheets import FORM_SHEET, SheetTable
from qi_desk.services.paperwork import Order
from qi_desk.services.ports import Actor, House, Linked, Query, Record
from qi_desk.services.request_papers import framed, parts_of
from qi_desk.services.rights import COUNTER, LOOKING, verb

KIND = "equipment_report"
_MOST = 1000
_USED = frozenset({"in_use", "returned", "done"})
_MISSED = frozenset({"no_show", "missed"})


@dataclass(frozen=True, slots=True)
class UseLine:
    """One device in a time. Hours are whole minutes / 60; `outside` is the share (per mille) of the used time that
    clients without ties to station or owner had; `waited` how many stood on the waiting list."""

    eid: str
    name: str
    open_minutes: int
    booked_minutes: int
    used_minutes: int
    uses: int
    missed: int
    cancelled: int
    outside: int
    waited: int

    @property
    def rate(self) -> int:
        """Used time against open time, per mille; 0 where it was never open."""
        return round(1000 * self.used_minutes / self.open_minutes) if self.open_minutes else 0


@verb("bookings.report", LOOKING)
def report(house: House, actor: Actor, first: date, last: date) -> tuple[UseLine, ...]:
    """Every device from `first` to `last` (included), the least used first. What has not happened yet counts as booked
    only."""
    since, until = moments.midnight(first), moments.midnight(last + timedelta(days=1))
    with house.store.read() as look:
        records = look.select(Query(EQUIPMENT, order="name", limit=_MOST))
    # Counted like every other figure: the same for whoever asks.
    query = Query("booking", bound="begins", since=since, until=until)
    booked: dict[str, list[Record]] = {}
    with house.store.counting() as counter:
        for row in counter.columns(BOOKED, query):
            one = Record("booking", row[0], dict(zip(BOOKED, row, strict=True)), {})
            booked.setdefault(one["resource"], []).append(one)
        usages = counter.columns(("booking", "minutes"), Query("usage"), Linked("booking", "eid", query))
        minutes = {booking: spent for booking, spent in usages if spent is not None}
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    lines = (_line(house, one, days, booked.get(one.eid, []), minutes) for one in records)
    return tuple(sorted(lines, key=lambda line: (line.rate, line.name)))


def _line(
    house: House, record: Record, days: Iterable[date], booked: Sequence[Record], minutes: dict[str, int]
) -> UseLine:
    terms, now = terms_of(house, record), house.clock.now()
    phases = [(one, clock.phase_of(terms, held_of(one), now)) for one in booked]
    used = [one for one, phase in phases if phase in _USED or phase == "overrun"]
    spent = {one.eid: minutes.get(one.eid, minutes_of((one["begins"], one["ends"]))) for one in used}
    outside = sum(spent[one.eid] for one in used if one["affiliated"] == "no")
    total = sum(spent.values())
    return UseLine(
        eid=record.eid,
        name=record["name"],
        open_minutes=_open(terms, days) if record["open"] else 0,
        booked_minutes=sum(minutes_of((one["begins"], one["ends"])) for one, phase in phases if phase not in _VOID),
        used_minutes=total,
        uses=len(used),
        missed=sum(phase in _MISSED for _, phase in phases),
        cancelled=sum(phase == "cancelled" for _, phase in phases),
        outside=round(1000 * outside / total) if total else 0,
        waited=sum(one["state"] == "waiting" or bool(one["first"]) for one, _ in phases),
    )


_VOID = frozenset({"cancelled", "refused", "lapsed", "waiting"})


def _open(terms: Terms, days: Iterable[date]) -> int:
    return sum(minutes_of(span) for day in days for span in openings(terms.calendar, day))


@verb("paper.equipment_report", COUNTER)
def paper(house: House, actor: Actor, first: date, last: date) -> Order:
    """The report on paper, the least used first: those are to be opened to small firms first."""
    lines = report(house, actor, first, last)
    w = Words(KIND)
    rows = tuple(
        (
            str(place),
            line.name,
            f"{line.open_minutes / 60:.0f}",
            f"{line.used_minutes / 60:.1f}",
            f"{line.rate / 10:.1f}%",
            str(line.uses),
            str(line.missed),
            f"{line.outside / 10:.0f}%" if line.uses else "",
            str(line.waited),
        )
        for place, line in enumerate(lines, start=1)
    )
    spent, able = sum(line.used_minutes for line in lines), sum(line.open_minutes for line in lines)
    facts = (
        (w["term"], w.fill("term_text", first=day_text(first), last=day_text(last))),
        (w["rate"], f"{100 * spent / able:.1f}%" if able else ""),
        (w["idle"], w.fill("idle_text", count=sum(not line.uses for line in lines), all=len(lines))),
        (w["missed"], str(sum(line.missed for line in lines))),
    )
    parts = parts_of(w, f"{last:%Y%m%d}-{actor.staff_no}", facts)
    parts["tables"] = (SheetTable(w["heading"], w.all("columns"), (26, 0, 50, 50, 50, 40, 40, 50, 40), rows),)
    with house.store.read() as look:
        view = framed(house, look, actor, parts, 0)
    return Order(FORM_SHEET, view, "", KIND, "", "", 0)
