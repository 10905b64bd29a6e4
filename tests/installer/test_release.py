"""The release command, from a checkout of its own: what is committed is what gets out."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from installer import release
from installer.bundle import ROOT
from installer.windows import build
from qi_desk import __version__
from tests.installer.windows_standins import tree

pytestmark = pytest.mark.long


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The last commit, cloned."""
    if not (ROOT / ".git").exists():
        pytest.fail("a release is made of commits: this is no checkout")
    words = ["git", "-c", "safe.directory=*", "clone", "-q", "--no-hardlinks", str(ROOT), str(tmp_path / "checkout")]
    subprocess.run(words, check=True)
    return tmp_path / "checkout"


def run(checkout: Path, *words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return module(checkout, "installer.release", "--out", str(checkout.parent / "out"), *words, said=said)


def module(checkout: Path, name: str, *words: str, said: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    command = [sys.executable, "-m", name, *words]
    return subprocess.run(
        command, cwd=checkout, env=environment, input=said, capture_output=True, text=True, check=False
    )


def test_wheel_and_sdist_twice_the_same_with_their_sums(checkout: Path) -> None:
    done = run(checkout, "--steps", "wheel", "--twice")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Twice the same, byte by byte." in done.stdout
    out = checkout.parent / "out"
    names = {f"qi_desk-{__version__}-py3-none-any.whl", f"qi_desk-{__version__}.tar.gz", release.SUMS}
    assert {file.name for file in out.iterdir()} == names
    for line in (out / release.SUMS).read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
    with zipfile.ZipFile(out / f"qi_desk-{__version__}-py3-none-any.whl") as wheel:
        assert "qi_desk/_data/resources/catalogue/services.toml" in wheel.namelist()
    with tarfile.open(out / f"qi_desk-{__version__}.tar.gz") as sdist:
        inside = {name.partition("/")[2] for name in sdist.getnames()}
    # What builds and tests it travels along.
    assert {"pyproject.toml", "test", "run", "installer/release.py", "tests/test_house.py", "LICENSE"} <= inside


def windows_tree(folder: Path) -> Path:
    """What stands in for a folder frozen on Windows, its programs empty."""
    frozen = tree(folder, "first")
    for name in ("qi-desk.exe", "qi-desk-window.exe"):
        (frozen / name).write_bytes(b"MZ")
    return frozen


def test_the_list_of_updates_is_signed_and_holds(checkout: Path) -> None:
    key, notes = checkout.parent / "key", checkout.parent / "notes.txt"
    notes.write_text("新的安装程序。\n", encoding="utf-8")
    made = module(checkout, "tools.update_key", "new", str(key), "--passphrase-stdin", said="a long passphrase\n" * 2)
    assert made.returncode == 0, made.stderr
    public = re.search(r'^public = "([^"]+)"$', made.stdout, re.MULTILINE)
    assert public is not None
    words = ("--steps", "windows", "--windows-tree", str(windows_tree(checkout.parent / "frozen")))
    signing = ("--key", str(key), "--counter", "7", "--notes", str(notes), "--passphrase-stdin")
    done = run(checkout, *words, *signing, said="a long passphrase\n")
    assert done.returncode == 0, done.stdout + done.stderr
    file = checkout.parent / "out" / f"qi-desk-{__version__}.update"
    assert file.name in (file.parent / release.SUMS).read_text(encoding="utf-8")
    held = module(checkout, "tools.update_package", "check", str(file), "--trust", public[1], said="")
    assert held.returncode == 0, held.stdout + held.stderr


def test_a_list_without_counter_and_notes_is_not_signed(checkout: Path) -> None:
    assert run(checkout, "--steps", "windows", "--key", "key", "--counter", "7").returncode == 1
    assert run(checkout, "--steps", "windows", "--key", "key", "--notes", "notes").returncode == 1


def test_a_folder_frozen_on_windows_is_judged_and_packed(checkout: Path) -> None:
    frozen = windows_tree(checkout.parent / "frozen")
    library = frozen / "_internal" / "PySide6" / "Qt6Core.dll"
    library.parent.mkdir()
    library.write_bytes(b"MZ")
    done = run(checkout, "--steps", "windows", "--windows-tree", str(frozen), "--twice")
    assert done.returncode == 0, done.stdout + done.stderr
    out = checkout.parent / "out"
    told = json.loads((out / f"qi-desk-{__version__}-windows-amd64.cdx.json").read_text(encoding="utf-8"))
    assert {"pyside6-essentials", "pywin32-ctypes", "PyInstaller's starter"} <= {
        one["name"] for one in told["components"]
    }
    assert (out / f"qi-desk-{__version__}-windows-amd64.exe").is_file()

    shutil.rmtree(out)
    (library.parent / "Qt6VirtualKeyboard.dll").write_bytes(b"MZ")
    done = run(checkout, "--steps", "windows", "--windows-tree", str(frozen))
    assert done.returncode == 1
    assert "Qt6VirtualKeyboard.dll: Qt Virtual Keyboard: not allowed: GPL-3.0-only" in done.stderr
    assert not list(out.glob("*.exe"))


def test_what_is_not_committed_is_no_release(checkout: Path) -> None:
    (checkout / "qi_desk" / "new.py").write_text("", encoding="utf-8")
    done = run(checkout, "--steps", "wheel")
    assert done.returncode == 1
    assert "not committed" in done.stderr


def test_nothing_is_put_among_other_files(checkout: Path) -> None:
    (checkout.parent / "out").mkdir()
    (checkout.parent / "out" / "old.whl").write_bytes(b"")
    assert run(checkout, "--steps", "wheel").returncode == 1


def test_without_windows_it_says_what_is_left_out(checkout: Path) -> None:
    assert build.sys.platform != "win32"
    done = run(checkout, "--steps", "windows")
    assert done.returncode == 0
    assert "left out" in done.stdout
