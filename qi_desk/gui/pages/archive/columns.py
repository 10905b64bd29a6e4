"""How what is filed stands in lists."""

from __future__ import annotations

from qi_desk.gui import words
from qi_desk.gui.models.rows_model import Column
from qi_desk.services.archive_sources import Proposal
from qi_desk.services.archive_views import ItemRow
from qi_desk.services.disposals import DisposalView


def lacking(one: Proposal) -> str:
    """What a matter's file lacks, in words without the advice."""
    return "、".join(words.short(lack) for lack in one.lacks)


def standing(row: ItemRow) -> str:
    """Where an item is and what holds it."""
    if row.destroyed_on:
        return f"已销毁 {row.destroyed_on.isoformat()}"
    if row.loan:
        return f"借出：{row.loan}"
    if row.held:
        return f"冻结：{row.hold_reason}"
    return "待销毁" if row.disposal else row.place or words.label("archive_media", row.medium)


def _tone(row: ItemRow) -> str:
    if row.destroyed_on:
        return "muted"
    if row.overdue:
        return "danger"
    return "warning" if row.loan or row.held or row.disposal else ""


def _icon(row: ItemRow) -> str:
    if row.destroyed_on:
        return "trash-2"
    if row.loan:
        return "circle-alert" if row.overdue else "external-link"
    return "lock" if row.held else ""


def _until(row: ItemRow) -> str:
    return row.until.isoformat() if row.until else "永久"


WAITING = (
    Column[Proposal]("办结日期", lambda one: one.values["dated"].isoformat(), width=12),
    Column[Proposal]("编号", lambda one: one.values["document_number"] or "", width=27, rank=1),
    Column[Proposal]("题名", lambda one: one.values["title"]),
    Column[Proposal]("保管期限", lambda one: words.label("retention_periods", one.values["period"]), width=10, rank=2),
    Column[Proposal](
        "还缺",
        lacking,
        width=26,
        tone=lambda one: "warning" if one.lacks else "",
        icon=lambda one: "triangle-alert" if one.lacks else "",
    ),
)

ITEMS = (
    Column[ItemRow]("档号", lambda row: row.code, width=32),
    Column[ItemRow]("题名", lambda row: row.title),
    Column[ItemRow]("日期", lambda row: row.dated.isoformat(), width=12, rank=2),
    Column[ItemRow]("保管到", _until, width=12, rank=1),
    Column[ItemRow]("存放与借阅", standing, width=24, tone=_tone, icon=_icon),
)

LOANS = (
    Column[ItemRow]("应还", lambda row: row.due_on.isoformat() if row.due_on else "", width=12),
    Column[ItemRow]("借阅人", lambda row: row.loan, width=24),
    Column[ItemRow]("题名", lambda row: row.title),
    Column[ItemRow]("档号", lambda row: row.code, width=32, rank=1),
    Column[ItemRow](
        "情况",
        lambda row: "超期未还" if row.overdue else "在借",
        width=12,
        tone=lambda row: "danger" if row.overdue else "accent",
        icon=lambda row: "circle-alert" if row.overdue else "external-link",
    ),
)

RUN_OUT = (
    Column[ItemRow]("期满", _until, width=12),
    Column[ItemRow]("档号", lambda row: row.code, width=32),
    Column[ItemRow]("题名", lambda row: row.title),
    Column[ItemRow]("情况", standing, width=24, tone=_tone, icon=_icon),
)

DISPOSALS = (
    Column[DisposalView]("提出日期", lambda one: one.proposed_on.isoformat(), width=12),
    Column[DisposalView]("清册编号", lambda one: one.number, width=27),
    Column[DisposalView]("理由", lambda one: one.reason),
    Column[DisposalView]("件数", lambda one: str(len(one.items)), width=8),
    Column[DisposalView]("鉴定", lambda one: "、".join(each.name for each in one.opinions), width=16, rank=1),
    Column[DisposalView](
        "状态",
        lambda one: words.label("disposal_states", one.state),
        width=12,
        tone=lambda one: {"done": "success", "refused": "muted"}.get(one.state, "warning"),
        icon=lambda one: {"done": "circle-check", "refused": "x"}.get(one.state, "clock"),
    ),
)
