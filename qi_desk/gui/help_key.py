"""F1 wherever the hands are: in the window, on the sign-in page, in a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from qi_desk.gui.keys import HELP

if TYPE_CHECKING:
    from qi_desk.gui.help.window import HelpWindow, Topic
    from qi_desk.gui.main_window import MainWindow
    from qi_desk.manual.book import Chapter

_BOUND = "answers_to_help"


class HelpKey(QObject):
    """Opens the manual at what is in front; the manual itself is read when it is first asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._help: HelpWindow | None = None
        QShortcut(QKeySequence(HELP), window, self.open_here)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        top = now.window() if now is not None else None
        if isinstance(top, QDialog) and not top.property(_BOUND) and self._owns(top):
            top.setProperty(_BOUND, True)
            QShortcut(QKeySequence(HELP), top, self.open_here)

    def _owns(self, widget: QWidget) -> bool:
        """Whether it stands over this window, by whatever dialogs between."""
        parent = widget.parentWidget()
        return parent is self._window or (parent is not None and self._owns(parent))

    def open_here(self) -> None:
        """F1."""
        self.open(self._topic())

    def open_at(self, place: str) -> None:
        """Open the manual at chapter#section."""
        from qi_desk.gui.help.window import Topic

        self.open(Topic(place=place))

    def _topic(self) -> Topic:
        from qi_desk.gui.help.window import Topic

        dialog = QApplication.activeModalWidget()
        desk = self._window.desk
        if not self._window.at_desk:
            return Topic(dialog=type(dialog).__name__ if dialog else "", place=self._window.entrance)
        if dialog is not None:
            return Topic(dialog=type(dialog).__name__, title=dialog.windowTitle(), page=desk.page.name)
        return Topic(error=desk.bar.code, page=desk.page.name)

    def open(self, topic: Topic) -> None:
        """Show the manual; what it holds is read beside."""
        if self._help is None:
            from qi_desk.gui.help.window import HelpWindow

            self._help = HelpWindow()
            self._help.print_wanted.connect(self._on_print)
            self.destroyed.connect(self._help.deleteLater)
            self._window.work.jobs.run(_library, owner=self, done=self._help.ready, lane="outside")
        self._help.offer_print(allowed=self._window.at_desk)
        self._help.show_for(topic)

    @property
    def shown(self) -> HelpWindow | None:
        """The manual's window, if it is open."""
        return self._help if self._help is not None and self._help.isVisible() else None

    def close(self) -> None:
        """The program ends."""
        if self._help is not None:
            self._help.close()

    def _on_print(self, chapters: tuple[Chapter, ...]) -> None:
        if self._window.at_desk:
            from qi_desk.services import manual_papers

            self._window.deeds.show_paper({"order": manual_papers.print_out, "args": (chapters,)})


def _library() -> object:
    from qi_desk.gui.help import made
    from qi_desk.manual import book

    return made.library(book.load())
