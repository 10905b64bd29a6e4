"""Looking at service objects: lists, one file with its people and its requests, the search box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qi_desk.domain.errors import Missing
from qi_desk.services.ports import Actor, House, Query, Record
from qi_desk.services.request_views import RequestRow, rows_of
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import shown, text
from qi_desk.services.visit_views import VisitView, visit_views


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One line of the list of service objects."""

    eid: str
    name: str
    kind: str
    credit_code: str
    street: str
    park: str
    specialist: str


@dataclass(frozen=True, slots=True)
class ContactView:
    """One contact, masked."""

    eid: str
    name: str
    post: str
    phone: str
    email: str
    primary: bool


@dataclass(frozen=True, slots=True)
class ClientView:
    """One service object whole: the header, whom to speak to, the newest requests and visits."""

    row: ClientRow
    former_names: tuple[str, ...]
    address: str
    building: str
    room: str
    section: str
    division: str
    products: str
    staff_count: int | None
    tags: tuple[str, ...]
    status: str
    contacts: tuple[ContactView, ...]
    requests: tuple[RequestRow, ...]
    visits: tuple[VisitView, ...]


@dataclass(frozen=True, slots=True)
class ClientPage:
    """One page of a list and where the next begins."""

    rows: tuple[ClientRow, ...]
    after: tuple[Any, str] | None


def _row(record: Record, specialist: Record | None) -> ClientRow:
    return ClientRow(
        record.eid,
        record["name"],
        record["kind"],
        shown(record, "credit_code"),
        record["street"] or "",
        record["park"] or "",
        text(specialist, "name"),
    )


def _contact(record: Record) -> ContactView:
    return ContactView(
        record.eid,
        shown(record, "name"),
        record["post"] or "",
        shown(record, "phone"),
        shown(record, "email"),
        bool(record["primary"]),
    )


@verb("clients.page", LOOKING)
def page(house: House, actor: Actor, *, after: tuple[Any, str] | None = None, limit: int = 60) -> ClientPage:
    """Service objects by name."""
    with house.store.read() as look:
        records = look.select(Query("enterprise", order="name", limit=limit, after=after))
        people = look.many(
            "person",
            [record["specialist"] for record in records if record["specialist"]],
        )
    rows = tuple(_row(record, people.get(record["specialist"] or "")) for record in records)
    last = records[-1] if len(records) == limit else None
    return ClientPage(rows, (last["name"], last.eid) if last else None)


@verb("clients.show", LOOKING)
def show(house: House, actor: Actor, eid: str) -> ClientView:
    """One service object. Raises Missing."""
    with house.store.read() as look:
        record = look.get("enterprise", eid)
        if record is None or record.void:
            raise Missing("record.missing", kind="enterprise")
        specialist = look.get("person", record["specialist"]) if record["specialist"] else None
        contacts = look.select(Query("contact", equals={"client": eid}, limit=50))
        requests = look.select(
            Query(
                "request",
                equals={"client": eid},
                order="registered_at",
                newest_first=True,
                limit=30,
            )
        )
        visits = look.select(
            Query(
                "visit",
                equals={"client": eid},
                order="arrived_at",
                newest_first=True,
                limit=20,
            )
        )
        return ClientView(
            row=_row(record, specialist),
            former_names=tuple(one["name"] if isinstance(one, dict) else one for one in record["former_names"] or ()),
            address=record["address"] or record["registered_address"] or "",
            building=record["building"] or "",
            room=record["room"] or "",
            section=record["section"] or "",
            division=record["division"] or "",
            products=record["products"] or "",
            staff_count=record["staff_count"],
            tags=tuple(record["tags"] or ()),
            status=record["status"] or "",
            contacts=tuple(_contact(contact) for contact in contacts),
            requests=rows_of(house, look, requests),
            visits=visit_views(look, visits, house.clock.now()),
        )


@verb("clients.suggest", LOOKING)
def suggest(house: House, actor: Actor, what: str, limit: int = 8) -> tuple[ClientRow, ...]:
    """Service objects whose name, code or pinyin begins like `what`: the list under the company field."""
    with house.store.read() as look:
        hits = look.find(what, kinds=("enterprise",), limit=limit)
        records = look.many("enterprise", [hit.eid for hit in hits])
    return tuple(_row(record, None) for hit in hits if (record := records.get(hit.eid)) is not None)


@verb("clients.contacts", LOOKING)
def contacts(house: House, actor: Actor, eid: str) -> tuple[ContactView, ...]:
    """The contacts of one service object, the primary one first."""
    with house.store.read() as look:
        records = look.select(Query("contact", equals={"client": eid}, limit=50))
    return tuple(_contact(record) for record in sorted(records, key=lambda record: not record["primary"]))


@verb("clients.of_contact", LOOKING)
def client_of(house: House, actor: Actor, contact: str) -> str:
    """The service object a contact belongs to. Raises Missing."""
    with house.store.read() as look:
        record = look.get("contact", contact)
    if record is None:
        raise Missing("record.missing", kind="contact")
    return str(record["client"])
