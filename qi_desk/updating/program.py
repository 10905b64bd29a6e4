"""What replaces this program: see `services.updates_port.Updates`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qi_desk.domain.errors import Missing, NotAllowed
from qi_desk.domain.updates import FOLDER, Manifest, Package, Remembered, Running, order
from qi_desk.services.updates_port import Afterwards
from qi_desk.updating import handing, shelf
from qi_desk.updating.handing import Handed
from qi_desk.updating.installed import Installed
from qi_desk.updating.marks import UpdateMarks
from qi_desk.updating.shelf import Shelf

Opener = Callable[[bytes], Manifest]
"""What a list says whose signature holds. Raises BadFile, NotAllowed."""

CopyTrial = Callable[[str, Path, str], None]
"""Tries a version on a copy of the station: the copy's name, the executable, the version. Raises Expected."""


@dataclass(frozen=True, slots=True)
class ProgramUpdates:
    """The program of this computer, with the folder where its updates wait."""

    installed: Installed
    schema: int
    place: Path
    marks: UpdateMarks
    open_list: Opener
    trial: CopyTrial

    @property
    def running(self) -> Running:
        return self.installed.running(self.schema)

    @property
    def _shelf(self) -> Shelf:
        return Shelf(self.place)

    def opened(self, data: bytes) -> Manifest:
        return self.open_list(data)

    def known(self) -> Remembered:
        return self.marks.known()

    def remember(self, reached: Remembered) -> None:
        self.marks.remember(reached)

    def offer(self) -> bytes:
        return self._shelf.offer()

    def put_offer(self, data: bytes) -> None:
        self._shelf.put_offer(data)

    def have(self, package: Package) -> int:
        return self._shelf.have(package)

    def whole(self, package: Package) -> bool:
        return self._shelf.whole(package)

    def add(self, package: Package, offset: int, piece: bytes) -> int:
        return self._shelf.add(package, offset, piece)

    def lists_in(self, place: Path) -> tuple[bytes, ...]:
        return tuple(shelf.read_list(file) for file in shelf.lists_in(place))

    def take(self, place: Path, package: Package) -> None:
        beside = [file.parent / package.file for file in shelf.lists_in(place)]
        source = next((file for file in beside if file.is_file()), None)
        if source is None:
            raise Missing("update.no_package", file=package.file)
        self._shelf.take(source, package)

    def put_in(self, manifest: Manifest, package: Package, copy: str) -> None:
        folder = self.installed.folder
        if folder is None:
            raise NotAllowed("update.not_installed")
        archive = self._shelf.checked(package)

        def trial(program: Path) -> None:
            self.trial(copy, program, manifest.version)

        folder.put_in(archive, manifest.version, package.unpacked, trial)
        self._shelf.clear()

    def hand_over(self, manifest: Manifest, package: Package) -> str:
        file = self._shelf.checked(package)
        handing.check_possible(self.installed.way, file)
        handing.note(self.place, Handed(manifest.version, package.file, package.sha256))
        return handing.typed(self.installed.way, file)

    def typed(self, package: Package) -> str:
        way = self.installed.way
        return handing.typed(way, self.place / package.file) if way and way != FOLDER else ""

    def afterwards(self) -> Afterwards:
        handed, folder = handing.noted(self.place), self.installed.folder
        here = handed is not None and order(self.installed.version) >= order(handed.version)
        handed_here = handed.version if handed is not None and here else ""
        return Afterwards(
            next=folder.waiting() if folder is not None else "",
            given_up=folder.given_up() if folder is not None else "",
            failed=handed.version if handed is not None and not here else "",
            arrived=handed_here or (folder.arrived() if folder is not None else ""),
        )

    def heard(self) -> None:
        if self.installed.folder is not None:
            self.installed.folder.told()
            self.installed.folder.tidy()
        handing.forget(self.place)
