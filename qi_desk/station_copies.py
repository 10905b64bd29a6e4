"""The copies of an open station, joined from what storage can do: where they go, which may go, how one is tried out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qi_desk.domain import backups as rules
from qi_desk.domain.errors import Missing, StoreDamaged, StoreReadOnly
from qi_desk.services.backups import FOLDER
from qi_desk.services.copies_port import Kept
from qi_desk.storage import backups

if TYPE_CHECKING:
    from qi_desk.domain.backups import Backup
    from qi_desk.services.ports import Clock, Settings
    from qi_desk.storage.opening import Place


def beside(folder: Path) -> Path:
    """Where copies go unless another folder is chosen: next to the station's own."""
    return folder.with_name(f"{folder.name}-backups")


@dataclass(frozen=True, slots=True)
class StationCopies:
    """See `services.copies_port.Copies`. `keys` are the station's key and those before it, the newest first."""

    place: Place
    keys: tuple[bytes, ...]
    station: str
    settings: Settings
    clock: Clock

    def wanted(self) -> tuple[str, bool]:
        target = self._target()
        return str(target), target == beside(self.place.folder) or target.is_dir()

    def kept(self) -> tuple[Kept, ...]:
        own = beside(self.place.folder)
        targets = dict.fromkeys((self._target(), own))
        found = [
            Kept(one, str(target), target == own) for target in targets for one in backups.kept(self._shelf(target))
        ]
        return tuple(sorted(found, key=lambda one: one.backup.made_at, reverse=True))

    def make(self, why: str) -> Kept:
        from qi_desk.security import keyslots

        own, target = beside(self.place.folder), self._target()
        carried = keyslots.for_copies(self.place.folder, self.keys[0])
        source = backups.Source(self.place.folder, self.keys[0], self.place.db_id, self.station, carried)
        now = self.clock.now()
        if target != own and not target.is_dir():
            target = own
        try:
            made = backups.make(source, self._shelf(target), why, now)
        except StoreReadOnly:
            if target == own:
                raise
            target = own
            made = backups.make(source, self._shelf(target), why, now)
        shelf = self._shelf(target)
        backups.clear(shelf, rules.outworn(backups.kept(shelf), now))
        return Kept(made, str(target), target == own)

    def try_out(self, name: str) -> Backup:
        from qi_desk.readings import readings
        from qi_desk.storage.opening import Place, open_store

        with self.laid_out(name) as (found, station, key):
            trial = Place(station, station.with_name("state"), self.place.db_id)
            opened = open_store(trial, key, readings(), self.clock)
            try:
                if opened.store.chain_break() is not None:
                    raise StoreDamaged("backup.damaged", file=self.place.file.name)
            finally:
                opened.store.close()
        return found

    @contextmanager
    def laid_out(self, name: str) -> Iterator[tuple[Backup, Path, bytes]]:
        """A copy put in place in a folder that goes afterwards: what it is, that folder, and its key. Raises Missing,
        StoreError kinds."""
        folder = self._folder_of(name)
        with tempfile.TemporaryDirectory(prefix="qi-desk-trial-", dir=self.place.folder.parent) as temporary:
            station = Path(temporary) / "station"
            key = next((one for one in self.keys if backups.sealed_by(folder, one)), self.keys[0])
            yield backups.put_back(folder, key, station, self.clock.now(), back=False), station, key

    def look_over(self) -> tuple[str, ...]:
        from qi_desk.storage.opening import inspect

        return inspect(self.place, self.keys[0])

    def _target(self) -> Path:
        chosen = str(self.settings.get(FOLDER))
        return Path(chosen) if chosen else beside(self.place.folder)

    def _shelf(self, target: Path) -> Path:
        return backups.shelf_of(target, self.station, self.place.db_id)

    def _folder_of(self, name: str) -> Path:
        for one in self.kept():
            if one.backup.name == name:
                return self._shelf(Path(one.place)) / name
        raise Missing("backup.none", folder=name)
