"""Makes everything that is given out, from the last commit: `python -m installer.release --out DIR`.

Wheel and sdist, the packages and the archive for Debian-family desktops, the district's package, the installer for
Windows where a frozen folder is at hand; a bill of materials each, the notices, SHA256SUMS. Nothing is made from what
is not committed, and nothing that may not be shipped gets out. `--twice` makes it all a second time and says what
differs. With `--key` the list of updates is signed.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from installer import twice
from installer.bill import licences, notices, pins, sbom
from installer.bundle import ROOT

SUMS = "SHA256SUMS"
UPDATES = (
    "linux-x86_64:folder:*-linux-x86_64.tar.xz",
    "linux-x86_64:deb:qi-desk_*_amd64.deb",
    "windows-amd64:windows:*-windows-amd64.exe",
)
DESK = frozenset({"app.in"})
DISTRICT = frozenset({"app.in", "district.in"})


class NotDone(Exception):
    """A step that failed, with what to do about it."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to make: the version and the moment of the last commit, the committed files laid out, where to put what is
    made, and a folder frozen on Windows, if there is one."""

    version: str
    epoch: int
    source: Path
    out: Path
    windows: Path | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a release; says what was made and what was left out. 0, or 1 with the reason on stderr."""
    options = _options().parse_args(arguments)
    try:
        order = _ordered(options)
        make(order, options.steps)
        if options.twice:
            again = Order(order.version, order.epoch, order.source, ROOT / "build" / "release" / "again", order.windows)
            make(again, options.steps)
            told = twice.differences(order.out, again.out)
            print("\n".join(told) or "Twice the same, byte by byte.")
            if told:
                return 1
        if options.key is not None:
            _sign(order, options)
            _sums(order.out)
    except (NotDone, licences.NotAllowed) as reason:
        print(reason, file=sys.stderr)
        return 1
    for file in sorted(order.out.iterdir()):
        print(f"{file.stat().st_size:>12,}  {file.name}")
    return 0


def _options() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="installer.release", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    top.add_argument("--out", type=Path, required=True, metavar="DIR", help="must be empty")
    top.add_argument("--steps", nargs="+", choices=tuple(STEPS), default=tuple(STEPS), help="default: all")
    top.add_argument("--windows-tree", type=Path, metavar="DIR", help="a folder frozen on Windows, to be packed")
    top.add_argument("--twice", action="store_true", help="make it again and compare")
    top.add_argument("--key", type=Path, metavar="FILE", help="signs the list of updates")
    top.add_argument("--passphrase-stdin", action="store_true", help="the key's passphrase is the first line of input")
    top.add_argument("--counter", type=int, metavar="N", help="higher than that of the last release")
    top.add_argument("--days", type=int, default=180, metavar="N", help="how long the list holds (180)")
    top.add_argument("--notes", type=Path, metavar="FILE", help="what is new, for those who are offered it")
    return top


def _ordered(options: argparse.Namespace) -> Order:
    from qi_desk import __version__

    if _git("status", "--porcelain").strip():
        raise NotDone("There are changes that are not committed: a release is made of commits.")
    if options.key is not None and (options.counter is None or options.notes is None):
        raise NotDone(
            "--key asks for --counter, so that no old list is offered again, and for --notes, which are read."
        )
    out = options.out.resolve()
    if out.exists() and any(out.iterdir()):
        raise NotDone(f"{out} is not empty.")
    source = ROOT / "build" / "release" / "source"
    shutil.rmtree(source.parent, ignore_errors=True)
    source.mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(_git_bytes("archive", "HEAD"))) as committed:
        committed.extractall(source, filter="data")
    return Order(__version__, int(_git("log", "-1", "--format=%ct")), source, out, options.windows_tree)


def make(order: Order, steps: Sequence[str]) -> None:
    """Make the steps into the order's folder, and the sums of all of it. Raises NotDone, NotAllowed."""
    order.out.mkdir(parents=True, exist_ok=True)
    for name in steps:
        print(f"== {name}", flush=True)
        STEPS[name](order)
    _sums(order.out)


def _wheel(order: Order) -> None:
    """Wheel and sdist, from the committed files only."""
    _run(
        order,
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "-t",
        "wheel",
        "-t",
        "sdist",
        "-d",
        str(order.out),
        at=order.source,
    )


