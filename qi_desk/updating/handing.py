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

_AS_ROOT = """
place=$(mktemp -d) && trap 'rm -rf "$place"' EXIT && chmod 755 "$place" || exit 1
cp -- "$1" "$place/qi-desk.deb" || exit 1
echo "$2  $place/qi-desk.deb" | sha256sum --check --status || exit 98
apt-get install --yes "$place/qi-desk.deb"
"""
"""The package lies in a folder of the person's, where another program of theirs could swap it: what is installed is a
copy out of their reach, compared once more."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A package given to the system: `ended` is what its tool answered, None while it was not heard of."""

    version: str
    file: str = ""
    sha256: str = ""
    ended: int | None = None


def command_for(package: Path, sha256: str) -> tuple[str, ...]:
    """What has the system's package tools install a package that is still the one that was checked."""
    return ("pkexec", "/bin/sh", "-c", _AS_ROOT, "qi-desk", str(package), sha256)


def typed(way: str, package: Path) -> str:
    """The line an administrator types."""
    return shlex.join(("sudo", "apt-get", "install", "--yes", str(package))) if way == DEB else str(package)


def check_possible(way: str, package: Path) -> None:
    """Raises NotAllowed("update.by_administrator") with the `command` where this session has no way to ask for the
    administrator's password."""
    if way == DEB and (shutil.which("pkexec") is None or shutil.which("apt-get") is None):
        raise NotAllowed("update.by_administrator", command=typed(way, package))


def hand_over(package: Path, sha256: str) -> int | None:
    """Let the system install it, after the window has closed; what its tool answered, None for one that goes on by
    itself. Neither raises."""
    try:
        if sys.platform == "win32":
            # Through the shell, which asks the person whether it may change the computer.
            os.startfile(str(package))  # noqa: S606
            return None
        return subprocess.run(command_for(package, sha256), check=False, timeout=_APT_SECONDS).returncode
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
        name = Path(str(said["file"])).name
        return Handed(str(said["version"]), name, str(said["sha256"]), int(ended) if ended is not None else None)
    return None


def forget(folder: Path) -> None:
    """Somebody was told."""
    with suppress(OSError), file_errors():
        (folder / _FILE).unlink(missing_ok=True)
