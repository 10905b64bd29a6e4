"""What was done for a request and what may be done next, for the page on which it is served."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.records import entity
from qi_desk.domain.requests import NAMED_ONLY, flow_of
from qi_desk.domain.samples import SETTLED
from qi_desk.services.assignments import AssignmentView, given_out
from qi_desk.services.client_file import living
from qi_desk.services.mandates import stands
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.request_aftercare import step_due
from qi_desk.services.request_clock import finish_due
from qi_desk.services.request_moves import newest_of
from qi_desk.services.request_papers import FORMS
from qi_desk.services.request_views import RUNNING
from qi_desk.services.rights import LOOKING, may, verb
from qi_desk.services.samples import SampleLine, of_request
from qi_desk.services.showing import shown, text

_MOST = 200


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One contact (F09); `by` is a name."""

    eid: str
    at: datetime
    mode: str
    party: str
    content: str
    problem: str
    promise: str
    promise_due: date | None
    next_on: date | None
    quality: str
    by: str


@dataclass(frozen=True, slots=True)
class LinkLine:
    """Another request this one came of or led to; `link` a code of `request_links`."""

    eid: str
    number: str
    state: str
    link: str
    older: bool


@dataclass(frozen=True, slots=True)
class Writer:
    """A colleague with half-written words about the same matter. It stops nobody: what both save is kept, field by
    field, and the same field written twice is asked about."""

    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class WorkView:
    """A request at work. `next_step` is the deed most likely wanted, `deeds` all that are open to the actor now;
    `why_due` tells (day, reason) of the promised end; `records` hold the newest of each kind, masked; `papers` the
    kinds of papers that can be printed."""

    eid: str
    state: str
    stage: str
    complexity: str
    responsible: str
    next_on: date | None
    next_late: bool
    last_contact: datetime | None
    finish_due: datetime | None
    why_due: tuple[tuple[str, str], ...]
    paused_since: datetime | None
    pause_reason: str
    records: Mapping[str, Mapping[str, Any]]
    contacts: tuple[ContactLine, ...]
    given: tuple[AssignmentView, ...]
    links: tuple[LinkLine, ...]
    samples: tuple[SampleLine, ...]
    writers: tuple[Writer, ...]
    papers: tuple[str, ...]
    next_step: str
    deeds: tuple[str, ...]


_VERBS = {
    "assess": "requests.assess",
    "ask_papers": "requests.ask_papers",
    "papers_in": "requests.papers_in",
    "accept": "intake.accept",
    "refuse": "requests.refuse",
    "match": "requests.match",
    "plan": "requests.plan",
    "agree": "requests.agree",
    "start": "requests.start",
    "pause": "requests.pause",
    "resume": "requests.resume",
    "deliver": "requests.deliver",
    "take_back": "requests.take_back",
    "ask_rating": "requests.ask_rating",
    "close": "requests.close",
    "sign": "paper.sign",
    "withdraw": "intake.withdraw",
    "review": "requests.review",
    "approve_plan": "requests.approve_plan",
    "extend": "requests.extend",
    "follow_up": "requests.follow_up",
    "hand_over": "requests.hand_over",
    "take_sample": "samples.take_in",
    "move_sample": "samples.move",
    "mandate": "mandates.give",
    "end_mandate": "mandates.end",
    "project": "joint_projects.found",
    "finish_project": "joint_projects.finish",
    "split": "requests.split",
    "merge": "requests.merge",
    "relate": "requests.relate",
    "reopen": "requests.reopen",
    "call_back": "requests.call_back",
    "look_back": "requests.look_back",
    "complain": "complaints.receive",
    "confine": "requests.confine",
    "name_person": "requests.name_person",
    "unconfine": "requests.unconfine",
}
"""Deeds of the page and the verbs behind them, in the order they are offered."""

_NEXT = {
    "registered": "accept",
    "supplement": "papers_in",
    "assessing": "accept",
    "accepted": "start",
    "matched": "plan",
    "plan_pending": "agree",
    "in_service": "deliver",
    "paused": "resume",
    "delivered": "ask_rating",
    "awaiting_rating": "close",
    "refused": "call_back",
    "closed": "look_back",
    "archived": "look_back",
}
_RECORDS = (
    "assessment",
    "supplement",
    "refusal",
    "plan",
    "delivery",
    "look_back",
    "mandate",
    "joint_project",
    "extension",
)
_ENDED = frozenset({"closed", "terminated", "refused", "archived"})


@verb("requests.work", LOOKING)
def show(house: House, actor: Actor, eid: str) -> WorkView:
    """A request at work. Raises Missing."""
    with house.store.read() as look:
        record = living(look, "request", eid)
        newest = {kind: newest_of(look, kind, eid) for kind in _RECORDS}
        due = finish_due(house, look, record) if record["accepted_at"] else None
        open_pause = look.select(Query("pause", equals={"request": eid, "until": None}, limit=1))
        today = house.clock.now().date()
        samples = of_request(look, eid)
        deeds = _deeds(house, actor, look, record, newest) + _sample_deeds(actor, samples)
        return WorkView(
            eid=eid,
            state=record["state"],
            stage=str(house.codes.row("request_states", record["state"]).get("stage", "")),
            complexity=record["complexity"] or "",
            responsible=_name(look, record["responsible"]),
            next_on=record["next_on"],
            next_late=record["next_on"] is not None and record["next_on"] < today,
            last_contact=record["last_contact"],
            finish_due=due.moment if due else record["finish_due"],
            why_due=tuple((step.day.isoformat(), step.code) for step in due.steps) if due else (),
            paused_since=open_pause[0]["since"] if open_pause else None,
            pause_reason=open_pause[0]["reason"] if open_pause else "",
            records={
                kind: {name: shown(one, name) for name in entity(kind).names()}
                for kind, one in newest.items()
                if one is not None
            },
            contacts=_contacts(look, eid),
            given=given_out(house, look, eid),
            links=_links(look, record),
            samples=samples,
            writers=_writers(house, actor, look, eid),
            papers=tuple(kind for kind, form in FORMS.items() if form(house, look, record) is not None),
            next_step=_next_step(record, newest, deeds),
            deeds=deeds,
        )


