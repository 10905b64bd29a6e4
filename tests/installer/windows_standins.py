"""A frozen folder for Windows that is none: programs that only wait, packed by makensis, and some files."""

from __future__ import annotations

import subprocess
from pathlib import Path

WAITING = r"""
Unicode true
Target amd64-unicode
OutFile "${OUT}"
SilentInstall silent
RequestExecutionLevel user
!include LogicLib.nsh
Section
  FileOpen $0 "$TEMP\waiting" w
  FileClose $0
  ${Do}
    Sleep 50
  ${LoopUntil} ${FileExists} "$TEMP\stop"
SectionEnd
"""


def tree(folder: Path, mark: str, *, running: bool = False) -> Path:
    """A folder as PyInstaller makes it, in which `mark` tells one version from another. With `running` the window's
    program can be started, and waits."""
    inside = folder / "_internal" / "qi_desk" / "_data" / "resources"
    inside.mkdir(parents=True)
    (inside / "说明 文件.txt").write_text(mark, encoding="utf-8")
    (inside / f"only in {mark}.txt").write_text(mark, encoding="utf-8")
    (folder / "qi-desk.exe").write_text(mark, encoding="utf-8")
    (folder / "qi-desk-window.exe").write_text(mark, encoding="utf-8")
    if running:
        script = folder.parent / f"{mark}.nsi"
        script.write_text(WAITING, encoding="utf-8")
        out = folder / "qi-desk-window.exe"
        subprocess.run(["makensis", "-V1", f"-DOUT={out}", str(script)], check=True)
    return folder
