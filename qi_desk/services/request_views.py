"""Looking at requests: lists page by page, one request whole, service objects with what was done for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qi_desk.domain import working_time
from qi_desk.domain.errors import Missing
from qi_desk.domain.requests import REQUEST_LIFECYCLE, flow_of
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import shown, text

RUNNING = (
    "registered",
    "supplement",
    "assessing",
    "accepted",
    "matched",
    "plan_pending",
    "in_service",
    "paused",
)
"""States of requests that are not ended."""

_STANDING = frozenset({"supplement", "paused"})
"""States in which the clock stands: no light says that time runs out."""


@dataclass(frozen=True, slots=True)
class ItemView:
    """One service item of a request: `item` is a code of the catalogue."""

    item: str
    primary: bool
    quantity: int


@dataclass(frozen=True, slots=True)
class PaperView:
    """One paper issued for a request; `number` is its own number (HZ)."""

    eid: str
    kind: str
    number: str
    issued_at: datetime
    times_printed: int


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One line of a list. `light` is green, yellow, orange, red, or empty where no clock runs."""

    eid: str
    number: str
    client: str
    client_name: str
    items: tuple[str, ...]
    contact: str
    registered_at: datetime
    reply_due: datetime
    state: str
    urgency: str
    light: str
    first_contact: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request whole, masked. `steps` tell which days the promised reply counts: (day, code of the reason)."""

    row: RequestRow
    items: tuple[ItemView, ...]
    papers: tuple[PaperView, ...]
    credit_code: str
    contact_post: str
    contact_phone: str
    contact_email: str
    visitor_name: str
    channel: str
    source: str
    stage: str
    description: str
    product: str
    model: str
    standards: tuple[str, ...]
    existing: tuple[Mapping[str, Any], ...]
    materials: tuple[Mapping[str, Any], ...]
    want_by: date | None
    urgency_reason: str
    fee: str
    secrecy: str
    agency: bool
    confirmation: str
    confirmed_at: datetime | None
    delivery: str
    steps: tuple[tuple[str, str], ...]
    finish_due: datetime | None
    provisional: bool
    accepted_at: datetime | None
    closed_at: datetime | None
    answer: str
    answer_basis: str
    solved: str
    end_reason: str
    offered: tuple[str, ...]
    visit: str


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One page of a list and where the next begins."""

    rows: tuple[RequestRow, ...]
    after: tuple[Any, str] | None


@verb("requests.page", LOOKING)
def page(
    house: House,
    actor: Actor,
    *,
    states: Collection[str] = (),
    first: str = "",
    responsible: str = "",
    client: str = "",
    category: str = "",
    urgency: str = "",
    since: datetime | None = None,
    after: tuple[Any, str] | None = None,
    limit: int = 60,
) -> RequestPage:
    """Requests, newest first (by when they were entered where a category is asked for), narrowed to states, people
    (accounts), client, category of the catalogue, urgency and a first moment. Empty means any."""
    narrowed = {
        "first_contact": first,
        "responsible": responsible,
        "client": client,
        "urgency": urgency,
    }
    equals = {name: value for name, value in narrowed.items() if value}
    query = Query(
        "request",
        equals=equals,
        among={"state": tuple(states) or REQUEST_LIFECYCLE.states} if states or first or responsible else {},
        order="eid" if category else "registered_at",
        bound="registered_at",
        since=since,
        newest_first=True,
        limit=limit,
        after=after,
        owning=("request_item", "request", "item", _items_of(house, category)) if category else None,
    )
    with house.store.read() as look:
        records = look.select(query)
        rows = rows_of(house, look, records)
    last = records[-1] if len(records) == limit else None
    return RequestPage(rows, (last.eid if category else last["registered_at"], last.eid) if last else None)


def _items_of(house: House, category: str) -> tuple[str, ...]:
    return tuple(row["id"] for row in house.codes.rows("catalogue") if row["category"] == category)


@verb("requests.counts", LOOKING)
def counts(house: House, actor: Actor) -> dict[str, int]:
    """How many requests stand in each state."""
    with house.store.read() as look:
        return {state: look.count(Query("request", equals={"state": state})) for state in REQUEST_LIFECYCLE.states}


@verb("requests.show", LOOKING)
def show(house: House, actor: Actor, which: str) -> RequestView:
    """One request by id or by number (its own, or that of a paper issued for it). Raises Missing."""
    with house.store.read() as look:
        return view_of(house, look, find_request(look, which))


