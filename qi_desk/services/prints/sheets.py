"""Sheets for the printer itself: the ruler by which an offset is set, and what parts the papers of a batch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qi_desk.services.papers import Paper, Papers, StationHead
from qi_desk.services.paperwork import head
from qi_desk.services.ports import Actor, House
from qi_desk.services.prints.outlets import Outlet
from qi_desk.services.rights import COUNTER, verb

TEST_SHEET = "test_sheet"
SEPARATOR = "batch_separator"


@dataclass(frozen=True, slots=True)
class TestSheetView:
    """The ruler on a sheet of size `sheet` (A3, A4, A5, 80mm): what is set now stands on it in words."""

    __test__ = False

    station: StationHead
    sheet: str
    what: str
    printer: str
    x: float
    y: float
    at: datetime


@dataclass(frozen=True, slots=True)
class SeparatorView:
    """What stands before a paper of a batch: which of how many, what it is."""

    station: StationHead
    place: int
    of: int
    kind: str
    number: str
    at: datetime


@verb("print.test_sheet", COUNTER)
def test_sheet(house: House, actor: Actor, sheet: str, what: str, outlet: Outlet, papers: Papers) -> Paper:
    """The ruler, moved as `outlet` says. Raises PaperError."""
    with house.store.read() as look:
        station = head(house, look)
    view = TestSheetView(station, sheet, what, outlet.printer, outlet.x, outlet.y, house.clock.now())
    paper = papers.make(TEST_SHEET, view)
    return papers.finish(paper.pdf, outlet.x, outlet.y, "") if outlet.x or outlet.y else paper


test_sheet.__test__ = False  # type: ignore[attr-defined]
