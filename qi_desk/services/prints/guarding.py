"""Who may see a paper that was printed: whoever may read what it is about. (Requests for named people only are left out
by the store itself.)"""

from __future__ import annotations

from collections.abc import Iterable

from qi_desk.domain.errors import Missing
from qi_desk.services.feedback.access import may_read
from qi_desk.services.ports import Actor, House, Reader
from qi_desk.services.print_port import PrintLine

_LIST = "paper_kinds"


def readable(house: House, look: Reader, actor: Actor, lines: Iterable[PrintLine]) -> list[PrintLine]:
    """Those lines whose papers the actor may read: a complaint's not the person it is about."""
    return [line for line in lines if _may_read(house, look, actor, line)]


def refuse_unread(house: House, by: Actor, line: PrintLine) -> None:
    """Raise Missing("print.unknown") where the actor may not read the paper: for them it is not there."""
    with house.store.read() as look:
        if not _may_read(house, look, by, line):
            raise Missing("print.unknown")


def _may_read(house: House, look: Reader, actor: Actor, line: PrintLine) -> bool:
    known = line.kind in house.codes.ids(_LIST)
    about = house.codes.row(_LIST, line.kind)["about"] if known else ""
    record = look.get(about, line.subject) if about and line.subject else None
    return record is None or may_read(look, actor, record)
