"""An hour at the window: the longest the GUI thread kept anybody waiting, and the memory beside an empty window.

    python -m tests.benchmarks.hour [--rounds 30]

A real window with its own threads and its own paper process on a practice station; a round is a walk-in, its intake
and receipt, and a look at every page and two searches. Memory is resident memory; the empty window has the same
interpreter and the same fonts.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qi_desk import paths
from qi_desk.documents.client import PaperMaker
from qi_desk.door import Door
from qi_desk.gui import application, theme
from qi_desk.gui.pages.registry import PAGES
from qi_desk.gui.workplace import Gates
from tests.gui.fakes import AnsweringDialogs, RememberingPrinter
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import CODE
from tests.support.watchdog import Watchdog

_LONGEST_MS = 50
_MEMORY = 2.5
_ROUNDS = 30

_EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
from tests.benchmarks.hour import memory
app = QApplication([])
for file in sys.argv[1:]:
    QFontDatabase.addApplicationFont(file)
app.setFont(QFont("Noto Sans SC", 10))
window = QMainWindow()
window.setCentralWidget(QLabel("登录"))
window.resize(1280, 720)
window.show()
def say():
    print(memory("self"))
    app.quit()
QTimer.singleShot(300, say)
app.exec()
"""


def memory(process: str) -> float:
    """What a process has in memory, in MB, shared libraries included."""
    (size,) = re.findall(r"^VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(), re.MULTILINE)
    return int(size) / 1024


class Farewells(AnsweringDialogs):
    """Whoever is still at the window has been served when the next one comes."""

    def choose(self, parent: Any, title: str, text: str, options: Any, then: Callable[[str], None]) -> None:
        codes = [code for code, _ in options]
        then("finish" if "finish" in codes else codes[0])


class WatchedDesk(Desk):
    """Keys into a window that works in threads: after each the window comes to rest, watched all the time."""

    def __init__(self, window: Any, watch: Watchdog) -> None:
        super().__init__(window)
        self._watch = watch

    def settle(self) -> None:
        super().settle()
        rest = 0
        while rest < 3:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
            QTest.qWait(1)
            rest = rest + 1 if self.window.work.jobs.idle else 0

    def pause(self) -> None:
        """As long as words and suggestions wait for the fingers to stop."""
        QTest.qWait(200)
        self.settle()

    def doing(self, name: str, act: Callable[[], None]) -> None:
        """Do something under this name."""
        self._watch.beat()
        self._watch.name = name
        act()
        self.pause()


def _walk_in(desk: WatchedDesk, number: int) -> None:
    desk.press("F2")
    desk.fill(f"陈演练{number}", "广州示范精密仪器有限公司")
    desk.write("压力表校准")
    desk.press("F10")


def _intake(desk: WatchedDesk) -> None:
    desk.press("Enter")
    desk.write(CODE)
    desk.press("Enter", "Enter", "Enter")
    desk.write("陈演练")
    desk.press("Enter")
    desk.write("13800001234")
    desk.press("Enter", "Enter", "Enter", "Enter")
    desk.write("me02")
    desk.pause()
    desk.press("Enter")
    desk.field("existing").input.setFocus()
    desk.write("无")


def _receipt(desk: WatchedDesk, printer: RememberingPrinter) -> None:
    before = len(printer.sent)
    desk.press("F10")
    if len(printer.sent) != before + 1:
        raise SystemExit(f"no receipt: {desk.message()} {desk.problems()}")


def _search(desk: WatchedDesk, text: str) -> None:
    desk.press("F3")
    for letter in text:
        desk.write(letter)
    desk.pause()
    desk.press("Esc")


def spend(desk: WatchedDesk, printer: RememberingPrinter, rounds: int) -> None:
    """Work as one does in an hour."""
    for number in range(rounds):
        turn = "first " if number == 0 else ""
        desk.doing(f"{turn}walk-in", lambda number=number: _walk_in(desk, number))  # type: ignore[misc]
        desk.doing(f"{turn}intake", lambda: _intake(desk))
        desk.doing(f"{turn}receipt", lambda: _receipt(desk, printer))
        for place, page in enumerate(PAGES, 1):
            desk.doing(f"{turn}page {page.name}", lambda place=place: desk.press(f"Alt+{place}"))  # type: ignore[misc]
        desk.doing(f"{turn}search", lambda: _search(desk, "gzsf"))
        desk.doing(f"{turn}search", lambda: _search(desk, "示范精密"))


def main() -> None:
    """Work the hour and say what it cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        door = Door(Path(folder) / "station", state_folder=Path(folder) / "state")
        made = [sys.executable, "-m", "qi_desk", "--data", str(door.folder), "practice"]
        subprocess.run(made, check=True, capture_output=True)
        app = application.make_application("light", "standard")
        papers, printer = PaperMaker(), RememberingPrinter()
        door.desk.set("printer.receipt_a4", printer.NAME)
        gates = Gates(door, real=lambda: door, practice=lambda: door)
        window = application.make_window(gates, papers, printer, dialogs=Farewells())
        watch = Watchdog()
        desk = WatchedDesk(window, watch)
        with watch:
            window.show()
            desk.settle()
            desk.doing("sign-in", lambda: _sign_in(desk, door))
            began = time.perf_counter()
            spend(desk, printer, wanted.rounds)
            spent = time.perf_counter() - began
        kept = memory("self")
        paper = memory(str(papers._living().pid))
        empty = _empty_window()
        window.close()
        window.work.jobs.close()
        papers.close()
        door.leave()
    print(f"{wanted.rounds} rounds in {spent:.0f} s; longest rounds of the GUI thread (at most {_LONGEST_MS} ms)")
    for name in sorted(watch.worked, key=lambda name: -watch.worked[name]):
        print(f"  {name:24} worked {watch.worked[name]:6.1f} ms   waited {watch.waited[name]:6.1f} ms")
    print(f"memory: empty window {empty:.1f} MB, desk {kept:.1f} MB, ratio {kept / empty:.2f}   (at most {_MEMORY})")
    print(f"        paper {paper:.1f} MB, in a process of its own that ends when idle")
    del app


def _sign_in(desk: WatchedDesk, door: Door) -> None:
    desk.write(dict(door.practice_sign_ins())[door.entrants()[0].sign_in])
    desk.press("Enter")
    desk.settle()


def _empty_window() -> float:
    files = [str(paths.resources() / "fonts" / name) for name in (theme.FIRST_FONT, *theme.LATER_FONTS)]
    found = subprocess.run([sys.executable, "-c", _EMPTY, *files], check=True, capture_output=True, text=True)
    return float(found.stdout)


if __name__ == "__main__":
    main()
