"""Making one file of two: field by field, everything re-linked, in one act that can be taken back for thirty days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qi_desk.domain.client_merges import REVERSIBLE
from qi_desk.domain.enterprises import ENTERPRISE
from qi_desk.domain.errors import Conflict, Invalid, NotAllowed, Problem
from qi_desk.domain.fields import Field, Merge, Type, decode, encode
from qi_desk.domain.records import entity
from qi_desk.domain.references import Reference, pointing_at
from qi_desk.domain.twins import Likeness
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.rights import LEADING, verb
from qi_desk.services.showing import shown, text
from qi_desk.services.twins import TwinView, view

_SETS = frozenset({"former_names", "tags"})
_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Pair:
    """One field of both files as they may be shown; `take_gone` is what is proposed."""

    name: str
    kept: Any
    gone: Any
    take_gone: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two files side by side: fields that differ, and how many records of each kind will be re-linked."""

    kept: TwinView
    gone: TwinView
    pairs: tuple[Pair, ...]
    moved: Mapping[str, int]


@verb("merging.compare", LEADING)
def compare(house: House, actor: Actor, kept: str, gone: str) -> Comparison:
    """Hold two files side by side. Raises Missing, Invalid for one file twice."""
    with house.store.read() as look:
        one, other = _both(look, kept, gone)
        return Comparison(
            view(look, one, Likeness.NAME),
            view(look, other, Likeness.NAME),
            tuple(_pairs(look, one, other)),
            Counter(record.kind for _, record in _pointing(look, gone)),
        )


@verb("merging.merge", LEADING)
def merge(house: House, actor: Actor, kept: str, gone: str, take: Collection[str] = (), *, why: str = "") -> Done[str]:
    """Make the file `gone` part of `kept`. `take` names the fields whose value comes from `gone`; what `kept` has not
    comes from it anyhow, sets are united, its name stays as a former one. The value is the merger's id.

    Raises Missing, Invalid, KeyError for a field a file has not.
    """
    with house.store.write(actor) as unit:
        one, other = _both(unit, kept, gone)
        unknown = set(take) - set(ENTERPRISE.names())
        if unknown:
            raise KeyError(*unknown)
        unit.change("enterprise", kept, _chosen(one, other, take))
        _relink(unit, kept, gone)
        unit.merge("enterprise", gone, kept, why)
        entry = {
            "gone": gone,
            "gone_name": other["name"],
            "kept": kept,
            "kept_name": one["name"],
            "act": unit.act,
            "merged_at": unit.now,
            "merged_by": actor.account,
            "why": why,
        }
        eid = unit.create("client_merge", entry)
        unit.audit("merged", "enterprise", kept, why=why, gone=gone)
        unit.commit()
    return Done(eid, Changes(frozenset({"enterprise", "client_merge", "request", "visit"}), frozenset({kept, gone})))


@dataclass(frozen=True, slots=True)
class MergerView:
    """One merger that stands; `reversible` while it can be taken back."""

    eid: str
    gone_name: str
    kept: str
    kept_name: str
    merged_at: datetime
    merged_by: str
    reversible: bool


@verb("merging.mergers", LEADING)
def mergers(house: House, actor: Actor, limit: int = 100) -> tuple[MergerView, ...]:
    """The newest mergers that stand."""
    with house.store.read() as look:
        records = look.select(Query("client_merge", order="merged_at", newest_first=True, limit=limit))
        people = look.many("person", {one["merged_by"] for one in records})
    now = house.clock.now()
    return tuple(
        MergerView(
            one.eid,
            one["gone_name"] or "",
            one["kept"],
            one["kept_name"] or "",
            one["merged_at"],
            people[one["merged_by"]]["name"] if one["merged_by"] in people else "",
            now - one["merged_at"] <= REVERSIBLE,
        )
        for one in records
        if one["undone_at"] is None
    )


@verb("merging.take_back", LEADING)
def take_back(house: House, actor: Actor, merger: str) -> Done[None]:
    """Part two files again: what the merger wrote is written back where nobody wrote since, what was re-linked goes
    back, what came later stays with the kept file.

    Raises Missing, Conflict("merging.undone"), NotAllowed("merging.too_late") after thirty days.
    """
    with house.store.write(actor) as unit:
        record = living(unit, "client_merge", merger)
        if record["undone_at"] is not None:
            raise Conflict("merging.undone")
        if unit.now - record["merged_at"] > REVERSIBLE:
            raise NotAllowed("merging.too_late", days=REVERSIBLE.days)
        operations = unit.act_operations(record["act"])
        for operation in reversed(operations):
            if operation["kind"] == "merge":
                unit.unmerge(operation["et"], operation["eid"], "undone")
        for (kind, eid), values in _old_values(unit, operations).items():
            unit.change(kind, eid, values, event="undo", why=merger)
        unit.change("client_merge", merger, {"undone_at": unit.now})
        unit.audit("parted", "enterprise", record["kept"], gone=record["gone"])
        unit.commit()
    ids = frozenset({record["kept"], record["gone"]})
    return Done(None, Changes(frozenset({"enterprise", "client_merge", "request", "visit"}), ids))


