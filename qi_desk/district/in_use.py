"""Who works in a district's folder: any number that serve, or one that puts a backup back or brings the schema up."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qi_desk.domain.errors import StoreBusy
from qi_desk.durable_files import file_errors

FILE = "in-use.lock"


@contextmanager
def serving(folder: Path) -> Iterator[None]:
    """Serve from a folder. Raises StoreBusy("district.being_changed") while somebody is alone in it."""
    with _locked(folder, "district.being_changed", alone=False):
        yield


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Change what others would stumble over. Raises StoreBusy("district.in_use") while somebody serves from it."""
    with _locked(folder, "district.in_use", alone=True):
        yield


@contextmanager
def _locked(folder: Path, refusal: str, *, alone: bool) -> Iterator[None]:
    if sys.platform == "win32":
        # The server is Linux's; a try-out on Windows has one process.
        yield
        return
    import fcntl

    with file_errors():
        handle = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreBusy(refusal) from error
        yield
    finally:
        os.close(handle)
