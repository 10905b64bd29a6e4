"""What of the improvement plans is shown, and what calls for one: bad ratings, upheld complaints, causes that come
back, low evaluations (C4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.feedback.improvements import (
    IMPROVEMENT,
    IMPROVEMENT_LIFECYCLE,
    REPEAT_DAYS,
    REPEATS,
    escalated_to,
    improvement_id,
)
from qi_desk.domain.indicators.records import row_key
from qi_desk.services.client_file import living
from qi_desk.services.feedback.improvements import actions_of
from qi_desk.services.feedback.statistics import figures
from qi_desk.services.indicators.missed import missed_rows
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import shown, text

OPEN = tuple(state for state in IMPROVEMENT_LIFECYCLE.states if state not in IMPROVEMENT_LIFECYCLE.final)
SCOPES = ("open", "closed")
_MOST = 1000
_TRUE = ("true", "partly")
_ENOUGH = 5
"""Valid ratings from which a rate says something."""

_UPHELD = ("upheld", "partly")


@dataclass(frozen=True, slots=True)
class ImprovementRow:
    """One line. `done` of `actions` measures are carried out; `escalated` is who has to hear that it is overdue (list
    `escalations`), empty while in time."""

    eid: str
    number: str
    source: str
    problem: str
    owner: str
    deadline: date
    state: str
    done: int
    actions: int
    escalated: str


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One measure; `late` where its day is past and it is not done."""

    eid: str
    what: str
    owner: str
    due: date
    resource: str
    done_on: date | None
    done_note: str
    late: bool


