"""The command `installer/debian/build`: the desk's packages and its archive, from this checkout."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from installer.bundle import ROOT
from installer.debian import freezing, licences, packing
from installer.debian.freezing import Frozen, say
from installer.debian.roots import NotDone, Root

FILES = Path(__file__).with_name("files")
PROGRAM = Path("opt", "apps", "qi-desk", "files")
FONTS = Path("opt", "apps", "qi-desk-fonts", "files")
DATA = Path("_internal", "qi_desk", "_data")
SIZES = (16, 22, 24, 32, 48, 64, 128, 256)

_LEVEL, _DRAFT_LEVEL = 6, 0
FONTS_VERSION = "1"
"""Raised when a file of resources/fonts changes; a test holds it to their digest."""

DESCRIPTION = (
    "desk of a quality infrastructure service station",
    """Reception, intake, papers, records and reports at the window of a Chinese quality
infrastructure one-stop station. Works without a network; data lie encrypted in the
folder of the person and are never touched by installing or removing this package.""",
)
FONTS_DESCRIPTION = (
    "fonts for the screens and papers of qi-desk",
    """Noto Sans SC, Noto Serif SC, LXGW WenKai and Hanazono Mincho B, as qi-desk embeds them
into the papers it prints. They are not offered to other programs.""",
)
ALSO_NEEDED = ("xkb-data",)
"""What libraries read as files, so that no header names it: the keyboards' tables."""


def main(arguments: list[str] | None = None) -> int:
    """Build; 0 if done, 1 with the reason on stderr."""
    options = _options().parse_args(arguments)
    if os.geteuid() != 0:
        say("debootstrap and chroot need root: sudo installer/debian/build")
        return 1
    epoch = options.epoch or source_date()
    version = options.version or own_version()
    try:
        for file in build(options.kept.resolve(), options.out.resolve(), version, epoch, draft=options.draft):
            print(f"{file.stat().st_size:>12,}  {file}")
    except NotDone as error:
        say(str(error))
        return 1
    return 0


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="installer/debian/build", description=__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR", help="where they go (dist)")
    told = "where roots, sources and wheels are kept, which are slow to make (build/debian)"
    options.add_argument("--kept", type=Path, default=ROOT / "build" / "debian", metavar="DIR", help=told)
    options.add_argument("--version", default="", help="another version than the checkout's, to try an upgrade")
    told = "pack loosely, and no archive: to try an installation, not to give out"
    options.add_argument("--draft", action="store_true", help=told)
    options.add_argument("--epoch", type=int, default=0, metavar="SECONDS", help="the age of every file")
    return options


