"""The key of a station changed: all is there under the new one, nothing opens with the old, a cut leaves either."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from qi_desk.domain.errors import Expected
from qi_desk.door import Door
from qi_desk.key_change import unsettled
from qi_desk.security import keyfile, keyslots
from qi_desk.services import backups, intake, request_views, staff
from qi_desk.services.gate import Arrival, Opening
from qi_desk.services.ports import Query
from qi_desk.storage import engine, rekeying
from tests.faults.founder import door_of
from tests.support.stations import PASSWORD, copy_template, intake_of

pytestmark = pytest.mark.fault

SCAN = b"a scan under the old key"


def worked_in(template: Path, folder: Path) -> tuple[Door, str, str]:
    """A station with a request and a file, open; the request's number and the file's digest."""
    copy_template(template, folder)
    door = door_of(folder)
    arrival = enter(door)
    number = intake.register_and_accept(arrival.house, arrival.actor, intake_of()).value.number
    return door, number, arrival.house.files.put(SCAN)


def enter(door: Door) -> Arrival:
    return door.enter(door.entrants()[0].account, PASSWORD)


def sound(door: Door, number: str, digest: str) -> None:
    """Everything is where it was."""
    arrival = enter(door)
    try:
        assert request_views.show(arrival.house, arrival.actor, number).row.number == number
        assert arrival.house.files.get(digest) == SCAN
        assert arrival.house.store.chain_break() is None
        assert backups.look_over(arrival.house, arrival.actor) == ()
        assert set(arrival.notices) <= {"device.absent", "recovered.journal"}
    finally:
        door.leave()


def test_everything_is_there_and_the_old_key_opens_nothing(template: tuple[Path, str], tmp_path: Path) -> None:
    door, number, digest = worked_in(template[0], tmp_path)
    old, query = door.session.key, door.session.house.query_secret
    letter = door.session.house.desk
    staff.begin_key_change(door.session.house, door.session.actor)
    door.change_key()
    assert not door.signed_in
    with pytest.raises(Expected):
        engine.connect(door.folder / "station.db", old).close()
    assert not keyslots.opens(door.folder, old)
    assert not unsettled(door.folder)
    sound(door, number, digest)
    arrival = enter(door)
    assert arrival.house.query_secret == query
    assert arrival.house.desk == letter
    fresh = intake.register_and_accept(arrival.house, arrival.actor, intake_of()).value.number
    door.leave()
    for file in door.folder.rglob("*"):
        if file.is_file():
            assert SCAN not in file.read_bytes()
            assert number.encode() not in file.read_bytes()
    sound(door, fresh, digest)


def test_a_copy_from_before_comes_back_under_the_new_key(template: tuple[Path, str], tmp_path: Path) -> None:
    door, number, digest = worked_in(template[0], tmp_path)
    session = door.session
    account = session.actor.account
    backups.make(session.house, session.actor)
    door.change_key()
    arrival = enter(door)
    assert backups.try_out(arrival.house, arrival.actor).value.records["request"] == 1
    later = intake.register_and_accept(arrival.house, arrival.actor, intake_of()).value.number
    door.leave()
    (copy,) = door.copies_in()
    door.restore(copy, Opening(account, PASSWORD))
    sound(door, number, digest)
    arrival = enter(door)
    with arrival.house.store.read() as look:
        assert {number, later} <= {one["number"] for one in look.select(Query("request", limit=100))}
    door.leave()


def test_a_slot_of_the_first_format_is_renewed_by_signing_in(template: tuple[Path, str], tmp_path: Path) -> None:
    door, _, _ = worked_in(template[0], tmp_path)
    key, account = door.session.key, door.session.actor.account
    content = keyfile.read(door.folder)
    (slot,) = (one for one in content.slots if one.person.account == account)
    secret = keyslots._staff_key(PASSWORD, slot.salt, slot.parameters, None)
    old = keyslots.envelopes.seal(secret, key, keyslots._bound_to("staff", account, content.db_id), "dek-1")
    first = replace(slot, envelope=old, public=b"", grant=None)
    keyfile.write(door.folder, replace(content, slots=tuple(first if one is slot else one for one in content.slots)))
    with pytest.raises(Expected, match=r"key\.first_format"):
        staff.begin_key_change(door.session.house, door.session.actor)
    door.leave()
    enter(door)
    staff.begin_key_change(door.session.house, door.session.actor)
    door.leave()


@pytest.mark.parametrize("step", range(1, 16))
def test_a_cut_at_any_step_leaves_the_old_or_the_new(
    template: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    door, number, digest = worked_in(template[0], tmp_path)
    done = 0

    def counted(deed: Callable[..., None]) -> Callable[..., None]:
        def cut(*arguments: object, **options: object) -> None:
            nonlocal done
            done += 1
            if done >= step:
                raise SystemExit
            deed(*arguments, **options)

        return cut

    with monkeypatch.context() as patch:
        # The steps that reach the disk, from the moment the store is closed.
        patch.setattr(rekeying, "write_atomic", counted(rekeying.write_atomic))
        patch.setattr(rekeying, "_remove", counted(rekeying._remove))
        patch.setattr(rekeying, "rekeyed", counted(rekeying.rekeyed))
        patch.setattr(rekeying, "sync_folder", counted(rekeying.sync_folder))
        patch.setattr(rekeying, "_drop", lambda _: None)
        patch.setattr(os, "replace", counted(os.replace))
        with suppress(SystemExit):
            door.change_key()
    again = door_of(tmp_path)
    sound(again, number, digest)
    assert not unsettled(again.folder)


def test_a_disk_too_full_leaves_the_old_key(
    template: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door, number, digest = worked_in(template[0], tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(rekeying, "rekeyed", full)
        with pytest.raises(OSError, match="No space"):
            door.change_key()
    assert not (door.folder / rekeying.READY).exists()
    sound(door, number, digest)
    shutil.rmtree(tmp_path)
