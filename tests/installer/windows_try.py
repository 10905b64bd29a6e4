"""Installing, upgrading and uninstalling under Wine: `installer/windows/try`.

The script is the one that ships, packed for 64-bit Windows instead of 32, because Wine on Debian alone has no 32 bits,
over a stand-in for the frozen folder. Wine is not Windows: what it shows is that the script does what it says.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from installer.windows import build
from installer.windows.build import Order
from tests.installer.windows_standins import tree

TITLE = "质量基础设施服务窗口"
STATE = r"HKLM\Software\qi-desk"
ENTRY = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall\qi-desk"
DONE, IN_USE, NEWER_THERE, OLD_WINDOWS = 0, 3, 4, 5


class Machine:
    """A Windows of its own, and what is done on it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.drive = folder / "prefix" / "drive_c"
        self.environment = {
            **{name: word for name, word in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")},
            "WINEPREFIX": str(folder / "prefix"),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=;mshtml=",
            "LC_ALL": "C.UTF-8",
        }
        self.run("wineboot", "-i")
        self.says_it_is("win10")
        self.program = self.drive / "Program Files" / "qi-desk"

    def says_it_is(self, version: str) -> None:
        """Let Wine be another Windows."""
        self.run("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", version, "/f")

    def code_of(self, *words: str) -> int:
        """Run a program of Windows; its exit code."""
        return subprocess.run(["wine", *words], env=self.environment, capture_output=True, check=False).returncode

    def run(self, *words: str) -> int:
        """Run a program of Windows and whatever it starts, to the end; its exit code."""
        code = self.code_of(*words)
        subprocess.run(["wineserver", "-w"], env=self.environment, check=False)
        return code

    def packed(self, version: str, mark: str, *, running: bool = False) -> Path:
        """The installer of a version made of a folder that `mark` tells apart."""
        folder = self._folder / f"tree-{mark}"
        if not folder.exists():
            tree(folder, mark, running=running)
        order = Order(version, self._folder / "made", self._folder / "out")
        return build.pack(order, folder, target="amd64-unicode")

    def install(self, version: str, mark: str, *switches: str, running: bool = False) -> int:
        """Install a version, to the end."""
        return self.run(str(self.packed(version, mark, running=running)), "/S", *switches)

    def uninstall(self, *switches: str) -> int:
        return self.run(str(self.program / "uninstall.exe"), "/S", *switches)

    def registry(self, key: str, name: str) -> str:
        """A value of the registry, "" where there is none."""
        command = ["wine", "reg", "query", key, *(("/v", name) if name else ("/ve",))]
        told = subprocess.run(command, env=self.environment, capture_output=True, check=False).stdout
        lines = [line for line in told.decode("utf-8", "replace").splitlines() if "REG_" in line]
        return lines[0].split("    ")[-1].strip() if lines else ""

    def start_menu(self) -> set[str]:
        folder = self.drive / "ProgramData/Microsoft/Windows/Start Menu/Programs" / TITLE
        return {file.name for file in folder.glob("*")}

    def version_there(self) -> set[str]:
        """The marks of the versions whose files lie there."""
        return {file.stem.removeprefix("only in ") for file in self.program.rglob("only in *.txt")}

    def person(self) -> Path:
        """The folder of a station somebody works in."""
        (user,) = [one for one in (self.drive / "users").iterdir() if one.name not in ("Public", "All Users")]
        station = user / "AppData" / "Local" / "qi-desk" / "station"
        station.mkdir(parents=True, exist_ok=True)
        return station


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path)
    yield made
    subprocess.run(["wineserver", "-k"], env=made.environment, check=False)


@pytest.fixture
def running(machine: Machine) -> Iterator[subprocess.Popen[bytes]]:
    """The first version, installed and open; in a folder without a blank, because Wine would quote it in the last of
    the uninstaller's arguments, and that one is taken as it stands."""
    assert machine.install("1.0.0", "first", r"/D=C:\desk", running=True) == DONE
    machine.program = machine.drive / "desk"
    command = ["wine", str(machine.program / "program" / "qi-desk-window.exe")]
    process = subprocess.Popen(command, env=machine.environment)
    until = time.monotonic() + 60
    while not list(machine.drive.rglob("Temp/waiting")):
        assert time.monotonic() < until
        time.sleep(0.05)
    (waiting,) = machine.drive.rglob("Temp/waiting")
    yield process
    (waiting.parent / "stop").touch()
    process.wait(60)


