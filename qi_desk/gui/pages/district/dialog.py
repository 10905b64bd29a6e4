"""与区里往来: what two desks wrote differently, what waits to be sent, and an exchange at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain.errors import Expected
from qi_desk.gui import theme, words
from qi_desk.gui.dialog_size import open_at
from qi_desk.gui.district_watch import DistrictWatch
from qi_desk.gui.keys import SAVE
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.pages.district.versions import Versions
from qi_desk.gui.status import district_words
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services import courier, disputes, oversight, rights, syncing
from qi_desk.services.courier import Packed, Unpacked
from qi_desk.services.disputes import DisputeView
from qi_desk.services.oversight import Pulse
from qi_desk.services.syncing import Unsent


def field_words(one: DisputeView) -> str:
    """What a disputed field is called."""
    if one.field == "void":
        return "作废"
    if one.field == "merged_into":
        return "并入"
    return wording.label(f"{one.kind}.{one.field}")


_DISPUTES = (
    Column[DisputeView]("哪一份", lambda one: one.title or words.kind(one.kind)),
    Column[DisputeView]("哪一项", lambda one: f"{words.kind(one.kind)}·{field_words(one)}", width=24),
)
_UNSENT = (
    Column[Unsent]("时间", lambda one: words.moment(one.at), width=18),
    Column[Unsent]("谁", lambda one: one.person or "程序", width=12),
    Column[Unsent]("做了什么", lambda one: wording.event_label(one.kind, one.event)),
    Column[Unsent]("对什么", lambda one: words.kind(one.kind), width=18),
    Column[Unsent]("怎么样", lambda one: "区里在等它前面的内容" if one.held else "待送", width=24),
)


class DistrictDialog(QDialog):
    """The disputes first, for only a person can end them; whatever waits goes out by itself."""

    def __init__(self, work: Workplace, parent: QWidget, watch: DistrictWatch) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("与区里往来")
        self._work, self._watch = work, watch
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        self.standing = QLabel(self)
        self.standing.setWordWrap(True)
        layout.addWidget(self.standing)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._disputed(), "说法不同")
        self.waiting = RowsModel(_UNSENT, self)
        self.unsent = RowsTable(self.waiting, "没有待送的，都到区里了。", "待送区里", self.tabs)
        self.tabs.addTab(self.unsent, "待送")
        layout.addWidget(self.tabs, 1)
        layout.addLayout(self._foot())
        QShortcut(QKeySequence(SAVE), self, self.exchange)
        watch.stood.connect(self.begin)
        work.changed.connect(self._on_changed)
        open_at(self, parent, 132, 30)

    def _disputed(self) -> QWidget:
        both = QSplitter(Qt.Orientation.Horizontal, self)
        self.model = RowsModel(_DISPUTES, self)
        self.table = RowsTable(self.model, "没有说法不同的地方。", "说法不同的地方", both)
        self.table.view.selectionModel().currentRowChanged.connect(self._on_selected)
        self.versions = Versions(both)
        self.versions.decided.connect(self.decide)
        both.addWidget(self.table)
        both.addWidget(self.versions)
        both.setStretchFactor(0, 2)
        both.setStretchFactor(1, 3)
        return both

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, slot in (("导出摆渡包…", self.pack), ("导入摆渡包…", self.unpack)):
            button = QPushButton(text, self)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)
        back = QPushButton("返回 (Esc)", self)
        back.clicked.connect(self.reject)
        row.addWidget(back)
        self.now = QPushButton(f"马上同步 ({SAVE})", self)
        theme.mark(self.now, theme.Tone.PRIMARY)
        self.now.clicked.connect(self.exchange)
        row.addWidget(self.now)
        return row

    def begin(self) -> None:
        """Read how it stands."""
        if not self._work.signed_in:
            return
        self._work.ask(oversight.pulse, owner=self, done=self._on_pulse, exclusive="district pulse")
        self._work.ask(disputes.disputes, owner=self, done=self._show, failed=self._refuse, exclusive="disputes")
        self._work.ask(syncing.unsent, owner=self, done=self._show_unsent, exclusive="unsent")

    def _on_changed(self, _changes: object, source: object) -> None:
        if source is not self:
            self.begin()

    def _on_pulse(self, pulse: Pulse) -> None:
        told = district_words(pulse, self._work.house.clock.now())
        if pulse.contact is not None and pulse.contact.trouble:
            said = wording.sentence(Expected(pulse.contact.trouble))
            told = f"{told}　{said.what}{said.safe}{said.next}"
        self.standing.setText(told)

    def _show(self, found: tuple[DisputeView, ...]) -> None:
        self.model.set_rows(found)
        self.tabs.setTabText(0, f"说法不同 {len(found)}" if found else "说法不同")
        self._on_selected()
        if not found:
            self.now.setFocus()

    def _show_unsent(self, found: tuple[Unsent, ...]) -> None:
        self.waiting.set_rows(found)
        self.tabs.setTabText(1, f"待送 {len(found)}" if found else "待送")

    def _on_selected(self) -> None:
        chosen = self.table.current()
        may = rights.may(self._work.actor, "disputes.settle")
        self.versions.show_dispute(chosen if isinstance(chosen, DisputeView) else None, may=may)

    def decide(self, take: str) -> None:
        """Keep what stands, or let the version `take` stand."""
        chosen = self.table.current()
        if isinstance(chosen, DisputeView):
            self._work.act(
                disputes.settle,
                chosen.eid,
                chosen.field,
                chosen.element,
                take,
                owner=self,
                done=self._on_decided,
                failed=self._refuse,
                said="已改用另一边写的",
            )

    def _on_decided(self, _nothing: object) -> None:
        self._work.told.emit("success", "已定下，另一个值留在经过里", "", "")
        self.begin()

    def pack(self) -> None:
        """What the district has not received goes onto a stick."""
        self._work.dialogs.choose_folder(self, "把摆渡包存到移动盘", self._pack_into)

    def _pack_into(self, folder: str) -> None:
        self._work.act(courier.export, folder, owner=self, done=self._on_packed, failed=self._refuse, lane="district")

    def _on_packed(self, packed: Packed) -> None:
        name = Path(packed.file).name
        self.standing.setText(
            f"已存好 {name}，带着 {packed.operations} 条。区里收到并回给摆渡包以前，本机一条也不会少。"
        )

    def unpack(self) -> None:
        """What the district packed for this desk is taken in."""
        self._work.dialogs.open_file(self, "选区里给本窗口的摆渡包", "摆渡包 (*.qicourier)", self.unpack_from)

    def unpack_from(self, file: str) -> None:
        """Take in this parcel; what stands in its way is said in the dialog."""
        self._work.act(courier.take, file, owner=self, done=self._on_unpacked, failed=self._refuse, lane="district")

    def _on_unpacked(self, brought: Unpacked) -> None:
        said = "这个摆渡包的内容以前收过了" if brought.stale else f"已收到 {brought.taken} 条"
        self._work.told.emit("success", f"{said}，还有 {brought.waiting} 条等区里的回执", "", "")
        self.begin()

    def exchange(self) -> None:
        """F9: an exchange at once."""
        self._watch.now()

    def _refuse(self, error: Expected) -> None:
        said = wording.sentence(error)
        self.standing.setText(f"{said.what}{said.safe}{said.next}")
