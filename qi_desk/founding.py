"""Making a station: its keys, its store, its first entries."""

from __future__ import annotations

import json
import shutil
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
from qi_desk.services.gate import NewStation
from qi_desk.services.ports import Actor, Store
from qi_desk.services.rights import MANAGER

if TYPE_CHECKING:
    from qi_desk.door import Door
    from qi_desk.security.keyslots import NewStation as NewKeys

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
    from qi_desk.door import UNFINISHED_FILE

    with file_errors():
        (folder / UNFINISHED_FILE).unlink(missing_ok=True)
        sync_folder(folder)


def found(door: Door, station: NewStation) -> tuple[str, NewKeys, bytes | None]:
    """Make everything; the manager's account, the keys with the recovery code, the device secret. See `Door.found`.

    A practice station is not whole before it was filled: `finish` is then the caller's.
    """
    from qi_desk.door import UNFINISHED_FILE
    from qi_desk.security import keyfile
    from qi_desk.storage.folder_lock import FolderLock

    problems = stopping(problems_of(station))
    if problems:
        raise Invalid(problems)
    if door.exists:
        raise Conflict("key.exists", file=keyfile.FILE)
    private_folder(door.folder)
    lock = FolderLock(door.folder)
    lock.acquire()
    try:
        _clear_away(door.folder)
        write_atomic(door.folder / UNFINISHED_FILE, b"")
        made = _make(door, station)
        if not station.practice:
            finish(door.folder)
        return made
    finally:
        lock.release()


def _clear_away(folder: Path) -> None:
    """Remove what an attempt left that a power cut or a full disk ended."""
    from qi_desk.door import PRACTICE_FILE, UNFINISHED_FILE
    from qi_desk.security import keyfile
    from qi_desk.storage import marks_file, opening

    if not (folder / UNFINISHED_FILE).exists():
        return
    database = [f"{opening.FILE}{end}" for end in ("", "-wal", "-shm", "-journal")]
    with file_errors():
        for name in (keyfile.FILE, keyfile.TWIN, *database, marks_file.FILE, PRACTICE_FILE):
            (folder / name).unlink(missing_ok=True)
        if (folder / opening.JOURNAL).exists():
            shutil.rmtree(folder / opening.JOURNAL)


def _make(door: Door, station: NewStation) -> tuple[str, NewKeys, bytes | None]:
    from qi_desk.door import PRACTICE_FILE, new_db_id
    from qi_desk.readings import readings
    from qi_desk.security import device_secret, keyfile, keyslots
    from qi_desk.security.envelopes import STANDARD
    from qi_desk.storage.opening import create

    db_id, account = new_db_id(), keyed_id("person", new_db_id())
    secret = None if station.practice else device_secret.obtain(db_id).secret
    person = keyfile.Person(account, station.manager_no.strip(), station.manager_name.strip())
    if station.practice:
        write_atomic(door.folder / PRACTICE_FILE, json.dumps({"sign_ins": []}).encode())
    keys = keyslots.create(door.folder, db_id, person, station.password, secret, parameters=door.parameters or STANDARD)
    code, letter = station.code.strip().upper(), station.letter.strip().upper()
    opened = create(door.place(db_id), keys.dek, code, letter, readings(), door.clock())
    actor = Actor(account, station.manager_name.strip(), MANAGER, station.manager_no.strip(), letter, station.window)
    try:
        _first_entries(opened.store, actor, station)
    finally:
        opened.store.close()
    return account, keys, secret


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
