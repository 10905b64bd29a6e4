"""The keys of this station's desks, and those the district handed out: found, made at first need, revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qi_desk.domain import slips
from qi_desk.domain.errors import Invalid, Missing, Problem
from qi_desk.domain.ledger.natural_keys import keyed_id
from qi_desk.domain.slip_keys import VALID, earliest
from qi_desk.domain.slips import SKEW, Key
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.rights import LEADING, LOOKING, verb

_MOST = 200


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key of this station. `ends` is a code of `key_ends` where it was revoked; `here` whether this desk signs with
    it now."""

    eid: str
    key_id: str
    desk: str
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None
    ends: str
    here: bool


def find_key(house: House, look: Reader, key_id: str) -> Key | None:
    """The key as this station knows it: its own desks' from its own records, the others' from the district."""
    own = look.get("slip_key", _own_id(house, key_id))
    handed = look.get("sister_key", keyed_id("sister_key", key_id))
    record = own or handed
    if record is None or not _is_whole(record):
        return None
    return Key(
        key_id,
        house.station_code if own is not None else record["station"],
        bytes.fromhex(record["public"]),
        record["valid_from"],
        record["valid_until"],
        earliest(*(one["revoked_at"] for one in (own, handed) if one is not None)),
        practice=own is not None and bool(own["practice"]),
    )


def _is_whole(record: Record) -> bool:
    """Whether it is a key under its own name: what a station wrote into the district's place stays empty there."""
    named = (record[name] for name in ("public", "valid_from", "valid_until"))
    return all(named) and slips.key_id(bytes.fromhex(record["public"])) == record["key_id"]


def _own_id(house: House, key_id: str) -> str:
    return keyed_id("slip_key", f"{house.station_code}:{key_id}")


def knows_station(house: House, look: Reader, station: str) -> bool:
    """Whether any key of the station is known here."""
    return station == house.station_code or bool(look.count(Query("sister_key", equals={"station": station})))


def key_name(desk: str, serial: int) -> str:
    """What the signer knows a desk's key as."""
    return f"{desk}/{serial}"


def signing_key(house: House, look: Reader) -> Record | None:
    """The key this desk signs with now, None where it needs a new one: it has none, the last was revoked, is out of its
    time, or is another PC's that numbered under this letter before."""
    newest = _newest(house, look)
    if newest is None:
        return None
    key = find_key(house, look, newest["key_id"])
    now = house.clock.now()
    fits = key is not None and key.revoked_at is None and key.valid_from - SKEW <= now < key.valid_until
    return newest if fits and _is_ours(house, newest) else None


def _is_ours(house: House, record: Record) -> bool:
    """Whether this desk can sign with the key: not after the store was sealed under a new one."""
    return bytes.fromhex(record["public"]) == house.slips.public(key_name(house.desk, record["serial"]))


def _newest(house: House, look: Reader) -> Record | None:
    query = Query("slip_key", equals={"desk": house.desk}, order="serial", newest_first=True, limit=1)
    found = look.select(query)
    return found[0] if found else None


def need_key(house: House, unit: Unit) -> Record:
    """`signing_key`, made where there is none. A key that went with the store's old one is revoked: who kept a copy of
    that could still sign with it."""
    found = signing_key(house, unit)
    if found is not None:
        return found
    newest = _newest(house, unit)
    if newest is not None and newest["revoked_at"] is None and not _is_ours(house, newest):
        ended = {"revoked_at": unit.now, "revoked_why": "replaced"}
        unit.change("slip_key", newest.eid, ended, why="replaced")
    serial = newest["serial"] + 1 if newest is not None else 1
    public = house.slips.public(key_name(house.desk, serial))
    key_id = slips.key_id(public)
    begins = unit.now.replace(second=0, microsecond=0)
    values = {
        "key_id": key_id,
        "desk": house.desk,
        "serial": serial,
        "public": public.hex(),
        "valid_from": begins,
        "valid_until": begins + VALID,
        "practice": house.practice,
    }
    eid = unit.create("slip_key", values, eid=_own_id(house, key_id))
    made = unit.get("slip_key", eid)
    assert made is not None
    return made


@verb("slip_keys.list", LOOKING)
def keys(house: House, actor: Actor) -> tuple[KeyLine, ...]:
    """The keys of this station's desks, the newest first."""
    with house.store.read() as look:
        current = signing_key(house, look)
        found = look.select(Query("slip_key", order="desk", limit=_MOST))
        lines = [_line(house, look, one, here=current is not None and one.eid == current.eid) for one in found]
    return tuple(sorted(lines, key=lambda line: line.valid_from, reverse=True))


def _line(house: House, look: Reader, record: Record, *, here: bool) -> KeyLine:
    key = find_key(house, look, record["key_id"])
    revoked = key.revoked_at if key is not None else None
    ends = record["revoked_why"] or ("district" if revoked is not None else "")
    name, desk = record["key_id"], record["desk"]
    return KeyLine(record.eid, name, desk, record["valid_from"], record["valid_until"], revoked, ends, here)


@verb("slip_keys.revoke", LEADING)
def revoke(house: House, actor: Actor, eid: str, why: str) -> Done[str]:
    """A key signs no more from now on (`why`: a code of `key_ends`); what it signed before stays good. The desk makes
    itself a new one when it next needs it. Raises Missing, Invalid."""
    if why not in house.codes.ids("key_ends"):
        raise Invalid([Problem("revoked_why", "not_in_list", {"value": why})])
    with house.store.write(actor) as unit:
        record = unit.get("slip_key", eid)
        if record is None or record["revoked_at"] is not None:
            raise Missing("record.missing", kind="slip_key")
        unit.change("slip_key", eid, {"revoked_at": unit.now, "revoked_why": why}, why=why)
        unit.commit()
    return Done(eid, Changes(frozenset({"slip_key"}), frozenset({eid})))
