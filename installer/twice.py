"""Whether two builds are the same, and where not: down to the member of an archive."""

from __future__ import annotations

import hashlib
import io
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path


def differences(first: Path, second: Path) -> list[str]:
    """What differs between two folders of built files, a line each; none when they are the same byte by byte."""
    names = sorted({file.name for folder in (first, second) for file in folder.iterdir() if file.is_file()})
    told: list[str] = []
    for name in names:
        one, other = first / name, second / name
        if not (one.is_file() and other.is_file()):
            told.append(f"{name}: only in one of the two")
        elif _digest(one.read_bytes()) != _digest(other.read_bytes()):
            told += [f"{name}: {said}" for said in _inside(one, other)]
    return told


def _inside(one: Path, other: Path) -> list[str]:
    here, there = _members(one), _members(other)
    if not here and not there:
        return [f"differs from byte {_first_difference(one.read_bytes(), other.read_bytes())}"]
    told = [f"{name} only in one of the two" for name in sorted(set(here) ^ set(there))]
    told += [
        f"{name} {_how(here[name], there[name])}"
        for name in sorted(set(here) & set(there))
        if here[name] != there[name]
    ]
    if not told and list(here) != list(there):
        told.append("the order of its members differs")
    return told or ["the same members, packed otherwise"]


def _how(one: tuple[str, str], other: tuple[str, str]) -> str:
    told = [what for what, left, right in zip(("content", "head"), one, other, strict=True) if left != right]
    return f"differs in {' and '.join(told)}" + (f" ({one[1]} / {other[1]})" if one[1] != other[1] else "")


def _members(file: Path) -> Mapping[str, tuple[str, str]]:
    """Digest and head (mode, owner, time) of the members of an archive, by name; none for what is no archive."""
    if file.suffix in (".whl", ".zip"):
        return dict(_of_zip(file))
    if ".tar" in file.suffixes:
        return dict(_of_tar(file.read_bytes()))
    if file.suffix == ".deb":
        parts = {}
        for option in ("--fsys-tarfile", "--ctrl-tarfile"):
            done = subprocess.run(["dpkg-deb", option, str(file)], capture_output=True, check=True)
            parts |= {f"{option[2:6]}:{name}": told for name, told in _of_tar(done.stdout)}
        return parts
    return {}


def _of_zip(file: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    with zipfile.ZipFile(file) as opened:
        for info in opened.infolist():
            yield info.filename, (_digest(opened.read(info)), f"{info.date_time} {info.external_attr:o}")


def _of_tar(data: bytes) -> Iterator[tuple[str, tuple[str, str]]]:
    with tarfile.open(fileobj=io.BytesIO(data)) as opened:
        for info in opened:
            content = opened.extractfile(info) if info.isfile() else None
            digest = _digest(content.read()) if content is not None else info.linkname
            yield info.name, (digest, f"{info.mode:o} {info.uid}:{info.gid} {info.mtime}")


def _first_difference(one: bytes, other: bytes) -> int:
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
