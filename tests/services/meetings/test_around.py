"""Meetings where others meet them: papers, the day page, the client's timeline, the archive, undo."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from qi_desk.domain.errors import Conflict, Missing, NotAllowed
from qi_desk.domain.meetings.marks import picture_token
from qi_desk.domain.meetings.versions import digest
from qi_desk.services import archives, attachments, intake, request_views, searching, timeline, today
from qi_desk.services.meetings import attendance, decisions, minutes, papers, planning, recording
from qi_desk.services.ports import Actor
from qi_desk.services.undo import undo
from tests.services.feedback.cases import colleague
from tests.services.meetings.cases import DAY, issued, planned, record, recorded, running, signed, topic, view
from tests.support.stations import Bench, intake_of

PNG = b"\x89PNG\r\n\x1a\nnot a real one, kept as it is"


def waiting(bench: Bench, actor: Actor | None = None, *, mine: bool = True) -> list[tuple[str, str, bool]]:
    found = today.day(bench.house, actor or bench.actor, mine=mine)
    return [(one.section, one.what, one.late) for one in found.lines]


def test_the_record_on_paper(bench: Bench) -> None:
    order = papers.record(bench.house, bench.actor, recorded(bench))
    sheet: Any = order.view
    assert (order.form, order.paper_kind, sheet.draft) == ("meeting_record", "meeting_record", True)
    assert sheet.held == "2026年3月10日 09:15 至 09:15"
    assert (sheet.chair, sheet.scribe) == ("林示范（站长）", "林示范")
    assert sheet.present == ("林示范", "何演练")
    (one,) = sheet.topics
    assert [(line.text, line.owner, line.due) for line in one.decisions] == [
        ("三月底前完成首批校准。", "", ""),
        ("收齐仪器清单", "何演练", "2026年3月20日"),
        ("完成首批校准", "市计量院", "2026年3月31日"),
    ]
    assert [(block.kind, block.text) for block in one.notes] == [
        ("heading1", "进度"),
        ("paragraph", "林示范：先把三家的仪器清单收齐。"),
        ("paragraph", "遗留问题：超大量程的仪器由谁校准"),
    ]


def test_the_chair_signs_on_the_screen_before_the_lock(bench: Bench) -> None:
    eid = running(bench)
    with pytest.raises(NotAllowed):
        recording.chair_signs(bench.house, bench.actor, eid, PNG)
    eid = recorded(bench)
    recording.chair_signs(bench.house, bench.actor, eid, PNG)
    recording.sign(bench.house, bench.actor, eid)
    sheet: Any = papers.record(bench.house, bench.actor, eid).view
    assert sheet.chair_signature == PNG
    assert sheet.attachments == ()
    assert view(bench, eid).intact


def test_lines_without_a_name_belong_to_who_spoke_before(bench: Bench) -> None:
    text = "开场白\n张工（原话）：第一句\n第二句\n决定：照办\n旁注\n李工：第三句"
    sheet: Any = papers.record(bench.house, bench.actor, recorded(bench, text)).view
    (one,) = sheet.topics
    assert [(said.who, said.text, said.verbatim) for said in one.speeches] == [
        ("张工", "第一句\n第二句", True),
        ("李工", "第三句", False),
    ]
    assert [block.text for block in one.notes] == ["开场白", "旁注"]


def test_a_locked_record_bears_its_digest_and_its_corrections(bench: Bench) -> None:
    from qi_desk.services.meetings import texts

    eid = signed(bench)
    values = {"old_text": "三月底前", "new_text": "四月底前", "reason": "口误"}
    texts.correct(bench.house, bench.actor, "meeting_topic", topic(bench, eid), values)
    sheet: Any = papers.record(bench.house, bench.actor, eid).view
    assert (sheet.draft, sheet.digest) == (False, record(bench, "meeting", eid)["record_hash"])
    assert sheet.corrections[0].startswith("原文“三月底前”更正为“四月底前”，原因：口误。林示范，2026年3月10日")


def test_pictures_are_printed_where_they_stand(bench: Bench) -> None:
    eid = running(bench)
    attachments.add(bench.house, bench.actor, "meeting", eid, "图.png", PNG)
    sha256 = record(bench, "attachment", attachments.of_record(bench.house, bench.actor, eid)[0].eid)["sha256"]
    token = picture_token(sha256)
    gone = picture_token(digest("elsewhere"))
    recording.save_topics(bench.house, bench.actor, eid, {topic(bench, eid): f"{token}\n{gone}"})
    sheet: Any = papers.record(bench.house, bench.actor, eid).view
    here, elsewhere = sheet.topics[0].notes
    assert (here.kind, here.picture) == ("picture", PNG)
    assert "另一台电脑" in elsewhere.text
    assert papers.pictures(bench.house, bench.actor, eid) == {sha256[:8]: PNG}


def test_minutes_on_paper(bench: Bench) -> None:
    eid = signed(bench)
    paper = minutes.draw(bench.house, bench.actor, eid).value
    minutes.save(bench.house, bench.actor, paper, {"main_to": "各成员单位、园区管委会", "cc": "市场监管局"})
    draft: Any = papers.issued(bench.house, bench.actor, paper).view
    assert (draft.draft, draft.issue, draft.to, draft.cc) == (True, 0, ("各成员单位", "园区管委会"), ("市场监管局",))
    minutes.check(bench.house, bench.as_specialist(), paper)
    minutes.sign(bench.house, bench.actor, paper)
    minutes.issue(bench.house, bench.actor, paper)
    sheet: Any = papers.issued(bench.house, bench.actor, paper).view
    assert (sheet.draft, sheet.issue, sheet.signer, sheet.issued_on) == (False, 1, "林示范", "2026年3月10日")
    assert [block.kind for block in sheet.body][:2] == ["paragraph", "heading1"]
    assert [line.owner for line in sheet.decisions] == ["何演练", "市计量院"]


def test_the_sign_in_sheet_blank_and_filled(bench: Bench) -> None:
    eid = planned(bench)
    attendance.invite(bench.house, bench.actor, eid, {"name": "周演练", "organisation": "示范公司", "post": "经理"})
    blank: Any = papers.sign_in_sheet(bench.house, bench.actor, eid).view
    assert [(row.name, row.arrived, row.signature) for row in blank.rows] == [("林示范", "", b""), ("周演练", "", b"")]
    attendance.sign_by_hand(bench.house, bench.actor, view(bench, eid).attendees[1].eid, PNG)
    filled: Any = papers.sign_in_sheet(bench.house, bench.actor, eid).view
    assert (filled.rows[1].arrived, filled.rows[1].signature) == ("09:15", PNG)
    assert view(bench, eid).attendees[1].sign_way == "hand"


def test_nothing_of_a_restricted_meeting_is_printed_for_others(bench: Bench) -> None:
    eid, stranger = planned(bench, kind="07"), colleague(bench)
    for paper in (papers.record, papers.sign_in_sheet, papers.pictures):
        with pytest.raises(Missing):
            paper(bench.house, stranger, eid)


def test_the_day_page_tells_each_thing_to_whom_it_belongs(bench: Bench) -> None:
    eid = planned(bench)
    assert ("meeting", "压力表校准需求对接会 二楼会议室", False) in waiting(bench)
    planning.cancel(bench.house, bench.actor, eid, "改期")
    recorded(bench)
    assert ("meeting_record", "压力表校准需求对接会", False) in waiting(bench)
    owner = bench.as_specialist()
    assert ("decision", "收齐仪器清单", False) in waiting(bench, owner)
    assert ("decision", "完成首批校准", False) not in waiting(bench, owner)
    assert ("decision", "完成首批校准", False) in waiting(bench)
    assert ("decision", "完成首批校准", False) in waiting(bench, owner, mine=False)
    bench.clock.pass_time(days=12)
    assert ("decision", "收齐仪器清单", True) in waiting(bench, owner)
    assert ("meeting_record", "压力表校准需求对接会", True) in waiting(bench)


def test_who_is_told_of_a_mediation_on_the_day_page(bench: Bench) -> None:
    planned(bench, kind="07", title="投诉协调会")
    told = waiting(bench, colleague(bench), mine=False)
    assert [one for one in told if one[0] == "meeting"] == []


def test_minutes_that_are_not_issued_wait_for_their_drafter(bench: Bench) -> None:
    minutes.draw(bench.house, bench.actor, signed(bench))
    assert ("minutes", "压力表校准需求对接会纪要", False) in waiting(bench)
    bench.clock.pass_time(days=10)
    assert ("minutes", "压力表校准需求对接会纪要", True) in waiting(bench)


def test_the_timeline_of_a_client_that_took_part(bench: Bench) -> None:
    request = intake.register(bench.house, bench.actor, intake_of()).value.eid
    client = request_views.show(bench.house, bench.actor, request).row.client
    eid = planned(bench)
    for name in ("陈演练", "周演练"):
        values = {"name": name, "organisation": "广州示范精密仪器有限公司"}
        attendance.invite(bench.house, bench.actor, eid, values)
    (event,) = timeline.timeline(bench.house, bench.actor, client, ("meeting",))
    assert (event.eid, event.title, event.volume) == (eid, "压力表校准需求对接会", "15")


def test_minutes_and_the_settled_record_are_filed(bench: Bench) -> None:
    eid = issued(bench, kind="01")
    for one in view(bench, eid).decisions:
        decisions.finish(bench.house, bench.actor, one.eid, "已办")
    decisions.settle(bench.house, bench.actor, eid)
    paper = view(bench, eid).minutes
    assert paper is not None
    found = {(one.kind, one.eid): one for one in archives.waiting(bench.house, bench.actor)}
    assert set(found) == {("meeting", eid), ("minutes", paper.eid)}
    assert found["minutes", paper.eid].values["category"] == "decision"
    assert found["meeting", eid].values["part"] == "15"
    archives.file_matters(bench.house, bench.actor, list(found))
    assert archives.waiting(bench.house, bench.actor) == ()
    assert view(bench, eid).row.state == "filed"


def test_a_joint_meeting_without_minutes_lacks_them(bench: Bench) -> None:
    eid = signed(bench, kind="01")
    for one in view(bench, eid).decisions:
        decisions.drop(bench.house, bench.actor, one.eid, "不办了")
    decisions.settle(bench.house, bench.actor, eid)
    (found,) = archives.waiting(bench.house, bench.actor)
    assert found.lacks == ("archive.lacks.minutes",)


def test_meetings_are_found_by_title_and_number(bench: Bench) -> None:
    eid = issued(bench)
    row = view(bench, eid).row
    assert [hit.eid for hit in searching.find(bench.house, bench.actor, "校准需求", kinds=("meeting",))] == [eid]
    assert searching.scanned(bench.house, bench.actor, row.number).kind == "meeting"
    paper = view(bench, eid).minutes
    assert paper is not None
    assert [hit.eid for hit in searching.find(bench.house, bench.actor, paper.number)] == [paper.eid]


def test_plain_steps_are_taken_back(bench: Bench) -> None:
    eid = planned(bench)
    added = planning.add_topic(bench.house, bench.actor, eid, {"title": "一"})
    assert added.undo is not None
    undo(bench.house, bench.actor, added.undo)
    assert view(bench, eid).topics == ()
    done = planning.change(bench.house, bench.actor, eid, {"planned_on": DAY + timedelta(days=1)})
    assert done.undo is not None
    undo(bench.house, bench.actor, done.undo)
    assert view(bench, eid).row.planned_on == DAY


def test_a_meeting_with_topics_is_not_undone_from_under_them(bench: Bench) -> None:
    values = {"kind": "03", "title": "例会", "planned_on": DAY, "starts": "9:00", "ends": "10:00"}
    values |= {"place": "一楼", "chair": "林示范", "chair_post": "站长"}
    made = planning.plan(bench.house, bench.actor, values)
    planning.add_topic(bench.house, bench.actor, made.value, {"title": "一"})
    assert made.undo is not None
    with pytest.raises(Conflict, match=r"undo\.changed_since"):
        undo(bench.house, bench.actor, made.undo)
