"""The diary of a district: 500 devices and 50,000 bookings, read and dragged about.

`python -m tests.benchmarks.timeline` prints milliseconds (p50, p95, longest) of reading a day and a week, and of one
frame while a booking is dragged, beside the floor: filling the same picture with one colour. 1 if a frame takes more
than 16 ms (p95).
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from qi_desk.domain import moments
from qi_desk.services.booking import views
from qi_desk.storage.search_index import driver
from tests.benchmarks.search import line
from tests.support.stations import MORNING, Bench, make_template, open_copy

_FRAME_MS = 16
_DAYS = 90
_ROUNDS = 80


def fill(bench: Bench, devices: int, bookings: int) -> None:
    """Put devices and bookings into the station's tables, past its operations; none in another's way."""
    pick = random.Random(9)
    first = datetime.combine(MORNING.date(), MORNING.timetz()).replace(hour=8, minute=30) - timedelta(days=_DAYS // 2)
    each = bookings // devices
    with bench.house.store._engine.begin() as connection:  # type: ignore[attr-defined]
        raw = driver(connection)
        raw.executemany(
            "INSERT INTO enterprise (eid, name, fmeta, ver) VALUES (?,?,'{}',1)",
            [(f"c{place}", f"广州示范{place}号精密仪器有限公司") for place in range(300)],
        )
        raw.executemany(
            "INSERT INTO equipment (eid, name, model, place, open, modes, mark, calibration_exempt, fmeta, ver) "
            "VALUES (?,?,?,?,1,'[\"time_share\"]','green',1,'{}',1)",
            [(f"d{place:04}", f"示范设备{place:03}", f"M-{place}", f"{place % 9} 栋") for place in range(devices)],
        )
        rows = []
        for device in range(devices):
            slots = pick.sample(range(_DAYS * 4), min(each, _DAYS * 4))
            for number, slot in enumerate(slots):
                begins = first + timedelta(days=slot // 4, minutes=slot % 4 * 120)
                ends = begins + timedelta(minutes=90)
                span = (moments.to_text(begins), moments.to_text(ends))
                state = "done" if begins < bench.clock.now() else "booked"
                rows.append(
                    (f"b{device}-{number}", f"d{device:04}", f"c{pick.randrange(300)}", *span, *span, span[0], state)
                )
        raw.executemany(
            "INSERT INTO booking (eid, resource_kind, resource, client, user_name, begins, ends, blocks_from, "
            "blocks_until, made_at, judged, mode, state, fmeta, ver) "
            "VALUES (?,'equipment',?,?,'陈演练',?,?,?,?,?,'alone','time_share',?,'{}',1)",
            rows,
        )
    print(f"{devices} devices, {len(rows):,} bookings")


def timed(run: Callable[[int], object], rounds: int = _ROUNDS) -> list[float]:
    """What each call took."""
    took = []
    for place in range(rounds):
        start = perf_counter()
        run(place)
        took.append((perf_counter() - start) * 1000)
    return took


def frames(bench: Bench, days: int, view: str) -> tuple[list[float], list[float]]:
    """Milliseconds of a frame while a booking is dragged across, and of filling the picture with one colour."""
    from PySide6.QtGui import QImage, QPainter

    from qi_desk.gui import theme
    from qi_desk.gui.pages.booking import board
    from qi_desk.gui.pages.booking.drawing import Ghost
    from qi_desk.gui.pages.booking.timeline import Timeline

    timeline = Timeline()
    timeline.resize(880, 480)
    timeline.show()
    shown = board.board_of(views.diary(bench.house, bench.actor, MORNING.date(), days), view, "一二三四五六日")
    timeline.show_board(shown, bench.clock.now())
    bar = next(bar for row in shown.rows for bar in row.lane.bars)
    image = QImage(timeline.viewport().size(), QImage.Format.Format_ARGB32_Premultiplied)

    def drag(place: int) -> None:
        shift = timedelta(minutes=5 * place)
        timeline._ghost = Ghost(place % 12, bar.begins + shift, bar.ends + shift, bar)
        timeline.verticalScrollBar().setValue(place * 37 % max(timeline.verticalScrollBar().maximum(), 1))
        timeline.viewport().render(image)

    def bare(_place: int) -> None:
        painter = QPainter(image)
        painter.fillRect(image.rect(), theme.colour("surface"))
        painter.end()

    return timed(drag), timed(bare)


def main() -> int:
    """Build, measure, report."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--devices", type=int, default=500)
    options.add_argument("--bookings", type=int, default=50_000)
    given = options.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from qi_desk.gui import application

    app = application.make_application("light", "standard")
    kept = True
    with tempfile.TemporaryDirectory() as folder:
        specialist = make_template(Path(folder) / "template")
        bench = open_copy(Path(folder) / "template", Path(folder) / "open", specialist)
        fill(bench, given.devices, given.bookings)
        print(f"{'ms':28} {'p50':>8} {'p95':>8} {'max':>8}   {'times':>6}")
        for days, said in ((1, "reading a day"), (7, "reading a week")):
            print(
                line(said, timed(lambda _, days=days: views.diary(bench.house, bench.actor, MORNING.date(), days), 10))
            )
        for days, view, said in ((1, "day", "a frame of the day"), (7, "resources", "a frame of the week")):
            dragged, bare = frames(bench, days, view)
            kept = kept and quantiles(dragged, n=100)[94] <= _FRAME_MS
            print(line(said, dragged))
            print(line("floor: one colour", bare))
    app.quit()
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
