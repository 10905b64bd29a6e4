"""An agreement: title and number, the parties, the articles, and where both sign, kept on one page with its text."""

from __future__ import annotations

from qi_desk.documents import fonts
from qi_desk.documents.official.blocks import blocks
from qi_desk.documents.official.lines import Style, balanced, body, line_item, text, with_last_lines
from qi_desk.documents.official.parts import title
from qi_desk.documents.official.sheet import ASCENT, LEFT, SMALL, WIDE, Item, OfficialFrame, OfficialPages
from qi_desk.services.official_sheets import AgreementView, SignatureColumn
from qi_desk.services.papers import Paper

_LEADING = 25.0
_NO_NUMBER = "＿＿＿＿＿＿＿＿＿＿＿＿"
_ROOM = 150.0
_NAME_LEADING = 18.0


def agreement(view: AgreementView) -> Paper:
    """The agreement, as many pages as it needs."""
    frame = OfficialFrame(view.station, view.title, False, view.reprint, view.printed_at, view.printed_by)
    pages = OfficialPages(frame, _LEADING)
    missing = pages.sheet.missing
    plain = Style(body(), SMALL, _LEADING, 0, even=False)
    number = Style(body(), 12.0, _LEADING, 0, align="right", even=False)
    pages.place(title(view.title, missing, before=0.0, after=0.5))
    pages.place(text(f"编号：{view.number or _NO_NUMBER}", number, missing))
    for line in view.parties:
        pages.place(text(line, plain, missing))
    main = [one for one in view.body if one.kind != "table"]
    annexes = [one for one in view.body if one.kind == "table"]
    written = blocks(main, missing, Style(body(), SMALL, _LEADING, even=False))
    pages.place(with_last_lines(written, [_signatures(view.signatures, missing)]))
    if annexes:
        pages.turn()
    for annex in annexes:
        pages.place(blocks((annex,), missing, plain))
    return pages.paper()


def _signatures(columns: tuple[SignatureColumn, ...], missing: fonts.Missing) -> Item:
    """The parties beside each other: seal, name, who signs, the day."""
    wide = WIDE / max(1, len(columns)) - SMALL
    names = [balanced(column.name, body(), 12.0, wide, missing) for column in columns]
    deepest = max((len(lines) for lines in names), default=0)

    def draw(pages: OfficialPages, top: float) -> None:
        for place, column in enumerate(columns):
            x, y = LEFT + place * (wide + SMALL), top - SMALL
            pages.sheet.text(x, y - ASCENT * SMALL, f"{column.label}：", fonts.SANS, SMALL)
            y -= 24
            for down, line in enumerate(names[place]):
                line_item(line, Style(body(), 12.0, _NAME_LEADING, even=False), x, wide, False).draw(
                    pages, y - down * _NAME_LEADING
                )
            y -= deepest * _NAME_LEADING
            for label in ("代表（签字）：", "日期：＿＿＿＿年＿＿月＿＿日"):
                y -= 30
                pages.sheet.text(x, y, label, body(), 12.0)

    return Item(draw, _ROOM, even=False)
