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
from qi_desk.services.indicators import evaluations, rule_set_views, rule_sets
from tests.district.meeting import Enrol, exchange
from tests.district.test_joining import joined
from tests.services.indicators import judged
from tests.services.indicators.test_evaluations import FIRMS, MATTERS

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


RULES = (paths.resources() / "indicators" / "station.toml").read_text(encoding="utf-8")


def test_rules_for_evaluation_come_down_and_never_replace_those_of_the_station(
    enrol: Enrol, office: Office, tmp_path: Path
) -> None:
    one = enrol("PY03")
    eid = rule_sets.begin(one.house, one.actor, "station").value
    rule_sets.put_in_force(one.house, one.actor, eid)
    file = tmp_path / "station.toml"
    file.write_text(RULES.replace('version = "2026.1"', 'version = "区 2027.1"'), encoding="utf-8")
    publish(office, "indicators/station.toml", file)
    exchange(one)
    one.reopen()
    (row,) = rule_set_views.page(one.house, one.actor)
    assert (row.state, row.version, row.newer) == ("in_force", 1, "区 2027.1")
    editions = {file.name: file.edition for file in rule_set_views.files(one.house, one.actor)}
    assert editions["station"].endswith("区 2027.1")


def test_rules_that_no_station_could_count_are_not_published(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "station.toml"
    for text in (
        RULES.replace('top = "staff"', 'top = "invented"'),
        RULES.replace('scoring = "pass"', 'scoring = "guess"'),
        RULES.replace("weight = 25", "weight = -1"),
        RULES.replace('subject = "station"', ""),
    ):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(Invalid, match=r"publication\.unreadable"):
            publish(office, "indicators/station.toml", file)


def test_clauses_that_no_station_could_look_for_are_not_published(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "panyu.toml"
    shipped = resource_files.data("compliance/panyu.toml").decode()
    for text in (
        shipped.replace('probe = "specialist"', 'probe = "guess"'),
        shipped.replace("given = { days = 90 }", "given = { weeks = 90 }"),
        shipped.replace('key = "py.park"', 'key = "py.other"'),
        shipped.replace('edition = "note"', 'edition = "rumour"'),
        shipped.replace("short = ", "brief = "),
    ):
        assert text != shipped
        file.write_text(text, encoding="utf-8")
        with pytest.raises(Invalid, match=r"publication\.unreadable"):
            publish(office, "compliance/panyu.toml", file)
    file.write_text(shipped.replace("需求归档", "资料归档"), encoding="utf-8")
    assert publish(office, "compliance/panyu.toml", file) == 1


def test_an_evaluation_goes_up_and_to_the_other_desk_of_the_station(
    enrol: Enrol, office: Office, port: int, tmp_path: Path
) -> None:
    one = enrol("PY03")
    exchange(one)
    other = joined(office, port, tmp_path / "second", one)
    try:
        eid = judged.begun(one, judged.rules(FIRMS, MATTERS), one.actor)
        evaluations.submit(one.house, one.actor, eid, {"conclusion": "平稳。"})
        exchange(one)
        exchange(other)
        here, there = judged.shown(one, eid), judged.shown(other, eid)
        assert there.heads == here.heads
        assert (there.digest, there.row) == (here.digest, here.row)
    finally:
        other.door.leave()
