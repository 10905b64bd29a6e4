"""Keeping in touch with the district in the background, as often as it makes sense and never in anybody's way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from qi_desk.domain.errors import Expected
    from qi_desk.gui.workplace import Workplace
    from qi_desk.services.syncing import Round

SOON_MS = 5_000
"""After something was written: what is written in one breath travels in one batch."""
_FIRST_MS, _REGULAR_MS, _LONGEST_MS = 3_000, 60_000, 600_000


class DistrictWatch(QObject):
    """Exchanges with the district: soon after something was written, every minute otherwise, more and more seldom
    while there is no line. What stands in the way is told once and stays in the status line."""

    # An exchange came to its end, or could not: the status line has something new to say.
    stood = Signal()
    # The district says this PC was lost: whoever sits here goes out, and no password lets anybody in.
    forgotten = Signal()

    def __init__(self, work: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._leaving = threading.Event()
        self._under_way = False
        self._asked_for = False
        self._after: Callable[[], None] | None = None
        self._told = ""
        self.cut_off = False
        self._pause_ms = _REGULAR_MS
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._go)
        work.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Somebody is signed in: the first exchange comes when the desk is drawn."""
        self._leaving.clear()
        self._pause.start(_FIRST_MS)

    def now(self) -> None:
        """A person asks for an exchange, and is told how it went."""
        self._asked_for = True
        self._go()

    def finish(self, after: Callable[[], None] | None = None) -> None:
        """Exchange no more; `after` is called once nothing is under way, which is between two requests."""
        self._leaving.set()
        self._pause.stop()
        if self._under_way:
            self._after = after
        elif after is not None:
            after()

    def _on_changed(self, _changes: object, source: object) -> None:
        if source is self or self._under_way or self._leaving.is_set():
            return
        # At rest it is where the desk belongs to no district yet: this change may have been the enrolment.
        if not self._pause.isActive() or (self._pause_ms == _REGULAR_MS and self._pause.remainingTime() > SOON_MS):
            self._pause.start(SOON_MS)

    def _go(self) -> None:
        from qi_desk.domain.errors import NotAllowed
        from qi_desk.services import rights, syncing

        self._pause.stop()
        if self._under_way or not self._work.signed_in or not rights.may(self._work.actor, "sync.keep_up"):
            return
        if not self._work.house.district:
            if self._asked_for:
                self._work.tell(NotAllowed("sync.not_enrolled"), "warning")
            self._asked_for = False
            return
        self._under_way = True
        self._work.act(
            syncing.keep_up,
            self._leaving.is_set,
            owner=self,
            done=self._on_done,
            failed=self._on_refused,
            lane="district",
        )

    def _on_done(self, done: Round | None) -> None:
        self._told = ""
        self.cut_off = done is None
        self._pause_ms = _REGULAR_MS if done is not None else min(self._pause_ms * 2, _LONGEST_MS)
        if self._asked_for and not self._leaving.is_set():
            self._tell(done)
        self._rest()

    def _tell(self, done: Round | None) -> None:
        from qi_desk.domain.errors import Expected

        if done is None:
            self._work.tell(Expected("sync.no_line"), "warning")
        else:
            self._work.told.emit("success", f"已与区里同步：送出 {done.sent} 条，收到 {done.taken} 条", "", "")

    def _on_refused(self, error: Expected) -> None:
        from qi_desk.services import syncing

        self._pause_ms = min(self._pause_ms * 2, _LONGEST_MS)
        if self._asked_for or self._told != error.code:
            self._work.tell(error, "warning")
        self._told = error.code
        self._rest()
        if error.code == syncing.FORGET:
            self.forgotten.emit()

    def _rest(self) -> None:
        self._under_way = self._asked_for = False
        self.stood.emit()
        if self._after is not None:
            after, self._after = self._after, None
            after()
        elif not self._leaving.is_set():
            self._pause.start(self._pause_ms)
