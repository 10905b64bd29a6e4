"""Where a district of the simulator lives, and copies of it: a folder, or a folder and a PostgreSQL."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from qi_desk.district import office as offices
from qi_desk.district.office import Office
from tests.district.postgres import Cluster


@dataclass(frozen=True)
class Place:
    """A folder with the embedded store, or beside a database of `cluster`. Copied while nobody has it open."""

    folder: Path
    cluster: Cluster | None = None
    database: str = ""

    @staticmethod
    def fresh(folder: Path, cluster: Cluster | None) -> Place:
        """Where nothing is yet."""
        return Place(folder, cluster, cluster.database() if cluster else "")

    @property
    def url(self) -> str:
        """How the database is reached; empty for the embedded one."""
        return self.cluster.url(self.database) if self.cluster else ""

    def found(self) -> Office:
        """Make the district."""
        return offices.found(self.folder, self.url)

    def open(self) -> Office:
        """Open it."""
        return offices.opened(self.folder, self.url)

    def go_on(self) -> None:
        """Say that it was put back."""
        offices.go_on_after_restore(self.folder, self.url)

    def copied(self, folder: Path) -> Place:
        """A copy in another folder."""
        shutil.copytree(self.folder, folder)
        if self.cluster is None:
            return Place(folder)
        return Place(folder, self.cluster, self.cluster.database(self.database))
