"""Making a station: its keys, its store, its first entries."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qi_desk import resource_files
from qi_desk.domain import moments, numbers
from qi_desk.domain.errors import Conflict, Invalid, Problem
from qi_desk.domain.fields import check, encode_all, stopping
from qi_desk.domain.ledger.natural_keys import keyed_id
from qi_desk.domain.people_records import PERSON, STATION
from qi_desk.domain.working_time import USUAL_HOURS
from qi_desk.durable_files import file_errors, private_folder, sync_folder, write_atomic
from qi_desk.paths import PRACTICE_FILE, UNFINISHED_FILE
from qi_desk.services.gate import NewStation
from qi_desk.services.ports import Actor, Store
from qi_desk.services.rights import MANAGER

if TYPE_CHECKING:
    from qi_desk.door import Door
    from qi_desk.security.keyslots import NewStation as NewKeys
    from qi_desk.storage.opening import Place

NATIONAL = ("国家", "中国", "全国")
"""A station's name that begins like this is warned about, not refused (4.3 of the national guide)."""


def problems_of(station: NewStation) -> list[Problem]:
    """What is wrong with the entries for a new station, warnings included."""
    from qi_desk.security import passwords

    codes = resource_files.CodeFiles()
    values = {
        "code": station.code.strip().upper(),
        "name": station.name,
        "park": station.park,
        "street": station.street,
        "district": station.district,
        "address": station.address,
        "phone": station.phone,
        "supervision_phone": station.supervision_phone,
    }
    problems = check(STATION, encode_all(STATION, values), codes)
    if station.code.strip() and not numbers.is_station(station.code.strip().upper()):
        problems.append(Problem("code", "numbers.station", {"found": station.code}))
    if not numbers.is_desk(station.letter.strip().upper()):
        problems.append(Problem("letter", "numbers.desk", {"found": station.letter}))
    manager = {"staff_no": station.manager_no, "name": station.manager_name, "role": MANAGER}
    problems += [
        Problem(f"manager_{one.field}", one.code, one.values, one.fix, one.warning)
        for one in check(PERSON, encode_all(PERSON, manager), codes)
    ]
    if station.name.strip().startswith(NATIONAL):
        problems.append(Problem("name", "station.national_name", {"begins": station.name.strip()[:2]}, warning=True))
    names = (station.name, station.manager_name)
    return problems + passwords.problems_of(station.password, names=names, practice=station.practice)


def finish(folder: Path) -> None:
    """The station is whole from now on."""

    with file_errors():
        (folder / UNFINISHED_FILE).unlink(missing_ok=True)
        sync_folder(folder)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a desk begins with, the first of a station or one more: whose file it is, and who opens it first."""

    db_id: str
    account: str
    sign_in: str
    name: str
    password: str
    station: str
    letter: str
    window: str
    practice: bool = False

    @property
    def actor(self) -> Actor:
        """The manager who makes the first entries."""
        return Actor(self.account, self.name, MANAGER, self.sign_in, self.letter, self.window)


def new_db_id() -> str:
    """An id for a new store."""
    return secrets.token_hex(16)


def found(door: Door, station: NewStation) -> tuple[str, NewKeys, bytes | None]:
    """Make everything; the manager's account, the keys with the recovery code, the device secret. See `Door.found`.

    A practice station is not whole before it was filled: `finish` is then the caller's.
    """
    problems = stopping(problems_of(station))
    if problems:
        raise Invalid(problems)
    beginning = Beginning(
        new_db_id(),
        keyed_id("person", new_db_id()),
        station.manager_no.strip(),
        station.manager_name.strip(),
        station.password,
        station.code.strip().upper(),
        station.letter.strip().upper(),
        station.window,
        station.practice,
    )

    def fill(store: Store) -> None:
        _first_entries(store, beginning.actor, station)

    return beginning.account, *begin(door, beginning, fill)


def begin(door: Door, beginning: Beginning, fill: Callable[[Store], None]) -> tuple[NewKeys, bytes | None]:
    """Make keys and store in the door's folder and let `fill` enter what it begins with; the keys with the recovery
    code, and the device secret. What a power cut, a full disk or a cut line leaves is cleared away by the next try.
    Raises Conflict("key.exists") where a station is here, StoreFull, StoreReadOnly, and what `fill` raises."""
    from qi_desk.security import keyfile
    from qi_desk.storage.folder_lock import FolderLock

    if door.exists:
        raise Conflict("key.exists", file=keyfile.FILE)
    private_folder(door.folder)
    lock = FolderLock(door.folder)
    lock.acquire()
    try:
        _clear_away(door.place(beginning.db_id))
        write_atomic(door.folder / UNFINISHED_FILE, b"")
        made = _make(door, beginning, fill)
        if not beginning.practice:
            finish(door.folder)
        return made
    finally:
        lock.release()


def _clear_away(place: Place) -> None:
    """Remove what an attempt left that a power cut or a full disk ended."""
    from qi_desk.security import keyfile
    from qi_desk.storage import marks_file, opening

    folder = place.folder
    if not (folder / UNFINISHED_FILE).exists():
        return
    database = [f"{opening.FILE}{end}" for end in ("", "-wal", "-shm", "-journal")]
    with file_errors():
        for name in (keyfile.FILE, keyfile.TWIN, *database, marks_file.FILE, PRACTICE_FILE):
            (folder / name).unlink(missing_ok=True)
        marks_file.outside(place.state_folder, place.db_id).unlink(missing_ok=True)
        if (folder / opening.JOURNAL).exists():
            shutil.rmtree(folder / opening.JOURNAL)


def _make(door: Door, beginning: Beginning, fill: Callable[[Store], None]) -> tuple[NewKeys, bytes | None]:
    from qi_desk.readings import readings
    from qi_desk.security import device_secret, keyfile, keyslots
    from qi_desk.security.envelopes import STANDARD
    from qi_desk.storage.opening import create

    db_id = beginning.db_id
    secret = None if beginning.practice else device_secret.obtain(db_id).secret
    person = keyfile.Person(beginning.account, beginning.sign_in, beginning.name)
    if beginning.practice:
        write_atomic(door.folder / PRACTICE_FILE, json.dumps({"sign_ins": []}).encode())
    hard = door.parameters or STANDARD
    keys = keyslots.create(door.folder, db_id, person, beginning.password, secret, parameters=hard)
    opened = create(door.place(db_id), keys.dek, beginning.station, beginning.letter, readings(), door.clock())
    try:
        fill(opened.store)
    finally:
        opened.store.close()
    return keys, secret


def _first_entries(store: Store, actor: Actor, station: NewStation) -> None:
    """The station, this desk and the manager, in one act."""
    with store.write(actor) as unit:
        unit.create(
            "station",
            {
                "code": station.code.strip().upper(),
                "name": station.name,
                "park": station.park,
                "street": station.street or None,
                "district": station.district or None,
                "address": station.address,
                "phone": station.phone,
                "supervision_phone": station.supervision_phone,
                "opening": [[list(span) for span in day] for day in station.opening or USUAL_HOURS],
                "practice": station.practice,
            },
            eid=keyed_id("station", station.code.strip().upper()),
        )
        unit.create("desk", {"letter": actor.desk, "window": station.window, "opened_at": unit.now, "reason": "first"})
        unit.create(
            "person",
            {
                "staff_no": station.manager_no,
                "name": station.manager_name,
                "role": MANAGER,
                "active": True,
                "started_on": moments.china_date(unit.now),
            },
            eid=actor.account,
        )
        unit.commit()
