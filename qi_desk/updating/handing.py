"""Handing a checked package to who may install it: the system's package tools, or Windows' own installer. Neither is
started while the window is open: its files would change under it."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from qi_desk.domain.errors import UNREADABLE, NotAllowed
from qi_desk.domain.updates import DEB
from qi_desk.durable_files import file_errors, write_atomic

_FILE = "handed.json"
_APT_SECONDS = 1800


@dataclass(frozen=True, slots=True)
class Handed:
    """A package given to the system: `ended` is what its tool answered, None while it was not heard of."""

    version: str
    file: str = ""
    ended: int | None = None


def command_for(way: str, package: Path, *, root: bool = False) -> tuple[str, ...]:
    """What installs a package; `root` where an administrator types it."""
    if way == DEB:
        return ("sudo" if root else "pkexec", "apt-get", "install", "--yes", str(package))
    return (str(package),)


def typed(way: str, package: Path) -> str:
    """The line an administrator types."""
    return shlex.join(command_for(way, package, root=True)) if way == DEB else str(package)


def check_possible(way: str, package: Path) -> None:
    """Raises NotAllowed("update.by_administrator") with the `command` where this session has no way to ask for the
    administrator's password."""
    if way == DEB and (shutil.which("pkexec") is None or shutil.which("apt-get") is None):
        raise NotAllowed("update.by_administrator", command=typed(way, package))


def hand_over(way: str, package: Path) -> int | None:
    """Let the system install it, after the window has closed; what its tool answered, None for one that goes on by
    itself. Neither raises."""
    try:
        if sys.platform == "win32":
            # Through the shell, which asks the person whether it may change the computer.
            os.startfile(str(package))  # noqa: S606
            return None
        return subprocess.run(command_for(way, package), check=False, timeout=_APT_SECONDS).returncode
    except (OSError, subprocess.SubprocessError):
        return -1


def start_again() -> None:
    """Start the program anew, whichever version it is now; this process goes on to its end."""
    with suppress(OSError):
        subprocess.Popen([sys.executable], start_new_session=True)


def note(folder: Path, handed: Handed) -> None:
    """Keep what was handed over, for the next start. Raises StoreError kinds."""
    write_atomic(folder / _FILE, json.dumps(asdict(handed)).encode())


def noted(folder: Path) -> Handed | None:
    """What was handed over last."""
    with suppress(OSError, *UNREADABLE):
        said = json.loads((folder / _FILE).read_bytes())
        ended = said["ended"]
        return Handed(str(said["version"]), Path(str(said["file"])).name, int(ended) if ended is not None else None)
    return None


def forget(folder: Path) -> None:
    """Somebody was told."""
    with suppress(OSError), file_errors():
        (folder / _FILE).unlink(missing_ok=True)
