"""Two builds compared: the same, or told where not."""

from __future__ import annotations

import io
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from installer import twice


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    return tmp_path / "first", tmp_path / "second"


def packed(members: dict[str, bytes], time: int = 0) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz", compresslevel=1) as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), time
            tar.addfile(info, io.BytesIO(data))
    # The head of gzip holds the moment of packing.
    return held.getvalue()[:4] + bytes(4) + held.getvalue()[8:]


def both(pair: tuple[Path, Path], name: str, first: bytes, second: bytes) -> list[str]:
    (pair[0] / name).write_bytes(first)
    (pair[1] / name).write_bytes(second)
    return twice.differences(*pair)


def test_the_same_is_the_same(pair: tuple[Path, Path]) -> None:
    assert both(pair, "a.tar.gz", packed({"x": b"1"}), packed({"x": b"1"})) == []


def test_a_file_of_one_build_only(pair: tuple[Path, Path]) -> None:
    (pair[0] / "a.deb").write_bytes(b"")
    assert twice.differences(*pair) == ["a.deb: only in one of the two"]


def test_which_member_differs_and_in_what(pair: tuple[Path, Path]) -> None:
    told = both(pair, "a.tar.gz", packed({"x": b"1", "y": b"1"}), packed({"x": b"1", "y": b"2"}))
    assert told == ["a.tar.gz: y differs in content"]
    told = both(pair, "a.tar.gz", packed({"x": b"1"}, 1), packed({"x": b"1"}, 2))
    assert told == ["a.tar.gz: x differs in head (644 0:0 1 / 644 0:0 2)"]
    told = both(pair, "a.tar.gz", packed({"x": b"1"}), packed({"x": b"1", "z": b""}))
    assert told == ["a.tar.gz: z only in one of the two"]
    told = both(pair, "a.tar.gz", packed({"x": b"", "y": b""}), packed({"y": b"", "x": b""}))
    assert told == ["a.tar.gz: the order of its members differs"]


def test_wheels(pair: tuple[Path, Path]) -> None:
    for folder, text in zip(pair, ("1", "2"), strict=True):
        with zipfile.ZipFile(folder / "a-1-py3-none-any.whl", "w") as opened:
            opened.writestr(zipfile.ZipInfo("a/x.py"), text)
    assert twice.differences(*pair) == ["a-1-py3-none-any.whl: a/x.py differs in content"]


def test_packages_of_debian(pair: tuple[Path, Path], tmp_path: Path) -> None:
    for folder, text in zip(pair, ("1", "2"), strict=True):
        tree = tmp_path / f"tree-{text}"
        (tree / "DEBIAN").mkdir(parents=True)
        control = "Package: a\nVersion: 1\nArchitecture: all\nMaintainer: x <x@example.org>\nDescription: a\n"
        (tree / "DEBIAN" / "control").write_text(control, encoding="utf-8")
        (tree / "x").write_text(text, encoding="utf-8")
        command = ["dpkg-deb", "--root-owner-group", "-Zgzip", "-b", str(tree), str(folder / "a.deb")]
        subprocess.run(
            command, check=True, capture_output=True, env={"SOURCE_DATE_EPOCH": "1", "PATH": "/usr/bin:/bin"}
        )
    assert [line for line in twice.differences(*pair) if "content" in line] == ["a.deb: fsys:./x differs in content"]


def test_anything_else_by_its_first_byte(pair: tuple[Path, Path]) -> None:
    assert both(pair, "a.exe", b"MZ12", b"MZ1x") == ["a.exe: differs from byte 3"]
