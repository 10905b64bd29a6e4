"""How long the GUI thread keeps a window waiting."""

from __future__ import annotations

import gc
import time
from collections import defaultdict
from types import TracebackType
from typing import Self

from PySide6.QtCore import QTimer


class Watchdog:
    """Beats once in every round of the event loop and keeps the longest round, in milliseconds, under each `name`.

    `worked` is the processor time of the GUI thread itself, which other work on the machine does not lengthen;
    `waited` is the time on the wall, with whatever else the machine and the other threads did meanwhile.
    """

    def __init__(self) -> None:
        self.name = ""
        self.worked: dict[str, float] = defaultdict(float)
        self.waited: dict[str, float] = defaultdict(float)
        self._last = (0.0, 0.0)
        self._timer = QTimer()
        self._timer.setInterval(1)
        self._timer.timeout.connect(self.beat)

    def beat(self) -> None:
        """End a round."""
        before, self._last = self._last, (time.thread_time(), time.perf_counter())
        worked, waited = ((now - then) * 1000 for now, then in zip(self._last, before, strict=True))
        self.worked[self.name] = max(self.worked[self.name], worked)
        self.waited[self.name] = max(self.waited[self.name], waited)

    def __enter__(self) -> Self:
        # What the tests before left behind is collected now and not in a round of the window.
        gc.collect()
        gc.freeze()
        self._last = (time.thread_time(), time.perf_counter())
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.stop()
        gc.unfreeze()
