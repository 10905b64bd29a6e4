"""Looking after the desk: keys, file, chain, journal, fonts, printers, disk, migrations."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qi_desk import paths, wording
from qi_desk.domain.errors import Expected

if TYPE_CHECKING:
    from qi_desk.door import Door

_LEAST_FREE = 500 * 1024 * 1024
_FONTS = (
    "NotoSansSC-Regular.ttf",
    "NotoSansSC-Bold.ttf",
    "NotoSerifSC-Regular.ttf",
    "NotoSerifSC-Bold.ttf",
    "LXGWWenKai-Regular.ttf",
    "HanaMinB.ttf",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked after: its name as a code, whether it is in order, and a line for a person."""

    name: str
    ok: bool
    text: str


def look_after(door: Door) -> tuple[Finding, ...]:
    """Everything, thoroughly; the store must be open. Takes seconds for a large file."""
    return (
        _keys(door),
        _program(),
        *_file(door),
        _chain(door),
        _journal(door),
        _backups(door),
        _fonts(),
        _body_font(door),
        _printers(),
        _disk(door),
    )


def _said(key: str, **values: object) -> str:
    return wording.fill(wording.texts().get(f"check.{key}", key), values)


def _keys(door: Door) -> Finding:
    from qi_desk.security import device_secret, keyfile

    content = keyfile.read(door.folder)
    answer = device_secret.fetch(content.db_id)
    text = _said("keys", people=len(content.slots))
    if answer.secret is None:
        text = f"{text} {wording.notice(answer.reason)}"
    return Finding("keys", not content.from_backup, text)


def _program() -> Finding:
    """Which version, how it was installed, and whether another is started next time or was given up."""
    from qi_desk.updating import installed

    here = installed.here()
    next_one = here.folder.waiting() if here.folder is not None else ""
    given_up = here.folder.given_up() if here.folder is not None else ""
    text = _said("program", version=here.version, way=_said(f"way_{here.way or 'none'}"))
    if next_one:
        text += _said("program_next", version=next_one)
    if given_up:
        text += _said("program_back", version=given_up)
    return Finding("program", not given_up, text)


def _file(door: Door) -> tuple[Finding, ...]:
    from qi_desk.storage.engine import SCHEMA
    from qi_desk.storage.opening import inspect

    session = door.session
    found = inspect(door.place(session.opened.db_id), session.key)
    whole = _said("file_ok") if not found else _said("file_damaged", count=len(found), first=found[0])
    return Finding("file", not found, whole), Finding("schema", True, _said("schema", version=SCHEMA))


def _chain(door: Door) -> Finding:
    broken = door.session.opened.store.chain_break()
    seq, _ = door.session.opened.store.head()
    if broken is None:
        return Finding("chain", True, _said("chain_ok", count=seq))
    return Finding("chain", False, _said("chain_broken", seq=broken.seq))


def _journal(door: Door) -> Finding:
    behind = door.session.opened.store.log.journal_behind
    return Finding("journal", behind == 0, _said("journal_ok") if not behind else _said("journal_behind", count=behind))


def _backups(door: Door) -> Finding:
    from qi_desk.services import backups

    session = door.session
    standing = backups.standing(session.house, session.actor)
    if not standing.kept:
        return Finding("backups", door.practice, _said("backups_none"))
    last = standing.kept[0].backup.made_at
    key = "backups_overdue" if standing.overdue else "backups_test_due" if standing.test_due else "backups_ok"
    return Finding("backups", not standing.overdue, _said(key, at=f"{last:%Y-%m-%d %H:%M}", count=len(standing.kept)))


def _fonts() -> Finding:
    missing = [name for name in _FONTS if not (paths.fonts() / name).is_file()]
    return Finding("fonts", not missing, _said("fonts_ok") if not missing else _said("fonts_missing", name=missing[0]))


def _body_font(door: Door) -> Finding:
    """The machine's own 仿宋, where the desk names one."""
    from qi_desk.documents import own_font

    chosen = str(door.desk.get("paper.body_font"))
    if not chosen:
        return Finding("body_font", True, _said("body_font_ours"))
    try:
        own_font.check(chosen)
    except Expected as error:
        return Finding("body_font", False, wording.sentence(error).what)
    return Finding("body_font", True, _said("body_font_ok", name=Path(chosen).name))


def _printers() -> Finding:
    from qi_desk.printing import system_printer

    try:
        names = [one.name for one in system_printer().printers()]
    except Expected as error:
        return Finding("printers", True, str(wording.sentence(error)))
    return Finding("printers", True, _said("printers", names=", ".join(names)) if names else _said("printers_none"))


def _disk(door: Door) -> Finding:
    free = shutil.disk_usage(door.folder).free
    return Finding("disk", free >= _LEAST_FREE, _said("disk", free=f"{free // 1024**2:,}"))
