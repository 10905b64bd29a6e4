"""Under which licence everything shipped stands, and whether it may be shipped.

Licences are SPDX expressions. What a package says of itself in its metadata is taken where that is one; for all else,
and for what a package carries inside, somebody looked, and licences.toml holds what was found. Nothing is guessed: a
package neither says nor the table knows stops the release.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from installer.bill.pins import Pin

TABLE = Path(__file__).with_name("licences.toml")

ALLOWED = frozenset(
    {
        *("0BSD", "AFL-2.1", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0"),
        *("blessing", "bzip2-1.0.6", "CC0-1.0", "FTL", "HPND", "ICU", "IJG", "ISC", "libpng-2.0", "libtiff", "MIT"),
        *("MIT-0", "MIT-CMU", "MPL-2.0", "NCSA", "OFL-1.1", "OLDAP-2.8", "PostgreSQL", "PSF-2.0", "Unicode-3.0"),
        *("BSD-Attribution-HPND-disclaimer", "Unlicense", "X11", "Zlib"),
        # Dynamically linked, each in a file of its own that anybody can replace; the texts travel along.
        *("LGPL-2.0-or-later", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later"),
        # What these exceptions are for: a program made with the tool is not under the tool's licence.
        *("GPL-2.0-or-later WITH Bootloader-exception", "GPL-3.0-or-later WITH GCC-exception-3.1"),
        # Not free, but given to be passed on beside programs made with it.
        "LicenseRef-Microsoft-Redistributable",
    }
)
"""What may be shipped. GPL and AGPL are not in it, and a licence nobody thought of is not either."""


class NotAllowed(Exception):
    """Something may not be shipped, or nobody knows whether it may: all of it, one line each."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something somebody else made: its licence as an SPDX expression, and where it comes from. `files` are patterns of
    the files that are it inside an installation; `within` names the package that carries it."""

    name: str
    version: str
    licence: str
    origin: str
    files: tuple[str, ...] = ()
    within: str = ""


def chosen(licence: str) -> str:
    """What is made use of among the alternatives of an expression: "MIT OR GPL-2.0-only" is "MIT". Raises NotAllowed
    where no alternative is allowed whole."""
    for alternative in re.split(r"\s+OR\s+", licence.strip().strip("()")):
        terms = [term.strip().strip("()") for term in re.split(r"\s+AND\s+", alternative)]
        if all(term in ALLOWED for term in terms):
            return " AND ".join(terms)
    raise NotAllowed(f"not allowed: {licence or 'no licence'}")


def of_pin(pin: Pin) -> Part:
    """A pinned package with its licence. Raises NotAllowed where neither the table nor its metadata tells."""
    told = _table()["package"].get(pin.name, {})
    licence, origin = told.get("licence", ""), told.get("origin", "")
    try:
        said = metadata.metadata(pin.name)
    except metadata.PackageNotFoundError:
        said = None
    if said is not None:
        licence = licence or said.get("License-Expression", "")
        origin = origin or _home(said.get_all("Project-URL") or [], said.get("Home-page", ""))
    if not licence:
        raise NotAllowed(f"{pin.name} {pin.version}: its licence is not known; look, and write it into {TABLE.name}")
    return Part(pin.name, pin.version, licence, origin)


def carried(within: Iterable[str] = ()) -> tuple[Part, ...]:
    """What is inside an installation besides the pinned packages, and inside those; with names of packages and places
    ("python", "resources") only what is inside them."""
    names = set(within)
    parts = (
        Part(
            one["name"],
            str(one.get("version", "")),
            one["licence"],
            one.get("origin", ""),
            tuple(one.get("files", ())),
            one["within"],
        )
        for one in _table()["carried"]
    )
    return tuple(part for part in parts if not names or part.within in names)


def found_in(owners: Iterable[Part], pins: Iterable[Pin]) -> tuple[Part, ...]:
    """What an installation carries: the parts whose libraries were found in it, and what is built into those, or lies
    among the data."""
    there, names = set(owners), {pin.name for pin in pins}
    return tuple(part for part in carried({*names, "python", "resources"}) if part in there or not part.files)


def check(parts: Iterable[Part]) -> None:
    """Raises NotAllowed naming every part that may not be shipped."""
    bad = []
    for part in parts:
        try:
            chosen(part.licence)
        except NotAllowed as error:
            bad.append(f"{part.name} {part.version}: {error}")
    if bad:
        raise NotAllowed("\n".join(bad))


def check_tree(tree: Path, pins: Iterable[Pin]) -> Mapping[str, Part]:
    """Whose every native library of a frozen folder is, by its path in it; libraries are what linking is about. Raises
    NotAllowed naming each that is nobody's, or that may not be shipped."""
    known = [part for part in carried() if part.files]
    names = {pin.name for pin in pins}
    owners: dict[str, Part] = {}
    bad = []
    for file in sorted(tree.rglob("*")):
        if file.is_symlink() or not file.is_file() or not _is_library(file):
            continue
        place = file.relative_to(tree).as_posix()
        gpl = next((one for one in _table()["refused"] if _is_any(place, one["files"])), None)
        if gpl is not None:
            bad.append(f"{place}: {gpl['name']}: not allowed: {gpl['licence']}")
            continue
        owner = next((part for part in known if _is_any(place, part.files)), None)
        if owner is None or owner.within not in {*names, "python"}:
            bad.append(f"{place}: nobody knows whose it is")
            continue
        owners[place] = owner
        try:
            chosen(owner.licence)
        except NotAllowed as error:
            bad.append(f"{place}: {owner.name}: {error}")
    if bad:
        raise NotAllowed("\n".join(bad))
    return owners


def _is_any(place: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(place, pattern) for pattern in patterns)


def _is_library(file: Path) -> bool:
    with file.open("rb") as opened:
        begins = opened.read(4)
    return begins == b"\x7fELF" or (begins[:2] == b"MZ" and file.suffix.lower() in (".dll", ".pyd", ".exe"))


def _home(listed: list[str], page: str) -> str:
    given = dict(re.split(r",\s*", one, maxsplit=1) for one in listed if "," in one)
    lowered = {name.lower(): address for name, address in given.items()}
    wanted = ("source", "source code", "repository", "code", "github", "homepage", "home", "documentation")
    return next((lowered[name] for name in wanted if name in lowered), page or next(iter(lowered.values()), ""))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))
