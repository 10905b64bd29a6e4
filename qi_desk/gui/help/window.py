"""The manual's window: contents or what was found on the left, the chapter on the right, everything by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from qi_desk.gui import icons, keys, theme
from qi_desk.gui.help.contents import Contents
from qi_desk.gui.help.reader import Reader
from qi_desk.manual.book import Book, Chapter
from qi_desk.manual.find import Finder, Hit

_LONGEST_HISTORY = 100
_LEFT_SHARE = 0.32


@dataclass(frozen=True, slots=True)
class Topic:
    """What help is wanted for, the first of these that the manual knows: a dialog by its name, an error, a place
    chapter#section, what a dialog is called in the chapter of the page, the page."""

    dialog: str = ""
    title: str = ""
    error: str = ""
    page: str = ""
    place: str = ""


class HelpWindow(QWidget):
    """Stays open beside the work, whatever dialog is open there; Esc closes it."""

    # Chapters are to be printed: a tuple of Chapter.
    print_wanted = Signal(object)

    def __init__(self) -> None:
        # Without a parent on purpose: a dialog of the desk would block its window's children.
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setWindowTitle("使用手册")
        self._book: Book | None = None
        self._finder: Finder | None = None
        self._wanted: Topic | None = None
        self._history: list[str] = []
        self._place = -1
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.addLayout(self._head())
        halves = QSplitter(self)
        halves.setChildrenCollapsible(False)
        self.contents = Contents(halves)
        self.contents.chosen.connect(self.go)
        self.contents.hit.connect(self._on_hit)
        self.reader = Reader(halves)
        self.reader.followed.connect(self._on_link)
        halves.addWidget(self.contents)
        halves.addWidget(self.reader)
        halves.setStretchFactor(1, 1)
        unit, line = self.fontMetrics().horizontalAdvance("字"), self.fontMetrics().lineSpacing()
        layout.addWidget(halves, 1)
        for key, slot in self._keys().items():
            QShortcut(QKeySequence(key), self, slot)
        self._fit_to_screen(unit * 76, line * 36)
        left = min(unit * 18, round(self.width() * _LEFT_SHARE))
        halves.setSizes([left, self.width() - left])

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.back_button = self._button("返回", "Alt+←", "arrow-left", self.back)
        self.on_button = self._button("前进", "Alt+→", "arrow-right", self.forward)
        self.line = QLineEdit(self)
        self.line.setClearButtonEnabled(True)
        self.line.setPlaceholderText("查手册：汉字、首字母、提示的原话（F3）")
        self.line.setAccessibleName("查手册")
        self.line.textChanged.connect(self._on_typed)
        self.line.installEventFilter(self)
        self.print_button = self._button("打印本章", keys.PRINT, "printer", self.print_chapter)
        self.print_all_button = self._button("整本", "Ctrl+O", "file-text", self.print_all)
        for button in (self.back_button, self.on_button):
            row.addWidget(button)
        row.addWidget(self.line, 1)
        for button in (self.print_button, self.print_all_button):
            row.addWidget(button)
        return row

    def _button(self, said: str, key: str, icon: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(f"{said} ({key})", self)
        button.setIcon(icons.icon(icon))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(slot)
        theme.mark(button, theme.Tone.FLAT)
        return button

    def _keys(self) -> dict[str, Callable[[], None]]:
        return {
            keys.SEARCH: self.search,
            "Ctrl+F": self.search,
            "Alt+Left": self.back,
            "Alt+Right": self.forward,
            keys.PRINT: self.print_chapter,
            "Ctrl+O": self.print_all,
            keys.HELP: self.show_contents,
            keys.BACK: self._leave,
        }

    def _fit_to_screen(self, width: int, height: int) -> None:
        room = self.screen().availableGeometry()
        self.resize(min(width, room.width() - 40), min(height, room.height() - 60))

    def ready(self, library: tuple[Book, Finder]) -> None:
        """The manual was read: show what is wanted by now."""
        self._book, self._finder = library
        self.contents.fill(self._book)
        self._show_wanted()

    def show_for(self, topic: Topic) -> None:
        """Come to the front with the help for something, as soon as the manual was read."""
        self._wanted = topic
        self.line.clear()
        self.show()
        self.raise_()
        self.activateWindow()
        self.reader.setFocus()
        # A window of its own first, what stands in it in the next breath.
        QTimer.singleShot(0, self, self._show_wanted)

    def offer_print(self, *, allowed: bool) -> None:
        """Whether somebody is there who may print."""
        self.print_button.setEnabled(allowed)
        self.print_all_button.setEnabled(allowed)

    def _show_wanted(self) -> None:
        if self._book is not None and self._wanted is not None:
            self.go(self._place_of(self._wanted, self._book))

    def _place_of(self, topic: Topic, book: Book) -> str:
        known = (book.topics.get(topic.dialog, ""), book.of_message(topic.error) if topic.error else "", topic.place)
        page = book.of_page(topic.page)
        within = self._section_of(page, topic.title) if page is not None and topic.title else ""
        named = (place for place in (*known, within, page.name if page else "") if place)
        return next(named, book.chapters[0].name)

    def _section_of(self, page: Chapter, title: str) -> str:
        """Where the chapter of a page speaks of what a dialog is called."""
        found = self._finder.find(f"“{title}”") if self._finder is not None else ()
        return next((hit.target for hit in found if hit.target.startswith(f"{page.name}#")), "")

    def go(self, place: str, words: tuple[str, ...] = ()) -> None:
        """Show chapter#section; a place the manual has not is not shown."""
        chapter = self._chapter_at(place)
        if chapter is None:
            return
        if not self._history or self._history[self._place] != place:
            del self._history[self._place + 1 :]
            self._history = [*self._history, place][-_LONGEST_HISTORY:]
            self._place = len(self._history) - 1
        self._read(place, chapter, words)

    def _chapter_at(self, place: str) -> Chapter | None:
        return self._book.chapter(place.partition("#")[0]) if self._book is not None else None

    def _read(self, place: str, chapter: Chapter, words: tuple[str, ...] = ()) -> None:
        self.reader.read(chapter, place.partition("#")[2], words)
        self.contents.mark(chapter.name)
        self.setWindowTitle(f"{chapter.title} · 使用手册")
        self.back_button.setEnabled(self._place > 0)
        self.on_button.setEnabled(self._place < len(self._history) - 1)

    def back(self) -> None:
        """Alt+Left: what was read before."""
        self._turn(-1)

    def forward(self) -> None:
        """Alt+Right: what was read after that."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        place = self._place + by
        if 0 <= place < len(self._history):
            self._place = place
            chapter = self._chapter_at(self._history[place])
            if chapter is not None:
                self._read(self._history[place], chapter)

    @property
    def place(self) -> str:
        """What is being read, chapter#section; empty before anything is."""
        return self._history[self._place] if self._history else ""

    def search(self) -> None:
        """F3, Ctrl+F: type what to look for."""
        self.line.setFocus()
        self.line.selectAll()

    def show_contents(self) -> None:
        """F1 within the manual: its contents."""
        self.line.clear()
        self.contents.tree.setFocus()

    def _on_typed(self, typed: str) -> None:
        if not typed.strip() or self._finder is None:
            self.contents.show_contents()
        else:
            self.contents.show_hits(self._finder.find(typed))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the line, arrows choose among what was found and Enter opens it."""
        if watched is self.line and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.contents.step(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.contents.open_current()
                self.reader.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _on_hit(self, hit: Hit) -> None:
        self.go(hit.target, hit.words)

    def _on_link(self, place: str) -> None:
        self.go(place)

    def _leave(self) -> None:
        """Esc: the search first, then the window."""
        if self.line.text():
            self.line.clear()
            self.reader.setFocus()
        else:
            self.close()

    def print_chapter(self) -> None:
        """F10: the chapter being read, as a paper."""
        if self.reader.chapter is not None and self.print_button.isEnabled():
            self.print_wanted.emit((self.reader.chapter,))

    def print_all(self) -> None:
        """Ctrl+O: the whole manual, as a paper."""
        if self._book is not None and self.print_all_button.isEnabled():
            self.print_wanted.emit(self._book.chapters)
