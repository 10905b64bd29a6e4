"""The training desk: at practice stations alone, tasks found in the records, results on a sheet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qi_desk import resource_files
from qi_desk.domain.errors import NotAllowed
from qi_desk.services import drills, reception
from qi_desk.services.reception import WalkIn
from tests.support.stations import Bench


@pytest.fixture
def practice(bench: Bench) -> Bench:
    """The bench as a practice station."""
    bench.house = replace(bench.house, practice=True)
    return bench


def test_a_real_station_has_no_drills(bench: Bench) -> None:
    with pytest.raises(NotAllowed, match=r"drill\.real_station"):
        drills.finish(bench.house, bench.actor, "hurried", bench.clock.now(), [], [])


def test_a_task_is_done_when_the_record_is_there_and_not_before(practice: Bench) -> None:
    began = practice.clock.now()
    place = next(at for at, step in enumerate(drills.script_of("hurried").steps) if step.kind)
    assert not drills.done(practice.house, practice.actor, "hurried", place, began)
    other = WalkIn(subject="问路", name="周赶路", organisation="佛山赶工演练五金厂")
    reception.check_in(practice.house, practice.actor, other)
    assert not drills.done(practice.house, practice.actor, "hurried", place, began)
    right = WalkIn(subject="压力表校准", name="周赶路", organisation="佛山赶工演练五金厂", anyway=True)
    reception.check_in(practice.house, practice.actor, right)
    assert drills.done(practice.house, practice.actor, "hurried", place, began)
    practice.clock.pass_time(minutes=1)
    assert not drills.done(practice.house, practice.actor, "hurried", place, practice.clock.now())


def best(script: str) -> list[int | None]:
    talks = [step.replies for step in drills.script_of(script).steps if step.replies]
    return [[reply.points for reply in replies].index(2) for replies in talks]


def test_a_run_is_written_down_with_what_to_do_better(practice: Bench) -> None:
    began = practice.clock.now()
    practice.clock.pass_time(minutes=3)
    tasks = [at for at, step in enumerate(drills.script_of("hurried").steps) if step.kind]
    outcome = drills.finish(practice.house, practice.actor, "hurried", began, best("hurried"), tasks).value
    assert outcome.marks.passed
    assert outcome.mistakes == ()
    replied: list[int | None] = [1, *best("hurried")[1:]]
    poor = drills.finish(practice.house, practice.actor, "hurried", began, replied, []).value
    assert not poor.marks.passed
    assert len(poor.mistakes) == 2
    assert [row.passed for row in drills.history(practice.house, practice.actor)] == [False, True]


def test_the_sheet_says_whether_all_are_passed(practice: Bench) -> None:
    began = practice.clock.now()
    with pytest.raises(NotAllowed, match=r"drill\.not_passed"):
        drills.record(practice.house, practice.actor, practice.actor.account)
    view = drills.sheet(practice.house, practice.actor).view
    assert "合格 0 位" in dict(view.facts)["结论"]
    for script in resource_files.drill_scripts():
        tasks = [at for at, step in enumerate(script.steps) if step.kind]
        drills.finish(practice.house, practice.actor, script.id, began, best(script.id), tasks)
    view = drills.sheet(practice.house, practice.actor).view
    training = drills.record(practice.house, practice.actor, practice.actor.account).value
    with practice.house.store.read() as look:
        entered = look.get("training", training)
    assert entered is not None
    assert (entered["kind"], entered["passed"]) == ("pre_post", True)
    assert "全部合格" in dict(view.facts)["结论"]
    assert {row[-1] for row in view.tables[0].rows} == {"合格"}
