"""The recorder compiled and loaded into a process, and its book read back."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
_HEAD = struct.Struct("<BQqIII")


class Kind(IntEnum):
    """What a process did; the numbers are those of recorder.c."""

    CREATED = 1
    WRITTEN = 2
    CUT = 3
    SYNCED = 4
    RENAMED = 5
    REMOVED = 6
    FOLDER_MADE = 7
    FOLDER_REMOVED = 8
    TOLD = 9


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed: `inode` names the file where it has no path; `offset` is a place in it, or its size after CUT."""

    kind: Kind
    inode: int
    offset: int
    path: str
    other: str
    data: bytes


@functools.cache
def library() -> Path:
    """The compiled recorder. Skips the test where there is no compiler or no way to load it."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("the recorder needs Linux and a C compiler")
    folder = Path(tempfile.mkdtemp(prefix="recorder-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    target = folder / "recorder.so"
    source = Path(__file__).with_name("recorder.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", target, source, "-ldl", "-lpthread"], check=True)
    return target


def environment(root: Path, book: Path | None = None) -> dict[str, str]:
    """The environment of a process whose deeds below `root` are written into `book`, or can be made to fail."""
    told = {"LD_PRELOAD": str(library()), "RECORDER_ROOT": str(root)}
    return {**os.environ, **told, **({"RECORDER_BOOK": str(book)} if book else {})}


def record(module: str, root: Path, *arguments: str) -> tuple[Deed, ...]:
    """Run `python -m module root arguments…` to its end; what it did below `root`, and told on its stdout."""
    with tempfile.TemporaryDirectory(prefix="recorder-") as place:
        book = Path(place) / "book"
        subprocess.run(
            [sys.executable, "-m", module, str(root), *arguments],
            env=environment(root.resolve(), book),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return tuple(read(book.read_bytes()))


def read(book: bytes) -> Iterator[Deed]:
    """The deeds in a book."""
    place = 0
    while place < len(book):
        kind, inode, offset, *lengths = _HEAD.unpack_from(book, place)
        place += _HEAD.size
        parts = []
        for length in lengths:
            parts.append(book[place : place + length])
            place += length
        yield Deed(Kind(kind), inode, offset, os.fsdecode(parts[0]), os.fsdecode(parts[1]), parts[2])
