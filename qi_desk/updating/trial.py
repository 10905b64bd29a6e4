"""Trying a new version out before it is used: it makes a station of its own and works in it, then opens a copy of this
one. All of that happens in folders that are thrown away."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from qi_desk.domain.errors import UNREADABLE, NotAllowed
from qi_desk.updating.folder import ROOT_VARIABLE

COMMAND = "prove"
_SECONDS = 900


def try_out(program: Path, version: str, station: Path | None = None, db_id: str = "", key: bytes = b"") -> None:
    """Let a version prove itself; with a copy of a station, its id and its key, on that too. The key goes through a
    pipe to a program whose signature was checked. Raises NotAllowed("update.trial_failed") with `why`, as a code."""
    asked = {"station": str(station), "db_id": db_id, "key": key.hex()} if station is not None else {}
    environment = {name: value for name, value in os.environ.items() if name != ROOT_VARIABLE}
    gently = ("nice", "-n", "10") if shutil.which("nice") else ()
    with tempfile.TemporaryDirectory(prefix="qi-desk-trial-") as place:
        try:
            done = subprocess.run(
                (*gently, str(program.absolute()), COMMAND, "--json"),
                input=json.dumps(asked).encode(),
                capture_output=True,
                cwd=place,
                env={**environment, "QT_QPA_PLATFORM": "offscreen"},
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise NotAllowed("update.trial_failed", why="time", version=version) from error
        except OSError as error:
            raise NotAllowed("update.trial_failed", why=type(error).__name__, version=version) from error
    said = _answer(done.stdout)
    if done.returncode or said.get("ok") is not True:
        refusal = said.get("error")
        why = str(refusal.get("code", "")) if isinstance(refusal, dict) else ""
        raise NotAllowed("update.trial_failed", why=why or f"exit {done.returncode}", version=version)
    if said.get("version") != version:
        raise NotAllowed("update.trial_failed", why=f"version {said.get('version')}"[:60], version=version)


def _answer(output: bytes) -> dict[str, Any]:
    try:
        said = json.loads(output)
    except UNREADABLE:
        return {}
    return said if isinstance(said, dict) else {}
