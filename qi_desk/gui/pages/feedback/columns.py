"""How ratings, complaints, plans and what calls for one stand in lists."""

from __future__ import annotations

from qi_desk.gui import words
from qi_desk.gui.models.rows_model import Column
from qi_desk.services.feedback.complaint_views import ComplaintRow
from qi_desk.services.feedback.improvement_views import Candidate, ImprovementRow
from qi_desk.services.feedback.survey_views import SurveyRow

_GRADE_TONES = {5: "success", 4: "success", 3: "", 2: "danger", 1: "danger"}
_GRADE_ICONS = {5: "circle-check", 4: "circle-check", 2: "circle-alert", 1: "circle-alert"}


def graded(row: SurveyRow) -> str:
    """What a survey says, or why it says nothing."""
    if row.overall:
        return words.label("grades", str(row.overall))
    return words.label("survey_states", row.standing.value)


def _following(row: SurveyRow) -> str:
    return words.label("correction_states", row.correction) + ("，已逾期" if row.late else "") if row.correction else ""


SURVEYS = (
    Column[SurveyRow](
        "评价",
        graded,
        width=12,
        tone=lambda row: _GRADE_TONES.get(row.overall, ""),
        icon=lambda row: _GRADE_ICONS.get(row.overall, ""),
    ),
    Column[SurveyRow]("服务对象", lambda row: row.client_name or "（未建档）"),
    Column[SurveyRow]("评的是", lambda row: row.subject, width=30, rank=3),
    Column[SurveyRow]("服务人员", lambda row: row.served_by, width=10, rank=1),
    Column[SurveyRow]("邀请时间", lambda row: words.near_moment(row.asked_at), width=12, rank=2),
    Column[SurveyRow]("差评整改", _following, width=16, tone=lambda row: "danger" if row.late else "warning"),
)


def _due(row: ComplaintRow) -> str:
    if row.due is None:
        return ""
    return f"{words.near_moment(row.due)}{'　已逾期' if row.late else ''}"


def _complaint_tone(row: ComplaintRow) -> str:
    return "danger" if row.late or row.escalated else ""


COMPLAINTS = (
    Column[ComplaintRow]("编号", lambda row: row.number, width=26, rank=3),
    Column[ComplaintRow](
        "类别",
        lambda row: words.label("complaint_kinds", row.kind) + (" · 直报" if row.escalated else ""),
        width=16,
        tone=_complaint_tone,
        icon=lambda row: "triangle-alert" if row.escalated else "",
    ),
    Column[ComplaintRow]("投诉人", lambda row: row.who or "匿名"),
    Column[ComplaintRow](
        "第几次",
        lambda row: f"第 {row.repeat} 次" if row.repeat > 1 else "",
        width=8,
        rank=4,
        tone=lambda _row: "warning",
    ),
    Column[ComplaintRow]("状态", lambda row: words.label("complaint_states", row.state), width=12),
    Column[ComplaintRow]("本步期限", _due, width=20, rank=1, tone=lambda row: "danger" if row.late else ""),
    Column[ComplaintRow]("调查人", lambda row: row.investigator, width=10, rank=2),
)


def _plan_state(row: ImprovementRow) -> str:
    said = words.label("improvement_states", row.state)
    return f"{said}　{words.label('escalations', row.escalated)}" if row.escalated else said


IMPROVEMENTS = (
    Column[ImprovementRow]("问题", lambda row: row.problem),
    Column[ImprovementRow]("来源", lambda row: words.label("improvement_sources", row.source), width=10, rank=2),
    Column[ImprovementRow]("责任人", lambda row: row.owner, width=10, rank=1),
    Column[ImprovementRow]("措施", lambda row: f"{row.done} / {row.actions}", width=8, rank=3),
    Column[ImprovementRow](
        "期限", lambda row: row.deadline.isoformat(), width=12, tone=lambda row: "danger" if row.escalated else ""
    ),
    Column[ImprovementRow]("状态", _plan_state, width=22, tone=lambda row: "danger" if row.escalated else ""),
)

CANDIDATES = (
    Column[Candidate]("发现", lambda row: row.found_on.isoformat(), width=12),
    Column[Candidate]("来源", lambda row: words.label("improvement_sources", row.source), width=14),
    Column[Candidate]("说明", lambda row: row.said),
)
