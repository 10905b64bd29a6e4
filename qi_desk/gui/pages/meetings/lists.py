"""The three lists of the page: what they show, which part of it, what is said meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qi_desk.gui.pages.meetings.columns import DECISIONS, MEETINGS, MINUTES
from qi_desk.services.meetings import decision_views, minutes_views, views

TABS: tuple[tuple[str, str, Any, str], ...] = (
    ("meeting", "会议", MEETINGS, "没有会议。按 Ctrl+N 拟开一场。"),
    ("minutes", "纪要", MINUTES, "没有纪要。会议记录签名以后起草。"),
    ("meeting_decision", "议定事项督办", DECISIONS, "没有议定事项。记录里写一行“@姓名 日期 任务”就有了。"),
)
SCOPES = {
    "meeting": (("open", "未办完"), ("ended", "已销号、已取消")),
    "minutes": (("open", "在办"), ("issued", "已印发")),
    "meeting_decision": (("open", "办理中"), ("mine", "我负责的"), ("late", "逾期"), ("ended", "已了结")),
}
PAGES: dict[str, Callable[..., Any]] = {
    "meeting": views.page,
    "minutes": minutes_views.minutes_page,
    "meeting_decision": decision_views.decisions,
}
TAKEN_DOWN = ("running", "checking")
MOMENTS = dict.fromkeys(("planned", "notified", "signing_in"), "meeting.open")
MOMENTS |= {"running": "meeting.decision", "checking": "meeting.close"}

ASIDE = ("resume", "correct", "correct_minutes", "head_minutes", "cancel", "change", "restrict")
