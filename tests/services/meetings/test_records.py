"""The record: planned, attended, taken down, closed, locked, corrected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from qi_desk.domain.errors import Conflict, Invalid, Missing, NotAllowed
from qi_desk.services import attachments, disputes, searching, undo
from qi_desk.services.feedback.access import may_read
from qi_desk.services.meetings import attendance, decisions, planning, recording, texts, views
from tests.services.feedback.cases import colleague
from tests.services.meetings.cases import DAY, TEXT, planned, record, recorded, running, signed, topic, view
from tests.support.stations import Bench


def refused(act: Callable[[], object]) -> set[str]:
    """The codes of what stopped an act."""
    with pytest.raises(Invalid) as found:
        act()
    return {problem.code for problem in found.value.problems}


def test_from_plan_to_a_locked_record(bench: Bench) -> None:
    eid = signed(bench)
    shown = view(bench, eid)
    assert (shown.row.state, shown.intact, shown.writable) == ("signed", True, False)
    assert shown.row.number.startswith("PY03-HY-20260310-A-")
    assert [(one.what, one.owner, one.due, one.late) for one in shown.decisions] == [
        ("收齐仪器清单", "何演练", date(2026, 3, 20), False),
        ("完成首批校准", "市计量院", date(2026, 3, 31), False),
    ]
    assert shown.decisions[0].mine
    assert shown.deeds[:2] == ("draft", "supervise")


def test_times_must_make_sense_and_people_stand_once(bench: Bench) -> None:
    assert refused(lambda: planned(bench, ends="13:00")) == {"meeting.ends_before"}
    assert refused(lambda: planned(bench, starts="下午")) == {"meeting.clock"}
    eid = planned(bench, starts="9点30分", ends="1030")
    assert (view(bench, eid).values["starts"], view(bench, eid).values["ends"]) == ("09:30", "10:30")
    assert [one.name for one in view(bench, eid).attendees] == ["林示范"]
    assert refused(lambda: attendance.invite(bench.house, bench.actor, eid, {"name": "林示范"})) == {"meeting.invited"}
    with pytest.raises(Invalid):
        attendance.invite(bench.house, bench.actor, eid, {"name": "周演练", "role": "leave"})


def test_who_signs_in_was_there_and_the_rest_was_not(bench: Bench) -> None:
    eid = planned(bench)
    attendance.invite(bench.house, bench.actor, eid, {"name": "周演练", "organisation": "广州示范精密仪器有限公司"})
    late = attendance.invite(bench.house, bench.actor, eid, {"name": "何演练", "role": "leave", "reason": "出差"}).value
    attendance.open_door(bench.house, bench.actor, eid)
    attendance.sign_in(bench.house, bench.actor, late)
    assert attendance.mark_rest(bench.house, bench.actor, eid, "未到").value == 2
    told = {one.name: (one.role, one.reason) for one in view(bench, eid).attendees}
    assert told == {"林示范": ("absent", "未到"), "周演练": ("absent", "未到"), "何演练": ("present", "")}


def test_lines_make_change_and_take_back_decisions(bench: Bench) -> None:
    eid = running(bench)
    one = topic(bench, eid)

    def write(text: str) -> list[tuple[str, date | None]]:
        recording.save_topics(bench.house, bench.actor, eid, {one: text})
        return [(found.what, found.due) for found in view(bench, eid).decisions]

    assert write("@何演练 3-20 交清单\n@何演练 写报告") == [("交清单", date(2026, 3, 20)), ("写报告", None)]
    assert write("@何演练 3-25 交清单\n@何演练 写报告") == [("交清单", date(2026, 3, 25)), ("写报告", None)]
    assert write("@何演练 写报告") == [("写报告", None)]
    assert write("@何演练 3-25 交清单\n@何演练 写报告") == [("交清单", date(2026, 3, 25)), ("写报告", None)]
    done = view(bench, eid).decisions[1].eid
    decisions.finish(bench.house, bench.as_specialist(), done, "报告已交")
    assert ("写报告", None) in write("没有任务了")


def test_a_text_somebody_else_wrote_is_not_written_over(bench: Bench) -> None:
    eid = running(bench)
    one = topic(bench, eid)
    seen = recording.save_topics(bench.house, bench.actor, eid, {one: "甲"}).value
    recording.save_topics(bench.house, bench.as_specialist(), eid, {one: "乙"}, seen)
    with pytest.raises(Conflict, match=r"meeting\.text_changed"):
        recording.save_topics(bench.house, bench.actor, eid, {one: "甲二"}, seen)
    assert view(bench, eid).topics[0].text == "乙"


def test_versions_are_kept_by_sitting_and_by_name_and_come_back(bench: Bench) -> None:
    eid = running(bench)
    one = topic(bench, eid)

    def write(text: str, note: str = "") -> None:
        recording.save_topics(bench.house, bench.actor, eid, {one: text}, note=note)

    write("一")
    write("一二")
    bench.clock.pass_time(minutes=6)
    write("一二三")
    write("一二三四", note="会前稿")
    found = texts.versions(bench.house, bench.actor, "meeting_topic", one)
    assert [(line.cause, line.note, line.length) for line in found] == [
        ("noted", "会前稿", 4),
        ("saved", "", 3),
        ("saved", "", 1),
    ]
    changes = texts.compared(bench.house, bench.actor, found[-1].eid, "一二三四")
    assert [(line.mark, line.text) for line in changes] == [("-", "一"), ("+", "一二三四")]
    assert texts.version(bench.house, bench.actor, found[-1].eid) == "一"
    texts.keep_version(bench.house, bench.actor, "meeting_topic", one, "会后稿")
    assert texts.versions(bench.house, bench.actor, "meeting_topic", one)[0].note == "会后稿"


def test_after_the_lock_a_correction_keeps_the_old_words(bench: Bench) -> None:
    eid = signed(bench)
    one = topic(bench, eid)
    for write in (
        lambda: recording.save_topics(bench.house, bench.actor, eid, {one: "改"}),
        lambda: planning.change(bench.house, bench.actor, eid, {"title": "改"}),
        lambda: attendance.invite(bench.house, bench.actor, eid, {"name": "周演练"}),
        lambda: decisions.decide(bench.house, bench.actor, eid, {"what": "改", "owner_unit": "院"}),
    ):
        with pytest.raises(NotAllowed, match=r"meeting\.locked"):
            write()
    values = {"old_text": "三月底前", "new_text": "四月底前", "reason": "口误"}
    assert refused(
        lambda: texts.correct(bench.house, bench.actor, "meeting_topic", one, {**values, "old_text": "五月底"})
    ) == {"meeting.correction_place"}
    texts.correct(bench.house, bench.actor, "meeting_topic", one, values)
    shown = view(bench, eid)
    assert shown.topics[0].text == TEXT
    assert [(line.old, line.new, line.by) for line in shown.corrections] == [("三月底前", "四月底前", "林示范")]
    assert shown.intact


def test_what_changes_under_the_lock_is_seen(bench: Bench) -> None:
    eid = signed(bench)
    with bench.house.store.write(bench.actor) as unit:
        unit.change("meeting_topic", topic(bench, eid), {"text": "另一台电脑晚到的文字"})
        unit.commit()
    assert view(bench, eid).intact is False


def test_a_record_that_is_not_right_is_gone_on_with(bench: Bench) -> None:
    eid = recorded(bench)
    recording.resume(bench.house, bench.actor, eid)
    assert view(bench, eid).writable
    recording.close(bench.house, bench.actor, eid, {"open_matters": "经费"})
    assert view(bench, eid).values["open_matters"] == "经费"


def test_nothing_is_closed_without_topic_or_people(bench: Bench) -> None:
    eid = planned(bench)
    recording.start(bench.house, bench.actor, eid)
    with pytest.raises(NotAllowed, match=r"meeting\.no_topic"):
        recording.close(bench.house, bench.actor, eid, {})
    planning.add_topic(bench.house, bench.actor, eid, {"title": "一"})
    with pytest.raises(NotAllowed, match=r"meeting\.nobody_signed"):
        recording.close(bench.house, bench.actor, eid, {})


def test_topics_change_their_order_and_those_with_words_stay(bench: Bench) -> None:
    eid = running(bench)
    planning.add_topic(bench.house, bench.actor, eid, {"title": "经费"})
    first, second = (one.eid for one in view(bench, eid).topics)
    planning.order_topics(bench.house, bench.actor, eid, [second, first])
    assert [one.title for one in view(bench, eid).topics] == ["经费", "首批校准"]
    recording.save_topics(bench.house, bench.actor, eid, {second: "有字"})
    with pytest.raises(NotAllowed, match=r"meeting\.has_text"):
        planning.drop_topic(bench.house, bench.actor, second)
    planning.drop_topic(bench.house, bench.actor, first)
    assert [one.title for one in view(bench, eid).topics] == ["经费"]


def test_what_was_left_open_comes_back_once(bench: Bench) -> None:
    signed(bench)
    bench.clock.pass_time(days=7)
    following = planned(bench, planned_on=DAY + timedelta(days=7))
    other = planned(bench, kind="03", planned_on=DAY + timedelta(days=7))
    assert (view(bench, following).offers, view(bench, other).offers) == (2, 0)
    act = planning.carry(bench.house, bench.actor, following)
    assert act.value == 2
    assert [one.title for one in view(bench, following).topics] == [
        "上次议定事项办理情况：收齐仪器清单",
        "上次议定事项办理情况：完成首批校准",
    ]
    assert planning.carry(bench.house, bench.actor, following).value == 0
    assert act.undo is not None
    undo.undo(bench.house, bench.actor, act.undo)
    assert view(bench, following).offers == 2
    attendance.invite_as_before(bench.house, bench.actor, following)
    assert [one.name for one in view(bench, following).attendees] == ["林示范", "何演练"]


def test_a_mediation_is_there_for_those_who_take_part(bench: Bench) -> None:
    eid, stranger, guest = planned(bench, kind="07", title="投诉协调会"), colleague(bench), bench.as_specialist()
    attendance.invite(bench.house, bench.actor, eid, {"name": guest.name})
    attachments.add(bench.house, bench.actor, "meeting", eid, "证据.pdf", b"%PDF-1.7")
    assert view(bench, eid, guest).row.restricted
    with pytest.raises(Missing):
        view(bench, eid, stranger)
    with pytest.raises(Missing):
        attachments.of_record(bench.house, stranger, eid)
    assert views.page(bench.house, stranger) == ()
    assert searching.find(bench.house, stranger, "投诉协调") == ()
    assert [hit.eid for hit in searching.find(bench.house, guest, "投诉协调")] == [eid]
    with bench.house.store.read() as look:
        person = look.get("attendee", view(bench, eid).attendees[0].eid)
        assert person is not None
        assert not may_read(look, stranger, person)
    assert disputes.disputes(bench.house, stranger) == ()


def test_who_has_no_part_in_it_does_not_write(bench: Bench) -> None:
    eid, stranger = running(bench), colleague(bench)
    with pytest.raises(NotAllowed, match=r"meeting\.not_leading"):
        recording.save_topics(bench.house, stranger, eid, {topic(bench, eid): "甲"})
    with pytest.raises(NotAllowed, match=r"meeting\.not_leading"):
        recording.close(bench.house, bench.as_specialist(), eid, {})
    assert view(bench, eid, stranger).deeds == ()
    recording.save_topics(bench.house, bench.as_specialist(), eid, {topic(bench, eid): "甲"})


def test_who_stands_in_does_the_work_and_reads_nothing_restricted(bench: Bench) -> None:
    eid, helper = recorded(bench), colleague(bench)
    stands_in = replace(helper, stands_for=frozenset({bench.specialist, bench.actor.account}))
    decisions.finish(bench.house, stands_in, view(bench, eid).decisions[0].eid, "清单 36 台")
    recording.sign(bench.house, stands_in, eid)
    closed = planned(bench, kind="07", title="投诉协调会")
    with pytest.raises(Missing):
        view(bench, closed, stands_in)


def test_a_record_is_late_from_the_next_day_on(bench: Bench) -> None:
    eid = recorded(bench)
    assert view(bench, eid).row.late == ""
    bench.clock.pass_time(days=1)
    assert view(bench, eid).row.late == "record"
    looker = replace(bench.as_specialist(), role="auditor")
    assert view(bench, eid, looker).deeds == ()
    assert record(bench, "meeting", eid)["locked_at"] is None
