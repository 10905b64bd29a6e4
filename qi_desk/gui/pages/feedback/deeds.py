"""What can be done with ratings, complaints and improvement plans: their tables of deeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from qi_desk.domain.feedback.complaints import (
    ACKNOWLEDGE_FIELDS,
    ASSESS_FIELDS,
    COMPLAINT,
    DECIDE_FIELDS,
    DISPUTE_FIELDS,
    EXTEND_FIELDS,
    EXTERNAL_DISPUTE,
    FIND_FIELDS,
    RECEIVE_FIELDS,
    REFER_FIELDS,
    REVIEW_FIELDS,
)
from qi_desk.domain.feedback.improvements import (
    ACTION_FIELDS,
    ANALYSE_FIELDS,
    FINISH_FIELDS,
    FOUND_FIELDS,
    IMPROVEMENT,
    IMPROVEMENT_ACTION,
    VERIFY_FIELDS,
)
from qi_desk.domain.feedback.surveys import ANSWER_FIELDS, CALL_BACK_FIELDS, CORRECT_FIELDS, CORRECTION, SURVEY
from qi_desk.domain.feedback.surveys import VERIFY_FIELDS as FINDING_FIELDS
from qi_desk.gui.deeds import Deed
from qi_desk.services.feedback import complaints, corrections, improvements, papers, surveys

_HARMLESS = {"severity": "low", "safety": "none", "spread": "low", "complexity": "ordinary", "level": "1"}


def _table(kind: str, deeds: Iterable[Deed]) -> dict[str, Deed]:
    """Deeds by name; the kind they are done to stands in the name a draft knows them by."""
    return {deed.name: replace(deed, name=f"{kind}.{deed.name}") for deed in deeds}


SURVEY_DEEDS: dict[str, Deed] = _table(
    "survey",
    (
        Deed("rate_here", "请客户在屏上评价", surveys.rate_on_screen),
        Deed("rate_by_phone", "录入电话评价", surveys.rate_by_phone, SURVEY, ANSWER_FIELDS),
        Deed("rate_from_slip", "录入纸质评价单", surveys.rate_from_slip, SURVEY, ANSWER_FIELDS),
        Deed("verify", "核实差评", corrections.verify, CORRECTION, FINDING_FIELDS, begins={"finding": "true"}),
        Deed("correct", "写整改措施", corrections.correct, CORRECTION, CORRECT_FIELDS),
        Deed(
            "call_back",
            "记回访",
            corrections.call_back,
            CORRECTION,
            CALL_BACK_FIELDS,
            begins={"call_back_mode": "phone"},
        ),
        Deed("appeal", "申诉", corrections.appeal, asked="为什么认为这个评价不实（会一直留在记录里）"),
        Deed(
            "decide_appeal",
            "裁定申诉",
            corrections.decide_appeal,
            CORRECTION,
            ("appeal_verdict", "appeal_answer"),
        ),
        Deed("ask_again", "再请客户评一次", surveys.ask_again, sure="整改和回访都做了，再请客户评一次？只有一次。"),
        Deed("complain", "转为投诉", complaints.receive, COMPLAINT, RECEIVE_FIELDS),
        Deed("plan", "立改进计划", improvements.found, IMPROVEMENT, FOUND_FIELDS, day="deadline", ahead=30),
    ),
)
"""Every deed of a rating by name."""

COMPLAINT_DEEDS: dict[str, Deed] = _table(
    "complaint",
    (
        Deed(
            "receive",
            "登记投诉",
            complaints.receive,
            COMPLAINT,
            RECEIVE_FIELDS,
            begins={"medium": "person", "target": "station"},
            paper=papers.ACKNOWLEDGEMENT,
        ),
        Deed(
            "acknowledge",
            "告知收到",
            complaints.acknowledge,
            COMPLAINT,
            ACKNOWLEDGE_FIELDS,
            begins={"acknowledge_mode": "phone"},
            paper=papers.ACKNOWLEDGEMENT,
        ),
        Deed("assess", "初步评估", complaints.assess, COMPLAINT, ASSESS_FIELDS, begins=_HARMLESS),
        Deed("refer", "转出（12315 等）", complaints.refer, COMPLAINT, REFER_FIELDS, paper=papers.REFERRAL),
        Deed("investigate", "定调查人", complaints.investigate, whom="由谁调查（不能是被投诉的人）"),
        Deed("find", "写调查结果", complaints.find, COMPLAINT, FIND_FIELDS),
        Deed("extend", "延期答复", complaints.extend, COMPLAINT, EXTEND_FIELDS),
        Deed(
            "decide",
            "作出决定并告知",
            complaints.decide,
            COMPLAINT,
            DECIDE_FIELDS,
            begins={"told_mode": "phone"},
            paper=papers.DECISION,
        ),
        Deed("answer", "记投诉人意见", complaints.answer, codes="complaint_opinions", asked="投诉人怎么说"),
        Deed(
            "review",
            "升级复核并告知",
            complaints.review,
            COMPLAINT,
            REVIEW_FIELDS,
            begins={"told_mode": "phone"},
            paper=papers.DECISION,
        ),
        Deed(
            "go_outside",
            "告知外部途径",
            complaints.go_outside,
            EXTERNAL_DISPUTE,
            DISPUTE_FIELDS,
            begins={"way": "mediation"},
            paper=papers.DISPUTE,
        ),
        Deed("end_dispute", "外部争议了结", complaints.end_dispute, asked="结果怎样"),
        Deed("check", "验证纠正并关闭", complaints.check, asked="纠正了什么，怎么验证的"),
        Deed("withdraw", "投诉人撤回", complaints.withdraw, asked="投诉人的原话"),
        Deed("release", "准许本人查阅", complaints.release, sure="让被投诉的同事看到这件投诉？"),
        Deed("plan", "立改进计划", improvements.found, IMPROVEMENT, FOUND_FIELDS, day="deadline", ahead=30),
    ),
)
"""Every deed of a complaint by name."""

IMPROVEMENT_DEEDS: dict[str, Deed] = _table(
    "improvement",
    (
        Deed("found", "立改进计划", improvements.found, IMPROVEMENT, FOUND_FIELDS, day="deadline", ahead=30),
        Deed("analyse", "分析原因", improvements.analyse, IMPROVEMENT, ANALYSE_FIELDS),
        Deed("add_action", "加措施", improvements.add_action, IMPROVEMENT_ACTION, ACTION_FIELDS),
        Deed("approve", "批准措施", improvements.approve, sure="措施、责任人和日期我都看过，同意实施？"),
        Deed("action_done", "措施完成", improvements.action_done, asked="完成情况，凭什么说完成了"),
        Deed("track", "记进展", improvements.track, asked="进展"),
        Deed("finish", "完成待验证", improvements.finish, IMPROVEMENT, FINISH_FIELDS),
        Deed("verify", "验证", improvements.verify, IMPROVEMENT, VERIFY_FIELDS, paper=papers.IMPROVEMENT),
    ),
)
"""Every deed of an improvement plan by name."""
