"""One visit whole: who came, for what, how long each matter took, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from qi_desk.domain.errors import Expected
from qi_desk.gui import icons, theme, words
from qi_desk.gui.revealing import Revealing
from qi_desk.gui.widgets.facts import FactsPane, Masked, Section
from qi_desk.gui.workplace import Workplace
from qi_desk.services import board
from qi_desk.services.visit_views import MatterView, VisitView


class VisitSheet(QDialog):
    """Opened from the search box and from a card; leads to the request and to the file."""

    # Another page is wanted: its name and what it should show.
    wanted = Signal(str, object)

    def __init__(self, work: Workplace, parent: QWidget, eid: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("来访记录")
        self._work = work
        self._eid = eid
        self._view: VisitView | None = None
        self.facts = FactsPane("正在读取……")
        self._revealing = Revealing(work, self.facts)
        layout = QVBoxLayout(self)
        layout.addWidget(self.facts, 1)
        row = QHBoxLayout()
        self.client = QPushButton("看服务对象")
        self.client.setIcon(icons.icon("building-2"))
        self.client.clicked.connect(self._on_client)
        self.request = QPushButton("看需求 (Enter)")
        self.request.setIcon(icons.icon("clipboard-list", "on_accent"))
        self.request.setDefault(True)
        theme.set_tone(self.request, theme.Tone.PRIMARY)
        self.request.clicked.connect(self._on_request)
        back = QPushButton("返回 (Esc)")
        back.clicked.connect(self.reject)
        row.addStretch(1)
        for button in (back, self.client, self.request):
            row.addWidget(button)
        layout.addLayout(row)
        unit = self.fontMetrics().horizontalAdvance("0")
        self.resize(unit * 76, self.fontMetrics().lineSpacing() * 26)
        self._offer()

    def begin(self) -> None:
        """Read the visit."""
        self._work.ask(board.visit, self._eid, owner=self, done=self._show, failed=self._on_refused)

    def _show(self, view: VisitView) -> None:
        self._view = view
        self.facts.show_sections(f"{view.ticket}　{view.who}".strip(), sections_of(view))
        self._offer()

    def _offer(self) -> None:
        self.client.setEnabled(bool(self._view and self._view.client))
        self.request.setEnabled(bool(self._request()))

    def _request(self) -> str:
        matters = self._view.matters if self._view else ()
        return next((matter.request for matter in matters if matter.request), "")

    def _go(self, page: str, params: Mapping[str, Any]) -> None:
        self.accept()
        self.wanted.emit(page, params)

    def _on_client(self) -> None:
        if self._view is not None:
            self._go("enterprise", {"eid": self._view.client})

    def _on_request(self) -> None:
        self._go("request", {"eid": self._request()})

    def _on_refused(self, error: Expected) -> None:
        self._work.tell(error)
        self.reject()


def sections_of(view: VisitView) -> list[Section]:
    """A visit as sections of facts."""
    return [
        Section(
            "来访",
            [
                ("编号", view.number),
                ("状态", words.label("visit_states", view.state)),
                ("到达", words.moment(view.arrived_at) + ("（时间不准，已标记）" if view.times_doubtful else "")),
                ("离开", words.moment(view.left_at)),
                ("来访类型", words.label("visit_types", view.type)),
                Masked("姓名", view.who if view.who != view.organisation else "", "visit", view.eid, "name"),
                ("单位", view.organisation),
                Masked("电话", view.phone, "visit", view.eid, "phone"),
                ("人数", f"{view.head_count} 人" if view.head_count > 1 else ""),
                ("接待人", view.received_by),
                ("窗口", view.window),
                ("叫号", f"{view.called_times} 次" if view.called_times else ""),
                ("说明", view.note),
            ],
        ),
        Section("所办事项", [(matter.subject, _matter(matter)) for matter in view.matters]),
    ]


def _matter(matter: MatterView) -> str:
    minutes = round(matter.spent_seconds / 60)
    became = "　已转为需求" if matter.request else ""
    return f"{words.label('matter_states', matter.state)}　用时 {minutes} 分{became}"
