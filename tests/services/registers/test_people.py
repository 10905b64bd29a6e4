"""培训 and 人员档案: a passed training before the post opens the account; nobody judges themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from qi_desk.domain.errors import NotAllowed
from qi_desk.services import staff
from qi_desk.services.registers import entries, staff_files, views
from tests.services.registers.keeping import entered, record, refused, rows, shown
from tests.support.stations import MORNING, Bench

TODAY = MORNING.date()
GRADES = {"year": 2026, "professional": 4, "timely": 5, "honest": 5, "satisfying": 4}


def newcomer(bench: Bench) -> str:
    given = staff.PersonInput("008", "麦演练", "specialist", "amber bridge 88")
    return staff.add(bench.house, bench.actor, given).value


def session(bench: Bench, *people: dict[str, Any], **values: object) -> str:
    given = {"topic": "岗前培训", "kind": "pre_post", "held_on": TODAY, "exam": "practice", "people": list(people)}
    return entered(bench, "training", **{**given, **values})


def may_sign_in(bench: Bench, eid: str) -> bool:
    return next(one.may_sign_in for one in staff.people(bench.house, bench.actor) if one.eid == eid)


def test_a_session_before_the_post_opens_the_accounts_of_who_passed(bench: Bench) -> None:
    eid = newcomer(bench)
    assert not may_sign_in(bench, eid)
    session(bench, {"who": "麦演练", "score": 50, "result": "failed"})
    assert not may_sign_in(bench, eid)
    made = session(bench, {"who": "008", "score": 91, "result": "passed"})
    assert may_sign_in(bench, eid)
    assert record(bench, "training", made)["people"][0]["who"] == "麦演练"


def test_only_who_runs_the_accounts_writes_one_down_and_only_for_staff(bench: Bench) -> None:
    given = {"topic": "岗前", "kind": "pre_post", "held_on": TODAY, "people": [{"who": "何演练", "result": "passed"}]}
    with refused(("kind", "training.before_post")):
        entries.enter(bench.house, bench.as_specialist(), "training", given)
    with refused(("people", "training.not_staff")):
        session(bench, {"who": "路过的人", "result": "passed"})
    with refused(("people", "training.no_result")):
        session(bench, {"who": "何演练"})
    with refused(("people", "training.twice")):
        session(bench, {"who": "何演练", "result": "passed"}, {"who": "007", "result": "passed"})


def test_outsiders_may_take_part_in_any_other(bench: Bench) -> None:
    eid = entered(
        bench, "training", topic="台账", kind="enterprise", held_on=TODAY, people=[{"who": "某公司 2 人"}], hours=2
    )
    assert "某公司 2 人" in next(value for label, value, _ in shown(bench, "training", eid).facts if label == "参加人")
    with refused(("held_on", "date.future"), ("people", "required")):
        entered(bench, "training", topic="台账", kind="enterprise", held_on=TODAY + timedelta(days=1))


def test_who_had_no_training_for_a_year_is_named(bench: Bench) -> None:
    bench.clock.pass_time(days=400)
    stale = [row for row in rows(bench, "training") if not row.eid]
    assert {row.level for row in stale} == {"warning"}
    assert any("何演练" in "".join(row.cells) for row in stale)


def test_skills_and_post_are_kept_by_the_manager(bench: Bench) -> None:
    skills = [{"key": "ME02", "item": "ME02", "level": "3"}]
    values = {"post": "计量专员", "full_time": True, "post_since": TODAY, "skills": skills}
    entries.change(bench.house, bench.actor, "person", bench.specialist, values, seen={})
    facts = {label: value for label, value, _ in shown(bench, "person", bench.specialist).facts}
    assert (facts["岗位"], facts["技能"]) == ("计量专员", "校准　能教别人")
    with pytest.raises(NotAllowed):
        entries.change(bench.house, bench.as_specialist(), "person", bench.specialist, {"post": "站长"}, seen={})
    with pytest.raises(NotAllowed, match=r"register\.made_elsewhere"):
        entered(bench, "person", name="谁")


def test_a_year_is_judged_in_four_respects_by_somebody_else(bench: Bench) -> None:
    with pytest.raises(NotAllowed, match=r"staff\.own_evaluation"):
        staff_files.evaluate(bench.house, bench.actor, bench.actor.account, GRADES)
    with refused(("timely", "staff.grade"), ("year", "staff.year")):
        staff_files.evaluate(bench.house, bench.actor, bench.specialist, {**GRADES, "timely": 6, "year": 2020})
    staff_files.evaluate(bench.house, bench.actor, bench.specialist, GRADES)
    staff_files.evaluate(bench.house, bench.actor, bench.specialist, {**GRADES, "timely": 3})
    (part,) = shown(bench, "person", bench.specialist).parts
    assert [line.cells[:3] for line in part.lines] == [("2026", "4", "3")]


def test_a_judgement_is_seen_by_who_leads_and_whom_it_is_about(bench: Bench) -> None:
    staff_files.evaluate(bench.house, bench.actor, bench.specialist, GRADES)
    own = views.show(bench.house, bench.as_specialist(), "person", bench.specialist)
    assert len(own.parts[0].lines) == 1
    other = views.show(bench.house, bench.as_specialist(), "person", bench.actor.account)
    assert other.parts == ()
