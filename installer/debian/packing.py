"""Packages and archive from trees of files: control fields, sums, dpkg-deb, tar; the same bytes from the same tree."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from installer.debian.roots import run

MAINTAINER = "qi-desk maintainers <maintainers@qi-desk.invalid>"


@dataclass(frozen=True, slots=True)
class Package:
    """What apt is told of a package; `description` is one line and then paragraphs."""

    name: str
    version: str
    architecture: str
    description: tuple[str, ...]
    section: str = "misc"
    relations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}_{self.version}_{self.architecture}.deb"


def control(package: Package, installed_kib: int) -> str:
    """The control file."""
    lines = [
        f"Package: {package.name}",
        f"Version: {package.version}",
        f"Architecture: {package.architecture}",
        f"Maintainer: {MAINTAINER}",
        f"Installed-Size: {installed_kib}",
        *(f"{name}: {', '.join(wishes)}" for name, wishes in package.relations.items() if wishes),
        f"Section: {package.section}",
        "Priority: optional",
        f"Description: {package.description[0]}",
    ]
    for number, paragraph in enumerate(package.description[1:]):
        lines += [" ."] * (number > 0) + [f" {line}" for line in paragraph.splitlines()]
    return "\n".join(lines) + "\n"


def depends(packages: Iterable[str], glibc: tuple[int, ...]) -> tuple[str, ...]:
    """The packages of the system's libraries as Depends, glibc from the version its symbols ask for."""
    names = {name.partition(":")[0] for name in packages}
    libc = f"libc6 (>= {'.'.join(map(str, glibc))})" if glibc else "libc6"
    return tuple(libc if name == "libc6" else _ALSO_CALLED.get(name, name) for name in sorted(names))


_ALSO_CALLED = {"libgcc-s1": "libgcc-s1 | libgcc1"}
"""Names that changed between the systems the package is for."""


def owners(told: str) -> dict[str, str]:
    """File to package, from what `dpkg -S` printed."""
    found = re.findall(r"(?m)^([^\s:,]+)(?::\w+)?: (/\S+)$", told)
    return {path: package for package, path in found}


def installed_kib(tree: Path) -> int:
    """What a tree takes on a disk, in KiB as dpkg counts: files rounded up, one for everything else."""
    total = 0
    for path in tree.rglob("*"):
        regular = path.is_file() and not path.is_symlink()
        total += max(1, -(-path.stat().st_size // 1024)) if regular else 1
    return total


def sums(tree: Path) -> str:
    """The md5sums file, by which dpkg tells damaged files."""
    return "".join(
        f"{hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()}  {file.relative_to(tree)}\n"
        for file in sorted(tree.rglob("*"))
        if file.is_file() and not file.is_symlink()
    )


def zipped(text: bytes) -> bytes:
    """As gzip -9n."""
    return gzip.compress(text, 9, mtime=0)


def settle(tree: Path, epoch: int) -> None:
    """Everything of one age, readable by everybody, written by none but root."""
    for path in (*tree.rglob("*"), tree):
        if not path.is_symlink():
            runs = path.is_dir() or bool(path.stat().st_mode & 0o100)
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def pack(
    package: Package,
    tree: Path,
    out: Path,
    epoch: int,
    scripts: Mapping[str, str] | None = None,
    *,
    level: int = 6,
) -> Path:
    """Write the .deb of a tree into the folder `out`; where it is. The tree gets its DEBIAN folder. `level` is how hard
    xz tries. Raises NotDone."""
    shutil.rmtree(tree / "DEBIAN", ignore_errors=True)
    size, told = installed_kib(tree), sums(tree)
    about = tree / "DEBIAN"
    about.mkdir()
    (about / "control").write_text(control(package, size), encoding="utf-8")
    (about / "md5sums").write_text(told, encoding="utf-8")
    for name, text in (scripts or {}).items():
        (about / name).write_text(text, encoding="utf-8")
        (about / name).chmod(0o755)
    settle(tree, epoch)
    file = out / package.file
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
    run(["dpkg-deb", "--root-owner-group", "-Zxz", f"-z{level}", "-b", str(tree), str(file)], env=environment)
    return file


def archive(tree: Path, file: Path, epoch: int) -> Path:
    """Write a tar.xz of the folder `tree`, which becomes its one top folder. Raises NotDone."""
    settle(tree, epoch)
    plain = file.with_suffix("")
    run([
        *("tar", "-C", str(tree.parent), "--sort=name", f"--mtime=@{epoch}", "--owner=0", "--group=0"),
        *("--numeric-owner", "--format=gnu", "-cf", str(plain), tree.name),
    ])  # fmt: skip
    # Blocks of a fixed size by two threads: the same bytes on a machine with more.
    run(["xz", "-6", "-T2", "--block-size=24MiB", "-f", str(plain)])
    return file