@dataclass(frozen=True, slots=True)
class ImprovementView:
    """One plan whole; `tracks` are (moment, who, what), `about` what it came of; `deeds` what the actor may do."""

    row: ImprovementRow
    values: Mapping[str, Any]
    people: Mapping[str, str]
    about: str
    actions: tuple[ActionLine, ...]
    tracks: tuple[tuple[datetime, str, str], ...]
    deeds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that calls for a plan: `key` names the finding, `values` what the plan begins with."""

    key: str
    source: str
    said: str
    found_on: date
    values: Mapping[str, Any]


@verb("improvements.page", LOOKING)
def page(house: House, actor: Actor, scope: str = "open") -> tuple[ImprovementRow, ...]:
    """Plans that are open, the nearest deadline first, or closed ones, the latest first."""
    states = OPEN if scope == "open" else tuple(IMPROVEMENT_LIFECYCLE.final)
    with house.store.read() as look:
        query = Query(
            "improvement", among={"state": states}, order="deadline", newest_first=scope != "open", limit=_MOST
        )
        return rows_of(house, look, look.select(query))


def rows_of(house: House, look: Reader, records: Iterable[Record]) -> tuple[ImprovementRow, ...]:
    """List lines."""
    plans = tuple(records)
    today = moments.china_date(house.clock.now())
    people = look.many("person", {one["owner"] for one in plans})
    actions: dict[str, list[Record]] = {}
    for one in look.select(
        Query("improvement_action", among={"improvement": [plan.eid for plan in plans]}, limit=_MOST)
    ):
        actions.setdefault(one["improvement"], []).append(one)
    return tuple(
        ImprovementRow(
            eid=one.eid,
            number=one["number"] or "",
            source=one["source"],
            problem=one["problem"],
            owner=text(people.get(one["owner"]), "name"),
            deadline=one["deadline"],
            state=one["state"],
            done=sum(action["done_on"] is not None for action in actions.get(one.eid, ())),
            actions=len(actions.get(one.eid, ())),
            escalated=escalated_to(one["deadline"], today, ended=one["state"] in IMPROVEMENT_LIFECYCLE.final),
        )
        for one in plans
    )


@verb("improvements.show", LOOKING)
def show(house: House, actor: Actor, eid: str) -> ImprovementView:
    """One plan. Raises Missing."""
    with house.store.read() as look:
        return view_of(house, look, actor, living(look, "improvement", eid))


def view_of(house: House, look: Reader, actor: Actor, record: Record) -> ImprovementView:
    """One plan whole."""
    today = moments.china_date(house.clock.now())
    actions = actions_of(look, record.eid)
    tracks = look.select(Query("improvement_track", equals={"improvement": record.eid}, order="eid", limit=_MOST))
    named = {record[one.name] for one in IMPROVEMENT.fields if one.target == "person"}
    named |= {one["owner"] for one in actions} | {one["by"] for one in tracks}
    people = look.many("person", filter(None, named))
    about = look.get(record["about_kind"], record["about"]) if record["about"] else None
    return ImprovementView(
        row=rows_of(house, look, [record])[0],
        values={name: shown(record, name) for name in IMPROVEMENT.names()},
        people={eid: text(one, "name") for eid, one in people.items()},
        about=" ".join((wording.code_label("entity", about.kind), about["number"] or "")).strip() if about else "",
        actions=tuple(
            ActionLine(
                one.eid,
                one["what"],
                text(people.get(one["owner"]), "name"),
                one["due"],
                one["resource"] or "",
                one["done_on"],
                one["done_note"] or "",
                one["done_on"] is None and one["due"] < today,
            )
            for one in actions
        ),
        tracks=tuple((one["at"], text(people.get(one["by"] or ""), "name"), one["note"]) for one in tracks),
        deeds=_deeds(actor, record, actions),
    )


def _deeds(actor: Actor, record: Record, actions: tuple[Record, ...]) -> tuple[str, ...]:
    state = record["state"]
    if state in IMPROVEMENT_LIFECYCLE.final:
        return ()
    deeds = [move.event for move in IMPROVEMENT_LIFECYCLE.offered(state) if move.event != "send_back"]
    if not actions and "approve" in deeds:
        deeds.remove("approve")
        deeds.insert(0, "add_action")
    if state == "running" and any(one["done_on"] is None for one in actions):
        deeds = ["action_done"]
    if "verify" in deeds and actor.account in {record["owner"], *(one["owner"] for one in actions)}:
        deeds.remove("verify")
    return tuple(dict.fromkeys((*deeds, "add_action", "track")))


@verb("improvements.candidates", LOOKING)
def candidates(house: House, actor: Actor) -> tuple[Candidate, ...]:
    """What of the last 90 days calls for a plan and has none yet, the newest first. Complaints are told by number and
    kind alone."""
    now = house.clock.now()
    since = now - timedelta(days=REPEAT_DAYS)
    found = [*_indicators(house, actor, moments.china_date(now))]
    with house.store.read() as look:
        found += [*_ratings(look, since), *_complaints(look, since), *_repeated(look, since)]
        found += [*_evaluations(house, look, since), *_missed(look, since)]
        opened = look.many("improvement", [improvement_id(one.key) for one in found])
    waiting = (one for one in found if improvement_id(one.key) not in opened)
    return tuple(sorted(waiting, key=lambda one: one.found_on, reverse=True))


def _ratings(look: Reader, since: datetime) -> Iterator[Candidate]:
    query = Query("correction", order="opened_at", since=since, limit=_MOST)
    records = [one for one in look.select(query) if one["finding"] in _TRUE]
    surveys = look.many("survey", [one["survey"] for one in records])
    for one in records:
        survey = surveys.get(one["survey"])
        number = survey["number"] if survey is not None else ""
        values = {"about_kind": "survey", "about": one["survey"], "cause_kind": one["cause"], "problem": one["facts"]}
        day = moments.china_date(one["opened_at"])
        yield Candidate(f"survey:{one['survey']}", "rating", f"{number} {one['facts'] or ''}".strip(), day, values)


def _complaints(look: Reader, since: datetime) -> Iterator[Candidate]:
    for one in look.select(Query("complaint", order="received_at", since=since, limit=_MOST)):
        if one["decision"] in _UPHELD:
            kind = wording.code_label("complaint_kinds", one["kind"])
            values = {"about_kind": "complaint", "about": one.eid, "cause_kind": one["cause"]}
            day = moments.china_date(one["received_at"])
            yield Candidate(f"complaint:{one.eid}", "complaint", f"{one['number']} {kind}", day, values)


def _repeated(look: Reader, since: datetime) -> Iterator[Candidate]:
    met: Counter[str] = Counter()
    last: dict[str, date] = {}
    for kind, when in (("complaint", "received_at"), ("correction", "opened_at")):
        for one in look.select(Query(kind, order=when, since=since, limit=_MOST)):
            if one["cause"]:
                met[one["cause"]] += 1
                day = moments.china_date(one[when])
                last[one["cause"]] = max(last.get(one["cause"], day), day)
    for cause, times in met.items():
        if times >= REPEATS:
            said = f"{wording.code_label('causes', cause)} × {times}"
            quarter = f"{last[cause].year}-{(last[cause].month + 2) // 3}"
            yield Candidate(f"repeat:{cause}:{quarter}", "repeat", said, last[cause], {"cause_kind": cause})


def _evaluations(house: House, look: Reader, since: datetime) -> Iterator[Candidate]:
    low = house.settings.get("library.low_score")
    records = [one for one in look.select(Query("evaluation", order="eid", limit=5 * _MOST)) if one["made_at"] >= since]
    for one in records:
        if one["score"] < low:
            party = look.get(one["party_kind"], one["party"])
            values = {
                "about_kind": one["party_kind"],
                "about": one["party"],
                "cause_kind": "partner",
                "problem": one["comment"],
            }
            day = moments.china_date(one["made_at"])
            said = f"{text(party, 'name')} {one['score']}"
            yield Candidate(f"evaluation:{one.eid}", "evaluation", said, day, values)


def _missed(look: Reader, since: datetime) -> Iterator[Candidate]:
    """Targets missed in evaluations (F29) that were handed in."""
    for evaluation, row, said in missed_rows(look, moments.china_date(since)):
        values = {"about_kind": "self_evaluation", "about": evaluation.eid}
        yield Candidate(row_key(row.eid), "self", f"{evaluation['number']} {said}", evaluation["until"], values)


def _indicators(house: House, actor: Actor, today: date) -> Iterator[Candidate]:
    """Targets of feedback missed in the month before, where enough was counted to tell."""
    until = today.replace(day=1) - timedelta(days=1)
    counted = figures(house, actor, until.replace(day=1), until)
    complaints = counted.complaints
    in_time = round(100 * complaints.in_time / complaints.answered) if complaints.answered else None
    measured = (
        ("content", counted.ratings.content_rate, counted.ratings.valid >= _ENOUGH, "feedback.content_target"),
        ("in_time", in_time, True, "feedback.in_time_target"),
    )
    for name, reached, enough, key in measured:
        target = house.settings.get(key)
        if reached is not None and enough and reached < target:
            said = f"{until:%Y-%m} {wording.setting_label(key)} {reached}% < {target}%"
            yield Candidate(f"indicator:{name}:{until:%Y-%m}", "indicator", said, until, {})


def plans_due(look: Reader, today: date) -> tuple[Record, ...]:
    """Plans with a deadline, or a measure, until today that are not closed."""
    plans = {
        one.eid: one
        for one in look.select(
            Query("improvement", among={"state": OPEN}, order="deadline", until=today + timedelta(days=1), limit=_MOST)
        )
    }
    late = look.select(
        Query("improvement_action", equals={"done_on": None}, order="due", until=today + timedelta(days=1), limit=_MOST)
    )
    for one in look.many("improvement", {action["improvement"] for action in late}).values():
        if one["state"] in OPEN and not one.void:
            plans[one.eid] = one
    return tuple(plans.values())
