"""条款对照: every clause of the rule books with its state; Enter opens what mends it, Ctrl+S makes a pack."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from qi_desk.domain.compliance.standing import CONFIRMED, NOT_APPLICABLE, State
from qi_desk.domain.errors import Expected
from qi_desk.domain.records import ENTITIES
from qi_desk.gui import theme, words
from qi_desk.gui.attachments_dialog import AttachmentsDialog
from qi_desk.gui.keys import PRINT, SAVE, Key
from qi_desk.gui.models.rows_model import RowsModel
from qi_desk.gui.page import Page
from qi_desk.gui.pages.compliance.columns import CHAPTERS, CLAUSES, state_said
from qi_desk.gui.pages.compliance.giving import Giving
from qi_desk.gui.pages.compliance.mending import way_of
from qi_desk.gui.pages.registers.editing import RegisterEditing
from qi_desk.gui.widgets.beside import lay_beside, one_below_other
from qi_desk.gui.widgets.facts import Fact, FactsPane, Section
from qi_desk.gui.widgets.inputs import ChoiceInput, TextInput
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.widgets.tool_buttons import add_tools
from qi_desk.gui.widgets.watching import Watching
from qi_desk.gui.workplace import Workplace
from qi_desk.services.compliance import meter, packing
from qi_desk.services.compliance.meter import ChapterLine, ClauseLine, GapView, Meter, ProofView
from qi_desk.services.registers.catalogue import register_of

_NOTHING = "选一条看它凭什么、还差什么。"
_OPEN = "open"
_RULING = "clause_ruling"
_SCOPES = ((_OPEN, "缺的和将到期的"), ("", "全部"), *((state.value, "") for state in State))


class CompliancePage(Page):
    """The rule books left, the clauses of what is chosen right, below them what proves one and what it lacks."""

    name = "compliance"
    title = "条款对照"
    icon = "list-checks"
    group = "统计评价"
    right = "compliance.meter"
    kinds = frozenset(ENTITIES)
    keys = (
        Key("Enter", "去补齐：打开缺的那一页、那一条或空白表单"),
        Key(SAVE, "去补齐（同 Enter）"),
        Key("Ctrl+M", "判定：人工确认、不适用"),
        Key("Ctrl+O", "判定的凭据附件"),
        Key("Ctrl+S", "出具评估证据包、建站申报材料"),
        Key(PRINT, "打印条款对照或申报材料"),
        Key("Ctrl+E", "只看缺的 / 看全部"),
        Key("Ctrl+F", "查找"),
        Key("Ctrl+PgUp / PgDown", "换章节"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._meter: Meter | None = None
        self._wanted_clause = ""
        self.editing = RegisterEditing(work, self, self._ruled)
        self.editing.edited.connect(self.typed)
        self.editing.closed.connect(self.draft_changed)
        self.giving = Giving(self)
        self.watching = Watching(self)
        tools = self._tools()
        self.facts = FactsPane(_NOTHING, self)
        right = one_below_other(self, self._middle(), self.facts, (330, 250))
        lay_beside(self, tools, self._left(), right, (330, 590))
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, self.watching)
        self._show_one()

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._counts = QLabel(self)
        row.addWidget(self._counts, 1)
        tools = (
            ("mend", f"去补齐 ({SAVE})", "play", self.mend),
            ("rule", "判定 (Ctrl+M)", "user-check", self.rule),
            ("files", "凭据 (Ctrl+O)", "paperclip", self.show_files),
            ("pack", "证据包 (Ctrl+S)", "package", self.pack),
        )
        self._buttons = add_tools(row, self, tools)
        theme.mark(self._buttons["mend"], theme.Tone.PRIMARY)
        self._buttons["mend"].setIcon(QIcon())
        return row

    def _left(self) -> QWidget:
        self._chapters: RowsModel[ChapterLine] = RowsModel(CHAPTERS, self)
        self.chapters = RowsTable(self._chapters, "正在核对……", "规则与章节", self)
        self.chapters.view.selectionModel().currentRowChanged.connect(self._show_clauses)
        self.chapters.opened.connect(self._on_chapter_opened)
        self.chapters.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return self.chapters

    def _middle(self) -> QWidget:
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        self.scope = ChoiceInput(middle)
        self.scope.setAccessibleName("看哪些条款")
        self.scope.set_choices(tuple((code, text or words.label("compliance_states", code)) for code, text in _SCOPES))
        self.scope.set_value(_OPEN)
        self.scope.edited.connect(self._show_clauses)
        self.search = TextInput(middle)
        self.search.setAccessibleName("查找条款")
        self.search.setPlaceholderText("查找 (Ctrl+F)")
        self.search.edited.connect(self._show_clauses)
        row.addWidget(self.scope)
        row.addWidget(self.search, 1)
        column.addLayout(row)
        self.model: RowsModel[ClauseLine] = RowsModel(CLAUSES, self)
        self.table = RowsTable(self.model, "这里没有缺的。按 Ctrl+E 看全部条款。", "条款", middle)
        self.table.view.selectionModel().currentRowChanged.connect(self._show_one)
        self.table.opened.connect(self._on_opened)
        column.addWidget(self.table, 1)
        return middle

    def activate(self, params: Mapping[str, Any]) -> None:
        if params.get("clause"):
            self._look_at(str(params["clause"]))
        self.table.setFocus()

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            SAVE: self.mend,
            "Ctrl+M": self.rule,
            "Ctrl+O": self.show_files,
            "Ctrl+S": self.pack,
            PRINT: self.print_paper,
            "Ctrl+E": self.toggle,
            "Ctrl+F": self.search.setFocus,
            "Ctrl+PgUp": partial(self._turn, -1),
            "Ctrl+PgDown": partial(self._turn, 1),
        }

    def draft(self) -> Mapping[str, Any] | None:
        return self.editing.draft()

    def restore(self, content: Mapping[str, Any]) -> None:
        self.editing.resume(content)

    def reload(self) -> None:
        self.work.ask(meter.meter, owner=self, done=self._show, failed=self.refuse, exclusive="compliance")

    def _show(self, found: Meter) -> None:
        self._meter = found
        self._chapters.set_rows(found.chapters)
        self._show_clauses()

    def _show_clauses(self, *_places: object) -> None:
        if self._meter is None:
            return
        chapter = self.chapters.current()
        if chapter is not None:
            self._counts.setText(f"{chapter.title}：{_counted(chapter.counts)}")
        wanted = [line for line in self._meter.lines if self._is_shown(line, chapter)]
        if self._wanted_clause:
            self.table.choose(self._wanted_clause)
            self._wanted_clause = ""
        self.model.set_rows(wanted)
        self._show_one()

    def _is_shown(self, line: ClauseLine, chapter: ChapterLine | None) -> bool:
        inside = chapter is None or not chapter.source or line.source == chapter.source
        inside = inside and (chapter is None or chapter.chapter in ("", line.chapter))
        scope = self.scope.value()
        open_now = line.state in (State.GAP, State.DUE)
        meant = not scope or (open_now if scope == _OPEN else line.state.value == scope)
        sought = self.search.value().casefold().split()
        texts = "\n".join((line.number, line.text, line.why, line.ruled, *(gap.said for gap in line.gaps))).casefold()
        return inside and meant and all(word in texts for word in sought)

    def _turn(self, step: int) -> None:
        view = self.chapters.view
        place = max(0, min(view.currentIndex().row() + step, self._chapters.rowCount() - 1))
        view.selectRow(place)

    def toggle(self) -> None:
        """Ctrl+E: what is open alone, or all."""
        self.scope.set_value("" if self.scope.value() == _OPEN else _OPEN)
        self._show_clauses()

    def _look_at(self, clause: str) -> None:
        self.scope.set_value("")
        self.search.set_value("")
        self._wanted_clause = clause
        self._show_clauses()

    @property
    def line(self) -> ClauseLine | None:
        """The clause chosen."""
        row = self.table.current()
        return row if isinstance(row, ClauseLine) else None

    def _show_one(self, *_places: object) -> None:
        line = self.line
        if line is None or self._meter is None:
            self.facts.say(_NOTHING)
        else:
            source = next(one for one in self._meter.sources if one.key == line.source)
            self.facts.show_sections(line.number, sections_of(line, source.cited))
        leading = self.work.signed_in and self.work.actor.role in register_of(_RULING).writers
        self._buttons["mend"].setEnabled(line is not None and bool(line.gaps or line.proofs or line.page))
        self._buttons["mend"].setText(f"{'去补齐' if line is None or line.gaps else '看凭据'} ({SAVE})")
        self._buttons["rule"].setEnabled(leading and line is not None and line.rulable)
        self._buttons["files"].setEnabled(line is not None and bool(line.ruling))

    def _on_chapter_opened(self, _line: object) -> None:
        self.table.setFocus()

    def _on_opened(self, _line: object) -> None:
        self.mend()

    def mend(self) -> None:
        """Enter, F9: what is missing, one of several by choice; where nothing is, what proves it."""
        line = self.line
        if line is None:
            return
        ways: Sequence[GapView | ProofView] = line.gaps or line.proofs
        if not ways and line.page:
            self.wanted.emit(line.page, dict(line.shown))
        elif len(ways) == 1:
            self._open(line, ways, "0")
        elif ways:
            title = "去补齐" if line.gaps else "看凭据"
            choices = [(str(place), one.said) for place, one in enumerate(ways)]
            self.work.dialogs.choose(self, title, "打开哪一项", choices, partial(self._open, line, ways))

    def _open(self, line: ClauseLine, ways: Sequence[GapView | ProofView], chosen: str) -> None:
        what = ways[int(chosen)]
        if what.kind == _RULING and isinstance(what, GapView) and not what.eid:
            self._begin_ruling(line, CONFIRMED)
            return
        self.wanted.emit(*way_of(line, what))

    def rule(self) -> None:
        """Ctrl+M: what a person says of the clause."""
        line = self.line
        if line is None or not self._buttons["rule"].isEnabled():
            return
        kinds = (CONFIRMED, NOT_APPLICABLE) if line.by_person else (NOT_APPLICABLE,)
        choices = [(kind, words.label("ruling_kinds", kind)) for kind in kinds]
        if len(choices) == 1:
            self._begin_ruling(line, NOT_APPLICABLE)
        else:
            title = f"判定 {line.number}"
            self.work.dialogs.choose(self, title, line.text, choices, partial(self._begin_ruling, line))

    def _begin_ruling(self, line: ClauseLine, kind: str) -> None:
        if self.work.actor.role not in register_of(_RULING).writers:
            self.say("要由站长确认。", "warning")
            return
        self.editing.begin_missing(_RULING, {"clause": line.eid, "kind": kind})

    def _ruled(self, _register: str, _eid: str) -> None:
        """A ruling was written; the signal of change reads the meter again."""

    def pack(self) -> None:
        """Ctrl+S: paper, tables and files in one archive file."""
        self.giving.begin()

    def print_paper(self) -> None:
        """F10: the evidence, or the application, on paper."""
        papers = (("evidence_pack", packing.evidence_paper), ("base_application", packing.application_paper))
        choices = [(kind, words.label("paper_kinds", kind)) for kind, _ in papers]
        orders = dict(papers)
        self.work.dialogs.choose(
            self, "打印", "哪一份", choices, lambda kind: self.wanted.emit("paper", {"order": orders[kind]})
        )

    def show_files(self) -> None:
        """Ctrl+O: files of the ruling that holds."""
        line = self.line
        if line is not None and line.ruling:
            AttachmentsDialog(self.work, self, _RULING, line.ruling, f"{line.number} 的凭据").begin()

    def refuse(self, error: Expected) -> None:
        self._counts.setText("")
        super().refuse(error)


def _counted(counts: Mapping[State, int]) -> str:
    return "　".join(f"{words.label('compliance_states', state.value)} {counts[state]}" for state in State)


def sections_of(line: ClauseLine, cited: str) -> list[Section]:
    """One clause as it stands."""
    told: list[Fact] = [("要求", line.text), ("状态", state_said(line)), ("判定", line.ruled)]
    told.append(("为什么不适用", line.why if not line.ruled else ""))
    gaps: list[Fact] = [(str(place), gap.said) for place, gap in enumerate(line.gaps, start=1)]
    proofs: list[Fact] = [(str(place), proof.said) for place, proof in enumerate(line.proofs, start=1)]
    more = line.count - len(line.proofs)
    if more > 0 and line.proofs:
        proofs.append(("", f"等共 {line.count} 条"))
    return [
        Section("情况", told),
        Section("还差什么", gaps),
        Section("凭什么", proofs),
        Section("出处", [("引自", cited)]),
    ]
