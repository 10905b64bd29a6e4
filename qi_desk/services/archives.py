"""Filing (F30): finished matters and papers become numbered items; periods, holds and loans of what is filed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.archives import ARCHIVE_ITEM, ARCHIVE_LOAN, LEAST_YEARS, archive_code
from qi_desk.domain.errors import Conflict, Invalid, Missing, NotAllowed, Problem
from qi_desk.domain.meetings.lifecycles import MEETING_LIFECYCLE
from qi_desk.domain.requests import flow_of
from qi_desk.services.archive_sources import SOURCES, Proposal, common
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.rights import COUNTER, LEADING, LOOKING, verb
from qi_desk.services.writing import problems_in, write_seen

_KINDS = frozenset({"archive_item", "archive_loan", "disposal", "request", "outreach", "meeting"})


@verb("archive.waiting", LOOKING)
def waiting(house: House, actor: Actor) -> tuple[Proposal, ...]:
    """Finished matters that are not filed yet, the oldest first, with what their files lack."""
    today = moments.china_date(house.clock.now())
    with house.store.read() as look:
        found = [
            Proposal(
                one.kind,
                one.eid,
                one.client,
                {**common(house, look, one.values["category"], today), **one.values},
                one.lacks,
            )
            for source in SOURCES.values()
            for one in source(house, look)
        ]
    return tuple(sorted(found, key=lambda one: (one.values["dated"], one.eid)))


@verb("archive.file", COUNTER)
def file_matters(
    house: House, actor: Actor, chosen: Sequence[tuple[str, str]], changes: Mapping[str, Any] | None = None
) -> Done[tuple[str, ...]]:
    """File the finished matters (kind, id) with the values proposed, changed by `changes`; the codes they got.

    A matter whose file lacks something needs `changes["waiver"]`. Raises Invalid, Missing("archive.not_waiting").
    What is filed is not taken back by undo: its number may be on paper.
    """
    with house.store.write(actor) as unit:
        today = moments.china_date(unit.now)
        ready = {(one.kind, one.eid): one for name in SOURCES for one in SOURCES[name](house, unit)}
        codes = []
        for kind, eid in dict.fromkeys(chosen):
            if kind == "request":
                request = living(unit, kind, eid)
                flow_of(request["flow"]).take(request["state"], "archive")
            proposal = ready.get((kind, eid))
            if proposal is None:
                raise Missing("archive.not_waiting")
            values = {**common(house, unit, proposal.values["category"], today), **proposal.values, **(changes or {})}
            if proposal.lacks and not values.get("waiver"):
                raise Invalid([Problem("waiver", lack) for lack in proposal.lacks])
            about = {"subject_kind": kind, "subject": eid, "client": proposal.client}
            codes.append(_file(house, actor, unit, {**values, **about}))
            if kind == "request":
                record = living(unit, kind, eid)
                move = flow_of(record["flow"]).take(record["state"], "archive")
                unit.change(kind, eid, {"state": move.target}, event="archive")
            elif kind == "meeting":
                step = MEETING_LIFECYCLE.take(living(unit, kind, eid)["state"], "file")
                unit.change(kind, eid, {"state": step.target}, event=step.event)
        unit.commit()
    ids = frozenset(eid for _, eid in chosen)
    return Done(tuple(codes), Changes(_KINDS, ids))


@verb("archive.add", COUNTER)
def add(house: House, actor: Actor, client: str, values: Mapping[str, Any]) -> Done[str]:
    """File a paper that is no matter of its own (a contract, a report brought along). Raises Invalid, Missing."""
    with house.store.write(actor) as unit:
        living(unit, "enterprise", client)
        today = moments.china_date(unit.now)
        given = {**common(house, unit, values.get("category") or "other", today), **_given(values), "client": client}
        given["starts_on"] = given["dated"]
        code = _file(house, actor, unit, given)
        unit.commit()
    return Done(code, Changes(_KINDS, frozenset({client})))


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "")}


def _file(house: House, actor: Actor, unit: Unit, values: dict[str, Any]) -> str:
    problems = problems_in(house, ARCHIVE_ITEM, values | {"year": values["dated"].year})
    problems += period_problems(house, values.get("period"))
    if values["dated"] > moments.china_date(unit.now):
        problems.append(Problem("dated", "date.future"))
    if problems:
        raise Invalid(problems)
    year = values["dated"].year
    problem = house.codes.row("retention_classes", values["category"])["problem"]
    series = f"{values['period']}-{problem}"
    serial = unit.next_serial(series, date(year, 1, 1), above=_highest(unit, actor, year, series))
    code = archive_code(house.station_code, year, values["period"], problem, actor.desk, serial)
    made = {"year": year, "desk": actor.desk, "serial": serial, "code": code, "filed_by": actor.account}
    unit.create("archive_item", {**values, **made, "volume": _volume(house, actor, unit, values.get("client"), year)})
    return code


def _highest(look: Reader, actor: Actor, year: int, series: str) -> int:
    query = Query(
        "archive_item", equals={"year": year, "desk": actor.desk}, order="serial", newest_first=True, limit=500
    )
    return max((one["serial"] for one in look.select(query) if f"-{series}-" in (one["code"] or "")), default=0)


def _volume(house: House, actor: Actor, unit: Unit, client: str | None, year: int) -> str | None:
    """The number of the client's volume of the year; its first item opens it."""
    if not client:
        return None
    for one in unit.select(Query("archive_item", equals={"client": client}, limit=1000)):
        if one["year"] == year and one["volume"]:
            return str(one["volume"])
    return f"{year}-{actor.desk}{unit.next_serial('volume', date(year, 1, 1)):04}"


