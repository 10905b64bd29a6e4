"""How long after F12 both screens show nothing of anybody (wanted: 100 ms), beside painting the window once.

`python -m tests.benchmarks.shutter`
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qi_desk.documents.inline import InlinePapers
from qi_desk.door import Door
from qi_desk.gui import application
from qi_desk.gui.customer.panels import WelcomePanel
from qi_desk.gui.jobs import InlineJobs
from qi_desk.gui.workplace import Gates
from tests.gui.fakes import AnsweringDialogs, RememberingPrinter
from tests.support.stations import PASSWORD, QUICK, SetClock, make_template

ROUNDS = 40


def main() -> None:
    app = application.make_application("light", "standard")
    folder = Path(tempfile.mkdtemp())
    make_template(folder)
    door = Door(folder / "station", state_folder=folder / "state", clock=SetClock(), parameters=QUICK)
    gates = Gates(door, real=lambda: door, practice=lambda: door)
    window = application.make_window(
        gates, InlinePapers(), RememberingPrinter(), jobs=InlineJobs(), dialogs=AnsweringDialogs()
    )
    window.show()
    window.arrive(door.enter(door.entrants()[0].account, PASSWORD))
    window.desk.go("intake", {})
    window.desk.page.restore({"client": "广州示范精密仪器有限公司", "contact": "陈演练", "phone": "13800001234"})
    window.customer.screen.resize(1280, 800)
    window.customer.screen.show()
    window.desk.show_moment()
    window.activateWindow()
    _settle(app)
    covered, floor = [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        window.repaint()
        window.customer.screen.repaint()
        floor.append(time.perf_counter() - began)
        began = time.perf_counter()
        QTest.keyClick(window, Qt.Key.Key_F12)
        window.repaint()
        window.customer.screen.repaint()
        covered.append(time.perf_counter() - began)
        if not isinstance(window.customer.screen.panel, WelcomePanel):
            raise SystemExit("the shutter did not come down")
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_A)
        _settle(app)
    key, paint = (statistics.median(one) * 1000 for one in (covered, floor))
    worst = max(covered) * 1000
    print(f"covered after {key:.0f} ms (worst {worst:.0f}), painting both once {paint:.0f} ms: {key / paint:.1f}")
    window.close()
    door.leave()


def _settle(app: QApplication) -> None:
    for _ in range(4):
        QCoreApplication.sendPostedEvents()
        app.processEvents()


if __name__ == "__main__":
    main()
