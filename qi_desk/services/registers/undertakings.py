"""保密承诺 (F27; 6.4.2): everyone inside and outside who sees what clients confide has signed, and it still binds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Problem
from qi_desk.domain.library import SERVING
from qi_desk.domain.registers.secrecy import UNDERTAKING, bound
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.registers.declaration import Alarm, Due, Filling, Register
from qi_desk.services.registers.finding import MARK, PARTIES

_MOST = 3000
_MONTHS = 24


def _check(filling: Filling) -> list[Problem]:
    values, problems = filling.values, []
    kind, _, eid = str(values.get("party") or "").rpartition(MARK)
    if filling.record is not None and kind and eid != filling.record["party"]:
        problems.append(Problem("party", "undertaking.party"))
    elif kind:
        values |= {"party_kind": kind, "party": eid}
    if values.get("party") and values.get("party_kind") not in PARTIES:
        problems.append(Problem("party", "required"))
    signed, ends = values.get("signed_on"), values.get("valid_to")
    if signed and signed > filling.today:
        problems.append(Problem("signed_on", "date.future"))
    if signed and ends and ends <= signed:
        problems.append(Problem("valid_to", "date.before_start"))
    return problems


def _after(filling: Filling, _eid: str) -> None:
    """An expert's own record says the same, so that who is asked for work is looked at in one place."""
    values = filling.values
    if values["party_kind"] == "expert":
        dates = {"secrecy_on": values["signed_on"], "secrecy_to": values.get("valid_to")}
        filling.unit.change("expert", values["party"], dates)


def unbound(look: Reader, today: date) -> tuple[Record, ...]:
    """Who works here or serves in the library and has no undertaking that binds today."""
    papers = look.select(Query("undertaking", limit=_MOST))
    signed = bound((one.values for one in papers), today)
    people = look.select(Query("person", equals={"active": True}, limit=500))
    experts = look.select(Query("expert", among={"state": tuple(SERVING)}, limit=_MOST))
    institutions = look.select(Query("institution", among={"state": tuple(SERVING)}, limit=_MOST))
    return tuple(
        one
        for one in (*people, *experts, *institutions)
        if one.eid not in signed and not (one.kind == "expert" and _still_bound(one, today))
    )


def _still_bound(expert: Record, today: date) -> bool:
    return expert["secrecy_on"] is not None and (expert["secrecy_to"] is None or expert["secrecy_to"] >= today)


def _alarms(house: House, look: Reader, actor: Actor, today: date) -> Iterator[Alarm]:
    for one in unbound(look, today):
        begins = {"party": f"{one.kind}{MARK}{one.eid}", "party:name": one["name"]}
        yield Alarm("unsigned", {"kind": one.kind, "name": one["name"]}, begins)


def _begins(_house: House, _look: Reader, _actor: Actor, today: date) -> Mapping[str, Any]:
    return {"signed_on": today, "version": "2026", "valid_to": moments.months_later(today, _MONTHS)}


UNDERTAKINGS = Register(
    UNDERTAKING,
    title="party",
    columns=("party", "signed_on", "valid_to", "version", "place", "number"),
    form=("party", "version", "signed_on", "valid_to", "place", "note"),
    facts=("written_by",),
    order="signed_on",
    due=(Due("valid_to", notice=45),),
    check=_check,
    after=_after,
    begins=_begins,
    alarms=_alarms,
)
