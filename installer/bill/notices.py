"""What others made, for people: a table, and the texts of the licences, which travel with every installation."""

from __future__ import annotations

import platform
import re
import sys
import sysconfig
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from installer.bill import licences, pins
from installer.bill.licences import Part, chosen
from installer.bundle import ROOT

TEXTS = Path(__file__).with_name("texts")
_NAMES = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_LINE = "=" * 78
_HEAD = """qi-desk is under the Apache License 2.0. It stands on the work of others, listed here with the licence that
is made use of. Qt and what else is under the LGPL lies beside the program as libraries of their own, which may be
replaced by other builds of the same version; their sources are where the table says.
"""


def table(parts: Iterable[Part]) -> str:
    """The table in Markdown: what it is, its version, which licence is made use of, where it comes from."""
    cells = [
        (part.name, part.version, chosen(part.licence), part.within, part.origin)
        for part in sorted(parts, key=lambda part: (part.within != "", part.name.lower(), part.within, part.version))
    ]
    rows = [f"| {' | '.join(cell or '–' for cell in row)} |" for row in cells]
    return "\n".join(["| what | version | licence | inside | from |", "|---|---|---|---|---|", *rows]) + "\n"


def of_here() -> str:
    """What goes into the program frozen on this machine from what is installed here: the table and the texts."""
    machine = pins.WINDOWS if sys.platform == "win32" else f"linux-{platform.machine()}"
    held = pins.shipped(pins.read(pins.REQUIREMENTS / "run.lock"), frozenset({"app.in"}), machine)
    packages = [licences.of_pin(pin) for pin in held]
    inside = licences.carried({*(part.name for part in packages), "python", "resources"})
    licences.check([*packages, *inside])
    return f"{_HEAD}\n{table([*packages, *inside])}\n{texts(packages)}"


def texts(parts: Iterable[Part]) -> str:
    """The licence texts that the packages bring, and those that the Qt libraries are under, each once."""
    held: dict[str, list[str]] = {}
    for part in parts:
        for text in _of_package(part.name):
            held.setdefault(text, []).append(part.name)
    for file in sorted(TEXTS.glob("*.txt")):
        held.setdefault(_tidied(file.read_text(encoding="utf-8")), []).append(file.stem)
    for file in (
        *(Path(place) / "LICENSE.txt" for place in (sysconfig.get_path("stdlib"), sys.base_prefix)),
        ROOT / "resources" / "icons" / "LICENSE",
        *sorted((ROOT / "resources" / "fonts").glob("*.txt")),
    ):
        if file.is_file():
            name = "CPython" if file.name == "LICENSE.txt" else f"{file.parent.name}/{file.name}"
            held.setdefault(_tidied(file.read_text(encoding="utf-8")), []).append(name)
    parted = sorted((", ".join(sorted(set(names))), text) for text, names in held.items())
    return "\n".join(f"{_LINE}\n{names}\n{_LINE}\n\n{text}\n" for names, text in parted)


def _of_package(name: str) -> list[str]:
    try:
        files = metadata.files(name) or []
    except metadata.PackageNotFoundError:
        return []
    found = []
    for file in files:
        inside = file.parts[-1] if ".dist-info" not in file.parts[0] else "/".join(file.parts[1:])
        if ".dist-info" in file.parts[0] and _NAMES.search(inside):
            data = Path(str(file.locate())).read_bytes()
            found.append(_tidied(data.decode("utf-8", "replace")))
    return found


def _tidied(text: str) -> str:
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\f", "").split("\n")]
    return "\n".join(lines).strip()
