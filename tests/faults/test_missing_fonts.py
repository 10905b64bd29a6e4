"""A font file is gone: the window opens, a paper that needs it is refused in words, others are printed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qi_desk import paths

pytestmark = pytest.mark.fault

ROOT = Path(__file__).resolve().parents[2]
_PAPER = """
import sys
from dataclasses import replace
from pathlib import Path
from qi_desk import paths, wording
paths.resources = lambda: Path(sys.argv[1])
from qi_desk.documents import make
from qi_desk.domain.errors import PaperError
from tests.documents import views
try:
    view = views.on_site(1)
    paper = make.make("on_site_list", replace(view, rows=(replace(view.rows[0], name="𡈽"),)))
    print("made", paper.pages, "".join(paper.missing))
except PaperError as error:
    print(error.code, wording.sentence(error).next)
"""
_WINDOW = """
import sys
from pathlib import Path
from qi_desk import paths
paths.resources = lambda: Path(sys.argv[1])
from qi_desk.gui import application, theme
application.make_application("light", "standard")
theme.load_remaining_fonts()
print("stands")
"""


def without(folder: Path, *names: str) -> Path:
    """The resources as they are, but for some fonts."""
    made = folder / "resources"
    (made / "fonts").mkdir(parents=True)
    for path in paths.resources().iterdir():
        if path.name != "fonts":
            (made / path.name).symlink_to(path)
    for path in (paths.resources() / "fonts").iterdir():
        if path.name not in names:
            (made / "fonts" / path.name).symlink_to(path)
    return made


def ran(script: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-800:]
    return done.stdout


def test_a_paper_without_its_font_is_refused_in_words(tmp_path: Path) -> None:
    said = ran(_PAPER, str(without(tmp_path, "NotoSerifSC-Regular.ttf")))
    assert said.startswith("paper.font_missing")
    assert "重新安装" in said


def test_without_the_rare_font_a_name_shows_that_something_is_missing(tmp_path: Path) -> None:
    said = ran(_PAPER, str(without(tmp_path, "HanaMinB.ttf")))
    assert said.split() == ["made", "1", "𡈽"]


def test_the_window_opens_without_any_of_them(tmp_path: Path) -> None:
    every = [path.name for path in (paths.resources() / "fonts").iterdir()]
    assert "stands" in ran(_WINDOW, str(without(tmp_path, *every)))
