"""How evaluations, their indicators, rule sets, people and partners stand in lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from qi_desk import wording
from qi_desk.gui import words
from qi_desk.gui.models.rows_model import Column
from qi_desk.services.indicators.evaluation_views import EvaluationRow, EvaluationView, HeadRow, IndicatorRow
from qi_desk.services.indicators.judging import Judged
from qi_desk.services.indicators.rule_set_views import SetRow
from qi_desk.services.indicators.saying import period_said, points_said, share_said

_STATE_TONES = {"draft": "warning", "self_evaluated": "warning", "reviewed": "accent", "closed": "success"}
_STATE_ICONS = {"draft": "pencil", "self_evaluated": "clock", "reviewed": "user-check", "closed": "circle-check"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the tree: a head (`row` is None) or an indicator under it."""

    eid: str
    head: HeadRow
    row: IndicatorRow | None


def lines_of(view: EvaluationView) -> tuple[Line, ...]:
    """The tree of an evaluation, each head before its indicators."""
    found: list[Line] = []
    for head in view.heads:
        found.append(Line(head.key, head, None))
        found += [Line(row.eid, head, row) for row in head.rows]
    return tuple(found)


def _missed_said(row: EvaluationRow) -> str:
    if not row.missed:
        return "都达标"
    return f"{row.missed} 项未达" + (f"，已立 {row.planned}" if row.planned else "")


EVALUATIONS = (
    Column[EvaluationRow]("周期", lambda row: period_said(row.period)),
    Column[EvaluationRow]("指标体系", lambda row: f"{row.rule_name} 第 {row.rule_version} 版", width=34, rank=5),
    Column[EvaluationRow]("总分", lambda row: points_said(row.points), width=8, right=True),
    Column[EvaluationRow]("有数据", lambda row: share_said(row.covered), width=9, right=True, rank=2),
    Column[EvaluationRow](
        "目标",
        _missed_said,
        width=20,
        tone=lambda row: "danger" if row.missed > row.planned else "",
        icon=lambda row: "circle-alert" if row.missed > row.planned else "",
    ),
    Column[EvaluationRow](
        "状态",
        lambda row: words.label("self_evaluation_states", row.state),
        width=12,
        tone=lambda row: _STATE_TONES.get(row.state, ""),
        icon=lambda row: _STATE_ICONS.get(row.state, ""),
    ),
    Column[EvaluationRow]("评价人", lambda row: row.made_by, width=10, rank=3),
    Column[EvaluationRow]("编号", lambda row: row.number, width=26, rank=4),
)


def _of_row(told: Callable[[IndicatorRow], str]) -> Callable[[Line], str]:
    return lambda line: told(line.row) if line.row is not None else ""


def _name(line: Line) -> str:
    if line.row is None:
        return f"{line.head.name}　权重 {share_said(line.head.share)}"
    return f"　　{line.row.name}"


def _points(line: Line) -> str:
    if line.row is None:
        return points_said(line.head.whole.points)
    return points_said(line.row.scored.points) if line.row.counts else ""


def _given(line: Line) -> str:
    row = line.row
    if row is None:
        return ""
    told = [f"自 {row.own}" if row.own is not None else "", f"复 {row.checked}" if row.checked is not None else ""]
    return " ".join(filter(None, told))


def _evidence(row: IndicatorRow) -> str:
    count = bool(row.evidence) + len(row.records) + row.files
    if row.bare:
        return "缺证据"
    return f"{count} 份" if count else ("须有" if row.demand == "needed" else "")


def _verdict(line: Line) -> str:
    row = line.row
    if row is None or row.scored.missed is None:
        return ""
    if not row.scored.missed:
        return "达标"
    return "未达，已立项" if row.plan else "未达"


def _verdict_tone(line: Line) -> str:
    row = line.row
    if row is None or row.scored.missed is None:
        return ""
    return ("warning" if row.plan else "danger") if row.scored.missed else "success"


