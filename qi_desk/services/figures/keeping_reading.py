"""What the station keeps and is able to: files, results used again, projects, rules, meetings, staff, the library."""

from __future__ import annotations

from qi_desk.domain.figures.cases import (
    Decision,
    Filed,
    Meeting,
    Party,
    Person,
    Project,
    Reuse,
    Rule,
    Training,
    Work,
)
from qi_desk.domain.library import SERVING
from qi_desk.domain.people_records import passed_by
from qi_desk.domain.registers.rules import holds, overdue
from qi_desk.domain.registers.secrecy import bound
from qi_desk.domain.standing import Level, covers_of
from qi_desk.services.figures.looking import Looking
from qi_desk.services.ports import Query
from qi_desk.services.rights import COUNTER
from qi_desk.services.staff import PREJOB

_MOST = 5000
_NOT_HELD = frozenset({"planned", "notified", "signing_in", "cancelled"})
_VALID = frozenset({Level.VALID, Level.EXPIRING})


def filed(look: Looking) -> list[Filed]:
    """Matters that were filed, by the day their period began to count."""
    query = look.within("archive_item", "starts_on", subject_kind="request")
    return [Filed(eid, not waived) for eid, waived in look.rows(query, "eid", "waiver?")]


def reuses(look: Looking) -> list[Reuse]:
    """Existing results that were judged in the period."""
    query = look.within("reuse", "decided_at")
    look.know_clients(query)
    return [
        Reuse(eid, at, decision == "accepted", avoided or 0, look.client(client))
        for eid, at, decision, avoided, client in look.rows(
            query, "eid", "decided_at", "decision", "cost_avoided", "client"
        )
    ]


def projects(look: Looking) -> list[Project]:
    """Joint projects that began or ended in the period."""
    found: dict[str, Project] = {}
    for name in ("begins", "finished_on"):
        for eid, begins, finished in look.rows(look.within("joint_project", name), "eid", "begins", "finished_on"):
            inside = look.period.holds
            found[eid] = Project(eid, inside(begins), finished is not None and inside(finished))
    return list(found.values())


def innovations(look: Looking) -> list[Work]:
    """Innovations published in the period."""
    query = look.within("innovation", "published_on", state="published")
    return [Work(eid, "innovation") for (eid,) in look.rows(query, "eid")]


def rules(look: Looking) -> list[Rule]:
    """The rules of the station as they stand."""
    with look.house.store.read() as reader:
        records = reader.select(Query("rule", limit=_MOST))
    return [Rule(one.eid, holds(one.values, look.today), overdue(one.values, look.today)) for one in records]


def meetings(look: Looking) -> list[Meeting]:
    """Meetings of the period that were held."""
    return [
        Meeting(eid, on, kind)
        for eid, on, kind, state in look.rows(
            look.within("meeting", "planned_on"), "eid", "planned_on", "kind", "state"
        )
        if state not in _NOT_HELD
    ]


def decisions(look: Looking) -> list[Decision]:
    """Decisions of meetings that were due in the period, dropped ones left out."""
    found = []
    for eid, state, due, ended in look.rows(look.within("meeting_decision", "due"), "eid", "state", "due", "ended_on"):
        if state == "dropped":
            continue
        in_time = ended <= due if state == "done" and ended else False if due < look.today else None
        found.append(Decision(eid, in_time))
    return found


def people(look: Looking) -> list[Person]:
    """Who serves clients, as the files stand."""
    with look.house.store.read() as reader:
        staff = reader.select(Query("person", equals={"active": True}, limit=_MOST))
        trained = reader.select(Query("training", equals={"kind": PREJOB}, limit=_MOST))
        papers = reader.select(Query("undertaking", equals={"party_kind": "person"}, limit=_MOST))
    signed = bound((one.values for one in papers), look.today)
    return [
        Person(
            one.eid,
            bool(one["full_time"]),
            any(passed_by(training.values, one.eid) for training in trained),
            one.eid in signed,
        )
        for one in staff
        if one["role"] in COUNTER
    ]


def trainings(look: Looking) -> list[Training]:
    """Trainings held in the period."""
    names = ("eid", "topic", "held_on", "kind", "hours", "person", "people#")
    return [
        Training(eid, (topic, on.isoformat()), kind, hours or 0, max(heads, 1 if person else 0))
        for eid, topic, on, kind, hours, person, heads in look.rows(look.within("training", "held_on"), *names)
    ]


def experts(look: Looking) -> list[Party]:
    """The experts of the library as their papers stand."""
    return _parties(look, "expert")


def institutions(look: Looking) -> list[Party]:
    """The institutions of the library as their papers stand."""
    return _parties(look, "institution")


def _parties(look: Looking, kind: str) -> list[Party]:
    with look.house.store.read() as reader:
        records = reader.select(Query(kind, limit=_MOST))
    return [
        Party(
            one.eid,
            kind,
            one["state"] in SERVING,
            all(paper.level(look.today, 0) in _VALID for paper in covers_of(kind, one.values)),
        )
        for one in records
    ]
