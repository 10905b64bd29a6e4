"""A Debian machine for trying an installation: a root made by debootstrap, its own systemd booted in it by
systemd-nspawn, with a network of its own that has no way out."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

SUITE = "bookworm"
ADDRESS = "192.0.2.10"
"""Of the range for documentation, on the machine's own loopback: reachable from within it alone."""

_BASE = ("systemd", "systemd-sysv", "dbus", "ca-certificates")
_LATER = ("python3.11", "adduser", "postgresql")
"""What the packages tried here depend on: fetched beforehand, installed by them."""

_BOOT_SECONDS = 120.0
_CLEAN = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LC_ALL": "C.UTF-8",
    "HOME": "/root",
    "DEBIAN_FRONTEND": "noninteractive",
}


class Failed(Exception):
    """A line that did not do what it should."""


def kept_root(kept: Path) -> Path:
    """A fresh root with everything the trial installs in apt's cache, made once."""
    root = kept / SUITE
    if (root / ".made").exists():
        return root
    shutil.rmtree(root, ignore_errors=True)
    kept.mkdir(parents=True, exist_ok=True)
    _do("debootstrap", "--variant=minbase", SUITE, str(root), _mirror())
    _do_into("apt-config", "dump", file=root / "etc/apt/apt.conf.d/99here", only="Acquire::")
    shutil.copyfile("/etc/resolv.conf", root / "etc/resolv.conf")
    # Nothing is started in a root that is only being made.
    refusal = root / "usr/sbin/policy-rc.d"
    refusal.write_text("#!/bin/sh\nexit 101\n")
    refusal.chmod(0o755)
    _inside(root, "apt-get", "update", "-q")
    _inside(root, "apt-get", "install", "-y", "-q", "--no-install-recommends", *_BASE)
    (root / "etc/apt/apt.conf.d/99kept").write_text(
        'APT::Keep-Downloaded-Packages "true";\nAPT::Install-Recommends "false";\nAPT::Get::Assume-Yes "true";\n'
    )
    _inside(root, "apt-get", "install", "-q", "--download-only", *_LATER)
    refusal.unlink()
    (root / ".made").touch()
    return root


def _mirror() -> str:
    """Where this machine takes Debian from."""
    asked = ["apt-get", "indextargets", "--format", "$(CODENAME) $(SITE)", "Component: main"]
    said = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    found = [line.split()[1] for line in said.splitlines() if line.split()[:1] == [SUITE]]
    if not found:
        raise Failed(f"apt has no source of {SUITE}")
    return found[0]


def _do(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        raise Failed(f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def _do_into(*command: str, file: Path, only: str) -> None:
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    file.write_text("\n".join(line for line in said.splitlines() if line.startswith(only) and "::" in line) + "\n")


def _inside(root: Path, *command: str) -> None:
    _do("chroot", str(root), "env", "-i", *(f"{name}={value}" for name, value in _CLEAN.items()), *command)


class Machine:
    """One booted machine; `stop` ends it, its root stays where it is."""

    def __init__(self, root: Path, log: Path) -> None:
        self.root = root
        boot = ["systemd-nspawn", "--directory", str(root), "--boot", "--register=no", "--keep-unit", "--quiet"]
        boot += ["--private-network", "--machine", f"trial-{root.name}", "--console=pipe"]
        with log.open("wb") as told:
            self._process = subprocess.Popen(boot, stdin=subprocess.DEVNULL, stdout=told, stderr=told)
        try:
            self._init = self._first()
            self.lets("systemctl is-system-running --wait || true")
            self.beside("ip", "address", "add", f"{ADDRESS}/32", "dev", "lo")
        except BaseException:
            self.stop()
            raise

    def _first(self) -> int:
        """The process that is the machine's first."""
        until = time.monotonic() + _BOOT_SECONDS
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        while time.monotonic() < until and self._process.poll() is None:
            with suppress(OSError, ValueError, IndexError):
                first = int(children.read_text().split()[0])
                if "systemd" in Path(f"/proc/{first}/comm").read_text() and self._answers(first):
                    return first
            time.sleep(0.2)
        raise Failed("the machine does not boot")

    @staticmethod
    def _answers(first: int) -> bool:
        asked = ["nsenter", "-t", str(first), "-a", "--", "test", "-S", "/run/systemd/private"]
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0

    def lets(self, line: str, *, folder: str = "/root") -> str:
        """What root sees who types a line. Raises Failed with what was said."""
        done = self.tries(line, folder=folder)
        if done.returncode:
            raise Failed(f"{line}\n{done.stdout}{done.stderr}")
        return done.stdout

    def tries(self, line: str, *, folder: str = "/root") -> subprocess.CompletedProcess[str]:
        """A line typed, whatever comes of it."""
        given = [f"{name}={value}" for name, value in _CLEAN.items()]
        typed = f"cd {folder}\n{line}"
        entered = ["nsenter", "-t", str(self._init), "-a", "--", "env", "-i", *given, "sh", "-c", typed]
        return subprocess.run(entered, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)

    def beside(self, *command: str, env: dict[str, str] | None = None, said: str = "") -> str:
        """A program of this computer's, on the machine's network. Raises Failed."""
        entered: Sequence[str] = ("nsenter", "-t", str(self._init), "-n", "--", *command)
        done = subprocess.run(entered, capture_output=True, text=True, check=False, env=env, input=said)
        if done.returncode:
            raise Failed(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        return done.stdout

    def stop(self) -> None:
        """Switch it off."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
