"""The port to what replaces the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from qi_desk.domain.errors import NotAllowed
from qi_desk.domain.updates import Manifest, Package, Remembered, Running


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What became of updates: the version that is started `next` time (empty: this one), the one that could not open
    the data and was `given_up`, the one handed to the system that did not come (`failed`), and the one that did
    (`arrived`)."""

    next: str = ""
    given_up: str = ""
    failed: str = ""
    arrived: str = ""


class Updates(Protocol):
    """The program on this computer, the shelf where updates wait, and the keys it believes."""

    @property
    def running(self) -> Running:
        """The program that runs; its way is empty where it is not replaced by itself."""
        ...

    def opened(self, data: bytes) -> Manifest:
        """What a list says whose signature holds. Raises BadFile, NotAllowed."""
        ...

    def known(self) -> Remembered:
        """The furthest list taken for good."""
        ...

    def remember(self, reached: Remembered) -> None:
        """Keep that. Raises StoreError kinds."""
        ...

    def offer(self) -> bytes:
        """The list that waits; empty if there is none."""
        ...

    def put_offer(self, data: bytes) -> None:
        """Let a list wait. Raises StoreError kinds."""
        ...

    def have(self, package: Package) -> int:
        """How much of a package is here."""
        ...

    def whole(self, package: Package) -> bool:
        """Whether all of it is."""
        ...

    def add(self, package: Package, offset: int, piece: bytes) -> int:
        """One more piece; how much is here. Raises BadFile("update.damaged"), StoreError kinds."""
        ...

    def lists_in(self, place: Path) -> tuple[bytes, ...]:
        """The lists in what a person pointed at. Raises Missing("update.none_here"), BadFile."""
        ...

    def take(self, place: Path, package: Package) -> None:
        """Copy a package that lies with its list. Raises Missing, BadFile, StoreError kinds."""
        ...

    def put_in(self, manifest: Manifest, package: Package, copy: str) -> None:
        """Put the version in beside this one and try it on a copy of the station, to be started next time. Raises as
        its parts."""
        ...

    def hand_over(self, manifest: Manifest, package: Package) -> str:
        """Make a checked package ready for the system to install once the window has closed; the line an administrator
        would type. Raises NotAllowed("update.by_administrator"), Missing, BadFile, StoreError kinds."""
        ...

    def typed(self, package: Package) -> str:
        """The line an administrator types, empty where nobody needs to."""
        ...

    def afterwards(self) -> Afterwards:
        """What became of the last ones."""
        ...

    def heard(self) -> None:
        """Somebody was told of it. What is no longer needed goes."""
        ...


class NoUpdates:
    """A program that is not replaced by itself."""

    @property
    def running(self) -> Running:
        """Nothing that could be."""
        return Running("0", "", "", 0)

    def opened(self, data: bytes) -> Manifest:
        """Raises NotAllowed("update.not_installed")."""
        raise NotAllowed("update.not_installed")

    def known(self) -> Remembered:
        """Nothing."""
        return Remembered()

    def remember(self, reached: Remembered) -> None:
        """Nothing to keep."""

    def offer(self) -> bytes:
        """None."""
        return b""

    def put_offer(self, data: bytes) -> None:
        """Raises NotAllowed("update.not_installed")."""
        raise NotAllowed("update.not_installed")

    def have(self, package: Package) -> int:
        """Nothing."""
        return 0

    def whole(self, package: Package) -> bool:
        """Never."""
        return False

    def add(self, package: Package, offset: int, piece: bytes) -> int:
        """Raises NotAllowed("update.not_installed")."""
        raise NotAllowed("update.not_installed")

    def lists_in(self, place: Path) -> tuple[bytes, ...]:
        """Raises NotAllowed("update.not_installed")."""
        raise NotAllowed("update.not_installed")

    def take(self, place: Path, package: Package) -> None:
        """Raises NotAllowed("update.not_installed")."""
        raise NotAllowed("update.not_installed")

    def put_in(self, manifest: Manifest, package: Package, copy: str) -> None:
        """Raises NotAllowed("update.not_installed")."""
        raise NotAllowed("update.not_installed")

    def hand_over(self, manifest: Manifest, package: Package) -> str:
        """Raises NotAllowed("update.not_installed")."""
        raise NotAllowed("update.not_installed")

    def typed(self, package: Package) -> str:
        """Nothing."""
        return ""

    def afterwards(self) -> Afterwards:
        """Nothing."""
        return Afterwards()

    def heard(self) -> None:
        """Nothing to tell."""
