"""Reserving numbers for blank forms, putting them on paper, and voiding those that were not used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qi_desk.domain import moments
from qi_desk.domain.blank_forms import BLANK_LIFECYCLE, MOST_AT_ONCE, MOST_DAYS_AHEAD, OPEN
from qi_desk.domain.errors import Invalid, Missing, Problem
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import COUNTER, LOOKING, verb
from qi_desk.services.showing import text

_MOST = 500
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class BlankRow:
    """One sheet as lists show it; `record_kind` and `record` say what it became, `closed` why it was voided or entered
    late, in words' codes."""

    eid: str
    number: str
    form: str
    day: date
    state: str
    reserved_by: str
    late: bool
    record_kind: str
    record: str
    why: str
    note: str


@verb("blanks.reserve", COUNTER)
def reserve(house: House, actor: Actor, form: str, count: int, day: date | None = None) -> Done[tuple[str, ...]]:
    """Set numbers aside for `count` sheets of `form` (list `blank_forms`), for today or a day ahead; their ids. Raises
    Invalid."""
    today = moments.china_date(house.clock.now())
    chosen = day or today
    problems = []
    if form not in house.codes.ids("blank_forms"):
        problems.append(Problem("form", "not_in_list", {"value": form}))
    if not 1 <= count <= MOST_AT_ONCE:
        problems.append(Problem("count", "setting.bounds", {"least": 1, "most": MOST_AT_ONCE}))
    if chosen < today:
        problems.append(Problem("day", "date.past"))
    elif chosen > today + timedelta(days=MOST_DAYS_AHEAD):
        problems.append(Problem("day", "blank.too_far", {"days": MOST_DAYS_AHEAD}))
    if problems:
        raise Invalid(problems)
    kind = str(house.codes.row("blank_forms", form)["number"])
    with house.store.write(actor) as unit:
        common = {"form": form, "day": chosen, "desk": actor.desk, "state": BLANK_LIFECYCLE.first}
        common |= {"reserved_at": unit.now, "reserved_by": actor.account}
        made = [unit.create("blank_form", {**common, "number": unit.next_number(kind, chosen)}) for _ in range(count)]
        unit.commit()
    return Done(tuple(made), Changes(frozenset({"blank_form"}), frozenset(made)))


@verb("blanks.void", COUNTER)
def void(house: House, actor: Actor, eids: Sequence[str], reason: str, note: str = "") -> Done[int]:
    """Sheets that become no record, with a reason of `blank_void_reasons`; "other" needs a note. Raises Invalid,
    Missing, NotAllowed for one that was accounted for."""
    if reason not in house.codes.ids("blank_void_reasons"):
        raise Invalid([Problem("void_reason", "not_in_list", {"value": reason})])
    if reason == _OTHER and not note.strip():
        raise Invalid([Problem("void_note", "required")])
    with house.store.write(actor) as unit:
        for eid in eids:
            record = blank(unit, eid)
            move = BLANK_LIFECYCLE.take(record["state"], "void")
            values = {"state": move.target, "void_reason": reason, "void_note": note}
            closed = {"entered_at": unit.now, "entered_by": actor.account}
            unit.change("blank_form", eid, {**values, **closed}, event="void", why=reason)
        unit.commit()
    return Done(len(eids), Changes(frozenset({"blank_form"}), frozenset(eids)), unit.act)


def blank(look: Reader, eid: str) -> Record:
    """The sheet. Raises Missing."""
    record = look.get("blank_form", eid)
    if record is None:
        raise Missing("record.missing", kind="blank_form")
    return record


@verb("blanks.list", LOOKING)
def blanks(house: House, actor: Actor, *, everything: bool = False) -> tuple[BlankRow, ...]:
    """The sheets nobody has accounted for, the oldest first; with `everything` those accounted for lately, too."""
    today = moments.china_date(house.clock.now())
    with house.store.read() as look:
        states = BLANK_LIFECYCLE.states if everything else OPEN
        query = Query("blank_form", among={"state": states}, order="day", newest_first=everything, limit=_MOST)
        found = look.select(query)
        people = look.many("person", {one["reserved_by"] for one in found if one["reserved_by"]})
        rows = [_row(one, text(people.get(one["reserved_by"] or ""), "name"), today) for one in found]
    return tuple(sorted(rows, key=lambda row: (row.day, row.number), reverse=everything))


def _row(record: Record, by: str, today: date) -> BlankRow:
    return BlankRow(
        record.eid,
        record["number"],
        record["form"],
        record["day"],
        record["state"],
        by,
        record["state"] in OPEN and record["day"] < today,
        record["record_kind"] or "",
        record["record"] or "",
        record["late_reason"] or record["void_reason"] or "",
        record["late_note"] or record["void_note"] or "",
    )


def outstanding(look: Reader, today: date) -> tuple[Record, ...]:
    """Sheets whose day is over and that nobody has accounted for."""
    return look.select(Query("blank_form", among={"state": OPEN}, order="day", until=today, limit=_MOST))
