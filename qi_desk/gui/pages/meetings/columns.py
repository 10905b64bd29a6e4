"""How meetings, minutes and what was decided stand in lists."""

from __future__ import annotations

from datetime import datetime, time

from qi_desk.domain.moments import CHINA
from qi_desk.gui import words
from qi_desk.gui.models.rows_model import Column
from qi_desk.services.meetings.decision_views import DecisionRow
from qi_desk.services.meetings.minutes_views import MinutesRow
from qi_desk.services.meetings.views import MeetingRow

_LATE = {"record": "记录未签", "minutes": "纪要超期"}


def _state(row: MeetingRow) -> str:
    said = words.label("meeting_states", row.state)
    return f"{said}　{_LATE[row.late]}" if row.late else said


def _when(row: MeetingRow) -> str:
    clock = time.fromisoformat(row.starts) if row.starts else time()
    return words.near_moment(datetime.combine(row.planned_on, clock, CHINA))


def _people(row: MeetingRow) -> str:
    return f"{row.signed_in} / {row.people}"


MEETINGS = (
    Column[MeetingRow]("时间", _when, width=13),
    Column[MeetingRow](
        "会议",
        lambda row: row.title,
        icon=lambda row: "lock" if row.restricted else "",
    ),
    Column[MeetingRow]("类型", lambda row: words.label("meeting_kinds", row.kind), width=12, rank=3),
    Column[MeetingRow]("地点", lambda row: row.place, width=16, rank=4),
    Column[MeetingRow]("到会", _people, width=8, rank=2),
    Column[MeetingRow]("记录人", lambda row: row.scribe, width=10, rank=1),
    Column[MeetingRow](
        "状态",
        _state,
        width=20,
        tone=lambda row: "danger" if row.late else "",
        icon=lambda row: "triangle-alert" if row.late else "",
    ),
)

_MINUTES_TONES = {"draft": "danger", "checked": "warning", "final": "success", "issued": "success"}
_MINUTES_ICONS = {"draft": "pencil", "checked": "circle-check", "final": "lock", "issued": "lock"}


def issue(row: MinutesRow) -> str:
    """The yearly number, as it stands on the paper."""
    if not row.issue_no:
        return ""
    return f"{row.year} 年第 {row.issue_no} 期{'（期号重复）' if row.twin else ''}"


def _due(row: MinutesRow) -> str:
    if row.issued_on is not None:
        return row.issued_on.isoformat()
    if row.due is None:
        return ""
    return f"{words.near_moment(row.due)} 前{'　已超期' if row.late else ''}"


MINUTES = (
    Column[MinutesRow]("纪要", lambda row: row.title),
    Column[MinutesRow]("类型", lambda row: words.label("meeting_kinds", row.kind), width=12, rank=2),
    Column[MinutesRow]("期号", issue, width=18, rank=1, tone=lambda row: "warning" if row.twin else ""),
    Column[MinutesRow]("印发", _due, width=20, tone=lambda row: "danger" if row.late else ""),
    Column[MinutesRow](
        "状态",
        lambda row: words.label("minutes_states", row.state),
        width=10,
        tone=lambda row: _MINUTES_TONES[row.state],
        icon=lambda row: _MINUTES_ICONS[row.state],
    ),
)


def _until(row: DecisionRow) -> str:
    if row.state != "open":
        return f"{words.label('meeting_decision_states', row.state)} {row.ended_on.isoformat() if row.ended_on else ''}"
    if row.due is None:
        return "未定"
    return f"{row.due.isoformat()}{'　逾期' if row.late else ''}"


DECISIONS = (
    Column[DecisionRow]("议定事项", lambda row: row.what),
    Column[DecisionRow]("责任", lambda row: row.owner, width=16),
    Column[DecisionRow](
        "期限",
        _until,
        width=18,
        tone=lambda row: "danger" if row.late else ("success" if row.state == "done" else ""),
        icon=lambda row: "triangle-alert" if row.late else ("circle-check" if row.state == "done" else ""),
    ),
    Column[DecisionRow]("会议", lambda row: row.meeting_title, width=26, rank=1),
    Column[DecisionRow]("开会", lambda row: row.held_on.isoformat(), width=12, rank=2),
)
