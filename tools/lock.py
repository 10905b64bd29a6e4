"""Rewrite requirements/*.lock from requirements/*.in: every file of every pin by its hash, and no registry.

Run it from the test environment after a pin changed: `.venv/bin/python tools/lock.py`. It asks the index that
pip is configured with, fails where a target has no wheel, and keeps other versions unless given `--upgrade`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements"
RUN = "run.lock"
TEST = "test.lock"
INSTALLER = "installer.lock"
SERVER = "server.lock"
SOURCES = {
    RUN: ("app.in", "build.in"),
    TEST: ("app.in", "build.in", "district.in", "test.in"),
    INSTALLER: ("installer.in",),
    SERVER: ("server.in", "district.in"),
}
SHIPPED = (RUN, INSTALLER)
"""The locks of what is packed for each target."""

TARGETS = ("x86_64-manylinux_2_28", "aarch64-manylinux_2_31", "x86_64-pc-windows-msvc")


def main(options: list[str]) -> int:
    """Compile the locks; find a wheel of each pin for each target. 0, or the first exit code that is not."""
    with TemporaryDirectory() as nowhere:
        return next((code for code in map(_run, _commands(options, nowhere)) if code), 0)


def _commands(options: list[str], nowhere: str) -> Iterator[list[str]]:
    for lock, sources in SOURCES.items():
        # Nobody ships what was not tested.
        known = {RUN: (), SERVER: ("--constraint", TEST)}
        held = known.get(lock, ("--constraint", RUN))
        yield [
            *("compile", *sources, *held, "--output-file", lock, "--universal", "--python-version", "3.11"),
            *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--quiet"),
            *("--custom-compile-command", "python tools/lock.py", *options),
        ]
    for target in TARGETS:
        for lock in SHIPPED:
            yield [*_resolving(lock, target, nowhere), "--quiet"]


def resolved(lock: str, target: str) -> dict[str, str]:
    """What would be installed from a lock on a target, by name, every file of it a wheel with the lock's hash. Asks
    the index. Raises subprocess.CalledProcessError, with uv's words in `stderr`, where something has no such wheel."""
    with TemporaryDirectory() as nowhere:
        told = subprocess.run(
            _uv(_resolving(lock, target, nowhere)),
            cwd=REQUIREMENTS,
            env=os.environ | index() | {"NO_COLOR": "1"},
            check=True,
            capture_output=True,
            text=True,
        ).stderr
    return dict(re.findall(r"^ \+ (\S+)==(\S+)$", told, re.MULTILINE))


def _resolving(lock: str, target: str, nowhere: str) -> list[str]:
    return [
        *("install", "--dry-run", "--require-hashes", "--only-binary", ":all:"),
        *("--python-platform", target, "--python-version", "3.11", "--target", nowhere, "-r", lock),
    ]


def _run(arguments: list[str]) -> int:
    return subprocess.run(_uv(arguments), cwd=REQUIREMENTS, env=os.environ | index(), check=False).returncode


def _uv(arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "uv", "--no-config", "pip", *arguments]


@cache
def index() -> dict[str, str]:
    """For uv: the index pip is configured with."""
    command = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    configured = (
        os.environ.get("PIP_INDEX_URL") or subprocess.run(command, capture_output=True, text=True, check=False).stdout
    )
    return {"UV_DEFAULT_INDEX": configured.strip()} if configured.strip() else {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
