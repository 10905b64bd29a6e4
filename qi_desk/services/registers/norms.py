"""标准与政策库: what is in force, what came after it, and which clients still rest on what ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qi_desk.domain.errors import Invalid, Problem
from qi_desk.domain.registers.norms import ENDED, NORM
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.registers.declaration import Facts, Filling, Register, RegisterDeed
from qi_desk.services.registers.steps import note, today_of
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.showing import text

_MOST = 500
_SHOWN = 12


@verb("norms.checked", COUNTER)
def checked(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Somebody looked at the source: how it stands today. Raises Missing, Invalid."""
    with house.store.write(actor) as unit:
        record = living(unit, "norm", eid)
        if values.get("state") == "replaced" and not (values.get("replaced_by") or record["replaced_by"]):
            raise Invalid([Problem("replaced_by", "required")])
        return note(house, unit, record, "checked", values, ("state",), made={"checked_on": today_of(unit)})


def _check(filling: Filling) -> list[Problem]:
    values = filling.values
    problems = []
    found = filling.unit.select(Query("norm", equals={"code": values.get("code")}, limit=2))
    if any(filling.record is None or one.eid != filling.record.eid for one in found):
        problems.append(Problem("code", "norm.known"))
    if values.get("state") == "replaced" and not values.get("replaced_by"):
        problems.append(Problem("replaced_by", "required"))
    if values.get("effective") and values.get("ended_on") and values["ended_on"] < values["effective"]:
        problems.append(Problem("ended_on", "date.before_start"))
    return problems


def _cited(house: House, look: Reader, actor: Actor, record: Record) -> Mapping[str, Facts]:
    """Which clients keep to it, and whether they have to hear that it ended."""
    found = look.select(Query("cited_standard", equals={"number": record["code"]}, limit=_MOST))
    clients = look.many("enterprise", {one["client"] for one in found})
    names = sorted(text(one, "name") for one in clients.values() if not one.void)
    heading = "ended" if record["state"] in ENDED else "cited"
    return {
        heading: [("", name) for name in names[:_SHOWN]] + [("", f"+{len(names) - _SHOWN}")] * (len(names) > _SHOWN)
    }


def _begins(_house: House, _look: Reader, _actor: Actor, today: date) -> Mapping[str, Any]:
    return {"state": "in_force", "kind": "standard", "checked_on": today}


NORMS = Register(
    NORM,
    title="title",
    columns=("code", "title", "state", "kind", "replaced_by", "effective", "checked_on"),
    form=(
        "code",
        "kind",
        "title",
        "pillar",
        "state",
        "issuer",
        "effective",
        "ended_on",
        "replaced_by",
        "source",
        "licence",
        "checked_on",
        "summary",
    ),
    state="state",
    order="code",
    rising=True,
    by="kind",
    deeds=(
        RegisterDeed(
            "checked",
            "norms.checked",
            checked,
            fields=("state", "replaced_by", "ended_on"),
            kept=True,
        ),
    ),
    cited=True,
    check=_check,
    begins=_begins,
    derived=_cited,
)
