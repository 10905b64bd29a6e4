"""Samples of a request (F20): taken in against signature, passed on hand by hand, and settled before the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import NotAllowed, Problem
from qi_desk.domain.samples import SETTLED
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.request_moves import check, done, line_problems
from qi_desk.services.request_views import RUNNING
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.showing import text

_MOST = 100
_FIRST = "at_station"


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One sample and where it is: `state` of `sample_states`, `holder` who answers for it since `since`."""

    eid: str
    number: str
    name: str
    quantity: int
    unit: str
    state: str
    holder: str
    since: datetime


@verb("samples.take_in", COUNTER)
def take_in(house: House, actor: Actor, request: str, values: Mapping[str, Any]) -> Done[str]:
    """Take in a sample for a running request; the client signs for what it looked like. Raises Missing, Invalid,
    NotAllowed("sample.ended")."""
    with house.store.write(actor) as unit:
        record = living(unit, "request", request)
        if record["state"] not in (*RUNNING, "delivered"):
            raise NotAllowed("sample.ended")
        given = {
            **values,
            "request": request,
            "state": _FIRST,
            "taken_at": unit.now,
            "taken_by": actor.account,
        }
        problems = line_problems(given.get("tests"), "tests", ("name", "standard"))
        problems += [Problem(name, "required") for name in ("quantity", "copies") if given.get(name) == 0]
        if not given.get("signed"):
            problems.append(Problem("signed", "sample.signature"))
        check(house, "sample", given, problems)
        given["number"] = unit.next_number("SY", moments.china_date(unit.now))
        made = unit.create("sample", given)
        return done(unit, made, record)


@verb("samples.move", COUNTER)
def move(house: House, actor: Actor, sample: str, values: Mapping[str, Any]) -> Done[str]:
    """Pass a sample on: to whom, how, in which state, against signature or with the courier's number. Raises Missing,
    Invalid, NotAllowed("sample.settled")."""
    with house.store.write(actor) as unit:
        record = living(unit, "sample", sample)
        if record["state"] in SETTLED:
            raise NotAllowed("sample.settled")
        given = {
            **values,
            "sample": sample,
            "at": unit.now,
            "from_party": _holder(unit, record),
            "made_by": actor.account,
        }
        problems = []
        if given.get("way") == "courier" and not given.get("courier_no"):
            problems.append(Problem("courier_no", "required"))
        if given.get("way") != "courier" and not given.get("signed"):
            problems.append(Problem("signed", "sample.signature"))
        check(house, "sample_move", given, problems)
        made = unit.create("sample_move", given)
        unit.change("sample", sample, {"state": given["state"]}, event="passed_on")
        return done(unit, made, living(unit, "request", record["request"]), undo=True)


def of_request(look: Reader, request: str) -> tuple[SampleLine, ...]:
    """The samples of a request, oldest first."""
    samples = look.select(Query("sample", equals={"request": request}, order="eid", limit=_MOST))
    lines = []
    for one in samples:
        last = _last_move(look, one)
        lines.append(
            SampleLine(
                one.eid,
                one["number"],
                one["name"],
                one["quantity"],
                one["unit"],
                one["state"],
                _holder(look, one),
                last["at"] if last is not None else one["taken_at"],
            )
        )
    return tuple(lines)


def moves_of(look: Reader, sample: str) -> tuple[Record, ...]:
    """The chain of custody of a sample, oldest first."""
    return look.select(Query("sample_move", equals={"sample": sample}, order="eid", limit=_MOST))


def unsettled_problems(look: Reader, request: str) -> list[Problem]:
    """Samples somebody still answers for: a request does not end over them."""
    found = look.select(Query("sample", equals={"request": request}, limit=_MOST))
    count = sum(one["state"] not in SETTLED for one in found)
    return [Problem("sample", "sample.unsettled", {"count": count})] if count else []


def _last_move(look: Reader, sample: Record) -> Record | None:
    found = look.select(Query("sample_move", equals={"sample": sample.eid}, order="eid", newest_first=True, limit=1))
    return found[0] if found else None


def _holder(look: Reader, sample: Record) -> str:
    last = _last_move(look, sample)
    return last["to_party"] if last is not None else text(look.get("person", sample["taken_by"] or ""), "name")
