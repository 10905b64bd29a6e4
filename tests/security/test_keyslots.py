"""Who opens the store, who does not, and what the file of keys survives."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from qi_desk.domain.errors import Conflict, Missing, StoreDamaged, StoreNewer, WrongKey
from qi_desk.security import envelopes, keyfile, keyslots, recovery_code
from qi_desk.security.keyfile import FILE, TWIN, Parameters, Person

QUICK = Parameters(time=1, memory_kib=64, lanes=1)
ZHANG = Person("u1", "zhangsan", "张三(虚构)")
LI = Person("u2", "lisi", "李四(虚构)")
DEVICE = bytes(range(32))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "station"


def make(folder: Path, device: bytes | None = DEVICE) -> keyslots.NewStation:
    return keyslots.create(folder, "db-1", ZHANG, "correct horse", device, parameters=QUICK)


def refused(folder: Path, account: str, password: str, device: bytes | None) -> str:
    with pytest.raises(WrongKey) as caught:
        keyslots.unlock(folder, account, password, device)
    return caught.value.code


def test_password_and_recovery_code_open_the_same_key(folder: Path) -> None:
    made = make(folder)
    assert len(made.dek) == 32
    assert keyslots.unlock(folder, "u1", "correct horse", DEVICE) == made.dek
    assert keyslots.unlock_with_recovery(folder, made.recovery.lower()) == made.dek
    assert keyslots.opens(folder, made.dek)
    assert not keyslots.opens(folder, bytes(32))


def test_wrong_ways_in_are_told_apart(folder: Path) -> None:
    make(folder)
    assert refused(folder, "u1", "correct house", DEVICE) == "key.password"
    assert refused(folder, "u9", "correct horse", DEVICE) == "key.account"
    assert refused(folder, "u1", "correct horse", None) == "key.device_missing"
    assert refused(folder, "u1", "correct horse", bytes(32)) == "key.device_changed"


def test_a_password_is_the_same_however_its_characters_were_composed(folder: Path) -> None:
    made = keyslots.create(folder, "db-1", ZHANG, "\uff21\uff11caf\u00e9 密码密码", DEVICE, parameters=QUICK)
    assert keyslots.unlock(folder, "u1", "A1cafe\u0301 密码密码", DEVICE) == made.dek


def test_without_a_device_secret_the_slot_is_marked_and_works_harder(folder: Path) -> None:
    made = make(folder, device=None)
    slot = keyfile.read(folder).slots[0]
    assert slot.device == ""
    assert (slot.parameters.time, slot.parameters.memory_kib) == (2, 128)
    assert keyslots.unlock(folder, "u1", "correct horse", None) == made.dek
    assert keyslots.unlock(folder, "u1", "correct horse", DEVICE) == made.dek


def test_a_slot_moved_to_another_account_or_store_does_not_open(folder: Path) -> None:
    made = make(folder)
    keyslots.add_person(folder, made.dek, LI, "another password", DEVICE, parameters=QUICK)
    content = keyfile.read(folder)
    stolen = replace(content.slots[0], person=LI)
    keyfile.write(folder, replace(content, slots=(stolen,)))
    assert refused(folder, "u2", "correct horse", DEVICE) == "key.password"
    half = replace(content.slots[1], grant=content.slots[0].grant)
    keyfile.write(folder, replace(content, slots=(half,)))
    with pytest.raises(StoreDamaged):
        keyslots.unlock(folder, "u2", "another password", DEVICE)
    keyfile.write(folder, replace(content, db_id="db-2"))
    assert refused(folder, "u1", "correct horse", DEVICE) == "key.password"
    with pytest.raises(WrongKey, match=r"^key\.recovery$"):
        keyslots.unlock_with_recovery(folder, made.recovery)


def test_people_come_and_go(folder: Path) -> None:
    made = make(folder)
    keyslots.add_person(folder, made.dek, LI, "another password", DEVICE, parameters=QUICK)
    assert keyslots.list_people(folder) == (ZHANG, LI)
    assert keyslots.unlock(folder, "u2", "another password", DEVICE) == made.dek
    with pytest.raises(Conflict, match=r"key\.person_exists"):
        keyslots.add_person(folder, made.dek, Person("u3", "lisi", "x"), "p", DEVICE, parameters=QUICK)
    keyslots.remove_person(folder, made.dek, "u1")
    assert keyslots.list_people(folder) == (LI,)
    assert refused(folder, "u1", "correct horse", DEVICE) == "key.account"
    with pytest.raises(Missing):
        keyslots.remove_person(folder, made.dek, "u1")
    with pytest.raises(Conflict, match=r"key\.last_person"):
        keyslots.remove_person(folder, made.dek, "u2")


def test_a_new_name_keeps_the_password(folder: Path) -> None:
    made = make(folder)
    keyslots.rename_person(folder, made.dek, Person("u1", "zhang3", "张三丰(虚构)"))
    assert keyslots.list_people(folder) == (Person("u1", "zhang3", "张三丰(虚构)"),)
    assert keyslots.unlock(folder, "u1", "correct horse", DEVICE) == made.dek


def test_an_old_password_opens_nothing_not_even_the_twin(folder: Path) -> None:
    made = make(folder)
    keyslots.change_password(folder, made.dek, "u1", "a newer password", DEVICE, parameters=QUICK)
    assert refused(folder, "u1", "correct horse", DEVICE) == "key.password"
    (folder / FILE).unlink()
    assert refused(folder, "u1", "correct horse", DEVICE) == "key.password"
    assert keyslots.unlock(folder, "u1", "a newer password", DEVICE) == made.dek


def test_a_lost_device_secret_is_mended_with_the_recovery_code(folder: Path) -> None:
    made = make(folder)
    dek = keyslots.unlock_with_recovery(folder, made.recovery)
    keyslots.change_password(folder, dek, "u1", "correct horse", bytes(32), parameters=QUICK)
    assert keyslots.unlock(folder, "u1", "correct horse", bytes(32)) == made.dek


def test_a_new_recovery_code_ends_the_old_one(folder: Path) -> None:
    made = make(folder)
    newer = keyslots.new_recovery(folder, made.dek)
    assert keyslots.unlock_with_recovery(folder, newer) == made.dek
    with pytest.raises(WrongKey, match=r"^key\.recovery$"):
        keyslots.unlock_with_recovery(folder, made.recovery)


def test_changes_need_the_right_key(folder: Path) -> None:
    make(folder)
    with pytest.raises(WrongKey, match=r"key\.check"):
        keyslots.change_password(folder, bytes(32), "u1", "x", DEVICE, parameters=QUICK)


def test_keys_are_never_made_over_keys(folder: Path) -> None:
    made = make(folder)
    with pytest.raises(Conflict, match=r"key\.exists"):
        make(folder)
    assert keyslots.unlock(folder, "u1", "correct horse", DEVICE) == made.dek


def test_every_flipped_byte_and_every_cut_falls_back_to_the_twin(folder: Path) -> None:
    made = make(folder)
    good = (folder / FILE).read_bytes()
    text = good.decode()
    flips = [good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :] for at in range(0, len(good) - 1, 7)]
    cuts = [good[:at] for at in range(0, len(good) - 2, 29)]
    for broken in [b"[]", b"\x00" * len(good), *cuts, *flips]:
        (folder / FILE).write_bytes(broken)
        content = keyfile.read(folder)
        assert content.from_backup or json.loads(broken) == json.loads(text)
        assert content.people == (ZHANG,)
    assert keyslots.unlock(folder, "u1", "correct horse", DEVICE) == made.dek


def test_a_change_mends_a_damaged_file_and_keeps_it_aside(folder: Path) -> None:
    made = make(folder)
    (folder / FILE).write_bytes(b"rubbish")
    keyslots.add_person(folder, made.dek, LI, "another password", DEVICE, parameters=QUICK)
    assert not keyfile.read(folder).from_backup
    assert (folder / keyfile.SET_ASIDE).read_bytes() == b"rubbish"


def test_no_file_and_two_broken_files_are_told_apart(folder: Path) -> None:
    folder.mkdir()
    with pytest.raises(StoreDamaged, match=r"key\.file_missing"):
        keyslots.list_people(folder)
    make(folder)
    (folder / FILE).write_bytes(b"{}")
    (folder / TWIN).write_bytes(b"{}")
    with pytest.raises(StoreDamaged, match=r"key\.file_damaged"):
        keyslots.list_people(folder)


def test_a_later_program_s_file_is_left_alone(folder: Path) -> None:
    make(folder)
    (folder / FILE).write_text('{"format": 3}')
    with pytest.raises(StoreNewer, match=r"key\.newer"):
        keyslots.list_people(folder)


def test_parameters_that_would_hang_the_desk_are_damage(folder: Path) -> None:
    make(folder)
    content = keyfile.read(folder)
    slot = content.slots[0]
    greedy = keyfile.Slot(slot.person, slot.device, Parameters(1, 1 << 30, 1), slot.salt, slot.envelope)
    keyfile.write(folder, keyfile.KeyFile("db-1", content.check, (greedy,), content.recovery))
    with pytest.raises(StoreDamaged):
        keyslots.list_people(folder)


@pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX")
def test_only_the_owner_reads_the_files(folder: Path) -> None:
    make(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert {path.name for path in folder.iterdir()} == {FILE, TWIN}


def test_no_password_and_no_key_stands_in_the_files(folder: Path) -> None:
    made = make(folder)
    written = b"".join(path.read_bytes() for path in folder.iterdir())
    for secret in (b"correct horse", made.dek.hex().encode(), made.recovery.encode(), DEVICE.hex().encode()):
        assert secret not in written


def test_listing_people_loads_nothing_slow() -> None:
    code = (
        "import sys; import qi_desk.security.keyslots;"
        "print([m for m in sys.modules if m.split('.')[0] in ('cryptography', 'argon2', 'keyring')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_new_key_reaches_everybody_who_is_left_and_nobody_else(folder: Path) -> None:
    made = make(folder)
    keyslots.add_person(folder, made.dek, LI, "another password", DEVICE, parameters=QUICK)
    before = keyfile.read(folder)
    keyslots.remove_person(folder, made.dek, "u2")
    fresh, content = keyslots.with_new_key(folder, made.dek)
    assert fresh != made.dek
    keyfile.write(folder, content)
    assert keyslots.unlock(folder, "u1", "correct horse", DEVICE) == fresh
    assert keyslots.unlock_with_recovery(folder, made.recovery) == fresh
    assert not keyslots.opens(folder, made.dek)
    gone = before.slots[1]
    keyfile.write(folder, replace(content, slots=(*content.slots, gone)))
    with pytest.raises(StoreDamaged):
        keyslots.unlock(folder, "u2", "another password", DEVICE)


def test_what_followed_from_older_keys_is_still_known(folder: Path) -> None:
    made = make(folder)
    dek, known = made.dek, keyslots.derived(folder, made.dek)
    for turn in range(1, 4):
        dek, content = keyslots.with_new_key(folder, dek)
        keyfile.write(folder, content)
        now = keyslots.derived(folder, dek)
        assert now.query == known.query
        assert len(set(now.files)) == turn + 1
        assert now.files[-1] == known.files[0]
    with pytest.raises(WrongKey, match=r"key\.check"):
        keyslots.derived(folder, made.dek)


def test_a_slot_of_the_first_format_opens_and_waits_for_its_person(folder: Path) -> None:
    made = make(folder)
    content = keyfile.read(folder)
    slot = content.slots[0]
    key = keyslots._staff_key("correct horse", slot.salt, slot.parameters, DEVICE)
    old = envelopes.seal(key, made.dek, keyslots._bound_to("staff", "u1", "db-1"), "dek-1")
    code = keyslots._recovery_key(recovery_code.read(made.recovery), "db-1")
    paper = envelopes.seal(code, made.dek, keyslots._bound_to("recovery", "", "db-1"), "dek-1")
    first = replace(slot, envelope=old, public=b"", grant=None)
    keyfile.write(folder, replace(content, slots=(first,), recovery=paper, recovery_public=b""))
    assert keyslots.unlock(folder, "u1", "correct horse", DEVICE) == made.dek
    assert keyslots.unlock_with_recovery(folder, made.recovery) == made.dek
    with pytest.raises(Conflict, match=r"key\.first_format"):
        keyslots.with_new_key(folder, made.dek)
    keyslots.change_password(folder, made.dek, "u1", "correct horse", DEVICE, parameters=QUICK)
    keyslots.new_recovery(folder, made.dek)
    assert keyslots.first_format(folder) == ()
    keyslots.with_new_key(folder, made.dek)


@pytest.mark.parametrize("device", [DEVICE, None], ids=["with a keyring", "without one"])
def test_a_copy_of_the_station_opens_by_the_paper_and_by_no_password(
    folder: Path, tmp_path: Path, device: bytes | None
) -> None:
    made = make(folder, device)
    keyslots.add_person(folder, made.dek, LI, "another password", device, parameters=QUICK)
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / FILE).write_bytes(keyslots.for_copies(folder, made.dek))

    assert keyslots.list_people(stick) == (ZHANG, LI)
    assert refused(stick, "u1", "correct horse", device).startswith("key.device")
    own, carried = keyfile.read(folder), keyfile.read(stick)
    for kept in (slot for slot in carried.slots if slot.public):
        assert kept.public not in {slot.public for slot in own.slots}
        assert kept.salt not in {slot.salt for slot in own.slots}
    assert keyslots.unlock_with_recovery(stick, made.recovery) == made.dek

    keyslots.change_password(stick, made.dek, "u1", "a newer password", DEVICE, parameters=QUICK)
    assert keyslots.unlock(stick, "u1", "a newer password", DEVICE) == made.dek
    fresh, content = keyslots.with_new_key(stick, made.dek)
    keyfile.write(stick, content)
    assert keyslots.unlock(stick, "u1", "a newer password", DEVICE) == fresh
