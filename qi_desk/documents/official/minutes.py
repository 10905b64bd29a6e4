"""会议纪要 (F22) as GB/T 9704-2012 lays it out: red mark, issue, text, what was decided, who was there, imprint."""

from __future__ import annotations

from collections.abc import Sequence

from qi_desk.documents import fonts
from qi_desk.documents.official.blocks import blocks
from qi_desk.documents.official.lines import body, with_next
from qi_desk.documents.official.parts import (
    MARK_BELOW,
    empty_line,
    hanging,
    imprint,
    red_mark,
    rule_below,
    title,
    two_ends,
)
from qi_desk.documents.official.sheet import ASCENT, LEADING, LEFT, SIZE, WIDE, Item, OfficialFrame, OfficialPages
from qi_desk.services.official_sheets import HEADINGS, PARAGRAPH, Block, DecisionLine, MinutesSheetView
from qi_desk.services.papers import Paper

_DECIDED = "议定事项"
_NONE_YET = "　"


def minutes(view: MinutesSheetView) -> Paper:
    """The minutes, as many pages as they need."""
    frame = OfficialFrame(view.station, view.title, view.draft, view.reprint, view.printed_at, view.printed_by)
    pages = OfficialPages(frame)
    missing = pages.sheet.missing
    _head(pages, view)
    pages.place(title(view.title, missing))
    pages.place(blocks((*view.body, *decided(view.decisions)), missing))
    foot = imprint((("主送：", view.to), ("抄送：", view.cc)), view.station.name, view.printed_on, missing)
    pages.place(with_next(empty_line(_attendance(view, missing))) + foot)
    return pages.paper()


def _head(pages: OfficialPages, view: MinutesSheetView) -> None:
    low = red_mark(pages, view.station.name, view.mark, pages.y - MARK_BELOW)
    base = low - LEADING - ASCENT * SIZE
    pages.sheet.text(LEFT + WIDE / 2, base, f"第 {view.issue or _NONE_YET} 期", body(), SIZE, align="center")
    if view.signer:
        signer = f"签发：{view.signer}"
        pages.sheet.text(LEFT + WIDE - SIZE, base, signer, body(), SIZE, align="right")
    rule_below(pages, two_ends(pages, base + ASCENT * SIZE - LEADING, view.station.name, view.issued_on))


def decided(decisions: Sequence[DecisionLine]) -> tuple[Block, ...]:
    """The decisions under their heading, each with who sees to it and until when."""
    if not decisions:
        return ()
    several = len(decisions) > 1
    said = (
        Block(PARAGRAPH, (f"{place}." if several else "") + decision_said(one))
        for place, one in enumerate(decisions, start=1)
    )
    return (Block(HEADINGS[0], _DECIDED), *said)


def decision_said(one: DecisionLine) -> str:
    """A decision in one sentence: what, then who and until when in brackets."""
    parts = (("责任", one.owner), ("完成期限", one.due))
    told = "；".join(f"{label}：{value}" for label, value in parts if value)
    what = one.text.strip().rstrip("。；;")
    return f"{what}（{told}）。" if told else f"{what}。"


def _attendance(view: MinutesSheetView, missing: fonts.Missing) -> list[Item]:
    items: list[Item] = []
    for label, names in (("出席：", view.present), ("请假：", view.excused), ("列席：", view.observers)):
        if names:
            items += hanging(label, "、".join(names), missing, label_font=fonts.SANS)
    return items
