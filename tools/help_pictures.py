"""Take every picture of the manual from the program itself: `python tools/help_pictures.py [NAME …]`.

A practice station is made at a fixed moment, so that the same program gives the same pictures. Of a page the middle is
taken, without rail and courteous words: it can be read at the width of the manual. Numbers in circles are drawn where
the chapter speaks of them.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ["QT_QPA_PLATFORM"] = "offscreen"
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QPoint, QRect, QSize, Qt  # noqa: E402
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen  # noqa: E402
from PySide6.QtWidgets import QStyle, QWidget  # noqa: E402

from qi_desk.documents.inline import InlinePapers  # noqa: E402
from qi_desk.domain.moments import CHINA  # noqa: E402
from qi_desk.door import Door  # noqa: E402
from qi_desk.gui import application, pictures, theme  # noqa: E402
from qi_desk.gui.jobs import InlineJobs  # noqa: E402
from qi_desk.gui.main_window import MainWindow  # noqa: E402
from qi_desk.gui.workplace import Gates  # noqa: E402
from qi_desk.manual import book  # noqa: E402
from qi_desk.printing.nowhere import NoPrinter  # noqa: E402
from qi_desk.security.keyfile import Parameters  # noqa: E402

OUT = ROOT / "resources" / "help" / "pictures"
MOMENT = datetime(2026, 11, 19, 10, 20, tzinfo=CHINA)
SIZE = (1280, 740)
WHOLE = "desk"
"""The picture of the whole window, with its parts numbered."""

_QUICK = Parameters(time=1, memory_kib=64, lanes=1)
_CIRCLE = 13
_AFTER_NAME = 270
"""Pixels of the status line that hold window and name."""

Part = tuple[QWidget, Qt.AlignmentFlag, int]
Parts = Callable[[MainWindow], Sequence[Part]]


class _Standing:
    """A clock that stands."""

    def now(self) -> datetime:
        return MOMENT


def _parts_of_desk(window: MainWindow) -> Sequence[Part]:
    """Where there is nothing to cover."""
    desk, flag = window.desk, Qt.AlignmentFlag
    low = flag.AlignRight | flag.AlignBottom
    return (
        (desk.rail, low, 0),
        (desk.search, flag.AlignRight | flag.AlignVCenter, 0),
        (desk.page, flag.AlignRight | flag.AlignTop, 0),
        (desk.strip, low, 0),
        (window.statusBar(), flag.AlignLeft | flag.AlignVCenter, _AFTER_NAME),
    )


CALLOUTS: Mapping[str, Parts] = {WHOLE: _parts_of_desk}


def main(wanted: Sequence[str]) -> int:
    """0 when every picture was taken."""
    asked = wanted or sorted({file.removesuffix(".png") for one in book.load().chapters for file in one.pictures()})
    with TemporaryDirectory() as folder:
        made = _door(Path(folder) / "made")
        made.found_practice()
        made.leave()
        application.make_application("light", "standard")
        theme.load_remaining_fonts()
        for name in asked:
            # Each has a station of its own: what one leaves behind, a draft, a setting, is not seen on the next.
            own = Path(folder) / name
            shutil.copytree(made.folder.parent, own)
            _take(_door(own), name)
            shutil.rmtree(own)
    total = sum(file.stat().st_size for file in OUT.glob("*.png"))
    print(f"{len(asked)} pictures, {total // 1024} KB in all")
    return 0


def _door(folder: Path) -> Door:
    return Door(folder / "station", state_folder=folder / "state", clock=_Standing(), parameters=_QUICK)


def _take(door: Door, name: str) -> None:
    gates = Gates(door, real=lambda: door, practice=lambda: door)
    window = application.make_window(gates, InlinePapers(), NoPrinter(), jobs=InlineJobs())
    shown = pictures.stage(window, "reception" if name == WHOLE else name, SIZE)
    over = shown if shown is not window else None
    target = over or (window if name == WHOLE else _middle(window))
    image = target.grab().toImage()
    if name in CALLOUTS:
        _number(image, [(_within(target, part), where, by) for part, where, by in CALLOUTS[name](window)])
    pictures.save(image, OUT / f"{name}.png")
    pictures.leave(over)
    window.close()
    window.deleteLater()
    pictures.settle()
    door.leave()


def _middle(window: MainWindow) -> QWidget:
    """The page with its title and search box."""
    if not window.at_desk:
        return window
    stack = window.desk.page.parentWidget()
    middle: QWidget = stack.parentWidget()
    return middle


def _within(target: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(target, QPoint(0, 0)), part.size())


def _number(image: QImage, places: Sequence[tuple[QRect, Qt.AlignmentFlag, int]]) -> None:
    """A frame around each place, with its number in a circle."""
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(theme.colour("danger"))
    font = QFont()
    font.setFamilies(theme.FAMILIES)
    font.setPixelSize(_CIRCLE + 4)
    font.setBold(True)
    painter.setFont(font)
    for number, (place, where, by) in enumerate(places, start=1):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 2))
        painter.drawRect(place.adjusted(1, 1, -2, -2))
        size = QSize(2 * _CIRCLE, 2 * _CIRCLE)
        circle = QStyle.alignedRect(Qt.LayoutDirection.LeftToRight, where, size, place.adjusted(4 + by, 3, -4, -3))
        painter.setBrush(colour)
        painter.drawEllipse(circle)
        painter.setPen(QColor("white"))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number))
    painter.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
