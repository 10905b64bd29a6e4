"""Entering the invented meetings: what was held has its record, its minutes and what was decided."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from qi_desk.domain.meetings.lifecycles import OPEN_RECORD
from qi_desk.domain.moments import CHINA
from qi_desk.services.meetings.access import parts_of
from qi_desk.services.meetings.attendance import invited
from qi_desk.services.meetings.decisions import follow_lines
from qi_desk.services.meetings.drawing import body_of, summary_of, title_of
from qi_desk.services.meetings.minutes import highest, minutes_digest
from qi_desk.services.meetings.recording import record_digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qi_desk.services.ports import Unit
    from qi_desk.services.practice.values import PracticeMeeting

_VOTES = ("votes_for", "votes_against", "votes_abstain")


def enter_meetings(unit: Unit, meetings: Sequence[PracticeMeeting], ids: Mapping[str, str], manager: str) -> None:
    """Every meeting with its parts; `manager` signs."""
    former: dict[str, str] = {}
    for meeting in meetings:
        kind = meeting.values["kind"]
        eid = _meeting(unit, meeting, ids, manager, former.get(kind))
        former[kind] = eid


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), CHINA)


def _meeting(unit: Unit, meeting: PracticeMeeting, ids: Mapping[str, str], manager: str, follows: str | None) -> str:
    held = meeting.state not in OPEN_RECORD
    values: dict[str, Any] = {**meeting.values, "planned_on": meeting.held_on, "state": meeting.state}
    values |= {"scribe": ids[meeting.scribe], "planned_by": manager, "follows": follows, "restricted": False}
    values["number"] = unit.next_number("HY", min(meeting.held_on, unit.now.date()))
    starts, ends = (_at(meeting.held_on, values[name]) for name in ("starts", "ends"))
    if meeting.state != "planned":
        values["notified_at"] = min(starts - timedelta(days=2), unit.now)
    if held:
        values |= {"started_at": starts, "closed_at": ends, "checked_by": ids[meeting.scribe], "checked_at": ends}
        values |= {"signed_at": ends, "locked_at": ends}
    if meeting.state == "settled":
        values["settled_on"] = unit.now.date() - timedelta(days=1)
    eid = unit.create("meeting", values)
    for one in meeting.people:
        came = {"signed_in_at": starts, "sign_way": "desk"} if held and one["role"] != "leave" else {}
        invited(unit, eid, {**one, **came})
    for place, topic in enumerate(meeting.topics, start=1):
        _topic(unit, eid, place, topic)
    if held:
        _ended(unit, meeting, eid, manager)
    return eid


def _topic(unit: Unit, meeting: str, place: int, topic: Mapping[str, Any]) -> None:
    values: dict[str, Any] = {"meeting": meeting, "place": place, "title": topic["title"]}
    values |= dict(zip(_VOTES, topic.get("votes", ()), strict=False))
    eid = unit.create("meeting_topic", {**values, "text": topic["text"] or None})
    record, made = unit.get("meeting", meeting), unit.get("meeting_topic", eid)
    assert record is not None
    assert made is not None
    follow_lines(unit, record, made, topic["text"])


def _ended(unit: Unit, meeting: PracticeMeeting, eid: str, manager: str) -> None:
    for one in parts_of(unit, "meeting_decision", eid):
        if one["what"] in meeting.done:
            ended = {"state": "done", "evidence": meeting.evidence, "ended_on": one["due"], "ended_by": one["owner"]}
            unit.change("meeting_decision", one.eid, ended)
    record = unit.get("meeting", eid)
    assert record is not None
    unit.change("meeting", eid, {"record_hash": record_digest(unit, record)})
    issued = meeting.held_on + timedelta(days=meeting.issued_after)
    values: dict[str, Any] = {
        "meeting": eid,
        "kind": record["kind"],
        "number": unit.next_number("JY", issued),
        "title": title_of(record),
        "summary": summary_of(unit, record),
        "body": body_of(unit, record),
        "main_to": meeting.main_to or None,
        "cc": meeting.cc or None,
        "state": "issued",
        "year": issued.year,
        "issue_no": highest(unit, record["kind"], issued.year) + 1,
    }
    at = _at(issued, "11:00")
    values |= {"drafted_by": record["scribe"], "drafted_at": at, "checked_by": manager, "checked_at": at}
    values |= {"signer": manager, "signed_at": at, "issued_by": record["scribe"], "issued_on": issued}
    made = unit.create("minutes", values)
    found = unit.get("minutes", made)
    assert found is not None
    unit.change("minutes", made, {"minutes_hash": minutes_digest(found)})
