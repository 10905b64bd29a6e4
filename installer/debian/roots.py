"""Roots of Debian made by debootstrap: one kept for building, fresh ones for trying."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/" + "root",
    "LC_ALL": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}


class NotDone(Exception):
    """A step failed; the message says which, and the end of what it printed."""


def run(command: Sequence[str], *, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> str:
    """Run a program to its end; its standard output. Raises NotDone with the end of what it said."""
    done = subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        told = (done.stdout + done.stderr)[-3000:]
        raise NotDone(f"{' '.join(command)[:300]} ended with {done.returncode}:\n{told}")
    return done.stdout


class Root:
    """A folder with a whole system in it. Commands run in name spaces of their own: no mount outlives them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *command: str, env: Mapping[str, str] | None = None) -> str:
        """Run a program inside; its standard output. Raises NotDone."""
        return run(self.command(*command), env={**ENVIRONMENT, **(env or {})})

    def command(self, *command: str) -> list[str]:
        """The command line that runs a program inside."""
        inside = ["chroot", str(self.folder), *command]
        return ["unshare", "--mount", "--pid", "--fork", f"--mount-proc={self.folder / 'proc'}", *inside]

    def path(self, inside: str) -> Path:
        """Where a path of the inside lies outside."""
        return self.folder / inside.lstrip("/")

    def install(self, *packages: str, recommends: bool = False) -> None:
        """Install packages (or ./files) by apt. Raises NotDone."""
        self.run("apt-get", "-qq", "update")
        wanted = "true" if recommends else "false"
        self.run("apt-get", "-qq", "-y", "-o", f"APT::Install-Recommends={wanted}", "install", *packages)

    def remove(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder)


def repository() -> str:
    """The address this machine's apt takes Debian from; nothing of it is written into a file of the project. Raises
    NotDone where apt knows none."""
    listed = run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(ORIGIN) $(COMPONENT)", "Created-By: Packages"])
    for line in listed.splitlines():
        address, *about = line.split()
        if about == ["Debian", "main"] and address.rstrip("/").endswith("/debian"):
            return address
    raise NotDone("apt of this machine has no source of Debian's own packages")


def base(suite: str, kept: Path) -> Path:
    """A packed minimal system of `suite`, made once and kept. Raises NotDone."""
    packed = kept / f"{suite}.tar"
    if packed.exists():
        return packed
    kept.mkdir(parents=True, exist_ok=True)
    growing = kept / f"{suite}.growing"
    shutil.rmtree(growing, ignore_errors=True)
    run(["debootstrap", "--variant=minbase", "--include=ca-certificates", suite, str(growing), repository()])
    run(["tar", "-C", str(growing), "--one-file-system", "--exclude=./var/cache/apt/archives/*.deb", "-cf",
         f"{packed}.part", "."])  # fmt: skip
    os.replace(f"{packed}.part", packed)
    shutil.rmtree(growing)
    return packed


def fresh(suite: str, kept: Path, folder: Path) -> Root:
    """A new root of `suite` in `folder`, which must not exist. Raises NotDone, FileExistsError."""
    packed = base(suite, kept)
    folder.mkdir(parents=True)
    run(["tar", "-C", str(folder), "-xf", str(packed)])
    shutil.copy("/etc/resolv.conf", folder / "etc" / "resolv.conf")
    return Root(folder)
