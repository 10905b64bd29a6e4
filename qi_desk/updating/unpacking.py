"""Unpacking the archive of a version: only what may stand in one, nowhere but below its folder, each file read back
from the disk before it counts."""

from __future__ import annotations

import hashlib
import io
import lzma
import os
import posixpath
import sys
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from qi_desk.domain.errors import BadFile, StoreDamaged
from qi_desk.durable_files import BINARY, file_errors, sync_folder

_CHUNK = 1 << 20
_MOST_MEMBERS = 20_000
_LONGEST_NAME = 400
_MOST_MEMORY = 256 << 20
_TAR_OVERHEAD = 64 << 20
"""What headers and padding of a real archive may take beside its files."""


class _Plain(io.RawIOBase):
    """What an xz file holds, and no more of it than `most` bytes."""

    def __init__(self, file: io.BufferedIOBase, most: int) -> None:
        self._file, self._left = file, most
        self._unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY)

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; none at the end. Raises EOFError for a file that was cut, ValueError for one that holds
        too much."""
        wanted = size if 0 <= size <= _CHUNK else _CHUNK
        while not self._unpacker.eof:
            packed = self._file.read(_CHUNK) if self._unpacker.needs_input else b""
            if self._unpacker.needs_input and not packed:
                raise EOFError("cut")
            plain = self._unpacker.decompress(packed, wanted)
            self._left -= len(plain)
            if self._left < 0:
                raise ValueError("more than was said")
            if plain:
                return plain
        return b""


def unpack(archive: Path, target: Path, most: int) -> int:
    """Unpack the one folder an archive holds into `target`, which is made for it; how many files there are. All of it
    is on the disk, and was read back from there, when this returns.

    Raises BadFile("update.bad_archive") for an archive that was cut, that holds more than `most` bytes, or a name, a
    link or a kind of file that has no business in it; StoreDamaged("store.io") where the disk does not give back what
    it was given; StoreError kinds. What was unpacked by then is the caller's to remove.
    """
    try:
        with file_errors():
            target.mkdir(mode=0o755)
            return _unpacked(archive, target, most)
    except (tarfile.TarError, lzma.LZMAError, EOFError, ValueError) as error:
        raise BadFile("update.bad_archive", file=archive.name, why=str(error)) from error


def _unpacked(archive: Path, target: Path, most: int) -> int:
    writing = _Writing(target, most)
    with archive.open("rb") as packed, _Plain(packed, most + _TAR_OVERHEAD) as plain:
        with tarfile.open(fileobj=plain, mode="r|", errorlevel=2) as tar:
            for member in tar:
                writing.member(tar, member)
        while plain.read(_CHUNK):
            # To the end: a file cut behind its last member was cut all the same.
            pass
    writing.finish()
    return len(writing.digests)


class _Writing:
    """What was written so far: digests by file, links, folders."""

    def __init__(self, target: Path, most: int) -> None:
        self._target, self._left = target, most
        self._top = ""
        self._links: dict[str, str] = {}
        self._folders = {""}
        self.digests: dict[str, str] = {}
        self._count = 0

    def member(self, tar: tarfile.TarFile, member: tarfile.TarInfo) -> None:
        """One more. Raises ValueError for what may not be there."""
        self._count += 1
        if self._count > _MOST_MEMBERS:
            raise ValueError("too many members")
        name = self._name(member)
        if name in self.digests or name in self._links:
            raise ValueError(f"twice: {name}")
        if member.isdir():
            self._folder(name)
        elif member.issym():
            self._folder(posixpath.dirname(name))
            self._links[name] = _inside(name, member.linkname)
        elif member.isreg():
            self._folder(posixpath.dirname(name))
            given = tar.extractfile(member)
            assert given is not None
            self._file(name, _chunks(given), 0o755 if member.mode & 0o100 else 0o644)
        else:
            raise ValueError(f"neither file, folder nor link: {name}")

    def _name(self, member: tarfile.TarInfo) -> str:
        """The name below the archive's one folder; empty for that folder itself."""
        name = member.name.removeprefix("./").rstrip("/")
        parts = name.split("/")
        if not name or len(name) > _LONGEST_NAME or "\\" in name or "\0" in name or ":" in name:
            raise ValueError(f"name: {name[:80]!r}")
        if any(part in ("", ".", "..") for part in parts):
            raise ValueError(f"name: {name[:80]!r}")
        self._top = self._top or parts[0]
        if parts[0] != self._top or (len(parts) == 1 and not member.isdir()):
            raise ValueError(f"beside the folder: {name[:80]!r}")
        return "/".join(parts[1:])

    def _folder(self, name: str) -> None:
        if name in self._folders:
            return
        if name in self.digests or name in self._links:
            raise ValueError(f"no folder: {name}")
        self._folder(posixpath.dirname(name))
        (self._target / name).mkdir(mode=0o755)
        self._folders.add(name)

    def _file(self, name: str, chunks: Iterator[bytes], mode: int) -> None:
        if name in self._folders:
            raise ValueError(f"twice: {name}")
        known = hashlib.sha256()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY | getattr(os, "O_NOFOLLOW", 0)
        with open(os.open(self._target / name, flags, mode), "wb") as file:
            for chunk in chunks:
                self._left -= len(chunk)
                if self._left < 0:
                    raise ValueError("more than was said")
                known.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
            _forget(file.fileno())
        self.digests[name] = known.hexdigest()

    def finish(self) -> None:
        """Links last, so that nothing was ever written through one; then every file is read back from the disk."""
        for name, leads_to in self._links.items():
            if not self._leads_somewhere(name, leads_to):
                raise ValueError(f"leads nowhere: {name}")
            (self._target / name).symlink_to(leads_to)
        for folder in sorted(self._folders, reverse=True):
            sync_folder(self._target / folder)
        sync_folder(self._target.parent)
        for name, digest in self.digests.items():
            with (self._target / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                    raise StoreDamaged("store.io")

    def _leads_somewhere(self, name: str, leads_to: str) -> bool:
        place = posixpath.normpath(posixpath.join(posixpath.dirname(name), leads_to))
        folder = posixpath.dirname(place)
        # Not by way of another link: what is above that one is not what it looks like.
        return folder in self._folders and (place in self.digests or place in self._folders or place in self._links)


def _inside(name: str, leads_to: str) -> str:
    """A link's target that stays within the folder. Raises ValueError."""
    place = posixpath.normpath(posixpath.join(posixpath.dirname(name), leads_to))
    up_behind = ".." in leads_to.lstrip("./").split("/")
    if not leads_to or leads_to.startswith("/") or "\\" in leads_to or place.split("/")[0] == ".." or up_behind:
        raise ValueError(f"leads out: {name}")
    return leads_to


def _chunks(given: IO[bytes]) -> Iterator[bytes]:
    while chunk := given.read(_CHUNK):
        yield chunk


def _forget(handle: int) -> None:
    """Let the system drop its copy in memory, so that reading back asks the disk."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
