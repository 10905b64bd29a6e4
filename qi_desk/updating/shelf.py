"""The folder where an update waits: its list, and its package as far as it came. Nothing here is believed when it is
read: the list is checked by its signature, the package by its digest, each time."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from qi_desk.domain.errors import BadFile, Missing
from qi_desk.domain.updates import MOST_BYTES, SUFFIX, Package
from qi_desk.durable_files import BINARY, file_errors, private_folder, put_in_place, write_atomic

_OFFER = f"offer{SUFFIX}"
_PART = ".part"
_CHUNK = 1 << 20
_DEPTH = 3
_MOST_LOOKED_AT = 5000


class Shelf:
    """One folder of this person's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def offer(self) -> bytes:
        """The list that waits, empty if there is none."""
        with suppress(FileNotFoundError), file_errors():
            return read_list(self._folder / _OFFER)
        return b""

    def put_offer(self, data: bytes) -> None:
        """Keep a list in the place of the one before it. Raises StoreError kinds."""
        private_folder(self._folder)
        write_atomic(self._folder / _OFFER, data)

    def have(self, package: Package) -> int:
        """How many bytes of a package are here."""
        for file in (self._folder / package.file, self._part(package)):
            with suppress(OSError):
                return min(file.stat().st_size, package.size)
        return 0

    def add(self, package: Package, offset: int, piece: bytes) -> int:
        """Keep one more piece, on the disk when this returns; how far the package has come. What does not go on where
        the last one ended changes nothing. With the last piece the whole is looked at: raises BadFile("update.damaged")
        for one that is not as listed, and it begins anew; StoreError kinds."""
        private_folder(self._folder)
        part = self._part(package)
        if self.have(package) != offset or not piece or offset + len(piece) > package.size:
            return self.have(package)
        with file_errors():
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | BINARY, 0o600)
            with open(handle, "r+b", buffering=0) as file:
                file.seek(offset)
                file.write(piece)
                os.fsync(file.fileno())
        if offset + len(piece) == package.size:
            self._finish(package)
        return self.have(package)

    def take(self, source: Path, package: Package) -> None:
        """Copy a package from a stick; what lies here afterwards is as listed, whatever becomes of the stick. Raises
        Missing("update.no_package"), BadFile("update.cut") for one that ends too early, BadFile("update.damaged"),
        StoreError kinds."""
        if not source.is_file():
            raise Missing("update.no_package", file=package.file)
        private_folder(self._folder)
        part = self._part(package)
        with file_errors():
            size = source.stat().st_size
            if size != package.size:
                raise BadFile("update.cut" if size < package.size else "update.damaged", file=package.file)
            part.unlink(missing_ok=True)
            with source.open("rb") as given, part.open("xb") as file:
                for piece in _pieces(given.fileno()):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
        self._finish(package)

    def whole(self, package: Package) -> bool:
        """Whether all of a package is here; `checked` tells whether it is what it should be."""
        return (self._folder / package.file).is_file()

    def checked(self, package: Package) -> Path:
        """The package, every byte of it looked at just now. Raises Missing("update.no_package"),
        BadFile("update.damaged"), and then it is gone."""
        file = self._folder / package.file
        if not file.is_file():
            raise Missing("update.no_package", file=package.file)
        if not _is(file, package):
            with file_errors():
                file.unlink()
            raise BadFile("update.damaged", file=package.file)
        return file

    def clear(self, *keep: str) -> None:
        """Let everything go but the list and the packages named. What cannot be removed stays."""
        with suppress(OSError):
            for file in self._folder.iterdir():
                if file.name not in (_OFFER, *keep) and file.is_file():
                    file.unlink()

    def _finish(self, package: Package) -> None:
        part = self._part(package)
        if not _is(part, package):
            with file_errors():
                part.unlink()
            raise BadFile("update.damaged", file=package.file)
        with file_errors():
            put_in_place(part, self._folder / package.file)

    def _part(self, package: Package) -> Path:
        return self._folder / f"{package.sha256}{_PART}"


def read_list(file: Path) -> bytes:
    """A list as it lies there. Raises BadFile("update.unreadable") for one too long to be one; FileNotFoundError."""
    with file_errors(), file.open("rb") as given:
        data = given.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise BadFile("update.unreadable")
    return data


def lists_in(place: Path) -> tuple[Path, ...]:
    """The lists of releases in what a person pointed at: a list itself, or a folder and those inside it. Raises
    Missing("update.none_here")."""
    if place.is_file():
        return (place,)
    found: list[Path] = []
    level = [place]
    for _ in range(_DEPTH):
        inside = [one for folder in level for one in _inside(folder)][:_MOST_LOOKED_AT]
        found += [one for one in inside if one.name.endswith(SUFFIX) and one.is_file()]
        level = [one for one in inside if one.is_dir() and not one.is_symlink() and not one.name.startswith(".")]
    if not found:
        raise Missing("update.none_here", folder=place.name or str(place))
    return tuple(sorted(found))


def check_beside(file: Path, package: Package) -> None:
    """Look at every byte of a package that lies with its list. Raises Missing("update.no_package"),
    BadFile("update.cut"), BadFile("update.damaged")."""
    if not file.is_file():
        raise Missing("update.no_package", file=package.file)
    if not _is(file, package):
        short = file.stat().st_size < package.size
        raise BadFile("update.cut" if short else "update.damaged", file=package.file)


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _is(file: Path, package: Package) -> bool:
    known = hashlib.sha256()
    with file_errors(), file.open("rb") as given:
        if os.fstat(given.fileno()).st_size != package.size:
            return False
        for piece in _pieces(given.fileno()):
            known.update(piece)
    return known.hexdigest() == package.sha256


def _pieces(handle: int) -> Iterator[bytes]:
    while piece := os.read(handle, _CHUNK):
        yield piece
