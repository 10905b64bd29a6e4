"""What of meetings is shown: the list, and one meeting whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.meetings.lifecycles import ENDED, MEETING_LIFECYCLE, OPEN_RECORD, locked
from qi_desk.domain.meetings.records import MEETING, PRESENT
from qi_desk.domain.working_time import add_working_days
from qi_desk.services.meetings.access import leads, may_read, parts_of, readable, takes_part
from qi_desk.services.meetings.decision_views import DecisionRow, decision_rows
from qi_desk.services.meetings.minutes_views import (
    CorrectionLine,
    MinutesRow,
    corrections_of,
    minutes_rows,
    people_of,
)
from qi_desk.services.meetings.planning import offered
from qi_desk.services.meetings.recording import intact
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import shown, text

SCOPES = ("open", "ended")
_MOST = 500
_OPEN = tuple(state for state in MEETING_LIFECYCLE.states if state not in ENDED)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One line. `late` is a code of what is overdue ("record", "minutes"), empty while in time."""

    eid: str
    number: str
    kind: str
    title: str
    planned_on: date
    starts: str
    place: str
    chair: str
    scribe: str
    state: str
    people: int
    signed_in: int
    open_decisions: int
    late: str
    restricted: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One of those invited."""

    eid: str
    name: str
    organisation: str
    post: str
    role: str
    reason: str
    signed_in_at: datetime | None
    sign_way: str
    staff: bool


@dataclass(frozen=True, slots=True)
class TopicLine:
    """One topic; `writer` names the operation that wrote its text, to be handed back with a change."""

    eid: str
    place: int
    title: str
    text: str
    writer: str
    values: Mapping[str, Any]
    carried: bool


@dataclass(frozen=True, slots=True)
class MeetingView:
    """One meeting whole. `intact` is None until the record is locked, then whether it still is what was signed;
    `offers` how many open decisions of former meetings wait for its agenda; `writable` whether the actor may write in
    the record; `deeds` what they may do, the likeliest first."""

    row: MeetingRow
    values: Mapping[str, Any]
    people: Mapping[str, str]
    attendees: tuple[PersonLine, ...]
    topics: tuple[TopicLine, ...]
    decisions: tuple[DecisionRow, ...]
    corrections: tuple[CorrectionLine, ...]
    minutes: MinutesRow | None
    offers: int
    intact: bool | None
    writable: bool
    deeds: tuple[str, ...]


@verb("meetings.page", LOOKING)
def page(house: House, actor: Actor, scope: str = "open") -> tuple[MeetingRow, ...]:
    """Meetings that are not through, the next first; or those that are, the latest first."""
    ended = scope != "open"
    states = ENDED if ended else _OPEN
    with house.store.read() as look:
        query = Query("meeting", among={"state": states}, order="planned_on", newest_first=ended, limit=_MOST)
        found = [one for one in look.select(query) if may_read(look, actor, one)]
        return rows_of(house, look, found)


def rows_of(house: House, look: Reader, records: Iterable[Record]) -> tuple[MeetingRow, ...]:
    """List lines."""
    meetings = tuple(records)
    people = look.many("person", {one["scribe"] for one in meetings})
    ids = [one.eid for one in meetings]
    came = look.select(Query("attendee", among={"meeting": ids}, limit=100 * _MOST)) if ids else ()
    open_ones = Query("meeting_decision", among={"meeting": ids}, equals={"state": "open"}, limit=100 * _MOST)
    waiting = look.select(open_ones) if ids else ()
    return tuple(
        MeetingRow(
            eid=one.eid,
            number=one["number"] or "",
            kind=one["kind"],
            title=one["title"],
            planned_on=one["planned_on"],
            starts=one["starts"],
            place=one["place"],
            chair=one["chair"],
            scribe=text(people.get(one["scribe"]), "name"),
            state=one["state"],
            people=sum(a["meeting"] == one.eid and a["role"] in PRESENT for a in came),
            signed_in=sum(a["meeting"] == one.eid and a["signed_in_at"] is not None for a in came),
            open_decisions=sum(d["meeting"] == one.eid for d in waiting),
            late=late_of(house, one),
            restricted=bool(one["restricted"]),
        )
        for one in meetings
    )


def late_of(house: House, meeting: Record) -> str:
    """What of a closed meeting is overdue: its record from the limit of `deadline.meeting_record` on, its minutes from
    that of `deadline.meeting_minutes` on; empty while nothing is."""
    if meeting["closed_at"] is None:
        return ""
    now = house.clock.now()
    if meeting["state"] in OPEN_RECORD:
        return "record" if _after(house, meeting["closed_at"], "meeting_record", now) else ""
    if meeting["state"] in ("drafting", "approved"):
        return "minutes" if _after(house, meeting["closed_at"], "meeting_minutes", now) else ""
    return ""


def _after(house: House, since: datetime, limit: str, now: datetime) -> bool:
    days = house.settings.get(f"deadline.{limit}")
    return moments.china_date(now) > moments.china_date(add_working_days(house.calendar, since, days).moment)


@verb("meetings.show", LOOKING)
def show(house: House, actor: Actor, eid: str) -> MeetingView:
    """One meeting. Raises Missing, also for one the actor may not read."""
    with house.store.read() as look:
        return view_of(house, look, actor, readable(look, actor, eid))


def view_of(house: House, look: Reader, actor: Actor, record: Record) -> MeetingView:
    """One meeting whole."""
    row = rows_of(house, look, [record])[0]
    topics = parts_of(look, "meeting_topic", record.eid)
    decided = [(one, record) for one in parts_of(look, "meeting_decision", record.eid)]
    own = parts_of(look, "minutes", record.eid)
    waiting = offered(look, actor, record) if not locked(record["state"]) else ()
    leading = leads(actor, record)
    return MeetingView(
        row=row,
        values={name: shown(record, name) for name in MEETING.names()},
        people=people_of(look, record),
        attendees=tuple(_person(one) for one in parts_of(look, "attendee", record.eid)),
        topics=tuple(_topic(one) for one in topics),
        decisions=decision_rows(house, look, actor, decided),
        corrections=corrections_of(look, record.eid),
        minutes=minutes_rows(house, look, own)[-1] if own else None,
        offers=len(waiting),
        intact=intact(look, record),
        writable=not locked(record["state"]) and (leading or takes_part(look, actor, record.eid)),
        deeds=_deeds(record, row, leading, minuted=bool(own), waiting=len(waiting), topics=len(topics)),
    )


def _person(one: Record) -> PersonLine:
    told = {name: one[name] or "" for name in ("name", "organisation", "post", "role", "reason", "sign_way")}
    return PersonLine(one.eid, signed_in_at=one["signed_in_at"], staff=one["person"] is not None, **told)


def _topic(one: Record) -> TopicLine:
    return TopicLine(
        one.eid,
        one["place"] or 0,
        one["title"],
        one["text"] or "",
        one.writers.get("text", ""),
        {name: one[name] for name in ("votes_for", "votes_against", "votes_abstain", "decision", "open_matters")},
        one["carried"] is not None,
    )


def _deeds(
    record: Record, row: MeetingRow, leading: bool, *, minuted: bool, waiting: int, topics: int
) -> tuple[str, ...]:
    if not leading:
        return ()
    state = record["state"]
    deeds = [move.event for move in MEETING_LIFECYCLE.offered(state) if move.event not in ("approve", "issue", "file")]
    if minuted and "draft" in deeds:
        deeds.remove("draft")
    if row.open_decisions and "settle" in deeds:
        deeds.remove("settle")
    if not row.open_decisions and "supervise" in deeds:
        deeds.remove("supervise")
    if not locked(state):
        deeds += ["change", "add_topic", "invite", *(("carry",) if waiting else ()), "invite_as_before"]
        deeds += ["mark_rest", "decide"] if state in ("signing_in", "running", "checking") else []
        deeds += ["topic", "drop_topic"] if topics else []
        deeds += ["chair_signs"] if state == "signing" else []
        deeds += [] if record["restricted"] else ["restrict"]
    else:
        deeds.append("correct")
    return tuple(dict.fromkeys(deeds))
