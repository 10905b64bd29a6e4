"""会议记录表 (F21): what was said, decided and left open, with the signatures of chair and scribe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from qi_desk.documents import fonts
from qi_desk.documents.official import form
from qi_desk.documents.official.blocks import blocks, in_words
from qi_desk.documents.official.form import Entry
from qi_desk.documents.official.lines import Style, body, text, with_last_lines, with_next
from qi_desk.documents.official.minutes import decision_said
from qi_desk.documents.official.sheet import LEFT, WIDE, Item, OfficialFrame, OfficialPages, reserve
from qi_desk.services.official_sheets import MeetingRecordView, SpeechLine, TopicSheet, VoteLine
from qi_desk.services.papers import Paper

_SIZE, _LEADING = 12.0, 20.0
_INSET = 8.0
_SIGN_ROOM = 36.0
_GAP = Item(lambda _pages, _top: None, 0.0, 4.0, even=False)


def record(view: MeetingRecordView) -> Paper:
    """The record, as many pages as it needs; the last row says how many."""
    frame = OfficialFrame(
        view.station,
        f"会议记录 {view.title}".strip(),
        view.draft,
        view.reprint,
        view.printed_at,
        view.printed_by,
    )
    pages = OfficialPages(frame, _LEADING)
    missing = pages.sheet.missing
    form.head(pages, "会议记录", view.number)
    for entries in _facts(view):
        pages.place(form.rows(entries, missing))
    if view.blank:
        high = sum(item.step for item in _ending(view, missing))
        pages.place(form.rows((Entry("会议内容", "", room=pages.left - high - 1),), missing))
    else:
        # No page holds the signatures alone.
        high = sum(item.step for item in _ending(view, missing)) + 2 * form.PAD
        content = with_last_lines(list(_content(view, missing)), [reserve(high)])
        form.framed(pages, lambda: pages.place(content))
    pages.place(_ending(view, missing))
    return pages.paper()


def _facts(view: MeetingRecordView) -> Iterable[tuple[Entry, ...]]:
    yield (Entry("会议名称", view.title),)
    yield Entry("会议类型", view.kind), Entry("起止时间", view.held, 1.3)
    yield (Entry("地点\n（线上号）", view.place),)
    yield Entry("主持人", view.chair), Entry("记录人", view.scribe)
    room = 48.0 if view.blank else 0.0
    yield (Entry("出席", "、".join(view.present), room=room),)
    if view.observers or view.blank:
        yield (Entry("列席", "、".join(view.observers)),)
    if view.absent or view.blank:
        said = "、".join(f"{one.name}（{one.reason}）" if one.reason else one.name for one in view.absent)
        yield (Entry("缺席\n（原因）", said or ("" if view.blank else "无")),)
    if view.agenda or view.blank:
        said = "\n".join(f"{place}. {one}" for place, one in enumerate(view.agenda, start=1))
        yield (Entry("议题", said, room=room),)


def _style(font: str, indent: float = 2.0, hang: float = 0.0) -> Style:
    return Style(font, _SIZE, _LEADING, indent, hang, even=False, x=LEFT + _INSET, wide=WIDE - 2 * _INSET)


def _content(view: MeetingRecordView, missing: fonts.Missing) -> Iterable[Item]:
    for place, topic in enumerate(view.topics, start=1):
        yield from _topic(place, topic, missing)
    for heading, lines in (
        ("遗留问题", view.open_matters),
        ("附件", view.attachments),
        ("更正（保留原文）", view.corrections),
    ):
        if lines:
            yield from with_next(text(heading, _style(fonts.SANS, 0), missing))
            for place, line in enumerate(lines, start=1):
                yield from text(f"{place}. {line}", _style(body()), missing)


def _topic(place: int, topic: TopicSheet, missing: fonts.Missing) -> Iterable[Item]:
    yield from with_next(text(f"议题{in_words(place)}：{topic.title}", _style(fonts.SANS, 0), missing))
    for speech in topic.speeches:
        yield from _speech(speech, missing)
    yield from blocks(topic.notes, missing, _style(body()))
    for vote in topic.votes:
        yield from text(_vote(vote), _style(body()), missing, label="表决：", label_font=fonts.KAI)
    several = len(topic.decisions) > 1
    for count, one in enumerate(topic.decisions, start=1):
        label = f"决定{count}：" if several else "决定："
        yield from text(decision_said(one), _style(body()), missing, label=label, label_font=fonts.KAI)


def _speech(speech: SpeechLine, missing: fonts.Missing) -> list[Item]:
    """The speaker in Kai; what was said word for word in quotation marks, the gist without."""
    said = speech.text.strip()
    if speech.verbatim and not said.startswith("“"):
        said = f"“{said}”"
    return text(said, _style(body()), missing, label=f"{speech.who}：", label_font=fonts.KAI)


def _vote(vote: VoteLine) -> str:
    about = f"{vote.on}，" if vote.on else ""
    return f"{about}同意 {vote.agreed} 票，反对 {vote.against} 票，弃权 {vote.abstained} 票。"


def _ending(view: MeetingRecordView, missing: fonts.Missing) -> list[Item]:
    signatures = (
        Entry("主持人签名", "", room=_SIGN_ROOM, picture=view.chair_signature),
        Entry("记录人签名", "", room=_SIGN_ROOM, picture=view.scribe_signature),
    )
    closing = view.closed_at and f"{view.closed_at}　散会"
    rows = with_next(form.rows(signatures, missing))
    rows.append(_count(closing, missing))
    if view.digest:
        style = replace(_style(body(), 0), size=8.0, leading=11.0, x=LEFT, wide=WIDE)
        rows = with_next([*rows, _GAP]) + text(f"定稿校验 {view.digest}", style, missing)
    return rows


def _count(closing: str, missing: fonts.Missing) -> Item:
    """Closing time and the number of pages, which is known when this, the end, is drawn."""
    (measured,) = form.rows((Entry("散会", closing), Entry("页数", "共 0 页")), missing)

    def draw(pages: OfficialPages, top: float) -> None:
        (row,) = form.rows((Entry("散会", closing), Entry("页数", f"共 {pages.sheet.pages} 页")), missing)
        row.draw(pages, top)

    return Item(draw, measured.need, even=False)
