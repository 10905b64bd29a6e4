"""Whom the library offers, with every reason; choosing, passing over, declining, judging; one result accepted again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from qi_desk.domain.errors import Conflict, Invalid, NotAllowed
from qi_desk.services import assignments, intake, matching, reuse
from qi_desk.services.assignments import Choice
from qi_desk.services.intake_input import Existing
from qi_desk.services.library import evaluation, views
from qi_desk.services.match_words import said
from qi_desk.services.reuse import Decision
from tests.services.library.shelves import code_of, expert_values, institution_values, serving
from tests.support.stations import Bench, intake_of


def need(bench: Bench, **changes: Any) -> str:
    return intake.register_and_accept(bench.house, bench.actor, intake_of(items=("ME02",), **changes)).value.eid


def two(bench: Bench) -> tuple[str, str]:
    """The nearer one with the exact scope, and one whose accreditation ends soon."""
    soon = (bench.clock.now().date() + timedelta(days=80)).isoformat()
    papers = [{**institution_values()["qualifications"][0], "valid_to": soon, "number": "L2", "key": "L2"}]
    good = serving(bench)
    other = institution_values(
        "示范计量所",
        credit_code=code_of("002"),
        qualifications=papers,
        prices=[{"key": "ME02", "item": "ME02", "price": 9000, "unit": "件", "days": 9}],
        response_hours=48,
    )
    return good, serving(bench, "institution", other)


def choice(bench: Bench, party: str, **changes: Any) -> Choice:
    values = {"item": "ME02", "kind": "institution", "party": party, "planned_on": bench.clock.now().date()}
    return Choice(**{**values, **changes})


def test_offers_are_ranked_with_their_reasons(bench: Bench) -> None:
    good, other = two(bench)
    sheet = matching.sheet(bench.house, bench.actor, need(bench))
    assert [line.eid for line in sheet.institutions] == [good, other]
    assert [line.place for line in sheet.institutions] == [1, 2]
    words = "".join(said(reason) for reason in sheet.institutions[1].reasons)
    assert "L2" in words
    assert any(reason.code == "reason.ends_soon" for reason in sheet.institutions[1].reasons)
    assert sheet.few is None


def test_who_is_not_valid_on_the_day_is_shown_with_the_reason_and_cannot_be_chosen(bench: Bench) -> None:
    _, other = two(bench)
    request = need(bench)
    day = bench.clock.now().date() + timedelta(days=90)
    sheet = matching.sheet(bench.house, bench.actor, request, day=day)
    barred = next(line for line in sheet.institutions if line.eid == other)
    assert (barred.place, barred.barred) == (0, True)
    assert said(barred.reasons[0])
    assert sheet.few is not None
    with pytest.raises(NotAllowed, match=r"assignment\.barred"):
        assignments.assign(bench.house, bench.actor, request, choice(bench, other, planned_on=day, few_note="只有一家"))


def test_an_expert_is_not_sent_to_whom_he_avoids(bench: Bench) -> None:
    request = need(bench)
    name = "广州示范精密仪器有限公司"
    eid = serving(bench, "expert", expert_values(avoid=[{"key": name, "name": name}]))
    (line,) = matching.sheet(bench.house, bench.actor, request).experts
    assert (line.eid, line.barred) == (eid, True)


def test_passing_over_the_first_takes_a_reason_and_stands_in_the_ledger(bench: Bench) -> None:
    good, other = two(bench)
    request = need(bench)
    with pytest.raises(Invalid) as caught:
        assignments.assign(bench.house, bench.actor, request, choice(bench, other))
    assert [problem.code for problem in caught.value.problems] == ["assignment.out_of_order"]
    reason = "client_choice"
    assignments.assign(bench.house, bench.actor, request, choice(bench, other, reason=reason))
    today = bench.clock.now().date()
    rows = {row.party: row for row in assignments.ledger(bench.house, bench.actor, today, today)}
    assert (rows[other].chosen, rows[other].out_of_order, rows[other].share) == (1, 1, 1000)
    assert (rows[good].offered, rows[good].chosen) == (1, 0)
    with pytest.raises(Conflict, match=r"assignment\.twice"):
        assignments.assign(bench.house, bench.actor, request, choice(bench, other, reason=reason))


def test_a_single_laboratory_is_never_chosen_without_a_word(bench: Bench) -> None:
    only = serving(bench)
    request = need(bench)
    with pytest.raises(Invalid) as caught:
        assignments.assign(bench.house, bench.actor, request, choice(bench, only))
    assert [problem.field for problem in caught.value.problems] == ["few_note"]
    eid = assignments.assign(
        bench.house, bench.actor, request, choice(bench, only, few_note="本地只有一家有资质")
    ).value
    (view,) = assignments.of_request(bench.house, bench.actor, request)
    assert (view.eid, view.few_note) == (eid, "本地只有一家有资质")


def test_from_asked_to_judged(bench: Bench) -> None:
    good, _ = two(bench)
    request = need(bench)
    eid = assignments.assign(bench.house, bench.actor, request, choice(bench, good)).value
    assert views.show(bench.house, bench.actor, "institution", good).row.load == 1
    with pytest.raises(NotAllowed):
        assignments.finish(bench.house, bench.actor, eid)
    assignments.take_on(bench.house, bench.actor, eid)
    assignments.finish(bench.house, bench.actor, eid)
    grades = {"expertise": 5, "timeliness": 4, "integrity": 5, "attitude": 4}
    assert evaluation.evaluate(bench.house, bench.actor, eid, grades).value == 90
    view = views.show(bench.house, bench.actor, "institution", good)
    assert (view.row.score, view.row.load, len(view.work)) == (90, 0, 1)


def test_who_does_not_answer_in_time_is_overdue_and_who_declines_says_why(bench: Bench) -> None:
    good, _ = two(bench)
    request = need(bench)
    eid = assignments.assign(bench.house, bench.actor, request, choice(bench, good)).value
    bench.clock.moment += timedelta(days=10)
    assert assignments.waiting(bench.house, bench.actor)[0].overdue
    with pytest.raises(Invalid):
        assignments.decline(bench.house, bench.actor, eid, "no reason")
    reason = "busy"
    assignments.decline(bench.house, bench.actor, eid, reason)
    assert assignments.waiting(bench.house, bench.actor) == ()


def report(valid_to: date) -> Existing:
    return Existing("1", "校准证书", "JZ-1", "示范计量所", valid_to.isoformat())


def test_a_result_that_still_stands_is_decided_on_before_a_second_test(bench: Bench) -> None:
    good, _ = two(bench)
    until = bench.clock.now().date() + timedelta(days=200)
    need(bench, product="压力表", existing=(report(until),))
    request = need(bench, product="压力表")
    with pytest.raises(NotAllowed, match=r"reuse\.undecided"):
        assignments.assign(bench.house, bench.actor, request, choice(bench, good))
    (found,) = reuse.search(bench.house, bench.actor, request, "ME02")
    with pytest.raises(Invalid):
        reuse.decide(bench.house, bench.actor, request, Decision("ME02", (found.request, found.key), "refused"))
    price = reuse.estimate(bench.house, bench.actor, "ME02")
    assert price == 9000
    accepted = Decision("ME02", (found.request, found.key), "accepted", cost_avoided=price)
    reuse.decide(bench.house, bench.actor, request, accepted)
    with pytest.raises(Conflict, match=r"reuse\.accepted"):
        assignments.assign(bench.house, bench.actor, request, choice(bench, good))
    today = bench.clock.now().date()
    counted = reuse.counts(bench.house, bench.actor, today, today)
    assert (counted.accepted, counted.refused, counted.cost_avoided) == (1, 0, 9000)


def test_a_result_of_another_product_or_out_of_date_answers_nothing(bench: Bench) -> None:
    old = bench.clock.now().date() - timedelta(days=1)
    later = bench.clock.now().date() + timedelta(days=100)
    need(bench, product="压力表", existing=(report(old),))
    need(bench, product="卡尺", existing=(report(later),))
    request = need(bench, product="压力表")
    assert reuse.search(bench.house, bench.actor, request, "ME02") == ()
