"""Copies of real encrypted stations: whole, proven, put back; what a cut, a changed byte or a strange list does."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qi_desk.domain.errors import Expected, Missing, StoreDamaged
from qi_desk.security import keyfile, keyslots
from qi_desk.services import intake
from qi_desk.services.ports import Query
from qi_desk.storage import backup_contents, backups
from tests.services.conftest import template
from tests.support.stations import MORNING, PASSWORD, Bench, intake_of, open_copy

__all__ = ["template"]


@dataclass
class Copied:
    """An open station with a request, a file and a copy on a stick; the number written before the copy."""

    bench: Bench
    source: backups.Source
    shelf: Path
    folder: Path
    number: str
    attachment: str

    def numbers(self) -> set[str]:
        with self.bench.house.store.read() as look:
            return {record["number"] for record in look.select(Query("request", limit=1000))}


@pytest.fixture
def copied(template: tuple[Path, str], tmp_path: Path) -> Iterator[Copied]:
    bench = open_copy(template[0], tmp_path / "desk", template[1])
    number = intake.register_and_accept(bench.house, bench.actor, intake_of()).value.number
    attachment = bench.house.files.put(b"a scan")
    session = bench.door.session
    carried = keyslots.for_copies(bench.door.folder, session.key)
    source = backups.Source(bench.door.folder, session.key, session.opened.db_id, "PY03", carried)
    shelf = backups.shelf_of(tmp_path / "stick", source.station, source.db_id)
    made = backups.make(source, shelf, "hand", MORNING)
    yield Copied(bench, source, shelf, shelf / made.name, number, attachment)
    bench.door.leave()


def restored(copied: Copied, *, back: bool) -> None:
    """Close, put the copy back, sign in again."""
    account = copied.bench.actor.account
    copied.bench.door.leave()
    backups.put_back(copied.folder, copied.source.key, copied.source.folder, MORNING, back=back)
    arrival = copied.bench.door.enter(account, PASSWORD)
    copied.bench.house, copied.bench.actor = arrival.house, arrival.actor


def test_a_copy_tells_what_it_is_and_holds(copied: Copied) -> None:
    (found,) = backups.kept(copied.shelf)
    assert (found.station, found.why, found.made_at) == ("PY03", "hand", MORNING)
    assert found.records["request"] == 1
    assert found.seq == copied.bench.house.store.head()[0]
    assert backups.check(copied.folder, copied.source.key) == found
    assert {file.name for file in copied.folder.iterdir()} == {"station.db", "keys.json", "contents.json"}


def test_nothing_in_a_copy_can_be_read_without_a_key(copied: Copied) -> None:
    for file in (path for path in copied.shelf.rglob("*") if path.is_file()):
        content = file.read_bytes()
        for secret in ("示范企业".encode(), copied.number.encode(), b"a scan", b"SQLite format"):
            assert secret not in content, file.name
    with pytest.raises(StoreDamaged):
        backups.check(copied.folder, bytes(32))


def test_the_newest_state_comes_back_with_what_was_written_after_the_copy(copied: Copied) -> None:
    later = intake.register_and_accept(copied.bench.house, copied.bench.actor, intake_of()).value.number
    letter = copied.bench.house.desk
    restored(copied, back=False)
    assert {copied.number, later} <= copied.numbers()
    assert copied.bench.house.store.chain_break() is None
    assert copied.bench.house.desk == letter
    assert copied.bench.house.files.get(copied.attachment) == b"a scan"


def test_going_back_leaves_what_came_after_and_takes_a_new_letter(copied: Copied) -> None:
    later = intake.register_and_accept(copied.bench.house, copied.bench.actor, intake_of()).value.number
    letter = copied.bench.house.desk
    restored(copied, back=True)
    assert copied.number in copied.numbers()
    assert later not in copied.numbers()
    assert copied.bench.house.desk != letter
    fresh = intake.register_and_accept(copied.bench.house, copied.bench.actor, intake_of()).value.number
    assert fresh not in {copied.number, later}
    (aside,) = copied.source.folder.glob("set-aside-*")
    assert (aside / "station.db").exists()
    assert (aside / "journal").exists()


def test_on_a_fresh_pc_the_copy_has_everything(copied: Copied, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh" / "station"
    backups.put_back(copied.folder, copied.source.key, fresh, MORNING, back=False)
    assert keyfile.exists(fresh)
    assert any((fresh / "files").rglob("*"))
    assert not list(fresh.glob("set-aside-*"))


def test_a_cut_while_copying_leaves_no_copy_and_the_next_clears_up(
    copied: Copied, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(backups.backup_contents, "write", cut)
        patch.setattr(backups.shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(SystemExit):
            backups.make(copied.source, copied.shelf, "daily", MORNING + timedelta(hours=1))
    assert list(copied.shelf.glob("*.part"))
    assert len(backups.kept(copied.shelf)) == 1
    backups.make(copied.source, copied.shelf, "daily", MORNING + timedelta(hours=2))
    assert not list(copied.shelf.glob("*.part"))
    assert len(backups.kept(copied.shelf)) == 2


@pytest.mark.parametrize("step", range(1, 8))
def test_a_cut_while_putting_back_is_finished_by_the_next_try(
    copied: Copied, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    later = intake.register_and_accept(copied.bench.house, copied.bench.actor, intake_of()).value.number
    account = copied.bench.actor.account
    copied.bench.door.leave()
    done = 0
    replace = os.replace

    def cut(source: os.PathLike[str], target: os.PathLike[str]) -> None:
        nonlocal done
        done += 1
        if done == step:
            raise SystemExit
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", cut)
        with suppress(SystemExit):
            backups.put_back(copied.folder, copied.source.key, copied.source.folder, MORNING, back=False)
    backups.put_back(copied.folder, copied.source.key, copied.source.folder, MORNING, back=False)
    arrival = copied.bench.door.enter(account, PASSWORD)
    copied.bench.house, copied.bench.actor = arrival.house, arrival.actor
    assert {copied.number, later} <= copied.numbers()


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changed_byte_is_found(copied: Copied, data: st.DataObject) -> None:
    names = sorted(file.name for file in copied.folder.iterdir())
    file = copied.folder / data.draw(st.sampled_from(names))
    whole = file.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[place] ^= data.draw(st.integers(1, 255))
    file.write_bytes(changed)
    try:
        if file.name == backup_contents.CONTENTS:
            # White space may change; what it says may not.
            same = _said(whole) == _said(bytes(changed))
            if same:
                backups.check(copied.folder, copied.source.key)
                return
        with pytest.raises(Expected):
            backups.check(copied.folder, copied.source.key)
    finally:
        file.write_bytes(whole)


def _said(content: bytes) -> object:
    try:
        return json.loads(content)
    except ValueError:
        return None


def test_a_copy_cut_before_it_got_its_name_is_none(copied: Copied) -> None:
    copied.folder.rename(copied.folder.with_name(f"{copied.folder.name}{backup_contents.PART}"))
    assert backups.kept(copied.shelf) == ()


def test_a_missing_attachment_is_found(copied: Copied) -> None:
    shutil.rmtree(copied.shelf / "files")
    with pytest.raises(StoreDamaged, match=r"backup\.damaged"):
        backups.check(copied.folder, copied.source.key)


@pytest.mark.parametrize("name", ["../out.db", "/etc/passwd", "keys.json/x", "other"])
def test_a_list_that_reaches_outside_is_refused(copied: Copied, name: str) -> None:
    file = copied.folder / backup_contents.CONTENTS
    document = json.loads(file.read_text())
    document["files"][name] = [1, "00"]
    file.write_text(json.dumps(document))
    with pytest.raises(StoreDamaged, match=r"backup\.damaged"):
        backup_contents.read(copied.folder)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_the_list_is_refused_in_words(tmp_path: Path, value: object) -> None:
    (tmp_path / backup_contents.CONTENTS).write_text(json.dumps(value))
    with pytest.raises((Missing, StoreDamaged)):
        backup_contents.read(tmp_path)


def test_copies_are_found_wherever_a_person_points(copied: Copied, tmp_path: Path) -> None:
    for place in (copied.folder, copied.shelf, tmp_path / "stick"):
        assert backups.look_in(place) == (copied.folder,)
    with pytest.raises(Missing, match=r"backup\.none"):
        backups.look_in(tmp_path / "desk")


def test_clearing_leaves_the_attachments_that_others_need(copied: Copied) -> None:
    own = copied.bench.house.files.put(b"a second scan")
    later = backups.make(copied.source, copied.shelf, "daily", MORNING + timedelta(days=1))
    copied.bench.house.files.drop(own)
    backups.clear(copied.shelf, (copied.folder.name,))
    assert [one.name for one in backups.kept(copied.shelf)] == [later.name]
    backups.check(copied.shelf / later.name, copied.source.key)
    latest = backups.make(copied.source, copied.shelf, "daily", MORNING + timedelta(days=2))
    backups.clear(copied.shelf, (later.name,))
    assert len(list((copied.shelf / "files").rglob("*"))) < 5
    backups.check(copied.shelf / latest.name, copied.source.key)


def test_a_damaged_station_is_not_copied_as_if_it_were_whole(copied: Copied) -> None:
    account = copied.bench.actor.account
    copied.bench.door.leave()
    file = copied.source.folder / "station.db"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    with pytest.raises(Expected):
        backups.make(copied.source, copied.shelf, "daily", MORNING + timedelta(hours=1))
    assert len(backups.kept(copied.shelf)) == 1
    restored_numbers = copied.number
    backups.put_back(copied.folder, copied.source.key, copied.source.folder, MORNING, back=False)
    arrival = copied.bench.door.enter(account, PASSWORD)
    copied.bench.house, copied.bench.actor = arrival.house, arrival.actor
    assert restored_numbers in copied.numbers()
