"""The papers of any register: its list (制度清单 and the like) and the sheet of one record, ready to be signed."""

from __future__ import annotations

from typing import Any

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.fields import Type
from qi_desk.services.client_file import living
from qi_desk.services.document_words import Words, day_text
from qi_desk.services.form_sheets import FORM_SHEET, SheetTable
from qi_desk.services.paperwork import Order
from qi_desk.services.ports import Actor, House, Record
from qi_desk.services.registers.catalogue import readable
from qi_desk.services.registers.declaration import Register
from qi_desk.services.registers.saying import cell, list_cell
from qi_desk.services.registers.views import Fact, RegisterView, lists_of, page, view_of
from qi_desk.services.request_papers import framed
from qi_desk.services.rights import COUNTER, verb

LIST, SHEET = "register_list", "register_sheet"
_WORDS = "register_sheets"
_WIDTHS = {Type.DAY: 58, Type.CODE: 44, Type.INTEGER: 30, Type.FLAG: 30, Type.REF: 40, Type.MOMENT: 84}
_NUMBER_WIDTH, _TEXT_WIDTH, _SHORT_WIDTH, _PLACE_WIDTH = 50, 62, 34, 22
_SHORT = 30
_ROOM = 480
_TITLE_LEAST = 68
"""Points of a line on A4, and what of them the column that names a record keeps."""

_LONG = frozenset({Type.LONG})


@verb("paper.register_list", COUNTER)
def register_list(house: House, actor: Actor, register: str, scope: str = "", sought: str = "") -> Order:
    """The register as a table, as it is filtered; what is missing stands in it too. Raises Missing, NotAllowed."""
    declared = readable(register, actor)
    rows = page(house, actor, register, scope, sought)
    w = Words(_WORDS)
    columns = _fitting(declared)
    places = [declared.columns.index(name) for name in columns]
    table = SheetTable(
        w.fill("counted", count=sum(bool(row.eid) for row in rows)),
        (w["place"], *(wording.label(f"{register}.{name}") for name in columns), w["standing"]),
        (_PLACE_WIDTH, *(_width(declared, name) for name in columns), _TEXT_WIDTH),
        tuple((str(at), *(row.cells[place] for place in places), row.said) for at, row in enumerate(rows, start=1)),
    )
    parts: dict[str, Any] = {
        "title": w[f"{register}_list"],
        "number": "",
        "facts": ((w["as_of"], day_text(moments.china_date(house.clock.now()))),),
        "tables": (table,),
        "notes": w.get(f"{register}_list_notes"),
        "signatures": w.all("list_signatures"),
        "numbered": False,
    }
    with house.store.read() as look:
        view = framed(house, look, actor, parts, 0)
    return Order(FORM_SHEET, view, "", LIST, "", "", 0)


def _fitting(declared: Register) -> tuple[str, ...]:
    """The columns a line of A4 has room for: those furthest right are left out, never what names a record or its
    state."""
    shown = list(declared.columns)
    spare = [name for name in declared.columns if name not in (declared.title, declared.state)]
    while sum(_width(declared, name) for name in shown) + _PLACE_WIDTH + _TEXT_WIDTH > _ROOM - _TITLE_LEAST:
        shown.remove(spare.pop())
    return tuple(shown)


def _width(declared: Register, name: str) -> int:
    if name == declared.title:
        return 0
    one = declared.entity.field(name)
    text = _TEXT_WIDTH if one.limit > _SHORT else _SHORT_WIDTH
    if one.type is Type.REF and one.target != "person":
        return _TEXT_WIDTH
    return _NUMBER_WIDTH if name == "number" else _WIDTHS.get(one.type, text)


@verb("paper.register_sheet", COUNTER)
def register_sheet(house: House, actor: Actor, register: str, eid: str) -> Order:
    """One record on a sheet of its own: short values as facts, long ones as paragraphs, lists and parts as tables.
    A register with a layout of its own prints that. Raises Missing, NotAllowed."""
    declared = readable(register, actor)
    if declared.paper is not None:
        return declared.paper(house, actor, eid)
    w = Words(_WORDS)
    with house.store.read() as look:
        record = living(look, register, eid)
        shown = view_of(house, look, actor, declared, record)
        long = [one for one in declared.entity.fields if one.type in _LONG]
        lists, named = lists_of(declared), declared.entity.field(declared.title)
        apart = {wording.label(f"{register}.{name}") for name in (*(one.name for one in long), *lists)}
        parts: dict[str, Any] = {
            "title": w[f"{register}_sheet"],
            # Only a business number is read by a scanner; an issue's stands among the facts.
            "number": shown.number if declared.entity.number else "",
            "facts": (
                *(
                    [(wording.label(f"{register}.{named.name}"), cell(record, named, shown.names))]
                    if named.type not in _LONG
                    else ()
                ),
                *(
                    (label, value)
                    for label, value, _ in shown.facts
                    if label not in apart and (value != shown.number or not declared.entity.number)
                ),
            ),
            "sections": (
                *(
                    (wording.label(f"{register}.{one.name}"), text)
                    for one in long
                    if (text := cell(record, one, shown.names, declared.lists))
                ),
                *((heading, _joined(facts)) for heading, facts in shown.derived if facts),
            ),
            "tables": (
                *(_list_table(declared, record, name) for name in lists if record[name]),
                *_part_tables(declared, shown),
            ),
            "notes": w.get(f"{register}_notes"),
            "signatures": w.all(f"{register}_signatures"),
            "numbered": bool(declared.entity.number),
        }
        times = house.store.prints.times(f"{eid}:{SHEET}")
        view = framed(house, look, actor, parts, times)
    return Order(FORM_SHEET, view, f"{eid}:{SHEET}", SHEET, eid, view.number, times)


def _joined(facts: tuple[Fact, ...]) -> str:
    return "\n".join(wording.texts()["register.cell_mark"].join(filter(None, fact[:2])) for fact in facts)


def _list_table(declared: Register, record: Record, name: str) -> SheetTable:
    cells = declared.lists[name]
    w = Words(_WORDS)
    return SheetTable(
        wording.label(f"{declared.name}.{name}"),
        (w["place"], *(wording.texts()[f"cell.{declared.name}.{name}.{one.key}"] for one in cells)),
        (_PLACE_WIDTH, 0, *(_TEXT_WIDTH for _ in cells[1:])) if len(cells) > 1 else (_PLACE_WIDTH, 0),
        tuple((str(place), *(list_cell(row, one) for one in cells)) for place, row in enumerate(record[name], start=1)),
    )


def _part_tables(declared: Register, shown: RegisterView) -> tuple[SheetTable, ...]:
    w = Words(_WORDS)
    return tuple(
        SheetTable(
            wording.label(f"entity.{part.part}"),
            (w["place"], *part.titles),
            (_PLACE_WIDTH, *_part_widths(declared, part.part)),
            tuple((str(place), *line.cells) for place, line in enumerate(part.lines, start=1)),
        )
        for part in shown.parts
        if part.lines
    )


def _part_widths(declared: Register, name: str) -> tuple[int, ...]:
    """The longest text takes the room that is left."""
    part = declared.part(name)
    fields = [part.entity.field(one) for one in part.columns]
    texts = [one for one in fields if one.type in (Type.TEXT, Type.LONG)]
    longest = max(texts, key=lambda one: one.limit, default=fields[0])
    return tuple(0 if one is longest else _WIDTHS.get(one.type, _TEXT_WIDTH) for one in fields)
