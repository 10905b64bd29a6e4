"""Entering what a practice station printed: receipts in a hand, spoiled, not collected, and one no printer took."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from qi_desk.services import paperwork
from qi_desk.services.ports import Query
from qi_desk.services.print_port import LEFT, PrintLine
from qi_desk.services.prints.handing import line_for
from qi_desk.services.prints.outlets import Outlet

if TYPE_CHECKING:
    from qi_desk.services.ports import Actor, House

PRINTER = "1号窗口打印机（演练）"
_FATES = (
    (),
    (("sent", "", ""),),
    (("in_hand", "", ""),),
    (("spoiled", "spoiled", ""), ("in_hand", "", "damaged")),
    (("failed", "", ""),),
    (("in_hand", "", ""),),
    (("uncollected", "gone", ""),),
    (("in_hand", "", ""), ("in_hand", "", "lost")),
)
"""What became of the newest receipts, the newest first: state, what was wrong, why it was printed again."""

_LATER = timedelta(minutes=3)


def enter_prints(house: House, actor: Actor) -> None:
    """A handful of lines with the papers that belong to them."""
    # Only here: nobody else waits for the fonts.
    from qi_desk.documents.inline import InlinePapers

    papers = InlinePapers()
    with house.store.read() as look:
        issued = look.select(Query("paper", order="issued_at", newest_first=True, limit=len(_FATES)))
    lines: list[tuple[PrintLine, bytes]] = []
    for paper, fates in zip(issued, _FATES, strict=False):
        at = paper["issued_at"]
        before: PrintLine | None = None
        for state, fault, reason in fates:
            order = paperwork.receipt(house, actor, paper["subject"], kind=paper["kind"], form="receipt_a4")
            made = papers.make(order.form, order.view)
            if before is not None:
                note = f"补打第 1 次　{at:%Y-%m-%d %H:%M}"
                made = papers.finish(made.pdf, 0, 0, note)
                order = replace(order, reprint=1, of=before.id)
            line = line_for(house, actor, order, made, Outlet(PRINTER), reason)
            at += _LATER
            before = replace(
                line,
                id=f"practice-{len(lines):03}",
                state=state,
                fault=fault,
                error="printer.vanished" if state == "failed" else "",
                created_at=at,
                finished_at=None if state == "sent" else at + _LATER,
                job=f"practice-{len(lines)}" if state in LEFT else "",
            )
            lines.append((before, made.pdf))
    house.store.prints.add(lines)
