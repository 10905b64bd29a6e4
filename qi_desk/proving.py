"""A version of the program shows that it works on this computer before anybody depends on it: it makes a station of its
own and prints, it draws its window, and it opens the copy of a station it is given."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qi_desk import __version__
from qi_desk.domain.errors import UNREADABLE, Invalid, NotAllowed, Problem, StoreDamaged

if TYPE_CHECKING:
    from qi_desk.services.ports import Actor, House


def asked(data: bytes) -> tuple[Path, str, bytes] | None:
    """The copy somebody asks about: its folder, its id, its key; None for an empty question. Raises Invalid."""
    try:
        said = json.loads(data or b"{}")
        if not said:
            return None
        return Path(said["station"]), str(said["db_id"]), bytes.fromhex(said["key"])
    except UNREADABLE as error:
        raise Invalid([Problem("", "file.not_json")], "file.not_json") from error


def prove(copy: tuple[Path, str, bytes] | None) -> dict[str, Any]:
    """Do all of it in folders that are thrown away; the copy is brought to this version's schema. Raises Expected where
    something does not do."""
    from qi_desk.storage.engine import SCHEMA

    with tempfile.TemporaryDirectory(prefix="qi-desk-prove-") as place:
        pages = _work(Path(place))
        _draw(Path(place))
        operations = _open(copy) if copy is not None else 0
    return {"ok": True, "version": __version__, "schema": SCHEMA, "pages": pages, "operations": operations}


def _work(place: Path) -> int:
    """Make the practice station, which works through every counter's deed, and print a receipt of it."""
    from qi_desk.door import Door

    door = Door(place / "station", state_folder=place / "state")
    arrival = door.found_practice()
    try:
        return _receipt(arrival.house, arrival.actor)
    finally:
        door.leave()


def _receipt(house: House, actor: Actor) -> int:
    from qi_desk.documents.inline import InlinePapers
    from qi_desk.services import paperwork
    from qi_desk.services.ports import Query

    with house.store.read() as look:
        every = look.select(Query("request", limit=50))
    accepted = next((one for one in every if one["number"] and one["state"] != "registered"), None)
    if accepted is None:
        raise NotAllowed("update.trial_failed", why="receipt", version=__version__)
    order = paperwork.receipt(house, actor, accepted.eid)
    return InlinePapers().make(order.form, order.view).pages


def _draw(place: Path) -> None:
    from qi_desk.app import take_screenshot

    picture = place / "window.png"
    take_screenshot(place / "station", "sign-in", picture, "light", "standard", (1280, 720))
    if not picture.stat().st_size:
        raise NotAllowed("update.trial_failed", why="window", version=__version__)


def _open(copy: tuple[Path, str, bytes]) -> int:
    from qi_desk.clock import SystemClock
    from qi_desk.readings import readings
    from qi_desk.storage.opening import Place, inspect, open_store

    folder, db_id, key = copy
    place = Place(folder, folder.with_name("state"), db_id)
    opened = open_store(place, key, readings(), SystemClock())
    try:
        if opened.store.chain_break() is not None:
            raise StoreDamaged("backup.damaged", file=place.file.name)
        operations, _ = opened.store.head()
    finally:
        opened.store.close()
    if inspect(place, key):
        raise StoreDamaged("backup.damaged", file=place.file.name)
    return operations


def read_question() -> bytes:
    """What stands on standard input, nothing where a person sits at it."""
    return b"" if sys.stdin is None or sys.stdin.isatty() else sys.stdin.buffer.read(1 << 16)
