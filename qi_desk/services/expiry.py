"""What runs out at the clients': certificates, calibrations, cited standards of the next weeks (F15, expiry watch)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.client_parts import RUNS_OUT
from qi_desk.services.client_parts import days_left
from qi_desk.services.outreach_views import planned_about
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import text

OVERDUE_DAYS = 180
"""What ran out longer ago is no longer on the radar: the client let it go."""

_MOST = 1000
_TITLES = {
    "certificate": ("kind", "number"),
    "instrument": ("name", "model", "serial"),
    "cited_standard": ("number", "title"),
}


@dataclass(frozen=True, slots=True)
class ExpiryLine:
    """One thing that runs out: `what` the texts that name it, `kind_code` the certificate's kind if it is one,
    `planned_on` the day somebody is to speak with the client about it."""

    kind: str
    eid: str
    client: str
    client_name: str
    specialist: str
    what: tuple[str, ...]
    kind_code: str
    ends_on: date
    days_left: int
    planned_on: date | None = None


def said(line: ExpiryLine) -> str:
    """What runs out, in words."""
    kind = wording.code_label("certificate_kinds", line.kind_code) if line.kind_code else ""
    return " ".join(filter(None, (kind, *line.what)))


@verb("expiry.radar", LOOKING)
def radar(house: House, actor: Actor, *, days: int | None = None, mine: bool = False) -> tuple[ExpiryLine, ...]:
    """What runs out within `days` (default: the setting) or did lately, the most urgent first.

    With `mine` only that of clients whose specialist the actor is.
    """
    today = moments.china_date(house.clock.now())
    ahead = house.settings.get("radar.days") if days is None else days
    with house.store.read() as look:
        lines = [line for kind in RUNS_OUT for line in _lines(look, kind, today, ahead)]
        planned = planned_about(look, [line.eid for line in lines])
    lines = [replace(line, planned_on=planned.get(line.eid)) for line in lines]
    if mine:
        lines = [line for line in lines if line.specialist == actor.account]
    return tuple(sorted(lines, key=lambda line: (line.ends_on, line.client_name, line.eid)))


def _lines(look: Reader, kind: str, today: date, ahead: int) -> Iterator[ExpiryLine]:
    ends = RUNS_OUT[kind]
    since, until = today - timedelta(days=OVERDUE_DAYS), today + timedelta(days=ahead + 1)
    records = look.select(Query(kind, order=ends, since=since, until=until, limit=_MOST))
    clients = look.many("enterprise", {record["client"] for record in records})
    for record in records:
        client = clients.get(record["client"])
        if client is not None and not client.void and client["status"] != "cancelled":
            yield _line(kind, record, client, today)


def _line(kind: str, record: Record, client: Record, today: date) -> ExpiryLine:
    names = [name for name in _TITLES[kind] if name != "kind"]
    return ExpiryLine(
        kind=kind,
        eid=record.eid,
        client=client.eid,
        client_name=text(client, "name"),
        specialist=client["specialist"] or "",
        what=tuple(record[name] for name in names if record[name]),
        kind_code=record["kind"] or "" if "kind" in _TITLES[kind] else "",
        ends_on=record[RUNS_OUT[kind]],
        days_left=days_left(kind, record, today) or 0,
    )
