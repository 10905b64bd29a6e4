"""Whether an installed desk works: `python -m installer.smoke FOLDER PROGRAM [ARGUMENTS]`, on any system.

With the program as a person of that machine would start it: its version, a practice station in a folder with Chinese
and a blank in its name, the check, a receipt as PDF, a page drawn. It needs nothing of the checkout but this file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any


class Broken(Exception):
    """A step that did not do what it is for, with what the program said."""


def main(arguments: Sequence[str]) -> int:
    """Try it; says each step. 0, or 1 with the first that failed."""
    folder, program = Path(arguments[0]), list(arguments[1:])
    try:
        for said in steps(folder / "服务 站", program):
            print(said, flush=True)
    except Broken as reason:
        print(f"FAILED: {reason}", file=sys.stderr)
        return 1
    return 0


def steps(folder: Path, program: list[str]) -> list[str]:
    """What was tried, all of it well. Raises Broken."""
    folder.mkdir(parents=True)
    station = ("--data", str(folder / "练习"))
    told = [f"version: {_asked(program, '--version').decode().strip()}"]

    made = _answer(program, "practice", *station)
    told.append(f"practice station: {', '.join(sorted(made))}")

    checked = _answer(program, "check", *station)
    wrong = [one["name"] for one in checked["findings"] if not one["ok"]]
    told.append(f"check: {len(checked['findings'])} findings, to look at: {', '.join(wrong) or 'none'}")

    told.append(f"receipt: {_receipt(program, station, folder / '受理回执.pdf')} bytes")

    picture = folder / "首页.png"
    _asked(program, "screenshot", "reception", "--out", str(picture))
    _must(picture.read_bytes().startswith(b"\x89PNG") and picture.stat().st_size > 10_000, "the page is no picture")
    told.append(f"page drawn: {picture.stat().st_size} bytes")
    return told


def _receipt(program: list[str], station: tuple[str, ...], paper: Path) -> int:
    """The receipt of the first request found that has been accepted; its size."""
    hits = _answer(program, "find", "PY90-XQ", *station)["results"]
    for number in (hit["number"] for hit in hits if hit["kind"] == "request"):
        words = ("print", "receipt", number, "--out", str(paper), *station)
        done = _run(program, *words, "--json")
        if done.returncode and b"paper.not_issued" in done.stdout:
            continue
        _must(done.returncode == 0, f"{' '.join(words)}: {done.returncode}\n{done.stderr.decode('utf-8', 'replace')}")
        data = paper.read_bytes()
        _must(data.startswith(b"%PDF-") and len(data) > 10_000, "the receipt is no PDF")
        return len(data)
    raise Broken("no accepted request is found")


def _answer(program: list[str], *words: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(_asked(program, *words, "--json").decode("utf-8"))
    return answer


def _asked(program: list[str], *words: str) -> bytes:
    done = _run(program, *words)
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    _must(done.returncode == 0, f"{' '.join(words)}: {done.returncode}\n{said}")
    return done.stdout


def _run(program: list[str], *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*program, *words],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=600,
        check=False,
    )


def _must(holds: bool, reason: str) -> None:
    if not holds:
        raise Broken(reason)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