def _deb(order: Order) -> None:
    """The packages and the archive for Debian-family desktops, and the bill of what is in them."""
    _run(order, str(ROOT / "installer" / "debian" / "build"), "--out", str(order.out), "--version", order.version)
    tree = ROOT / "build" / "release" / "unpacked"
    shutil.rmtree(tree, ignore_errors=True)
    (package,) = order.out.glob("qi-desk_*_amd64.deb")
    _run(order, "dpkg-deb", "-x", str(package), str(tree))
    (inside,) = tree.rglob("_internal")
    _bill(order, "qi-desk", pins.LINUX, inside.parent)


def _district(order: Order) -> None:
    """The district's package, and the bill of what is in it."""
    _run(order, str(ROOT / "installer" / "district" / "build"), "--out", str(order.out), "--version", order.version)
    _bill(order, "qi-district", pins.LINUX, None)


def _windows(order: Order) -> None:
    """The installer for Windows, of a folder frozen there."""
    from installer.windows import build

    if order.windows is None and sys.platform != "win32":
        print("left out: freezing for Windows needs Windows; --windows-tree packs what was frozen there")
        return
    wanted = build.Order(order.version, ROOT / "build" / "windows", order.out, os.environ.get("SIGN", ""))
    tree = order.windows or build.freeze(wanted)
    _bill(order, "qi-desk", pins.WINDOWS, tree)
    build.pack(wanted, tree)


STEPS: Mapping[str, Callable[[Order], None]] = {
    "wheel": _wheel,
    "deb": _deb,
    "district": _district,
    "windows": _windows,
}


def _bill(order: Order, name: str, machine: str, tree: Path | None) -> None:
    """Judge what is in a program, write its bill. Raises NotAllowed before anything gets out."""
    lock, sources = ("run.lock", DESK) if name == "qi-desk" else ("test.lock", DISTRICT)
    held = pins.shipped(pins.read(order.source / "requirements" / lock), sources, machine)
    packages = {pin: licences.of_pin(pin) for pin in held}
    if tree is not None:
        inside = licences.found_in(licences.check_tree(tree, held).values(), held)
    else:
        inside = licences.carried(pin.name for pin in held)
    licences.check([*packages.values(), *inside])
    made = sbom.bill(name, order.version, machine, order.epoch, packages, inside)
    (order.out / f"{name}-{order.version}-{machine}.cdx.json").write_bytes(made)
    told = notices.table([*packages.values(), *inside])
    (order.out / f"{name}-{order.version}-{machine}.licences.md").write_text(told, encoding="utf-8")


def _sign(order: Order, options: argparse.Namespace) -> None:
    packages = []
    for update in UPDATES:
        machine, way, pattern = update.split(":")
        packages += [f"{machine}:{way}:{file}" for file in order.out.glob(pattern)]
    if not packages:
        raise NotDone("There is nothing in this release that a desk could be offered.")
    asked = ("--passphrase-stdin",) if options.passphrase_stdin else ()
    _run(
        order,
        *(sys.executable, "-m", "tools.update_package", "sign", "--key", str(options.key.resolve())),
        *("--version", order.version, "--counter", str(options.counter), "--days", str(options.days), *asked),
        *("--notes", str(options.notes.resolve()), "--out", str(order.out / f"qi-desk-{order.version}.update")),
        *packages,
        answered=True,
    )


def _sums(out: Path) -> None:
    lines = []
    for file in sorted(out.iterdir()):
        if file.name != SUMS:
            with file.open("rb") as opened:
                lines.append(f"{hashlib.file_digest(opened, 'sha256').hexdigest()}  {file.name}\n")
    (out / SUMS).write_text("".join(lines), encoding="utf-8")


def _run(order: Order, *command: str, at: Path = ROOT, answered: bool = False) -> None:
    """`answered`: what is asked there, we are asked; nothing else may read what was meant for the key."""
    settled = {"SOURCE_DATE_EPOCH": str(order.epoch), "PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    given = None if answered else subprocess.DEVNULL
    if subprocess.run(command, cwd=at, env=os.environ | settled, stdin=given, check=False).returncode:
        raise NotDone(f"{Path(command[0]).name} failed; its words stand above.")


def _git(*words: str) -> str:
    return _git_bytes(*words).decode("utf-8")


def _git_bytes(*words: str) -> bytes:
    # The checkout may be somebody else's, as it is where packages are built by root.
    done = subprocess.run(["git", "-c", "safe.directory=*", *words], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        raise NotDone(done.stderr.decode("utf-8", "replace"))
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
