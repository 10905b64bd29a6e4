"""Two desks of one station take the same meeting down: different topics both survive, what both wrote into one is kept
twice until somebody decides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qi_desk.district.office import Office
from qi_desk.services import disputes
from qi_desk.services.meetings import minutes, planning, recording, texts
from qi_desk.services.ports import Query
from tests.district.meeting import Enrol, exchange
from tests.district.test_joining import joined
from tests.services.meetings import cases
from tests.support.stations import Bench

Pair = tuple[Bench, Bench, str]


@pytest.fixture
def pair(enrol: Enrol, office: Office, port: int, tmp_path: Path) -> Iterator[Pair]:
    """Two desks that have one running meeting with two topics."""
    one = enrol("PY03")
    eid = cases.running(one)
    planning.add_topic(one.house, one.actor, eid, {"title": "经费"})
    exchange(one)
    two = joined(office, port, tmp_path / "second", one)
    yield one, two, eid
    two.door.leave()


def write(bench: Bench, eid: str, place: int, text: str) -> None:
    recording.save_topics(bench.house, bench.actor, eid, {cases.topic(bench, eid, place): text})


def meet(one: Bench, two: Bench) -> None:
    for bench in (one, two, one, two):
        assert exchange(bench).held == 0


def test_different_topics_both_survive(pair: Pair) -> None:
    one, two, eid = pair
    write(one, eid, 0, "一号窗口写的\n@何演练 3-20 收清单")
    write(two, eid, 1, "二号窗口写的\n@何演练 3-25 报预算")
    meet(one, two)
    for bench in (one, two):
        shown = cases.view(bench, eid)
        assert [topic.text.split("\n")[0] for topic in shown.topics] == ["一号窗口写的", "二号窗口写的"]
        assert [decision.what for decision in shown.decisions] == ["收清单", "报预算"]
        assert disputes.disputes(bench.house, bench.actor) == ()


def test_one_topic_written_twice_is_kept_twice_and_decided(pair: Pair) -> None:
    one, two, eid = pair
    write(one, eid, 0, "甲写的一段")
    write(two, eid, 0, "乙写的一段")
    meet(one, two)
    (found,) = disputes.disputes(two.house, two.actor)
    assert (found.kind, found.field) == ("meeting_topic", "text")
    assert {found.standing.value, *(other.value for other in found.others)} == {"甲写的一段", "乙写的一段"}
    for bench in (one, two):
        kept = texts.versions(bench.house, bench.actor, "meeting_topic", cases.topic(bench, eid))
        said = {texts.version(bench.house, bench.actor, line.eid) for line in kept}
        assert said == {"甲写的一段", "乙写的一段"}
    disputes.settle(two.house, two.actor, found.eid, "text", "", found.others[0].uid)
    meet(two, one)
    assert cases.view(one, eid).topics[0].text == cases.view(two, eid).topics[0].text == found.others[0].value
    assert disputes.disputes(one.house, one.actor) == ()


def test_the_same_line_read_at_two_desks_is_one_decision(pair: Pair) -> None:
    one, two, eid = pair
    for bench in (one, two):
        write(bench, eid, 0, "@何演练 3-20 收清单")
    meet(one, two)
    for bench in (one, two):
        assert [decision.what for decision in cases.view(bench, eid).decisions] == ["收清单"]
        assert disputes.disputes(bench.house, bench.actor) == ()


def test_what_was_left_open_is_put_on_the_agenda_at_both_desks_once(pair: Pair) -> None:
    one, two, eid = pair
    write(one, eid, 0, "@何演练 3-20 收清单")
    following = cases.planned(one)
    meet(one, two)
    for bench in (one, two):
        assert planning.carry(bench.house, bench.actor, following).value == 1
    meet(one, two)
    for bench in (one, two):
        assert len(cases.view(bench, following).topics) == 1


def test_what_comes_after_the_lock_is_seen_at_both_desks(pair: Pair) -> None:
    one, two, eid = pair
    write(one, eid, 0, cases.TEXT)
    meet(one, two)
    recording.close(one.house, one.actor, eid, {})
    recording.check(one.house, one.actor, eid)
    recording.sign(one.house, one.actor, eid)
    write(two, eid, 1, "晚到的一段")
    meet(one, two)
    for bench in (one, two):
        shown = cases.view(bench, eid)
        assert (shown.row.state, shown.intact) == ("signed", False)
        assert shown.topics[1].text == "晚到的一段"


@pytest.mark.long
def test_long_texts_saved_often_go_through(pair: Pair) -> None:
    """A push and a page stay below what the other side unpacks."""
    one, two, eid = pair
    for place in range(26):
        one.clock.pass_time(minutes=6)
        write(one, eid, 0, f"{place}" + "这一段写满二百页的发言。" * 10_000)
    meet(one, two)
    assert len(cases.view(two, eid).topics[0].text) == len(cases.view(one, eid).topics[0].text) > 100_000
    with one.house.store.read() as here, two.house.store.read() as there:
        assert here.count(Query("meeting_version")) == there.count(Query("meeting_version")) == 26


def test_minutes_are_drawn_at_one_desk_and_checked_at_the_other(pair: Pair) -> None:
    one, two, eid = pair
    write(one, eid, 0, cases.TEXT)
    recording.close(one.house, one.actor, eid, {})
    recording.check(one.house, one.actor, eid)
    recording.sign(one.house, one.actor, eid)
    paper = minutes.draw(one.house, one.actor, eid).value
    meet(one, two)
    minutes.check(two.house, two.as_specialist(), paper)
    meet(one, two)
    minutes.sign(one.house, one.actor, paper)
    assert cases.view(one, eid).row.state == "approved"
