"""The one door off the GUI thread: a single lane for the store, a small pool for paper and printing, one way home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from qi_desk.domain.errors import Expected

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

Back = Callable[[Any], None]


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    owner: QObject
    done: Back | None
    failed: Back | None
    exclusive: str
    turn: int


_WORKERS = {"store": 1, "outside": 2, "district": 1}
"""Lanes and how many work in each: whatever touches the store goes one after the other. The exchange with the district
waits for its line in a lane of its own, where it keeps neither the store nor a printer waiting."""


class Jobs(QObject):
    """Runs functions elsewhere and brings what they return, or raise, home to bound methods of living objects."""

    # An expected error nobody asked for, or a defect; the main window shows the first, the crash window the second.
    unhandled = Signal(object)
    crashed = Signal(object)
    # How many jobs are under way.
    busy_changed = Signal(int)
    _came_home = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[str, ThreadPoolExecutor] = {}
        self._turns: dict[str, int] = {}
        self._open = 0

    def run(
        self,
        function: Callable[..., Any],
        *args: Any,
        owner: QObject,
        done: Back | None = None,
        failed: Back | None = None,
        lane: str = "store",
        exclusive: str = "",
    ) -> None:
        """Call `function(*args)` in `lane`; `done` gets what it returns, `failed` an Expected error.

        Both are bound methods of `owner` or of an object it owns; nothing arrives once `owner` is gone. Of the
        jobs with the same `exclusive` name only the newest one's answer arrives.
        """
        turn = self._turns.get(exclusive, 0) + 1
        if exclusive:
            self._turns[exclusive] = turn
        job = _Job(owner, done, failed, exclusive, turn)
        self._count(1)
        future = self._lane(lane).submit(self._work, job, function, args)
        future.add_done_callback(lambda finished: self._send_home(job, finished))

    def _lane(self, name: str) -> ThreadPoolExecutor:
        if name not in self._lanes:
            # Imported and connected with the first job: the sign-in page is painted without executors and `Qt`.
            from concurrent.futures import ThreadPoolExecutor

            if not self._lanes:
                # Queued by name: a future's callback may run at once on the calling thread.
                self._came_home.connect(self._on_came_home, QtCore.Qt.ConnectionType.QueuedConnection)
            self._lanes[name] = ThreadPoolExecutor(_WORKERS[name], thread_name_prefix=name)
        return self._lanes[name]

    def _work(self, job: _Job, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        if job.exclusive and self._turns[job.exclusive] != job.turn:
            return None
        return function(*args)

    def _send_home(self, job: _Job, finished: Future[Any]) -> None:
        error = finished.exception()
        try:
            self._came_home.emit(job, None if error else finished.result(), error)
        except RuntimeError:
            # The window, and with it this object, is gone: nobody waits for the answer any more.
            return

    @Slot(object, object, object)
    def _on_came_home(self, job: _Job, value: Any, error: BaseException | None) -> None:
        self._count(-1)
        deliver(self, job, value, error, self._turns)

    def _count(self, step: int) -> None:
        self._open += step
        self.busy_changed.emit(self._open)

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return self._open == 0

    def close(self) -> None:
        """Finish what was begun, in order, and take no more."""
        for executor in self._lanes.values():
            executor.shutdown(wait=True)


def deliver(jobs: Any, job: _Job, value: Any, error: BaseException | None, turns: dict[str, int]) -> None:
    """Hand an answer to whom it belongs, if that one still lives and still waits for this very one."""
    if not isValid(job.owner) or (job.exclusive and turns[job.exclusive] != job.turn):
        return
    if error is None:
        if job.done is not None:
            job.done(value)
    elif isinstance(error, Expected):
        if job.failed is not None:
            job.failed(error)
        else:
            jobs.unhandled.emit(error)
    else:
        jobs.crashed.emit(error)


class InlineJobs(QObject):
    """The same door without threads: everything happens at once. For tests and screenshots."""

    unhandled = Signal(object)
    crashed = Signal(object)
    busy_changed = Signal(int)

    def run(
        self,
        function: Callable[..., Any],
        *args: Any,
        owner: QObject,
        done: Back | None = None,
        failed: Back | None = None,
        lane: str = "store",
        exclusive: str = "",
    ) -> None:
        """As `Jobs.run`, at once; `lane` and `exclusive` change nothing here."""
        job = _Job(owner, done, failed, "", 0)
        try:
            value = function(*args)
        except Expected as error:
            deliver(self, job, None, error, {})
        else:
            deliver(self, job, value, None, {})

    @property
    def idle(self) -> bool:
        """Always: nothing is ever under way."""
        return True

    def close(self) -> None:
        """Nothing to finish."""
