"""Pages of a PDF on the screen: the very file that is printed, page below page."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from qi_desk.gui import theme
from qi_desk.gui.workplace import Workplace
from qi_desk.services.papers import Picture

DPI = 100.0
MOST = 30
"""Pages shown at once: each is a picture of four megabytes."""


class PagesView(QScrollArea):
    """Shows pages as they are rendered; another PDF shown meanwhile wins."""

    def __init__(self, work: Workplace, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self._turn = 0
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self.setWidgetResizable(True)
        self.setWidget(self._body)
        self.setAccessibleName(name)

    def clear(self) -> None:
        """Show nothing."""
        self._turn += 1
        while self._column.count():
            widget = self._column.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def show_pdf(self, pdf: bytes, pages: int, first: int = 0, dpi: float = DPI) -> None:
        """Show `pages` pages from `first` on."""
        self.clear()
        for page in range(first, first + min(pages, MOST)):
            self._work.jobs.run(
                self._work.papers.render,
                pdf,
                page,
                dpi,
                owner=self,
                done=partial(self._on_page, self._turn),
                lane="outside",
            )
        if pages > MOST:
            self._add(
                QLabel(f"这里只显示前 {MOST} 页，一共 {pages} 页，打印时全部打出。", self._body), theme.Tone.MUTED
            )

    def _on_page(self, turn: int, picture: Picture) -> None:
        if turn != self._turn:
            return
        shown = QImage.Format.Format_RGBA8888
        image = QImage(picture.data, picture.width, picture.height, picture.stride, shown).copy()
        label = QLabel(self._body)
        label.setPixmap(QPixmap.fromImage(image))
        label.setAccessibleName(f"第 {self._column.count() + 1} 页")
        self._add(label, None)

    def _add(self, label: QLabel, tone: theme.Tone | None) -> None:
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        if tone is not None:
            theme.mark(label, tone)
        self._column.addWidget(label)

    @property
    def shown(self) -> int:
        """How many pages are shown so far."""
        return self._column.count()
