"""服务台账 on paper: what specialists did in a time, line by line, under the station's letterhead."""

from __future__ import annotations

from datetime import date
from typing import Any

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.figures.periods import free
from qi_desk.services.document_words import Words, day_text
from qi_desk.services.figures.ledger import LedgerRow, ledger
from qi_desk.services.form_sheets import FORM_SHEET, SheetTable
from qi_desk.services.paperwork import Order
from qi_desk.services.ports import Actor, House
from qi_desk.services.request_papers import framed
from qi_desk.services.rights import COUNTER, verb

LEDGER = "service_ledger"
_LEDGER_WIDTHS = (24, 52, 30, 96, 0, 96, 44, 44)


@verb("paper.service_ledger", COUNTER)
def sheet(house: House, actor: Actor, first: date, last: date, specialist: str = "") -> Order:
    """The ledger from `first` to `last` of one specialist (account), or of everybody. Raises Invalid."""
    found = ledger(house, actor, free(first, last), specialist)
    w = Words(LEDGER)
    facts = (
        (w["period"], w.fill("period_text", first=day_text(first), last=day_text(last))),
        (w["count"], w.fill("count_text", count=len(found.rows))),
    )
    rows = tuple(_line(place, row) for place, row in enumerate(reversed(found.rows), start=1))
    parts: dict[str, Any] = {
        "title": w["title"],
        "number": "",
        "facts": facts,
        "tables": (SheetTable(w["heading"], w.all("columns"), _LEDGER_WIDTHS, rows),),
        "notes": w["notes"],
        "signatures": w.all("signatures"),
        "numbered": False,
    }
    with house.store.read() as look:
        view = framed(house, look, actor, parts, 0)
    return Order(FORM_SHEET, view, "", LEDGER, "", "", 0)


def _line(place: int, row: LedgerRow) -> tuple[str, ...]:
    kind = wording.texts()[f"ledger_kind.{row.kind}"]
    at = f"{row.at:%m-%d}" if row.at == moments.midnight(row.at.date()) else f"{row.at:%m-%d %H:%M}"
    return (str(place), at, kind, row.client, row.what, row.result, row.state, row.specialist)
