"""An evaluation, an indicator, a rule set, a person or partner as facts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from qi_desk import wording
from qi_desk.gui import words
from qi_desk.gui.pages.evaluation.columns import Line
from qi_desk.gui.widgets.facts import Fact, Section
from qi_desk.services.indicators.evaluation_views import EvaluationView, HeadRow, IndicatorRow
from qi_desk.services.indicators.judging import Judged
from qi_desk.services.indicators.rule_set_views import SetView
from qi_desk.services.indicators.saying import number_said, period_said, points_said, share_said

_DIGEST = 12
_OF = {"person": "岗位", "expert": "单位", "institution": "地址"}


def evaluation_sections(view: EvaluationView) -> list[Section]:
    """An evaluation: where it stands, its heads, what fell short, what was said."""
    values, people = view.values, view.people

    def who(by: str, at: str) -> str:
        return f"{people.get(values[by] or '', '')} {words.moment(values[at])}".strip()

    return [
        Section(
            "情况",
            [
                ("总分", points_said(view.whole.points)),
                ("有数据的权重", share_said(view.whole.covered)),
                ("状态", words.label("self_evaluation_states", view.row.state)),
                ("周期", period_said(view.row.period)),
                ("指标体系", f"{view.row.rule_name} 第 {view.row.rule_version} 版"),
                ("没有数据的指标", words.label("lacking_data", values["lacking"])),
                ("数据截止", words.moment(view.cut_off)),
                ("规则摘要", view.digest[:_DIGEST]),
            ],
        ),
        Section("各类得分", [(head.name, _head_said(head)) for head in view.heads]),
        Section("没有达到目标", [(row.name, _short_said(row)) for row in _missed(view)]),
        Section("缺证据", [(row.name, "有得分，没有证据") for row in _rows(view) if row.bare]),
        Section(
            "经过",
            [
                ("自评", who("self_by", "self_at")),
                ("自评结论", values["conclusion"] or ""),
                ("复核", who("checked_by", "checked_at")),
                ("复核意见", values["check_note"] or ""),
                ("退回次数", str(values["returns"] or "")),
                ("定稿", f"{people.get(values['closed_by'] or '', '')} {values['closed_on'] or ''}".strip()),
            ],
        ),
    ]


def _head_said(head: HeadRow) -> str:
    told = f"{points_said(head.whole.points)}　权重 {share_said(head.share)}"
    return told if head.whole.covered == 1 else f"{told}　其中 {share_said(head.whole.covered)} 有数据"


def _rows(view: EvaluationView) -> Iterator[IndicatorRow]:
    for head in view.heads:
        yield from head.rows


def _missed(view: EvaluationView) -> Iterator[IndicatorRow]:
    return (row for row in _rows(view) if row.scored.missed)


def _short_said(row: IndicatorRow) -> str:
    reached = row.value or points_said(row.scored.points)
    return f"{reached}，目标 {row.target}　{row.plan or '还没有改进计划'}"


def line_sections(line: Line) -> list[Section]:
    """A head, or an indicator with everything that stands behind it."""
    row = line.row
    if row is None:
        return [Section("得分", [("得分", _head_said(line.head))])]
    return [
        Section(
            "指标",
            [
                ("指标值", f"{row.value}　{row.made_of}".strip()),
                ("目标", row.target),
                ("样本数", str(row.n or "")),
                ("占总权重", share_said(row.scored.share) if row.counts else "只列数，不评分"),
                ("计算口径", row.how),
            ],
        ),
        Section(
            "得分",
            [
                ("现在得分", points_said(row.scored.points) if row.counts else ""),
                ("计算得分", number_said(row.counted) if row.counted is not None else ""),
                ("自评分", "" if row.own is None else str(row.own)),
                ("自评理由", row.own_note),
                ("复核分", "" if row.checked is None else str(row.checked)),
                ("复核理由", row.check_note),
            ],
        ),
        Section(
            "证据",
            [
                ("要求", words.label("indicator_evidence", row.demand)),
                ("说明", row.evidence),
                ("记录", "\n".join(row.records)),
                ("附件", f"{row.files} 份" if row.files else ""),
                ("注意", "有得分却没有证据，提交前要补" if row.bare else ""),
            ],
        ),
        Section("改进", [("改进计划", row.plan)]),
    ]


def set_sections(view: SetView) -> list[Section]:
    """A rule set: what it is, what is wrong with it, its tree."""
    row, rules = view.row, view.rules
    whole = sum((head.weight for head in rules.heads), Decimal(0))
    heads: list[Fact] = [
        (head.name, f"权重 {share_said(head.weight / whole)}　{len(rules.under(head.key))} 项" if whole else "")
        for head in rules.heads
    ]
    return [
        Section(
            "情况",
            [
                ("状态", words.label("indicator_set_states", row.state)),
                ("评价谁", words.label("rule_set_subjects", row.subject)),
                ("评价周期", words.label("evaluation_spans", row.span)),
                ("没有数据的指标", words.label("lacking_data", rules.lacking.value)),
                ("取自", row.origin),
                ("提示", f"区里或程序里有 {row.newer} 版，按 Ctrl+N 可取来作下一版草稿" if row.newer else ""),
                ("批准启用", f"{view.approver} {row.effective or ''}".strip()),
                ("停用日期", str(view.values["retired_on"] or "")),
                ("用过", f"{view.used} 次评价" if view.used else ""),
                ("规则摘要", view.digest[:_DIGEST]),
                ("说明", view.values["note"] or ""),
            ],
        ),
        Section("启用前要改", [("", wording.problem(fault)) for fault in view.faults]),
        Section("一级指标", heads),
    ]


def judged_sections(one: Judged, kind: str) -> list[Section]:
    """A person or partner: every aspect with what it was counted from."""
    sections = [Section("年度", [("年度", str(one.year)), ("所用规则", one.rule_name), (_OF[one.kind], one.of)])]
    for aspect, whole in one.heads.items():
        offered = one.grades.get(aspect)
        facts: list[Fact] = [
            ("建议", "无数据，凭了解评" if offered is None else f"{offered} 档（{points_said(whole.points)} 分）"),
            ("已评", str(one.written.get(aspect, ""))),
        ]
        for sign in one.signs:
            if sign.head == aspect:
                told = f"{sign.value}　目标 {sign.target}" + (f"　样本 {sign.n}" if sign.n else "")
                facts.append((sign.name, f"{told}\n{sign.how}"))
        sections.append(Section(wording.label(f"{kind}.{aspect}"), facts))
    return sections
