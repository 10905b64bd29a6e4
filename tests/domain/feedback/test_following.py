"""Where surveys stand, what escalates, and that every lifecycle leads somewhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.feedback.complaints import COMPLAINT_LIFECYCLE, escalates, limit_of
from qi_desk.domain.feedback.improvements import IMPROVEMENT_LIFECYCLE, escalated_to
from qi_desk.domain.feedback.surveys import CORRECTION_LIFECYCLE, Standing, correction_id, standing, survey_id
from qi_desk.domain.lifecycles import Lifecycle
from tests.support.stations import MORNING


@given(st.integers(0, 30 * 24))
def test_silence_is_unrated_after_seven_days_and_never_a_grade(hours: int) -> None:
    now = MORNING + timedelta(hours=hours)
    found = standing({"state": "asked", "asked_at": MORNING}, now, 7)
    assert found is (Standing.UNRATED if hours >= 7 * 24 else Standing.ASKED)
    assert standing({"state": "rated", "asked_at": MORNING}, now, 7) is Standing.RATED


def test_two_desks_that_ask_about_one_visit_ask_once() -> None:
    assert survey_id("v") == survey_id("v")
    assert len({survey_id("v"), survey_id("v", "", 2), survey_id("v", "2026-Q1"), survey_id("w")}) == 4
    assert correction_id("s") != survey_id("s")


@pytest.mark.parametrize(
    "cycle", [COMPLAINT_LIFECYCLE, CORRECTION_LIFECYCLE, IMPROVEMENT_LIFECYCLE], ids=lambda one: one.name
)
def test_every_state_is_reached_and_every_way_ends(cycle: Lifecycle) -> None:
    reached, waiting = {cycle.first}, [cycle.first]
    while waiting:
        for move in cycle.offered(waiting.pop()):
            if move.target not in reached:
                reached.add(move.target)
                waiting.append(move.target)
    assert reached == set(cycle.states)
    assert all(not cycle.offered(state) for state in cycle.final)
    assert all(cycle.offered(state) for state in set(cycle.states) - cycle.final)


def test_who_objects_is_heard_one_level_up_before_any_way_outside() -> None:
    ways = {move.event: move for move in COMPLAINT_LIFECYCLE.moves}
    assert ways["object"].sources == {"decided"}
    assert ways["object"].target == "escalated"
    assert ways["go_outside"].sources == {"reviewed"}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"kind": "05"}, True),
        ({"kind": "06"}, True),
        ({"kind": "01", "safety": "high"}, True),
        ({"kind": "01", "level": "3"}, True),
        ({"kind": "01", "level": "1", "safety": "none"}, False),
    ],
)
def test_leak_integrity_danger_and_the_gravest_go_up_at_once(values: dict[str, str], expected: bool) -> None:
    assert escalates(values) is expected


def test_the_limit_that_runs_follows_the_state() -> None:
    assert limit_of({"state": "received"}) == "complaint_acknowledge"
    assert limit_of({"state": "acknowledged"}) == "complaint_assess"
    assert limit_of({"state": "investigating", "complexity": "complex"}) == "complaint_reply_complex"
    assert limit_of({"state": "responding"}) == "complaint_reply"
    assert limit_of({"state": "decided"}) == ""


def test_an_overdue_plan_goes_to_the_operator_then_to_the_department() -> None:
    day = date(2026, 3, 10)
    assert escalated_to(day, day, ended=False) == ""
    assert escalated_to(day, day + timedelta(days=1), ended=False) == "operator"
    assert escalated_to(day, day + timedelta(days=11), ended=False) == "department"
    assert escalated_to(day, day + timedelta(days=99), ended=True) == ""
