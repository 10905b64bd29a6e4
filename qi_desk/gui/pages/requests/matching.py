"""对接: whom the library offers for an item, with every reason; choosing, and deciding on results that still stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QSplitter, QTabWidget, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain.errors import Conflict, Expected, Invalid, NotAllowed
from qi_desk.gui import theme, words
from qi_desk.gui.dialog_foot import foot_of
from qi_desk.gui.dialog_size import open_at
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.widgets.facts import FactsPane, Section
from qi_desk.gui.widgets.inputs import ChoiceInput, DayInput
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services import assignments, matching, reuse
from qi_desk.services.assignments import Choice
from qi_desk.services.match_words import said
from qi_desk.services.matching import MatchLine, MatchSheet
from qi_desk.services.reuse import ACCEPTED, REFUSED, Decision, FoundResult

_FEN = 100

_KINDS = (("institution", "机构"), ("expert", "专家"), ("equipment", "设备"))


def _place(line: MatchLine) -> str:
    return "不能派" if line.barred else str(line.place)


_LINES = (
    Column[MatchLine]("名次", _place, width=8, tone=lambda line: "muted" if line.barred else ""),
    Column[MatchLine]("名称", lambda line: line.name, tone=lambda line: "muted" if line.barred else ""),
    Column[MatchLine]("得分", lambda line: "" if line.barred else f"{line.points:g}", width=8),
    Column[MatchLine](
        "首要理由",
        lambda line: said(line.reasons[0]) if line.reasons else "",
        width=34,
        tone=lambda line: "danger" if line.barred else "",
        icon=lambda line: "circle-alert" if line.barred else "",
    ),
)


class MatchDialog(QDialog):
    """Enter or F9 gives the item to the one chosen. Those who cannot take it stand below with the reason."""

    def __init__(self, work: Workplace, parent: QWidget, request: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("对接机构与专家")
        self._work, self._request = work, request
        self._sheet: MatchSheet | None = None
        self._choice: Choice | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.addLayout(self._head())
        split = QSplitter(Qt.Orientation.Horizontal, self)
        self.tabs = QTabWidget(split)
        self.tabs.setDocumentMode(True)
        self.tables: dict[str, RowsTable] = {}
        self._models: dict[str, RowsModel[MatchLine]] = {}
        for kind, title in _KINDS:
            model: RowsModel[MatchLine] = RowsModel(_LINES, self)
            table = RowsTable(model, "资源库里没有做这一项的。", title, self.tabs)
            table.opened.connect(self._on_chosen)
            table.view.selectionModel().currentRowChanged.connect(self._on_row)
            self.tables[kind], self._models[kind] = table, model
            self.tabs.addTab(table, title)
        self.tabs.currentChanged.connect(self._on_row)
        self.facts = FactsPane("选中一家，这里逐条列出推荐或不能派的理由", split)
        split.addWidget(self.tabs)
        split.addWidget(self.facts)
        split.setSizes([640, 380])
        layout.addWidget(split, 1)
        self._told = QLabel(self)
        self._told.setWordWrap(True)
        layout.addWidget(self._told)
        foot, self.choose = foot_of(self, "派给选中的", self.give)
        layout.addLayout(foot)
        open_at(self, parent, 128, 36)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.item, self.day = ChoiceInput(self), DayInput(self)
        self.item.setAccessibleName("服务事项")
        self.day.setAccessibleName("计划日期")
        for label, widget in (("服务事项", self.item), ("计划日期", self.day)):
            name = QLabel(label, self)
            name.setBuddy(widget)
            row.addWidget(name)
            row.addWidget(widget)
        row.addStretch(1)
        self.item.edited.connect(self._read)
        self.day.editingFinished.connect(self._read)
        return row

    def begin(self) -> None:
        """Ask for the sheet."""
        self._ask("", None)

    def _read(self) -> None:
        try:
            day = self.day.day(self._work.house.clock.now().date())
        except ValueError:
            return
        self._ask(self.item.value(), day)

    def _ask(self, item: str, day: date | None) -> None:
        self._work.ask(
            matching.sheet,
            self._request,
            owner=self,
            done=self._show,
            failed=self._refuse,
            exclusive="match",
            item=item,
            day=day,
        )

    def _show(self, sheet: MatchSheet) -> None:
        first = self._sheet is None
        self._sheet = sheet
        self.item.set_choices([(item, words.label("catalogue", item)) for item in sheet.items])
        self.item.set_value(sheet.item)
        self.day.set_value(sheet.day.isoformat())
        for place, (kind, title) in enumerate(_KINDS):
            lines = sheet.lines(kind)
            self._models[kind].set_rows(lines)
            self.tabs.setTabText(place, f"{title} {len(lines)}" if lines else title)
        self._told.setText(_few(sheet))
        if first:
            self.tabs.currentWidget().setFocus()
        self._on_row()

    @property
    def _kind(self) -> str:
        return _KINDS[self.tabs.currentIndex()][0]

    def _on_row(self) -> None:
        line = self.tables[self._kind].current()
        if isinstance(line, MatchLine):
            self.facts.show_sections(line.name, [_reasons(line)])
        self.choose.setEnabled(isinstance(line, MatchLine) and not line.barred and line.kind != "equipment")

    def _on_chosen(self, _line: MatchLine) -> None:
        self.give()

    def give(self) -> None:
        """F9: to whom is chosen; out of order, or with nobody else to choose from, a reason is asked first."""
        line = self.tables[self._kind].current()
        sheet = self._sheet
        if sheet is None or not isinstance(line, MatchLine) or line.barred or line.kind == "equipment":
            return
        self._choice = Choice(sheet.item, line.kind, line.eid, sheet.day)
        if line.place > 1:
            choices = words.choices("choice_reasons")
            self._work.dialogs.choose(self, "为什么不派前一名", "留作廉洁评价的依据", choices, self._with_reason)
        else:
            self._with_reason("")

    def _with_reason(self, reason: str) -> None:
        choice, sheet = self._choice, self._sheet
        assert choice is not None
        assert sheet is not None
        chosen = Choice(choice.item, choice.kind, choice.party, choice.planned_on, reason=reason)
        if choice.kind == "institution" and sheet.few is not None:
            label = "可派的不到两家，请写明原因"
            self._work.dialogs.ask_text(self, "只有一家可选", label, partial(self._with_note, chosen))
        else:
            self._assign(chosen)

    def _with_note(self, chosen: Choice, note: str) -> None:
        few = Choice(chosen.item, chosen.kind, chosen.party, chosen.planned_on, reason=chosen.reason, few_note=note)
        self._assign(few)

    def _assign(self, chosen: Choice) -> None:
        self._choice = chosen
        self._work.act(
            assignments.assign, self._request, chosen, owner=self, done=self._given, failed=self._refuse, said="已派单"
        )

    def _given(self, _eid: str) -> None:
        self.accept()

    def _refuse(self, error: Expected) -> None:
        if isinstance(error, NotAllowed) and error.code == "reuse.undecided" and self._sheet is not None:
            ask = partial(self._work.ask, reuse.search, self._request, self._sheet.item)
            ask(owner=self, done=self._decide, failed=self._refuse)
            return
        if isinstance(error, Invalid):
            self._told.setText(" ".join(words.problem(problem) for problem in error.problems))
        else:
            self._told.setText(str(wording.sentence(error)))
        theme.mark(self._told, theme.Tone.WARNING if isinstance(error, Conflict) else theme.Tone.DANGER)

    def _decide(self, found: tuple[FoundResult, ...]) -> None:
        """One result accepted everywhere: what still stands is decided on before a second test is opened."""
        one = next((result for result in found if not result.decision), None)
        if one is None:
            return
        until = one.valid_to.isoformat() if one.valid_to else "长期"
        text = f"客户手里有一份仍有效的《{one.name}》{one.number}（{one.body}，有效至 {until}）。先定采信不采信。"
        choices = (
            (ACCEPTED, "采信：不重复做"),
            *((code, f"不采信：{label}") for code, label in words.choices("reuse_reasons")),
        )
        self._work.dialogs.choose(self, "一个结果通行", text, choices, partial(self._decided, one))

    def _decided(self, one: FoundResult, answer: str) -> None:
        if answer != ACCEPTED:
            self._decide_on(one, answer, None)
            return

        def known(fen: int | None) -> None:
            label = "重做一次要多少钱（元），记作为客户省下的；不知道就清空"
            begin = f"{fen / _FEN:g}" if fen else ""
            self._work.dialogs.ask_text(self, "采信省下的费用", label, partial(self._saved, one), begin)

        assert self._sheet is not None
        self._work.ask(reuse.estimate, self._sheet.item, owner=self, done=known, failed=self._refuse)

    def _saved(self, one: FoundResult, yuan: str) -> None:
        try:
            fen = round(float(yuan) * _FEN) if yuan.strip() else None
        except ValueError:
            fen = -1
        self._decide_on(one, ACCEPTED, fen)

    def _decide_on(self, one: FoundResult, answer: str, fen: int | None) -> None:
        assert self._sheet is not None
        accepted = answer == ACCEPTED
        decision = Decision(
            self._sheet.item,
            (one.request, one.key),
            ACCEPTED if accepted else REFUSED,
            reason="" if accepted else answer,
            note="" if accepted else words.label("reuse_reasons", answer),
            cost_avoided=fen,
        )
        after: Callable[[str], None] = self._used if accepted else self._again
        self._work.act(reuse.decide, self._request, decision, owner=self, done=after, failed=self._refuse)

    def _used(self, _eid: str) -> None:
        self._work.told.emit("success", "已采信，不重复检测；记入结果采信台账", "", "")
        self.accept()

    def _again(self, _eid: str) -> None:
        if self._choice is not None:
            self._assign(self._choice)


def _few(sheet: MatchSheet) -> str:
    item = words.label("catalogue", sheet.item)
    if sheet.few is None:
        return f"为{sheet.client}的“{item}”推荐；名次只按列出的理由排，同分的给派得少的。"
    if not sheet.few.able:
        return f"资源库里还没有机构做“{item}”：可以找专家，转介出去，或先推荐机构入库。"
    return f"做“{item}”的有 {sheet.few.able} 家，能派的 {sheet.few.usable} 家：派单时要写明为什么只有这些。"


def _reasons(line: MatchLine) -> Section:
    told = [
        (f"{reason.points:+g} 分" if reason.points else ("不能派" if line.barred else "—"), said(reason))
        for reason in line.reasons
    ]
    return Section("逐条理由", told)