def _both(look: Reader, kept: str, gone: str) -> tuple[Record, Record]:
    if kept == gone:
        raise Invalid([Problem("kept", "merging.same")])
    return living(look, "enterprise", kept), living(look, "enterprise", gone)


def _pairs(look: Reader, one: Record, other: Record) -> Iterator[Pair]:
    for declared in ENTERPRISE.fields:
        mine, theirs = one[declared.name], other[declared.name]
        if declared.merge is Merge.IMMUTABLE or declared.name in _SETS or mine == theirs or _empty(theirs):
            continue
        yield Pair(declared.name, _told(look, one, declared), _told(look, other, declared), _empty(mine))


def _told(look: Reader, record: Record, declared: Field) -> Any:
    """A value as it may be shown; a reference by the name of what it refers to."""
    if declared.type is Type.REF and declared.target and record[declared.name]:
        return text(look.get(declared.target, record[declared.name]), "name")
    return shown(record, declared.name)


def _empty(value: Any) -> bool:
    return value in (None, "", [])


def _chosen(one: Record, other: Record, take: Collection[str]) -> dict[str, Any]:
    values = {
        name: other[name]
        for name in ENTERPRISE.names()
        if name not in _SETS and not _empty(other[name]) and (name in take or _empty(one[name]))
    }
    values.pop("filed_on", None)
    values["tags"] = list(dict.fromkeys([*(one["tags"] or ()), *(other["tags"] or ())])) or None
    name = values.get("name", one["name"])
    former = [*_names(one), *_names(other), one["name"], other["name"]]
    kept = [former_name for former_name in dict.fromkeys(former) if former_name != name]
    values["former_names"] = [{"key": former_name, "name": former_name} for former_name in kept]
    return values


def _names(record: Record) -> list[str]:
    return [str(one["name"]) for one in record["former_names"] or ()]


def _pointing(look: Reader, gone: str) -> Iterator[tuple[Reference, Record]]:
    for place in pointing_at("enterprise"):
        query = Query(place.kind, equals=place.equals("enterprise", gone), limit=_AT_ONCE)
        for record in look.select(query):
            yield place, record


def _relink(unit: Unit, kept: str, gone: str) -> None:
    """Everything that refers to `gone` refers to `kept`; a contact both have becomes one."""
    known = {_person(one): one.eid for one in unit.select(Query("contact", equals={"client": kept}, limit=_AT_ONCE))}
    for place, record in tuple(_pointing(unit, gone)):
        twin = known.get(_person(record)) if record.kind == "contact" else None
        if twin is not None:
            _merge_contact(unit, record.eid, twin)
            continue
        values: dict[str, Any] = {place.name: kept}
        if record.kind == "contact" and record["primary"] and known:
            values["primary"] = False
        if record.kind == "relation" and {record["client"], record["other"]} == {kept, gone}:
            unit.void("relation", record.eid, "duplicate")
            continue
        unit.change(record.kind, record.eid, values)


def _person(record: Record) -> tuple[Any, Any]:
    return record["name"], record["phone"]


def _merge_contact(unit: Unit, gone: str, kept: str) -> None:
    for place in pointing_at("contact"):
        query = Query(place.kind, equals=place.equals("contact", gone), limit=_AT_ONCE)
        for record in unit.select(query):
            unit.change(record.kind, record.eid, {place.name: kept})
    unit.merge("contact", gone, kept)


def _old_values(unit: Unit, operations: Collection[Mapping[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """What the act replaced, where what it wrote still stands (who wrote it last does not matter: another merger that
    was parted since has written the same again)."""
    before: dict[tuple[str, str], dict[str, Any]] = {}
    for operation in operations:
        if operation["kind"] not in ("set", "transition"):
            continue
        kind, eid = operation["et"], operation["eid"]
        record = unit.get(kind, eid)
        if record is None or record.void:
            continue
        for name, write in operation["f"].items():
            declared = entity(kind).field(name)
            if encode(declared, record[name]) == write["n"]:
                before.setdefault((kind, eid), {})[name] = decode(declared, write.get("o"))
    return before
