"""A desk whose disk refuses at each write in turn, once or from there on; it tells how every attempt ended.

python -m tests.faults.starved FOLDER DEED STEP [ERROR]   (under the recorder, see tests/faults/recorder)
"""

from __future__ import annotations

import ctypes
import errno
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from qi_desk.documents import make as drawing
from qi_desk.documents.inline import InlinePapers
from qi_desk.domain.errors import Expected
from qi_desk.door import Door
from qi_desk.gui.saving import to_file
from qi_desk.printing.nowhere import NoPrinter
from qi_desk.services import audit_export, backups, exports, imports, intake, paperwork, staff
from qi_desk.services.compliance import packing
from qi_desk.services.ports import Query
from qi_desk.services.prints import handing
from qi_desk.services.station_settings import change_desk_setting
from tests.faults.deeds import LOOK, SCAN
from tests.faults.founder import door_of, tell
from tests.support.stations import PASSWORD, SPECIALIST_PASSWORD, intake_of

_recorder: Any = ctypes.CDLL(None)
COUNTED = ("request", "request_item", "paper", "enterprise", "contact", "person", "import_batch")


@contextmanager
def starving(nth: int, code: int, *, lasting: bool) -> Iterator[None]:
    """Inside the block the `nth` write fails with this error; all behind it too if `lasting`."""
    _recorder.recorder_fail(ctypes.c_long(nth), code, int(lasting), int(lasting))
    try:
        yield
    finally:
        fired = int(_recorder.recorder_fired())
        _recorder.recorder_fail(ctypes.c_long(0), 0, 0, 0)
        starving.fired = bool(fired)  # type: ignore[attr-defined]


def _accept(door: Door, _turn: int) -> str:
    session = door.session
    return intake.register_and_accept(session.house, session.actor, intake_of()).value.number


def _setting(door: Door, turn: int) -> None:
    change_desk_setting(door.session.house, door.session.actor, LOOK[0], ("standard", "large", "largest")[turn % 3])


def _person(door: Door, turn: int) -> None:
    person = staff.PersonInput(f"{turn + 100:03}", "何演练", "specialist", SPECIALIST_PASSWORD)
    staff.add(door.session.house, door.session.actor, person)


def _sign_in(door: Door, _turn: int) -> None:
    account = door.entrants()[0].account
    if door.signed_in:
        door.leave()
    door.enter(account, PASSWORD)


def _print(door: Door, turn: int) -> None:
    session = door.session
    with session.house.store.read() as look:
        request = look.select(Query("request", limit=1))[0].eid
    order = paperwork.receipt(session.house, session.actor, request)
    reason = session.house.codes.ids("reprint_reasons")[0] if order.reprint else ""
    paper = drawing.make(order.form, order.view)
    save = to_file(str(door.folder.parent / f"paper-{turn}.pdf"))
    line = handing.hand_out(session.house, session.actor, order, paper, NoPrinter(), reason=reason, save=save).value
    if line.error:
        raise Expected(line.error)


def _import(door: Door, turn: int) -> None:
    session = door.session
    names = (f"虚构团队第{turn}之{place}" for place in range(3))
    text = "企业名称,类型,联系人,电话\n" + "".join(
        f"{name},创业团队（未登记）,陈演练,1380000{turn:04}\n" for name in names
    )
    file = door.folder.parent.with_name(f"clients-{turn}.csv")
    file.write_text(text, encoding="utf-8")
    shown = imports.preview(session.house, session.actor, imports.read(session.house, session.actor, file))
    imports.write(session.house, session.actor, shown, accepted=[row.number for row in shown.rows])


def _list(door: Door, turn: int) -> None:
    place = door.folder.parent / f"list-{turn}.xlsx"
    exports.shared(door.session.house, door.session.actor, place, "masked")


def _audit(door: Door, turn: int) -> None:
    place = door.folder.parent / f"audit-{turn}.csv"
    try:
        audit_export.export(door.session.house, door.session.actor, place, date(2026, 3, 1), date(2026, 3, 31))
    except Expected:
        assert not list(place.parent.glob(f"audit-{turn}*")), "half an export was left"
        raise


def _pack(door: Door, turn: int) -> None:
    place = door.folder.parent / f"pack-{turn}.zip"
    session = door.session
    try:
        packing.pack(session.house, session.actor, place, packing.APPLICATION, InlinePapers())
    except Expected:
        assert not [*place.parent.glob(f"*pack-{turn}*")], "half a pack was left"
        raise


DEEDS: dict[str, Callable[[Door, int], object]] = {
    "accept": _accept,
    "setting": _setting,
    "person": _person,
    "sign_in": _sign_in,
    "print": _print,
    "import": _import,
    "list": _list,
    "audit": _audit,
    "pack": _pack,
    "backup": lambda door, _: backups.make(door.session.house, door.session.actor),
    "file": lambda door, turn: door.session.house.files.put(SCAN + b"%d" % turn),
    "key": lambda door, _: door.change_key(),
}


def counts(door: Door) -> tuple[int, ...]:
    """How many records there are of the kinds that count."""
    if not door.signed_in:
        door.enter(door.entrants()[0].account, PASSWORD)
    with door.session.house.store.read() as look:
        return tuple(look.count(Query(kind)) for kind in COUNTED)


def attempt(door: Door, deed: str, turn: int, nth: int, code: int, *, lasting: bool) -> bool:
    """One attempt; tells how it ended and whether anything changed. Whether the failure came to pass."""
    before = counts(door)
    ended = "done"
    number: object = ""
    with starving(nth, code, lasting=lasting):
        try:
            number = DEEDS[deed](door, turn)
        except Expected as error:
            ended = error.code
        except Exception as error:  # noqa: BLE001
            ended = f"{type(error).__name__}:{error}".replace(" ", "_")
    fired = starving.fired  # type: ignore[attr-defined]
    changed = counts(door) != before
    tell(f"{ended} {'changed' if changed else 'same'} {nth} {'lasting' if lasting else 'once'}")
    if deed == "accept" and ended == "done":
        tell(f"accepted {number}")
    return bool(fired)


def main(folder: Path, deed: str, step: int, code: int = errno.ENOSPC) -> None:
    """Every `step`-th write fails in turn, until an attempt comes through with none left to fail."""
    door = door_of(folder)
    door.enter(door.entrants()[0].account, PASSWORD)
    tell(f"accepted {_accept(door, 0)}")
    turn, nth = 0, 1
    fired = True
    while fired:
        fired = attempt(door, deed, turn, nth, code, lasting=True)
        fired |= attempt(door, deed, turn + 1, nth, code, lasting=False)
        turn, nth = turn + 2, nth + step
    if not door.signed_in:
        door.enter(door.entrants()[0].account, PASSWORD)
    tell(f"accepted {_accept(door, 0)}")
    door.leave()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), *(getattr(errno, name) for name in sys.argv[4:]))
