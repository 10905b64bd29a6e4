"""What of the visits to enterprises is shown: what is planned, what was done, what is still owed an answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.outreach import OPEN_STATES, OUTREACH, OUTREACH_PROBLEM, ProblemState, problem_state
from qi_desk.services.client_file import living
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import shown, text

_MOST = 50
_OWED = 2000


@dataclass(frozen=True, slots=True)
class OutreachRow:
    """One line: `day` is when somebody went, or is to go; `late` a plan whose day is past; `owed` how many problems
    wait for an answer, `overdue` whether one does for too long."""

    eid: str
    number: str
    client: str
    client_name: str
    kind: str
    mode: str
    state: str
    day: date
    owner: str
    purpose: str
    late: bool
    owed: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class OutreachPage:
    """One page of a list and where the next begins."""

    rows: tuple[OutreachRow, ...]
    after: tuple[Any, str] | None


@dataclass(frozen=True, slots=True)
class ProblemView:
    """One problem as it may be shown; `owner` is a name, `request` the number of the request it became."""

    eid: str
    values: Mapping[str, Any]
    state: ProblemState
    owner: str
    request: str
    request_eid: str


@dataclass(frozen=True, slots=True)
class OutreachView:
    """One visit whole. `values` are masked; `phones` whom to call there, masked, by name."""

    row: OutreachRow
    values: Mapping[str, Any]
    address: str
    recorded_by: str
    contacts: tuple[tuple[str, str, str], ...]
    problems: tuple[ProblemView, ...]


@verb("outreach.page", LOOKING)
def page(
    house: House,
    actor: Actor,
    scope: str = "planned",
    *,
    mine: bool = False,
    after: tuple[Any, str] | None = None,
    limit: int = 60,
) -> OutreachPage:
    """Visits in one of three scopes: "planned" (the nearest day first), "done" (the latest first), "owed" (done, with
    problems that wait for an answer, the most urgent first)."""
    equals: dict[str, Any] = {"owner": actor.account} if mine else {}
    with house.store.read() as look:
        if scope == "owed":
            return OutreachPage(_owed(house, look, equals), None)
        order = "planned_on" if scope == "planned" else "went_on"
        query = Query(
            "outreach",
            equals={**equals, "state": scope},
            order=order,
            newest_first=scope != "planned",
            limit=limit,
            after=after,
        )
        records = look.select(query)
        last = records[-1] if len(records) == limit else None
        return OutreachPage(rows_of(house, look, records), (last[order], last.eid) if last else None)


def _owed(house: House, look: Reader, equals: Mapping[str, Any]) -> tuple[OutreachRow, ...]:
    today = moments.china_date(house.clock.now())
    waiting = Query("outreach_problem", equals={"request": None, "answered_on": None}, order="due", limit=_OWED)
    owed = [one["outreach"] for one in look.select(waiting) if problem_state(one.values, today) in OPEN_STATES]
    visits = look.many("outreach", owed)
    records = [visits[eid] for eid in dict.fromkeys(owed) if eid in visits]
    wanted = [one for one in records if not one.void and all(one[name] == value for name, value in equals.items())]
    return rows_of(house, look, wanted)


def rows_of(house: House, look: Reader, records: Collection[Record]) -> tuple[OutreachRow, ...]:
    """List lines, with three queries whatever their number."""
    if not records:
        return ()
    today = moments.china_date(house.clock.now())
    clients = look.many("enterprise", {one["client"] for one in records})
    people = look.many("person", {one["owner"] for one in records})
    heard: dict[str, list[ProblemState]] = {}
    wanted = [one.eid for one in records]
    for one in look.select(Query("outreach_problem", among={"outreach": wanted}, limit=_MOST * len(wanted))):
        heard.setdefault(one["outreach"], []).append(problem_state(one.values, today))
    return tuple(_row(one, clients, people, heard.get(one.eid, ()), today) for one in records)


def _row(
    record: Record,
    clients: Mapping[str, Record],
    people: Mapping[str, Record],
    heard: Iterable[ProblemState],
    today: date,
) -> OutreachRow:
    states = tuple(heard)
    return OutreachRow(
        eid=record.eid,
        number=record["number"] or "",
        client=record["client"],
        client_name=text(clients.get(record["client"]), "name"),
        kind=record["kind"],
        mode=record["mode"],
        state=record["state"],
        day=record["went_on"] or record["planned_on"],
        owner=text(people.get(record["owner"]), "name"),
        purpose=record["purpose"] or "",
        late=record["state"] == "planned" and record["planned_on"] < today,
        owed=sum(state in OPEN_STATES for state in states),
        overdue=ProblemState.OVERDUE in states,
    )


@verb("outreach.show", LOOKING)
def show(house: House, actor: Actor, eid: str) -> OutreachView:
    """One visit. Raises Missing."""
    with house.store.read() as look:
        return view_of(house, look, living(look, "outreach", eid))


def view_of(house: House, look: Reader, record: Record) -> OutreachView:
    """One visit whole, as it may be shown."""
    client = look.get("enterprise", record["client"])
    people = look.select(Query("contact", equals={"client": record["client"]}, limit=_MOST))
    writer = look.get("person", record["recorded_by"]) if record["recorded_by"] else None
    return OutreachView(
        row=rows_of(house, look, [record])[0],
        values={name: shown(record, name) for name in OUTREACH.names()},
        address=(client["address"] or client["registered_address"] or "") if client else "",
        recorded_by=text(writer, "name"),
        contacts=tuple(map(_contact, people)),
        problems=problems_of(house, look, record.eid),
    )


def _contact(one: Record) -> tuple[str, str, str]:
    return one.eid, f"{text(one, 'name')} {text(one, 'post')}".strip(), text(one, "phone")


def problems_of(house: House, look: Reader, outreach: str) -> tuple[ProblemView, ...]:
    """The problems of one visit in the order they were written."""
    today = moments.china_date(house.clock.now())
    records = look.select(Query("outreach_problem", equals={"outreach": outreach}, limit=_MOST))
    people = look.many("person", {one["owner"] for one in records if one["owner"]})
    requests = look.many("request", {one["request"] for one in records if one["request"]})
    return tuple(
        ProblemView(
            one.eid,
            {name: shown(one, name) for name in OUTREACH_PROBLEM.names()},
            problem_state(one.values, today),
            text(people.get(one["owner"]), "name"),
            text(requests.get(one["request"]), "number"),
            one["request"] or "",
        )
        for one in records
    )


def planned_about(look: Reader, eids: Collection[str]) -> dict[str, date]:
    """For each record of `eids` somebody already plans to speak about: the day."""
    found = look.select(Query("outreach", equals={"state": "planned"}, among={"about": tuple(eids)}, limit=_OWED))
    return {one["about"]: one["planned_on"] for one in found}
