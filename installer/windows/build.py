"""Makes the installer for Windows: `python -m installer.windows.build --out DIR`.

Freezing needs Windows (PyInstaller cannot do it from elsewhere); with `--tree DIR` a frozen folder is only packed,
which makensis does on any system. `--sign COMMAND` signs the executables, the installer and the uninstaller: the file's
name is put behind the command.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from installer.bundle import ROOT
from installer.windows import LEFT_WITHOUT_USER, PROGRAMS, THIRD_PARTY

HERE = Path(__file__).resolve().parent
SCRIPT = HERE / "qi-desk.nsi"
MAKENSIS = ("makensis", r"C:\Program Files (x86)\NSIS\makensis.exe")


class NotDone(Exception):
    """A step that failed, with what to do about it."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: the version, where icon and resources are made, where the installer goes, how it is signed."""

    version: str
    made: Path
    out: Path
    sign: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Build; prints the installer's path. 0, or 1 with the reason on stderr."""
    from qi_desk import __version__

    top = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    top.add_argument("--out", type=Path, required=True, metavar="DIR")
    top.add_argument("--tree", type=Path, metavar="DIR", help="a frozen folder to pack, made on Windows before")
    top.add_argument("--version", default=__version__)
    top.add_argument("--sign", default="", metavar="COMMAND")
    options = top.parse_args(arguments)
    order = Order(options.version, ROOT / "build" / "windows", options.out.resolve(), options.sign)
    try:
        tree = options.tree or freeze(order)
        print(pack(order, tree.resolve()))
    except NotDone as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def prepare(order: Order) -> None:
    """Make the icon and what Windows shows of the executables."""
    from installer.windows import icon, version_resource

    order.made.mkdir(parents=True, exist_ok=True)
    icon.write(order.made / "qi-desk.ico")
    for name in PROGRAMS:
        told = version_resource.text(order.version, name)
        (order.made / f"{name}.version").write_text(told, encoding="utf-8")


def freeze(order: Order) -> Path:
    """The frozen folder, its executables signed. Raises NotDone anywhere but on Windows, or when a step fails."""
    if sys.platform != "win32":
        raise NotDone("Freezing for Windows needs Windows; give a folder frozen there with --tree.")
    from installer.bill import notices

    prepare(order)
    words = ("--noconfirm", "--clean", "--distpath", str(order.made / "dist"), "--workpath", str(order.made / "work"))
    # What Python makes in no order of its own is made the same each time.
    settled = {"QI_DESK_MADE": str(order.made), "PYTHONHASHSEED": "0"}
    _run([sys.executable, "-m", "PyInstaller", *words, str(HERE / "qi_desk.spec")], settled)
    tree = order.made / "dist" / "qi-desk"
    for pattern in LEFT_WITHOUT_USER:
        for file in tree.rglob(pattern):
            file.unlink()
    (tree / THIRD_PARTY).write_text(notices.of_here(), encoding="utf-8-sig", newline="\r\n")
    for name in PROGRAMS:
        if order.sign:
            # A line, as Windows takes it and makensis, too: nobody else's rules for quotes.
            _run(f'{order.sign} "{tree / name}.exe"')
    return tree


def pack(order: Order, tree: Path, *, target: str = "x86-unicode") -> Path:
    """The installer over a frozen folder. Raises NotDone for a folder that is not one, without makensis, or when
    makensis is not content."""
    for name in PROGRAMS:
        if not (tree / f"{name}.exe").is_file():
            raise NotDone(f"{tree} is no frozen desk: {name}.exe is not in it.")
    makensis = next(filter(None, map(shutil.which, MAKENSIS)), None)
    if makensis is None:
        raise NotDone("makensis is missing: apt-get install nsis, or NSIS from its makers on Windows.")
    prepare(order)
    order.out.mkdir(parents=True, exist_ok=True)
    made = order.out / f"qi-desk-{order.version}-windows-amd64.exe"
    given = {
        "VERSION": order.version,
        "TREE": str(tree),
        "ICON": str(order.made / "qi-desk.ico"),
        "OUT": str(made),
        "TARGET": target,
        **({"SIGN": order.sign} if order.sign else {}),
    }
    # -WX: a warning of makensis is a mistake of ours.
    _run(
        [
            makensis,
            "-WX",
            "-V2",
            "-INPUTCHARSET",
            "UTF8",
            *(f"-D{name}={word}" for name, word in given.items()),
            str(SCRIPT),
        ]
    )
    return made


def _run(command: str | Sequence[str], settled: dict[str, str] | None = None) -> None:
    if subprocess.run(command, cwd=ROOT, env=os.environ | (settled or {}), check=False).returncode:
        name = "Signing" if isinstance(command, str) else Path(command[0]).name
        raise NotDone(f"{name} failed.")


if __name__ == "__main__":
    sys.exit(main())
