"""The lists of the print centre: what stands in which column."""

from __future__ import annotations

from qi_desk.gui import words
from qi_desk.gui.models.rows_model import Column
from qi_desk.services.print_port import PrintLine
from qi_desk.services.prints.outlets import Outlet, OutletRow
from qi_desk.services.prints.views import CatalogueRow, DayPaper, JournalRow
from qi_desk.settings.declared import DESK_SETTINGS
from qi_desk.settings.paper_forms import FORMS

TONES = {
    "printed": "accent",
    "sent": "accent",
    "saved": "accent",
    "in_hand": "success",
    "failed": "danger",
    "spoiled": "warning",
    "void": "muted",
    "uncollected": "warning",
    "cancelled": "muted",
    "queued": "warning",
    "": "warning",
}
ICONS = {
    "printed": "printer",
    "sent": "clock",
    "saved": "save",
    "in_hand": "circle-check",
    "failed": "circle-alert",
    "spoiled": "triangle-alert",
    "void": "x",
    "uncollected": "triangle-alert",
    "queued": "clock",
    "": "circle-dot",
}
SHEETS = {"A3": "A3", "A4": "A4", "A5": "A5", "80mm": "80 毫米卷纸"}
SIDES = (("one", "单面"), ("long", "双面，长边翻"), ("short", "双面，短边翻"))
_SAVED = "存成文件"
_TAKES = {
    "nothing": "直接打印",
    "record": "选一件{about}",
    "kind": "选一件{about}",
    "day": "选一天",
    "period": "选起止日期",
    "elsewhere": "在它自己的页面打印",
}


def state_of(state: str) -> str:
    """The state of a paper; of one issued and never printed too."""
    return words.label("print_states", state) if state else "未打印"


def how(row: CatalogueRow) -> str:
    """How to get a paper."""
    said = _TAKES[row.how].format(about=words.kind(row.kind.about) if row.kind.about else "")
    return f"{said}；有空白表" if row.kind.blank else said


def outlet_words(outlet: Outlet) -> str:
    """Where a paper goes, in one line."""
    return " · ".join(filter(None, (outlet.printer or _SAVED, outlet.tray)))


def tuned(outlet: Outlet) -> str:
    """What differs from plain printing."""
    sides = dict(SIDES)[outlet.sides] if outlet.sides != "one" else ""
    copies = f"{outlet.copies} 份" if outlet.copies > 1 else ""
    moved = f"右移 {outlet.x:g}、上移 {outlet.y:g} 毫米" if outlet.x or outlet.y else ""
    return "，".join(filter(None, (copies, sides, moved, "套打" if outlet.values else "")))


CATALOGUE = (
    Column[CatalogueRow]("单据", lambda row: words.paper(row.eid)),
    Column[CatalogueRow]("分组", lambda row: words.label("paper_groups", row.kind.group), width=12, rank=2),
    Column[CatalogueRow]("纸", lambda row: SHEETS[row.sheet], width=11),
    Column[CatalogueRow]("打印机", lambda row: outlet_words(row.outlet), width=18, rank=1),
    Column[CatalogueRow]("怎么打", how, width=23),
    Column[CatalogueRow](
        "正本", lambda row: "要问到手" if row.kind.original else "", width=12, rank=3, tone=lambda _: "muted"
    ),
)

DAY = (
    Column[DayPaper]("时间", lambda row: words.near_moment(row.at), width=13),
    Column[DayPaper]("单据", lambda row: words.paper(row.kind, row.line.form if row.line else ""), width=19),
    Column[DayPaper]("编号", lambda row: row.number, width=25, rank=1),
    Column[DayPaper]("给谁", lambda row: row.who),
    Column[DayPaper](
        "状态",
        lambda row: f"{state_of(row.state)}，待确认" if row.open and row.state else state_of(row.state),
        width=22,
        tone=lambda row: "warning" if row.open else TONES.get(row.state, ""),
        icon=lambda row: "hand" if row.open and row.state else ICONS.get(row.state, ""),
    ),
)


def _reprint(line: PrintLine) -> str:
    reason = words.label("reprint_reasons", line.reason)
    return f"补打 {line.reprint}　{reason}" if line.reprint else ""


def _became(line: PrintLine) -> str:
    return words.label("print_faults", line.fault) if line.fault else state_of(line.state)


JOURNAL = (
    Column[JournalRow]("时间", lambda row: words.near_moment(row.line.created_at), width=13),
    Column[JournalRow]("单据", lambda row: words.paper(row.line.kind, row.line.form), width=22),
    Column[JournalRow]("编号", lambda row: row.line.number),
    Column[JournalRow]("补打", lambda row: _reprint(row.line), width=20, rank=2),
    Column[JournalRow]("批", lambda row: str(row.line.place) if row.line.batch else "", width=5, rank=3),
    Column[JournalRow]("打印机", lambda row: row.line.printer, width=18, rank=1),
    Column[JournalRow]("经手", lambda row: row.operator, width=9, rank=4),
    Column[JournalRow](
        "状态",
        lambda row: _became(row.line),
        width=22,
        tone=lambda row: TONES.get(row.line.state, ""),
        icon=lambda row: ICONS.get(row.line.state, ""),
    ),
)

_PRINTER_NAMES = {
    "printer.receipt_a4": "回执 A4",
    "printer.receipt_a5": "回执 A5",
    "printer.receipt_80mm": "回执小票",
    "printer.queue_slip": "号票、标识贴",
    "printer.a4": "其他 A4 单据",
}
assert set(_PRINTER_NAMES) == {form.printer for form in FORMS.values()} <= set(DESK_SETTINGS)


def outlet_name(row: OutletRow) -> str:
    """What a line of the printers is about."""
    return _PRINTER_NAMES[row.eid] if row.level == "printer" else words.paper(row.eid)


OUTLETS = (
    Column[OutletRow]("单据", lambda row: outlet_name(row) if row.level == "printer" else f"　{outlet_name(row)}"),
    Column[OutletRow]("纸", lambda row: SHEETS[row.sheet], width=11),
    Column[OutletRow]("打印机", lambda row: outlet_words(row.outlet), width=22),
    Column[OutletRow]("另外设定", lambda row: tuned(row.outlet), width=26, rank=1),
    Column[OutletRow](
        "来自",
        lambda row: "单独设定" if row.own else "通用" if row.level == "printer" else "随通用",
        width=12,
        rank=2,
        tone=lambda row: "" if row.own else "muted",
    ),
)
