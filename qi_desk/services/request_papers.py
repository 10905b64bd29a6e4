"""The papers of a request's service: which facts of its records stand on which form (F04, F06-F11)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qi_desk import wording
from qi_desk.domain import masking
from qi_desk.domain.enterprises import PERSON_KIND
from qi_desk.domain.errors import Missing
from qi_desk.domain.fields import Field, Type
from qi_desk.domain.records import entity
from qi_desk.domain.request_work import SECTIONS, lines_of
from qi_desk.services.attachments import keep_signature, signature_of
from qi_desk.services.client_file import living
from qi_desk.services.document_words import COMMON, Words, day_text, joined, moment_text
from qi_desk.services.form_sheets import FORM_SHEET, FormSheetView, SheetTable
from qi_desk.services.outcomes import Done
from qi_desk.services.paperwork import Order, coded, head
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.request_moves import newest_of
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.showing import text
from qi_desk.services.slips.giving import Facts

_FEN = 100
_LOGS = 300


@verb("paper.of_request", COUNTER)
def sheet(house: House, actor: Actor, eid: str, kind: str) -> Order:
    """A paper of the request: `kind` is one of FORMS. Raises Missing where there is nothing to print it from."""
    with house.store.read() as look:
        request = living(look, "request", eid)
        form = FORMS[kind](house, look, request)
        if form is None:
            raise Missing("paper.not_issued", number=request["number"])
        record, parts = form
        parts = {**parts, "signature": signature_of(house, look, record.eid) if kind in SIGNED_BY_CLIENT else b""}
        view = framed(house, look, actor, parts, house.store.prints.times(record.eid, kind))
        who, _, items, *_ = client_facts(look, request)
    count = len(view.tables[0].rows) if view.tables else 0
    due = record["due"] if record.kind == "supplement" else None
    facts = Facts(view.number, kind, who[1], (items[1],), count, due)
    return coded(house, Order(FORM_SHEET, view, record.eid, kind, eid, view.number, 0), facts, actor)


SIGNED_BY_CLIENT = ("notice.supplement", "refusal", "plan", "delivery")
"""Papers on which the client's signature from the customer's screen stands first."""


@verb("paper.sign", COUNTER)
def sign(house: House, actor: Actor, eid: str, kind: str, png: bytes) -> Done[str]:
    """Keep what the client signed on their screen for a paper of the request. Raises Missing, Invalid."""
    with house.store.read() as look:
        form = FORMS[kind](house, look, living(look, "request", eid))
    if form is None or kind not in SIGNED_BY_CLIENT:
        raise Missing("paper.not_issued", number="")
    return keep_signature(house, form[0].kind, form[0].eid, png, by=actor)


Form = tuple[Record, dict[str, Any]]
"""The record a paper is printed from, and the parts of its sheet."""


def framed(house: House, look: Reader, actor: Actor, parts: dict[str, Any], times: int) -> FormSheetView:
    values: dict[str, Any] = {"sections": (), "tables": (), "notes": "", "signatures": (), "stamp": "", **parts}
    return FormSheetView(
        station=head(house, look),
        reprint=times,
        printed_at=house.clock.now(),
        printed_by=actor.staff_no,
        **values,
    )


def _supplement(house: House, look: Reader, request: Record) -> Form | None:
    record = newest_of(look, "supplement", request.eid)
    if record is None:
        return None
    w = Words("supplement")
    rows = tuple(
        (str(place), line[0], line[1], line[2] or w["copy"], line[3])
        for place, line in enumerate(lines_of(record["items"]), start=1)
    )
    facts = (
        (w["mode"], wording.code_label("contact_modes", record["mode"])),
        (w["told_at"], moment_text(record["told_at"])),
        (w["told_by"], person_said(look, record["told_by"])),
        (w["round"], w.fill("approved" if record["approved_by"] else "times", round=record["round"])),
    )
    parts = parts_of(w, record["number"], (*client_facts(look, request), *facts), rows, (26, 0, 130, 60, 100))
    return record, {**parts, "notes": w.fill("notes", due=day_text(record["due"]))}


def _refusal(house: House, look: Reader, request: Record) -> Form | None:
    record = newest_of(look, "refusal", request.eid)
    if record is None:
        return None
    w = Words("refusal")
    facts = (
        (w["reason"], wording.code_label("refusal_reasons", record["reason"])),
        (w["guided"], wording.code_label("guide_modes", record["guided"])),
        *((w[name], record[name] or "") for name in _REFUSED),
        (w["callback"], w.fill("callback_on", day=day_text(record["callback_on"]))),
    )
    parts = parts_of(w, record["number"], (*client_facts(look, request), *facts))
    return record, {**parts, "title": w["title_referred"] if record["destination"] else w["title"]}


_REFUSED = ("detail", "basis", "destination", "destination_phone", "destination_address")


def _assessment(house: House, look: Reader, request: Record) -> Form | None:
    record = newest_of(look, "assessment", request.eid)
    if record is None:
        return None
    w = Words("assessment")
    names = tuple(one.name for one in entity("assessment").fields if one.type is not Type.REF and one.name != "opinion")
    people = ((w[name], person_said(look, record[name])) for name in ("assessed_by", "reviewed_by"))
    parts = parts_of(w, request["number"], (*client_facts(look, request), *facts_of(record, names), *people))
    return record, {**parts, "sections": ((w["opinion"], record["opinion"] or ""),)}


def _plan(house: House, look: Reader, request: Record) -> Form | None:
    record = newest_of(look, "plan", request.eid)
    if record is None:
        return None
    w = Words("plan")
    rows = tuple(
        (str(place), line[0], line[1], line[2], line[3])
        for place, line in enumerate(lines_of(record["milestones"]), start=1)
    )
    agreed = wording.code_label("confirm_modes", record["agreed_by"]) if record["agreed_by"] else w["to_agree"]
    facts = (
        (w["version"], w.fill("version_text", version=record["version"])),
        (w["cost"], _money(record["cost"]) or Words(COMMON)["free"]),
        (w["contract"], record["contract"] or ""),
        (w["drafted_by"], person_said(look, record["drafted_by"])),
        (w["approved_by"], person_said(look, record["approved_by"]) or w["to_approve"]),
        (w["agreed"], agreed),
        (w["team"], record["team"] or ""),
        (w["change_reason"], record["change_reason"] or ""),
    )
    told = tuple(pair for pair in facts if pair[1])
    parts = parts_of(w, record["number"], (*client_facts(look, request), *told), rows, (26, 0, 90, 90, 130))
    return record, {**parts, "sections": tuple((wording.label(f"plan.{name}"), record[name]) for name in SECTIONS)}


def _follow_ups(house: House, look: Reader, request: Record) -> Form | None:
    logs = look.select(Query("follow_up", equals={"request": request.eid}, order="at", limit=_LOGS))
    if not logs:
        return None
    people = look.many("person", {one["made_by"] for one in logs if one["made_by"]})
    modes, parties, marks = "contact_modes", "contact_parties", "quality_marks"
    rows = tuple(
        (
            moment_text(one["at"]),
            joined((wording.code_label(modes, one["mode"]), wording.code_label(parties, one["party"]))),
            "\n".join(filter(None, (one["content"], one["problem"], one["promise"]))),
            day_text(one["next_on"]),
            wording.code_label(marks, one["quality"]) if one["quality"] else "",
            text(people.get(one["made_by"] or ""), "name"),
        )
        for one in logs
    )
    w = Words("follow_ups")
    return request, parts_of(w, request["number"], client_facts(look, request), rows, (84, 58, 0, 78, 42, 46))


def _delivery(house: House, look: Reader, request: Record) -> Form | None:
    record = newest_of(look, "delivery", request.eid)
    if record is None:
        return None
    w = Words("delivery")
    rows = tuple((str(place), line[0], line[1]) for place, line in enumerate(lines_of(record["results"]), start=1))
    reused = look.count(Query("reuse", equals={"request": request.eid, "decision": "accepted"}))
    facts = (
        (w["accepted_at"], moment_text(request["accepted_at"])),
        (w["delivered_at"], moment_text(record["delivered_at"])),
        (w["way"], wording.code_label("deliveries", record["way"])),
        (w["courier_no"], record["courier_no"] or ""),
        (w["receiver"], masking.mask("name", record["receiver"]) if record["receiver"] else ""),
        (w["reused"], w.fill("reused_text", count=reused) if reused else ""),
        *facts_of(record, _OUTCOME),
    )
    told = tuple(pair for pair in facts if pair[1])
    return record, parts_of(w, record["number"], (*client_facts(look, request), *told), rows, (26, 0, 180))


_OUTCOME = ("solved", "problems_solved", "jobs", "benefit", "saving", "trips", "evidence", "late_reason")


def _agency(house: House, look: Reader, request: Record) -> Form | None:
    """The mandate as it was given, or one to fill in by hand while none was."""
    mandate = newest_of(look, "mandate", request.eid)
    if mandate is None and not request["agency"]:
        return None
    w = Words("agency")
    rows = tuple(
        (
            str(place),
            one["name"],
            w.fill("copies", count=one.get("copies", 1)),
            w["original"] if one.get("original") else w["copy"],
            "",
        )
        for place, one in enumerate(request["materials"] or (), start=1)
    )
    facts = (
        (w["agent"], person_said(look, request["responsible"] or request["first_contact"])),
        (w["matter"], (mandate["scope"] if mandate is not None else request["description"]) or ""),
        *_leave(w, mandate),
    )
    return request, parts_of(w, request["number"], (*client_facts(look, request), *facts), rows, (26, 0, 60, 60, 110))


def _leave(w: Words, mandate: Record | None) -> tuple[tuple[str, str], ...]:
    if mandate is None:
        return tuple((w[name], w[f"{name}_text"]) for name in ("powers", "term", "identity"))
    term = w.fill("term_given", begins=day_text(mandate["begins"]), ends=day_text(mandate["ends"]))
    return (
        (w["powers"], joined(wording.code_label("mandate_powers", one) for one in mandate["powers"] or ())),
        (w["term"], term),
        (w["identity"], wording.code_label("identity_checks", mandate["identity"])),
        *(((w["follows"], w["follows_text"]),) if mandate["follows"] else ()),
    )


def _agency_end(house: House, look: Reader, request: Record) -> Form | None:
    mandate = newest_of(look, "mandate", request.eid)
    if mandate is None or mandate["ended_on"] is None:
        return None
    w = Words("agency_end")
    facts = (
        (w["agent"], person_said(look, mandate["agent"])),
        (w["matter"], mandate["scope"]),
        (w["ended_on"], day_text(mandate["ended_on"])),
        (w["reason"], wording.code_label("mandate_ends", mandate["end_reason"])),
    )
    return mandate, parts_of(w, request["number"], (*client_facts(look, request), *facts))


def parts_of(
    w: Words,
    number: str,
    facts: tuple[tuple[str, str], ...],
    rows: tuple[tuple[str, ...], ...] = (),
    widths: tuple[int, ...] = (),
) -> dict[str, Any]:
    """What every form has: its words and one table, where it has one."""
    table = SheetTable(w.get("heading"), w.all("columns"), widths, rows)
    return {
        "title": w["title"],
        "number": number,
        "facts": tuple((label, str(value)) for label, value in facts),
        "tables": (table,) if widths else (),
        "notes": w.get("notes"),
        "signatures": w.all("signatures"),
        "stamp": w.get("stamp"),
        "hidden": w.hidden,
    }


FORMS: dict[str, Callable[[House, Reader, Record], Form | None]] = {
    "notice.supplement": _supplement,
    "refusal": _refusal,
    "assessment": _assessment,
    "plan": _plan,
    "follow_ups": _follow_ups,
    "delivery": _delivery,
    "agency": _agency,
    "agency_end": _agency_end,
}
"""The papers of a request by their kind (`paper_kinds`)."""


def client_facts(look: Reader, request: Record) -> tuple[tuple[str, str], ...]:
    client = look.get("enterprise", request["client"])
    name = text(client, "name")
    if client is not None and client["kind"] == PERSON_KIND:
        name = masking.mask("name", name)
    items = look.select(Query("request_item", equals={"request": request.eid}, limit=20))
    w = Words(COMMON)
    return (
        (w["client"], name),
        (w["request_number"], request["number"]),
        (w["items"], joined(wording.code_label("catalogue", one["item"]) for one in items)),
        (w["contact"], masking.mask("name", request["contact_name"])),
    )


def facts_of(record: Record, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    declared = entity(record.kind)
    told = ((wording.label(f"{record.kind}.{name}"), _told(declared.field(name), record[name])) for name in names)
    return tuple((label, value) for label, value in told if value)


def _told(declared: Field, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if declared.type is Type.CODE:
        return wording.code_label(declared.codes or "", value)
    if declared.type is Type.CODES:
        return joined(wording.code_label(declared.codes or "", one) for one in value)
    if declared.type is Type.MONEY:
        return _money(value)
    if declared.type is Type.FLAG:
        return Words(COMMON)["yes"] if value else ""
    if declared.type is Type.DAY:
        return day_text(value)
    return moment_text(value) if declared.type is Type.MOMENT else str(value)


def _money(fen: int | None) -> str:
    return Words(COMMON).fill("yuan", yuan=f"{fen / _FEN:,.2f}") if fen else ""


def person_said(look: Reader, eid: str | None) -> str:
    person = look.get("person", eid) if eid else None
    return Words(COMMON).fill("person", name=person["name"], number=person["staff_no"]) if person is not None else ""
