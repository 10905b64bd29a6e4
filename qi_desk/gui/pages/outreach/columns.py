"""How visits to enterprises and their problems stand in lists."""

from __future__ import annotations

from qi_desk.gui import words
from qi_desk.gui.models.rows_model import Column
from qi_desk.services.outreach_views import OutreachRow, ProblemView

PROBLEM_TONES = {
    "solved": "success",
    "answered": "success",
    "requested": "accent",
    "overdue": "danger",
    "open": "warning",
}
_PROBLEM_ICONS = {
    "solved": "circle-check",
    "answered": "check",
    "requested": "clipboard-list",
    "overdue": "circle-alert",
    "open": "clock",
}


def standing(row: OutreachRow) -> str:
    """Where a visit stands, in words."""
    if row.late:
        return "已过安排的日子"
    if row.owed:
        return f"{row.owed} 个问题待反馈" + ("，有逾期" if row.overdue else "")
    return words.label("outreach_states", row.state)


def _tone(row: OutreachRow) -> str:
    if row.overdue or row.late:
        return "danger"
    return "warning" if row.owed else ("success" if row.state == "done" else "accent")


def _icon(row: OutreachRow) -> str:
    return {"danger": "circle-alert", "warning": "clock", "success": "circle-check", "accent": "calendar"}[_tone(row)]


def _kind(row: OutreachRow) -> str:
    return f"{words.label('outreach_kinds', row.kind)} · {words.label('outreach_modes', row.mode)}"


VISITS = (
    Column[OutreachRow]("日期", lambda row: row.day.isoformat(), width=12),
    Column[OutreachRow]("服务对象", lambda row: row.client_name),
    Column[OutreachRow]("类型", _kind, width=18, rank=1),
    Column[OutreachRow]("走访人", lambda row: row.owner, width=10, rank=2),
    Column[OutreachRow]("情况", standing, width=20, tone=_tone, icon=_icon),
)


def _due(problem: ProblemView) -> str:
    due = problem.values["due"]
    return str(due.isoformat()) if due else ""


PROBLEMS = (
    Column[ProblemView]("存在问题", lambda one: one.values["text"]),
    Column[ProblemView]("处理与答复", lambda one: one.values["answer"], width=30, rank=1),
    Column[ProblemView]("责任人", lambda one: one.owner, width=10, rank=2),
    Column[ProblemView]("反馈期限", _due, width=12),
    Column[ProblemView](
        "情况",
        lambda one: " ".join(filter(None, (words.label("problem_states", one.state.value), one.request))),
        width=16,
        tone=lambda one: PROBLEM_TONES[one.state.value],
        icon=lambda one: _PROBLEM_ICONS[one.state.value],
    ),
)
