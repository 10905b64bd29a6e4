"""Changing an enterprise file: its header and the parts that hang on it. What was written can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain import credit_code, moments, phones
from qi_desk.domain.enterprises import CODE_REQUIRED, ENTERPRISE
from qi_desk.domain.errors import Conflict, Invalid, Problem
from qi_desk.domain.ledger.natural_keys import enterprise_id
from qi_desk.domain.records import entity
from qi_desk.services.client_file import living
from qi_desk.services.client_parts import PARTS
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Record, Unit
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.writing import problems_in, write_seen


@verb("clients.add", COUNTER)
def add(house: House, actor: Actor, values: Mapping[str, Any]) -> Done[str]:
    """Open a file without a request.

    Raises Invalid, Conflict("client.code_taken") with the other's `eid` and `name`.
    """
    given = {**_tidied("enterprise", values), "status": "normal"}
    given.setdefault("secrecy", "2")
    given.setdefault("specialist", actor.account)
    with house.store.write(actor) as unit:
        problems = problems_in(house, ENTERPRISE, given)
        if given.get("kind") in CODE_REQUIRED and not given.get("credit_code"):
            problems.append(Problem("credit_code", "required"))
        if problems:
            raise Invalid(problems)
        code = given.get("credit_code")
        if code:
            _refuse_taken(unit, code, "")
        eid = unit.create(
            "enterprise",
            {**given, "filed_on": moments.china_date(unit.now)},
            eid=enterprise_id(code) if code else None,
        )
        return _done(unit, eid, eid, "enterprise")


@verb("clients.change", COUNTER)
def change(
    house: House, actor: Actor, eid: str, values: Mapping[str, Any], seen: Mapping[str, str], *, renamed: bool = False
) -> Done[str]:
    """Change the header. With `renamed` the old name is kept among the former ones; otherwise it was a slip.

    Raises Missing, Invalid, Conflict("client.code_taken"), Conflict("record.changed").
    """
    given = _tidied("enterprise", values)
    with house.store.write(actor) as unit:
        record = living(unit, "enterprise", eid)
        problems = problems_in(house, ENTERPRISE, given, partial=True)
        kind = given.get("kind") or record["kind"]
        if kind in CODE_REQUIRED and not given.get("credit_code", record["credit_code"]):
            problems.append(Problem("credit_code", "required"))
        if problems:
            raise Invalid(problems)
        if given.get("credit_code") and given["credit_code"] != record["credit_code"]:
            _refuse_taken(unit, given["credit_code"], eid)
        if renamed and given.get("name") not in (None, record["name"]):
            given["former_names"] = _with_former(record)
        write_seen(unit, "enterprise", eid, given, seen)
        return _done(unit, eid, eid, "enterprise")


@verb("clients.add_part", COUNTER)
def add_part(house: House, actor: Actor, kind: str, client: str, values: Mapping[str, Any]) -> Done[str]:
    """Hang a part of one of PARTS on a file. Raises Missing, Invalid, KeyError for a kind that is no part."""
    given = {**_tidied(kind, values), "client": client}
    with house.store.write(actor) as unit:
        living(unit, "enterprise", client)
        problems = problems_in(house, entity(kind), given) + _part_problems(unit, kind, given)
        if problems:
            raise Invalid(problems)
        if kind == "contact" and given.get("primary"):
            _only_primary(unit, client, "")
        return _done(unit, unit.create(kind, given), client, kind)


@verb("clients.change_part", COUNTER)
def change_part(
    house: House, actor: Actor, kind: str, eid: str, values: Mapping[str, Any], seen: Mapping[str, str]
) -> Done[str]:
    """Change a part. Raises Missing, Invalid, Conflict("record.changed")."""
    given = _tidied(kind, values)
    with house.store.write(actor) as unit:
        record = living(unit, kind, eid)
        whole = {**record.values, **given}
        problems = problems_in(house, entity(kind), given, partial=True) + _part_problems(unit, kind, whole)
        if problems:
            raise Invalid(problems)
        if kind == "contact" and given.get("primary"):
            _only_primary(unit, record["client"], eid)
        write_seen(unit, kind, eid, given, seen)
        return _done(unit, eid, record["client"], kind)


@verb("clients.end_part", COUNTER)
def end_part(house: House, actor: Actor, kind: str, eid: str, why: str) -> Done[str]:
    """Take a part off the file; it stays in the store with the reason (a code of `void_reasons`). Raises Missing."""
    if why not in house.codes.ids("void_reasons"):
        raise Invalid([Problem("why", "not_in_list", {"value": why})])
    with house.store.write(actor) as unit:
        record = living(unit, kind, eid)
        unit.void(kind, eid, why)
        done = _done(unit, eid, record["client"], kind)
        return Done(done.value, done.changes)


def _with_former(record: Record) -> list[Any]:
    """The former names and the one the client has now."""
    former = [one for one in record["former_names"] or () if one["name"] != record["name"]]
    return [*former, {"key": record["name"], "name": record["name"]}]


def _tidied(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as it is kept: codes and phones in their one form. Raises KeyError for no part of a file."""
    if kind != "enterprise" and kind not in PARTS:
        raise KeyError(kind)
    given = dict(values)
    if given.get("credit_code"):
        given["credit_code"] = credit_code.normalise(given["credit_code"])
    if given.get("phone"):
        given["phone"] = phones.normalise(given["phone"])
    return given


def _part_problems(unit: Unit, kind: str, given: Mapping[str, Any]) -> list[Problem]:
    if kind == "relation" and given.get("other"):
        if given["other"] == given["client"]:
            return [Problem("other", "relation.self")]
        living(unit, "enterprise", given["other"])
    order = {"certificate": ("issued_on", "valid_to"), "instrument": ("calibrated_on", "calibration_due")}.get(kind)
    if order and given.get(order[0]) and given.get(order[1]) and given[order[0]] > given[order[1]]:
        return [Problem(order[1], "date.before_start")]
    return []


def _refuse_taken(unit: Unit, code: str, eid: str) -> None:
    for other in unit.select(Query("enterprise", equals={"credit_code": code}, limit=2)):
        if other.eid != eid:
            raise Conflict("client.code_taken", eid=other.eid, name=other["name"])


def _only_primary(unit: Unit, client: str, eid: str) -> None:
    for other in unit.select(Query("contact", equals={"client": client, "primary": True})):
        if other.eid != eid:
            unit.change("contact", other.eid, {"primary": False})


def _done(unit: Unit, eid: str, client: str, kind: str) -> Done[str]:
    unit.commit()
    return Done(eid, Changes(frozenset({kind, "enterprise"}), frozenset({eid, client})), unit.act)
