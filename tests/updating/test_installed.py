"""How the program came onto the computer, and what it hands to others to install."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qi_desk import __version__, app, paths
from qi_desk.domain.errors import NotAllowed
from qi_desk.domain.updates import DEB, FOLDER, WINDOWS
from qi_desk.updating import handing, installed, menu
from qi_desk.updating.handing import Handed
from tests.updating import small_program


def test_a_checkout_is_not_installed() -> None:
    found = installed.here(environment={})
    assert (found.way, found.folder, found.version) == ("", None, __version__)


def test_started_by_its_launcher_it_knows_its_folder(tmp_path: Path) -> None:
    one = small_program.settled(tmp_path, __version__)
    found = installed.here(environment={"QI_DESK_ROOT": str(one.root)})
    assert found.way == FOLDER
    assert found.folder is not None
    assert found.folder.root == one.root
    for odd in (str(tmp_path), str(tmp_path / "nowhere"), str(one.root / "versions"), "\0"[:0]):
        assert installed.here(environment={"QI_DESK_ROOT": odd}).way == ""
    (one.root / "versions" / __version__).rename(one.root / "versions" / "9.9")
    assert installed.here(environment={"QI_DESK_ROOT": str(one.root)}).way == "", "another version runs than lies there"


def test_from_the_system_s_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "qi-desk.list").write_text("/opt\n", encoding="ascii")
    monkeypatch.setattr(installed, "DEB_FOLDER", tmp_path / "files")
    monkeypatch.setattr(installed, "_DPKG_LIST", tmp_path / "qi-desk.list")
    program = tmp_path / "files" / "qi-desk"
    assert installed.here(program, frozen=True, environment={}).way == DEB
    assert installed.here(program, frozen=False, environment={}).way == ""
    assert installed.here(tmp_path / "elsewhere" / "qi-desk", frozen=True, environment={}).way == ""
    (tmp_path / "qi-desk.list").unlink()
    assert installed.here(program, frozen=True, environment={}).way == "", "unpacked there by hand"


def test_on_windows_by_its_installer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform's edge is faked: this was not run on Windows."""
    monkeypatch.setattr(installed.sys, "platform", "win32")
    found = installed.here(Path("C:/Program Files/qi-desk/qi-desk.exe"), frozen=True, environment={})
    assert found.way == WINDOWS
    assert found.platform.startswith("windows-")


def test_the_line_an_administrator_types_is_quoted(tmp_path: Path) -> None:
    assert handing.typed(DEB, Path("/media/我的 U盘/q.deb")) == "sudo apt-get install --yes '/media/我的 U盘/q.deb'"
    assert handing.typed(WINDOWS, Path("C:/q.exe")) == "C:/q.exe"


def test_without_a_way_to_ask_for_the_password_the_administrator_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing.shutil, "which", lambda name: None if name == "pkexec" else f"/usr/bin/{name}")
    with pytest.raises(NotAllowed) as met:
        handing.check_possible(DEB, Path("/x/q.deb"))
    assert met.value.values["command"] == "sudo apt-get install --yes /x/q.deb"
    handing.check_possible(WINDOWS, Path("C:/q.exe"))


def test_the_tool_that_installs_is_run_and_its_answer_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pkexec of the test stands in front of the system's; what is run then is a real process."""
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    installs = f'cat "$3" >{tmp_path}/installed; echo "$1 $2 $3" >{tmp_path}/asked; exit 100'
    for name, does in {"pkexec": 'exec "$@"', "apt-get": installs}.items():
        (bin_folder / name).write_text(f"#!/bin/sh\n{does}\n", encoding="ascii")
        (bin_folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_folder}:/usr/bin:/bin")
    package = tmp_path / "U盘 里的.deb"
    package.write_bytes(b"the package")
    sound = hashlib.sha256(b"the package").hexdigest()
    assert handing.hand_over(package, sound) == 100, "what apt-get answers"
    assert (tmp_path / "installed").read_bytes() == b"the package"
    install, yes, place = (tmp_path / "asked").read_text(encoding="utf-8").split()
    assert (install, yes) == ("install", "--yes")
    assert not Path(place).is_relative_to(tmp_path), "a copy out of the person's reach"
    assert not Path(place).parent.exists()
    (tmp_path / "asked").unlink()
    package.write_bytes(b"swapped meanwhile")
    assert handing.hand_over(package, sound) == 98
    assert handing.hand_over(tmp_path / "gone.deb", sound) == 1
    assert not (tmp_path / "asked").exists(), "nothing but the checked package is ever installed"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert handing.hand_over(package, sound) == -1


