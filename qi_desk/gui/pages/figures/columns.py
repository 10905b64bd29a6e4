"""The columns of the lists."""

from __future__ import annotations

from functools import partial

from qi_desk import wording
from qi_desk.domain.figures.measures import MEASURES, STANDING
from qi_desk.gui import words
from qi_desk.gui.models.rows_model import Column
from qi_desk.services.figures.behind_views import BehindRow
from qi_desk.services.figures.ledger import LedgerRow
from qi_desk.services.figures.report_views import Difference, FrozenFigure, FrozenPart, ReportRow, TouchedRecord
from qi_desk.services.figures.snapshots import KEY_CODES
from qi_desk.services.figures.statement import FigureLine, PartLine, number_said, said

_TONES = {"draft": "muted", "submitted": "warning", "approved": "success", "superseded": "muted"}


def _better(line: FigureLine) -> str:
    return "" if line.better is None else "success" if line.better else "danger"


def _arrow(line: FigureLine) -> str:
    """The way it went stands in its icon too: colour alone says nothing."""
    if line.better is None:
        return ""
    return "chevron-up" if line.change.startswith("+") else "chevron-down"


FIGURES = (
    Column[FigureLine]("分组", lambda row: row.group, width=14),
    Column[FigureLine]("指标", lambda row: row.name),
    Column[FigureLine]("本期", lambda row: row.said, width=22, right=True),
    Column[FigureLine]("上期", lambda row: row.before, width=20, right=True, rank=2),
    Column[FigureLine]("比上期", lambda row: row.change, width=18, tone=_better, icon=_arrow),
    Column[FigureLine]("去年同期", lambda row: row.year, width=20, right=True, rank=3),
    Column[FigureLine]("依据", lambda row: f"{row.figure.n:,} 条", width=12, right=True, rank=1),
)


def _key_figure(code: str, row: PartLine) -> str:
    figure = row.figures.get(code)
    return "" if figure is None or figure.value is None else number_said(code, figure.value)


def _head(code: str) -> str:
    texts = wording.texts()
    return f"{texts[f'measure.{code}']}（{texts[f'measure_word.{code}']}）"


PARTS = (
    Column[PartLine]("名称", lambda row: row.label),
    *(
        Column[PartLine](_head(code), partial(_key_figure, code), width=24, right=True, rank=place)
        for place, code in enumerate(KEY_CODES)
    ),
)


def _when(row: LedgerRow) -> str:
    """Of a visit to an enterprise only the day is known."""
    return f"{row.at:%m-%d}" if row.kind == "outreach" else f"{row.at:%m-%d %H:%M}"


LEDGER = (
    Column[LedgerRow]("日期", _when, width=12),
    Column[LedgerRow]("类别", lambda row: wording.texts()[f"ledger_kind.{row.kind}"], width=8),
    Column[LedgerRow]("方式", lambda row: row.way, width=14, rank=3),
    Column[LedgerRow]("服务对象", lambda row: row.client, width=26),
    Column[LedgerRow]("联系人", lambda row: row.contact, width=10, rank=2),
    Column[LedgerRow]("事项与内容", lambda row: row.what),
    Column[LedgerRow]("结果", lambda row: row.result, width=18, rank=2),
    Column[LedgerRow]("状态", lambda row: row.state, width=12),
    Column[LedgerRow]("编号", lambda row: row.number, width=28, rank=4),
    Column[LedgerRow]("服务专员", lambda row: row.specialist, width=12, rank=1),
)
REPORTS = (
    Column[ReportRow]("种类", lambda row: words.label("figure_report_kinds", row.kind), width=8),
    Column[ReportRow]("期间", lambda row: " ".join(filter(None, (row.period, row.topic)))),
    Column[ReportRow](
        "状态", lambda row: words.label("figure_report_states", row.state), width=12, tone=lambda row: _TONES[row.state]
    ),
    Column[ReportRow]("数据截止", lambda row: words.moment(row.cut), width=20, rank=2),
    Column[ReportRow]("提交", lambda row: row.submitted_by, width=12, rank=1),
    Column[ReportRow]("审定", lambda row: row.approved_by, width=12, rank=1),
    Column[ReportRow]("编号", lambda row: row.number, width=28, rank=3),
    Column[ReportRow](
        "提醒", lambda row: f"同期另有 {row.twins} 份" if row.twins else "", width=18, tone=lambda _: "warning"
    ),
)
BEHIND = (
    Column[BehindRow]("记录", lambda row: words.kind(row.kind), width=14),
    Column[BehindRow]("时间", lambda row: row.at, width=18),
    Column[BehindRow]("服务对象", lambda row: row.client, width=28),
    Column[BehindRow]("内容", lambda row: row.what),
    Column[BehindRow]("状态", lambda row: row.state, width=12, rank=2),
    Column[BehindRow]("编号", lambda row: row.number, width=28, rank=3),
    Column[BehindRow]("达到", lambda row: "是" if row.on_top else "否", width=6, rank=1),
)


def _compared(code: str, value: float | None) -> str:
    """How things stand is compared with nothing."""
    standing = code in MEASURES and MEASURES[code].source in STANDING
    return "" if standing else said(code, value)


FROZEN = (
    Column[FrozenFigure]("指标", lambda row: wording.texts().get(f"measure.{row.code}", row.code)),
    Column[FrozenFigure]("本期", lambda row: said(row.code, row.value), width=22, right=True),
    Column[FrozenFigure]("上期", lambda row: _compared(row.code, row.before), width=20, right=True, rank=1),
    Column[FrozenFigure]("去年同期", lambda row: _compared(row.code, row.year), width=20, right=True, rank=2),
    Column[FrozenFigure]("依据", lambda row: f"{row.n:,} 条", width=12, right=True, rank=1),
)


def _differs(row: Difference) -> str:
    return "数相同，记录不同" if row.same_value else "数不同"


DIFFERENCES = (
    Column[Difference]("指标", lambda row: wording.texts().get(f"measure.{row.code}", row.code)),
    Column[Difference]("报表中", lambda row: said(row.code, row.was), width=22, right=True),
    Column[Difference]("现在重算", lambda row: said(row.code, row.now), width=22, right=True),
    Column[Difference]("差别", _differs, width=20, rank=1),
)
TOUCHED = (
    Column[TouchedRecord]("取数后写入的记录", lambda row: words.kind(row.kind), width=20),
    Column[TouchedRecord]("编号", lambda row: row.number),
    Column[TouchedRecord]("做了什么", lambda row: words.event(row.kind, row.event), width=16),
    Column[TouchedRecord]("谁", lambda row: row.by, width=12, rank=1),
    Column[TouchedRecord]("何时", lambda row: words.moment(row.at), width=20),
)
PARTS_FROZEN = (
    Column[FrozenPart]("划分方式", lambda row: wording.texts().get(f"measure_way.{row.way}", row.way), width=18),
    Column[FrozenPart]("部分", lambda row: row.label),
    Column[FrozenPart]("指标", lambda row: wording.texts().get(f"measure.{row.code}", row.code), width=28),
    Column[FrozenPart]("数值", lambda row: said(row.code, row.value), width=22, right=True),
    Column[FrozenPart]("依据", lambda row: f"{row.n:,} 条", width=12, right=True, rank=1),
)
