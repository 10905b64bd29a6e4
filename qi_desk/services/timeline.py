"""One timeline of a client (一企一档): everything that was done for it, newest first, each line opening its record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from qi_desk.domain.moments import CHINA
from qi_desk.services.feedback.access import may_read
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, verb

_MOST = 300


@dataclass(frozen=True, slots=True)
class Event:
    """One line: what kind of record, when, its number, the words that name it and the codes that describe it.

    `codes` are (list, code) pairs the screen puts into words; `volume` is the part of the volume list it is filed in.
    """

    at: datetime
    kind: str
    eid: str
    number: str
    title: str
    codes: tuple[tuple[str, str], ...]
    volume: str


Events = Callable[[House, Reader, Actor, str], Iterator[Event]]


def _visits(house: House, look: Reader, actor: Actor, client: str) -> Iterator[Event]:
    for record in _newest(look, "visit", client, "arrived_at"):
        matters = look.select(Query("matter", equals={"visit": record.eid}, limit=20))
        title = "；".join(matter["subject"] for matter in matters if matter["subject"])
        codes = (("visit_types", record["type"]), ("visit_states", record["state"]))
        yield _event(record, record["arrived_at"], record["number"], title, codes, "07")


def _requests(house: House, look: Reader, actor: Actor, client: str) -> Iterator[Event]:
    for record in _newest(look, "request", client, "registered_at"):
        codes = (("request_states", record["state"]),)
        yield _event(record, record["registered_at"], record["number"], record["description"] or "", codes, "04")
        for paper in look.select(Query("paper", equals={"subject": record.eid})):
            yield _event(paper, paper["issued_at"], paper["number"], "", (("paper_kinds", paper["kind"]),), "04")
            for line in house.store.prints.of(paper.eid):
                told = (("paper_kinds", line.kind or paper["kind"]), ("print_states", line.state))
                yield Event(line.created_at, "print", paper.eid, line.number, line.printer, told, "04")


def _outreach(house: House, look: Reader, actor: Actor, client: str) -> Iterator[Event]:
    for record in _newest(look, "outreach", client, "planned_on"):
        problems = look.select(Query("outreach_problem", equals={"outreach": record.eid}, limit=20))
        title = "；".join(one["text"] for one in problems) or record["purpose"] or ""
        codes = (("outreach_kinds", record["kind"]), ("outreach_states", record["state"]))
        yield _event(record, _noon(record["went_on"] or record["planned_on"]), record["number"], title, codes, "11")


def _certificates(house: House, look: Reader, actor: Actor, client: str) -> Iterator[Event]:
    for record in look.select(Query("certificate", equals={"client": client}, limit=_MOST)):
        if record["issued_on"]:
            codes = (("certificate_kinds", record["kind"]),)
            yield _event(record, _noon(record["issued_on"]), "", record["number"], codes, "03")


def _surveys(house: House, look: Reader, actor: Actor, client: str) -> Iterator[Event]:
    for record in _newest(look, "survey", client, "asked_at"):
        if record["state"] == "rated":
            told = (("grades", str(record["overall"])),) if record["overall"] else ()
            yield _event(record, record["rated_at"], record["number"], record["words"] or "", told, "12")


def _complaints(house: House, look: Reader, actor: Actor, client: str) -> Iterator[Event]:
    for record in _newest(look, "complaint", client, "received_at"):
        if may_read(look, actor, record):
            codes = (("complaint_kinds", record["kind"]), ("complaint_states", record["state"]))
            yield _event(record, record["received_at"], record["number"], "", codes, "13")


def _meetings(house: House, look: Reader, actor: Actor, client: str) -> Iterator[Event]:
    """Meetings somebody of the client was invited to, each once."""
    came = look.select(Query("attendee", equals={"client": client}, order="eid", limit=_MOST))
    for record in look.many("meeting", {one["meeting"] for one in came}).values():
        if not record.void and may_read(look, actor, record):
            codes = (("meeting_kinds", record["kind"]), ("meeting_states", record["state"]))
            at = record["started_at"] or _noon(record["planned_on"])
            yield _event(record, at, record["number"], record["title"], codes, "15")


SOURCES: dict[str, Events] = {
    "visit": _visits,
    "request": _requests,
    "outreach": _outreach,
    "certificate": _certificates,
    "survey": _surveys,
    "complaint": _complaints,
    "meeting": _meetings,
}
"""Where the lines come from, by the filter's name; a new kind of record adds its line here."""


@verb("clients.timeline", LOOKING)
def timeline(house: House, actor: Actor, client: str, kinds: Collection[str] = ()) -> tuple[Event, ...]:
    """What happened with this client, newest first; only from the SOURCES named in `kinds` if any are."""
    with house.store.read() as look:
        events = [
            event
            for name, source in SOURCES.items()
            if not kinds or name in kinds
            for event in source(house, look, actor, client)
        ]
    return tuple(sorted(events, key=lambda event: (event.at, event.eid), reverse=True))


def _newest(look: Reader, kind: str, client: str, when: str) -> tuple[Record, ...]:
    return look.select(Query(kind, equals={"client": client}, order=when, newest_first=True, limit=_MOST))


def _event(
    record: Record, at: datetime, number: str, title: str, codes: tuple[tuple[str, str], ...], volume: str
) -> Event:
    return Event(at, record.kind, record.eid, number or "", title, codes, volume)


def _noon(day: date) -> datetime:
    """The moment a day without a time of day stands at."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=CHINA)
