"""The text side of the manual: shows one chapter, its pictures as wide as there is room, words that were looked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QImage, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from qi_desk.gui import theme
from qi_desk.gui.help import render
from qi_desk.manual import book
from qi_desk.manual.blocks import bare
from qi_desk.manual.book import Chapter

_MOST_MARKS = 200
_EDGE = 28
_FIT_MS = 120


class Reader(QTextBrowser):
    """Reads nothing but the manual: a link leads to `followed`, anything from elsewhere to nothing."""

    # A link was followed: chapter#section.
    followed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAccessibleName("手册正文")
        # Always there: the room for pictures would depend on itself.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.document().setDocumentMargin(14)
        self._chapter: Chapter | None = None
        self._marked: tuple[str, ...] = ()
        self._heading = ""
        self._images: dict[str, QImage] = {}
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(_FIT_MS)
        self._fitting.timeout.connect(self._fit)
        self.anchorClicked.connect(self._on_link)

    @property
    def chapter(self) -> Chapter | None:
        """What is being read."""
        return self._chapter

    def read(self, chapter: Chapter, section: str = "", words: Sequence[str] = ()) -> None:
        """Show a chapter, at one of its sections, with `words` marked."""
        self._marked = tuple(words)
        if chapter is not self._chapter:
            self._chapter = chapter
            self._show()
        self._heading = next((bare(one.text) for one in chapter.blocks if section and one.anchor == section), "")
        self._mark()
        if section:
            self.scrollToAnchor(section)
        else:
            self.verticalScrollBar().setValue(0)

    def _show(self) -> None:
        if self._chapter is None:
            return
        self.document().setDefaultStyleSheet(render.style_sheet(self.font().pointSizeF()))
        self.setHtml(render.html_of(self._chapter, self._width_of))

    def _mark(self) -> None:
        found: list[Any] = []
        for word in self._marked:
            cursor = self.document().find(word)
            while not cursor.isNull() and len(found) < _MOST_MARKS:
                found.append(_selection(cursor))
                cursor = self.document().find(word, cursor)
        head = self.document().find(self._heading) if self._heading else QTextCursor()
        self.setExtraSelections(
            [*found, *([_selection(head, "accent_soft", "accent_strong")] if not head.isNull() else [])]
        )

    def marked(self) -> tuple[str, ...]:
        """The words that are marked, as often as they are."""
        selections: Sequence[Any] = self.extraSelections()
        return tuple(one.cursor.selectedText() for one in selections)

    def loadResource(self, kind: int, url: QUrl | str) -> object:
        """The pictures of the manual, and nothing else."""
        url = QUrl(url)
        if not url.toString().startswith(render.PICTURES):
            return None
        file, _, wide = url.toString().removeprefix(render.PICTURES).partition("@")
        ratio = self.devicePixelRatioF()
        # Many colours first: a picture of few would be shrunk by leaving out pixels.
        image = self._image(file).convertToFormat(QImage.Format.Format_RGB32)
        image = image.scaledToWidth(round(int(wide) * ratio), Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image

    def _image(self, file: str) -> QImage:
        if file not in self._images:
            image = QImage()
            try:
                image.loadFromData(book.picture(file))
            except FileNotFoundError:
                return image
            self._images[file] = image
        return self._images[file]

    def _width_of(self, file: str) -> int:
        image = self._image(file)
        return min(image.width(), self.viewport().width() - 2 * _EDGE) if not image.isNull() else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fitting.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._fitting.start()

    def _fit(self) -> None:
        """Another width, another size of letters or another theme: the same place of the same chapter."""
        place = self.verticalScrollBar()
        at = place.value() / max(place.maximum(), 1)
        self._show()
        self._mark()
        place.setValue(round(at * place.maximum()))

    def _on_link(self, url: QUrl) -> None:
        self.followed.emit(url.toString())


def _selection(cursor: QTextCursor, ground: str = "warning_soft", letters: str = "warning") -> QTextEdit.ExtraSelection:
    selection: Any = QTextEdit.ExtraSelection()
    marked = QTextCharFormat()
    marked.setBackground(QColor(theme.colour(ground)))
    marked.setForeground(QColor(theme.colour(letters)))
    selection.format = marked
    selection.cursor = cursor
    return selection  # type: ignore[no-any-return]
