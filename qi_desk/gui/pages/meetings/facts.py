"""One meeting, one set of minutes, one decision as facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk import wording
from qi_desk.domain.meetings.records import PRESENT
from qi_desk.gui import words
from qi_desk.gui.pages.meetings.columns import issue
from qi_desk.gui.widgets.facts import Fact, Section
from qi_desk.services.meetings.decision_views import DecisionRow
from qi_desk.services.meetings.minutes_views import CorrectionLine, MinutesView
from qi_desk.services.meetings.views import MeetingView, PersonLine, TopicLine

_SHOWN = 400
_INTACT = {True: "已锁定，与签名时一致", False: "▲ 锁定后内容有变动，请核对版本", None: ""}


def by(people: Mapping[str, str], values: Mapping[str, Any], who: str, when: str) -> str:
    """Who did a step and when, empty where nobody did."""
    moment = values.get(when)
    said = moment.isoformat() if moment and not hasattr(moment, "hour") else words.near_moment(moment) if moment else ""
    return " ".join(filter(None, (people.get(str(values.get(who) or ""), ""), said)))


def meeting_sections(view: MeetingView) -> list[Section]:
    """A meeting with its people, topics and decisions."""
    values, people, row = view.values, view.people, view.row
    restricted = "只有参会人和站长能看" if row.restricted else ""
    waiting = f"上次还有 {view.offers} 条没办结，办理 (Ctrl+M) 里一键列入" if view.offers else ""
    return [
        Section(
            "会议",
            [
                ("状态", words.label("meeting_states", row.state)),
                ("记录", _INTACT[view.intact]),
                ("时间", f"{row.planned_on.isoformat()} {values['starts']} 至 {values['ends']}"),
                ("开会", words.near_moment(values["started_at"]) if values["started_at"] else ""),
                ("散会", words.near_moment(values["closed_at"]) if values["closed_at"] else ""),
                ("地点", row.place),
                ("类型", words.label("meeting_kinds", row.kind)),
                ("主持", f"{values['chair_post']} {row.chair}"),
                ("记录人", " ".join(filter(None, (row.scribe, values["scribe_unit"])))),
                ("编号", row.number),
                ("查阅", restricted),
                ("待列议题", waiting),
                ("取消", values["end_reason"]),
                ("核对", by(people, values, "checked_by", "checked_at")),
                ("签名", words.near_moment(values["signed_at"]) if values["signed_at"] else ""),
                ("摘要值", values["record_hash"][:16]),
                ("销号", values["settled_on"].isoformat() if values["settled_on"] else ""),
            ],
        ),
        Section("参会", [_person(one) for one in view.attendees]),
        Section("议题", [_topic(place, one) for place, one in enumerate(view.topics, start=1)]),
        Section("遗留问题", [("会后", values["open_matters"])]),
        decisions_section(view.decisions),
        corrections_section(view.corrections),
        Section("纪要", [("情况", _minutes_said(view))] if view.minutes is not None else []),
    ]


def _minutes_said(view: MeetingView) -> str:
    assert view.minutes is not None
    state = words.label("minutes_states", view.minutes.state)
    return "　".join(filter(None, (state, issue(view.minutes), view.minutes.number)))


def _person(one: PersonLine) -> Fact:
    signed = f"✓ {one.signed_in_at:%H:%M}" if one.signed_in_at else ""
    role = words.label("attendance_roles", one.role)
    missing = "未签到" if one.role in PRESENT and not signed else ""
    told = (role, f"（{one.reason}）" if one.reason else "", signed or missing, one.organisation, one.post)
    return one.name, "　".join(filter(None, told))


def _topic(place: int, one: TopicLine) -> Fact:
    votes = [one.values[f"votes_{name}"] for name in ("for", "against", "abstain")]
    told = [one.title]
    if one.text:
        told.append(f"{one.text[:_SHOWN]}……（共 {len(one.text)} 字）" if len(one.text) > _SHOWN else one.text)
    if any(votes):
        told.append("表决：同意 {} 反对 {} 弃权 {}".format(*(vote or 0 for vote in votes)))
    told += [f"决定：{one.values['decision']}"] if one.values["decision"] else []
    told += [f"遗留：{one.values['open_matters']}"] if one.values["open_matters"] else []
    return f"{place}.", "\n".join(told)


def decisions_section(rows: tuple[DecisionRow, ...]) -> Section:
    """What was decided, one line each."""
    return Section("议定事项", [(f"{place}.", decided(one)) for place, one in enumerate(rows, start=1)])


def decided(one: DecisionRow) -> str:
    """A decision and how it stands, in one line."""
    due = f"{one.due.isoformat()} 前" if one.due else ""
    marks = {"done": f"✓ {one.evidence}", "dropped": f"撤销：{one.evidence}", "open": "▲ 逾期" if one.late else ""}
    return "　".join(filter(None, (f"{one.owner}：{one.what}", due, marks[one.state])))


def corrections_section(lines: tuple[CorrectionLine, ...]) -> Section:
    """What was corrected after the lock, old words and new."""
    return Section(
        "更正",
        [(words.near_moment(one.at), f"原文“{one.old}”，更正为“{one.new}”（{one.reason}）{one.by}") for one in lines],
    )


def minutes_sections(view: MinutesView) -> list[Section]:
    """Minutes whole."""
    values, people, row = view.values, view.people, view.row
    told = [(wording.label(f"minutes.{name}"), str(values[name])) for name in ("main_to", "cc", "returned")]
    body = values["body"]
    return [
        Section(
            "纪要",
            [
                ("状态", words.label("minutes_states", row.state)),
                ("锁定", _INTACT[view.intact]),
                ("期号", issue(row)),
                ("编号", row.number),
                ("会议", row.meeting_title),
                *told,
                ("起草", by(people, values, "drafted_by", "drafted_at")),
                ("核稿", by(people, values, "checked_by", "checked_at")),
                ("签发", by(people, values, "signer", "signed_at")),
                ("印发", by(people, values, "issued_by", "issued_on")),
                ("摘要值", values["minutes_hash"][:16]),
            ],
        ),
        Section("正文", [("概况", values["summary"]), ("正文", body[: 10 * _SHOWN])]),
        corrections_section(view.corrections),
    ]


def decision_sections(row: DecisionRow) -> list[Section]:
    """One decision."""
    return [
        Section(
            "议定事项",
            [
                ("事项", row.what),
                ("状态", words.label("meeting_decision_states", row.state)),
                ("责任", row.owner),
                ("期限", f"{row.due.isoformat()}{'　▲ 逾期' if row.late else ''}" if row.due else "未定"),
                ("结果", row.evidence),
                ("了结", row.ended_on.isoformat() if row.ended_on else ""),
                ("会议", f"{row.held_on.isoformat()} {row.meeting_title}"),
                ("编号", row.number),
            ],
        )
    ]
