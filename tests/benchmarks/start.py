"""How long until a person can sign in, beside an empty window of the same interpreter and font.

    python -m tests.benchmarks.start [--runs 15]

Both are started as processes of their own, in turns, and timed from spawn to the first turn of the event loop after
the first paint; on the sign-in page the password can be typed then.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_PAINTED = """
def painted():
    import os
    os.write(1, b"painted\\n")
    os._exit(0)
"""

_EMPTY = (
    _PAINTED
    + """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, painted)
app = QApplication([])
QFontDatabase.addApplicationFont(sys.argv[1])
app.setFont(QFont("Noto Sans SC", 10))
window = Window()
window.setCentralWidget(QLabel("登录"))
window.resize(1280, 720)
window.show()
app.exec()
"""
)

_DESK = (
    _PAINTED
    + """
import sys
from pathlib import Path
from qi_desk.door import Door
from qi_desk.gui import application
from qi_desk.gui.workplace import Gates
from qi_desk.documents.client import PaperMaker
from qi_desk.printing import system_printer
door = Door(Path(sys.argv[1]))
def usable():
    assert window.sign_in.ui.password.input.hasFocus()
    painted()
app = application.make_application(door.desk.get("look.theme"), door.desk.get("look.text"))
gates = Gates(door, real=lambda: door, practice=lambda: door)
window = application.make_window(gates, PaperMaker(), system_printer())
window.painted.disconnect()
window.painted.connect(usable)
window.show()
app.exec()
"""
)


def seconds(script: str, argument: str) -> float:
    """From spawn to the word on stdout."""
    begun = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", script, argument], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"painted\n"
        return time.perf_counter() - begun


def main() -> None:
    """Measure in turns and print medians, minima and their ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from qi_desk import paths
    from qi_desk.door import Door

    font = str(paths.resources() / "fonts" / "NotoSansSC-Regular.ttf")
    with tempfile.TemporaryDirectory() as folder:
        door = Door(Path(folder) / "station", state_folder=Path(folder) / "state")
        door.found_practice()
        door.leave()
        empty, desk = [], []
        for _ in range(runs):
            empty.append(seconds(_EMPTY, font))
            desk.append(seconds(_DESK, str(door.folder)))
    for name, found in (("empty window", empty), ("sign-in", desk)):
        print(f"{name:14} min {min(found) * 1000:6.0f} ms   median {statistics.median(found) * 1000:6.0f} ms")
    print(f"ratio          min {min(desk) / min(empty):.2f}      median {_ratio(desk, empty):.2f}   (at most 1.6)")


def _ratio(ours: list[float], floor: list[float]) -> float:
    return statistics.median(ours) / statistics.median(floor)


if __name__ == "__main__":
    main()
