"""Freezing the desk in a root of the oldest target: its CPython, the locked wheels, PyInstaller, what may be pruned."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from installer.bundle import ROOT
from installer.debian import elf
from installer.debian.roots import NotDone, Root, fresh, run

SUITE = "bullseye"
"""The oldest system the package is for: Debian 11, glibc 2.31."""

GLIBC = (2, 31)

SOURCES = ("python3.11", "openssl")
SOURCE_SUITE = "bookworm"

BUILD_PACKAGES = (
    *("binutils", "build-essential", "patch", "pkg-config", "xz-utils"),
    *("libbz2-dev", "libffi-dev", "liblzma-dev", "libncurses-dev", "libreadline-dev"),
    *("uuid-dev", "zlib1g-dev"),
    # What Qt is linked with: taken into the bundle, or named by Depends.
    *("libdbus-1-3", "libegl1", "libfontconfig1", "libgl1", "libglib2.0-0", "libxkbcommon0", "libxkbcommon-x11-0"),
    *("libx11-xcb1", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0"),
    *("libxcb-render-util0", "libxcb-shape0"),
)

WHEELS = ("run.lock", "installer.lock")

LOADED_BY_NAME = ("libpdfium.so", "libpython3.11.so.1.0")
"""Libraries that no ELF header asks for: pypdfium2 and PyInstaller's starter open them themselves."""

LEFT_TO_THE_SYSTEM = (
    *("libX11.so.6", "libX11-xcb.so.1", "libdbus-1.so.3", "libfontconfig.so.1", "libfreetype.so.6"),
    *("libgcc_s.so.1", "libglib-2.0.so.0", "libgthread-2.0.so.0", "libstdc++.so.6", "libuuid.so.1", "libz.so.1"),
)
"""What every desktop has, under the same name for ten years, and keeps mended: Depends names it. A copy of ours would
quarrel with the system's own fonts, bus and drivers. The small parts of xcb are brought along: a PC without a network
often lacks them."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """The frozen program: its folder, the system libraries it leans on (files of the root), the glibc it asks for."""

    folder: Path
    outside: frozenset[str]
    glibc: tuple[int, ...]
    newest: tuple[str, ...]


def freeze(kept: Path, version: str, epoch: int) -> tuple[Root, Frozen]:
    """The frozen desk of this checkout under `version`; what takes long lies in `kept` and is made once. Raises NotDone
    where a step fails, a library is missing or a file asks for a newer glibc than the oldest target has."""
    root = build_root(kept)
    _wheels_installed(root, kept)
    _project_copied(root, version, epoch)
    say("Freezing…")
    env = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(epoch), "PYTHONDONTWRITEBYTECODE": "1"}
    places = ("--distpath", "/build/dist", "--workpath", "/build/work")
    root.run(
        *("/opt/venv/bin/python", "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN", *places),
        "/build/src/installer/qi_desk.spec",
        env=env,
    )
    folder = root.path("/build/dist/qi-desk")
    _prune(root, folder)
    return root, _examine(root, folder)


def say(text: str) -> None:
    """Tell the person at the terminal how far it is."""
    print(text, file=sys.stderr, flush=True)


def build_root(kept: Path) -> Root:
    """The root everything is built in, with CPython in it; made when missing."""
    folder = kept / "roots" / f"{SUITE}-build"
    root = Root(folder)
    if not (folder / "ready").exists():
        if folder.exists():
            shutil.rmtree(folder)
        say(f"Making a root of {SUITE}…")
        root = fresh(SUITE, kept / "roots", folder)
        root.install(*BUILD_PACKAGES)
        (folder / "ready").touch()
    recipe = Path(__file__).with_name("python.sh")
    made = hashlib.sha256(recipe.read_bytes()).hexdigest()
    mark = root.path("/opt/python/made-by")
    if not mark.exists() or mark.read_text() != made:
        _build_python(root, kept, recipe)
        mark.write_text(made)
    return root


def _build_python(root: Root, kept: Path, recipe: Path) -> None:
    say("Building OpenSSL and CPython…")
    sources = _sources(kept / "sources")
    place = root.path("/build/sources")
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(sources, place)
    shutil.copy(recipe, root.path("/build/python.sh"))
    root.run("sh", "/build/python.sh", "/build/sources", env={"SOURCE_DATE_EPOCH": "0"})
    shutil.rmtree(root.path("/opt/venv"), ignore_errors=True)


def _sources(folder: Path) -> Path:
    """Debian's sources of CPython and OpenSSL, fetched and checked by this machine's apt."""
    if all(list(folder.glob(f"{name}_*.debian.tar.xz")) for name in SOURCES):
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    lists = folder / "apt"
    for part in (lists / "lists" / "partial", lists / "sources"):
        part.mkdir(parents=True, exist_ok=True)
    for file in (*Path("/etc/apt/sources.list.d").glob("*.sources"), Path("/etc/apt/sources.list")):
        if file.exists():
            text = re.sub(r"(?m)^Types: deb$", "Types: deb-src", file.read_text(encoding="utf-8"))
            text = re.sub(r"(?m)^deb ", "deb-src ", text)
            suffix = ".sources" if file.suffix == ".sources" else ".list"
            (lists / "sources" / f"{file.stem}{suffix}").write_text(text, encoding="utf-8")
    options = [
        *("-o", "Dir::Etc::sourcelist=/dev/null", "-o", f"Dir::Etc::sourceparts={lists / 'sources'}"),
        *("-o", f"Dir::State::lists={lists / 'lists'}", "-o", "APT::Sandbox::User=root"),
    ]
    run(["apt-get", *options, "-qq", "update"])
    for name in SOURCES:
        _one_source(folder, options, name)
    return folder


def _one_source(folder: Path, options: list[str], name: str) -> None:
    """The newest version, or where the mirror lacks its files already or still, that of the suite's last point."""
    for wish in (name, f"{name}/{SOURCE_SUITE}"):
        for stale in folder.glob(f"{name}_*"):
            stale.unlink()
        try:
            run(["apt-get", *options, "-qq", "source", "--download-only", wish], cwd=folder)
        except NotDone as error:
            refused = error
            continue
        return
    raise refused


