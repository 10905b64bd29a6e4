"""What of complaints is shown, and to whom: the person one is about does not find it before it is released."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from qi_desk.domain.feedback.complaints import COMPLAINT, COMPLAINT_LIFECYCLE, limit_of
from qi_desk.services.client_file import living
from qi_desk.services.feedback.access import is_subject, may_read, refuse_unread
from qi_desk.services.feedback.complaints import due_of, report_by
from qi_desk.services.feedback.papers import COMPLAINT_PAPERS
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import shown, text

OPEN = tuple(state for state in COMPLAINT_LIFECYCLE.states if state not in COMPLAINT_LIFECYCLE.final)
SCOPES = ("open", "ended")
_MOST = 1000


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """One line. `who` is masked, empty for an anonymous one; `due` until when the step that runs is promised, None
    where none does; `escalated` whether it went to the supervisor at once."""

    eid: str
    number: str
    received_at: datetime
    who: str
    kind: str
    target: str
    level: str
    state: str
    due: datetime | None
    late: bool
    escalated: bool
    repeat: int
    investigator: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One row of the follow-up form."""

    step: str
    at: datetime
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """One complaint whole, masked; `deeds` are what the actor may do now, `papers` the kinds that can be printed,
    `disputes` what was told of ways outside."""

    row: ComplaintRow
    values: Mapping[str, Any]
    people: Mapping[str, str]
    client_name: str
    steps: tuple[StepLine, ...]
    disputes: tuple[Mapping[str, Any], ...]
    report_by: datetime | None
    papers: tuple[str, ...]
    deeds: tuple[str, ...]


@verb("complaints.page", LOOKING)
def page(house: House, actor: Actor, scope: str = "open") -> tuple[ComplaintRow, ...]:
    """Complaints that are open, or ended ones, the newest first, as far as the actor may read them."""
    states = OPEN if scope == "open" else tuple(COMPLAINT_LIFECYCLE.final)
    with house.store.read() as look:
        query = Query("complaint", among={"state": states}, order="received_at", newest_first=True, limit=_MOST)
        return rows_of(house, look, [one for one in look.select(query) if may_read(look, actor, one)])


def rows_of(house: House, look: Reader, records: Iterable[Record]) -> tuple[ComplaintRow, ...]:
    """List lines."""
    complaints = tuple(records)
    now = house.clock.now()
    people = look.many("person", {one["investigator"] for one in complaints if one["investigator"]})
    rows = []
    for one in complaints:
        due = due_of(house, one)
        rows.append(
            ComplaintRow(
                eid=one.eid,
                number=one["number"] or "",
                received_at=one["received_at"],
                who=" ".join(filter(None, (str(shown(one, "complainant")), one["organisation"] or ""))),
                kind=one["kind"],
                target=one["target"],
                level=one["level"] or "",
                state=one["state"],
                due=due,
                late=due is not None and due < now,
                escalated=one["escalated_at"] is not None,
                repeat=one["repeat"] or 1,
                investigator=text(people.get(one["investigator"] or ""), "name"),
            )
        )
    return tuple(rows)


@verb("complaints.show", LOOKING)
def show(house: House, actor: Actor, which: str) -> ComplaintView:
    """One complaint by id or number. Raises Missing, also for the person it is about before its release."""
    with house.store.read() as look:
        found = look.by_number(which)
        record = living(look, "complaint", found.eid if found is not None else which)
        refuse_unread(look, actor, record)
        steps = look.select(Query("complaint_step", equals={"complaint": record.eid}, order="eid", limit=_MOST))
        disputes = look.select(Query("external_dispute", equals={"complaint": record.eid}, order="eid", limit=50))
        named = {record[one.name] for one in COMPLAINT.fields if one.target == "person"} | {one["by"] for one in steps}
        people = look.many("person", filter(None, named))
        client = look.get("enterprise", record["client"]) if record["client"] else None
        return ComplaintView(
            row=rows_of(house, look, [record])[0],
            values={name: shown(record, name) for name in COMPLAINT.names()},
            people={eid: text(one, "name") for eid, one in people.items()},
            client_name=text(client, "name"),
            steps=tuple(
                StepLine(one["step"], one["at"], text(people.get(one["by"] or ""), "name"), one["note"] or "")
                for one in steps
            ),
            disputes=tuple(dict(one.values) for one in disputes),
            report_by=report_by(house, record),
            papers=tuple(kind for kind, make in COMPLAINT_PAPERS.items() if make(house, look, record) is not None),
            deeds=_deeds(actor, record),
        )


_ANSWERS = frozenset({"accept", "object"})


def _deeds(actor: Actor, record: Record) -> tuple[str, ...]:
    if is_subject(actor, record):
        return ()
    events = [move.event for move in COMPLAINT_LIFECYCLE.offered(record["state"])]
    deeds = ["answer" if event in _ANSWERS else event for event in events]
    if record["investigator"] != actor.account and "find" in deeds:
        deeds.remove("find")
    if record["investigator"] == actor.account and "check" in deeds:
        deeds.remove("check")
    if limit_of(record.values).startswith("complaint_reply") and not record["extension_days"]:
        deeds.append("extend")
    if record["against_person"] and record["released_at"] is None:
        deeds.append("release")
    return (*dict.fromkeys(deeds), "plan")


def complaints_due(house: House, look: Reader, actor: Actor, now: datetime) -> tuple[tuple[Record, datetime], ...]:
    """Complaints whose running step is due by tomorrow, or that the supervisor has to hear of now, as far as the actor
    may read them: (complaint, due), the most urgent first."""
    found = look.select(Query("complaint", among={"state": OPEN}, order="received_at", limit=_MOST))
    soon = now + timedelta(days=1)
    due: list[tuple[Record, datetime]] = []
    for one in found:
        until = due_of(house, one)
        reported = report_by(house, one) if one["state"] in ("received", "acknowledged") else None
        first = min(filter(None, (until, reported)), default=None)
        if first is not None and first < soon and may_read(look, actor, one):
            due.append((one, first))
    return tuple(sorted(due, key=lambda pair: pair[1]))
