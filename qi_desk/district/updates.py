"""The release a district hands out to its desks: its signed list and its packages, in a folder. They are public and
signed; the district checks them before it offers them, and every desk does again."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

from qi_desk.domain.attachments import FRAME
from qi_desk.domain.errors import BadFile, Missing, NotAllowed, StoreError
from qi_desk.domain.updates import MOST_BYTES, SUFFIX, Manifest, Package
from qi_desk.durable_files import file_errors, lasting_folder, put_in_place, sync_folder, write_atomic
from qi_desk.security import update_signing

_OFFER = f"offer{SUFFIX}"
_CHUNK = 1 << 20


class ReleaseShelf:
    """A folder with one list and the packages it names, each under its digest."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def publish(self, place: Path) -> Manifest:
        """Hand out the release in a folder: one list, and beside it every package it names, or those of them the desks
        here need. All of it is copied and checked before the first desk hears of it.

        Raises Missing("update.none_here"), Missing("update.no_package") where not one package is there,
        NotAllowed("update.several") for more than one list, NotAllowed("update.replayed") for one older than what is
        handed out, BadFile: "update.cut", "update.damaged", as `update_signing.opened`, StoreError kinds.
        """
        lists = sorted(place.glob(f"*{SUFFIX}")) if place.is_dir() else [place]
        if not lists or not lists[0].is_file():
            raise Missing("update.none_here", folder=str(place))
        if len(lists) > 1:
            raise NotAllowed("update.several", files=[one.name for one in lists])
        with file_errors(), lists[0].open("rb") as given:
            data = given.read(MOST_BYTES + 1)
        manifest = update_signing.opened(data)
        known = self.manifest()
        if known is not None and manifest.counter < known.counter:
            known_as = {"counter": manifest.counter, "known": known.counter, "version": manifest.version}
            raise NotAllowed("update.replayed", **known_as)
        there = [one for one in manifest.packages if (lists[0].parent / one.file).is_file()]
        if not there:
            raise Missing("update.no_package", file="、".join(one.file for one in manifest.packages))
        lasting_folder(self._folder, 0o700)
        for one in there:
            self._copy(lists[0].parent / one.file, one)
        write_atomic(self._folder / _OFFER, data)
        self._clear(manifest)
        return manifest

    def withdraw(self) -> None:
        """Hand nothing out any more."""
        with file_errors():
            (self._folder / _OFFER).unlink(missing_ok=True)
            if self._folder.is_dir():
                sync_folder(self._folder)

    def offer(self) -> bytes:
        """The list handed out. Raises Missing("update.none_waiting")."""
        try:
            with file_errors():
                return (self._folder / _OFFER).read_bytes()
        except FileNotFoundError as error:
            raise Missing("update.none_waiting") from error

    def manifest(self) -> Manifest | None:
        """What is handed out, if its signature still holds."""
        with suppress(Missing, BadFile, NotAllowed, StoreError):
            return update_signing.opened(self.offer())
        return None

    def piece(self, digest: str, offset: int) -> tuple[bytes, int]:
        """The piece of a package that begins at `offset`, and how large the package is. Raises
        Missing("update.no_package")."""
        file = self._folder / digest
        if len(digest) != 64 or not digest.isalnum() or not digest.isascii() or not file.is_file():
            raise Missing("update.no_package", file=digest)
        with file_errors(), file.open("rb") as given:
            size = os.fstat(given.fileno()).st_size
            if not 0 <= offset < size:
                raise Missing("update.no_package", file=digest)
            given.seek(offset)
            return given.read(FRAME), size

    def _copy(self, source: Path, package: Package) -> None:
        part = self._folder / f"{package.sha256}.part"
        with file_errors():
            with source.open("rb") as given, part.open("wb") as file:
                shutil.copyfileobj(given, file, _CHUNK)
            with part.open("rb") as file:
                size, digest = os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest()
            if digest != package.sha256:
                part.unlink()
                raise BadFile("update.cut" if size < package.size else "update.damaged", file=package.file)
            put_in_place(part, self._folder / package.sha256)

    def _clear(self, manifest: Manifest) -> None:
        named = {_OFFER, *(one.sha256 for one in manifest.packages)}
        with suppress(OSError):
            for file in self._folder.iterdir():
                if file.name not in named:
                    file.unlink()
