"""Small files that must survive a power cut: written whole or not at all, readable by their owner only.

Standard library only, for `security` and `storage` alike.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from qi_desk.domain.errors import StoreDamaged, StoreError, StoreFull, StoreReadOnly

BINARY = getattr(os, "O_BINARY", 0)
"""The flag that Windows needs beside any other in `os.open`."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_BROKEN = frozenset({errno.EIO, errno.ENXIO, errno.ENODEV})
_REFUSED = frozenset({errno.EACCES, errno.EROFS, errno.EPERM})

# What Windows says by numbers of its own, which Python tells as EACCES or EINVAL: a full disk (39, 112, 1295: handle,
# disk, quota), a disk that fails or was pulled out, a share whose server went.
_FULL_ON_WINDOWS = frozenset({39, 112, 1295})
_BROKEN_ON_WINDOWS = frozenset({21, 23, 27, 55, 59, 64, 121, 433, 483, 1006, 1110, 1117, 1167})

# Held open for a moment by a virus scanner or the indexer, never for long (access denied, sharing, lock violation).
_HELD = frozenset({5, 32, 33})
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)


@contextmanager
def file_errors() -> Iterator[None]:
    """Raise StoreFull("store.full"), StoreReadOnly("store.read_only") or, for a disk that fails or was pulled out,
    StoreDamaged("store.io") for what the file system refuses inside the block; any other OSError passes."""
    try:
        yield
    except OSError as error:
        known = kind_of(error)
        if known is None:
            raise
        raise known from error


def kind_of(error: OSError) -> StoreError | None:
    """The house's error for what the file system refused, None where it has none."""
    on_windows = getattr(error, "winerror", None)
    if error.errno in _FULL or on_windows in _FULL_ON_WINDOWS:
        return StoreFull("store.full")
    if on_windows in _BROKEN_ON_WINDOWS:
        return StoreDamaged("store.io")
    if error.errno in _REFUSED:
        return StoreReadOnly("store.read_only")
    if error.errno in _BROKEN:
        return StoreDamaged("store.io")
    return None


def private_folder(path: Path) -> None:
    """Make `path` and its parents where missing; `path` itself is its owner's alone. Raises StoreError
    kinds."""
    lasting_folder(path)
    with file_errors():
        if os.name != "nt":
            path.chmod(0o700)


def lasting_folder(path: Path, mode: int = 0o777) -> None:
    """Make `path` and its parents where missing; what was made is on the disk when this returns. Raises StoreError
    kinds."""
    with file_errors():
        if path.is_dir():
            return
        if path.parent == path:
            # A drive letter whose stick was pulled out, or a share that is not there: nothing can be made of it.
            raise StoreReadOnly("store.read_only")
        lasting_folder(path.parent)
        path.mkdir(mode, exist_ok=True)
        sync_folder(path.parent)


def write_atomic(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Put `data` at `path`, readable by its owner alone unless `mode` says otherwise: after a crash the file is the
    old one or the new one, never a part.

    When this returns the bytes are on the disk. Raises StoreFull or StoreReadOnly with the old file untouched. One
    writer at a time.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    with file_errors():
        try:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, mode)
            with open(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)


def put_in_place(written: Path, path: Path) -> None:
    """Give a file just written its name; on the disk when this returns. Raises OSError."""
    with open(written, "r+b") as file:
        os.fsync(file.fileno())
    replace(written, path)
    sync_folder(path.parent)


def replace(source: Path, target: Path) -> None:
    """`os.replace`, tried again for a second and a half where Windows finds a file held open by a scanner that
    looks at whatever was just written. Raises OSError."""
    for pause in _PAUSES:
        try:
            os.replace(source, target)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(pause)
        else:
            return
    os.replace(source, target)


def sync_folder(path: Path) -> None:
    """Put the folder's own entries on the disk, where the system can (Windows does so by itself)."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