def _verdict_icon(line: Line) -> str:
    return {"danger": "circle-alert", "warning": "wrench", "success": "circle-check"}.get(_verdict_tone(line), "")


INDICATORS = (
    Column[Line]("指标", _name, tone=lambda line: "accent" if line.row is None else ""),
    Column[Line](
        "指标值",
        _of_row(lambda row: row.value),
        width=12,
        right=True,
        tone=lambda line: "muted" if line.row is not None and line.row.scored.value is None else "",
    ),
    Column[Line]("目标", _of_row(lambda row: row.target), width=12, right=True, rank=2),
    Column[Line]("得分", _points, width=8, right=True),
    Column[Line]("打分", _given, width=13, rank=3),
    Column[Line](
        "证据",
        _of_row(_evidence),
        width=10,
        rank=1,
        tone=lambda line: "danger" if line.row is not None and line.row.bare else "",
        icon=lambda line: "paperclip" if line.row is not None and line.row.bare else "",
    ),
    Column[Line]("结果", _verdict, width=13, tone=_verdict_tone, icon=_verdict_icon),
)

_SET_TONES = {"draft": "warning", "in_force": "success", "retired": "muted"}
_SET_ICONS = {"draft": "pencil", "in_force": "circle-check", "retired": "archive"}

SETS = (
    Column[SetRow]("名称", lambda row: row.name),
    Column[SetRow]("版本", lambda row: f"第 {row.version} 版", width=9),
    Column[SetRow]("评价谁", lambda row: words.label("rule_set_subjects", row.subject), width=13, rank=1),
    Column[SetRow]("周期", lambda row: words.label("evaluation_spans", row.span), width=7, rank=3),
    Column[SetRow]("指标", lambda row: f"{row.heads} 类 {row.indicators} 项", width=14, rank=2),
    Column[SetRow](
        "状态",
        lambda row: words.label("indicator_set_states", row.state),
        width=11,
        tone=lambda row: _SET_TONES.get(row.state, ""),
        icon=lambda row: _SET_ICONS.get(row.state, ""),
    ),
    Column[SetRow](
        "提示",
        lambda row: f"有 {row.newer} 版可取" if row.newer else "",
        width=18,
        rank=4,
        tone=lambda _row: "accent",
    ),
)


def _aspect(aspect: str, row: Judged) -> str:
    written, offered = row.written.get(aspect), row.grades.get(aspect)
    if written is not None:
        return f"已评 {written}"
    return "无数据" if offered is None else f"建议 {offered}"


def _aspect_tone(aspect: str, row: Judged) -> str:
    grade = row.written.get(aspect, row.grades.get(aspect))
    if grade is None:
        return "muted"
    return "danger" if grade <= _LOW else ""


_LOW = 2


def _aspect_icon(aspect: str, row: Judged) -> str:
    return "circle-alert" if _aspect_tone(aspect, row) == "danger" else ""


def _aspects(kind: str, names: tuple[str, ...]) -> tuple[Column[Judged], ...]:
    return tuple(
        Column[Judged](
            wording.label(f"{kind}.{name}"),
            partial(_aspect, name),
            width=10,
            tone=partial(_aspect_tone, name),
            icon=partial(_aspect_icon, name),
        )
        for name in names
    )


STAFF = (
    Column[Judged]("姓名", lambda row: row.name),
    Column[Judged]("岗位", lambda row: row.of, width=14, rank=1),
    *_aspects("staff_evaluation", ("professional", "timely", "honest", "satisfying")),
)

PARTIES = (
    Column[Judged]("名称", lambda row: row.name),
    Column[Judged]("类别", lambda row: words.kind(row.kind), width=16, rank=2),
    *_aspects("evaluation", ("expertise", "timeliness", "integrity", "attitude")),
    Column[Judged](
        "年度得分", lambda row: "" if row.score is None else f"{row.score} 分", width=10, right=True, rank=1
    ),
)
