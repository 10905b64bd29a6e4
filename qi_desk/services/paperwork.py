"""What stands on the papers of the counter, and what every order of a paper holds."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from qi_desk import wording
from qi_desk.domain import masking, numbers
from qi_desk.domain.errors import Missing, PaperError
from qi_desk.domain.paper_templates import LETTERHEAD, template_id
from qi_desk.domain.speech.phrases import gaps_in
from qi_desk.services.document_words import Words
from qi_desk.services.papers import (
    MaterialLine,
    OnSiteRow,
    OnSiteView,
    ReceiptView,
    ReceiptWords,
    RecoveryView,
    StationHead,
    TicketView,
)
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.request_views import find_request
from qi_desk.services.rights import COUNTER, LEADING, verb
from qi_desk.services.showing import text
from qi_desk.services.slips.facts import client_masked, items_of, receipt_facts
from qi_desk.services.slips.giving import Facts, signed
from qi_desk.services.station_settings import station_of
from qi_desk.services.visit_records import in_house, queue

QR = "qr"
"""The switch (list `paper_switches`) of the signed code."""


@dataclass(frozen=True, slots=True)
class Order:
    """One paper about to leave the desk: its drawing (form), view, the issued paper it is (empty for lists), number,
    subject, and which reprint this will be (0 for the first). `of` names the line of the journal whose paper is printed
    again; it has no view then."""

    form: str
    view: Any
    paper: str
    paper_kind: str
    subject: str
    number: str
    reprint: int
    of: str = ""


@verb("paper.receipt", COUNTER)
def receipt(house: House, actor: Actor, which: str, *, kind: str = "receipt.acceptance", form: str = "") -> Order:
    """The receipt of a request named by id or number: `kind` is "receipt.acceptance" or "receipt.document", `form`
    one of receipt_a4, receipt_a5, receipt_80mm (default: this desk's).

    Raises Missing("request.unknown"), Missing("paper.not_issued").
    """
    with house.store.read() as look:
        record = find_request(look, which)
        issued = look.select(Query("paper", equals={"subject": record.eid, "kind": kind}, order="issued_at"))
        if not issued:
            raise Missing("paper.not_issued", number=record["number"])
        paper = issued[-1]
        times = house.store.prints.times(paper.eid)
        view = _receipt_view(house, actor, look, record, paper, times)
        facts = receipt_facts(look, record, paper)
    chosen = form or house.settings.get("paper.receipt")
    return coded(house, Order(chosen, view, paper.eid, kind, record.eid, paper["number"], times), facts, actor)


def coded(house: House, order: Order, facts: Facts, actor: Actor) -> Order:
    """The order with the signed code of its paper, where its kind bears one and the station did not turn it off."""
    if QR in getattr(order.view, "hidden", ()) or QR in getattr(getattr(order.view, "words", None), "hidden", ()):
        return order
    code = signed(house, order.paper, facts, actor)
    return replace(order, view=replace(order.view, code=code)) if code.text else order


def _receipt_view(house: House, actor: Actor, look: Reader, record: Record, paper: Record, times: int) -> ReceiptView:
    client = look.get("enterprise", record["client"])
    people = look.many("person", [record["registered_by"] or "", record["first_contact"] or ""])
    registrar, first = people.get(record["registered_by"] or ""), people.get(record["first_contact"] or "")
    visit = look.get("visit", record["visit"]) if record["visit"] else None
    visitor = record["visitor_name"] or (visit["name"] if visit else "") or record["contact_name"] or ""
    return ReceiptView(
        kind=paper["kind"],
        words=receipt_words(Words(paper["kind"])),
        receipt_number=paper["number"],
        request_number=record["number"],
        query_code=numbers.query_code(house.query_secret, record["number"]),
        station=head(house, look),
        client_name=text(client, "name"),
        client_masked=client_masked(client),
        credit_code=(client["credit_code"] or "") if client else "",
        visitor=visitor,
        visitor_masked=masking.mask("name", visitor),
        contact=record["contact_name"] or "",
        contact_masked=masking.mask("name", record["contact_name"]),
        phone=record["contact_phone"] or "",
        phone_masked=masking.mask("phone", record["contact_phone"]),
        items=items_of(look, record.eid),
        description=record["description"] or "",
        materials=tuple(_material(one) for one in record["materials"] or ()),
        existing=tuple(one["name"] for one in record["existing"] or ()),
        received_at=record["registered_at"],
        accepted_at=record["accepted_at"],
        reply_due=record["reply_due"],
        reply_due_note=_reason(record),
        finish_due=record["finish_due"],
        excluded_note=wording.texts().get("paper.excluded", ""),
        fee_text=wording.code_label("fees", record["fee"]) if record["fee"] else "",
        delivery_text=wording.code_label("deliveries", record["delivery"]) if record["delivery"] else "",
        registrar_name=registrar["name"] if registrar else "",
        registrar_no=registrar["staff_no"] if registrar else "",
        first_contact=first["name"] if first else "",
        window=actor.window,
        made_offline=bool(record["made_offline"]),
        reprint=times,
        printed_at=house.clock.now(),
        printed_by=actor.staff_no,
    )


def receipt_words(w: Words) -> ReceiptWords:
    """The words of a receipt as the station has them."""
    return ReceiptWords(w["title"], w["notes"], w["stamp"], w["stub"], w["copy"], w.hidden)


def _material(line: Mapping[str, Any]) -> MaterialLine:
    return MaterialLine(
        line["name"],
        int(line.get("copies", 1)),
        bool(line.get("original")),
        wording.code_label("material_states", line.get("state", "received")),
    )


def _reason(record: Record) -> str:
    """Which days the promised reply leaves out, in words; the dates of holidays and weekends on the way."""
    left_out: dict[str, list[str]] = {}
    for day, code in record["reply_due_steps"] or ():
        if code not in ("counted", "working_weekend"):
            left_out.setdefault(code, []).append(f"{int(day[5:7])}-{int(day[8:10])}")
    texts = wording.texts()
    parts = [f"{texts.get(f'step.{code}', code)} {' '.join(days)}" for code, days in left_out.items()]
    note = wording.fill(texts.get("paper.reply_note", ""), {"left_out": "; ".join(parts)}) if parts else ""
    return note + (texts.get("paper.provisional", "") if record["due_provisional"] else "")


def head(house: House, look: Reader) -> StationHead:
    """The station as it stands on paper."""
    station = station_of(look)
    own = look.get("paper_template", template_id(LETTERHEAD))
    letter = own.values if own is not None else {}
    return StationHead(
        name=letter.get("name") or station["name"],
        code=station["code"],
        address=station["address"] or "",
        phone=station["phone"] or "",
        supervision_phone=station["supervision_phone"] or "",
        practice=house.practice,
        second=letter.get("second") or "",
        footer=letter.get("footer") or "",
        mark=base64.b64decode(letter.get("mark") or ""),
    )


@verb("paper.on_site", COUNTER)
def on_site(house: House, actor: Actor) -> Order:
    """The list of everybody in the building, for the roll-call (F11)."""
    with house.store.read() as look:
        visits = in_house(look)
        people = look.many("person", [visit["received_by"] for visit in visits if visit["received_by"]])
        station = head(house, look)
    rows = tuple(
        OnSiteRow(
            number=visit["ticket"] or "",
            name=masking.mask("name", visit["name"]) if visit["name"] else "",
            organisation=visit["organisation"] or "",
            visited=visit["visited"]
            or (people[visit["received_by"]]["name"] if visit["received_by"] in people else ""),
            arrived_at=visit["arrived_at"],
            badge=visit["badge"] or "",
            state=wording.code_label("visit_states", visit["state"]),
        )
        for visit in visits
    )
    view = OnSiteView(station=station, at=house.clock.now(), rows=rows, printed_by=actor.staff_no)
    return Order("on_site_list", view, "", "on_site_list", "", "", 0)


@verb("paper.recovery", LEADING)
def recovery_sheet(house: House, actor: Actor, code: str) -> Order:
    """The sheet with the recovery code, for the sealed envelope."""
    with house.store.read() as look:
        station = head(house, look)
    view = RecoveryView(station, tuple(code.split("-")), house.clock.now(), actor.name)
    return Order("recovery_sheet", view, "", "recovery_sheet", "", "", 0)


@verb("paper.queue_slip", COUNTER)
def queue_slip(house: House, actor: Actor, visit: str) -> Order:
    """The slip with the visitor's number. Raises Missing."""
    with house.store.read() as look:
        record = look.get("visit", visit)
        if record is None:
            raise Missing("record.missing", kind="visit")
        order = [waiting.eid for waiting in queue(house, look)]
        ahead = order.index(visit) if visit in order else 0
        view = TicketView(
            station=head(house, look),
            ticket=record["ticket"] or "",
            what=wording.code_label("visit_types", record["type"]),
            ahead=ahead,
            wait_text="",
            at=house.clock.now(),
        )
    return Order("queue_slip", view, "", "queue_slip", visit, record["ticket"] or "", 0)


def refuse_gaps(order: Order) -> None:
    """A phrase with a place still to be filled in leaves on no paper."""
    gaps = tuple(dict.fromkeys(gap for text in _texts(order.view) for gap in gaps_in(text)))
    if gaps:
        raise PaperError("paper.gaps", gaps=gaps)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _texts(getattr(value, one.name))
