"""A desk that takes in one request, does something that reaches the disk, and takes in another; tells each as soon as
it is final.

python -m tests.faults.deeds FOLDER DEED
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from qi_desk.door import Door
from qi_desk.services import backups, intake, staff
from qi_desk.services.gate import Opening
from qi_desk.services.station_settings import change_desk_setting
from tests.faults.founder import door_of, tell
from tests.support.stations import PASSWORD, intake_of

OTHER_PASSWORD = "wide harbour 2027"
SCAN = b"a scan that a client handed in" * 400
LOOK = ("look.text", "largest")


def accept(door: Door) -> None:
    """One more promise to a client."""
    session = door.session
    tell(f"accepted {intake.register_and_accept(session.house, session.actor, intake_of()).value.number}")


def _password(door: Door) -> None:
    session = door.session
    staff.change_password(session.house, session.actor, PASSWORD, OTHER_PASSWORD)


def _key(door: Door) -> None:
    staff.begin_key_change(door.session.house, door.session.actor)
    door.change_key()


def _backup(door: Door) -> None:
    door.session.house.files.put(SCAN)
    backups.make(door.session.house, door.session.actor)


def _restore(door: Door) -> None:
    backups.make(door.session.house, door.session.actor)
    account = door.session.actor.account
    accept(door)
    door.leave()
    (copy,) = door.copies_in()
    tell("leaving")
    door.restore(copy, Opening(account, PASSWORD))


def _file(door: Door) -> None:
    tell(f"kept {door.session.house.files.put(SCAN)}")


def _setting(door: Door) -> None:
    change_desk_setting(door.session.house, door.session.actor, *LOOK)


DEEDS: dict[str, Callable[[Door], None]] = {
    "password": _password,
    "key": _key,
    "backup": _backup,
    "restore": _restore,
    "file": _file,
    "setting": _setting,
}


def main(folder: Path, deed: str) -> None:
    """Work; every line on stdout is a promise."""
    door = door_of(folder)
    door.enter(door.entrants()[0].account, PASSWORD)
    accept(door)
    tell("begun")
    DEEDS[deed](door)
    tell("done")
    if not door.signed_in:
        door.enter(door.entrants()[0].account, PASSWORD)
    accept(door)
    door.leave()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
