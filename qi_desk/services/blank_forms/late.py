"""Entering later what was written on a numbered blank form: its number, when it happened, and why only now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qi_desk.domain import moments, numbers
from qi_desk.domain.blank_forms import BLANK_LIFECYCLE, OPEN
from qi_desk.domain.errors import Invalid, Problem
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit

_OTHER = "other"


@dataclass(frozen=True, slots=True)
class LateEntry:
    """What was written on paper first. `number` is that of the blank form, `receipt` that of the blank receipt handed
    out with it (may be empty), `at` when it happened, `reason` a code of `late_entry_reasons`; "other" needs a
    `note`."""

    number: str
    at: datetime
    reason: str
    note: str = ""
    receipt: str = ""


def late_from(values: Mapping[str, Any]) -> LateEntry | None:
    """A late entry from JSON values; None where there is none."""
    if not values:
        return None
    at = moments.from_text(str(values["at"]))
    return LateEntry(values["number"], at, values["reason"], values.get("note", ""), values.get("receipt", ""))


def late_values(late: LateEntry) -> dict[str, str]:
    """A late entry as JSON values."""
    return {
        "number": late.number,
        "at": moments.to_text(late.at),
        "reason": late.reason,
        "note": late.note,
        "receipt": late.receipt,
    }


def blank_of(look: Reader, number: str) -> Record | None:
    """The blank form with this number, however it is typed."""
    try:
        written = numbers.compose(numbers.parse(number))
    except Invalid:
        return None
    found = look.select(Query("blank_form", equals={"number": written}, limit=1))
    return found[0] if found else None


def late_problems(house: House, look: Reader, late: LateEntry, form: str, now: datetime) -> list[Problem]:
    """What stops a late entry on the form `form`: the number is not one of ours that is still open, it happened before
    the form was made or after now, no reason was given."""
    problems = [*_number_problems(look, late.number, form, "number")]
    if late.receipt:
        problems += _number_problems(look, late.receipt, "receipt", "receipt")
    if late.at > now:
        problems.append(Problem("happened_at", "date.future"))
    blank = blank_of(look, late.number)
    if blank is not None and late.at < blank["reserved_at"].replace(second=0, microsecond=0):
        problems.append(Problem("happened_at", "blank.before"))
    if late.reason not in house.codes.ids("late_entry_reasons"):
        problems.append(Problem("late_reason", "not_in_list" if late.reason else "required", {"value": late.reason}))
    elif late.reason == _OTHER and not late.note.strip():
        problems.append(Problem("late_note", "required"))
    return problems


def _number_problems(look: Reader, number: str, form: str, name: str) -> list[Problem]:
    try:
        numbers.parse(number)
    except Invalid as error:
        return [Problem(name, one.code, one.values, one.fix) for one in error.problems]
    blank = blank_of(look, number)
    if blank is None:
        return [Problem(name, "blank.unknown")]
    if blank["state"] not in OPEN:
        return [Problem(name, "blank.closed")]
    return [] if blank["form"] == form else [Problem(name, "blank.other_form")]


def number_for(unit: Unit, kind: str, day: date, number: str) -> str:
    """The number of a new record: that of the blank form it was written on, else the next one."""
    blank = blank_of(unit, number) if number else None
    return blank["number"] if blank is not None else unit.next_number(kind, day)


def use(unit: Unit, actor: Actor, late: LateEntry, number: str, kind: str, eid: str) -> None:
    """The blank form `number` became the record (`kind`, `eid`)."""
    blank = blank_of(unit, number)
    if blank is None:
        return
    move = BLANK_LIFECYCLE.take(blank["state"], "use")
    values = {
        "state": move.target,
        "happened_at": late.at,
        "entered_at": unit.now,
        "entered_by": actor.account,
        "late_reason": late.reason,
        "late_note": late.note,
        "record_kind": kind,
        "record": eid,
    }
    unit.change("blank_form", blank.eid, values, event="use", why=late.reason)
