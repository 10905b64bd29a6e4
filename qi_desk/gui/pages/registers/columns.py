"""Lists of the register page, made from the declarations."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qi_desk import wording
from qi_desk.domain.fields import Type
from qi_desk.gui import list_lines, words
from qi_desk.gui.list_lines import Cell, Lines
from qi_desk.gui.models.rows_model import Column
from qi_desk.services.registers.catalogue import register_of
from qi_desk.services.registers.declaration import ListCell, Register
from qi_desk.services.registers.views import RegisterRow, RegisterSummary

_WIDTHS = {Type.DAY: 12, Type.CODE: 12, Type.INTEGER: 8, Type.FLAG: 6, Type.REF: 10, Type.MOMENT: 18}
_NUMBER, _TEXT = 26, 16
_KEPT = 2
_STATE, _SHORT = 10, 30
_ICONS = {"danger": "circle-alert", "warning": "clock"}
_READ: dict[str, Callable[[str], Cell]] = {
    "text": list_lines.text_cell,
    "number": list_lines.number_cell,
    "day": list_lines.day_cell,
}


def named(register: str) -> str:
    """What a register is called: by its own name, else as its records are."""
    return wording.texts().get(f"register.{register}.name") or words.kind(register)


REGISTERS = (
    Column[RegisterSummary]("登记簿", lambda one: named(one.eid), width=12),
    Column[RegisterSummary]("条", lambda one: str(one.count or ""), width=3, right=True, rank=1),
    Column[RegisterSummary](
        "要办",
        lambda one: str(one.red or ""),
        width=5,
        tone=lambda one: "danger" if one.red else "",
        icon=lambda one: "circle-alert" if one.red else "",
    ),
)
"""The registers with their counters."""


def rows_of(register: Register) -> tuple[Column[RegisterRow], ...]:
    """The columns of a register: what its declaration names, and how each record stands."""
    made = [_column(register, place, name) for place, name in enumerate(register.columns)]
    standing = Column[RegisterRow](
        "情况", lambda row: row.said, width=24, tone=lambda row: row.level, icon=lambda row: _ICONS.get(row.level, "")
    )
    return (*made, standing)


def _column(register: Register, place: int, name: str) -> Column[RegisterRow]:
    main = name == register.title
    width = 0 if main else _width(register, name)
    # What stands further right is left out first; the title and the state stay.
    stays = place < _KEPT or main or name == register.state
    rank = 0 if stays else 20 if name == "number" else place + 1
    return Column[RegisterRow](
        wording.label(f"{register.name}.{name}"),
        partial(_text, place),
        width=width,
        rank=rank,
        tone=_missing if main else None,
    )


def _width(register: Register, name: str) -> int:
    declared = register.entity.field(name)
    if name == "number":
        return _NUMBER
    if name == register.state:
        return _STATE
    return _WIDTHS.get(declared.type, _TEXT if declared.limit > _SHORT else _STATE)


def _text(place: int, row: RegisterRow) -> str:
    return row.cells[place].replace("\n", "；")


def _missing(row: RegisterRow) -> str:
    return "" if row.eid else row.level


def lines_of(name: str) -> dict[str, Lines]:
    """How the lists of a register are typed."""
    return {field: _lines(name, field, cells) for field, cells in register_of(name).lists.items()}


def checklists_of(name: str) -> dict[str, tuple[list[str], list[str]]]:
    """The lists that are ticked off, by the words for things and answers."""
    register = register_of(name)
    return {field: (_words(register, field, 0), _words(register, field, 1)) for field in register.checklists}


def _words(register: Register, field: str, place: int) -> list[str]:
    return [label for _, label in words.choices(register.lists[field][place].codes)]


def _lines(register: str, field: str, cells: tuple[ListCell, ...]) -> Lines:
    made = tuple(list_lines.code_cell(one.key, one.codes) if one.codes else _READ[one.read](one.key) for one in cells)
    hint = wording.texts().get(f"hint.{register}.{field}", "")
    return Lines(made, cells[0].key, hint)
