"""Reference data from the district: checked before it is published, in force at every station, withdrawn again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qi_desk import paths, resource_files
from qi_desk.district.command import main
from qi_desk.district.office import Office
from qi_desk.district.publishing import publish
from qi_desk.domain.errors import Invalid, Missing
from tests.district.meeting import Enrol, exchange

CHANNELS = (paths.resources() / "codes" / "channels.toml").read_text(encoding="utf-8").replace("线下窗口", "区里改的名")


@pytest.fixture(autouse=True)
def shipped() -> Iterator[None]:
    yield
    resource_files.adopt({})


def test_a_list_of_the_district_is_in_force_after_the_next_sign_in(
    enrol: Enrol, office: Office, tmp_path: Path
) -> None:
    one = enrol("PY03")
    exchange(one)
    file = tmp_path / "channels.toml"
    file.write_text(CHANNELS, encoding="utf-8")
    assert publish(office, "codes/channels.toml", file) == 1
    exchange(one)
    one.reopen()
    assert one.house.codes.row("channels", "P01")["label"] == "区里改的名"
    assert publish(office, "codes/channels.toml", None) == 2
    exchange(one)
    one.reopen()
    assert one.house.codes.row("channels", "P01")["label"] != "区里改的名"


def test_what_no_desk_could_read_is_not_published(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    without_direction = CHANNELS.replace('direction = "passive"', "")
    for text in ("title = ", "title = 'no codes'", CHANNELS.replace("P01", "P99"), without_direction):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(Invalid, match=r"publication\.unreadable"):
            publish(office, "codes/channels.toml", file)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(Invalid, match=r"publication\.unreadable"):
        publish(office, "codes/channels.toml", file)
    with pytest.raises(Missing, match=r"file\.missing"):
        publish(office, "codes/channels.toml", tmp_path / "nothing.toml")
    assert office.counts()["operations_total"] == 0


@pytest.mark.parametrize(
    "name", ["wording/errors.toml", "../keys.json", "codes/../x.toml", "codes/.hidden.toml", "codes/a.py"]
)
def test_only_reference_data_can_be_published(office: Office, tmp_path: Path, name: str) -> None:
    file = tmp_path / "any.toml"
    file.write_text(CHANNELS, encoding="utf-8")
    with pytest.raises(Invalid, match=r"publication\.name"):
        publish(office, name, file)


def test_from_the_command_line(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "channels.toml"
    file.write_text(CHANNELS, encoding="utf-8")
    assert main(["--data", str(tmp_path / "district"), "publish", "codes/channels.toml", str(file)]) == 0
    assert '"edition": 1' in capsys.readouterr().out
