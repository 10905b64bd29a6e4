"""The locks as data: what is pinned, on which machine, and why it is there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from installer.bundle import ROOT

REQUIREMENTS = ROOT / "requirements"

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?: ; ([^\\]+?))?(?: \\)?$")
_HASH = re.compile(r"^    --hash=sha256:([0-9a-f]{64})(?: \\)?$")
_VIA = re.compile(r"^    #   (?:via )?(\S.*)$|^    # via(?: (\S.*))?$")

LINUX, ARM, WINDOWS = "linux-x86_64", "linux-aarch64", "windows-amd64"
MACHINES: Mapping[str, Mapping[str, str]] = {
    LINUX: {"sys_platform": "linux", "platform_machine": "x86_64", "platform_system": "Linux", "os_name": "posix"},
    ARM: {"sys_platform": "linux", "platform_machine": "aarch64", "platform_system": "Linux", "os_name": "posix"},
    WINDOWS: {"sys_platform": "win32", "platform_machine": "AMD64", "platform_system": "Windows", "os_name": "nt"},
}
"""What the markers of the locks ask, by the machines the desk is made for."""

_PYTHON = {
    "python_version": "3.11",
    "python_full_version": "3.11.2",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
}


@dataclass(frozen=True, slots=True)
class Pin:
    """One pinned package: its marker ("" for every machine), the digests of its files, and what asked for it: names of
    packages, or "-r FILE.in"."""

    name: str
    version: str
    marker: str
    digests: tuple[str, ...]
    asked_by: tuple[str, ...]


def read(lock: Path) -> tuple[Pin, ...]:
    """The pins of a lock in its order. Raises ValueError for a line that is none."""
    found: list[Pin] = []
    head: tuple[str, str, str] | None = None
    digests: list[str] = []
    asked: list[str] = []
    for line in [*lock.read_text(encoding="utf-8").splitlines(), ""]:
        if head is not None and not line.startswith("    "):
            found.append(Pin(*head, tuple(digests), tuple(asked)))
            head, digests, asked = None, [], []
        if pin := _PIN.match(line):
            head = pin[1], pin[2], pin[3] or ""
        elif digest := _HASH.match(line):
            digests.append(digest[1])
        elif via := _VIA.match(line):
            asked += [name for name in via.groups() if name]
        elif line and not line.startswith("#"):
            raise ValueError(f"{lock.name}: {line}")
    return tuple(found)


def shipped(pins: tuple[Pin, ...], sources: frozenset[str], machine: str) -> tuple[Pin, ...]:
    """The pins that the `sources` ("app.in") ask for, themselves or through others, on a machine; by name."""
    here = [pin for pin in pins if _holds(pin.marker, machine)]
    wanted = {f"-r {source}" for source in sources}
    while True:
        more = {pin.name for pin in here if wanted & set(pin.asked_by)} - wanted
        if not more:
            return tuple(sorted((pin for pin in here if pin.name in wanted), key=lambda pin: pin.name))
        wanted |= more


def _holds(marker: str, machine: str) -> bool:
    from packaging.markers import Marker

    return not marker or Marker(marker).evaluate({**_PYTHON, **MACHINES[machine]})
