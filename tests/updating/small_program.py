"""Programs of a few lines in the place of the real one: what is tried here is how versions take each other's place."""

from __future__ import annotations

import subprocess
from pathlib import Path

from qi_desk.updating.folder import FolderInstallation, settle
from tests.support.releases import archive_of, tree_of

SAYS = """#!/bin/sh
# Answers as the real program does where it is asked.
version='{version}'
case "$1" in
  --version) echo "qi-desk $version" ;;
  prove) {proof} ;;
  root) echo "$QI_DESK_ROOT" ;;
  crash) exit 70 ;;
esac
"""
PROVES = 'cat >/dev/null; echo "{\\"ok\\": true, \\"version\\": \\"$version\\"}"'


def program(version: str, proof: str = PROVES) -> bytes:
    """The script of a version."""
    return SAYS.format(version=version, proof=proof).encode()


def archive(version: str, proof: str = PROVES) -> bytes:
    """Its archive."""
    return archive_of(tree_of(version, program(version, proof)), top=f"qi-desk-{version}")


def lay_tree(folder: Path, version: str) -> Path:
    """Its files, as an archive unpacked by hand."""
    for name, content in tree_of(version, program(version)).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (folder / "qi-desk").chmod(0o755)
    return folder


def settled(tmp_path: Path, version: str = "0.1.0") -> FolderInstallation:
    """A folder with one version in it."""
    settle(lay_tree(tmp_path / "unpacked", version), tmp_path / "program", version)
    return FolderInstallation(tmp_path / "program", version)


def start(root: Path, *arguments: str) -> tuple[int, str]:
    """What starting the program by its launcher comes to."""
    done = subprocess.run(
        [root / "qi-desk", *(arguments or ("--version",))], capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout.strip()


def version_started(root: Path) -> str:
    """Which version a start leads to."""
    code, said = start(root)
    assert code == 0, said
    return said.removeprefix("qi-desk ")
