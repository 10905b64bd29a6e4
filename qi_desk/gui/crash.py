"""Our own mistakes: logged with a number, told once, never as a trace across the counter."""

from __future__ import annotations

import sys
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from qi_desk import logs


class CrashReporter(QObject):
    """Owns `sys.excepthook` while it lives; each distinct crash is told once."""

    # A crash to be told: the number that finds it in the log.
    happened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: set[tuple[str, str]] = set()
        self._before = sys.excepthook
        sys.excepthook = self._hook

    def report(self, error: BaseException) -> None:
        """Log a crash and tell it if it is new."""
        number = logs.log_crash(error)
        mark = (type(error).__name__, _place(error.__traceback__))
        if mark not in self._known:
            self._known.add(mark)
            self.happened.emit(number)

    def close(self) -> None:
        """Give the hook back."""
        sys.excepthook = self._before

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, trace)
            return
        self.report(error.with_traceback(trace))


def _place(trace: TracebackType | None) -> str:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
