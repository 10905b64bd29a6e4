"""Every paper as it is printed at 100 dpi: how much ink stands in which 5 mm of the sheet, against a picture somebody
looked at. `python -m tests.documents.test_ink` takes the pictures anew; look at the papers before keeping them."""

from __future__ import annotations

from pathlib import Path

import pytest

from qi_desk.documents import rendering
from qi_desk.documents.inline import InlinePapers
from tests.documents.test_papers import CASES, GOLDEN

DPI = 100
CELL = 20
"""Pixels: 5 mm."""

LEVELS = "0123456789"
PAGES = 3
"""Of a longer paper the first ones."""


def ink_of(pdf: bytes, page: int) -> str:
    """A line of digits for each 5 mm of the page, 0 for white to 9 for half black and more."""
    picture = rendering.render(pdf, page, DPI)
    # The green of each pixel: black ink is dark in it, and red.
    light = [
        picture.data[start + 1 : start + 4 * picture.width : 4] for start in range(0, len(picture.data), picture.stride)
    ]
    lines = []
    for top in range(0, picture.height, CELL):
        rows = light[top : top + CELL]
        cells = []
        for left in range(0, picture.width, CELL):
            pixels = b"".join(row[left : left + CELL] for row in rows)
            dark = 1 - sum(pixels) / (255 * len(pixels))
            cells.append(LEVELS[min(9, round(18 * dark))])
        lines.append("".join(cells))
    return "\n".join(lines)


def inked(name: str) -> str:
    paper = InlinePapers().make(*CASES[name])
    return "\n\n".join(ink_of(paper.pdf, page) for page in range(min(paper.pages, PAGES))) + "\n"


def file_of(name: str) -> Path:
    return GOLDEN / f"{name}.ink"


@pytest.mark.parametrize("name", CASES)
def test_the_ink_is_where_it_was_looked_at(name: str) -> None:
    found, wanted = inked(name).splitlines(), file_of(name).read_text(encoding="ascii").splitlines()
    assert [len(line) for line in found] == [len(line) for line in wanted]
    off = [
        (row, column, level, found[row][column])
        for row, line in enumerate(wanted)
        for column, level in enumerate(line)
        if abs(int(level) - int(found[row][column])) > 1
    ]
    assert off == []


def test_a_missing_word_is_noticed() -> None:
    name = "acceptance_a4"
    form, view = CASES[name]
    paper = InlinePapers().make(form, type(view)(**{**_fields(view), "client_name": ""}))
    assert ink_of(paper.pdf, 0) != inked(name).rstrip("\n")


def _fields(view: object) -> dict[str, object]:
    return {field: getattr(view, field) for field in type(view).__dataclass_fields__}  # type: ignore[attr-defined]


if __name__ == "__main__":
    for case in CASES:
        file_of(case).write_text(inked(case), encoding="ascii")