def find_request(look: Reader, which: str) -> Record:
    """The request named by id, by its number or by the number of one of its papers. Raises Missing."""
    record = look.get("request", which) or look.by_number(which)
    if record is not None and record.kind == "paper":
        record = look.get(record["subject_kind"], record["subject"])
    if record is None or record.kind != "request" or record.void:
        raise Missing("request.unknown", number=which)
    return record


def rows_of(house: House, look: Reader, records: Sequence[Record]) -> tuple[RequestRow, ...]:
    """List lines for `records`, with three queries whatever their number."""
    if not records:
        return ()
    clients = look.many("enterprise", [record["client"] for record in records])
    people = look.many(
        "person",
        [record["first_contact"] for record in records if record["first_contact"]],
    )
    items: dict[str, list[Record]] = {}
    wanted = [record.eid for record in records]
    for item in look.select(Query("request_item", among={"request": wanted}, limit=20 * len(wanted))):
        items.setdefault(item["request"], []).append(item)
    now = house.clock.now()
    return tuple(
        _row(
            house,
            record,
            clients.get(record["client"]),
            items.get(record.eid, []),
            people,
            now,
        )
        for record in records
    )


def _row(
    house: House,
    record: Record,
    client: Record | None,
    items: Sequence[Record],
    people: Mapping[str, Record],
    now: datetime,
) -> RequestRow:
    ordered = sorted(items, key=lambda item: not item["primary"])
    return RequestRow(
        eid=record.eid,
        number=record["number"],
        client=record["client"],
        client_name=text(client, "name"),
        items=tuple(item["item"] for item in ordered),
        contact=shown(record, "contact_name"),
        registered_at=record["registered_at"],
        reply_due=record["reply_due"],
        state=record["state"],
        urgency=record["urgency"],
        light=_light(house, record, now),
        first_contact=text(people.get(record["first_contact"] or ""), "name"),
    )


def due_of(record: Record) -> datetime | None:
    """What the running clock of a request runs towards: the reply, once accepted the end; None where it stands."""
    if record["state"] not in RUNNING or record["state"] in _STANDING:
        return None
    due: datetime | None = record["finish_due"] if record["state"] != "registered" else record["reply_due"]
    return due


def _light(house: House, record: Record, now: datetime) -> str:
    due = due_of(record)
    if due is None:
        return ""
    if due < now:
        return "red"
    total = working_time.working_seconds_between(house.calendar, record["registered_at"], due)
    left = working_time.working_seconds_between(house.calendar, now, due)
    return working_time.light(total, left, house.calendar.day_seconds)


_PLAIN = (
    "contact_post",
    "contact_phone",
    "contact_email",
    "visitor_name",
    "channel",
    "source",
    "stage",
    "description",
    "product",
    "model",
    "urgency_reason",
    "fee",
    "secrecy",
    "confirmation",
    "delivery",
    "answer",
    "answer_basis",
    "solved",
    "end_reason",
    "visit",
)


def view_of(house: House, look: Reader, record: Record) -> RequestView:
    """The whole request for the screen, masked."""
    client = look.get("enterprise", record["client"])
    items = look.select(Query("request_item", equals={"request": record.eid}))
    papers = look.select(Query("paper", equals={"subject": record.eid}, order="issued_at"))
    plain = {name: shown(record, name) for name in _PLAIN}
    return RequestView(
        row=rows_of(house, look, [record])[0],
        items=tuple(
            ItemView(item["item"], bool(item["primary"]), item["quantity"] or 1)
            for item in sorted(items, key=lambda item: not item["primary"])
        ),
        papers=tuple(
            PaperView(
                paper.eid,
                paper["kind"],
                paper["number"],
                paper["issued_at"],
                house.store.prints.times(paper.eid),
            )
            for paper in papers
        ),
        credit_code=text(client, "credit_code"),
        standards=tuple(one["number"] for one in record["standards"] or ()),
        existing=tuple(record["existing"] or ()),
        materials=tuple(record["materials"] or ()),
        want_by=record["want_by"],
        agency=bool(record["agency"]),
        confirmed_at=record["confirmed_at"],
        steps=tuple((day, code) for day, code in record["reply_due_steps"] or ()),
        finish_due=record["finish_due"],
        provisional=bool(record["due_provisional"]),
        accepted_at=record["accepted_at"],
        closed_at=record["closed_at"],
        offered=tuple(move.event for move in flow_of(record["flow"]).offered(record["state"])),
        **plain,
    )
