"""规章制度: from a name of the starter list to a rule in force, its review and its next version."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qi_desk.domain.errors import Conflict, NotAllowed
from qi_desk.services import attachments, undo
from qi_desk.services.registers import entries, rules, views
from tests.services.registers.keeping import entered, record, refused, rows, shown
from tests.support.stations import MORNING, Bench

TODAY = MORNING.date()
A_YEAR = timedelta(days=365)


def in_force(bench: Bench, **values: object) -> str:
    eid = entered(bench, "rule", **{"name": "岗位职责制度", "kind": "duties", "words": "各司其职。", **values})
    rules.put_in_force(bench.house, bench.actor, eid, {"effective": TODAY, "review_on": TODAY + A_YEAR})
    return eid


def test_an_empty_register_shows_the_four_that_are_missing_in_red(bench: Bench) -> None:
    missing = rows(bench, "rule")
    assert [row.eid for row in missing] == [""] * 4
    assert {row.level for row in missing} == {"danger"}
    assert [row.begins["kind"] for row in missing] == ["duties", "plans", "records", "complaints"]
    (summary,) = (one for one in views.overview(bench.house, bench.actor) if one.eid == "rule")
    assert (summary.count, summary.red) == (0, 4)


def test_a_starter_is_data_to_fill_and_no_rule_in_force(bench: Bench) -> None:
    assert len(entries.starters(bench.house, bench.actor, "rule")) == 23
    begun = entries.beginning(bench.house, bench.actor, "rule", "post_duties")
    assert (begun["name"], begun["kind"], begun["version"]) == ("岗位职责制度", "duties", "1.0")
    entered(bench, "rule", **begun)
    assert "post_duties" not in entries.starters(bench.house, bench.actor, "rule")
    assert any("还没有一份生效" in row.said for row in rows(bench, "rule") if row.eid)


def test_only_the_manager_puts_a_rule_in_force_and_only_one_that_can_be_read(bench: Bench) -> None:
    eid = entered(bench, "rule", name="岗位职责制度", kind="duties")
    days = {"effective": TODAY, "review_on": TODAY + A_YEAR}
    with pytest.raises(NotAllowed):
        rules.put_in_force(bench.house, bench.as_specialist(), eid, days)
    with refused(("words", "rule.no_words")):
        rules.put_in_force(bench.house, bench.actor, eid, days)
    attachments.add(bench.house, bench.actor, "rule", eid, "岗位职责.pdf", b"%PDF-1.4")
    with refused(("review_on", "rule.review_order")):
        rules.put_in_force(bench.house, bench.actor, eid, {"effective": TODAY, "review_on": TODAY})
    rules.put_in_force(bench.house, bench.actor, eid, days)
    kept = record(bench, "rule", eid)
    assert (kept["state"], kept["approver"], kept["approved_on"]) == ("in_force", bench.actor.account, TODAY)
    assert shown(bench, "rule", eid).files == 1


def test_a_rule_in_force_is_changed_by_its_next_version_alone(bench: Bench) -> None:
    eid = in_force(bench)
    with pytest.raises(NotAllowed, match=r"register\.closed"):
        entries.change(bench.house, bench.actor, "rule", eid, {"words": "改"}, seen={})
    with pytest.raises(NotAllowed, match=r"register\.closed"):
        entries.void(bench.house, bench.actor, "rule", eid, "test_entry")
    with refused(("version", "rule.same_version")):
        rules.revise(bench.house, bench.actor, eid, "1.0")
    following = rules.revise(bench.house, bench.as_specialist(), eid, "2.0").value
    assert record(bench, "rule", following)["words"] == "各司其职。"
    assert record(bench, "rule", eid)["state"] == "in_force"
    later = TODAY + timedelta(days=1)
    rules.put_in_force(bench.house, bench.actor, following, {"effective": later, "review_on": later + A_YEAR})
    before = record(bench, "rule", eid)
    assert (before["state"], before["abolished_on"]) == ("abolished", later)


def test_a_review_that_is_overdue_is_red_until_somebody_looked(bench: Bench) -> None:
    eid = in_force(bench)
    bench.clock.pass_time(days=340)
    (row,) = (one for one in rows(bench, "rule", "marked") if one.eid == eid)
    assert row.level == "warning"
    bench.clock.pass_time(days=40)
    (row,) = (one for one in rows(bench, "rule", "marked") if one.eid == eid)
    assert row.level == "danger"
    again = bench.clock.now().date() + A_YEAR
    rules.review(bench.house, bench.actor, eid, {"review_on": again, "review_note": "仍然适用"})
    assert not [one for one in rows(bench, "rule", "marked") if one.eid == eid]


def test_an_abolished_rule_says_why_and_leaves_its_kind_missing(bench: Bench) -> None:
    eid = in_force(bench)
    assert "duties" not in [row.begins.get("kind") for row in rows(bench, "rule")]
    with refused(("abolish_reason", "required")):
        rules.abolish(bench.house, bench.actor, eid, "  ")
    rules.abolish(bench.house, bench.actor, eid, "并入站务手册")
    assert "duties" in [row.begins.get("kind") for row in rows(bench, "rule")]
    assert shown(bench, "rule", eid).deeds == ()


def test_two_desks_that_change_different_fields_both_survive_and_the_same_one_is_refused(bench: Bench) -> None:
    eid = entered(bench, "rule", name="岗位职责制度", kind="duties", words="初稿", note="初稿")
    seen = dict(record(bench, "rule", eid).writers)
    entries.change(bench.house, bench.actor, "rule", eid, {"words": "甲"}, seen=seen)
    entries.change(bench.house, bench.as_specialist(), "rule", eid, {"note": "乙"}, seen=seen)
    kept = record(bench, "rule", eid)
    assert (kept["words"], kept["note"]) == ("甲", "乙")
    with pytest.raises(Conflict, match=r"record\.changed"):
        entries.change(bench.house, bench.as_specialist(), "rule", eid, {"words": "丙"}, seen=seen)


def test_an_entry_is_taken_back_and_a_search_finds_every_word(bench: Bench) -> None:
    done = entries.enter(bench.house, bench.actor, "rule", {"name": "保密制度", "kind": "secrecy", "words": "不外传"})
    assert [row.eid for row in rows(bench, "rule", sought="保密 不外传")] == [done.value]
    assert rows(bench, "rule", sought="保密 外泄") == ()
    assert done.undo is not None
    undo.undo(bench.house, bench.actor, done.undo)
    assert rows(bench, "rule", sought="保密") == ()
