"""The folder where an update waits."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qi_desk.domain.errors import BadFile, Missing
from qi_desk.domain.updates import MOST_BYTES
from qi_desk.updating import shelf as shelves
from qi_desk.updating.shelf import Shelf
from tests.support.releases import package_of

CONTENT = random.Random(7).randbytes(5_000)
PACKAGE = package_of(CONTENT)


def fill(shelf: Shelf, content: bytes = CONTENT, step: int = 999) -> None:
    while (have := shelf.have(PACKAGE)) < PACKAGE.size:
        shelf.add(PACKAGE, have, content[have : have + step])


def test_pieces_make_the_whole(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "updates")
    assert not shelf.whole(PACKAGE)
    fill(shelf)
    assert shelf.whole(PACKAGE)
    assert shelf.checked(PACKAGE).read_bytes() == CONTENT


def test_it_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.add(PACKAGE, 0, CONTENT[:1000])
    again = Shelf(tmp_path)
    assert again.have(PACKAGE) == 1000
    assert again.add(PACKAGE, 0, CONTENT[:1000]) == 1000
    assert again.add(PACKAGE, 2000, CONTENT[2000:3000]) == 1000
    assert again.add(PACKAGE, 1000, b"") == 1000
    assert again.add(PACKAGE, 1000, CONTENT[1000:] + b"more") == 1000
    fill(again)
    assert again.checked(PACKAGE)


@given(st.integers(0, len(CONTENT) - 1), st.integers(1, 255))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_one_changed_byte_is_found_and_the_package_begins_anew(
    tmp_path_factory: pytest.TempPathFactory, place: int, flipped: int
) -> None:
    changed = bytearray(CONTENT)
    changed[place] ^= flipped
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    with pytest.raises(BadFile) as met:
        fill(shelf, bytes(changed))
    assert met.value.code == "update.damaged"
    assert shelf.have(PACKAGE) == 0
    fill(shelf)
    assert shelf.checked(PACKAGE)


@given(st.integers(0, len(CONTENT) - 1))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_stick_with_a_file_cut_anywhere_is_refused(tmp_path_factory: pytest.TempPathFactory, length: int) -> None:
    stick = tmp_path_factory.mktemp("stick")
    (stick / PACKAGE.file).write_bytes(CONTENT[:length])
    shelf = Shelf(stick / "shelf")
    with pytest.raises(BadFile) as met:
        shelf.take(stick / PACKAGE.file, PACKAGE)
    assert met.value.code == "update.cut"
    assert not shelf.whole(PACKAGE)
    with pytest.raises(BadFile) as met:
        shelves.check_beside(stick / PACKAGE.file, PACKAGE)
    assert met.value.code == "update.cut"


def test_what_was_taken_stays_sound_whatever_becomes_of_the_stick(tmp_path: Path) -> None:
    source = tmp_path / "stick" / PACKAGE.file
    source.parent.mkdir()
    source.write_bytes(CONTENT)
    shelf = Shelf(tmp_path / "shelf")
    shelf.take(source, PACKAGE)
    source.write_bytes(b"swapped")
    assert shelf.checked(PACKAGE).read_bytes() == CONTENT
    with pytest.raises(Missing):
        shelf.take(source.with_name("gone"), PACKAGE)
    with pytest.raises(BadFile):
        shelves.check_beside(source, PACKAGE)


def test_what_is_changed_behind_its_back_is_found_before_it_is_used(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    fill(shelf)
    (tmp_path / PACKAGE.file).write_bytes(CONTENT[:-1] + b"?")
    with pytest.raises(BadFile) as met:
        shelf.checked(PACKAGE)
    assert met.value.code == "update.damaged"
    with pytest.raises(Missing):
        shelf.checked(PACKAGE)


def test_a_list_waits_until_another_takes_its_place(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "updates")
    assert shelf.offer() == b""
    shelf.put_offer(b"one")
    shelf.put_offer(b"two")
    fill(shelf)
    (tmp_path / "updates" / "left.part").write_bytes(b"x")
    shelf.clear(PACKAGE.file)
    assert shelf.offer() == b"two"
    assert {file.name for file in (tmp_path / "updates").iterdir()} == {"offer.update", PACKAGE.file}
    shelf.clear()
    assert not shelf.whole(PACKAGE)


def test_lists_are_found_where_people_put_them(tmp_path: Path) -> None:
    deep = tmp_path / "stick" / "程序更新" / "0.2"
    deep.mkdir(parents=True)
    (deep / "qi.update").write_bytes(b"list")
    (tmp_path / "stick" / ".hidden").mkdir()
    (tmp_path / "stick" / ".hidden" / "no.update").write_bytes(b"list")
    (tmp_path / "stick" / "loop").symlink_to(tmp_path / "stick")
    assert shelves.lists_in(tmp_path / "stick") == (deep / "qi.update",)
    assert shelves.lists_in(deep / "qi.update") == (deep / "qi.update",)
    for empty in (tmp_path / "stick" / ".hidden" / "deeper", tmp_path / "gone"):
        with pytest.raises(Missing):
            shelves.lists_in(empty)


def test_a_file_that_is_too_long_to_be_a_list_is_not_read_whole(tmp_path: Path) -> None:
    (tmp_path / "long.update").write_bytes(bytes(MOST_BYTES + 1))
    with pytest.raises(BadFile):
        shelves.read_list(tmp_path / "long.update")
