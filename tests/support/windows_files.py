"""A pytest plugin that holds Linux to the rules of Windows' file system: `-p tests.support.windows_files`.

What Windows refuses is refused here the same way: to rename, replace or remove a file that this process holds open, or
a folder with such a file in it, and to make names that Windows does not know. Handles that SQLite holds count, those of
other processes do not. It stands in for a machine that was not there: nothing of this ran on Windows.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any

import pytest

_BAD = set('<>:"|?*') | {chr(code) for code in range(32)}
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{name}{number}" for name in ("COM", "LPT") for number in range(1, 10))}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_OPEN = Path("/proc/self/fd")
_held: list[bool] = [False]
"""Whether the rules hold just now."""


class SharingViolation(PermissionError):
    """ERROR_SHARING_VIOLATION: the file is open here."""

    winerror = 32


class BadName(OSError):
    """ERROR_INVALID_NAME: Windows has no such name."""

    winerror = 123


def is_name(name: str) -> bool:
    """Whether Windows takes `name` for a file or folder."""
    return not _BAD & set(name) and name == name.rstrip(". ") and name.partition(".")[0].upper() not in _DEVICES


@contextmanager
def _holding(rules: bool) -> Iterator[None]:
    before, _held[0] = _held[0], rules
    try:
        yield
    finally:
        _held[0] = before


def _judge(event: str, arguments: tuple[Any, ...]) -> None:
    if not _held[0]:
        return
    # Looking at what is open raises events of its own.
    with _holding(False):
        if event == "os.rename":
            source, target, at, to = arguments
            _named(target)
            _not_open(source, at)
            _not_open(target, to)
        elif event in {"os.remove", "os.rmdir"}:
            _not_open(*arguments)
        elif event == "os.mkdir" or (event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING):
            _named(arguments[0])


def _named(path: Any) -> None:
    if isinstance(path, int):
        return
    for part in PurePath(os.fsdecode(path)).parts[1:]:
        if not is_name(part):
            raise BadName(errno.EINVAL, "no name on Windows", part)


def _not_open(path: Any, folder: int = -1) -> None:
    if isinstance(path, int):
        return
    named = (_OPEN / str(folder)).readlink() / os.fsdecode(path) if folder >= 0 else Path(os.fsdecode(path))
    wanted = str(named.parent.resolve() / named.name)
    for handle in list(_OPEN.iterdir()):
        try:
            held = str(handle.readlink())
        except OSError:
            continue
        if (held == wanted or held.startswith(f"{wanted}/")) and not Path(held).is_dir():
            raise SharingViolation(errno.EACCES, "held open", held)


sys.addaudithook(_judge)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """The rules hold while the test itself runs."""
    with _holding(True):
        return (yield)
