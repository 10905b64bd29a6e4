"""A desk whose program is installed in a folder, with the keys of a test in the place of the shipped ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from qi_desk.domain.errors import NotAllowed
from qi_desk.domain.updates import FOLDER
from qi_desk.security import update_signing
from qi_desk.storage.engine import SCHEMA
from qi_desk.updating.folder import FolderInstallation
from qi_desk.updating.installed import Installed
from qi_desk.updating.marks import UpdateMarks
from qi_desk.updating.program import ProgramUpdates
from qi_desk.updating.trial import try_out
from tests.support.releases import PLATFORM, Signer
from tests.support.stations import Bench

Tried = list[tuple[str, str]]


def simple_trial(tried: Tried) -> Callable[[str, Path, str], None]:
    """Lets the version prove itself, without a copy; notes which copy it was meant for."""

    def trial(copy: str, program: Path, version: str) -> None:
        tried.append((copy, version))
        try_out(program, version)

    return trial


def never(copy: str, program: Path, version: str) -> None:
    """A trial that nothing passes."""
    raise NotAllowed("update.trial_failed", why="never", version=version)


def updates_of(
    bench: Bench,
    folder: FolderInstallation | None,
    signer: Signer,
    trial: Callable[[str, Path, str], None],
    *,
    way: str = FOLDER,
    version: str = "0.1.0",
) -> ProgramUpdates:
    """What replaces the program of this desk."""
    station = bench.door.folder
    place = station.parent
    marks = UpdateMarks([place / "state", station, *([folder.root] if folder else [])])
    installed = Installed(version, PLATFORM, way, folder)

    def opened(data: bytes) -> object:
        return update_signing.opened(data, [signer.trusted()])

    return ProgramUpdates(installed, SCHEMA, place / "updates", marks, opened, trial)  # type: ignore[arg-type]


def fit(bench: Bench, updates: ProgramUpdates) -> Bench:
    """Let the desk have them."""
    bench.house = replace(bench.house, updates=updates)
    return bench
