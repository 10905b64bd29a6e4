"""One page of the file is damaged: it is said in words, at the door or where it is read, and nothing is overwritten."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qi_desk import wording
from qi_desk.domain.errors import StoreDamaged
from qi_desk.door import Door
from qi_desk.security import keyfile
from qi_desk.services import client_views, oversight, request_views, searching, staff
from qi_desk.services.gate import Arrival
from qi_desk.storage.opening import inspect
from tests.faults.founder import door_of
from tests.support.stations import PASSWORD, copy_template

pytestmark = pytest.mark.fault

PAGE = 4096
STEP = 5
"""Every fifth page is tried: all of them would take long and say the same."""


def db_id(door: Door) -> str:
    """The id of the file behind the door."""
    return keyfile.read(door.folder).db_id


def look_around(arrival: Arrival) -> None:
    """What a morning reads: people, lists, search, the whole chain."""
    house, actor = arrival.house, arrival.actor
    staff.people(house, actor)
    request_views.page(house, actor)
    client_views.page(house, actor)
    searching.find(house, actor, "演练")
    walked = oversight.Walked()
    while not walked.finished:
        walked = oversight.walk_chain(house, actor, walked)


def told_at_work(door: Door) -> bool:
    """Whether somebody who signs in and looks around is told of the damage, in words."""
    try:
        look_around(door.enter(door.entrants()[0].account, PASSWORD))
    except StoreDamaged as error:
        said = wording.sentence(error)
        assert said.what
        assert said.safe
        assert said.next
        return True
    finally:
        door.leave()
    return False


def test_a_damaged_page_is_told_where_it_is_read_and_found_by_the_check(
    template: tuple[Path, str], tmp_path: Path
) -> None:
    copy_template(template[0], tmp_path / "sound")
    door = door_of(tmp_path / "sound")
    account = door.entrants()[0].account
    key, _ = door.unlock(account, PASSWORD)
    file = door.place(db_id(door)).file
    told = 0
    for page in range(0, file.stat().st_size // PAGE, STEP):
        folder = tmp_path / f"page{page}"
        shutil.copytree(tmp_path / "sound", folder)
        broken = folder / file.relative_to(tmp_path / "sound")
        content = bytearray(broken.read_bytes())
        content[page * PAGE + 100] ^= 0xFF
        broken.write_bytes(content)
        damaged = door_of(folder)
        told += told_at_work(damaged)
        assert broken.read_bytes()[page * PAGE : (page + 1) * PAGE] == content[page * PAGE : (page + 1) * PAGE]
        assert inspect(damaged.place(db_id(damaged)), key), f"page {page} is damaged and the check says nothing"
        shutil.rmtree(folder)
    assert told, "nobody was told while working"
