"""A desk at which somebody takes minutes in the window until it is killed; tells each sentence once it was typed.

python -m tests.faults.scribe FOLDER MEETING
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qi_desk.documents.inline import InlinePapers
from qi_desk.door import Door
from qi_desk.gui import application
from qi_desk.gui.jobs import Jobs
from qi_desk.gui.workplace import Gates
from qi_desk.printing.nowhere import NoPrinter
from tests.support.stations import PASSWORD, QUICK, SetClock


def main(folder: Path, meeting: str) -> None:
    """Type for ever; every line on stdout says how many sentences were typed by when (monotonic seconds)."""
    app = application.make_application("light", "standard")
    door = Door(folder / "station", state_folder=folder / "state", clock=SetClock(), parameters=QUICK)
    gates = Gates(door, real=lambda: door, practice=lambda: door)
    window = application.make_window(gates, InlinePapers(), NoPrinter(), jobs=Jobs())
    window.show()
    window.arrive(door.enter(door.entrants()[0].account, PASSWORD))
    window.desk.go("meeting", {"kind": "meeting", "eid": meeting})
    while not window.desk.page._buttons["write"].isEnabled():
        app.processEvents()
    window.desk.page.write()
    while window.desk.page.editor.sheet is None:
        app.processEvents()
    _type(app, window.desk.page.editor.sheet.field)


def _type(app: QApplication, field: object) -> None:
    number = 0
    print("ready", flush=True)
    while True:
        number += 1
        QTest.keyClicks(field, f"{number:05}")
        QTest.keyClick(field, Qt.Key.Key_Return)
        print(f"{number} {time.monotonic():.3f}", flush=True)
        until = time.monotonic() + 0.01
        while time.monotonic() < until:
            app.processEvents()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]), sys.argv[2])
