"""What of meetings waits for somebody today: those that are held, records not signed, minutes not issued, decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from qi_desk.domain import moments
from qi_desk.domain.meetings.agenda import overdue
from qi_desk.domain.meetings.lifecycles import BEFORE
from qi_desk.domain.moments import CHINA
from qi_desk.services.meetings.access import may_read
from qi_desk.services.meetings.decisions import supervised
from qi_desk.services.meetings.views import late_of
from qi_desk.services.ports import Actor, House, Query, Reader, Record

_UNSIGNED = ("checking", "signing")
_MOST = 300


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do: `section` a code of `day_sections`; `owner` the account it belongs to, empty for none here."""

    section: str
    record: Record
    what: str
    due: date | None
    at: datetime | None
    late: bool
    owner: str
    number: str


def waiting(house: House, look: Reader, actor: Actor) -> Iterator[Waiting]:
    """Everything of it that the actor may see."""
    now = house.clock.now()
    today = moments.china_date(now)
    yield from _meetings(house, look, actor, today)
    yield from _minutes(house, look, actor)
    for one, meeting in supervised(look, actor):
        late = overdue(one["state"], one["due"], today)
        # What somebody outside has to do is watched by the scribe.
        owner, number = one["owner"] or meeting["scribe"], meeting["number"] or ""
        yield Waiting("decision", one, one["what"], one["due"], None, late, owner, number)


def _meetings(house: House, look: Reader, actor: Actor, today: date) -> Iterator[Waiting]:
    states = (*BEFORE, "running", *_UNSIGNED)
    for one in look.select(Query("meeting", among={"state": states}, order="planned_on", limit=_MOST)):
        if one["planned_on"] > today or not may_read(look, actor, one):
            continue
        told = " ".join((one["title"], one["place"]))
        if one["state"] in _UNSIGNED:
            day = moments.china_date(one["closed_at"])
            late = bool(late_of(house, one))
            yield Waiting("meeting_record", one, one["title"], day, None, late, one["scribe"], one["number"] or "")
        else:
            at = datetime.combine(one["planned_on"], time.fromisoformat(one["starts"]), CHINA)
            late = one["planned_on"] < today
            yield Waiting("meeting", one, told, None, at, late, one["scribe"], one["number"] or "")


def _minutes(house: House, look: Reader, actor: Actor) -> Iterator[Waiting]:
    states = ("draft", "checked", "final")
    for one in look.select(Query("minutes", among={"state": states}, order="eid", limit=_MOST)):
        meeting = look.get("meeting", one["meeting"])
        if meeting is not None and may_read(look, actor, meeting):
            late = bool(late_of(house, meeting))
            owner = one["drafted_by"] or ""
            yield Waiting("minutes", one, one["title"], None, None, late, owner, one["number"] or "")
