"""Whose work travels in the packages, and under which licence: the copyright file and the texts beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from installer.bundle import ROOT
from installer.debian.roots import NotDone, Root

_TEXT = re.compile(r"(?i)^(licen[cs]e|copying|notice|copyright|authors)")
_LICENSE_CLASSIFIER = "License :: OSI Approved :: "
_KNOWN = {
    # Its metadata names none: its own text is zlib's, and it carries SQLCipher and OpenSSL.
    "sqlcipher3": "Zlib AND BSD-3-Clause AND Apache-2.0",
    # The exception is for just this: programs frozen with it may be under any licence.
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
}


@dataclass(frozen=True, slots=True)
class Component:
    """One work inside the packages; `texts` are the files of its licence."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]


def components(root: Root, bundle: Path) -> tuple[Component, ...]:
    """Everything in the frozen folder that is not ours. Raises NotDone for a part whose licence is not to be found."""
    found = [*_wheels(root.path("/opt/venv/lib/python3.11/site-packages")), *_runtime(root), *_system(root, bundle)]
    nameless = [one.name for one in found if not one.licence]
    if nameless:
        raise NotDone(f"no licence is told by {', '.join(nameless)}")
    return tuple(sorted(found, key=lambda one: one.name.lower()))


def _wheels(place: Path) -> Iterator[Component]:
    """The wheels the program asks for, and those they ask for."""
    every = {_plain(one.metadata["Name"]): one for one in metadata.distributions(path=[str(place)])}
    lines = (ROOT / "requirements" / "app.in").read_text(encoding="utf-8").splitlines()
    asked = [Requirement(line) for line in lines if line and not line.startswith("#")]
    seen: set[str] = set()
    while asked:
        wish = asked.pop()
        name = _plain(wish.name)
        if name in seen or name not in every or (wish.marker and not wish.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        one = every[name]
        asked += [Requirement(line) for line in one.requires or ()]
        yield Component(one.metadata["Name"], one.version, _licence(one), tuple(_texts(one)))
    pyinstaller = every["pyinstaller"]
    yield Component("PyInstaller (starter)", pyinstaller.version, _licence(pyinstaller), tuple(_texts(pyinstaller)))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(one: metadata.Distribution) -> str:
    about = one.metadata
    if known := _KNOWN.get(_plain(about["Name"])):
        return known
    told = about.get("License-Expression") or ""
    if not told:
        classes = about.get_all("Classifier") or []
        named = [line.removeprefix(_LICENSE_CLASSIFIER) for line in classes if line.startswith(_LICENSE_CLASSIFIER)]
        told = " / ".join(named)
    return told or (about.get("License") or "").strip().partition("\n")[0]


def _texts(one: metadata.Distribution) -> Iterator[Path]:
    for file in one.files or ():
        if ".dist-info" in file.parts[0] and (_TEXT.match(file.name) or "licenses" in file.parts):
            place = Path(str(one.locate_file(file)))
            if place.is_file():
                yield place


def _runtime(root: Root) -> Iterator[Component]:
    python = root.path("/opt/python")
    version = root.run("/opt/python/bin/python3.11", "-c", "import sys; print(sys.version.split()[0])").strip()
    told = root.run("/opt/python/bin/python3.11", "-c", "import ssl; print(ssl.OPENSSL_VERSION.split()[1])").strip()
    yield Component("CPython", version, "PSF-2.0", (python / "lib" / "python3.11" / "LICENSE.txt",))
    yield Component("OpenSSL", told, "Apache-2.0", (python / "share" / "openssl-LICENSE.txt",))


def _system(root: Root, bundle: Path) -> Iterator[Component]:
    """Libraries of the build system that were taken into the folder."""
    packages: set[str] = set()
    for file in sorted((bundle / "_internal").glob("lib*.so*")):
        place = root.path(f"/usr/lib/x86_64-linux-gnu/{file.name}")
        if file.is_symlink() or not place.exists():
            continue
        packages.add(_owner(root, f"/usr/lib/x86_64-linux-gnu/{file.name}"))
    for name in sorted(packages):
        version = root.run("dpkg-query", "-W", "-f", "${Version}", name)
        text = root.path(f"/usr/share/doc/{name.partition(':')[0]}/copyright")
        yield Component(f"{name.partition(':')[0]} (Debian)", version, "see its copyright file", (text,))


def _owner(root: Root, path: str) -> str:
    for place in (path, path.removeprefix("/usr")):
        try:
            return root.run("dpkg", "-S", place).partition(": ")[0].partition(",")[0]
        except NotDone:
            continue
    raise NotDone(f"no package owns {path}")


HEAD = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: qi-desk
Comment: The program and its resources are under the Apache License 2.0, whose text is in
 /usr/share/common-licenses/Apache-2.0. It travels with the works named below, each under its own licence; the texts
 are in the folder licences beside this file. Qt and PySide6 are used under the LGPL 3: their libraries lie as files
 of their own in /opt/apps/qi-desk/files/_internal/PySide6, where they can be replaced; the text is in
 /usr/share/common-licenses/LGPL-3, their sources at https://download.qt.io/.

Files: *
Copyright: the authors of qi-desk
License: Apache-2.0
"""


def told(found: Iterable[Component]) -> str:
    """The copyright file."""
    parts = [f"Comment: {one.name} {one.version}\nLicense: {one.licence}\n" for one in found]
    return HEAD + "\n" + "\n".join(parts)


def lay_down(found: Iterable[Component], folder: Path) -> None:
    """Write the copyright file and the texts into a package's doc folder."""
    every = tuple(found)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "copyright").write_text(told(every), encoding="utf-8")
    for one in every:
        for number, text in enumerate(one.texts):
            name = re.sub(r"[^A-Za-z0-9.+-]+", "-", one.name).strip("-")
            place = folder / "licences" / name / (text.name if number == 0 else f"{number}-{text.name}")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.read_bytes())
