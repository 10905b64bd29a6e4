"""Devices: enrolled by a one-time code with a key pair of their own, heard of, revoked."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from qi_desk.district.statements import Statements
from qi_desk.domain import numbers
from qi_desk.domain.errors import NotAllowed
from qi_desk.security import parcels
from qi_desk.security.signing import KEY_BYTES
from qi_desk.sync.protocol import trust

CODE_HOURS = 72


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What a PC says of itself: a name for people, the letter it numbers under (empty for one that joins), and what
    tells its file from every other."""

    name: str
    letter: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Device:
    """One desk's PC. `letter` is what its numbers carry, `file` tells its data from another PC's; `heard_at` is when it
    last spoke, `revoked_at` empty while it may; `secret` is shared with it for the courier."""

    id: str
    station: str
    name: str
    letter: str
    file: str
    public_key: bytes
    secret: bytes
    enrolled_at: str
    heard_at: str
    revoked_at: str
    lost: bool = False


class Devices:
    """The register of devices over the district's store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def new_code(self, station: str) -> str:
        """A code for one desk of a station, good for three days and one use; only its digest is kept."""
        code = trust.new_code()
        until = (datetime.now(UTC) + timedelta(hours=CODE_HOURS)).isoformat(timespec="seconds")
        with self._engine.begin() as connection:
            sql = "INSERT INTO enrol_code (digest, station, valid_until) VALUES (?, ?, ?)"
            Statements(connection).run(sql, (_digest(code), station, until))
        return trust.written(code)

    def enrol(self, code: str, said: Newcomer, public_key: bytes) -> Device:
        """Enrol the owner of a key; a desk without a letter is given one. Raises NotAllowed: "enrol.code" for a code
        that is wrong, used or too old, "enrol.key" for what is no key, "enrol.letter" where another PC of the station
        numbers under this letter already; the code is good for another try then."""
        if len(public_key) != KEY_BYTES:
            raise NotAllowed("enrol.key")
        now = _now()
        with self._engine.begin() as connection:
            sql = Statements(connection)
            found = sql.all(
                "UPDATE enrol_code SET used_at = ? WHERE digest = ? AND used_at IS NULL AND valid_until > ? "
                "RETURNING station",
                (now, _digest(code), now),
            )
            if not found:
                raise NotAllowed("enrol.code")
            station = str(found[0][0])
            letter = _letter_for(sql, station, said)
            made = Device(
                secrets.token_hex(8),
                station,
                said.name[:60],
                letter,
                said.file[:64],
                public_key,
                parcels.new_secret(),
                now,
                now,
                "",
            )
            sql.run(
                "INSERT INTO device (id, station, name, letter, file, public_key, secret, enrolled_at, heard_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (made.id, station, made.name, letter, made.file, public_key, made.secret, now, now),
            )
        return made

    def find(self, device: str) -> Device | None:
        """The device of this id."""
        with self._engine.connect().execution_options(looking=True) as connection, connection.begin():
            rows = Statements(connection).all(f"{_SELECT} WHERE id = ?", (device,))
        return _device(rows[0]) if rows else None

    def every(self) -> tuple[Device, ...]:
        """All devices, station by station."""
        with self._engine.connect().execution_options(looking=True) as connection, connection.begin():
            rows = Statements(connection).all(f"{_SELECT} ORDER BY station, enrolled_at")
        return tuple(_device(row) for row in rows)

    def keep_place(self, device: str, cursor: str, logs: str, claimed: Sequence[str]) -> None:
        """Where a desk has read to by its own last word on a parcel, its logs, and the bookings it asked about."""
        place = json.dumps([cursor, logs, list(claimed)])
        with self._engine.begin() as connection:
            Statements(connection).run("UPDATE device SET place = ? WHERE id = ?", (place, device))

    def place_of(self, device: str) -> tuple[str, str, tuple[str, ...]]:
        """What `keep_place` kept; nothing for a desk that never sent a parcel."""
        with self._engine.connect().execution_options(looking=True) as connection, connection.begin():
            rows = Statements(connection).all("SELECT place FROM device WHERE id = ?", (device,))
        cursor, logs, claimed = json.loads(rows[0][0]) if rows and rows[0][0] else ("", "", [])
        return str(cursor), str(logs), tuple(str(one) for one in claimed)

    def drained(self, device: str) -> None:
        """It has sent all it had, for it asks what others did."""
        now = datetime.now(UTC).isoformat()
        with self._engine.begin() as connection:
            sql = "UPDATE device SET drained_at = ?, heard_at = ? WHERE id = ?"
            Statements(connection).run(sql, (now, now[:19] + now[-6:], device))

    def heard(self, device: str) -> None:
        """It spoke just now."""
        with self._engine.begin() as connection:
            Statements(connection).run("UPDATE device SET heard_at = ? WHERE id = ?", (_now(), device))

    def revoke(self, device: str, *, lost: bool = False) -> None:
        """It may no longer take part; a `lost` one is told to let nobody in any more as soon as it is heard. Raises
        NotAllowed("enrol.unknown")."""
        with self._engine.begin() as connection:
            sql = (
                "UPDATE device SET revoked_at = coalesce(revoked_at, ?), lost = ? "
                "WHERE id = ? AND (revoked_at IS NULL OR lost < ?) RETURNING id"
            )
            if not Statements(connection).all(sql, (_now(), int(lost), device, int(lost))):
                raise NotAllowed("enrol.unknown")

    def quarantine(self, device: str, why: str, body: bytes) -> None:
        """Keep what arrived and may not be taken in."""
        with self._engine.begin() as connection:
            sql = "INSERT INTO quarantine (device, received_at, why, body) VALUES (?, ?, ?, ?)"
            Statements(connection).run(sql, (device, _now(), why, body))


_SELECT = (
    "SELECT id, station, name, letter, file, public_key, secret, enrolled_at, heard_at, coalesce(revoked_at, ''), "
    "coalesce(lost, 0) FROM device"
)


def _device(row: Sequence[Any]) -> Device:
    return Device(
        row[0], row[1], row[2], row[3], row[4], bytes(row[5]), bytes(row[6]), row[7], row[8], row[9], bool(row[10])
    )


def _letter_for(sql: Statements, station: str, said: Newcomer) -> str:
    """The letter of a new device: its own, if no other PC has it, or the first that nobody in the station ever had."""
    if sql.postgres:
        sql.run("SELECT pg_advisory_xact_lock(hashtextextended(?, 1))", (station,))
    asked = "SELECT letter FROM device WHERE station = ? AND file <> ?"
    others = {str(row[0]) for row in sql.all(asked, (station, said.file))}
    if said.letter:
        if said.letter in others:
            raise NotAllowed("enrol.letter", letter=said.letter)
        return said.letter
    used = others | {str(desk.values.get("letter")) for desk in sql.own_records(station, ("desk",))}
    return next(letter for letter in _letters() if letter not in used)


def _letters() -> Iterator[str]:
    yield from numbers.DESK_LETTERS
    pairs = (first + second for first in numbers.DESK_LETTERS for second in numbers.DESK_LETTERS)
    yield from (pair for pair in pairs if numbers.is_desk(pair))


def _digest(code: str) -> str:
    return hashlib.sha256(trust.read(code)[0].encode()).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
