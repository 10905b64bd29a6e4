"""请示 and 报告 (F23) as GB/T 9704-2012 lays out what goes upward."""

from __future__ import annotations

from qi_desk.documents import fonts
from qi_desk.documents.official import form
from qi_desk.documents.official.blocks import blocks
from qi_desk.documents.official.form import Entry
from qi_desk.documents.official.lines import Style, body, squeezed, text, with_last_lines, with_next
from qi_desk.documents.official.parts import (
    MARK_BELOW,
    attachments,
    empty_line,
    imprint,
    red_mark,
    rule_below,
    signed,
    title,
)
from qi_desk.documents.official.sheet import ASCENT, LEADING, LEFT, SIZE, WIDE, Item, OfficialFrame, OfficialPages
from qi_desk.services.official_sheets import LetterView, ReplyBox
from qi_desk.services.papers import Paper

_NUMBERS = (SIZE, 15.0, 14.0, 13.0, 12.0)


def letter(view: LetterView) -> Paper:
    """The request or report, as many pages as it needs."""
    frame = OfficialFrame(view.station, view.subject, view.draft, view.reprint, view.printed_at, view.printed_by)
    pages = OfficialPages(frame)
    missing = pages.sheet.missing
    _head(pages, view)
    pages.place(title(view.subject, missing))
    pages.place(text(f"{view.recipient}：", Style(body(), indent=0), missing))
    tail = [
        *empty_line(attachments(view.attachments, missing)),
        *empty_line(signed(view.station.name, view.dated, missing)),
    ]
    if view.contact:
        tail += text(f"（联系人：{view.contact}）", Style(body()), missing)
    pages.place(with_last_lines(blocks(view.body, missing), tail))
    foot = imprint((("抄送：", view.cc),), view.station.name, view.printed_on, missing)
    pages.place(_reply(view.reply, missing) + foot if view.reply else foot)
    return pages.paper()


def _head(pages: OfficialPages, view: LetterView) -> None:
    top = pages.y
    if view.urgency:
        pages.sheet.text(LEFT, top - ASCENT * SIZE, view.urgency, fonts.SANS, SIZE, spread=2)
    low = red_mark(pages, view.station.name, view.mark, top - MARK_BELOW)
    base = low - LEADING - ASCENT * SIZE
    squeezed(pages.sheet, LEFT + SIZE, base, view.number, body(), _NUMBERS, WIDE / 2)
    if view.signer:
        wide = pages.sheet.text(LEFT + WIDE - SIZE, base, view.signer, fonts.KAI, SIZE, align="right")
        pages.sheet.text(LEFT + WIDE - SIZE - wide, base, "签发人：", body(), SIZE, align="right")
    rule_below(pages, base - (1 - ASCENT) * SIZE)


def _reply(reply: ReplyBox, missing: fonts.Missing) -> list[Item]:
    """The box for the superior's answer, ticked or to be ticked."""
    ticks = "\n".join(f"{'√' if one == reply.chosen else '□'}{one}" for one in reply.choices)
    said = "\n".join(filter(None, (ticks, reply.text)))
    opinion = form.rows((Entry("批复意见", said, room=76.0),), missing)
    by = form.rows((Entry("批复人", reply.who), Entry("批复日期", reply.on)), missing)
    return [*empty_line(opinion[:-1]), *with_next([*(empty_line(opinion) if len(opinion) == 1 else opinion[-1:]), *by])]
