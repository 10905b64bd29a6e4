"""What can be done with evaluations, their indicators, rule sets, people and partners: their tables of deeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from qi_desk.domain.assignments import ASPECTS as PARTY_ASPECTS
from qi_desk.domain.assignments import EVALUATION
from qi_desk.domain.feedback.improvements import FOUND_FIELDS, IMPROVEMENT
from qi_desk.domain.indicators.records import (
    CHECK_FIELDS,
    EVALUATION_ROW,
    INDICATOR_SET,
    REVIEW_FIELDS,
    SELF_EVALUATION,
    SELF_FIELDS,
    SUBMIT_FIELDS,
)
from qi_desk.domain.registers.staff import ASPECTS as STAFF_ASPECTS
from qi_desk.domain.registers.staff import STAFF_EVALUATION
from qi_desk.gui.deeds import Deed
from qi_desk.services.indicators import evaluations, judging, papers, rule_sets


def _table(kind: str, deeds: Iterable[Deed]) -> dict[str, Deed]:
    """Deeds by name; the kind they are done to stands in the name a draft knows them by."""
    return {deed.name: replace(deed, name=f"{kind}.{deed.name}") for deed in deeds}


EVALUATION_DEEDS: dict[str, Deed] = _table(
    "self_evaluation",
    (
        Deed("submit", "提交自评", evaluations.submit, SELF_EVALUATION, SUBMIT_FIELDS),
        Deed("review", "复核通过", evaluations.review, SELF_EVALUATION, REVIEW_FIELDS),
        Deed(
            "close",
            "定稿",
            evaluations.close,
            sure="自评、复核都看过了，定稿？定稿后分数不再改。",
            paper=papers.KIND,
        ),
        Deed("send_back", "退回重评", evaluations.send_back, asked="哪里要改"),
        Deed("recount", "重新取数", evaluations.recount, sure="按现在的记录重新取数？自评分和证据都留着。"),
        Deed("void", "作废", evaluations.void, codes="void_reasons", asked="为什么作废（可以撤销）"),
    ),
)
"""Every deed of an evaluation by name."""

ROW_DEEDS: dict[str, Deed] = _table(
    "evaluation_row",
    (
        Deed("score", "自评打分、写证据", evaluations.score, EVALUATION_ROW, SELF_FIELDS),
        Deed("show_by", "关联作证的记录", evaluations.show_by, asked="记录的编号（可以扫）"),
        Deed("check", "复核打分", evaluations.check, EVALUATION_ROW, CHECK_FIELDS),
        Deed("open_plan", "立改进计划", evaluations.open_plan, IMPROVEMENT, FOUND_FIELDS, day="deadline", ahead=30),
    ),
)
"""Every deed of an indicator by name."""

SET_DEEDS: dict[str, Deed] = _table(
    "indicator_set",
    (
        Deed(
            "begin_empty",
            "新建一套",
            rule_sets.begin_empty,
            INDICATOR_SET,
            ("name", "subject", "span", "lacking"),
            begins={"subject": "station", "span": "quarter", "lacking": "left_out"},
        ),
        Deed("put_in_force", "启用", rule_sets.put_in_force, sure="从今天起按这一版评价，原来启用的版本停用？"),
        Deed("revise", "修订（起草下一版）", rule_sets.revise),
        Deed("retire", "停用", rule_sets.retire, sure="停用后不能再按它评价；做过的评价不变。停用？"),
        Deed("void", "作废草稿", rule_sets.void, codes="void_reasons", asked="为什么作废（可以撤销）"),
    ),
)
"""Every deed of a rule set by name; editing has a dialog of its own."""

JUDGING_DEEDS: dict[str, Deed] = _table(
    "judged",
    (
        Deed("staff", "写年度评价", judging.write_staff, STAFF_EVALUATION, ("year", *STAFF_ASPECTS, "note")),
        Deed("party", "写年度评价", judging.write_party, EVALUATION, (*PARTY_ASPECTS, "comment")),
    ),
)
"""Writing down a year of somebody."""
