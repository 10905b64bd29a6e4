"""One report as it was frozen; Ctrl+E counts anew beside it and shows what differs, without touching it."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from qi_desk.domain.errors import Expected
from qi_desk.gui import theme, words
from qi_desk.gui.dialog_foot import foot_with_keys
from qi_desk.gui.dialog_size import open_at
from qi_desk.gui.pages.figures.columns import DIFFERENCES, FROZEN, PARTS_FROZEN, TOUCHED
from qi_desk.gui.pages.figures.going import way_to
from qi_desk.gui.widgets.table_tabs import TableTabs
from qi_desk.gui.workplace import Workplace
from qi_desk.services.figures import report_views
from qi_desk.services.figures.report_views import Comparison, ReportView, TouchedRecord

_TABS = (
    ("figures", "数字", FROZEN, "草稿还没有定格的数字。F9 提交时按当时的记录定格。"),
    ("parts", "分布", PARTS_FROZEN, "没有分布。"),
    ("differences", "与现在的差别", DIFFERENCES, "按 Ctrl+E 用现在的记录重算一遍，只比对，不改报表。"),
    ("touched", "取数后写入的", TOUCHED, "没有取数以后写入的相关记录，或还没有比对。"),
)


class ReportDialog(QDialog):
    """Shows one report."""

    def __init__(self, work: Workplace, parent: QWidget, eid: str) -> None:
        super().__init__(parent)
        self._work, self._eid = work, eid
        layout = QVBoxLayout(self)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        layout.addWidget(self.told)
        self.remark = QLabel(self)
        self.remark.setWordWrap(True)
        layout.addWidget(self.remark)
        self.tabs = TableTabs("报表", self)
        for name, title, columns, empty in _TABS:
            self.tabs.add(name, title, columns, empty, self._on_row)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(
            foot_with_keys(self, (("返回 (Esc)", "", self.reject), ("重算比对 (Ctrl+E)", "", self.compare)))
        )
        for key, slot in (
            ("Ctrl+E", self.compare),
            ("Ctrl+PgUp", partial(self.tabs.turn, -1)),
            ("Ctrl+PgDown", partial(self.tabs.turn, 1)),
        ):
            QShortcut(QKeySequence(key), self, slot)
        open_at(self, parent, 120, 36)
        work.ask(report_views.show, eid, owner=self, done=self._show, failed=work.tell)

    def _show(self, view: ReportView) -> None:
        kind = words.label("figure_report_kinds", view.row.kind)
        self.setWindowTitle(" ".join(filter(None, (kind, view.row.period, view.row.topic, view.row.number))))
        state = words.label("figure_report_states", view.row.state)
        told = [f"{view.since:%Y-%m-%d} 至 {view.until:%Y-%m-%d}", state]
        if view.row.cut is not None:
            told += [f"数据截止 {words.moment(view.row.cut)}", f"口径 {view.rules}", f"摘要 {view.digest[:16]}"]
        told += [f"退回理由：{view.back_reason}"] if view.back_reason else []
        told += [f"停用理由：{view.superseded_why}"] if view.superseded_why else []
        self.told.setText("　".join(told))
        self.remark.setText(view.remark)
        self.remark.setVisible(bool(view.remark))
        self.tabs.set_rows("figures", view.figures, counted=False)
        self.tabs.set_rows("parts", view.parts, counted=False)
        self.tabs.focus()

    def compare(self) -> None:
        """Ctrl+E: count anew."""
        self.tabs.bring("differences")
        self.tabs.tables["differences"].set_empty("正在重算……")
        ask = partial(self._work.ask, report_views.compare, self._eid, owner=self, lane="outside")
        ask(done=self._compared, failed=self._on_failed)

    def _compared(self, found: Comparison) -> None:
        same = f"{words.moment(found.cut)} 重算，与报表一致。"
        if found.rules_changed:
            same += "统计口径已换版，差别可能由此而来。"
        self.tabs.tables["differences"].set_empty(same)
        self.tabs.set_rows("differences", found.differences)
        self.tabs.set_rows("touched", found.touched)
        self.tabs.focus()

    def _on_failed(self, error: Expected) -> None:
        self.tabs.tables["differences"].set_empty("")
        theme.mark(self.told, theme.Tone.DANGER)
        self._work.tell(error)

    def _on_row(self, row: object) -> None:
        if isinstance(row, TouchedRecord):
            self.accept()
            page = self.parent()
            wanted = getattr(page, "wanted", None)
            if wanted is not None:
                wanted.emit(*way_to(row.kind, row.eid))
