"""礼貌用语: every phrase with its moments, what the station words itself, and what is not said to customers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from qi_desk.domain.speech.phrases import render
from qi_desk.gui import words
from qi_desk.gui.keys import Key
from qi_desk.gui.models.rows_model import Column
from qi_desk.gui.page import Page
from qi_desk.gui.pages.phrases.editing import HINT, SAMPLES, PhraseEditing
from qi_desk.gui.widgets.beside import lay_beside
from qi_desk.gui.widgets.facts import FactsPane, Section
from qi_desk.gui.widgets.table_tabs import TableTabs
from qi_desk.gui.widgets.tool_buttons import add_tools
from qi_desk.gui.workplace import Workplace
from qi_desk.services.rights import may
from qi_desk.services.speech import EntryView, PhraseView


def _phrase_state(view: PhraseView) -> str:
    if view.hidden:
        return "不再提示"
    if view.newer:
        return "原文有新版"
    return "本站写的" if view.own else ""


def _entry_state(view: EntryView) -> str:
    return "停用" if view.off else "本站写的" if view.own else ""


_PHRASES = (
    Column[PhraseView]("场合", lambda one: one.situation, width=14),
    Column[PhraseView]("普通话", lambda one: one.text),
    Column[PhraseView]("情况", _phrase_state, width=14, tone=lambda one: "warning" if one.newer else "accent"),
)
_ENTRIES = (
    Column[EntryView]("类别", lambda one: words.label("forbidden_kinds", one.entry.kind), width=12),
    Column[EntryView]("说法", lambda one: "；".join(one.entry.said)),
    Column[EntryView]("情况", _entry_state, width=12, tone=lambda one: "warning" if one.off else "accent"),
)


_SHORT = 2


class PhrasesPage(Page):
    """Two lists; what is chosen stands right as it is said."""

    name = "phrases"
    title = "礼貌用语"
    icon = "message-square"
    group = "本站"
    kinds = frozenset({"phrase", "forbidden"})
    keys = (
        Key("Ctrl+F", "查找：汉字或首字母"),
        Key("Ctrl+N", "新增（站长）"),
        Key("Ctrl+E / Enter", "改写（站长）"),
        Key("Ctrl+D", "改回原文；忌语：停用或恢复（站长）"),
        Key("Ctrl+W", "不再提示或恢复（站长）"),
        Key("Ctrl+PgUp / PgDown", "换页签：用语、忌语"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self.editing = PhraseEditing(work, self, SAMPLES)
        self.editing.edited.connect(self.typed)
        self.editing.closed.connect(self.draft_changed)
        tools = self._tools()
        self.tabs = TableTabs("礼貌用语", self)
        for name, title, columns in (("phrase", "用语", _PHRASES), ("entry", "忌语", _ENTRIES)):
            table = self.tabs.add(name, title, columns, "没有找到。", self._on_opened)
            table.view.selectionModel().currentRowChanged.connect(self._on_row)
        self.tabs.currentChanged.connect(self._on_row)
        self.facts = FactsPane("选中一条，这里显示三种说法和出现的时机", self)
        lay_beside(self, tools, self.tabs, self.facts, (600, 400))
        work.speaking.changed.connect(self.reload)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.seek = QLineEdit(self)
        self.seek.setPlaceholderText("查找：汉字或首字母")
        self.seek.setAccessibleName("查找用语")
        self.seek.setClearButtonEnabled(True)
        self.seek.textChanged.connect(self.reload)
        row.addWidget(self.seek, 1)
        tools = (
            ("new", "新增 (Ctrl+N)", "plus", self.new),
            ("edit", "改写 (Ctrl+E)", "pencil", self.edit),
            ("back", "改回原文 (Ctrl+D)", "undo-2", self.take_back),
            ("hide", "不再提示 (Ctrl+W)", "eye-off", self.hide_chosen),
        )
        self._buttons = add_tools(row, self, tools)
        return row

    def activate(self, params: Mapping[str, Any]) -> None:
        self.tabs.focus()

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            "Ctrl+F": self.seek.setFocus,
            "Ctrl+N": self.new,
            "Ctrl+E": self.edit,
            "Ctrl+D": self.take_back,
            "Ctrl+W": self.hide_chosen,
            "Ctrl+PgUp": partial(self.tabs.turn, -1),
            "Ctrl+PgDown": partial(self.tabs.turn, 1),
        }

    def draft(self) -> Mapping[str, Any] | None:
        return self.editing.draft()

    def restore(self, content: Mapping[str, Any]) -> None:
        self.editing.resume(content)

    def reload(self, *_typed: str) -> None:
        wanted = self.seek.text().strip().casefold()
        found = self.work.speaking.words
        self.tabs.set_rows("phrase", [one for one in found.phrases if _matches(one, wanted)])
        self.tabs.set_rows("entry", [one for one in found.entries if _matches_entry(one, wanted)])
        self._on_row()

    def chosen(self) -> PhraseView | EntryView | None:
        """What is marked in the list in front."""
        row = self.tabs.tables[self.tabs.shown].current()
        return row if isinstance(row, PhraseView | EntryView) else None

    def _on_row(self, *_places: object) -> None:
        row = self.chosen()
        if isinstance(row, PhraseView):
            self.facts.show_sections(row.situation, self._phrase_sections(row))
        elif isinstance(row, EntryView):
            self.facts.show_sections(words.label("forbidden_kinds", row.entry.kind), _entry_sections(row))
        self._offer(row)

    def _offer(self, row: PhraseView | EntryView | None) -> None:
        leads = self.work.signed_in and may(self.work.actor, "speech.write_phrase")
        self._buttons["new"].setEnabled(leads)
        self._buttons["edit"].setEnabled(leads and row is not None)
        phrase = isinstance(row, PhraseView)
        self._buttons["back"].setEnabled(leads and row is not None and (not phrase or row.own))
        self._buttons["back"].setText("改回原文 (Ctrl+D)" if phrase else "停用或恢复 (Ctrl+D)")
        self._buttons["hide"].setEnabled(leads and phrase)

    def _phrase_sections(self, row: PhraseView) -> list[Section]:
        templates = self.work.speaking.words.templates
        said = {
            name: render(template, SAMPLES, templates).shown
            for name, template in (("普通话", row.text), ("粤语", row.cantonese), ("英语", row.english))
            if template
        }
        return [
            Section("说出来（例）", list(said.items())),
            Section("原文有新版", [("新版", row.newer), ("本站写的", row.text if row.newer else "")]),
            Section("什么时候提示", [("时机", "、".join(words.label("phrase_moments", one) for one in row.moments))]),
            Section("写法", [("代号", row.key), ("普通话", row.text), ("说明", HINT)]),
        ]

    def _on_opened(self, _row: object) -> None:
        self.edit()

    def _leads(self) -> bool:
        return may(self.work.actor, "speech.write_phrase")

    def new(self) -> None:
        """Ctrl+N."""
        if self._leads():
            if self.tabs.shown == "phrase":
                self.editing.edit_phrase(None)
            else:
                self.editing.edit_entry(None)

    def edit(self) -> None:
        """Ctrl+E."""
        row = self.chosen()
        if not self._leads():
            return
        if isinstance(row, PhraseView):
            self.editing.edit_phrase(row)
        elif isinstance(row, EntryView):
            self.editing.edit_entry(row)

    def take_back(self) -> None:
        """Ctrl+D."""
        row = self.chosen()
        if not self._leads():
            return
        if isinstance(row, PhraseView) and row.own:
            self.editing.give_back(row)
        elif isinstance(row, EntryView):
            self.editing.switch(row)

    def hide_chosen(self) -> None:
        """Ctrl+W."""
        row = self.chosen()
        if isinstance(row, PhraseView) and self._leads():
            self.editing.hide(row)


def _entry_sections(row: EntryView) -> list[Section]:
    return [
        Section("不这样说", [(str(place), one) for place, one in enumerate(row.entry.said, start=1)]),
        Section("换成", [("可以说", row.entry.instead)]),
        Section("不算的说法", [(str(place), one) for place, one in enumerate(row.entry.harmless, start=1)]),
    ]


def _matches(view: PhraseView, wanted: str) -> bool:
    if not wanted:
        return True
    labels = (view.situation, *(words.label("phrase_moments", moment) for moment in view.moments))
    plain = [view.text, view.cantonese, *labels]
    if len(wanted) > _SHORT:
        # Two letters are initials: in English texts and keys they stand everywhere.
        plain += [view.english.casefold(), view.key]
    return any(wanted in text for text in plain) or any(
        name.startswith(wanted) for label in labels for name in words.initials(label)
    )


def _matches_entry(view: EntryView, wanted: str) -> bool:
    told = (view.entry.kind, view.entry.instead, *view.entry.said)
    return not wanted or any(wanted in text for text in told)
