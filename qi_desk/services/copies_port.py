"""The port to the copies of a station."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from qi_desk.domain.backups import Backup
from qi_desk.domain.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy and where it lies; `inside` means the disk of this PC, which dies with it."""

    backup: Backup
    place: str
    inside: bool


class Copies(Protocol):
    """Makes and keeps the copies of the open station."""

    def wanted(self) -> tuple[str, bool]:
        """The folder copies should go to, and whether it can be reached now."""
        ...

    def kept(self) -> tuple[Kept, ...]:
        """The copies within reach, the newest first."""
        ...

    def make(self, why: str) -> Kept:
        """Make one, prove it, and let those go that are outworn. Where the folder wanted can't be reached it goes
        beside the station. Raises StoreError kinds."""
        ...

    def try_out(self, name: str) -> Backup:
        """Restore a copy into a folder of its own, open it as a station is opened, throw that away. Raises Missing,
        StoreError kinds."""
        ...

    def look_over(self) -> tuple[str, ...]:
        """Look at every page of the open station; codes of what does not hold."""
        ...


class NoCopies:
    """Where nothing can be copied: a station that is only being tried out in tests."""

    def wanted(self) -> tuple[str, bool]:
        """Nowhere."""
        return "", False

    def kept(self) -> tuple[Kept, ...]:
        """None."""
        return ()

    def make(self, why: str) -> Kept:
        """Raises NotAllowed("backup.nowhere")."""
        raise NotAllowed("backup.nowhere")

    def try_out(self, name: str) -> Backup:
        """Raises NotAllowed("backup.nowhere")."""
        raise NotAllowed("backup.nowhere")

    def look_over(self) -> tuple[str, ...]:
        """Nothing to look at."""
        return ()
