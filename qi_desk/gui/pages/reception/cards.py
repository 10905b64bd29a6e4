"""From visits to cards: which step is the sensible one now, which others there are, what the badges say."""

from __future__ import annotations

from qi_desk.gui import words
from qi_desk.gui.keys import CALL_NEXT, MISSED, PRINT, RECALL
from qi_desk.gui.widgets.board import Card, Step
from qi_desk.services.board import Board
from qi_desk.services.visit_views import VisitView

LANES = (
    ("waiting", "等候"),
    ("called", "已叫号"),
    ("serving", "接待中"),
    ("held", "暂挂 / 过号"),
    ("done", "今日已完"),
)
"""The board's columns; missed visitors stand with the parked ones: both are in the house and not in line."""

_PRIMARY = {
    "waiting": Step("call", "叫号", CALL_NEXT),
    "called": Step("serve", "开始接待", "Enter"),
    "serving": Step("intake", "登记需求", PRINT),
    "held": Step("resume", "接着办", "Enter"),
    "missed": Step("requeue", "重新排队", "Enter"),
}

_OTHERS = {
    "waiting": ("serve", "transfer", "leave", "slip", "open"),
    "called": ("recall", "miss", "transfer", "leave", "open"),
    "serving": ("quick", "add_matter", "hold", "transfer", "finish", "rate", "doubt", "open"),
    "held": ("transfer", "leave", "open"),
    "missed": ("call", "serve", "leave", "open"),
    "done": ("rate", "open"),
    "left": ("open",),
}

LABELS = {
    "call": "叫号",
    "serve": "直接接待",
    "recall": f"重呼 ({RECALL})",
    "miss": f"过号 ({MISSED})",
    "transfer": "转到别的窗口…",
    "leave": "未办先走",
    "slip": "打印号票",
    "open": "看来访记录",
    "quick": "即问即答…",
    "add_matter": "再加一件事…",
    "hold": "暂挂…",
    "finish": "办完，送别",
    "rate": "请客户评价",
    "doubt": "计时不准（不计入平均）",
}

_CLOCKS = {"waiting": "已等", "called": "已叫", "serving": "已接待", "held": "已挂", "missed": "过号"}


def card_of(view: VisitView, board: Board) -> Card:
    """The card of one visit."""
    return Card(
        eid=view.eid,
        ticket=view.ticket,
        title=view.who + called_as(view.salutation),
        subtitle=view.organisation if view.organisation != view.who else view.phone,
        matter=view.subject,
        clock=_CLOCKS.get(view.state, ""),
        since=view.since,
        badges=tuple(_badges(view)),
        primary=_PRIMARY.get(view.state),
        others=tuple(Step(event, LABELS[event]) for event in _OTHERS[view.state]),
        amber=board.wait_amber_minutes if view.state == "waiting" else 0,
        red=board.wait_red_minutes if view.state == "waiting" else 0,
    )


def called_as(salutation: str) -> str:
    """The word put behind a surname; nothing where the visitor chose none."""
    return "" if salutation in ("", "none") else words.label("salutations", salutation)


def _badges(view: VisitView) -> list[tuple[str, str]]:
    badges = []
    if view.priority != "none":
        badges.append((f"◆ {words.label('queue_priorities', view.priority)}", "warning"))
    if view.state == "left":
        badges.append(("未办先走", "muted"))
    if view.state == "missed":
        badges.append(("过号", "warning"))
    if view.state == "called" and view.called_times > 1:
        badges.append((f"叫 {view.called_times} 次", "accent"))
    if view.for_window and view.state == "waiting":
        badges.append((f"转 {view.for_window}", "accent"))
    if view.head_count > 1:
        badges.append((f"{view.head_count} 人", "muted"))
    if view.state == "held" and view.hold_reason:
        badges.append((words.label("hold_reasons", view.hold_reason), "muted"))
    return badges


def cards_of(board: Board) -> dict[str, list[Card]]:
    """The cards of every lane."""
    lanes: dict[str, list[Card]] = {name: [] for name, _ in LANES}
    for state, views in board.lanes.items():
        lane = "held" if state == "missed" else state
        lanes[lane] += [card_of(view, board) for view in views]
    return lanes
