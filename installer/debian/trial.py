"""A fresh root with a person in it, and what the person sees there: commands, windows on a screen, files."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from installer.debian.roots import ENVIRONMENT, NotDone, Root, run

TOOLS = ("desktop-file-utils", "imagemagick", "passwd", "poppler-utils", "shared-mime-info", "x11-utils", "xauth")
SCREEN = ("xdotool", "xvfb")
PERSON, HOME = "clerk", "/" + "home/窗口 一"
DISPLAY = ":77"
_SOCKETS = Path("tmp", ".X11-unix")
SECONDS = 120.0

NOT_COMPARED = frozenset(
    {
        # Where apt and dpkg keep their own accounts, what is no file, and the person's folder, compared by its bytes.
        *(
            "var/lib/dpkg",
            "var/lib/apt",
            "var/cache",
            "var/log",
            "tmp",
            "proc",
            "sys",
            "dev",
            "home",
            "run",
            "packages",
        ),
        # Written anew by the tools of the desktop, whatever is installed.
        *("usr/share/mime", "usr/share/applications/mimeinfo.cache", "usr/share/icons/hicolor/icon-theme.cache"),
    }
)


class Trial:
    """One root, in the name spaces of this process: its scripts see the programs the person started."""

    def __init__(self, root: Root, out: Path) -> None:
        self.root, self.out = root, out
        self.home = root.path(HOME)
        out.mkdir(parents=True, exist_ok=True)
        run(["mount", "-t", "proc", "proc", str(root.path("/proc"))])

    def close(self) -> None:
        """Take the root away."""
        run(["umount", str(self.root.path("/proc"))])
        self.root.remove()

    def prepare(self, *packages: Path) -> None:
        """Bring in what the trial itself uses, a person, and the packages."""
        self.system("apt-get", "-qq", "update")
        self.system("apt-get", "-qq", "-y", "--no-install-recommends", "install", *TOOLS, *SCREEN)
        self.system("useradd", "--no-create-home", "--home-dir", HOME, PERSON)
        self.home.mkdir(parents=True)
        self.system("chown", PERSON, HOME)
        self.root.path("/packages").mkdir()
        for package in packages:
            shutil.copy(package, self.root.path("/packages"))

    def system(self, *words: str) -> str:
        """What a command of the administrator prints. Raises NotDone."""
        return run(["chroot", str(self.root.folder), *words], env=ENVIRONMENT)

    def install(self, *packages: Path) -> None:
        """Install or upgrade by apt, as a person does who was given the files. Raises NotDone."""
        files = [f"/packages/{package.name}" for package in packages]
        self.system("apt-get", "-qq", "-y", "--no-install-recommends", "install", *files)

    def command(self, *words: str, **variables: str) -> list[str]:
        """The command line that the person types."""
        told = {**ENVIRONMENT, "HOME": HOME, "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen", **variables}
        given = [f"{name}={value}" for name, value in told.items()]
        return ["chroot", f"--userspec={PERSON}", str(self.root.folder), "env", "-i", "-C", HOME, *given, *words]

    def said(self, *words: str, typed: str = "", **variables: str) -> str:
        """What a command of the person prints. Raises NotDone."""
        done = subprocess.run(
            self.command(*words, **variables), input=typed.encode(), capture_output=True, check=False, timeout=600
        )
        if done.returncode:
            told = (done.stdout + done.stderr).decode("utf-8", "replace")
            raise NotDone(f"{' '.join(words)} ended with {done.returncode}:\n{told[-2000:]}")
        return done.stdout.decode()

    def answer(self, *words: str, typed: str = "") -> dict[str, Any]:
        """What the program answers the person in JSON. Raises NotDone."""
        answer: dict[str, Any] = json.loads(self.said("qi-desk", *words, "--json", typed=typed))
        return answer

    @contextmanager
    def running(self, *words: str, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
        """A program of the person while the block lasts; ended afterwards."""
        with subprocess.Popen(self.command(*words, **variables), stderr=subprocess.DEVNULL) as process:
            try:
                yield process
            finally:
                process.terminate()
                process.wait(timeout=SECONDS)

    @contextmanager
    def screen(self) -> Iterator[None]:
        """A screen for the windows, while the block lasts."""
        command = self.command("Xvfb", DISPLAY, "-screen", "0", "1366x768x24", "-nolisten", "tcp")
        sockets = self.root.folder / _SOCKETS
        sockets.mkdir(exist_ok=True)
        sockets.chmod(0o1777)
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
            wait_until((sockets / f"X{DISPLAY[1:]}").exists, "the screen")
            try:
                yield
            finally:
                server.terminate()

    def on_screen(self, *words: str) -> str:
        """What a tool of the screen prints. Raises NotDone."""
        return self.said(*words, DISPLAY=DISPLAY)

    def picture(self, name: str) -> Path:
        """The screen as it is, as a picture kept for whoever wants to look."""
        self.on_screen("import", "-window", "root", f"{HOME}/screen.png")
        kept = self.out / f"{name}.png"
        shutil.move(self.home / "screen.png", kept)
        return kept

    def pixels(self, part: str) -> bytes:
        """A part of the screen, WIDTHxHEIGHT+X+Y, as bare grey values."""
        self.on_screen("import", "-window", "root", "-crop", part, f"gray:{HOME}/part")
        return (self.home / "part").read_bytes()

    def listing(self) -> frozenset[str]:
        """Every path that is compared, a link with where it leads."""
        found = set()
        for folder, folders, files in os.walk(self.root.folder):
            inside = Path(folder).relative_to(self.root.folder)
            folders[:] = [name for name in folders if str(inside / name) not in NOT_COMPARED]
            for name in (*folders, *files):
                if str(inside / name) not in NOT_COMPARED:
                    link = Path(folder, name)
                    found.add(f"{inside / name} -> {link.readlink()}" if link.is_symlink() else str(inside / name))
        return frozenset(found)

    def digest(self) -> str:
        """The person's folder: every name, owner and byte."""
        told = hashlib.sha256()
        for file in sorted(self.home.rglob("*")):
            told.update(os.fsencode(file.relative_to(self.home)) + str(file.lstat().st_uid).encode())
            told.update(file.read_bytes() if file.is_file() and not file.is_symlink() else b"")
        return told.hexdigest()


def wait_until(holds: Any, what: str, seconds: float = SECONDS) -> None:
    """Come back as soon as `holds()` does. Raises NotDone after `seconds`."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise NotDone(f"{what} did not come within {seconds:.0f} s")
        time.sleep(0.1)
