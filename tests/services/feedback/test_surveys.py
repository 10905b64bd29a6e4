"""Asked once, answered by the client, never by who served them."""

from __future__ import annotations

import pytest

from qi_desk.domain.errors import Invalid, Missing, NotAllowed
from qi_desk.domain.feedback.surveys import Standing
from qi_desk.services import intake, reception, request_ending
from qi_desk.services.feedback import statistics, survey_views, surveys
from qi_desk.services.reception import WalkIn
from tests.services.feedback.cases import BAD, GOOD, asked, colleague, delivered, rated_badly, record
from tests.support.stations import Bench, intake_of


def test_the_client_rates_on_the_screen_and_nobody_stands_as_having_entered_it(bench: Bench) -> None:
    survey = asked(bench)
    surveys.rate_on_screen(bench.house, bench.actor, survey, {**GOOD, "reasons": ["warm"]})
    view = survey_views.show(bench.house, bench.actor, survey)
    assert view.row.standing is Standing.RATED
    assert (view.row.overall, view.row.method, view.values["entered_by"]) == (5, "screen", "")
    assert view.score.valid
    assert view.correction_eid == ""


def test_a_visit_is_rated_once_however_many_requests_came_of_it(bench: Bench) -> None:
    visit = reception.check_in(bench.house, bench.actor, WalkIn(subject="校准", name="陈演练", begin=True)).value
    first, second = (
        intake.register(bench.house, bench.actor, intake_of(visit=visit.eid, items=(item,))).value.eid
        for item in ("ME02", "TE03")
    )
    one = surveys.ask(bench.house, bench.actor, "request", first).value
    assert surveys.ask(bench.house, bench.actor, "request", second).value == one
    surveys.rate_on_screen(bench.house, bench.actor, one, GOOD)
    with pytest.raises(NotAllowed, match=r"survey\.rated"):
        surveys.ask(bench.house, bench.actor, "request", second)
    with pytest.raises(NotAllowed, match=r"survey\.rated"):
        surveys.rate_on_screen(bench.house, bench.actor, one, BAD)
    assert record(bench, "survey", one)["overall"] == 5


def test_silence_is_unrated_and_counts_as_content_nowhere(bench: Bench) -> None:
    survey = asked(bench)
    day = bench.clock.now().date()
    assert [row.eid for row in survey_views.page(bench.house, bench.actor, "waiting")] == [survey]
    assert statistics.figures(bench.house, bench.actor, day, day).ratings.asked == 0
    bench.clock.pass_time(days=7)
    assert [row.standing for row in survey_views.page(bench.house, bench.actor, "unrated")] == [Standing.UNRATED]
    found = statistics.figures(bench.house, bench.actor, day, bench.clock.now().date()).ratings
    assert (found.asked, found.unrated, found.rated, found.content_rate) == (1, 1, 0, None)


@pytest.mark.parametrize("served", ["manager", "specialist"])
def test_nobody_enters_the_rating_of_their_own_case(bench: Bench, served: str) -> None:
    who = bench.actor if served == "manager" else bench.as_specialist()
    survey = asked(bench, who)
    number = record(bench, "survey", survey)["number"]
    with pytest.raises(NotAllowed, match=r"survey\.own_case"):
        surveys.rate_by_phone(bench.house, who, survey, GOOD)
    with pytest.raises(NotAllowed, match=r"survey\.own_case"):
        surveys.rate_from_slip(bench.house, who, number, GOOD)
    assert record(bench, "survey", survey)["state"] == "asked"


def test_a_colleague_enters_a_slip_by_its_number_once(bench: Bench) -> None:
    survey = asked(bench, bench.as_specialist())
    number = record(bench, "survey", survey)["number"]
    surveys.rate_from_slip(bench.house, bench.actor, number.lower(), GOOD)
    assert record(bench, "survey", survey)["method"] == "paper"
    with pytest.raises(NotAllowed, match=r"survey\.rated"):
        surveys.rate_from_slip(bench.house, bench.actor, number, BAD)
    with pytest.raises(Missing, match=r"survey\.unknown_number"):
        surveys.rate_from_slip(bench.house, bench.actor, "PY03-MY-20260310-A-9999", GOOD)


def test_who_had_any_hand_in_it_may_not_rate_it(bench: Bench) -> None:
    eid = delivered(bench, bench.as_specialist())
    survey = request_ending.ask_rating(bench.house, bench.actor, eid).value
    helper = colleague(bench)
    with bench.house.store.write(bench.actor) as unit:
        unit.change("request", eid, {"responsible": helper.account})
        unit.commit()
    with pytest.raises(NotAllowed, match=r"survey\.own_case"):
        surveys.rate_by_phone(bench.house, helper, survey, GOOD)


@pytest.mark.parametrize("answers", [{}, {"overall": 0}, {"overall": 6}, {"overall": 5, "recommend": 11}])
def test_no_grade_and_a_grade_out_of_range_are_refused(bench: Bench, answers: dict[str, int]) -> None:
    survey = asked(bench)
    with pytest.raises(Invalid):
        surveys.rate_on_screen(bench.house, bench.actor, survey, answers)
    assert record(bench, "survey", survey)["state"] == "asked"


def test_an_anonymous_answer_keeps_no_name(bench: Bench) -> None:
    survey = asked(bench)
    surveys.rate_on_screen(bench.house, bench.actor, survey, {**GOOD, "anonymous": True, "respondent": "陈演练"})
    assert record(bench, "survey", survey)["respondent"] is None


def test_a_client_is_asked_about_a_period(bench: Bench) -> None:
    client = record(bench, "request", delivered(bench))["client"]
    one = surveys.ask(bench.house, bench.actor, "enterprise", client, "2026-Q1").value
    assert surveys.ask(bench.house, bench.actor, "enterprise", client, "2026-Q1").value == one
    assert surveys.ask(bench.house, bench.actor, "enterprise", client, "2026-Q2").value != one
    with pytest.raises(Invalid):
        surveys.ask(bench.house, bench.actor, "enterprise", client)


def test_who_was_served_in_a_period_and_never_asked_is_asked_once(bench: Bench) -> None:
    day = bench.clock.now().date()
    eid = delivered(bench)
    assert surveys.ask_period(bench.house, bench.actor, day, day).value == 0
    with bench.house.store.write(bench.actor) as unit:
        unit.change("request", eid, {"state": "closed", "closed_at": unit.now})
        unit.commit()
    assert surveys.ask_period(bench.house, bench.actor, day, day).value == 1
    assert surveys.ask_period(bench.house, bench.actor, day, day).value == 0
    (row,) = survey_views.page(bench.house, bench.actor, "waiting")
    assert row.subject == "2026-03"


def test_a_bad_rating_opens_what_follows_with_its_limits(bench: Bench) -> None:
    survey = rated_badly(bench)
    view = survey_views.show(bench.house, bench.actor, survey)
    assert view.row.correction == "open"
    assert f"{view.correction['verify_due']:%m-%d %H:%M}" == "03-11 17:30"
    assert f"{view.correction['correct_due']:%m-%d %H:%M}" == "03-17 17:30"
    assert [row.eid for row in survey_views.page(bench.house, bench.actor, "bad")] == [survey]
    bench.clock.pass_time(days=2)
    assert survey_views.page(bench.house, bench.actor, "bad")[0].late