def test_windows_is_asked_through_its_shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The platform's edge is faked: this was not run on Windows."""
    asked: list[str] = []
    monkeypatch.setattr(handing.sys, "platform", "win32")
    monkeypatch.setattr(handing.os, "startfile", asked.append, raising=False)
    assert handing.hand_over(tmp_path / "q.exe", "") is None
    assert asked == [str(tmp_path / "q.exe")]

    def refused(_file: str) -> None:
        raise OSError("the person said no")

    monkeypatch.setattr(handing.os, "startfile", refused, raising=False)
    assert handing.hand_over(tmp_path / "q.exe", "") == -1


def test_what_was_handed_over_is_noted_and_forgotten(tmp_path: Path) -> None:
    assert handing.noted(tmp_path) is None
    handing.note(tmp_path, Handed("0.2.0", "q.deb", "ab"))
    assert handing.noted(tmp_path) == Handed("0.2.0", "q.deb", "ab")
    handing.note(tmp_path, Handed("0.2.0", "../../q.deb", "ab", 100))
    assert handing.noted(tmp_path) == Handed("0.2.0", "q.deb", "ab", 100)
    for broken in ("", "[]", "{}", '{"version": "0.2.0", "file": "x", "sha256": "", "ended": "no"}'):
        (tmp_path / "handed.json").write_text(broken, encoding="utf-8")
        assert handing.noted(tmp_path) is None
    handing.forget(tmp_path)
    handing.forget(tmp_path)
    assert handing.noted(tmp_path) is None


def test_it_is_handed_over_when_the_window_has_closed_and_only_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[Any] = []
    monkeypatch.setattr(paths, "updates_dir", lambda: tmp_path)
    monkeypatch.setattr(handing, "start_again", lambda: done.append("again"))
    monkeypatch.setattr(handing, "hand_over", lambda file, sha256: done.append((file, sha256)) or 0)
    app.hand_over()
    assert done == [], "nothing was handed over"
    handing.note(tmp_path, Handed("9.9.9", "q.deb", "ab"))
    app.hand_over()
    assert done == [], "a checkout hands nothing over"
    monkeypatch.setattr(installed, "here", lambda: installed.Installed("0.1.0", "linux-x86_64", DEB))
    app.hand_over()
    assert done == [(tmp_path / "q.deb", "ab"), "again"]
    assert handing.noted(tmp_path) == Handed("9.9.9", "q.deb", "ab", 0)
    app.hand_over()
    assert len(done) == 2, "once"


def test_starting_again_is_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []
    monkeypatch.setattr(subprocess, "Popen", lambda words, **how: started.append((words, how)))
    handing.start_again()
    assert started == [([sys.executable], {"start_new_session": True})]


def test_the_menu_s_entry_starts_the_launcher(tmp_path: Path) -> None:
    one = small_program.settled(tmp_path)
    entry = menu.enter(one.root / "qi-desk", tmp_path / "applications").read_text(encoding="utf-8")
    assert f'Exec="{one.root}/qi-desk" open %f' in entry.splitlines()
    assert "Name=质量基础设施服务窗口" in entry
    (icon,) = [line.removeprefix("Icon=") for line in entry.splitlines() if line.startswith("Icon=")]
    assert Path(icon).read_bytes().startswith(b"<")
