"""Pasted pictures: kept sealed with the meeting, shown in the text. Reading, scaling and writing them happens off the
GUI thread."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Qt
from PySide6.QtGui import QImage, QImageWriter, QTextCursor

from qi_desk.domain.meetings.marks import picture_token
from qi_desk.gui.pages.meetings.editor.text_edit import Pictures, RecordText
from qi_desk.gui.workplace import Workplace
from qi_desk.services import attachments
from qi_desk.services.meetings import papers
from qi_desk.services.ports import Actor, House

_WIDEST, _HIGHEST = 420, 260
_KEPT = 1600


class PicturesOf(QObject):
    """The pictures of one meeting."""

    def __init__(self, work: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self.shown: Pictures = {}

    def read(self, meeting: str, then: Callable[[], None]) -> None:
        """Read those this desk has."""

        def came(found: Pictures) -> None:
            self.shown.update(found)
            if found:
                then()

        house, actor = self._work.house, self._work.actor
        self._work.jobs.run(partial(_read, house, actor, meeting), owner=self, done=came)

    def paste(self, meeting: str, image: QImage, field: RecordText) -> None:
        """Keep a picture with the meeting and show it where the caret is."""
        place = QTextCursor(field.textCursor())

        def encoded(data: bytes) -> None:
            digest = hashlib.sha256(data).hexdigest()
            self.shown[digest[:8]] = _scaled(image, _WIDEST, _HIGHEST)
            name = f"会议图片 {self._work.house.clock.now():%m-%d %H%M%S}.png"
            kept = partial(self._kept, field, place, digest)
            self._work.act(attachments.add, "meeting", meeting, name, data, "photo", owner=self, done=kept)

        self._work.jobs.run(partial(_encoded, image), owner=self, done=encoded)

    def _kept(self, field: RecordText, place: QTextCursor, digest: str, _attachment: str) -> None:
        field.put_picture(picture_token(digest), place)


def _read(house: House, actor: Actor, meeting: str) -> Pictures:
    found = papers.pictures(house, actor, meeting)
    return {name: _scaled(QImage.fromData(data), _WIDEST, _HIGHEST) for name, data in found.items()}


def _encoded(image: QImage) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(_scaled(image, _KEPT, _KEPT))
    return bytes(held.data())


def _scaled(image: QImage, wide: int, high: int) -> QImage:
    if image.width() <= wide and image.height() <= high:
        return image
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(wide, high, keep, smooth)