def test_it_installs_upgrades_and_leaves_without_touching_what_people_wrote(machine: Machine) -> None:
    station = machine.person() / "station.db"
    station.write_bytes(b"everything")

    assert machine.install("1.0.0", "first") == DONE
    assert machine.version_there() == {"first"}
    assert (machine.program / "program/_internal/qi_desk/_data/resources/说明 文件.txt").is_file()
    assert machine.start_menu() == {f"{TITLE}.lnk", "练习站.lnk", "卸载.lnk"}
    assert machine.registry(ENTRY, "DisplayVersion") == "1.0.0"
    assert machine.registry(STATE, "folder") == r"C:\Program Files\qi-desk"
    assert machine.registry(r"HKLM\Software\Classes\.qicourier", "") == "qi-desk.courier"
    opens = machine.registry(r"HKLM\Software\Classes\qi-desk.courier\shell\open\command", "")
    assert opens == r'"C:\Program Files\qi-desk\program\qi-desk-window.exe" "%1"'

    assert machine.install("1.1.0", "second") == DONE
    assert machine.version_there() == {"second"}
    assert machine.registry(ENTRY, "DisplayVersion") == "1.1.0"
    assert {path.name for path in machine.program.iterdir()} == {"program", "uninstall.exe"}

    assert machine.install("1.0.0", "first") == NEWER_THERE
    assert machine.version_there() == {"second"}
    assert machine.install("1.0.0", "first", "/DOWNGRADE") == DONE
    assert machine.version_there() == {"first"}

    foreign = machine.program / "somebody's.txt"
    foreign.write_bytes(b"")
    machine.uninstall()
    assert list(machine.program.iterdir()) == [foreign]
    assert machine.start_menu() == set()
    assert not machine.registry(ENTRY, "DisplayVersion")
    assert not machine.registry(r"HKLM\Software\Classes\.qicourier", "")
    assert station.read_bytes() == b"everything"


def test_where_it_lies_is_kept_by_the_next_version(machine: Machine) -> None:
    assert machine.install("1.0.0", "first", r"/D=C:\软件目录\窗口") == DONE
    assert machine.install("1.1.0", "second") == DONE
    assert list((machine.drive / "软件目录" / "窗口").rglob("only in second.txt"))
    assert not machine.program.exists()


@pytest.mark.usefixtures("running")
def test_nothing_is_done_while_the_program_runs(machine: Machine) -> None:
    installer = machine.packed("1.1.0", "second")
    # Not to the end of everything that runs: the program runs.
    assert machine.code_of(str(installer), "/S") == IN_USE
    # Told where it lies it stays in the foreground, and its code can be seen.
    assert machine.code_of(str(machine.program / "uninstall.exe"), "/S", r"_?=C:\desk") == IN_USE
    assert machine.version_there() == {"first"}
    assert machine.registry(ENTRY, "DisplayVersion") == "1.0.0"


@pytest.mark.parametrize(
    "cut",
    [
        ("program.new",),
        ("program", "program.new"),
        ("program.old",),
        ("program.old", "program.new"),
        ("program", "program.old"),
    ],
    ids="+".join,
)
def test_a_cut_of_an_upgrade_is_settled_by_the_next(machine: Machine, cut: tuple[str, ...]) -> None:
    """Whatever folders power loss left, the next run leaves one whole version."""
    for name in cut:
        tree(machine.program / name, name)
    assert machine.install("1.1.0", "second") == DONE
    assert machine.version_there() == {"second"}
    assert {path.name for path in machine.program.iterdir()} == {"program", "uninstall.exe"}


def test_an_old_windows_is_told(machine: Machine) -> None:
    machine.says_it_is("win7")
    assert machine.install("1.0.0", "first") == OLD_WINDOWS
    assert not machine.program.exists()
