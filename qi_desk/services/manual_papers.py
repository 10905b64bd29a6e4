"""The manual on paper: a chapter for who is being shown something, or all of it for the drawer of the counter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qi_desk.manual import book
from qi_desk.manual.book import Chapter
from qi_desk.services.document_words import Words
from qi_desk.services.papers import StationHead
from qi_desk.services.paperwork import Order, head
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import COUNTER, verb

MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class PrintedPicture:
    """A picture of the manual: its file's name and its PNG."""

    file: str
    png: bytes


@dataclass(frozen=True, slots=True)
class ManualView:
    """Chapters to be printed; more than one get a list of contents."""

    station: StationHead
    title: str
    contents: str
    chapters: tuple[Chapter, ...]
    pictures: tuple[PrintedPicture, ...]
    printed_at: datetime
    printed_by: str


@verb("paper.manual", COUNTER)
def print_out(house: House, actor: Actor, chapters: tuple[Chapter, ...]) -> Order:
    """The chapters as a paper."""
    files = dict.fromkeys(file for chapter in chapters for file in chapter.pictures())
    w = Words(MANUAL)
    with house.store.read() as look:
        view = ManualView(
            station=head(house, look),
            title=chapters[0].title if len(chapters) == 1 else w["title"],
            contents=w["contents"] if len(chapters) > 1 else "",
            chapters=chapters,
            pictures=tuple(PrintedPicture(file, png) for file in files if (png := _picture(file))),
            printed_at=house.clock.now(),
            printed_by=actor.staff_no,
        )
    return Order(MANUAL, view, "", MANUAL, "", "", 0)


def _picture(file: str) -> bytes:
    try:
        return book.picture(file)
    except FileNotFoundError:
        return b""
