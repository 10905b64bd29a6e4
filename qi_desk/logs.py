"""The log files: rotating, for those who repair the program, never with personal data in them.

Names cannot be found by a pattern, so calls log codes and ids only. What has a shape (phones, identity and
credit numbers) is scrubbed from message, arguments and traceback in case a library puts it there.
"""

from __future__ import annotations

import logging
import os
import secrets
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import cast

from qi_desk.domain.masking import scrub

FILE_NAME = "qi-desk.log"
MAX_BYTES = 1_000_000
KEPT = 5

_LINE = "%(asctime)s %(levelname)s %(name)s %(threadName)s %(message)s"
_READABLE = "23456789ABCDEFGHJKLMNPQRTUWXY"


class Scrub(logging.Filter):
    """Replaces the record's text by its scrubbed form, traceback included. Lets every record pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = scrub(record.getMessage()), None
        if record.exc_info and record.exc_text is None:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = scrub(record.exc_text)
        if record.stack_info:
            record.stack_info = scrub(record.stack_info)
        return True


class _OwnersFile(RotatingFileHandler):
    """A rotating file whose every turn only its owner may read. Where it cannot be turned over, because Windows lets
    nobody rename a file that a second program of ours writes to, it grows on instead of losing what is told."""

    def _open(self) -> TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return cast("TextIOWrapper", os.fdopen(handle, self.mode, encoding=self.encoding))

    def doRollover(self) -> None:  # noqa: N802  # the name is logging's
        """Turn the file over, or write on."""
        try:
            super().doRollover()
        except OSError:
            # Closed by the attempt.
            self.stream = self._open()


def start(folder: Path, *, level: int = logging.INFO, max_bytes: int = MAX_BYTES) -> logging.Handler:
    """Write the root logger to `folder`/qi-desk.log, `max_bytes` a file, five older ones kept.

    Returns the handler, for `stop`. Raises OSError if the folder can't be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handler = _OwnersFile(folder / FILE_NAME, maxBytes=max_bytes, backupCount=KEPT, encoding="utf-8")
    handler.addFilter(Scrub())
    handler.setFormatter(logging.Formatter(_LINE))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    return handler


def stop(handler: logging.Handler) -> None:
    """Take back what `start` did and close the file."""
    logging.getLogger().removeHandler(handler)
    handler.close()


def crash_number() -> str:
    """Six characters to read out over the phone, e.g. "K7M-4QX": none that look or sound alike."""
    drawn = "".join(secrets.choice(_READABLE) for _ in range(6))
    return f"{drawn[:3]}-{drawn[3:]}"


def log_crash(error: BaseException) -> str:
    """Write `error` with its traceback and return the crash number that finds it in the log."""
    number = crash_number()
    logging.getLogger("qi_desk.crash").critical(
        "crash %s %s", number, type(error).__name__, exc_info=(type(error), error, error.__traceback__)
    )
    return number
