"""The catalogue of what is filed, what a client's file holds part by part, who has what, and what has run out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from qi_desk.domain import moments
from qi_desk.domain.archives import kept_until, run_out
from qi_desk.services.client_file import NEEDED, living
from qi_desk.services.client_parts import PARTS
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import text
from qi_desk.services.timeline import SOURCES

_MOST = 1000


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item: `until` the last day it is kept (None: for ever), `loan` who has it, `overdue` whether too long."""

    eid: str
    code: str
    volume: str
    client: str
    client_name: str
    part: str
    title: str
    author: str
    document_number: str
    dated: date
    pages: int | None
    secrecy: str
    category: str
    period: str
    medium: str
    place: str
    note: str
    until: date | None
    held: bool
    hold_reason: str
    loan: str
    due_on: date | None
    overdue: bool
    disposal: str
    destroyed_on: date | None
    subject_kind: str
    subject: str


@dataclass(frozen=True, slots=True)
class PartState:
    """One of the seventeen parts of a client's file: how many records and filed items it holds, what is missing."""

    part: str
    needed: bool
    records: int
    items: int
    lacks: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing that must be there is missing."""
        return not self.lacks and (not self.needed or self.records + self.items > 0)


@verb("archive.items", LOOKING)
def items(
    house: House,
    actor: Actor,
    *,
    year: int | None = None,
    category: str = "",
    client: str = "",
    text_in: str = "",
    limit: int = _MOST,
) -> tuple[ItemRow, ...]:
    """The catalogue, newest first; of one year, category or client, with `text_in` in title, code or number."""
    wanted_by = {"year": year, "category": category, "client": client}
    equals = {name: value for name, value in wanted_by.items() if value}
    with house.store.read() as look:
        records = look.select(Query("archive_item", equals=equals, order="eid", newest_first=True, limit=limit))
        rows = rows_of(house, look, records)
    wanted = text_in.strip().casefold()
    return tuple(row for row in rows if wanted in f"{row.code} {row.title} {row.document_number}".casefold())


@verb("archive.run_out", LOOKING)
def due(house: House, actor: Actor) -> tuple[ItemRow, ...]:
    """Items whose period is over and that are on no list yet, held ones too (they say so), the oldest first."""
    today = moments.china_date(house.clock.now())
    with house.store.read() as look:
        query = Query("archive_item", equals={"destroyed_on": None, "disposal": None}, order="starts_on", limit=5000)
        old = [one for one in look.select(query) if run_out(one["starts_on"], years(house, one), today)]
        return rows_of(house, look, old[:_MOST])


@verb("archive.loans", LOOKING)
def loans(house: House, actor: Actor) -> tuple[ItemRow, ...]:
    """Items that are out, those due first on top."""
    with house.store.read() as look:
        out = look.select(Query("archive_loan", equals={"back_on": None}, order="due_on", limit=_MOST))
        found = look.many("archive_item", [one["item"] for one in out])
        return rows_of(house, look, [found[one["item"]] for one in out if one["item"] in found])


@verb("archive.completeness", LOOKING)
def completeness(house: House, actor: Actor, client: str) -> tuple[PartState, ...]:
    """The seventeen parts of a client's file (F15): what is there, what must be and is not. Raises Missing."""
    with house.store.read() as look:
        return parts_state(house, look, actor, client)


def parts_state(house: House, look: Reader, actor: Actor, client: str) -> tuple[PartState, ...]:
    """As `completeness`."""
    record = living(look, "enterprise", client)
    counted = _counted(house, look, actor, client)
    filed: dict[str, int] = {}
    for item in look.select(Query("archive_item", equals={"client": client}, limit=_MOST)):
        filed[item["part"]] = filed.get(item["part"], 0) + 1
    lacking = {"01": tuple(f"enterprise.{name}" for name in NEEDED if record[name] in (None, "", []))}
    return tuple(
        PartState(
            row["id"],
            bool(row["needed"]),
            counted.get(row["id"], 0),
            filed.get(row["id"], 0),
            lacking.get(row["id"], ()),
        )
        for row in house.codes.rows("volume_parts")
    )


_PART_OF = {"contact": "02", "certificate": "03", "instrument": "03", "cited_standard": "03"}
"""Where the parts of a client's file stand in its volume."""


def _counted(house: House, look: Reader, actor: Actor, client: str) -> dict[str, int]:
    counted = {"01": 1}
    for kind in PARTS:
        part = _PART_OF.get(kind, "16")
        counted[part] = counted.get(part, 0) + look.count(Query(kind, equals={"client": client}))
    for name, source in SOURCES.items():
        if name == "certificate":
            continue
        for event in source(house, look, actor, client):
            counted[event.volume] = counted.get(event.volume, 0) + 1
    return counted


def years(house: House, record: Record) -> int:
    """The years of an item's period, 0 for ever."""
    return int(house.codes.row("retention_periods", record["period"])["years"])


def rows_of(house: House, look: Reader, records: Collection[Record]) -> tuple[ItemRow, ...]:
    """Catalogue lines, with two more queries whatever their number."""
    if not records:
        return ()
    today = moments.china_date(house.clock.now())
    clients = look.many("enterprise", {one["client"] for one in records if one["client"]})
    wanted = [one.eid for one in records]
    out = look.select(Query("archive_loan", equals={"back_on": None}, among={"item": wanted}, limit=len(wanted)))
    loans_by_item = {one["item"]: one for one in out}
    return tuple(_row(house, one, clients, loans_by_item.get(one.eid), today) for one in records)


def _row(house: House, record: Record, clients: Mapping[str, Record], loan: Record | None, today: date) -> ItemRow:
    due_on = loan["due_on"] if loan else None
    return ItemRow(
        eid=record.eid,
        code=record["code"] or "",
        volume=record["volume"] or "",
        client=record["client"] or "",
        client_name=text(clients.get(record["client"] or ""), "name"),
        part=record["part"],
        title=record["title"],
        author=record["author"],
        document_number=record["document_number"] or "",
        dated=record["dated"],
        pages=record["pages"],
        secrecy=record["secrecy"],
        category=record["category"],
        period=record["period"],
        medium=record["medium"],
        place=record["place"] or "",
        note=record["note"] or "",
        until=kept_until(record["starts_on"], years(house, record)),
        held=bool(record["held"]),
        hold_reason=record["hold_reason"] or "",
        loan=f"{loan['borrower']} {loan['organisation'] or ''}".strip() if loan else "",
        due_on=due_on,
        overdue=due_on is not None and due_on < today,
        disposal=record["disposal"] or "",
        destroyed_on=record["destroyed_on"],
        subject_kind=record["subject_kind"] or "",
        subject=record["subject"] or "",
    )
