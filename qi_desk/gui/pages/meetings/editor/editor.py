"""The editor: topics left, text right, the meeting always named above. It stays open on saving; what is typed is a
draft on the disk within a second; what two people wrote into one topic is put together, never written over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QListWidget,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qi_desk.domain.errors import Conflict, Expected
from qi_desk.domain.meetings.versions import both
from qi_desk.gui.keys import PRINT, SAVE
from qi_desk.gui.pages.meetings.editor.head import EditorHead
from qi_desk.gui.pages.meetings.editor.outgoing import OutgoingCheck
from qi_desk.gui.pages.meetings.editor.pictures import PicturesOf
from qi_desk.gui.pages.meetings.editor.sheets import RecordSource, Sheet, Source, source_of
from qi_desk.gui.pages.meetings.editor.versions_dialog import VersionsDialog
from qi_desk.gui.workplace import Workplace
from qi_desk.services.meetings import planning

if TYPE_CHECKING:
    from qi_desk.gui.pages.meetings.page import MeetingsPage

_WIDTHS = (230, 770)


_HINT = """直接写，每秒留底。
发言人 Ctrl+G，决定 Ctrl+J，时刻 Ctrl+T，标题 Ctrl+1 2 3，图片直接粘贴
“@姓名 12-05前 提交方案”记成议定事项，到期出现在他的今日工作里"""


class MeetingEditor(QWidget):
    """One meeting's record, or one set of minutes."""

    # A person typed.
    typed = Signal()
    # What was typed is kept: the draft of it may go.
    kept = Signal()
    # The editor is to be closed.
    left = Signal()
    # Votes and decision of a topic are to be entered: the meeting and the topic.
    results_wanted = Signal(object, str)

    def __init__(self, work: Workplace, page: MeetingsPage) -> None:
        super().__init__(page)
        self._work, self._page = work, page
        self.source: Source | None = None
        self.sheets: dict[str, Sheet] = {}
        self._waiting: Mapping[str, Any] = {}
        self._leaving = False
        self.pictures = PicturesOf(work, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.head = EditorHead(
            self,
            (
                ("back", "返回 (Esc)", "arrow-left", self.leave),
                ("topic", "加议题 (Ctrl+N)", "plus", self.add_topic),
                ("results", "表决 (Ctrl+D)", "clipboard-check", self.enter_results),
                ("versions", "版本 (Ctrl+O)", "history", self.show_versions),
                ("more", "办理 (Ctrl+M)", "list", self.choose_deed),
            ),
            self.save,
        )
        layout.addWidget(self.head)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        self.outline = QListWidget(split)
        self.outline.setAccessibleName("议题")
        self.outline.setWordWrap(True)
        self.outline.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.outline.currentRowChanged.connect(self._on_outline)
        self._texts = QStackedWidget(split)
        split.addWidget(self.outline)
        split.addWidget(self._texts)
        split.setSizes(list(_WIDTHS))
        layout.addWidget(split, 1)
        self._outgoing = OutgoingCheck(work, self)

    def slots(self) -> Mapping[str, Callable[[], None]]:
        """What the keys of the window do while the editor is open."""
        return {
            SAVE: self.save,
            "Ctrl+S": self.save,
            "Ctrl+N": self.add_topic,
            "Ctrl+D": self.enter_results,
            "Ctrl+O": self.show_versions,
            "Ctrl+M": self.choose_deed,
            "Ctrl+E": self._page.show_files,
            PRINT: self._page.print_paper,
            "Ctrl+PgUp": partial(self.turn, -1),
            "Ctrl+PgDown": partial(self.turn, 1),
        }

    def clock(self) -> datetime:
        """The counter's time."""
        return self._work.house.clock.now()

    @property
    def key(self) -> str:
        """What the draft of this meeting is kept under."""
        return f"{self.source.kind}:{self.source.eid}" if self.source is not None else ""

    @property
    def sheet(self) -> Sheet | None:
        """The text in front."""
        found = [one for one in self.sheets.values() if one.field is self._texts.currentWidget()]
        return found[0] if found else None

    def open(self, kind: str, eid: str) -> None:
        """Show a meeting ("meeting") or minutes ("minutes")."""
        self._leaving = False
        if self.source is None or self.source.eid != eid:
            self._clear()
            self.source = source_of(kind, eid)
        self.reload()

    def _clear(self) -> None:
        for sheet in self.sheets.values():
            self._texts.removeWidget(sheet.field)
            sheet.field.deleteLater()
        self.sheets.clear()
        self.outline.clear()

    def reload(self) -> None:
        """Read anew what others may have written."""
        if self.source is not None:
            self._work.ask(
                self.source.show, self.source.eid, owner=self, done=self._show, failed=self._refuse, exclusive="editor"
            )

    def _show(self, view: Any) -> None:
        assert self.source is not None
        self.source.view = view
        first = not self.sheets
        told = self.source.texts()
        for eid, title, text, writer in told:
            if eid not in self.sheets:
                self._add(Sheet.made(self, eid, title, text, writer))
            self.sheets[eid].follow(title, text, writer)
        for eid in [eid for eid in self.sheets if eid not in {one[0] for one in told} and not self.sheets[eid].dirty]:
            gone = self.sheets.pop(eid)
            self._texts.removeWidget(gone.field)
            gone.field.deleteLater()
        self._put_back()
        self._lay_out([one[0] for one in told])
        self._tell()
        if first:
            self.pictures.read(self.source.meeting, self._on_pictures)
            self.focus()

    def _add(self, sheet: Sheet) -> None:
        self.sheets[sheet.eid] = sheet
        self._texts.addWidget(sheet.field)
        sheet.field.typed.connect(partial(self._on_typed, sheet))
        sheet.field.moved.connect(partial(self._move, sheet))
        sheet.field.picture_pasted.connect(partial(self._on_picture, sheet))

    def _put_back(self) -> None:
        """What was half-written when the power went."""
        waiting, self._waiting = self._waiting, {}
        for eid, text in waiting.get("texts", {}).items():
            if eid in self.sheets:
                self.sheets[eid].put_back(text, waiting.get("writers", {}).get(eid, ""))
        if waiting.get("current") in self.sheets:
            self._texts.setCurrentWidget(self.sheets[waiting["current"]].field)

    def _lay_out(self, order: list[str]) -> None:
        """The outline, in the order of the agenda."""
        self.sheets = {eid: self.sheets[eid] for eid in [*order, *(e for e in self.sheets if e not in order)]}
        current = self.sheet
        self.outline.blockSignals(True)
        self.outline.clear()
        self.outline.addItems([one.listed(place) for place, one in enumerate(self.sheets.values(), start=1)])
        if current is not None:
            self.outline.setCurrentRow(list(self.sheets).index(current.eid))
        self.outline.blockSignals(False)

    def _tell(self) -> None:
        """Say which meeting this is, and how far it is."""
        assert self.source is not None
        self.head.tell(self.source)
        for sheet in self.sheets.values():
            sheet.field.setReadOnly(not self.source.writable)
            sheet.field.setPlaceholderText(_HINT if self.source.writable else "")
            sheet.people.set_people(self.source.people)
        self._mark_saved()

    def _mark_saved(self) -> None:
        writable = self.source is not None and self.source.writable
        self.head.mark_saved(any(one.dirty for one in self.sheets.values()), writable)

    def _on_typed(self, sheet: Sheet) -> None:
        if not sheet.dirty:
            sheet.dirty = True
            self._mark(sheet)
        self.typed.emit()
        if self.source is not None and self.source.outgoing:
            self._outgoing.soon(sheet.field)

    def _mark(self, sheet: Sheet) -> None:
        place = list(self.sheets).index(sheet.eid)
        self.outline.item(place).setText(sheet.listed(place + 1))
        self._mark_saved()

    def _on_outline(self, row: int) -> None:
        if 0 <= row < len(self.sheets):
            self._texts.setCurrentWidget(list(self.sheets.values())[row].field)
            self.focus()

    def turn(self, step: int) -> None:
        """Ctrl+PgUp, Ctrl+PgDown: the topic before or after."""
        if self.sheets:
            self.outline.setCurrentRow((self.outline.currentRow() + step) % len(self.sheets))

    def _move(self, sheet: Sheet, step: int) -> None:
        """Alt+Up, Alt+Down: the topic stands earlier or later on the agenda."""
        order = list(self.sheets)
        place = order.index(sheet.eid)
        other = place + step
        if isinstance(self.source, RecordSource) and self.source.writable and 0 <= other < len(order):
            order[place], order[other] = order[other], order[place]
            self._work.act(
                planning.order_topics, self.source.eid, order, owner=self, failed=self._refuse, done=self._on_moved
            )

    def _on_moved(self, _meeting: str) -> None:
        self.reload()

    def focus(self) -> None:
        """Give the keyboard to the text in front."""
        if self.sheet is not None:
            self.outline.blockSignals(True)
            self.outline.setCurrentRow(list(self.sheets).index(self.sheet.eid))
            self.outline.blockSignals(False)
            self.sheet.field.setFocus()
        else:
            self.outline.setFocus()

    def _on_pictures(self) -> None:
        for sheet in self.sheets.values():
            sheet.field.pictures_came()

    def _on_picture(self, sheet: Sheet, image: QImage) -> None:
        if self.source is not None and self.source.writable and not image.isNull():
            self.pictures.paste(self.source.meeting, image, sheet.field)

    def draft(self) -> Mapping[str, Any] | None:
        """What is typed and not saved, as JSON values."""
        dirty = {eid: one for eid, one in self.sheets.items() if one.dirty}
        if self.source is None or not dirty:
            return None
        return {
            "kind": self.source.kind,
            "eid": self.source.eid,
            "texts": {eid: one.field.text() for eid, one in dirty.items()},
            "writers": {eid: one.writer for eid, one in dirty.items()},
            "current": self.sheet.eid if self.sheet is not None else "",
        }

    def restore(self, content: Mapping[str, Any]) -> None:
        """Go on with what `draft` gave."""
        self._clear()
        self.source, self._waiting = None, content
        self.open(str(content["kind"]), str(content["eid"]))

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Ctrl+S: write what was typed; the editor stays open."""
        dirty = {eid: one for eid, one in self.sheets.items() if one.dirty}
        if self.source is None or not self.source.writable or not dirty:
            self._after(then)
            return
        taken = {eid: one.field.document().revision() for eid, one in dirty.items()}
        texts = {eid: one.field.text() for eid, one in dirty.items()}
        seen = {eid: one.writer for eid, one in dirty.items()}
        done = partial(self._saved, taken, then)
        self.source.save(self._work, self, texts, seen, done, self._refuse)

    def _saved(self, taken: Mapping[str, int], then: Callable[[], None] | None, writers: Mapping[str, str]) -> None:
        for eid, revision in taken.items():
            sheet = self.sheets.get(eid)
            if sheet is None:
                continue
            sheet.writer = writers.get(eid, "")
            sheet.dirty = sheet.field.document().revision() != revision
            self._mark(sheet)
        self.head.saved.setText(f"✓ {self.clock():%H:%M:%S} 已保存")
        self.kept.emit()
        self._after(then)

    def _after(self, then: object) -> None:
        # A button's click hands over whether it is checked.
        if callable(then):
            QTimer.singleShot(0, self, then)

    def _refuse(self, error: Expected) -> None:
        self._leaving = False
        if isinstance(error, Conflict) and error.code in ("meeting.text_changed", "record.changed"):
            said = "别的窗口同时写了这里。两份都不会丢：点“合在一起”，对方写的在前，您写的在后，看过再保存。"
            self._work.dialogs.confirm(self, "两个人写了同一处", said, "合在一起", self._put_together)
        else:
            self._page.refuse(error)

    def _put_together(self) -> None:
        assert self.source is not None
        self._work.ask(self.source.show, self.source.eid, owner=self, done=self._on_theirs, failed=self._refuse)

    def _on_theirs(self, view: Any) -> None:
        assert self.source is not None
        self.source.view = view
        for eid, _, text, writer in self.source.texts():
            sheet = self.sheets.get(eid)
            if sheet is not None and sheet.dirty and sheet.writer != writer:
                sheet.put_back(both(sheet.field.text(), text), writer)
        self.typed.emit()
        self._page.say("两份已合在一起，请看一遍再保存。", "warning")

    def leave(self) -> None:
        """Esc: what was typed is saved first."""
        self.save(self.left.emit)

    def add_topic(self) -> None:
        """Ctrl+N."""
        if self.source is not None and self.source.kind == "meeting" and self.source.writable:
            self._work.dialogs.ask_text(self, "加议题", "题目", self._on_topic)

    def _on_topic(self, title: str) -> None:
        assert self.source is not None
        values = {"title": title}
        self._work.act(
            planning.add_topic, self.source.eid, values, owner=self, done=self._on_topic_added, failed=self._refuse
        )

    def _on_topic_added(self, eid: str) -> None:
        self._waiting = {"current": eid}
        self.reload()

    def enter_results(self) -> None:
        """Ctrl+D: votes, decision and open matters of the topic in front."""
        source = self.source
        if isinstance(source, RecordSource) and source.writable and self.sheet is not None:
            self.results_wanted.emit(source.view, self.sheet.eid)

    def show_versions(self) -> None:
        """Ctrl+O: earlier versions of the text in front."""
        if self.source is not None and self.sheet is not None:
            sheet = self.sheet
            dialog = VersionsDialog(self._work, self, self.source.subject_kind, sheet, self.source.writable)
            dialog.restored.connect(partial(self._on_restored, sheet))
            dialog.begin()

    def _on_restored(self, sheet: Sheet, text: str) -> None:
        """A version is taken as what is written now: saved and undone like any typing."""
        sheet.write_over(text)
        self._page.say("已换成选中的版本，按 Ctrl+S 保存。")

    def choose_deed(self) -> None:
        """Ctrl+M: close the meeting and the like; what was typed is saved first."""
        self.save(self._page.choose_deed)
