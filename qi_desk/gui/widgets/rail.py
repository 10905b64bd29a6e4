"""The rail: the pages of the desk in their groups, the chosen one marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qi_desk.gui import icons, theme
from qi_desk.gui.keys import page_key
from qi_desk.gui.page import Page


class Rail(QScrollArea):
    """One button for each page, in the order given; scrolls where the window is low."""

    # The name of the page a person chose.
    chosen = Signal(str)

    def __init__(self, pages: Sequence[type[Page]]) -> None:
        super().__init__()
        self.setObjectName("rail_area")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        body = QWidget()
        body.setObjectName("rail")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(1)
        places = {page.name: place for place, page in enumerate(pages)}
        for group, members in groupby(pages, key=lambda page: page.group):
            if group:
                column.addWidget(self._caption(group))
            for page in members:
                column.addWidget(self._button(page, places[page.name]))
        column.addStretch(1)
        self.setWidget(body)
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("字" * 9))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _caption(self, text: str) -> QLabel:
        caption = QLabel(text)
        caption.setContentsMargins(18, 7, 0, 1)
        theme.set_tone(caption, theme.Tone.MUTED)
        return caption

    def _button(self, page: type[Page], place: int) -> QPushButton:
        button = QPushButton(page.title)
        button.setIcon(icons.icon(page.icon))
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip(page_key(place))
        button.setProperty("page", page.name)
        theme.set_tone(button, theme.Tone.RAIL)
        button.clicked.connect(self._on_clicked)
        self._group.addButton(button)
        self._buttons[page.name] = button
        return button

    def _on_clicked(self) -> None:
        self.chosen.emit(self.sender().property("page"))

    def names(self) -> frozenset[str]:
        """The names of the pages it leads to."""
        return frozenset(self._buttons)

    def show_only(self, names: Collection[str]) -> None:
        """Leave out the pages not among `names`."""
        for name, button in self._buttons.items():
            button.setVisible(name in names)

    def mark(self, name: str) -> None:
        """Show that this page is open, scrolled into sight."""
        button = self._buttons[name]
        button.setChecked(True)
        self.ensureWidgetVisible(button, 0, 20)
