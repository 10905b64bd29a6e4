"""登记簿: the registers left with what is red in each, the rows of one in the middle, one record whole on the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.gui import theme, words
from qi_desk.gui.attachments_dialog import AttachmentsDialog
from qi_desk.gui.keys import PRINT, SAVE, Key
from qi_desk.gui.models.rows_model import RowsModel
from qi_desk.gui.page import Page
from qi_desk.gui.pages.registers.columns import REGISTERS as REGISTER_COLUMNS
from qi_desk.gui.pages.registers.columns import named, rows_of
from qi_desk.gui.pages.registers.editing import RegisterEditing
from qi_desk.gui.pages.registers.facts import sections_of
from qi_desk.gui.revealing import Revealing
from qi_desk.gui.widgets.beside import lay_beside, one_below_other
from qi_desk.gui.widgets.facts import FactsPane
from qi_desk.gui.widgets.inputs import ChoiceInput, TextInput
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.widgets.tool_buttons import add_tools
from qi_desk.gui.workplace import Workplace
from qi_desk.services.registers import entries, papers, tables, views
from qi_desk.services.registers.catalogue import KINDS, REGISTERS, register_of
from qi_desk.services.registers.views import MARKED, RegisterRow, RegisterSummary, RegisterView

_TABLE_FILES = "表格 (*.xlsx *.csv)"
_LINES_FOR_HELP = 30
_NOTHING = "选中一条，这里显示内容、附件和经过"


class RegistersPage(Page):
    """One page for every register: lists, forms, papers and deeds follow from its declaration."""

    name = "registers"
    title = "登记簿"
    icon = "file-text"
    group = "本站"
    kinds = KINDS | {"attachment", "person"}
    keys = (
        Key("Ctrl+PgUp / PgDown", "换登记簿"),
        Key("Ctrl+F", "在这本里查找"),
        Key("Ctrl+N", "新增一条"),
        Key("Ctrl+E", "改这一条"),
        Key(SAVE, "办最可能要办的一步"),
        Key("Ctrl+M", "办理：批准、复审、签发、废止……"),
        Key("Ctrl+O", "附件"),
        Key("Ctrl+W", "复制引用文字（标准与政策库）"),
        Key("Ctrl+D", "作废登错的一条"),
        Key("Ctrl+S", "导出表格"),
        Key(PRINT, "打印清单或单页"),
        Key("Enter", "改这一条；标“缺”的：新增"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._name = next(iter(REGISTERS))
        self._wanted = ""
        self._view: RegisterView | None = None
        self.editing = RegisterEditing(work, self, self.look_at)
        self.editing.edited.connect(self.typed)
        self.editing.closed.connect(self.draft_changed)
        tools = self._tools()
        left = self._left()
        self.facts = FactsPane(_NOTHING, self)
        self._revealing = Revealing(work, self.facts)
        self.tables: dict[str, RowsTable] = {}
        self.models: dict[str, RowsModel[Any]] = {}
        # A row and what it holds stand one above the other: beside the courteous words a page is wide, not high.
        right = one_below_other(self, self._middle(), self.facts, (330, 250))
        lay_beside(self, tools, left, right, (235, 685))
        self.bring(self._name)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        tools = (
            ("next", f"办理 ({SAVE})", "play", self.do_next),
            ("more", "办理… (Ctrl+M)", "list", self.choose_deed),
            ("new", "新增 (Ctrl+N)", "plus", self.new),
            ("edit", "改 (Ctrl+E)", "pencil", self.edit),
            ("files", "附件 (Ctrl+O)", "paperclip", self.show_files),
        )
        self._buttons = add_tools(row, self, tools)
        theme.mark(self._buttons["next"], theme.Tone.PRIMARY)
        self._buttons["next"].setIcon(QIcon())
        return row

    def _left(self) -> QWidget:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        self.registers = self._register_list()
        column.addWidget(self.registers, 1)
        self._help = QLabel(left)
        self._help.setWordWrap(True)
        theme.mark(self._help, theme.Tone.MUTED)
        column.addWidget(self._help)
        return left

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # What a register is for gives way to the list of registers where the window is low.
        self._help.setVisible(self.height() > _LINES_FOR_HELP * self.fontMetrics().lineSpacing())

    def _register_list(self) -> RowsTable:
        self._summaries: RowsModel[RegisterSummary] = RowsModel(REGISTER_COLUMNS, self)
        table = RowsTable(self._summaries, "没有可看的登记簿。", "登记簿目录", self)
        table.view.selectionModel().currentRowChanged.connect(self._on_register)
        table.opened.connect(self._on_register_opened)
        table.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return table

    def _middle(self) -> QWidget:
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        self.scope = ChoiceInput(middle)
        self.scope.setAccessibleName("看哪些")
        self.scope.edited.connect(self._read_rows)
        self.search = TextInput(middle)
        self.search.setAccessibleName("在这本登记簿里查找")
        self.search.setPlaceholderText("查找 (Ctrl+F)")
        self.search.edited.connect(self._read_rows)
        row.addWidget(self.scope)
        row.addWidget(self.search, 1)
        tools = (
            ("export", "导出 (Ctrl+S)", "upload", self.export),
            ("print", f"打印 ({PRINT})", "printer", self.print_paper),
        )
        self._buttons |= add_tools(row, middle, tools)
        column.addLayout(row)
        self._stack = QStackedWidget(middle)
        column.addWidget(self._stack, 1)
        return middle

    def activate(self, params: Mapping[str, Any]) -> None:
        name = str(params.get("register") or params.get("kind") or "")
        if name in REGISTERS:
            self.bring(name)
        if params.get("eid"):
            self.look_at(self._name, str(params["eid"]))
        self.table.setFocus()
        if params.get("begin"):
            begins = params["begin"]
            self.editing.begin_missing(self._name, begins if isinstance(begins, Mapping) else {})

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            "Ctrl+N": self.new,
            "Ctrl+E": self.edit,
            "Ctrl+M": self.choose_deed,
            "Ctrl+O": self.show_files,
            "Ctrl+S": self.export,
            "Ctrl+F": self.search.setFocus,
            "Ctrl+W": self.cite,
            "Ctrl+D": self.void,
            SAVE: self.do_next,
            PRINT: self.print_paper,
            "Ctrl+PgUp": partial(self._turn, -1),
            "Ctrl+PgDown": partial(self._turn, 1),
        }

    def draft(self) -> Mapping[str, Any] | None:
        return self.editing.draft()

    def restore(self, content: Mapping[str, Any]) -> None:
        self.bring(str(content.get("register", self._name)))
        self.editing.resume(content)

    @property
    def shown(self) -> str:
        """The name of the register in front."""
        return self._name

    @property
    def table(self) -> RowsTable:
        """The list of the register in front."""
        return self.tables[self._name]

    def bring(self, name: str) -> None:
        """Show the register `name`."""
        self._name = name
        self._view = None
        if name not in self.tables:
            self._make_table(name)
        register = register_of(name)
        self._stack.setCurrentWidget(self.tables[name])
        self._help.setText(wording.texts()[f"register.{name}.help"])
        choices = words.choices(str(register.entity.field(register.by).codes)) if register.by else ()
        self.scope.set_choices((("", "全部"), (MARKED, "要办的"), *choices))
        self.search.set_value("")
        self.registers.choose(name)
        self.facts.say(_NOTHING)
        if self.work.signed_in:
            self._read_rows()
        self._offer()

    def _make_table(self, name: str) -> None:
        model: RowsModel[RegisterRow] = RowsModel(rows_of(register_of(name)), self)
        empty = wording.texts()[f"register.{name}.empty"]
        table = RowsTable(model, empty, named(name), self._stack)
        table.view.selectionModel().currentRowChanged.connect(self._on_row)
        table.opened.connect(self._on_opened)
        self.tables[name], self.models[name] = table, model
        self._stack.addWidget(table)

    def _turn(self, step: int) -> None:
        names = [row.eid for row in self._summaries_shown()] or list(REGISTERS)
        self.bring(names[(names.index(self._name) + step) % len(names)])
        self.table.setFocus()

    def _summaries_shown(self) -> list[RegisterSummary]:
        found = (self._summaries.row_at(place) for place in range(self._summaries.rowCount()))
        return [one for one in found if one is not None]

    def _on_register(self, *_places: object) -> None:
        row = self.registers.current()
        if isinstance(row, RegisterSummary) and row.eid != self._name:
            self.bring(row.eid)

    def _on_register_opened(self, _row: object) -> None:
        self.table.setFocus()

    def reload(self) -> None:
        self.work.ask(views.overview, owner=self, done=self._show_summaries, exclusive="registers")
        self._read_rows()
        if self._view is not None:
            self._open(self._view.eid)

    def _show_summaries(self, found: tuple[RegisterSummary, ...]) -> None:
        self.registers.choose(self._name)
        self._summaries.set_rows(found)

    def _read_rows(self) -> None:
        show = partial(self._show_rows, self._name)
        scope, sought = self.scope.value(), self.search.value()
        self.work.ask(
            views.page, self._name, scope, sought, owner=self, done=show, failed=self.refuse, exclusive="register-rows"
        )

    def _show_rows(self, name: str, rows: tuple[RegisterRow, ...]) -> None:
        if self._wanted:
            self.tables[name].choose(self._wanted)
            self._wanted = ""
        self.models[name].set_rows(rows)
        if not rows:
            self._show_nothing()

    def _show_nothing(self, said: str = _NOTHING) -> None:
        self._view = None
        self.facts.say(said)
        self._offer()

    def look_at(self, register: str, eid: str) -> None:
        """Show one record of a register."""
        if register != self._name:
            self.bring(register)
        self._wanted = eid
        self._read_rows()

    def _on_row(self, *_places: object) -> None:
        row = self.table.current()
        if isinstance(row, RegisterRow) and row.eid:
            self._open(row.eid)
        elif isinstance(row, RegisterRow):
            self._show_nothing(f"{next(filter(None, row.cells), '')}。按 Enter 登记。")

    def _open(self, eid: str) -> None:
        self.work.ask(
            views.show, self._name, eid, owner=self, done=self._show, failed=self._gone, exclusive="register-one"
        )

    def _gone(self, _error: object) -> None:
        self._show_nothing()

    def _show(self, view: RegisterView) -> None:
        if view.register == self._name:
            self._view = view
            self.facts.show_sections(view.title, sections_of(view))
            self._offer()

    def _offer(self) -> None:
        view, register = self._view, register_of(self._name)
        deeds = view.deeds if view is not None else ()
        writes = self.work.signed_in and self.work.actor.role in register.writers
        row = self.table.current()
        missing = writes and isinstance(row, RegisterRow) and not row.eid
        following = "登记" if missing else "没有下一步"
        following = self.editing.deeds[self._name][deeds[0]].label if deeds else following
        self._buttons["next"].setText(f"{following} ({SAVE})")
        self._buttons["next"].setEnabled(bool(deeds) or missing)
        self._buttons["more"].setEnabled(bool(deeds))
        self._buttons["new"].setEnabled(writes and register.made_here)
        self._buttons["edit"].setEnabled(view is not None and view.changeable)
        self._buttons["files"].setEnabled(view is not None)
        self._buttons["print"].setEnabled(writes)
        self._buttons["export"].setEnabled(writes)

    def _on_opened(self, row: RegisterRow) -> None:
        if row.eid:
            self.edit()
        else:
            self.editing.begin_missing(self._name, row.begins)

    def new(self) -> None:
        """Ctrl+N."""
        if self._buttons["new"].isEnabled():
            self.editing.new(self._name)

    def edit(self) -> None:
        """Ctrl+E."""
        if self._view is not None and self._view.changeable:
            self.editing.edit(self._name, self._view.eid, self._view.names)

    def do_next(self) -> None:
        """F9: the likeliest deed; on what is missing, a new record of it."""
        row = self.table.current()
        if isinstance(row, RegisterRow) and not row.eid:
            self.editing.begin_missing(self._name, row.begins)
        elif self._view is not None and self._view.deeds:
            self.editing.do(self._view, self._view.deeds[0])

    def choose_deed(self) -> None:
        """Ctrl+M."""
        view = self._view
        if view is not None:
            self.editing.pick(self.editing.deeds[self._name], view.deeds, partial(self.editing.do, view))

    def show_files(self) -> None:
        """Ctrl+O."""
        if self._view is not None:
            AttachmentsDialog(self.work, self, self._name, self._view.eid, self._view.title).begin()

    def cite(self) -> None:
        """Ctrl+W."""
        if self._view is not None and self._view.citation:
            QGuiApplication.clipboard().setText(self._view.citation)
            self.say(f"已复制：{self._view.citation}")

    def void(self) -> None:
        """Ctrl+D: a record that should not be there."""
        view = self._view
        if view is not None and view.changeable and register_of(self._name).made_here:
            choices = words.choices("void_reasons")
            done = partial(self._void, view.eid)
            self.work.dialogs.choose(self, "作废这一条", f"{view.title}：为什么作废（可以撤销）", choices, done)

    def _void(self, eid: str, reason: str) -> None:
        self._view = None
        self.editing.act(entries.void, self._name, eid, reason, failed=self.refuse)

    def export(self) -> None:
        """Ctrl+S."""
        self.work.ask(tables.suggest, self._name, owner=self, done=self._on_name, failed=self.refuse)

    def _on_name(self, name: str) -> None:
        self.work.dialogs.save_file(self, "导出到", name, _TABLE_FILES, self._export)

    def _export(self, file: str) -> None:
        done = partial(self._exported, file)
        self.work.ask(tables.export, self._name, Path(file), owner=self, done=done, failed=self.refuse)

    def _exported(self, file: str, count: int) -> None:
        self.say(f"已导出 {count} 条到 {Path(file).name}")

    def print_paper(self) -> None:
        """F10: the list as it is filtered, or the record shown."""
        if not self._buttons["print"].isEnabled():
            return
        if self._view is None:
            self._print("list")
            return
        choices = [("list", f"{named(self._name)}清单"), ("sheet", f"单页：{self._view.title}")]
        if register_of(self._name).handed is not None:
            choices.append(("handed", "交本人的一份（不脱敏）"))
        self.work.dialogs.choose(self, "打印", "哪一份", choices, self._print)

    def _print(self, which: str) -> None:
        if which == "list":
            args = (self._name, self.scope.value(), self.search.value())
            self.wanted.emit("paper", {"order": papers.register_list, "args": args})
        elif which == "handed" and self._view is not None:
            self.wanted.emit("paper", {"order": register_of(self._name).handed, "args": (self._view.eid,)})
        elif self._view is not None:
            self.wanted.emit("paper", {"order": papers.register_sheet, "args": (self._name, self._view.eid)})