def own_version() -> str:
    """The version of this checkout."""
    text = (ROOT / "qi_desk" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    assert found is not None
    return found.group(1)


def source_date() -> int:
    """SOURCE_DATE_EPOCH, else when the last commit was made, else when the changelog was written."""
    if told := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(told)
    command = ["git", "-c", "safe.directory=*", "log", "-1", "--format=%ct"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return int(done.stdout) if done.returncode == 0 else int((ROOT / "CHANGELOG.md").stat().st_mtime)


def build(kept: Path, out: Path, version: str, epoch: int, *, draft: bool = False) -> tuple[Path, ...]:
    """Make both packages and the archive in `out`, for a draft the packages alone. Raises NotDone."""
    root, frozen = freezing.freeze(kept, version, epoch)
    asked = ".".join(map(str, frozen.glibc))
    say(f"glibc {asked} is asked for by {len(frozen.newest)} files")
    out.mkdir(parents=True, exist_ok=True)
    stage = kept / "stage"
    shutil.rmtree(stage, ignore_errors=True)
    say("Packing…")
    level = _DRAFT_LEVEL if draft else _LEVEL
    fonts = _fonts(stage / "fonts", out, epoch, level)
    program = packing.pack(
        packing.Package("qi-desk", version, "amd64", DESCRIPTION, relations=relations(root, frozen)),
        _program(root, frozen, stage / "program", version),
        out,
        epoch,
        {"preinst": _script("qi-desk.preinst"), "postrm": _script("postrm")},
        level=level,
    )
    if draft:
        return program, fonts
    top = stage / f"qi-desk-{version}"
    shutil.copytree(frozen.folder, top, symlinks=True)
    shutil.copytree(ROOT / "resources" / "fonts", top / DATA / "resources" / "fonts")
    licences.lay_down(licences.components(root, frozen.folder), top / "doc")
    whole = packing.archive(top, out / f"qi-desk-{version}-linux-x86_64.tar.xz", epoch)
    shutil.rmtree(stage)
    return program, fonts, whole


def _fonts(tree: Path, out: Path, epoch: int, level: int) -> Path:
    place, doc = tree / FONTS, tree / "usr" / "share" / "doc" / "qi-desk-fonts"
    place.mkdir(parents=True)
    doc.mkdir(parents=True)
    texts = []
    for file in sorted((ROOT / "resources" / "fonts").iterdir()):
        if file.suffix == ".txt":
            texts.append(f"{file.stem}\n\n{file.read_text(encoding='utf-8')}")
        else:
            shutil.copy(file, place)
    (doc / "copyright").write_text("\n\n".join(texts), encoding="utf-8")
    package = packing.Package("qi-desk-fonts", FONTS_VERSION, "all", FONTS_DESCRIPTION, "fonts")
    return packing.pack(package, tree, out, epoch, {"postrm": _script("postrm")}, level=level)


def _script(name: str) -> str:
    return (FILES / name).read_text(encoding="utf-8")


def _program(root: Root, frozen: Frozen, tree: Path, version: str) -> Path:
    shutil.copytree(frozen.folder, tree / PROGRAM, symlinks=True)
    share = tree / "usr" / "share"
    bin_folder = tree / "usr" / "bin"
    bin_folder.mkdir(parents=True)
    (bin_folder / "qi-desk").symlink_to(Path("/") / PROGRAM / "qi-desk")
    _desktop(root, share)
    _manual(share, version)
    licences.lay_down(licences.components(root, frozen.folder), share / "doc" / "qi-desk")
    return tree


def _desktop(root: Root, share: Path) -> None:
    """Menu entry, kind of file, and icons in the sizes panels ask for."""
    for name, kind in (("qi-desk.desktop", "applications"), ("qi-desk.xml", "mime/packages")):
        (share / kind).mkdir(parents=True)
        shutil.copy(FILES / name, share / kind)
    shutil.copy(Path(__file__).with_name("icons.py"), root.path("/build/icons.py"))
    for source, kind in ((ROOT / "resources/icons/qi-desk.svg", "apps"), (FILES / "qi-desk-parcel.svg", "mimetypes")):
        shutil.copy(source, root.path("/build/icon.svg"))
        scalable = share / "icons" / "hicolor" / "scalable" / kind
        scalable.mkdir(parents=True)
        shutil.copy(source, scalable / source.name)
        for size in SIZES:
            drawn = ("/opt/venv/bin/python", "/build/icons.py", str(size), "/build/icon.svg", "/build/icon.png")
            root.run(*drawn, env={"QT_QPA_PLATFORM": "offscreen"})
            place = share / "icons" / "hicolor" / f"{size}x{size}" / kind
            place.mkdir(parents=True)
            shutil.copy(root.path("/build/icon.png"), place / f"{source.stem}.png")


def _manual(share: Path, version: str) -> None:
    page = (FILES / "qi-desk.1").read_text(encoding="utf-8").replace("@VERSION@", version)
    (share / "man" / "man1").mkdir(parents=True)
    (share / "man" / "man1" / "qi-desk.1.gz").write_bytes(packing.zipped(page.encode()))
    (share / "doc" / "qi-desk").mkdir(parents=True)
    changes = (ROOT / "CHANGELOG.md").read_bytes()
    (share / "doc" / "qi-desk" / "changelog.gz").write_bytes(packing.zipped(changes))


def relations(root: Root, frozen: Frozen) -> dict[str, tuple[str, ...]]:
    """What the package leans on: the libraries found outside it, by the package that owns each."""
    listed = root.run("dpkg", "-S", *sorted(owned(frozen.outside, root)))
    packages = set(packing.owners(listed).values())
    return {
        "Depends": (*packing.depends(packages, frozen.glibc), *ALSO_NEEDED, f"qi-desk-fonts (>= {FONTS_VERSION})"),
        "Recommends": ("cups-client", "gnome-keyring | libkf5wallet-bin"),
        "Suggests": ("fcitx5 | ibus",),
    }


def owned(files: frozenset[str], root: Root) -> frozenset[str]:
    """The names under which dpkg knows the files: /lib is a link to /usr/lib, but packages registered either."""
    lists = root.path("/var/lib/dpkg/info")
    known = {line for file in lists.glob("*.list") for line in file.read_text(encoding="utf-8").splitlines()}
    return frozenset(
        next(name for name in (path, f"/usr{path}", path.removeprefix("/usr")) if name in known) for path in files
    )


if __name__ == "__main__":
    sys.exit(main())
