"""A rating, a complaint, a plan and the figures as facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from qi_desk import wording
from qi_desk.domain.feedback.scores import ASKED, Tally
from qi_desk.gui import words
from qi_desk.gui.pages.feedback.columns import graded
from qi_desk.gui.widgets.facts import Fact, Masked, Section
from qi_desk.services.feedback.complaint_views import ComplaintView
from qi_desk.services.feedback.improvement_views import ImprovementView
from qi_desk.services.feedback.statistics import Figures
from qi_desk.services.feedback.survey_views import SurveyView


def _told(kind: str, values: Mapping[str, Any], *names: str) -> list[Fact]:
    return [(wording.label(f"{kind}.{name}"), words.value(kind, name, values.get(name))) for name in names]


def _by(people: Mapping[str, str], values: Mapping[str, Any], who: str, when: str) -> str:
    named, at = people.get(str(values.get(who) or ""), ""), values.get(when)
    told = words.moment(at) if isinstance(at, datetime) else at.isoformat() if isinstance(at, date) else ""
    return f"{named} {told}".strip()


def survey_sections(view: SurveyView) -> list[Section]:
    """A rating, and what followed a bad one."""
    values, people = view.values, view.people
    percent = f"{view.score.percent} 分" if view.score.percent is not None else ""
    valid = "" if not view.row.overall else ("有效" if view.score.valid else f"无效：空白 {view.score.blank}%")
    grades = [(wording.label(f"survey.{name}"), words.label("grades", str(values[name] or ""))) for name in ASKED]
    return [
        Section(
            "评价",
            [
                ("情况", graded(view.row)),
                ("评的是", view.row.subject),
                ("服务人员", view.row.served_by),
                ("邀请", words.moment(view.row.asked_at)),
                ("方式", words.label("survey_methods", view.row.method)),
                ("评价时间", words.moment(view.row.rated_at)),
                ("录入人", people.get(str(values["entered_by"] or ""), "")),
                ("得分", " ".join(filter(None, (percent, valid)))),
            ],
        ),
        Section(
            "各项",
            [
                *grades,
                ("理由", words.value("survey", "reasons", values["reasons"])),
                ("意见建议", values["words"]),
                ("愿意推荐", str(values["recommend"]) if values["recommend"] != "" else ""),
                Masked("评价人", values["respondent"], "survey", view.row.eid, "respondent"),
            ],
        ),
        *_corrections(view),
    ]


def _corrections(view: SurveyView) -> list[Section]:
    """What followed a bad rating, and what the person rated holds against it."""
    people, correction = view.people, view.correction
    return [
        Section(
            "差评整改",
            [
                (
                    "情况",
                    words.label("correction_states", view.row.correction) + ("（已逾期）" if view.row.late else ""),
                ),
                ("核实期限", words.moment(correction.get("verify_due"))),
                ("整改期限", words.moment(correction.get("correct_due"))),
                *_told("correction", correction, "finding", "cause", "facts"),
                ("核实", _by(people, correction, "verified_by", "verified_at")),
                *_told("correction", correction, "measures"),
                ("整改", _by(people, correction, "corrected_by", "corrected_at")),
                *_told("correction", correction, "call_back_note"),
                ("回访", _by(people, correction, "called_back_by", "called_back_at")),
            ]
            if correction
            else [],
        ),
        Section(
            "申诉（一直保留）",
            [
                *_told("correction", correction, "appeal"),
                ("申诉人", _by(people, correction, "appealed_by", "appealed_at")),
                *_told("correction", correction, "appeal_verdict", "appeal_answer"),
                ("裁定", _by(people, correction, "appeal_decided_by", "appeal_decided_at")),
            ]
            if correction.get("appealed_at")
            else [],
        ),
    ]


def complaint_sections(view: ComplaintView) -> list[Section]:
    """A complaint in the order of GB/T 19012."""
    values = view.values
    due = f"{words.moment(view.row.due)}{'（已逾期）' if view.row.late else ''}" if view.row.due else ""
    return [
        Section(
            "进展",
            [
                ("状态", words.label("complaint_states", view.row.state)),
                ("本步期限", due),
                ("直报负责人", f"{words.moment(view.report_by)} 前" if view.report_by else ""),
                ("级别", words.label("complaint_levels", view.row.level)),
                ("第几次", f"同类第 {view.row.repeat} 次" if view.row.repeat > 1 else ""),
                ("调查人", view.row.investigator),
                (
                    "延期",
                    f"{values['extension_days']} 个工作日：{values['extension_reason']}"
                    if values["extension_days"]
                    else "",
                ),
                ("终止", words.label("complaint_ends", values["close_reason"])),
            ],
        ),
        _received(view),
        Section(
            "初评", _told("complaint", values, "severity", "safety", "spread", "complexity", "at_once", "assessment")
        ),
        Section("调查与响应", _told("complaint", values, "cause", "investigation", "remedies", "response")),
        _decided(view),
        Section(
            "外部争议",
            [
                (
                    words.label("dispute_ways", one["way"]),
                    "；".join(filter(None, (one["place"], one["notice"], one["result"]))),
                )
                for one in view.disputes
            ],
        ),
        Section(
            "跟踪表",
            [
                (words.label("complaint_steps", one.step), f"{words.moment(one.at)} {one.by} {one.note}".strip())
                for one in view.steps
            ],
        ),
    ]


def _received(view: ComplaintView) -> Section:
    """What came in, from whom, about whom."""
    values, people, eid = view.values, view.people, view.row.eid
    against = people.get(str(values["against_person"] or ""), "") or values["against"]
    return Section(
        "接收",
        [
            ("类别", words.label("complaint_kinds", view.row.kind)),
            ("渠道", words.label("complaint_media", values["medium"])),
            ("收到", _by(people, values, "received_by", "received_at")),
            ("投诉人", "匿名" if values["anonymous"] else ""),
            Masked("投诉人", values["complainant"], "complaint", eid, "complainant"),
            ("单位", values["organisation"] or view.client_name),
            Masked("电话", values["phone"], "complaint", eid, "phone"),
            Masked("代理人", values["agent"], "complaint", eid, "agent"),
            ("保密", "投诉人要求保密" if values["confidential"] else ""),
            ("被投诉方", " ".join(filter(None, (words.label("complaint_targets", view.row.target), against)))),
            *_told("complaint", values, "happened_on", "facts", "wanted", "evidence"),
        ],
    )


def _decided(view: ComplaintView) -> Section:
    """What was decided, what the complainant holds of it, what was put right."""
    values, people = view.values, view.people
    return Section(
        "决定",
        [
            *_told("complaint", values, "decision", "decision_text"),
            ("决定人", _by(people, values, "decided_by", "decided_at")),
            *_told("complaint", values, "opinion", "opinion_words", "review_text"),
            ("复核人", _by(people, values, "reviewed_by", "reviewed_at")),
            *_told("complaint", values, "correction", "referred_to", "referral_note"),
        ],
    )


def improvement_sections(view: ImprovementView) -> list[Section]:
    """A plan with its measures."""
    values, people = view.values, view.people
    escalated = words.label("escalations", view.row.escalated)
    return [
        Section(
            "改进",
            [
                ("状态", words.label("improvement_states", view.row.state)),
                ("期限", f"{view.row.deadline.isoformat()}{f'（逾期，{escalated}）' if escalated else ''}"),
                ("编号", view.row.number),
                ("来源", " ".join(filter(None, (words.label("improvement_sources", view.row.source), view.about)))),
                ("责任人", view.row.owner),
                *_told("improvement", values, "cause_kind", "problem", "cause", "goal"),
                ("批准", _by(people, values, "approved_by", "approved_on")),
            ],
        ),
        Section(
            "措施",
            [
                (
                    f"{place}. {one.owner}",
                    f"{one.what}　{one.due.isoformat()[5:]} 前"
                    + (
                        f"　✓ {one.done_on.isoformat()[5:]} {one.done_note}"
                        if one.done_on
                        else ("　▲ 逾期" if one.late else "")
                    ),
                )
                for place, one in enumerate(view.actions, start=1)
            ],
        ),
        Section("进展", [(words.near_moment(at), f"{by} {note}".strip()) for at, by, note in view.tracks]),
        Section(
            "验证",
            [
                *_told("improvement", values, "evidence", "verdict", "verify_note"),
                ("验证人", _by(people, values, "verifier", "verified_on")),
                ("退回", f"{values['returns']} 次" if values["returns"] else ""),
            ],
        ),
    ]


def _share(part: int, whole: int, rate: int | None) -> str:
    return f"{rate}%（{part} / {whole}）" if rate is not None else "—"


def _tally(found: Tally) -> list[Fact]:
    grades = "　".join(
        f"{words.label('grades', str(grade))} {count}" for grade, count in found.by_grade.items() if count
    )
    return [
        ("满意率", _share(found.content, found.valid, found.content_rate)),
        ("评价率", _share(found.rated, found.asked, found.answer_rate)),
        ("未评价", f"{found.unrated}（不算满意）" if found.unrated else ""),
        ("平均得分", f"{found.percent} 分" if found.percent is not None else ""),
        ("各等级", grades),
        ("差评", str(found.bad) if found.bad else ""),
    ]


def figure_sections(found: Figures) -> list[Section]:
    """The figures of a period, each with what it was counted from."""
    items = [
        (wording.label(f"survey.{name}"), f"{percent} 分")
        for name, percent in found.ratings.by_item.items()
        if percent is not None
    ]
    people = [
        (name, f"满意率 {_share(one.content, one.valid, one.content_rate)}　评价 {one.rated}　未评价 {one.unrated}")
        for name, one in found.people.items()
    ]
    complaints = found.complaints
    appeals = f"{found.upheld_appeals} 件（评价保留，仍计入）" if found.upheld_appeals else ""
    return [
        Section(
            "满意度",
            [
                ("周期", f"{found.since.isoformat()} 至 {found.until.isoformat()}"),
                *_tally(found.ratings),
                ("申诉成立", appeals),
            ],
        ),
        Section("各项得分", items),
        Section(
            "评价理由", [(words.label("survey_reasons", code), f"{count} 次") for code, count in found.reasons.items()]
        ),
        Section("按人员", people),
        Section(
            "投诉",
            [
                ("件数", f"{complaints.count}（未关闭 {complaints.open}，匿名 {complaints.anonymous}）"),
                ("属实", str(complaints.upheld)),
                ("重复投诉", str(complaints.repeated)),
                ("转出", str(complaints.referred)),
                ("按时答复", f"{complaints.in_time} / {complaints.answered}" if complaints.answered else "—"),
            ],
        ),
        Section(
            "投诉类别", [(words.label("complaint_kinds", code), str(count)) for code, count in complaints.kinds.items()]
        ),
        Section("投诉原因", [(words.label("causes", code), str(count)) for code, count in complaints.causes.items()]),
        Section(
            "投诉级别",
            [(words.label("complaint_levels", code), str(count)) for code, count in complaints.levels.items()],
        ),
    ]
