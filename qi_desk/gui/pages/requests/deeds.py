"""What can be done with a request: its table of deeds."""

from __future__ import annotations

from qi_desk.domain.joint_projects import JOINT_PROJECT, JOINT_PROJECT_FIELDS, JOINT_RESULT_FIELDS
from qi_desk.domain.request_work import (
    ASSESSMENT,
    ASSESSMENT_FIELDS,
    CALL_BACK_FIELDS,
    DELIVERY,
    DELIVERY_FIELDS,
    EXTENSION,
    EXTENSION_FIELDS,
    FOLLOW_UP,
    FOLLOW_UP_FIELDS,
    LOOK_BACK,
    LOOK_BACK_FIELDS,
    MANDATE,
    MANDATE_FIELDS,
    OUTCOME_FIELDS,
    PLAN,
    PLAN_FIELDS,
    REFUSAL,
    REFUSAL_FIELDS,
    SUPPLEMENT,
    SUPPLEMENT_FIELDS,
)
from qi_desk.domain.samples import SAMPLE, SAMPLE_FIELDS, SAMPLE_MOVE, SAMPLE_MOVE_FIELDS
from qi_desk.gui.deeds import Deed
from qi_desk.services import (
    intake,
    joint_projects,
    mandates,
    request_aftercare,
    request_ending,
    request_linking,
    request_papers,
    request_steps,
    samples,
)
from qi_desk.services.feedback import complaints

_HARMLESS = {"feasible": "yes", "risk_quality": "none", "risk_secret": "none", "risk_legal": "none"}

DEEDS: dict[str, Deed] = {
    deed.name: deed
    for deed in (
        Deed(
            "assess",
            "评估",
            request_steps.assess,
            ASSESSMENT,
            ASSESSMENT_FIELDS,
            carries="assessment",
            begins=_HARMLESS,
        ),
        Deed("review", "复核评估", request_steps.review, sure="评估我已看过，同意结论？"),
        Deed(
            "ask_papers",
            "一次性告知",
            request_steps.ask_papers,
            SUPPLEMENT,
            SUPPLEMENT_FIELDS,
            paper="notice.supplement",
            day="due",
            ahead=14,
        ),
        Deed("papers_in", "材料已补齐", request_steps.papers_in, sure="材料齐了，时钟接着走？"),
        Deed("accept", "受理", intake.accept, codes="confirm_modes", asked="客户怎么确认的"),
        Deed(
            "refuse",
            "不予受理或转介",
            request_steps.refuse,
            REFUSAL,
            REFUSAL_FIELDS,
            paper="refusal",
            day="callback_on",
            ahead=7,
        ),
        Deed("match", "定承办专员", request_steps.match),
        Deed("plan", "编制方案", request_steps.plan, PLAN, PLAN_FIELDS, carries="plan"),
        Deed("approve_plan", "批准方案", request_steps.approve_plan, sure="方案我已看过，同意按此服务？"),
        Deed("agree", "客户确认方案", request_steps.agree, codes="confirm_modes", asked="客户怎么确认的"),
        Deed("start", "开始服务", request_steps.start),
        Deed("follow_up", "记跟进", request_ending.follow_up, FOLLOW_UP, FOLLOW_UP_FIELDS, day="next_on", ahead=3),
        Deed("pause", "暂停", request_steps.pause, codes="pause_reasons", asked="为什么停表"),
        Deed("resume", "恢复", request_steps.resume),
        Deed("extend", "延期", request_steps.extend, EXTENSION, EXTENSION_FIELDS),
        Deed("deliver", "交付结果", request_ending.deliver, DELIVERY, DELIVERY_FIELDS),
        Deed("take_back", "客户退回结果", request_ending.take_back, asked="客户为什么不认可"),
        Deed("ask_rating", "请客户评价", request_ending.ask_rating),
        Deed("sign", "请客户在屏上签名", request_papers.sign),
        Deed("close", "办结", request_ending.close, DELIVERY, OUTCOME_FIELDS, paper="delivery"),
        Deed(
            "take_sample",
            "收样",
            samples.take_in,
            SAMPLE,
            SAMPLE_FIELDS,
            begins={"leftover": "return", "report_way": "pick_up", "copies": 1, "hazard": "none", "keep": "ambient"},
        ),
        Deed("move_sample", "转交样品", samples.move, SAMPLE_MOVE, SAMPLE_MOVE_FIELDS, begins={"way": "hand"}),
        Deed(
            "mandate",
            "签代办委托",
            mandates.give,
            MANDATE,
            MANDATE_FIELDS,
            paper="agency",
            carries="mandate",
            begins={"identity": "original", "powers": ["submit", "query"]},
            day="ends",
            ahead=90,
        ),
        Deed("end_mandate", "终止代办", mandates.end, codes="mandate_ends", asked="为什么终止", paper="agency_end"),
        Deed(
            "project",
            "联合攻关",
            joint_projects.found,
            JOINT_PROJECT,
            JOINT_PROJECT_FIELDS,
            carries="joint_project",
            day="begins",
        ),
        Deed(
            "finish_project",
            "攻关结题",
            joint_projects.finish,
            JOINT_PROJECT,
            JOINT_RESULT_FIELDS,
            carries="joint_project",
        ),
        Deed("split", "拆出一件", request_linking.split),
        Deed("merge", "并入另一件", request_linking.merge),
        Deed("relate", "与另一件关联", request_linking.relate),
        Deed("hand_over", "移交同事", request_linking.hand_over),
        Deed("reopen", "另立一件接着办", request_linking.reopen, asked="这次要办什么"),
        Deed("complain", "登记投诉", complaints.receive),
        Deed("call_back", "记转介回访", request_aftercare.call_back, REFUSAL, CALL_BACK_FIELDS, day="called_back_on"),
        Deed("look_back", "记成效回访", request_aftercare.look_back, LOOK_BACK, LOOK_BACK_FIELDS),
        Deed("withdraw", "客户撤回", intake.withdraw, codes="end_reasons", asked="原因"),
    )
}
"""Every deed by name."""
