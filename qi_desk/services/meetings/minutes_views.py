"""What of minutes is shown, and what was corrected after the lock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qi_desk.domain.meetings.records import MEETING, MINUTES
from qi_desk.domain.working_time import add_working_days
from qi_desk.services.meetings import minutes as minutes_of
from qi_desk.services.meetings.access import leads, may_read, readable, takes_part
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LEADING, LOOKING, verb
from qi_desk.services.showing import shown, text

_MOST = 500


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One correction: what stood there and stands, what it is to read, why, by whom."""

    subject: str
    old: str
    new: str
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class MinutesRow:
    """One line of the minutes. `twin` where another desk issued the same number of the year and kind."""

    eid: str
    number: str
    meeting: str
    meeting_title: str
    kind: str
    title: str
    state: str
    year: int
    issue_no: int
    issued_on: date | None
    due: datetime | None
    late: bool
    twin: bool


@dataclass(frozen=True, slots=True)
class MinutesView:
    """Minutes whole. `writers` go back with a change; `intact` as `MeetingView.intact`."""

    row: MinutesRow
    values: Mapping[str, Any]
    people: Mapping[str, str]
    writers: Mapping[str, str]
    intact: bool | None
    corrections: tuple[CorrectionLine, ...]
    deeds: tuple[str, ...]


def corrections_of(look: Reader, meeting: str) -> tuple[CorrectionLine, ...]:
    """What was corrected after the lock, in order."""
    found = look.select(Query("meeting_correction", equals={"meeting": meeting}, order="eid", limit=_MOST))
    people = look.many("person", {one["by"] for one in found if one["by"]})
    return tuple(
        CorrectionLine(
            one["subject"],
            one["old_text"],
            one["new_text"],
            one["reason"],
            one["at"],
            text(people.get(one["by"] or ""), "name"),
        )
        for one in found
    )


def people_of(look: Reader, record: Record) -> dict[str, str]:
    """The names of the people a meeting or minutes refer to, by id."""
    declared = MEETING if record.kind == "meeting" else MINUTES
    named = {record[one.name] for one in declared.fields if one.target == "person" and record[one.name]}
    return {eid: text(one, "name") for eid, one in look.many("person", named).items()}


@verb("minutes.page", LOOKING)
def minutes_page(house: House, actor: Actor, scope: str = "open") -> tuple[MinutesRow, ...]:
    """Minutes on their way, the oldest first; or those issued, the latest first."""
    issued = scope != "open"
    states = ("issued",) if issued else ("draft", "checked", "final")
    with house.store.read() as look:
        query = Query("minutes", among={"state": states}, order="eid", newest_first=issued, limit=_MOST)
        return minutes_rows(house, look, [one for one in look.select(query) if may_read(look, actor, one)])


def minutes_rows(house: House, look: Reader, records: Iterable[Record]) -> tuple[MinutesRow, ...]:
    """List lines."""
    found = tuple(records)
    meetings = look.many("meeting", {one["meeting"] for one in found})
    return tuple(_minutes_row(house, look, one, meetings.get(one["meeting"])) for one in found)


def _minutes_row(house: House, look: Reader, one: Record, meeting: Record | None) -> MinutesRow:
    closed = meeting["closed_at"] if meeting is not None else None
    days = house.settings.get("deadline.meeting_minutes")
    due = add_working_days(house.calendar, closed, days).moment if closed else None
    same = {"kind": one["kind"], "year": one["year"], "issue_no": one["issue_no"]}
    return MinutesRow(
        eid=one.eid,
        number=one["number"] or "",
        meeting=one["meeting"],
        meeting_title=meeting["title"] if meeting is not None else "",
        kind=one["kind"],
        title=one["title"],
        state=one["state"],
        year=one["year"] or 0,
        issue_no=one["issue_no"] or 0,
        issued_on=one["issued_on"],
        due=due,
        late=one["state"] != "issued" and due is not None and house.clock.now() > due,
        twin=bool(one["issue_no"]) and look.count(Query("minutes", equals=same)) > 1,
    )


@verb("minutes.show", LOOKING)
def show_minutes(house: House, actor: Actor, eid: str) -> MinutesView:
    """Minutes whole. Raises Missing."""
    with house.store.read() as look:
        record = look.get("minutes", eid)
        meeting = readable(look, actor, record["meeting"] if record is not None else "")
        assert record is not None
        return MinutesView(
            row=minutes_rows(house, look, [record])[0],
            values={name: shown(record, name) for name in MINUTES.names()},
            people=people_of(look, record),
            writers=dict(record.writers),
            intact=minutes_of.intact(record),
            corrections=tuple(one for one in corrections_of(look, meeting.eid) if one.subject == eid),
            deeds=_minutes_deeds(actor, record, leads(actor, meeting) or takes_part(look, actor, meeting.eid)),
        )


def _minutes_deeds(actor: Actor, record: Record, near: bool) -> tuple[str, ...]:
    """Who drafted minutes does not check them, and only the manager signs."""
    state, deeds = record["state"], list[str]()
    if state == "draft" and record["drafted_by"] != actor.account:
        deeds.append("check_minutes")
    if state == "checked":
        deeds += ["sign_minutes"] if actor.role in LEADING else []
        deeds.append("send_back")
    if state == "final" and near:
        deeds.append("issue_minutes")
    if near:
        deeds += ["write_minutes", "head_minutes"] if state in ("draft", "checked") else ["correct_minutes"]
    return tuple(deeds)
