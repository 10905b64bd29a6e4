"""Minutes: drawn, checked by another, signed, issued with their number; what was decided is seen through."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qi_desk.domain.errors import Conflict, Invalid, NotAllowed
from qi_desk.services.meetings import decision_views, decisions, minutes, minutes_views, recording, texts, views
from tests.services.feedback.cases import colleague
from tests.services.meetings.cases import DAY, issued, record, signed, topic, view
from tests.support.stations import Bench


def drawn(bench: Bench) -> str:
    return minutes.draw(bench.house, bench.actor, signed(bench)).value


def shown(bench: Bench, eid: str) -> minutes_views.MinutesView:
    return minutes_views.show_minutes(bench.house, bench.actor, eid)


def test_the_draft_speaks_in_the_third_person(bench: Bench) -> None:
    values = shown(bench, drawn(bench)).values
    assert values["title"] == "压力表校准需求对接会纪要"
    assert values["summary"].startswith(
        "2026年3月10日09:15至09:15，站长林示范在二楼会议室主持召开压力表校准需求对接会。林示范、何演练出席会议。"
    )
    assert values["body"].split("\n") == [
        "# 首批校准",
        "会议听取了林示范关于首批校准的情况说明。",
        "会议议定：三月底前完成首批校准。",
        "会议明确，下列问题会后继续研究：超大量程的仪器由谁校准。",
    ]


def test_from_draft_to_issue(bench: Bench) -> None:
    eid = signed(bench)
    paper = minutes.draw(bench.house, bench.actor, eid).value
    with pytest.raises(Conflict, match=r"minutes\.drawn"):
        minutes.draw(bench.house, bench.actor, eid)
    with pytest.raises(NotAllowed, match=r"minutes\.checker"):
        minutes.check(bench.house, bench.actor, paper)
    helper = bench.as_specialist()
    minutes.check(bench.house, helper, paper)
    with pytest.raises(Invalid):
        minutes.send_back(bench.house, bench.actor, paper, " ")
    minutes.send_back(bench.house, bench.actor, paper, "期限写漏了")
    minutes.save(bench.house, bench.actor, paper, {"body": "会议议定：按期完成。"})
    minutes.check(bench.house, helper, paper)
    with pytest.raises(NotAllowed, match="not_allowed"):
        minutes.sign(bench.house, helper, paper)
    minutes.sign(bench.house, bench.actor, paper)
    with pytest.raises(NotAllowed, match=r"meeting\.locked"):
        minutes.save(bench.house, bench.actor, paper, {"body": "改"})
    minutes.issue(bench.house, bench.actor, paper)
    found = shown(bench, paper)
    assert (found.row.state, found.row.year, found.row.issue_no, found.intact) == ("issued", 2026, 1, True)
    assert [line.cause for line in texts.versions(bench.house, bench.actor, "minutes", paper)] == [
        "final",
        "checked",
        "saved",
        "checked",
        "saved",
    ]
    assert view(bench, eid).row.state == "supervising"


def test_what_was_checked_and_is_changed_is_a_draft_again(bench: Bench) -> None:
    paper = drawn(bench)
    minutes.check(bench.house, bench.as_specialist(), paper)
    minutes.save(bench.house, bench.actor, paper, {"title": "压力表校准需求对接会纪要"})
    assert shown(bench, paper).row.state == "checked"
    minutes.save(bench.house, bench.actor, paper, {"title": "压力表首批校准对接会纪要"})
    assert shown(bench, paper).row.state == "draft"


def test_two_people_write_minutes_and_nobody_is_overwritten(bench: Bench) -> None:
    paper = drawn(bench)
    seen = dict(shown(bench, paper).writers)
    minutes.save(bench.house, bench.as_specialist(), paper, {"body": "乙"}, seen)
    minutes.save(bench.house, bench.actor, paper, {"summary": "甲改了概况。"}, seen)
    with pytest.raises(Conflict):
        minutes.save(bench.house, bench.actor, paper, {"body": "甲"}, seen)
    values = shown(bench, paper).values
    assert (values["body"], values["summary"]) == ("乙", "甲改了概况。")


def test_numbers_count_by_year_and_kind(bench: Bench) -> None:
    papers = []
    for kind in ("04", "04", "03"):
        eid = issued(bench, kind=kind, title=f"第{len(papers)}次")
        papers.append(view(bench, eid).minutes)
    bench.clock.pass_time(days=300)
    papers.append(view(bench, issued(bench, planned_on=DAY + timedelta(days=300))).minutes)
    assert [(one.kind, one.year, one.issue_no) for one in papers if one is not None] == [
        ("04", 2026, 1),
        ("04", 2026, 2),
        ("03", 2026, 1),
        ("04", 2027, 1),
    ]


def test_a_number_given_twice_by_two_desks_is_told(bench: Bench) -> None:
    first = view(bench, issued(bench)).minutes
    second = view(bench, issued(bench)).minutes
    assert first is not None
    assert second is not None
    assert not second.twin
    with bench.house.store.write(bench.actor) as unit:
        unit.change("minutes", second.eid, {"issue_no": first.issue_no})
        unit.commit()
    assert shown(bench, first.eid).row.twin


def test_what_was_decided_is_supervised_until_it_is_done(bench: Bench) -> None:
    eid = issued(bench)
    own, outside = view(bench, eid).decisions
    with pytest.raises(NotAllowed, match=r"meeting\.still_open"):
        decisions.settle(bench.house, bench.actor, eid)
    with pytest.raises(NotAllowed, match=r"meeting\.not_owner"):
        decisions.finish(bench.house, colleague(bench), own.eid, "做了")
    with pytest.raises(Invalid):
        decisions.finish(bench.house, bench.as_specialist(), own.eid, " ")
    decisions.finish(bench.house, bench.as_specialist(), own.eid, "清单 36 台")
    bench.clock.pass_time(days=30)
    (late,) = decision_views.decisions(bench.house, bench.actor, "late")
    assert (late.eid, late.owner) == (outside.eid, "市计量院")
    decisions.drop(bench.house, bench.actor, outside.eid, "企业停产")
    decisions.reopen(bench.house, bench.actor, outside.eid)
    decisions.finish(bench.house, bench.actor, outside.eid, "证书 12 份")
    decisions.settle(bench.house, bench.actor, eid)
    assert view(bench, eid).row.state == "settled"
    assert {one.evidence for one in decision_views.decisions(bench.house, bench.actor, "ended")} == {
        "清单 36 台",
        "证书 12 份",
    }
    with pytest.raises(NotAllowed, match=r"meeting\.settled"):
        decisions.reopen(bench.house, bench.actor, outside.eid)
    assert [row.eid for row in views.page(bench.house, bench.actor, "ended")] == [eid]


def test_minutes_are_late_after_three_working_days(bench: Bench) -> None:
    paper = drawn(bench)
    for days, late in ((3, False), (1, True)):
        bench.clock.pass_time(days=days)
        assert shown(bench, paper).row.late == late


def test_signed_minutes_are_corrected_beside_their_words(bench: Bench) -> None:
    row = view(bench, issued(bench)).minutes
    assert row is not None
    values = {"old_text": "三月底前", "new_text": "四月底前", "reason": "笔误"}
    texts.correct(bench.house, bench.actor, "minutes", row.eid, values)
    found = shown(bench, row.eid)
    assert [line.new for line in found.corrections] == ["四月底前"]
    assert found.intact


def test_a_meeting_without_minutes_is_followed_up_too(bench: Bench) -> None:
    eid = signed(bench)
    decisions.supervise(bench.house, bench.actor, eid)
    assert record(bench, "meeting", eid)["state"] == "supervising"
    with pytest.raises(NotAllowed):
        recording.save_topics(bench.house, bench.actor, eid, {topic(bench, eid): "改"})