def period_problems(house: House, period: str | None) -> list[Problem]:
    """What is wrong with a period: archives are kept `LEAST_YEARS` at least."""
    if period not in house.codes.ids("retention_periods"):
        return []
    years = int(house.codes.row("retention_periods", period or "")["years"])
    return [Problem("period", "archive.too_short", {"least": LEAST_YEARS})] if 0 < years < LEAST_YEARS else []


@verb("archive.change", COUNTER)
def change(house: House, actor: Actor, eid: str, values: Mapping[str, Any], seen: Mapping[str, str]) -> Done[str]:
    """Change what the catalogue says of an item; its code stays. Raises Missing, Invalid, NotAllowed, Conflict."""
    with house.store.write(actor) as unit:
        record = standing(unit, eid)
        problems = problems_in(house, ARCHIVE_ITEM, values, partial=True) + period_problems(house, values.get("period"))
        if problems:
            raise Invalid(problems)
        write_seen(unit, "archive_item", eid, values, seen)
        unit.commit()
    return Done(eid, Changes(_KINDS, frozenset({eid, record["client"] or ""})), unit.act)


def standing(look: Reader, eid: str) -> Record:
    """An item that was not destroyed. Raises Missing, NotAllowed("archive.destroyed")."""
    record = living(look, "archive_item", eid)
    if record["destroyed_on"]:
        raise NotAllowed("archive.destroyed", item=record["code"])
    return record


@verb("archive.hold", LEADING)
def hold(house: House, actor: Actor, eid: str, reason: str) -> Done[str]:
    """Put a legal hold on an item, or lift it with an empty reason: held items are never destroyed (H3)."""
    with house.store.write(actor) as unit:
        record = standing(unit, eid)
        unit.change("archive_item", eid, {"held": bool(reason.strip()), "hold_reason": reason.strip()}, event="hold")
        unit.commit()
    return Done(eid, Changes(_KINDS, frozenset({eid, record["client"] or ""})), unit.act)


@verb("archive.lend", COUNTER)
def lend(house: House, actor: Actor, item: str, values: Mapping[str, Any]) -> Done[str]:
    """Lend an item out: who, why, until when. Raises Invalid, Missing, Conflict("archive.lent") while it is out,
    NotAllowed("archive.secret") for one the rules keep in the house."""
    with house.store.write(actor) as unit:
        record = standing(unit, item)
        if _loan_of(unit, item) is not None:
            raise Conflict("archive.lent", item=record["code"])
        if record["secrecy"] in _KEPT_IN and actor.role not in LEADING:
            raise NotAllowed("archive.secret", item=record["code"])
        today = moments.china_date(unit.now)
        given = {"out_on": today, **values, "item": item, "lent_by": actor.account}
        problems = problems_in(house, ARCHIVE_LOAN, given)
        if given.get("due_on") and given["due_on"] < given["out_on"]:
            problems.append(Problem("due_on", "date.before_start"))
        if problems:
            raise Invalid(problems)
        eid = unit.create("archive_loan", given)
        unit.commit()
    return Done(eid, Changes(_KINDS, frozenset({item})), unit.act)


_KEPT_IN = frozenset({"4", "5"})
"""Data classes whose papers only the manager lends out."""


@verb("archive.return", COUNTER)
def give_back(house: House, actor: Actor, item: str, note: str = "") -> Done[str]:
    """A lent item is back. Raises Missing("archive.not_lent")."""
    with house.store.write(actor) as unit:
        loan = _loan_of(unit, item)
        if loan is None:
            raise Missing("archive.not_lent")
        unit.change("archive_loan", loan.eid, {"back_on": moments.china_date(unit.now), "back_note": note})
        unit.commit()
    return Done(loan.eid, Changes(_KINDS, frozenset({item})), unit.act)


def _loan_of(look: Reader, item: str) -> Record | None:
    open_loans = look.select(Query("archive_loan", equals={"item": item, "back_on": None}, limit=1))
    return open_loans[0] if open_loans else None
