"""How this program came onto this computer, and so how it can be replaced."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qi_desk import __version__
from qi_desk.domain.updates import DEB, FOLDER, WINDOWS, Running
from qi_desk.updating.folder import CURRENT, ROOT_VARIABLE, FolderInstallation

DEB_FOLDER = Path("/opt/apps/qi-desk/files")
_DPKG_LIST = Path("/var/lib/dpkg/info/qi-desk.list")
_MACHINES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}


@dataclass(frozen=True, slots=True)
class Installed:
    """`way` is empty where the program is not installed by any of the ways it can be replaced in: a checkout, a wheel,
    an archive that was only unpacked. `folder` is there for the way of that name."""

    version: str
    platform: str
    way: str
    folder: FolderInstallation | None = None

    def running(self, schema: int) -> Running:
        """The same as a release's list is judged by."""
        return Running(self.version, self.platform, self.way, schema)


def here(
    executable: Path | None = None, *, frozen: bool | None = None, environment: Mapping[str, str] | None = None
) -> Installed:
    """The program that runs."""
    program = (executable or Path(sys.executable)).resolve()
    is_frozen = bool(getattr(sys, "frozen", False)) if frozen is None else frozen
    told = (os.environ if environment is None else environment).get(ROOT_VARIABLE, "")
    if told and (root := Path(told)).joinpath(CURRENT).is_file() and (root / "versions" / __version__).is_dir():
        return Installed(__version__, _platform(), FOLDER, FolderInstallation(root, __version__))
    if is_frozen and sys.platform == "win32":
        return Installed(__version__, _platform(), WINDOWS)
    if is_frozen and program.parent == DEB_FOLDER and _DPKG_LIST.is_file():
        return Installed(__version__, _platform(), DEB)
    return Installed(__version__, _platform(), "")


def _platform() -> str:
    machine = _MACHINES.get(platform.machine().lower(), platform.machine().lower())
    return f"windows-{'amd64' if machine == 'x86_64' else machine}" if sys.platform == "win32" else f"linux-{machine}"
