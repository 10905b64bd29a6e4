"""派单台账 on paper: whom work went to in a year, for the integrity evaluation."""

from __future__ import annotations

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.figures.periods import free
from qi_desk.services.assignments import LedgerRow, ledger
from qi_desk.services.balance import referrals
from qi_desk.services.document_words import Words
from qi_desk.services.form_sheets import FORM_SHEET, SheetTable
from qi_desk.services.paperwork import Order
from qi_desk.services.ports import Actor, House
from qi_desk.services.request_papers import framed
from qi_desk.services.rights import COUNTER, verb

KIND = "referral_ledger"


@verb("paper.referral_ledger", COUNTER)
def referral_ledger(house: House, actor: Actor, year: int = 0) -> Order:
    """The ledger of `year` (this one by default): offered, chosen, share, chosen out of order, declined, by party;
    charts show the choices of each kind beside an even turn."""
    today = moments.china_date(house.clock.now())
    first = today.replace(year=year or today.year, month=1, day=1)
    until = min(today, first.replace(month=12, day=31))
    rows = ledger(house, actor, first, until)
    w = Words(KIND)
    out_of_order = sum(row.out_of_order for row in rows)
    facts = (
        (w["term"], w.fill("term_text", year=first.year, day=f"{until:%m-%d}")),
        (w["count"], w.fill("count_text", chosen=sum(row.chosen for row in rows), out_of_order=out_of_order)),
    )
    weighed = referrals.referrals(house, actor, free(first, until))
    kinds = dict.fromkeys(row.kind for row in rows)
    tables = tuple(
        SheetTable(
            wording.label(f"entity.{kind}"),
            w.all("columns"),
            (26, 0, 52, 52, 60, 60, 52),
            tuple(_line(place, row) for place, row in enumerate((one for one in rows if one.kind == kind), start=1)),
        )
        for kind in kinds
    )
    parts = {
        "title": w["title"],
        "number": f"{first.year}-{actor.staff_no}",
        "facts": facts,
        "tables": tables,
        "sections": () if rows else (("", w["nothing"]),),
        "notes": w["notes"],
        "signatures": w.all("signatures"),
        "charts": tuple(one for kind in kinds for one in (referrals.chart(weighed, kind),) if one.marks),
    }
    with house.store.read() as look:
        view = framed(house, look, actor, parts, 0)
    return Order(FORM_SHEET, view, "", KIND, "", "", 0)


def _line(place: int, row: LedgerRow) -> tuple[str, ...]:
    share = f"{row.share / 10:.1f}%"
    counts = (row.offered, row.chosen, share, row.out_of_order, row.declined)
    return (str(place), row.name, *(str(count) for count in counts))
