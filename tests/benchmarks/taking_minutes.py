"""How long after a key the letter stands in the record of a meeting of 200 pages (wanted: one frame, 16 ms), beside a
bare text field with the same text in the same window, and what opening, saving and comparing it takes.

`python -m tests.benchmarks.taking_minutes`
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit

from qi_desk.documents.inline import InlinePapers
from qi_desk.domain.meetings.versions import compare
from qi_desk.door import Door
from qi_desk.gui import application
from qi_desk.gui.jobs import InlineJobs
from qi_desk.gui.workplace import Gates
from qi_desk.services.meetings import planning, recording, views
from tests.gui.fakes import AnsweringDialogs, RememberingPrinter
from tests.support.stations import MORNING, PASSWORD, QUICK, SetClock, make_template

CHARACTERS = 123_000
KEYS = 300
FRAME_MS = 16
_LINE = "林示范：这是会上说的一句话，大约四十个字，记下来给没有到会的人看，第 {} 句，后面还有别的话要说。"


def record(count: int) -> str:
    """A text of about `count` characters: speeches, headings, decisions and tasks as a meeting has them."""
    lines, length, place = [], 0, 0
    while length < count:
        place += 1
        line = _LINE.format(place)
        if place % 40 == 0:
            line = f"# 第 {place} 节"
        elif place % 15 == 0:
            line = f"@何演练 +{place % 60} 办第 {place} 件事"
        elif place % 9 == 0:
            line = f"决定：第 {place} 件照办。"
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines)


def main() -> None:
    app = application.make_application("light", "standard")
    folder = Path(tempfile.mkdtemp())
    make_template(folder)
    door = Door(folder / "station", state_folder=folder / "state", clock=SetClock(), parameters=QUICK)
    arrival = door.enter(door.entrants()[0].account, PASSWORD)
    text = record(CHARACTERS)
    eid = meeting(arrival, text)
    gates = Gates(door, real=lambda: door, practice=lambda: door)
    window = application.make_window(
        gates, InlinePapers(), RememberingPrinter(), jobs=InlineJobs(), dialogs=AnsweringDialogs()
    )
    window.resize(1366, 768)
    window.show()
    window.arrive(arrival)
    window.desk.go("meeting", {"kind": "meeting", "eid": eid})
    settle(app)
    page = window.desk.page
    opened = timed(lambda: (page.write(), settle(app)))
    field = page.editor.sheet.field
    window.activateWindow()
    print(f"{len(text)} characters in one topic, {text.count(chr(10)) + 1} lines; opened in {opened:.0f} ms")
    floors = {}
    for kind in (QPlainTextEdit, QTextEdit):
        bare: Any = kind()
        bare.resize(field.size())
        bare.setPlainText(text)
        bare.show()
        settle(app)
        floors[kind.__name__] = bare
    for place, move in (("start", QTextCursor.MoveOperation.Start), ("end", QTextCursor.MoveOperation.End)):
        told = {name: echo(app, bare, move) for name, bare in floors.items()}
        ours, slow = echo(app, field, move)
        said = ", ".join(f"{name} {median:.2f} ({most:.1f})" for name, (median, most) in told.items())
        ratio = ours / told["QPlainTextEdit"][0]
        verdict = "in time" if slow < FRAME_MS else "LATE"
        print(f"at the {place}: {ours:.2f} ms, 99 % below {slow:.1f}; bare {said}; ratio {ratio:.1f}; {verdict}")
    print(f"draft taken in {timed(page.editor.draft):.1f} ms on the GUI thread")
    print(f"saved in {timed(page.editor.save):.0f} ms, off the GUI thread in the window")
    changed = text.replace("第 100 句", "第一百句")
    print(f"compared in {timed(lambda: compare(text, changed)):.0f} ms, off the GUI thread in the window")
    for bare in floors.values():
        bare.close()
    window.close()
    door.leave()


def meeting(arrival: Any, text: str) -> str:
    """A running meeting with the text as its only topic."""
    house, actor = arrival.house, arrival.actor
    values = {"kind": "01", "title": "二百页的会", "planned_on": MORNING.date(), "starts": "14:00", "ends": "18:00"}
    values |= {"place": "二楼会议室", "chair": "林示范", "chair_post": "站长"}
    eid = planning.plan(house, actor, values).value
    planning.add_topic(house, actor, eid, {"title": "全部议题"})
    recording.start(house, actor, eid)
    recording.save_topics(house, actor, eid, {views.show(house, actor, eid).topics[0].eid: text})
    return eid


def echo(app: QApplication, field: Any, move: QTextCursor.MoveOperation) -> tuple[float, float]:
    """Milliseconds from a key until what it wrote is painted: the median, and what 99 of 100 keys stay below."""
    field.setFocus()
    field.moveCursor(move)
    settle(app)
    times = []
    for place in range(KEYS):
        key = Qt.Key.Key_Return if place % 25 == 24 else Qt.Key.Key_A
        times.append(timed(lambda key=key: (QTest.keyClick(field, key), field.viewport().repaint())))
        settle(app)
    return statistics.median(times), sorted(times)[-1 - KEYS // 100]


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def settle(app: QApplication) -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        app.processEvents()


if __name__ == "__main__":
    main()
