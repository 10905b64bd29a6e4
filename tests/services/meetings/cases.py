"""Meetings as tests need them, at any point of their way."""

from __future__ import annotations

from typing import Any

from qi_desk.services.meetings import attendance, minutes, planning, recording, views
from qi_desk.services.ports import Actor, Record
from tests.support.stations import MORNING, Bench

DAY = MORNING.date()
TEXT = """# 进度
林示范：先把三家的仪器清单收齐。
决定：三月底前完成首批校准。
@何演练 3-20前 收齐仪器清单
@市计量院 3-31 完成首批校准
遗留：超大量程的仪器由谁校准"""


def planned(bench: Bench, actor: Actor | None = None, **changes: Any) -> str:
    values = {
        "kind": "04",
        "title": "压力表校准需求对接会",
        "planned_on": DAY,
        "starts": "14:00",
        "ends": "15:30",
        "place": "二楼会议室",
        "chair": "林示范",
        "chair_post": "站长",
        **changes,
    }
    return planning.plan(bench.house, actor or bench.actor, values).value


def running(bench: Bench, **changes: Any) -> str:
    """With one topic, everybody signed in."""
    eid = planned(bench, **changes)
    planning.add_topic(bench.house, bench.actor, eid, {"title": "首批校准"})
    attendance.invite(bench.house, bench.actor, eid, {"name": "何演练"})
    attendance.open_door(bench.house, bench.actor, eid)
    for person in view(bench, eid).attendees:
        attendance.sign_in(bench.house, bench.actor, person.eid)
    recording.start(bench.house, bench.actor, eid)
    return eid


def recorded(bench: Bench, text: str = TEXT, **changes: Any) -> str:
    """Its topic taken down, closed and read back."""
    eid = running(bench, **changes)
    recording.save_topics(bench.house, bench.actor, eid, {topic(bench, eid): text})
    recording.close(bench.house, bench.actor, eid, {})
    recording.check(bench.house, bench.actor, eid)
    return eid


def signed(bench: Bench, **changes: Any) -> str:
    eid = recorded(bench, **changes)
    recording.sign(bench.house, bench.actor, eid)
    return eid


def issued(bench: Bench, **changes: Any) -> str:
    """With minutes drawn, checked by another, signed and issued."""
    eid = signed(bench, **changes)
    paper = minutes.draw(bench.house, bench.actor, eid).value
    minutes.check(bench.house, bench.as_specialist(), paper)
    minutes.sign(bench.house, bench.actor, paper)
    minutes.issue(bench.house, bench.actor, paper)
    return eid


def view(bench: Bench, eid: str, actor: Actor | None = None) -> views.MeetingView:
    return views.show(bench.house, actor or bench.actor, eid)


def topic(bench: Bench, eid: str, place: int = 0) -> str:
    return view(bench, eid).topics[place].eid


def record(bench: Bench, kind: str, eid: str) -> Record:
    with bench.house.store.read() as look:
        found = look.get(kind, eid)
    assert found is not None
    return found
