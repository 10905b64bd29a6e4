"""A bad rating is looked into by another, put right, called back, and may be held against."""

from __future__ import annotations

import pytest

from qi_desk.domain.errors import Invalid, NotAllowed
from qi_desk.domain.feedback.surveys import correction_id
from qi_desk.services import today
from qi_desk.services.feedback import complaints, corrections, statistics, survey_views, surveys
from tests.services.feedback.cases import BAD, COMPLAINT, GOOD, asked, rated_badly, record
from tests.support.stations import Bench

VERIFIED = {"finding": "true", "cause": "unclear", "facts": "告知单少列一项。"}
CALLED = {"call_back_mode": "phone", "call_back_note": "已说明，客户理解。"}


def bad_case(bench: Bench) -> tuple[str, str]:
    """A bad rating of the specialist, and what it set going."""
    survey = rated_badly(bench, bench.as_specialist())
    return survey, correction_id(survey)


def closed(bench: Bench) -> tuple[str, str]:
    survey, eid = bad_case(bench)
    corrections.verify(bench.house, bench.actor, eid, VERIFIED)
    corrections.correct(bench.house, bench.as_specialist(), eid, {"measures": "补全样表。"})
    corrections.call_back(bench.house, bench.actor, eid, CALLED)
    return survey, eid


def test_from_verifying_to_a_second_rating(bench: Bench) -> None:
    survey, eid = closed(bench)
    assert record(bench, "correction", eid)["state"] == "closed"
    again = surveys.ask_again(bench.house, bench.actor, survey).value
    assert again != survey
    surveys.rate_on_screen(bench.house, bench.actor, again, GOOD)
    assert record(bench, "survey", survey)["overall"] == 2
    with pytest.raises(NotAllowed, match=r"survey\.again"):
        surveys.ask_again(bench.house, bench.actor, again)


def test_who_was_rated_neither_verifies_nor_calls_back(bench: Bench) -> None:
    _, eid = bad_case(bench)
    rated = bench.as_specialist()
    with pytest.raises(NotAllowed, match=r"correction\.own_case"):
        corrections.verify(bench.house, rated, eid, VERIFIED)
    corrections.verify(bench.house, bench.actor, eid, VERIFIED)
    corrections.correct(bench.house, rated, eid, {"measures": "补全样表。"})
    with pytest.raises(NotAllowed, match=r"correction\.own_case"):
        corrections.call_back(bench.house, rated, eid, CALLED)


def test_no_step_is_skipped_and_none_without_words(bench: Bench) -> None:
    _, eid = bad_case(bench)
    with pytest.raises(NotAllowed, match=r"move\.not_offered"):
        corrections.correct(bench.house, bench.actor, eid, {"measures": "某"})
    with pytest.raises(Invalid):
        corrections.verify(bench.house, bench.actor, eid, {"finding": "true"})


def test_an_appeal_is_decided_by_another_and_stays_to_be_seen(bench: Bench) -> None:
    survey, eid = bad_case(bench)
    rated = bench.as_specialist()
    with pytest.raises(NotAllowed, match=r"correction\.not_yours"):
        corrections.appeal(bench.house, bench.actor, eid, "不实")
    corrections.appeal(bench.house, rated, eid, "当天等候 6 分钟。")
    with pytest.raises(NotAllowed, match=r"correction\.appealed"):
        corrections.appeal(bench.house, rated, eid, "再说一次")
    decided = {"appeal_verdict": "upheld", "appeal_answer": "记录相符。"}
    corrections.decide_appeal(bench.house, bench.actor, eid, decided)
    with pytest.raises(NotAllowed, match=r"correction\.no_appeal"):
        corrections.decide_appeal(bench.house, bench.actor, eid, decided)
    view = survey_views.show(bench.house, rated, survey)
    assert view.correction["appeal"] == "当天等候 6 分钟。"
    assert view.row.overall == 2
    day = bench.clock.now().date()
    found = statistics.figures(bench.house, bench.actor, day, day)
    assert (found.ratings.bad, found.upheld_appeals) == (1, 1)


def test_a_bad_rating_goes_on_as_a_complaint(bench: Bench) -> None:
    _, eid = bad_case(bench)
    values = {**COMPLAINT, "medium": "rating", "target": "staff", "against_person": bench.specialist}
    complaint = complaints.receive(bench.house, bench.actor, values, correction=eid).value
    assert record(bench, "correction", eid)["state"] == "complaint"
    assert record(bench, "correction", eid)["complaint"] == complaint
    assert record(bench, "complaint", complaint)["state"] == "received"


def test_what_is_owed_stands_on_the_day_page(bench: Bench) -> None:
    survey, _ = bad_case(bench)
    lines = [line for line in today.day(bench.house, bench.actor).lines if line.section == "correction"]
    assert [(line.kind, line.eid, line.late) for line in lines] == [("survey", survey, False)]
    bench.clock.pass_time(days=3)
    assert [line.late for line in today.day(bench.house, bench.actor).lines if line.section == "correction"] == [True]


def test_a_good_rating_sets_nothing_going(bench: Bench) -> None:
    survey = asked(bench)
    surveys.rate_on_screen(bench.house, bench.actor, survey, GOOD)
    with bench.house.store.read() as look:
        assert look.get("correction", correction_id(survey)) is None
    assert BAD["overall"] < GOOD["overall"]