def _wheels_installed(root: Root, kept: Path) -> None:
    """The locked wheels in an environment of the root: fetched here by hash, installed there without a network."""
    requirements = ROOT / "requirements"
    state = hashlib.sha256(b"".join((requirements / name).read_bytes() for name in WHEELS)).hexdigest()
    mark = root.path("/opt/venv/made-for")
    if mark.exists() and mark.read_text() == state:
        return
    say("Installing the locked wheels…")
    wheels = kept / "wheels" / state[:16]
    locks = [option for name in WHEELS for option in ("-r", str(requirements / name))]
    tags = [option for tag in _manylinux() for option in ("--platform", tag)]
    run([
        *(sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--no-deps"),
        *("--only-binary", ":all:", "--python-version", "3.11", "--implementation", "cp", "--abi", "cp311"),
        *("--abi", "abi3", *tags, "--dest", str(wheels), *locks),
    ])  # fmt: skip
    inside = root.path("/build/wheels")
    shutil.rmtree(inside, ignore_errors=True)
    shutil.rmtree(root.path("/opt/venv"), ignore_errors=True)
    shutil.copytree(wheels, inside)
    for name in WHEELS:
        shutil.copy(requirements / name, root.path(f"/build/{name}"))
    root.run("/opt/python/bin/python3.11", "-m", "venv", "/opt/venv")
    here = [option for name in WHEELS for option in ("-r", f"/build/{name}")]
    root.run(
        *("/opt/venv/bin/python", "-m", "pip", "install", "--quiet", "--no-index", "--find-links", "/build/wheels"),
        *("--require-hashes", "--no-deps", *here),
    )
    mark.write_text(state)


def _manylinux() -> Iterator[str]:
    yield from (f"manylinux_2_{minor}_x86_64" for minor in range(GLIBC[1], 16, -1))
    yield from ("manylinux2014_x86_64", "any")


def _project_copied(root: Root, version: str, epoch: int) -> None:
    """What is frozen: the files of this checkout, all of one age."""
    source = root.path("/build/src")
    shutil.rmtree(source, ignore_errors=True)
    for top in ("qi_desk", "resources", "db", "installer"):
        shutil.copytree(ROOT / top, source / top, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    about = source / "qi_desk" / "__init__.py"
    text = about.read_text(encoding="utf-8")
    about.write_text(re.sub(r'__version__ = "[^"]+"', f'__version__ = "{version}"', text), encoding="utf-8")
    for file in (source, *source.rglob("*")):
        os.utime(file, (epoch, epoch))


def _prune(root: Root, folder: Path) -> None:
    """Take away what the system has, the libraries left without a user, links to nothing, and symbols nobody debugs
    with."""
    before = sum(1 for _ in _elves(folder))
    for name in LEFT_TO_THE_SYSTEM:
        (folder / "_internal" / name).unlink(missing_ok=True)
    for path in elf.orphans(_read(root, folder), LOADED_BY_NAME):
        root.path(path).unlink()
    for link in sorted(folder.rglob("*")):
        if link.is_symlink() and not link.exists():
            link.unlink()
    for empty in sorted(folder.rglob("*"), reverse=True):
        if empty.is_dir() and not empty.is_symlink() and not any(empty.iterdir()):
            empty.rmdir()
    left = [inside for inside, _ in _elves(folder)]
    # The starter carries its table of contents behind the sections: strip would cut it off.
    strips = [f"/build/dist/{path}" for path in left if path != "qi-desk/qi-desk"]
    root.run("strip", "--strip-unneeded", *strips)
    say(f"{before - len(left)} of {before} libraries pruned")


def _elves(folder: Path) -> Iterator[tuple[str, Path]]:
    for file in sorted(folder.rglob("*")):
        if elf.is_elf(file):
            yield str(file.relative_to(folder.parent)), file


def _read(root: Root, folder: Path) -> tuple[elf.Elf, ...]:
    return elf.read(root.run("objdump", "-p", *(f"/build/dist/{inside}" for inside, _ in _elves(folder))))


def _examine(root: Root, folder: Path) -> Frozen:
    """Every file by ldd and by its symbols; raises NotDone for a library that is missing or a glibc too new."""
    outside: set[str] = set()
    # As PyInstaller's starter has it when the program runs.
    path = {"LD_LIBRARY_PATH": "/build/dist/qi-desk/_internal"}
    for inside, _ in _elves(folder):
        told = root.run("ldd", f"/build/dist/{inside}", env=path)
        if lost := elf.missing(told):
            raise NotDone(f"{inside} needs {', '.join(lost)}, which nothing brings")
        outside |= elf.outside(told, "/build/dist/qi-desk")
    every = _read(root, folder)
    highest, who = elf.newest(every)
    if highest > GLIBC:
        raise NotDone(f"{', '.join(who)} ask for glibc {'.'.join(map(str, highest))}")
    asked = {name for one in every for name in one.needed}
    return Frozen(folder, frozenset(path for path in outside if Path(path).name in asked), highest, who)
