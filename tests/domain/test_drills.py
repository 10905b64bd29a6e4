"""Runs with simulated visitors, scored."""

from __future__ import annotations

from qi_desk import resource_files
from qi_desk.domain.drills import Reply, Script, Step, marks

RIGHT, POOR, RUDE = Reply("好", 2), Reply("嗯", 0), Reply("包过", 0, fatal=True)
SCRIPT = Script(
    "x",
    "某",
    "",
    "",
    5,
    (Step("一", replies=(RIGHT, POOR, RUDE)), Step("二", task="办", kind="visit"), Step("三", replies=(RIGHT, POOR))),
)


def test_everything_right_in_time_is_a_hundred() -> None:
    found = marks(SCRIPT, (RIGHT, RIGHT), {1}, 299)
    assert (found.flow, found.words, found.time, found.total, found.passed) == (100, 100, 100, 100, True)


def test_a_task_left_out_costs_the_flow() -> None:
    assert marks(SCRIPT, (RIGHT, RIGHT), set(), 60).flow == 0


def test_time_is_gone_at_twice_as_many_minutes() -> None:
    assert marks(SCRIPT, (RIGHT, RIGHT), {1}, 450).time == 50
    assert marks(SCRIPT, (RIGHT, RIGHT), {1}, 9000).time == 0


def test_one_thing_that_is_never_said_fails_whatever_the_points() -> None:
    found = marks(SCRIPT, (RUDE, RIGHT), {1}, 60)
    assert found.total >= 80
    assert not found.passed


def test_the_course_has_the_seven_visitors_and_each_can_be_passed() -> None:
    scripts = resource_files.drill_scripts()
    assert len(scripts) == 7
    assert len({script.title for script in scripts}) == 7
    for script in scripts:
        best = [max(step.replies, key=lambda reply: reply.points) for step in script.steps if step.replies]
        tasks = {place for place, step in enumerate(script.steps) if step.kind}
        assert tasks, script.id
        assert all(reply.points == 2 for reply in best)
        assert marks(script, best, tasks, script.minutes * 60).total == 100
