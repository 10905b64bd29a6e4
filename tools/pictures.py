"""Take the pictures of docs/pictures from the program itself: every page in the three themes, and the papers.

`python tools/pictures.py [PAGE …]` takes those named, all without. It runs the program's own `screenshot` command on
a practice station made for the occasion; the papers need pdftoppm.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "pictures"
THEMES = ("light", "dark", "contrast")
DOTS_PER_INCH = 70
INTRODUCTION = """# Pictures

Taken by the program from its practice station (`python tools/pictures.py`); every name in them is invented.
"""


def main(wanted: list[str]) -> int:
    """0 when every picture was taken; ends with the program's own words where one was not."""
    sys.path.insert(0, str(ROOT))
    from qi_desk.commands import PAPERS
    from qi_desk.gui.pictures import names

    with TemporaryDirectory() as folder:
        station = Path(folder) / "practice"
        _desk("practice", "--data", str(station))
        for page in wanted or names():
            for theme in THEMES:
                out = OUT / theme / f"{page}.png"
                _desk("screenshot", page, "--data", str(station), "--theme", theme, "--out", str(out))
        if not wanted:
            _papers(station, Path(folder), PAPERS)
    (OUT / "README.md").write_text(_index(), encoding="utf-8")
    return 0


def _index() -> str:
    """A table of every picture there is."""
    lines = [INTRODUCTION, "| page | " + " | ".join(THEMES) + " |", "|---" * (len(THEMES) + 1) + "|"]
    for file in sorted((OUT / THEMES[0]).glob("*.png")):
        cells = [f"[{theme}]({theme}/{file.name})" for theme in THEMES]
        lines.append(f"| {file.stem} | " + " | ".join(cells) + " |")
    papers = [f"- [{file.stem}](paper/{file.name})" for file in sorted((OUT / "paper").glob("*.png"))]
    return "\n".join([*lines, "", "Papers:", "", *papers, ""])


def _papers(station: Path, folder: Path, printable: Mapping[str, str]) -> None:
    (OUT / "paper").mkdir(parents=True, exist_ok=True)
    found = json.loads(_desk("find", "PY90-XQ", "--data", str(station), "--json"))["results"]
    for name, kind in printable.items():
        number = next((hit["number"] for hit in found if kind in _issued(station, hit["number"])), None)
        if number is None:
            continue
        pdf = folder / f"{name}.pdf"
        _desk("print", name, number, "--data", str(station), "--out", str(pdf))
        command = ["pdftoppm", "-png", "-singlefile", "-r", str(DOTS_PER_INCH), str(pdf), str(OUT / "paper" / name)]
        subprocess.run(command, check=True)


def _issued(station: Path, number: str) -> set[str]:
    shown = json.loads(_desk("request", "show", number, "--data", str(station), "--json"))
    return {paper["kind"] for paper in shown["papers"]}


def _desk(*arguments: str) -> str:
    command = [sys.executable, "-m", "qi_desk", *arguments]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
