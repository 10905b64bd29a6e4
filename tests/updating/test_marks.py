"""What keeps an older release from being taken after a newer one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from qi_desk.domain.errors import StoreReadOnly
from qi_desk.domain.updates import Remembered
from qi_desk.updating.marks import FILE, UpdateMarks
from tests.support.releases import MADE

SECOND, THIRD = Remembered(2, "22" * 32, MADE), Remembered(3, "33" * 32, MADE + timedelta(days=9))


def test_they_stand_in_every_place(tmp_path: Path) -> None:
    places = [tmp_path / "state", tmp_path / "station", tmp_path / "program"]
    UpdateMarks(places).remember(SECOND)
    assert all(UpdateMarks([place]).known() == SECOND for place in places)


def test_putting_one_place_back_lowers_nothing(tmp_path: Path) -> None:
    places = [tmp_path / "state", tmp_path / "station"]
    marks = UpdateMarks(places)
    marks.remember(SECOND)
    old = (tmp_path / "station" / FILE).read_bytes()
    marks.remember(THIRD)
    (tmp_path / "station" / FILE).write_bytes(old)
    assert UpdateMarks(places).known() == THIRD
    (tmp_path / "station" / FILE).unlink()
    assert UpdateMarks(places).known() == THIRD
    UpdateMarks(places).remember(SECOND)
    assert UpdateMarks([tmp_path / "station"]).known() == THIRD


@pytest.mark.parametrize(
    "broken",
    [b"", b"{", b"[]", b'{"counter": "9", "digest": "", "made_at": "2026-03-01T08:00:00+00:00"}', b"\xff" * 40,
     b'{"counter": 9, "digest": "", "made_at": "2026-03-01T08:00:00"}', b"[" * 100_000],
)  # fmt: skip
def test_an_unreadable_place_tells_nothing(tmp_path: Path, broken: bytes) -> None:
    marks = UpdateMarks([tmp_path / "state", tmp_path / "station"])
    marks.remember(SECOND)
    (tmp_path / "state" / FILE).write_bytes(broken)
    assert marks.known() == SECOND
    marks.remember(SECOND)
    assert UpdateMarks([tmp_path / "state"]).known() == SECOND


def test_one_place_that_takes_it_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from qi_desk.updating import marks as module

    write = module.write_atomic

    def refusing(path: Path, data: bytes, mode: int = 0o600) -> None:
        if path.parent.name in refused:
            raise StoreReadOnly("store.read_only")
        write(path, data, mode)

    monkeypatch.setattr(module, "write_atomic", refusing)
    refused = {"state"}
    UpdateMarks([tmp_path / "state", tmp_path / "station"]).remember(SECOND)
    assert UpdateMarks([tmp_path / "state", tmp_path / "station"]).known() == SECOND
    refused = {"state", "station"}
    with pytest.raises(StoreReadOnly):
        UpdateMarks([tmp_path / "state", tmp_path / "station"]).remember(THIRD)
