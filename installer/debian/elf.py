"""Programs and libraries of a bundle: what each needs, which nobody needs, how new a glibc they ask for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

MAGIC = b"\x7fELF"


@dataclass(frozen=True, slots=True)
class Elf:
    """One file as objdump tells of it; `glibc` is the highest version of glibc's symbols it asks for."""

    path: str
    soname: str
    needed: tuple[str, ...]
    glibc: tuple[int, ...]


def is_elf(file: Path) -> bool:
    """Whether the file is a program or a library of this system."""
    if file.is_symlink() or not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(4) == MAGIC


def read(told: str) -> tuple[Elf, ...]:
    """What `objdump -p FILE...` printed, file by file."""
    parts = re.split(r"(?m)^(.+):\s+file format .*$", told)[1:]
    return tuple(_one(path, text) for path, text in zip(parts[::2], parts[1::2], strict=True))


def _one(path: str, text: str) -> Elf:
    soname = re.search(r"(?m)^\s+SONAME\s+(\S+)", text)
    needed = tuple(re.findall(r"(?m)^\s+NEEDED\s+(\S+)", text))
    # Only what is asked for: a library that defines such versions itself lists them elsewhere.
    asked = text.partition("Version References:")[2]
    versions = [tuple(map(int, found.split("."))) for found in re.findall(r"\bGLIBC_(\d+(?:\.\d+)+)", asked)]
    return Elf(path, soname.group(1) if soname else "", needed, max(versions, default=()))


def orphans(found: Iterable[Elf], kept: Collection[str]) -> tuple[str, ...]:
    """Libraries that nothing left needs, and those only they need, in turn. `kept` names those that are loaded by name;
    modules of Python and plugins of Qt are nobody's library and stay."""
    left = {one.path: one for one in found}
    gone: list[str] = []
    while loose := sorted(path for path in left if _loose(path, left, kept)):
        gone += loose
        for path in loose:
            del left[path]
    return tuple(gone)


def _loose(path: str, left: Mapping[str, Elf], kept: Collection[str]) -> bool:
    if not is_library(path) or Path(path).name in kept:
        return False
    names = {Path(path).name, left[path].soname}
    return not any(names & set(other.needed) for name, other in left.items() if name != path)


def is_library(path: str) -> bool:
    """Whether a file is there for others to be linked with: libsomething.so.1, not a module or a plugin."""
    place = Path(path)
    return "plugins" not in place.parts and re.fullmatch(r"lib[^/]+\.so(\.\d+)*", place.name) is not None


def missing(told: str) -> tuple[str, ...]:
    """The libraries `ldd` did not find."""
    return tuple(sorted(set(re.findall(r"(?m)^\s*(\S+) => not found", told))))


def outside(told: str, bundle: str) -> frozenset[str]:
    """The files that `ldd` found outside the folder `bundle`."""
    found = re.findall(r"(?m)^\s*(?:\S+ => )?(/\S+) \(0x[0-9a-f]+\)", told)
    return frozenset(path for path in found if not path.startswith(bundle.rstrip("/") + "/"))


def newest(found: Iterable[Elf]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The highest glibc any file asks for, and the files that do."""
    every = tuple(found)
    highest = max((one.glibc for one in every), default=())
    return highest, tuple(sorted(one.path for one in every if highest and one.glibc == highest))
