"""Changing what all desks of the station share: its own entry and its settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qi_desk.domain.errors import Invalid, Missing, NotAllowed
from qi_desk.domain.fields import check, encode_all, stopping
from qi_desk.domain.ledger.natural_keys import keyed_id
from qi_desk.domain.people_records import STATION
from qi_desk.domain.publications import may_be
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import ANYONE, LEADING, RUNNING, SPECIALIST, verb
from qi_desk.settings.declared import declared, station_settings


def station_of(look: Reader) -> Record:
    """The station's own record. Raises Missing in a store without one."""
    found = look.select(Query("station", limit=1))
    if not found:
        raise Missing("record.missing", kind="station")
    return found[0]


def stored_settings(look: Reader) -> dict[str, Any]:
    """The station's settings as recorded, by key."""
    return {record["key"]: record["value"][0] for record in look.select(Query("setting", limit=1000))}


_MOST_PUBLISHED = 1000


@verb("station.show", ANYONE)
def station(house: House, actor: Actor) -> Record:
    """The station's own record."""
    with house.store.read() as look:
        return station_of(look)


@dataclass(frozen=True, slots=True)
class Shared:
    """One setting all desks share, as it stands; `origin` is the code of where its default comes from."""

    key: str
    value: Any
    default: Any
    origin: str


@verb("setting.list", ANYONE)
def shared_settings(house: House, actor: Actor) -> tuple[Shared, ...]:
    """Every setting of the station, in declared order."""
    return tuple(
        Shared(one.key, house.settings.get(one.key), one.default, one.origin) for one in station_settings().values()
    )


@verb("station.change", LEADING)
def change_station(house: House, actor: Actor, values: Mapping[str, Any]) -> Done[None]:
    """Change the station's entry (name, park, address, phones, opening hours). Raises Invalid."""
    problems = stopping(check(STATION, encode_all(STATION, values), house.codes, partial=True))
    if problems:
        raise Invalid(problems)
    with house.store.write(actor) as unit:
        eid = station_of(unit).eid
        unit.change("station", eid, values)
        unit.commit()
    # Reads the station itself: it can't be asked for before this module is whole.
    from qi_desk.services.paper_templates import adopt

    adopt(house)
    return Done(None, Changes(frozenset({"station"}), frozenset({eid})))


@verb("setting.change", LEADING)
def change_setting(house: House, actor: Actor, key: str, value: Any) -> Done[None]:
    """Write one setting of the station, in force at once. Raises Invalid, KeyError."""
    declared(key).check(value)
    eid = keyed_id("setting", key)
    with house.store.write(actor) as unit:
        if unit.get("setting", eid) is None:
            unit.create("setting", {"key": key, "value": [value]}, eid=eid)
        else:
            unit.change("setting", eid, {"value": [value]})
        settings = stored_settings(unit)
        unit.commit()
    house.settings.adopt(settings)
    return Done(None, Changes(frozenset({"setting"}), frozenset({eid})))


@verb("setting.change_desk", ANYONE)
def change_desk_setting(house: House, actor: Actor, key: str, value: Any) -> None:
    """Write one setting of this PC (theme, printer). Raises Invalid, KeyError, NotAllowed for one that is not for
    everybody to change."""
    if declared(key).role != SPECIALIST and actor.role not in RUNNING:
        raise NotAllowed("not_allowed", verb="setting.change_desk", role=actor.role)
    house.settings.set(key, value)


def published(look: Reader) -> dict[str, str]:
    """What the district published, by the name of the file it stands in for."""
    found = look.select(Query("publication", limit=_MOST_PUBLISHED))
    return {one["name"]: one["content"] for one in found if one["content"] and may_be(one["name"])}
