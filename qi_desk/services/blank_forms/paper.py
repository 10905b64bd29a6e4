"""Blank forms on paper: a batch in one file, each sheet with its own number, bar code and check character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qi_desk.domain.blank_forms import BLANK_LIFECYCLE, OPEN
from qi_desk.domain.errors import Missing
from qi_desk.services.blank_forms.reserving import blank
from qi_desk.services.document_words import Words
from qi_desk.services.papers import StationHead
from qi_desk.services.paperwork import Order, head
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import COUNTER, verb

BLANK_SHEETS = "blank_sheets"
_PER_PAGE = {"intake": 1, "complaint": 1, "receipt": 1, "visit": 3}
_LINES = "#"


@dataclass(frozen=True, slots=True)
class BlankSheet:
    """One kind of form: its title, rows of (label, lines to write on), notes, who signs, the words in the seal's place;
    `copies` are the words at the head of each copy of a sheet, `numbers` one for each sheet."""

    title: str
    rows: tuple[tuple[tuple[str, int], ...], ...]
    notes: str
    signatures: tuple[str, ...]
    stamp: str
    copies: tuple[str, ...]
    numbers: tuple[str, ...]
    per_page: int


@dataclass(frozen=True, slots=True)
class BlankSheetsView:
    """A batch of forms to be filled in by hand."""

    station: StationHead
    forms: tuple[BlankSheet, ...]
    late_note: str
    printed_at: datetime
    printed_by: str


@verb("blanks.sheets", COUNTER)
def sheets(house: House, actor: Actor, eids: Sequence[str]) -> Order:
    """The sheets `eids` in one file, form by form in the order of their numbers; they count as on paper from now on.
    Raises Missing where nothing is open among them."""
    with house.store.write(actor) as unit:
        found = [record for eid in eids if (record := blank(unit, eid))["state"] in OPEN]
        if not found:
            raise Missing("blank.none_open")
        for record in found:
            move = BLANK_LIFECYCLE.take(record["state"], "print")
            unit.change("blank_form", record.eid, {"state": move.target, "sheet_at": unit.now}, event="print")
        station = head(house, unit)
        unit.commit()
    numbers: dict[str, list[str]] = {}
    for record in found:
        numbers.setdefault(record["form"], []).append(record["number"])
    order = [row["id"] for row in house.codes.rows("blank_forms")]
    forms = tuple(_sheet(form, tuple(sorted(numbers[form]))) for form in order if form in numbers)
    view = BlankSheetsView(station, forms, Words("blank")["late"], house.clock.now(), actor.staff_no)
    first = min(one for given in numbers.values() for one in given)
    return Order(BLANK_SHEETS, view, "", BLANK_SHEETS, "", first, 0)


def _sheet(form: str, numbers: tuple[str, ...]) -> BlankSheet:
    w = Words(f"blank.{form}")
    rows = tuple(tuple(_cell(part) for part in row.split("|")) for row in w.all("rows"))
    return BlankSheet(
        w["title"],
        rows,
        w.get("notes"),
        w.all("signatures"),
        w.get("stamp"),
        w.all("copies") or ("",),
        numbers,
        _PER_PAGE[form],
    )


def _cell(part: str) -> tuple[str, int]:
    label, _, lines = part.partition(_LINES)
    return label, int(lines or 1)
