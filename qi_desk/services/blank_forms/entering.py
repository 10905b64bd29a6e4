"""Before a blank form is entered: is it one of ours, still open, and could it have been then?"""

from __future__ import annotations

from dataclasses import replace

from qi_desk.domain.errors import Invalid, Problem
from qi_desk.services.blank_forms.late import LateEntry, blank_of, late_problems
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import COUNTER, verb


@verb("blanks.check", COUNTER)
def check(house: House, actor: Actor, late: LateEntry) -> tuple[str, LateEntry]:
    """The form (list `blank_forms`) a late entry is about, and the entry with its numbers as they are written. Raises
    Invalid."""
    with house.store.read() as look:
        blank = blank_of(look, late.number)
        form = blank["form"] if blank is not None else ""
        problems = late_problems(house, look, late, form, house.clock.now())
        receipt = blank_of(look, late.receipt) if late.receipt else None
        if form == "receipt":
            problems.append(Problem("number", "blank.receipt_alone"))
    if problems or blank is None:
        raise Invalid(problems)
    return form, replace(late, number=blank["number"], receipt=receipt["number"] if receipt is not None else "")
