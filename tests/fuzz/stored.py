"""Files that lie in the station's folder or on a stick, where anybody may have changed them."""

from __future__ import annotations

import shutil
from contextlib import suppress
from functools import cache
from pathlib import Path

from qi_desk.domain.errors import StoreError
from qi_desk.door import Door
from qi_desk.security import keyfile
from qi_desk.security.audit import AnchorFile
from qi_desk.security.passwords import SignInGuard
from qi_desk.services import backups as copies
from qi_desk.settings.desk_file import DeskFile
from qi_desk.storage import backup_contents, backups
from qi_desk.storage.journal import Journal
from qi_desk.storage.marks_file import MarksFile
from tests.fuzz.mutations import json_near
from tests.fuzz.targets import Target
from tests.fuzz.typed import bench, place
from tests.support.stations import MORNING


@cache
def _folder() -> Path:
    folder = place() / "stored"
    folder.mkdir()
    return folder


@cache
def _copy() -> Path:
    """A copy of the station on a shelf."""
    copies.make(bench().house, bench().actor)
    (kept,) = bench().house.copies.kept()
    shelf = backups.shelf_of(Path(kept.place), kept.backup.station, kept.backup.db_id)
    return Path(shutil.copytree(shelf / kept.backup.name, _folder() / "shelf" / kept.backup.name))


def _contents(data: bytes) -> None:
    copy = _copy()
    sound = (copy / backup_contents.CONTENTS).read_bytes()
    try:
        (copy / backup_contents.CONTENTS).write_bytes(data)
        backups.kept(copy.parent)
        backups.look_in(copy.parent)
        Door(_folder() / "nobody", state_folder=_folder() / "state").copies_in(copy.parent)
        backups.check(copy, bench().door.session.key)
    finally:
        (copy / backup_contents.CONTENTS).write_bytes(sound)


def _keys(data: bytes) -> None:
    for name in (keyfile.FILE, keyfile.TWIN):
        (_folder() / name).write_bytes(data)
    keyfile.read(_folder())


def _marks(data: bytes) -> None:
    outside = _folder() / "marks-state"
    outside.mkdir(exist_ok=True)
    (_folder() / "marks.log").write_bytes(data)
    MarksFile.load(_folder(), outside, "id").close()


def _journal(data: bytes) -> None:
    folder = _folder() / "journal"
    folder.mkdir(exist_ok=True)
    for name in ("00000001.seg", "00000002.seg"):
        (folder / name).write_bytes(data)
    session = bench().door.session
    with bench().house.store.engine.connect() as connection:
        incarnation = connection.exec_driver_sql("SELECT v FROM sync_state WHERE k = 'inc'").scalar_one()
    journal = Journal.open(folder, session.key, session.opened.db_id, incarnation)
    try:
        list(journal.read(0))
    finally:
        journal.close()


def _small(data: bytes) -> None:
    """Files the program reads before or beside signing in; whatever is in them, it goes on."""
    for name in ("desk.json", "practice.json", "anchor.json", "sign-ins.json"):
        (_folder() / name).write_bytes(data)
    desk = DeskFile(_folder() / "desk.json")
    desk.get("look.theme")
    Door(_folder(), state_folder=_folder() / "state").practice_sign_ins()
    with suppress(StoreError):
        AnchorFile(_folder(), bytes(32), "id").read()
    guard = SignInGuard(_folder())
    guard._path.write_bytes(data)
    SignInGuard(_folder()).wait_seconds("a", MORNING)


def _segments() -> list[bytes]:
    return [file.read_bytes()[:3000] for file in sorted((bench().door.folder / "journal").glob("*.seg"))]


def _smalls() -> list[bytes]:
    guard = SignInGuard(_folder())
    guard.begin("a", MORNING)
    found = [guard._path.read_bytes(), b'{"look.theme": "dark"}', b'{"sign_ins": [{"name": "a", "password": "b"}]}']
    AnchorFile(_folder(), bytes(32), "id")
    return [*found, b'{"anchor": "[1, \\"00\\", 1]", "mac": "00"}']


TARGETS = (
    Target("contents", _contents, lambda: [(_copy() / backup_contents.CONTENTS).read_bytes()], json_near),
    Target("keys", _keys, lambda: [(bench().door.folder / keyfile.FILE).read_bytes()], json_near),
    Target("marks", _marks, lambda: [(bench().door.folder / "marks.log").read_bytes()]),
    Target("journal", _journal, _segments),
    Target("small", _small, _smalls, json_near),
)
