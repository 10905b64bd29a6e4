"""A sample of a paper with invented values, in the station's own words as they are being typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from qi_desk import resource_files
from qi_desk.domain import moments, numbers, slips
from qi_desk.domain.errors import Invalid
from qi_desk.domain.numbers import Number
from qi_desk.domain.paper_templates import LETTERHEAD, slots_in
from qi_desk.services.document_words import COMMON, HIDDEN, Words
from qi_desk.services.form_sheets import FORM_SHEET, FormSheetView, SheetTable
from qi_desk.services.paper_templates import Draft, filled, papers, problems_with, station_values
from qi_desk.services.papers import MaterialLine, ReceiptView, SlipCode, StationHead
from qi_desk.services.paperwork import Order, head, receipt_words
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.slips.giving import letters_of

_FILE = "documents/templates.toml"
_RECEIPT = "receipt."
_PLAIN = frozenset({"title", "notes", "stamp", "heading"})


@verb("templates.sample", LOOKING)
def sample(house: House, actor: Actor, key: str, draft: Draft, form: str = "receipt_a4") -> Order:
    """The paper `key` as it would look with a draft; `form` is the drawing of a receipt. The letterhead is shown on an
    acceptance receipt. Marked as practice: it is nobody's paper. Raises Invalid with the lines that are wrong."""
    problems = problems_with(house, key, draft)
    if problems:
        raise Invalid(problems)
    with house.store.read() as look:
        station, values = replace(head(house, look), practice=True), station_values(look)
    if key == LETTERHEAD:
        texts = draft.texts
        station = replace(
            station,
            name=texts.get("name") or values["station"],
            second=texts.get("second", ""),
            footer=texts.get("footer", ""),
            mark=draft.mark,
        )
        shown, own = "receipt.acceptance", None
    else:
        shown, own = key, {**filled(key, draft.texts, values), HIDDEN: draft.hidden}
    words = Words(shown, own)
    if shown.startswith(_RECEIPT):
        view: Any = _receipt(house, actor, shown, words, station)
        return Order(form, view, "", shown, "", view.receipt_number, 0)
    view = _form(house, actor, shown, words, station)
    return Order(FORM_SHEET, view, "", shown, "", view.number, 0)


def _values() -> Mapping[str, str]:
    found: Mapping[str, str] = resource_files.read(_FILE)["sample"]
    return found


def _number(house: House, kind: str) -> str:
    day = moments.china_date(house.clock.now())
    return numbers.compose(Number(house.station_code, kind, day, house.desk, 1))


def _code(house: House, kind: str, hidden: tuple[str, ...]) -> SlipCode:
    """What looks like a signed code and is none: nobody signed it."""
    if "qr" in hidden or not letters_of(house, kind):
        return SlipCode()
    nothing = slips.digest("")
    slip = slips.Slip(
        True, _number(house, "HZ"), letters_of(house, kind), house.clock.now(), None, nothing, nothing, 0, "AAAAAAAA"
    )
    code = slips.written(slip, bytes(slips.SIGNATURE_BYTES))
    return SlipCode(code, slips.short(code))


def _receipt(house: House, actor: Actor, kind: str, w: Words, station: StationHead) -> ReceiptView:
    s, now = _values(), house.clock.now()
    number = _number(house, "XQ")
    return ReceiptView(
        kind=kind,
        words=receipt_words(w),
        receipt_number=_number(house, "HZ"),
        request_number=number,
        query_code=numbers.query_code(house.query_secret, number),
        station=station,
        client_name=s["client"],
        client_masked=s["client"],
        credit_code="91440113MADEMQ012X",
        visitor=s["contact"],
        visitor_masked=s["contact"],
        contact=s["contact"],
        contact_masked=s["contact"],
        phone="138****1234",
        phone_masked="138****1234",
        items=(s["items"],),
        description=s["cell"],
        materials=(MaterialLine(s["cell"], 1, False, s["cell"]),),
        existing=(),
        received_at=now,
        accepted_at=now,
        reply_due=now + timedelta(days=1),
        reply_due_note="",
        finish_due=now + timedelta(days=14),
        excluded_note="",
        fee_text="",
        delivery_text="",
        registrar_name=actor.name,
        registrar_no=actor.staff_no,
        first_contact=actor.name,
        window=actor.window,
        made_offline=False,
        reprint=0,
        printed_at=now,
        printed_by=actor.staff_no,
        code=_code(house, kind, w.hidden),
    )


def _form(house: House, actor: Actor, key: str, w: Words, station: StationHead) -> FormSheetView:
    s, common = _values(), Words(COMMON)
    kind = str(resource_files.read(_FILE)["kinds"].get(key, key))
    columns = w.all("columns")
    rows = tuple((str(place), *[s["cell"]] * (len(columns) - 1)) for place in (1, 2))
    widths = (26, 0, *[90] * (len(columns) - 2)) if len(columns) > 2 else tuple([0] + [120] * (len(columns) - 1))
    table = SheetTable(w.get("heading"), columns, widths[: len(columns)], rows)
    more = [name for name in papers()[key]["texts"] if name not in _PLAIN]
    names = resource_files.read(_FILE)["names"]
    return FormSheetView(
        station=station,
        title=w["title"],
        number=_number(house, "XQ"),
        facts=((common["client"], s["client"]), (common["contact"], s["contact"]), (common["items"], s["items"])),
        sections=tuple((names[name], _said(w, name)) for name in more),
        tables=(table,) if columns else (),
        notes=_said(w, "notes"),
        signatures=w.all("signatures"),
        stamp=w.get("stamp"),
        reprint=0,
        printed_at=house.clock.now(),
        printed_by=actor.staff_no,
        code=_code(house, kind, w.hidden),
        hidden=w.hidden,
    )


def _said(w: Words, name: str) -> str:
    """A text with sample values where the paper would fill something in."""
    found, s = w.get(name), _values()
    return found.format(**{slot: s.get(slot, s["cell"]) for slot in slots_in(found)}) if found else ""
