"""Into the library and out of it: nothing skipped, publicity waited for, papers asked for once, work handed over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qi_desk.domain.errors import Invalid, NotAllowed
from qi_desk.services.library import admission, evaluation, views
from qi_desk.services.library.admission import Term
from tests.services.library.shelves import TODAY, expert_values, institution_values, proposed, published, serving
from tests.support.stations import Bench


def codes(caught: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {problem.code for problem in caught.value.problems}


def state(bench: Bench, kind: str, eid: str) -> str:
    return views.show(bench.house, bench.actor, kind, eid).row.state


@pytest.mark.parametrize("kind", ["expert", "institution"])
def test_admission_waits_for_the_days_of_publicity(bench: Bench, kind: str) -> None:
    eid = published(bench, kind, expert_values() if kind == "expert" else institution_values())
    with pytest.raises(NotAllowed, match=r"library\.publicity"):
        admission.admit(bench.house, bench.actor, kind, eid, Term())
    bench.clock.moment += timedelta(days=14)
    admission.admit(bench.house, bench.actor, kind, eid, Term())
    view = views.show(bench.house, bench.actor, kind, eid)
    assert view.row.state == "serving"
    assert view.values["term_to" if kind == "expert" else "agreement_to"].year == TODAY.year + 3


def test_papers_are_asked_for_once(bench: Bench) -> None:
    eid = proposed(bench, "institution", institution_values())
    for event in ("apply", "ask_more", "apply_again"):
        admission.prepare(bench.house, bench.actor, "institution", eid, event)
    with pytest.raises(NotAllowed, match=r"library\.asked_once"):
        admission.prepare(bench.house, bench.actor, "institution", eid, "ask_more")


def test_what_is_missing_stops_the_step_that_needs_it(bench: Bench) -> None:
    young = proposed(bench, "expert", expert_values(title=None, years=2))
    with pytest.raises(Invalid) as caught:
        admission.prepare(bench.house, bench.actor, "expert", young, "check")
    assert codes(caught) == {"expert.experience"}
    unsaid = published(bench, "expert", expert_values("李演练", avoid_confirmed=False, secrecy_on=None))
    bench.clock.moment += timedelta(days=14)
    with pytest.raises(Invalid) as caught:
        admission.admit(bench.house, bench.actor, "expert", unsaid, Term())
    assert codes(caught) == {"expert.avoid_unconfirmed", "required"}
    old = [{**institution_values()["qualifications"][0], "valid_to": "2020-01-01"}]
    lapsed = published(bench, "institution", institution_values(qualifications=old))
    bench.clock.moment += timedelta(days=14)
    with pytest.raises(Invalid) as caught:
        admission.admit(bench.house, bench.actor, "institution", lapsed, Term())
    assert "institution.none_valid" in codes(caught)


def test_states_and_terms_change_by_moves_only(bench: Bench) -> None:
    eid = proposed(bench, "expert", expert_values())
    with pytest.raises(Invalid) as caught:
        admission.correct(bench.house, bench.actor, "expert", eid, {"state": "serving", "term_to": TODAY})
    assert codes(caught) == {"library.by_move"}
    admission.correct(bench.house, bench.actor, "expert", eid, {"post": "系主任"})
    assert views.show(bench.house, bench.actor, "expert", eid).values["post"] == "系主任"


def test_leaving_takes_a_reason_and_the_manager(bench: Bench) -> None:
    eid = serving(bench)
    with pytest.raises(NotAllowed):
        admission.withdraw(bench.house, bench.as_specialist(), "institution", eid, "own_wish")
    with pytest.raises(Invalid):
        admission.withdraw(bench.house, bench.actor, "institution", eid, "no such reason")
    reason = "agreement_end"
    admission.withdraw(bench.house, bench.actor, "institution", eid, reason)
    assert state(bench, "institution", eid) == "left"
    assert views.show(bench.house, bench.actor, "institution", eid).offered == ()


def test_two_low_results_put_a_party_under_review_and_renewal_then_takes_words(bench: Bench) -> None:
    eid = serving(bench)
    low = dict.fromkeys(("expertise", "timeliness", "integrity", "attitude"), 2)
    with pytest.raises(Invalid):
        evaluation.review(bench.house, bench.actor, "institution", eid, low)
    for _ in range(2):
        evaluation.review(bench.house, bench.actor, "institution", eid, low, "多次迟交报告")
    assert state(bench, "institution", eid) == "rectifying"
    assert views.show(bench.house, bench.actor, "institution", eid).review_due
    with pytest.raises(Invalid) as caught:
        admission.renew(bench.house, bench.actor, "institution", eid, Term())
    assert codes(caught) == {"library.low_scores"}
    admission.renew(bench.house, bench.actor, "institution", eid, Term(), note="已整改并复核")
    assert state(bench, "institution", eid) == "serving"


def test_what_runs_out_is_told_before_it_does(bench: Bench) -> None:
    soon = bench.clock.now().date() + timedelta(days=40)
    papers = [{**institution_values()["qualifications"][0], "valid_to": soon.isoformat()}]
    eid = serving(bench, "institution", institution_values(qualifications=papers))
    lines = views.expiring(bench.house, bench.actor)
    assert [(line.eid, line.document, line.level) for line in lines] == [(eid, "qualification", "expiring")]
    bench.clock.moment += timedelta(days=60)
    (line,) = views.expiring(bench.house, bench.actor)
    assert (line.level, line.days < 0) == ("lapsed", True)
