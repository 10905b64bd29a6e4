"""Writing phrases and what is not said, with a preview that follows every key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from qi_desk import resource_files
from qi_desk.domain.speech.forbidden import Entry, Watch
from qi_desk.domain.speech.phrases import CARET, problems_of, render
from qi_desk.domain.speech.records import FORBIDDEN, FORBIDDEN_FIELDS, PHRASE, PHRASE_FIELDS
from qi_desk.gui import theme, words
from qi_desk.gui.page import Page
from qi_desk.gui.record_editing import RecordEditing
from qi_desk.gui.record_form import RecordForm
from qi_desk.gui.widgets.phrase_strip import marked_up
from qi_desk.gui.workplace import Workplace
from qi_desk.services import speech
from qi_desk.services.speech import EntryView, PhraseView, entry_values

SAMPLES = {
    "称呼": "陈女士",
    "编号": "PY03-XQ-20260310-A-0007-K",
    "号": "A012",
    "数": "3",
    "分": "20",
    "日期": "3月12日",
    "时间": "10:30",
    "事项": "压力表校准",
    "清单": "营业执照、授权书",
    "去向": "区市场监管局",
    "机构": "示范检测中心",
    "站名": "示范服务站",
    "专员": "林示范",
    "窗口": "1号窗口",
    "电话": "020-12345678",
    "监督电话": "020-87654321",
    "原因": "样品数量不够",
    "依据": "收样须知第三条",
    "新日期": "3月18日",
    "状态": "服务中",
    "下一步": "交付结果",
    "进展": "调查中",
    "结论": "部分属实",
    "设备": "硬度计",
    "时段": "14:00–16:00",
    "同事": "何示范",
    "姓名": "周示范",
    "要点": "两台压力表，下周一要用",
    "责任人": "林示范",
    "天数": "5",
    "节日": "假期",
    "开门": "3月16日",
}
"""What stands in the slots of a preview; invented."""


class PhraseEditing(RecordEditing):
    """The dialogs of the page."""

    def __init__(self, work: Workplace, page: Page, slots: Mapping[str, str]) -> None:
        super().__init__(work, page)
        self._slots = slots

    def reopen(self, how: Mapping[str, Any]) -> None:
        key = str(how.get("key", ""))
        if how.get("what") == "entry":
            found = next((one for one in self._work.speaking.words.entries if one.entry.id == key), None)
            self.edit_entry(found)
        else:
            view = next((one for one in self._work.speaking.words.phrases if one.key == key), None)
            self.edit_phrase(view)

    def edit_phrase(self, view: PhraseView | None) -> None:
        """Word a phrase anew, or write a new one."""
        key = view.key if view is not None else ""
        how = {"what": "phrase", "key": key}
        title = "改写用语" if view is not None else "新增用语"
        dialog = self.open_dialog(title, self._phrase_form, partial(self._save_phrase, key), how)
        preview = _preview(dialog)
        dialog.form.edited.connect(partial(self._show_phrase, dialog.form, preview))
        values: dict[str, Any] = {}
        if view is not None:
            values = {name: getattr(view, name) for name in PHRASE_FIELDS} | {"moments": list(view.moments)}
        self.begin(values, new=view is None)
        self._show_phrase(dialog.form, preview)

    def _phrase_form(self, parent: QWidget) -> RecordForm:
        return RecordForm(PHRASE, PHRASE_FIELDS, parent)

    def _show_phrase(self, form: RecordForm, preview: QLabel) -> None:
        """The three ways of speaking as they will be said, or what is wrong with the template."""
        templates, slots = self._work.speaking.words.templates, resource_files.phrase_book().slots
        lines = []
        for name in ("text", "cantonese", "english"):
            typed = form.fields[name].value()
            wrong = problems_of(typed, slots, templates)
            if wrong:
                colour = theme.colour("danger").name()
                lines.append(f'<span style="color:{colour}">✖ {words.problem(wrong[0])}</span>')
            elif typed:
                lines.append(marked_up(render(typed, {**SAMPLES, **self._slots}, templates)))
        preview.setText("<br>".join(lines) or "写上几个字，这里就会显示说出来的样子。")

    def _save_phrase(self, key: str, values: dict[str, Any]) -> None:
        self.save_with(speech.write_phrase, key, values)

    def edit_entry(self, view: EntryView | None) -> None:
        """Change what is not said, or add to it."""
        key = view.entry.id if view is not None else ""
        how = {"what": "entry", "key": key}
        title = "改忌语" if view is not None else "新增忌语"
        dialog = self.open_dialog(title, self._entry_form, partial(self._save_entry, key), how)
        preview = _preview(dialog)
        dialog.form.edited.connect(partial(self._show_entry, dialog.form, preview))
        self.begin(entry_values(view.entry) if view is not None else {}, new=view is None)
        self._show_entry(dialog.form, preview)

    def _entry_form(self, parent: QWidget) -> RecordForm:
        return RecordForm(FORBIDDEN, FORBIDDEN_FIELDS, parent)

    def _show_entry(self, form: RecordForm, preview: QLabel) -> None:
        """How often the expressions would be met in the station's own courteous phrases: each find is a false alarm."""
        said = tuple(filter(None, form.fields["said"].value().splitlines()))
        harmless = tuple(filter(None, form.fields["harmless"].value().splitlines()))
        watch = Watch((Entry("", "", said, "", harmless),) if said else (), resource_files.forbidden_grammar())
        every = self._work.speaking.words.phrases
        hit = next((one.text for one in every if not one.text.startswith("{{") and watch.look(one.text)), "")
        colour = theme.colour("warning").name()
        preview.setText(
            f'<span style="color:{colour}">▲ 会误报这句礼貌用语：{hit}</span>'
            if hit
            else f"用 {len(every)} 条礼貌用语试过，没有误报。… 代表不超过六个字，（甲/乙）任选其一。"
        )

    def _save_entry(self, key: str, values: dict[str, Any]) -> None:
        self.save_with(speech.write_entry, key, values)

    def give_back(self, view: PhraseView) -> None:
        """Lay the station's own wording aside."""
        said = (
            "改回原文？本站写的这一条留在记录里。"
            if not view.key.startswith("own-")
            else "去掉这一条？留在记录里，不再提示。"
        )
        act = partial(self.act, speech.give_back_phrase, view.key)
        self._work.dialogs.confirm(self._parent, "改回原文", said, "改回", act)

    def hide(self, view: PhraseView) -> None:
        """Offer a phrase no more, or again."""
        self.act(speech.hide_phrase, view.key, not view.hidden)

    def switch(self, view: EntryView) -> None:
        """Let what is not said hold no more, or again."""
        self.act(speech.write_entry, view.entry.id, {"off": not view.off})


def _preview(dialog: Any) -> QLabel:
    preview = QLabel(dialog)
    preview.setTextFormat(Qt.TextFormat.RichText)
    preview.setWordWrap(True)
    preview.setObjectName("preview")
    preview.setContentsMargins(12, 8, 12, 8)
    preview.setAccessibleName("说出来的样子")
    preview.setMinimumHeight(preview.fontMetrics().lineSpacing() * 4)
    dialog.put_below(preview)
    return preview


HINT = f"填空写成 {{称呼}}；{{{{{CARET}}}}} 是插入后光标停的地方；{{{{用语:代号}}}} 带进另一条。"
"""How templates are written, in one line."""
