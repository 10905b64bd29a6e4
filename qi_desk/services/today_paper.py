"""The day's list on paper: what the specialist takes along, and what one shift signs over to the next."""

from __future__ import annotations

from itertools import groupby

from qi_desk import wording
from qi_desk.services.document_words import Words, day_text, moment_text
from qi_desk.services.form_sheets import FORM_SHEET, FormSheetView, SheetTable
from qi_desk.services.paperwork import Order, head
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.today import DayLine, day

_KIND = "day_list"
_WIDTHS = (24, 150, 0, 92, 46, 70)


@verb("paper.day_list", COUNTER)
def day_list(house: House, actor: Actor, *, mine: bool = True) -> Order:
    """The lines of the day by section, with room for what was done and both signatures of a hand-over. Its number is
    the day and who printed it: a shift has one list, printed as often as wanted."""
    shown = day(house, actor, mine=mine)
    w = Words(_KIND)
    tables = tuple(
        SheetTable(wording.code_label("day_sections", section), w.all("columns"), _WIDTHS, _rows(w, tuple(lines)))
        for section, lines in groupby(shown.lines, key=lambda line: line.section)
    )
    late = sum(line.late for line in shown.lines)
    with house.store.read() as look:
        view = FormSheetView(
            station=head(house, look),
            title=w["title"],
            number=f"{shown.at:%Y%m%d}-{actor.staff_no}",
            facts=(
                (w["day"], moment_text(shown.at)),
                (w["whose"], actor.name if mine else w["everybody"]),
                (w["count"], w.fill("count_text", count=len(shown.lines), late=late)),
            ),
            sections=() if shown.lines else ((w["heading"], w["nothing"]),),
            tables=tables,
            notes=w["notes"],
            signatures=w.all("signatures"),
            stamp="",
            reprint=0,
            printed_at=shown.at,
            printed_by=actor.staff_no,
        )
    return Order(FORM_SHEET, view, "", _KIND, "", "", 0)


def _rows(w: Words, lines: tuple[DayLine, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            str(place),
            "\n".join(filter(None, (line.client_name, line.number))),
            line.what,
            _term(w, line),
            line.owner,
            "",
        )
        for place, line in enumerate(lines, start=1)
    )


def _term(w: Words, line: DayLine) -> str:
    if line.kind == "visit":
        return w.fill("waiting", since=_due(line))
    return w.fill("late", day=_due(line)) if line.late else _due(line)


def _due(line: DayLine) -> str:
    return moment_text(line.at) if line.at is not None else day_text(line.due)
