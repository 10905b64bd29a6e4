"""Pictures of the customer's screen and of what clients say, for documentation and review."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from qi_desk.gui.customer.panels import Hall, RatingPanel

if TYPE_CHECKING:
    from qi_desk.gui.main_window import MainWindow

_TYPED = {
    "client": "广州示范精密仪器有限公司",
    "contact": "陈演练",
    "phone": "13800001234",
    "items": ["ME02", "TE03"],
    "description": "新到三台压力变送器要校准，月底客户验厂前要拿到证书；想一起问电磁兼容摸底测试去哪里做。",
    "want_by": "2026-12-05",
}
"""What is read back on the picture; invented."""


def _screen(window: MainWindow) -> QWidget:
    screen = window.customer.screen
    screen.resize(1280, 800)
    screen.show_hall(window.status.station, Hall((("A012", "1号窗口"), ("B003", "2号窗口")), ("A013", "A014", "C002")))
    screen.show()
    return screen


def _welcome(window: MainWindow) -> QWidget:
    screen = _screen(window)
    window.customer.screen.show_lines(())
    return screen


def _read_back(window: MainWindow) -> QWidget:
    screen = _screen(window)
    window.desk.go("intake", {})
    window.desk.page.restore(_TYPED)
    window.desk.show_moment()
    window.customer.screen.panel.doubted.emit("电话")  # type: ignore[attr-defined]
    return screen


def _rating(window: MainWindow) -> QWidget:
    screen = _screen(window)
    window.customer.screen.ask_rating("广州示范精密仪器有限公司　压力变送器校准", _nobody)
    panel = window.customer.screen.panel
    assert isinstance(panel, RatingPanel)
    panel.grades[2].pressed.emit()
    return screen


def _sign(window: MainWindow) -> QWidget:
    screen = _screen(window)
    window.customer.screen.ask_signature("受理回执 PY90-HZ-20261120-A-0007-K，原件一份已当面退还。", _nobody)
    return screen


def _nobody(_answer: object) -> None:
    """A picture is not handed in."""


def _training(window: MainWindow) -> None:
    window.desk.go("training", {})
    page = window.desk.page
    page.begin(page.tabs.models["script"].row_at(1))
    page.reply(0)


def _tab(tab: str) -> Callable[[MainWindow], QWidget | None]:
    def shot(window: MainWindow) -> QWidget | None:
        window.desk.go("feedback", {"kind": tab})
        if tab == "figures":
            page = window.desk.page
            page.tabs.setCurrentWidget(page.figures)
            page.scope.set_value("year")
            page.reload()
        return None

    return shot


SHOTS: dict[str, Callable[[MainWindow], QWidget | None]] = {
    "customer": _welcome,
    "customer-read-back": _read_back,
    "customer-rating": _rating,
    "customer-sign": _sign,
    "training-run": _training,
    "feedback-complaint": _tab("complaint"),
    "feedback-improvement": _tab("improvement"),
    "feedback-figures": _tab("figures"),
}
"""The pictures by name."""
