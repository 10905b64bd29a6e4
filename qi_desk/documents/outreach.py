"""走访（巡回问诊）记录 (F16) on A4; a blank one has ruled room to write in."""

from __future__ import annotations

from qi_desk.documents.layout import Cell, Row
from qi_desk.documents.pages import Frame, Grid, Pages, paper
from qi_desk.services.papers import OutreachSheetView, Paper, ProblemLine

_TITLE = "企业走访（巡回问诊）记录"
_GRID = Grid(
    (("序", 24.0), ("存在问题", 0.0), ("处理与答复", 120.0), ("责任人", 46.0), ("反馈期限", 62.0), ("情况", 86.0))
)
_BLANK_LINES = 5
_BLANK_HIGH = 36.0


def record(view: OutreachSheetView) -> Paper:
    """The record; as many pages as it needs, each numbered."""
    frame = Frame(view.station, _TITLE, view.number, view.printed_at, view.printed_by, view.reprint)
    return paper(frame, lambda pages: _draw(pages, view))


def _draw(pages: Pages, view: OutreachSheetView) -> None:
    pages.head()
    pages.rows(_rows(view))
    pages.heading("存在问题与处理")
    lines = [_cells(place, problem) for place, problem in enumerate(view.problems, start=1)]
    if not view.went_on:
        lines += [[str(place), "", "", "", "", ""] for place in range(len(lines) + 1, _BLANK_LINES + 1)]
        pages.grid(_GRID, lines, least=_BLANK_HIGH)
    else:
        pages.grid(_GRID, lines or [["", "没有反映问题。", "", "", "", ""]])
    pages.signatures("受访人（签字）", "走访人（签字）")
    pages.y -= 6
    pages.block(_note(view), 9)


def _rows(view: OutreachSheetView) -> list[Row]:
    blank = not view.went_on
    return [
        (Cell("服务对象", view.client_name), Cell("信用代码", view.credit_code)),
        (Cell("地址", view.address),),
        (Cell("走访日期", view.went_on or "＿＿＿＿年＿＿月＿＿日"), Cell("走访类型", _kind(view))),
        (Cell("走访人员", view.staff), Cell("受访人、职务", view.met)),
        (Cell("走访事由", view.purpose),),
        (Cell("经营质量现状", view.quality_status, 90 if blank else 0),),
        (Cell("宣传内容", view.publicity, 36 if blank else 0),),
    ]


def _kind(view: OutreachSheetView) -> str:
    return f"{view.kind}（{view.mode}）" if view.kind else "□例行 □问诊 □回访 □专题"


def _cells(place: int, problem: ProblemLine) -> list[str]:
    return [str(place), problem.text, problem.answer, problem.owner, problem.due, problem.state]


def _note(view: OutreachSheetView) -> str:
    phones = [
        f"{name} {number}"
        for name, number in (("服务电话", view.station.phone), ("监督电话", view.station.supervision_phone))
        if number
    ]
    note = f"当场不能解决的问题，本站在走访之日起 {view.answer_days} 日内反馈。走访不收取任何费用。"
    return note + "，".join(phones) + ("。" if phones else "")
