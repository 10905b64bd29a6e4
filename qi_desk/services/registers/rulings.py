"""条款判定: what the manager confirmed of a clause or ruled not to apply; a later ruling takes the place of an earlier
one, which stays in the register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from qi_desk.domain import moments
from qi_desk.domain.compliance.rulings import CLAUSE_RULING, ruling_problems
from qi_desk.domain.compliance.standing import CONFIRMED, Ruling, newest
from qi_desk.domain.errors import Problem
from qi_desk.services.compliance import book
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.registers.declaration import Alarm, Filing, Filling, Register
from qi_desk.services.rights import LEADING

_MOST = 3000
_A_YEAR = 12


def standing_rulings(look: Reader) -> dict[str, Ruling]:
    """The ruling that holds for each clause that has one."""
    return newest(_ruling(one) for one in look.select(Query("clause_ruling", limit=_MOST)))


def _ruling(one: Record) -> Ruling:
    made_by = one["written_by"] or ""
    return Ruling(one.eid, one["clause"], one["kind"], one["reason"], one["made_on"], made_by, one["next_check"])


def _check(filling: Filling) -> list[Problem]:
    values = filling.values
    return ruling_problems(values, book.clauses().get(str(values.get("clause") or "")), filling.today)


def _alarms(house: House, look: Reader, actor: Actor, today: date) -> Iterator[Alarm]:
    known = book.clauses()
    for ruling in standing_rulings(look).values():
        if ruling.next_check is not None and ruling.next_check < today and ruling.clause in known:
            values = {"clause": ruling.clause, "day": ruling.next_check}
            yield Alarm("over", values, eid=ruling.eid, due=ruling.next_check)


RULINGS = Register(
    CLAUSE_RULING,
    title="clause",
    columns=("clause", "kind", "made_on", "next_check", "evidence", "written_by"),
    form=("clause", "kind", "reason", "evidence", "made_on", "next_check"),
    facts=("written_by",),
    order="made_on",
    by="kind",
    writers=LEADING,
    filed=Filing("decision", "16", "made_on"),
    check=_check,
    begins=lambda _house, _look, _actor, today: {
        "kind": CONFIRMED,
        "made_on": today,
        "next_check": moments.months_later(today, _A_YEAR),
    },
    alarms=_alarms,
)
