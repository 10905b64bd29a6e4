"""Marks outside the database: what they say of it, and what their files survive."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_desk.domain.errors import StoreFull
from qi_desk.storage import marks
from qi_desk.storage.marks import Head, Marks, Verdict, judge, machine_fingerprint
from qi_desk.storage.marks_file import FILE, MarksFile

DAY = "2026-03-10"
TODAY = ("XQ", DAY)


def head(seq: int, *, incarnation: str = "inc-1", lineage: str = "a", forked_at: int = 10**9) -> Head:
    """A database of `seq` operations that follows `lineage`, from `forked_at` on another one."""

    def hash_of(asked: int) -> str | None:
        if not 1 <= asked <= seq:
            return None
        return f"{lineage if asked < forked_at else 'other'}{asked}"

    return Head(incarnation, seq, hash_of)


def marks_at(seq: int, **values: object) -> Marks:
    known = {"incarnation": "inc-1", "letter": "A", "machine": "m1", "letters": ("A",)}
    return Marks(**{**known, "seq": seq, "hash": f"a{seq}" if seq else "", **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("database", "marks", "machine", "verdict", "reason"),
    [
        (head(0), None, "m1", Verdict.FRESH, "marks.fresh"),
        (head(0), marks_at(0), "m1", Verdict.FRESH, "marks.fresh"),
        (head(9), marks_at(9), "m1", Verdict.SAME, "marks.same"),
        (head(12), marks_at(9), "m1", Verdict.SAME, "marks.same"),
        (head(9), marks_at(9), "", Verdict.SAME, "marks.same"),
        (head(9), marks_at(9, machine=""), "m1", Verdict.SAME, "marks.same"),
        (head(7), marks_at(9), "m1", Verdict.BEHIND, "marks.behind"),
        (head(0), marks_at(9), "m1", Verdict.BEHIND, "marks.behind"),
        (head(12, forked_at=8), marks_at(9), "m1", Verdict.BEHIND, "marks.forked"),
        (head(12), marks_at(9, incarnation="inc-2"), "m1", Verdict.BEHIND, "marks.incarnation"),
        (head(9), marks_at(9), "m2", Verdict.CLONED, "marks.machine"),
        (head(9), None, "m1", Verdict.CLONED, "marks.missing"),
    ],
)
def test_judgement(database: Head, marks: Marks | None, machine: str, verdict: Verdict, reason: str) -> None:
    found = judge(database, {}, marks, machine)
    assert (found.verdict, found.reason) == (verdict, reason)


def test_numbering_goes_on_from_the_higher_serial() -> None:
    known = {TODAY: 5, ("LF", DAY): 9}
    marks = marks_at(9, serials={TODAY: 7, ("TS", DAY): 1})
    found = judge(head(9), known, marks, "m1")
    assert found.verdict is Verdict.SAME
    assert found.serials == {TODAY: 7, ("LF", DAY): 9, ("TS", DAY): 1}


def places(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "station", tmp_path / "state"


def load(tmp_path: Path) -> MarksFile:
    return MarksFile.load(*places(tmp_path), "db-1")


def begun(tmp_path: Path) -> MarksFile:
    kept = load(tmp_path)
    kept.renew("inc-1", "A", "m1")
    return kept


def read(tmp_path: Path) -> Marks:
    marks = load(tmp_path).marks
    assert marks is not None
    return marks


def outside(tmp_path: Path) -> Path:
    (path,) = places(tmp_path)[1].iterdir()
    return path


def test_nothing_is_known_at_first_and_nothing_is_noted(tmp_path: Path) -> None:
    kept = load(tmp_path)
    assert kept.marks is None
    with pytest.raises(ValueError, match="not begun"):
        kept.advance(seq=1, hash_hex="a1")


@settings(max_examples=40, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 50), st.sampled_from(["XQ", "LF"]), st.integers(0, 9), st.booleans(), st.booleans()),
        max_size=15,
    )
)
def test_marks_never_go_down(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, str, int, bool, bool]]
) -> None:
    tmp_path = tmp_path_factory.mktemp("marks")
    kept = begun(tmp_path)
    top, serials = 0, {"XQ": 0, "LF": 0}
    for seq, kind, serial, again, lost in steps:
        kept.advance(seq=seq, hash_hex=f"a{seq}", serials={(kind, DAY): serial})
        top, serials[kind] = max(top, seq), max(serials[kind], serial)
        if again:
            kept.close()
            if lost:
                shutil.rmtree(places(tmp_path)[0], ignore_errors=True)
            kept = load(tmp_path)
        assert kept.marks is not None
        assert (kept.marks.seq, kept.marks.hash) == (top, f"a{top}" if top else "")
    found = read(tmp_path)
    assert found == kept.marks
    assert {kind: found.serials.get((kind, DAY), 0) for kind in serials} == serials


@pytest.mark.parametrize("lost", [0, 1])
def test_either_place_is_enough_and_the_other_is_made_again(tmp_path: Path, lost: int) -> None:
    kept = begun(tmp_path)
    kept.advance(seq=3, hash_hex="a3", serials={TODAY: 2})
    kept.close()
    shutil.rmtree(places(tmp_path)[lost])
    kept = load(tmp_path)
    assert kept.marks == marks_at(3, serials={TODAY: 2})
    kept.advance(seq=4, hash_hex="a4")
    kept.close()
    shutil.rmtree(places(tmp_path)[1 - lost])
    assert read(tmp_path) == marks_at(4, serials={TODAY: 2})


def test_a_station_folder_put_back_is_behind(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    kept.advance(seq=3, hash_hex="a3")
    kept.close()
    shutil.copytree(places(tmp_path)[0], tmp_path / "backup")
    kept = load(tmp_path)
    kept.advance(seq=8, hash_hex="a8", serials={TODAY: 5})
    kept.close()
    shutil.rmtree(places(tmp_path)[0])
    shutil.move(tmp_path / "backup", places(tmp_path)[0])
    marks = read(tmp_path)
    assert judge(head(3), {}, marks, "m1").verdict is Verdict.BEHIND


def test_a_new_incarnation_takes_a_new_letter_and_goes_on_where_the_database_is(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    kept.advance(seq=8, hash_hex="a8", serials={TODAY: 5})
    with pytest.raises(ValueError, match="used before"):
        kept.renew("inc-2", "A", "m1", seq=3, hash_hex="a3")
    kept.renew("inc-2", "B", "m1", seq=3, hash_hex="a3")
    kept.advance(seq=4, hash_hex="b4", serials={TODAY: 1})
    kept.close()
    marks = read(tmp_path)
    assert (marks.letter, marks.letters, marks.turn, marks.seq) == ("B", ("A", "B"), 2, 4)
    assert marks.serials == {TODAY: 1}


def test_the_copy_left_behind_by_its_twin_is_not_the_same(tmp_path: Path) -> None:
    """Two copies of a station under one user: when one took a new letter, the other must take one too."""
    kept = begun(tmp_path)
    kept.advance(seq=8, hash_hex="a8")
    kept.renew("inc-2", "B", "m1", seq=3, hash_hex="a3")
    kept.close()
    assert judge(head(8), {}, read(tmp_path), "m1").verdict is Verdict.BEHIND


def test_a_line_torn_at_any_byte_loses_only_itself(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    kept.advance(seq=1, hash_hex="a1", serials={TODAY: 1})
    before = outside(tmp_path).stat().st_size
    kept.advance(seq=2, hash_hex="a2", serials={TODAY: 2})
    kept.close()
    whole = outside(tmp_path).read_bytes()
    for size in range(before, len(whole) - 1):
        for path in (outside(tmp_path), places(tmp_path)[0] / FILE):
            path.write_bytes(whole[:size])
        kept = load(tmp_path)
        assert kept.marks == marks_at(1, serials={TODAY: 1})
        kept.advance(seq=3, hash_hex="a3")
        kept.close()
        assert read(tmp_path) == marks_at(3, serials={TODAY: 1})


def test_a_flipped_byte_never_makes_a_mark(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    kept.advance(seq=21, hash_hex="a21", serials={TODAY: 4})
    kept.close()
    shutil.rmtree(places(tmp_path)[0])
    path = outside(tmp_path)
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert load(tmp_path).marks in (None, marks_at(0), marks_at(21, serials={TODAY: 4}))


def test_files_stay_small_and_old_days_go(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    for day in range(1, 301):
        for serial in range(1, 11):
            kept.advance(seq=day * 20 + serial, hash_hex="ab" * 32, serials={("XQ", f"d{day:03d}"): serial})
    kept.close()
    assert outside(tmp_path).stat().st_size < 70_000
    found = read(tmp_path)
    assert found.serials[("XQ", "d300")] == 10
    assert ("XQ", "d001") not in found.serials
    assert found.seq == 300 * 20 + 10


def test_nothing_is_written_for_what_is_known(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    kept.advance(seq=5, hash_hex="a5", serials={TODAY: 3})
    size = outside(tmp_path).stat().st_size
    kept.advance(seq=5, hash_hex="a5", serials={TODAY: 2})
    assert outside(tmp_path).stat().st_size == size


@pytest.mark.skipif(os.name == "nt", reason="file size limits are POSIX")
def test_a_full_disk_is_told_and_the_step_can_be_noted_later(tmp_path: Path) -> None:
    import resource

    kept = begun(tmp_path)
    size = outside(tmp_path).stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 9, before[1]))
    try:
        with pytest.raises(StoreFull):
            kept.advance(seq=5, hash_hex="a5")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert read(tmp_path) == marks_at(0)
    kept.advance(seq=5, hash_hex="a5")
    assert read(tmp_path) == marks_at(5)


def test_the_machine_is_known_by_a_hash_of_its_own_for_each_store() -> None:
    one, other = machine_fingerprint("db-1"), machine_fingerprint("db-2")
    assert one == machine_fingerprint("db-1")
    assert one != other
    assert len(one) == 32


def test_a_machine_without_an_id_is_given_one_that_no_copied_folder_takes_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qi_desk.storage.marks._machine_id", str)
    monkeypatch.setattr("qi_desk.paths.state_dir", lambda: tmp_path / "here")
    here = machine_fingerprint("db-1")
    assert here == machine_fingerprint("db-1") != ""
    monkeypatch.setattr("qi_desk.paths.state_dir", lambda: tmp_path / "there")
    assert machine_fingerprint("db-1") not in ("", here)


class Registry(ModuleType):
    """The registry of Windows with one value; it was not run on Windows."""

    HKEY_LOCAL_MACHINE = 1

    def __init__(self, guid: str) -> None:
        super().__init__("winreg")
        self._guid = guid

    def OpenKey(self, root: int, path: str) -> AbstractContextManager[str]:  # noqa: N802  # the name is Windows'
        if not self._guid:
            raise FileNotFoundError(path)
        assert root == self.HKEY_LOCAL_MACHINE
        return nullcontext(path)

    def QueryValueEx(self, key: str, name: str) -> tuple[str, int]:  # noqa: N802
        assert (key, name) == (r"SOFTWARE\Microsoft\Cryptography", "MachineGuid")
        return self._guid, 1


def test_a_machine_under_windows_is_known_by_its_registry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    linux = machine_fingerprint("db-1")
    monkeypatch.setattr(marks.sys, "platform", "win32")
    monkeypatch.setattr(marks.paths, "state_dir", lambda: tmp_path)
    seen = []
    for guid in ("9f0d", "9f0d", "77aa", ""):
        monkeypatch.setitem(sys.modules, "winreg", Registry(guid))
        seen.append(machine_fingerprint("db-1"))
    assert seen[0] == seen[1]
    assert len({*seen, linux}) == 4
    assert "" not in seen
