"""What of the decisions is shown: under supervision, one's own, late, ended lately."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qi_desk.domain import moments
from qi_desk.domain.meetings.agenda import overdue
from qi_desk.services.meetings.access import leads, may_read
from qi_desk.services.meetings.decisions import supervised
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import text


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision; `late` derived from the clock."""

    eid: str
    meeting: str
    meeting_title: str
    number: str
    held_on: date
    what: str
    owner: str
    due: date | None
    state: str
    late: bool
    evidence: str
    ended_on: date | None
    mine: bool


@verb("meetings.decisions", LOOKING)
def decisions(house: House, actor: Actor, scope: str = "open") -> tuple[DecisionRow, ...]:
    """What was decided: "open" under supervision, "mine" of it, "late" of it, or "ended" lately."""
    with house.store.read() as look:
        if scope != "ended":
            found = supervised(look, actor, mine=scope == "mine")
            rows = decision_rows(house, look, actor, found)
            return tuple(one for one in rows if scope != "late" or one.late)
        query = Query("meeting_decision", among={"state": ("done", "dropped")}, order="eid", newest_first=True)
        ended = look.select(query)
        meetings = look.many("meeting", {one["meeting"] for one in ended})
        pairs = [(one, meetings[one["meeting"]]) for one in ended if one["meeting"] in meetings]
        return decision_rows(house, look, actor, [pair for pair in pairs if may_read(look, actor, pair[1])])


def decision_rows(
    house: House, look: Reader, actor: Actor, pairs: Iterable[tuple[Record, Record]]
) -> tuple[DecisionRow, ...]:
    """List lines."""
    found = tuple(pairs)
    today = moments.china_date(house.clock.now())
    people = look.many("person", {one["owner"] for one, _ in found if one["owner"]})
    return tuple(
        DecisionRow(
            eid=one.eid,
            meeting=meeting.eid,
            meeting_title=meeting["title"],
            number=meeting["number"] or "",
            held_on=meeting["planned_on"],
            what=one["what"],
            owner=text(people.get(one["owner"] or ""), "name") or one["owner_unit"] or "",
            due=one["due"],
            state=one["state"],
            late=overdue(one["state"], one["due"], today),
            evidence=one["evidence"] or "",
            ended_on=one["ended_on"],
            mine=one["owner"] in actor.accounts or leads(actor, meeting),
        )
        for one, meeting in found
    )