def _deeds(
    house: House, actor: Actor, look: Reader, record: Record, newest: Mapping[str, Record | None]
) -> tuple[str, ...]:
    confined = record["secrecy"] == NAMED_ONLY
    offered = {"complain", *(("name_person", "unconfine") if confined else ("confine",))}
    offered |= {move.event for move in flow_of(record["flow"]).offered(record["state"])}
    assessment, plan = newest["assessment"], newest["plan"]
    if record["state"] == "assessing" and assessment is not None and not assessment["reviewed_by"]:
        offered.add("review")
    if record["state"] == "plan_pending" and plan is not None and not plan["approved_by"]:
        offered.add("approve_plan")
    if record["state"] in _ENDED:
        offered.add("reopen")
        if newest["refusal"] is not None and newest["refusal"]["called_back_on"] is None:
            offered.add("call_back")
        if step_due(house, look, record) is not None:
            offered.add("look_back")
    else:
        offered |= {"follow_up", "hand_over", "relate", "take_sample"} | _side_deeds(house, record, newest)
        if any(newest.get(kind) is not None for kind in ("supplement", "plan", "delivery")):
            offered.add("sign")
        if look.count(Query("request_item", equals={"request": record.eid})) > 1:
            offered.add("split")
        if record["accepted_at"] and not look.count(Query("extension", equals={"request": record.eid})):
            offered.add("extend")
    return tuple(deed for deed, name in _VERBS.items() if deed in offered and may(actor, name))


def _side_deeds(house: House, record: Record, newest: Mapping[str, Record | None]) -> set[str]:
    """What goes along with a running request: acting for the client, a joint project, merging."""
    offered = set()
    if record["state"] in RUNNING:
        offered |= {"mandate", "merge"}
    if stands(newest["mandate"], moments.china_date(house.clock.now())):
        offered.add("end_mandate")
    project = newest["joint_project"]
    if record["complexity"] == "complex" and record["state"] in RUNNING and not (project and project["finished_on"]):
        offered |= {"project", "finish_project"} if project is not None else {"project"}
    return offered


def _sample_deeds(actor: Actor, samples: tuple[SampleLine, ...]) -> tuple[str, ...]:
    held = any(one.state not in SETTLED for one in samples)
    return ("move_sample",) if held and may(actor, _VERBS["move_sample"]) else ()


def _next_step(record: Record, newest: Mapping[str, Record | None], deeds: tuple[str, ...]) -> str:
    wanted = _NEXT.get(record["state"], "")
    assessment, plan = newest["assessment"], newest["plan"]
    if wanted == "start" and record["complexity"] == "complex":
        wanted = "match"
    if wanted == "agree" and plan is not None and not plan["approved_by"]:
        wanted = "approve_plan"
    if wanted == "accept" and assessment is not None and assessment["result"] in ("refuse", "refer"):
        wanted = "refuse"
    if wanted == "accept" and assessment is not None and assessment["result"] == "supplement":
        wanted = "ask_papers"
    return wanted if wanted in deeds else ""


def _contacts(look: Reader, eid: str) -> tuple[ContactLine, ...]:
    records = look.select(Query("follow_up", equals={"request": eid}, order="at", newest_first=True, limit=_MOST))
    people = look.many("person", {one["made_by"] for one in records if one["made_by"]})
    return tuple(
        ContactLine(
            eid=one.eid,
            at=one["at"],
            mode=one["mode"],
            party=one["party"],
            content=one["content"],
            problem=one["problem"] or "",
            promise=one["promise"] or "",
            promise_due=one["promise_due"],
            next_on=one["next_on"],
            quality=one["quality"] or "",
            by=text(people.get(one["made_by"] or ""), "name"),
        )
        for one in records
    )


def _links(look: Reader, record: Record) -> tuple[LinkLine, ...]:
    lines = [
        LinkLine(one.eid, one["number"], one["state"], one["link"] or "related", older=False)
        for one in look.select(Query("request", equals={"parent": record.eid}, limit=50))
    ]
    parent = look.get("request", record["parent"]) if record["parent"] else None
    if parent is not None:
        lines.insert(
            0, LinkLine(parent.eid, parent["number"], parent["state"], record["link"] or "related", older=True)
        )
    return (*lines, *_ties(look, record.eid))


def _writers(house: House, actor: Actor, look: Reader, eid: str) -> tuple[Writer, ...]:
    drafts = house.store.drafts.others(actor.account, eid)
    people = look.many("person", {draft.account for draft in drafts})
    return tuple(Writer(text(people.get(draft.account), "name"), draft.saved_at) for draft in drafts)


def _ties(look: Reader, eid: str) -> Iterator[LinkLine]:
    for mine, theirs in (("request", "other"), ("other", "request")):
        for tie in look.select(Query("request_link", equals={mine: eid}, limit=50)):
            other = look.get("request", tie[theirs])
            if other is not None:
                older = tie["link"] == "merged" and mine == "request"
                yield LinkLine(other.eid, other["number"], other["state"], tie["link"], older=older)


def _name(look: Reader, eid: str | None) -> str:
    return text(look.get("person", eid), "name") if eid else ""
