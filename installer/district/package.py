"""Build the district server's package for Debian 12: `python -m installer.district.package --out DIR`.

The package holds everything it needs but Python itself: the wheels of requirements/server.lock, each checked by its
hash, and of this program what the server imports. Nothing is fetched or compiled where it is installed. The same
checkout builds the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from qi_desk import __version__
from tools.lock import index

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
ARCHITECTURES = {"amd64": "x86_64-manylinux_2_28", "arm64": "aarch64-manylinux_2_28"}
PYTHON = (3, 11)
"""Debian 12's, whose bytecode the package carries: the server cannot write any, and would compile at every start."""

LEFT_OUT = ("gui", "documents", "printing", "exchange", "storage", "manual", "practice")
"""Packages of the desk alone; the layers of the house keep the server from importing them."""

NOT_CARRIED = ("fonts", "help", "icons", "practice", "drills")
"""Of resources/: what the window and paper show."""

CONTROL = """\
Package: qi-district
Version: {version}
Architecture: {architecture}
Maintainer: The maintainers of qi-desk <maintainers@qi-desk.example>
Section: net
Priority: optional
Installed-Size: {size}
Depends: python3.11, adduser, init-system-helpers (>= 1.51)
Recommends: systemd
Suggests: postgresql (>= 13)
Description: District server of the service stations' desks
 Takes in what the desks of a district send, hands out what concerns them,
 judges bookings of shared equipment, keeps attachments and publishes
 reference data. Desks work fully without it.
"""


def main(arguments: list[str]) -> int:
    """Build the package and tell its path."""
    options = _parser().parse_args(arguments)
    if sys.version_info[:2] != PYTHON:
        sys.stderr.write(f"The bytecode has to be made by Python {PYTHON[0]}.{PYTHON[1]}.\n")
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="qi-district-") as named:
        tree = Path(named) / "tree"
        _lay_out(tree, options.architecture, options.version)
        _settle(tree, int(os.environ.get("SOURCE_DATE_EPOCH") or _last_change()))
        file = options.out / f"qi-district_{options.version}_{options.architecture}.deb"
        packed = ("dpkg-deb", "--root-owner-group", "-Zxz", "--build", tree, file)
        subprocess.run(packed, check=True, stdout=subprocess.DEVNULL, env=os.environ | _when())
    sys.stdout.write(f"{file}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--version", default=__version__)
    parser.add_argument("--architecture", choices=sorted(ARCHITECTURES), default="amd64")
    return parser


def _lay_out(tree: Path, architecture: str, version: str) -> None:
    library = tree / "opt/qi-district/lib"
    _wheels(library, architecture)
    _program(library, version)
    _compile(tree, library)
    for source, place, mode in _files():
        target = tree / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        target.chmod(mode)
    _documents(tree / "usr/share/doc/qi-district")
    (tree / "DEBIAN/conffiles").write_text("/etc/qi-district/config.toml\n")
    size = sum(one.stat().st_size for one in tree.rglob("*") if one.is_file()) // 1024
    control = CONTROL.format(version=version, architecture=architecture, size=size)
    (tree / "DEBIAN/control").write_text(control)


def _compile(tree: Path, library: Path) -> None:
    """Sets stand in bytecode in the order of their hashes, which are drawn anew for every process unless told."""
    command = [sys.executable, "-m", "compileall", "-q", "-s", str(tree), "-p", "/", str(library)]
    command += ["--invalidation-mode", "unchecked-hash"]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": "0"})


def _files() -> list[tuple[Path, str, int]]:
    debian, units = HERE / "debian", HERE / "systemd"
    return [
        (debian / "launcher", "opt/qi-district/bin/qi-district", 0o755),
        (debian / "command", "usr/bin/qi-district", 0o755),
        (debian / "config.toml", "etc/qi-district/config.toml", 0o640),
        *((one, f"lib/systemd/system/{one.name}", 0o644) for one in sorted(units.iterdir())),
        *((debian / name, f"DEBIAN/{name}", 0o755) for name in ("postinst", "prerm", "postrm")),
    ]


def _wheels(library: Path, architecture: str) -> None:
    """Lay the locked wheels out, for the target whatever this machine is."""
    command = [sys.executable, "-m", "uv", "--no-config", "pip", "install", "--quiet", "--no-deps", "--link-mode=copy"]
    command += ["--require-hashes", "--only-binary", ":all:", "--python-platform", ARCHITECTURES[architecture]]
    command += ["--python-version", "3.11", "--target", str(library), "-r", str(ROOT / "requirements/server.lock")]
    subprocess.run(command, check=True, env=os.environ | index())
    for leftover in ("bin", ".lock"):
        place = library / leftover
        shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
    for one in [*library.glob("*.dist-info/RECORD"), *library.glob("*.dist-info/REQUESTED")]:
        # They speak of scripts that were taken out, and of how it was installed.
        one.unlink()


def _program(library: Path, version: str) -> None:
    def left_out(folder: str, names: list[str]) -> set[str]:
        top = Path(folder) == ROOT / "qi_desk"
        return {name for name in names if name == "__pycache__" or (top and name in LEFT_OUT)}

    package = library / "qi_desk"
    shutil.copytree(ROOT / "qi_desk", package, ignore=left_out)
    told = (package / "__init__.py").read_text(encoding="utf-8")
    (package / "__init__.py").write_text(told.replace(f'"{__version__}"', f'"{version}"'), encoding="utf-8")
    data = package / "_data"
    shutil.copytree(ROOT / "resources", data / "resources", ignore=shutil.ignore_patterns(*NOT_CARRIED))
    shutil.copytree(ROOT / "db/district", data / "db/district", ignore=shutil.ignore_patterns("__pycache__"))


def _documents(place: Path) -> None:
    place.mkdir(parents=True)
    shutil.copyfile(ROOT / "docs/district.md", place / "district.md")
    shutil.copyfile(ROOT / "LICENSE", place / "copyright")
    with (place / "changelog.gz").open("wb") as packed, gzip.GzipFile("", "wb", 9, packed, 0) as stream:
        stream.write((ROOT / "CHANGELOG.md").read_bytes())


def _settle(tree: Path, moment: int) -> None:
    """The same modes and times whoever builds it when."""
    for one in sorted(tree.rglob("*")):
        if one.is_dir():
            one.chmod(0o755)
        elif not one.stat().st_mode & 0o111 or one.suffix in (".so", ".py"):
            one.chmod(0o640 if one.name == "config.toml" else 0o644)
        os.utime(one, (moment, moment))
    tree.chmod(0o755)


def _when() -> dict[str, str]:
    return {"SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH") or _last_change()}


def _last_change() -> str:
    asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
