"""Shared equipment: how long it was open, who had it, who did not come."""

from __future__ import annotations

from collections.abc import Mapping

from qi_desk.domain.booking import clock
from qi_desk.domain.booking.clock import Held
from qi_desk.domain.booking.rules import openings
from qi_desk.domain.booking.terms import Terms, minutes_of
from qi_desk.domain.figures.cases import Booking, Device
from qi_desk.services.booking.standing import EQUIPMENT, terms_of
from qi_desk.services.figures.looking import Looking
from qi_desk.services.ports import Linked, Query

_MOST = 5000
BOOKED = (
    "eid",
    "resource",
    "state",
    "begins",
    "ends",
    "blocks_from",
    "blocks_until",
    "made_at",
    "back_at",
    "ended_at",
    "first",
    "affiliated",
)
"""What is read of a booking to tell how its time was used."""


def devices(look: Looking) -> list[Device]:
    """Shared equipment as it stands, with the minutes it was open from the first day of the period to the last that is
    over or today's."""
    days = [day for day in look.period if day <= look.last]
    with look.house.store.read() as reader:
        records = reader.select(Query(EQUIPMENT, limit=_MOST))
    found = []
    for record in records:
        terms, shared = terms_of(look.house, record), bool(record["open"])
        spans = (span for day in days for span in openings(terms.calendar, day)) if shared else ()
        found.append(Device(record.eid, shared, sum(minutes_of(span) for span in spans)))
    return found


def bookings(look: Looking) -> list[Booking]:
    """Bookings of shared equipment that begin in the period, each as the clock sees it at the cut-off."""
    query = look.within("booking", "begins", resource_kind=EQUIPMENT)
    look.know_clients(query)
    terms = _terms(look)
    minutes = {
        booking: spent
        for booking, spent in look.rows(Query("usage"), "booking", "minutes", linked=Linked("booking", "eid", query))
        if spent is not None
    }
    found = []
    for row in look.rows(query, *BOOKED, "client"):
        eid, device, state, begins, ends, held_from, held_until, made, back, over, first, affiliated, client = row
        if device not in terms:
            continue
        block = (held_from or begins, held_until or ends)
        held = Held(eid, state, (begins, ends), block, made, back_at=back, ended_at=over, first=bool(first))
        phase = clock.phase_of(terms[device], held, look.cut)
        spent = minutes.get(eid, minutes_of((begins, ends)))
        found.append(Booking(eid, begins, phase, spent, affiliated == "no", device, look.client(client)))
    return found


def _terms(look: Looking) -> Mapping[str, Terms]:
    with look.house.store.read() as reader:
        return {one.eid: terms_of(look.house, one) for one in reader.select(Query(EQUIPMENT, limit=_MOST))}
