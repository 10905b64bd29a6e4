"""Asking clients how they were served (F12): once for a visit, on their own screen, on paper with a number or by phone;
never entered by who served them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Invalid, Missing, NotAllowed, Problem
from qi_desk.domain.feedback.scores import ASKED, BEST, is_bad
from qi_desk.domain.feedback.surveys import ANSWER_FIELDS, SURVEY, correction_id, survey_id
from qi_desk.domain.working_time import add_working_days
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.writing import problems_in

KINDS = frozenset({"survey", "correction", "request", "visit", "enterprise"})
SCREEN, PAPER, PHONE = "screen", "paper", "phone"
_MOST_RECOMMEND = 10
_SERVING = {
    "request": ("responsible", "first_contact", "registered_by", "accepted_by"),
    "visit": ("received_by",),
    "enterprise": ("specialist",),
}
"""Who served, by the kind of record a survey is about: the first named is the one who is rated."""


@verb("surveys.ask", COUNTER)
def ask(house: House, actor: Actor, kind: str, eid: str, period: str = "") -> Done[str]:
    """Ask about a request or visit that ended, or a client about a `period` ("2026-Q3"); the one already asked is
    answered again. Raises Missing, Invalid for a client without a period, NotAllowed("survey.rated")."""
    if kind == "enterprise" and not period.strip():
        raise Invalid([Problem("period", "required")])
    with house.store.write(actor) as unit:
        made = open_survey(unit, actor, living(unit, kind, eid), period.strip())
        record = living(unit, "survey", made)
        if record["state"] == "rated":
            raise NotAllowed("survey.rated")
        return _done(unit, made, record)


@verb("surveys.ask_period", COUNTER)
def ask_period(house: House, actor: Actor, since: date, until: date) -> Done[int]:
    """Ask every client that something ended for in a period and that was asked about nothing in it: once a client and
    period. Answers how many were asked. Raises Invalid for a period that ends before it begins."""
    if until < since:
        raise Invalid([Problem("period", "date.before_begin")])
    begins, ends = moments.midnight(since), moments.midnight(until + timedelta(days=1))
    period = f"{since:%Y-%m}" if (since.year, since.month) == (until.year, until.month) else f"{since:%Y-%m}/{until:%m}"
    with house.store.write(actor) as unit:
        asked = {one["client"] for one in unit.select(Query("survey", order="asked_at", since=begins, limit=_MOST))}
        clients = []
        for state in _ENDED:
            ended = Query("request", equals={"state": state}, order="closed_at", since=begins, until=ends, limit=_MOST)
            clients += [one["client"] for one in unit.select(ended) if one["client"] not in asked]
        made = [open_survey(unit, actor, living(unit, "enterprise", eid), period) for eid in dict.fromkeys(clients)]
        unit.commit()
        return Done(len(made), Changes(KINDS, frozenset(made)))


_ENDED = ("closed", "archived")
_MOST = 20_000


@verb("surveys.ask_again", COUNTER)
def ask_again(house: House, actor: Actor, eid: str) -> Done[str]:
    """After a bad rating was put right and called back, ask once more. Raises Missing, NotAllowed("survey.again")."""
    with house.store.write(actor) as unit:
        first = living(unit, "survey", eid)
        correction = unit.get("correction", correction_id(eid))
        if first["round"] != 1 or correction is None or correction["state"] != "closed":
            raise NotAllowed("survey.again")
        subject = living(unit, first["about_kind"], first["about"])
        made = open_survey(unit, actor, subject, first["period"] or "", round=2)
        return _done(unit, made, first)


def open_survey(unit: Unit, actor: Actor, subject: Record, period: str = "", *, round: int = 1) -> str:
    """The survey about a record, made unless it was; part of the act that ends the matter. One visit is rated once,
    however many requests came of it that day."""
    about = _once_a_visit(unit, subject)
    eid = survey_id(about.eid, period, round)
    if unit.get("survey", eid) is not None:
        return eid
    values = {
        "number": unit.next_number("MY", moments.china_date(unit.now)),
        "about_kind": about.kind,
        "about": about.eid,
        "client": about.eid if about.kind == "enterprise" else about["client"],
        "period": period or None,
        "round": round,
        "served_by": next(filter(None, (subject[name] for name in _SERVING[subject.kind])), None),
        "asked_at": unit.now,
        "asked_by": actor.account,
        "state": "asked",
    }
    return unit.create("survey", values, eid=eid)


def _once_a_visit(unit: Unit, subject: Record) -> Record:
    if subject.kind != "request" or not subject["visit"]:
        return subject
    visit = unit.get("visit", subject["visit"])
    if visit is None or visit.void:
        return subject
    same_day = moments.china_date(visit["arrived_at"]) == moments.china_date(unit.now)
    return visit if same_day else subject


@verb("surveys.rate_on_screen", COUNTER)
def rate_on_screen(house: House, actor: Actor, eid: str, answers: Mapping[str, Any]) -> Done[str]:
    """What the client touched on the customer's screen. Raises Missing, Invalid, NotAllowed("survey.rated")."""
    return _rate(house, actor, eid, answers, SCREEN)


@verb("surveys.rate_by_phone", COUNTER)
def rate_by_phone(house: House, actor: Actor, eid: str, answers: Mapping[str, Any]) -> Done[str]:
    """What the client said on the phone, entered by somebody who did not serve them. Raises Missing, Invalid,
    NotAllowed("survey.rated"), NotAllowed("survey.own_case")."""
    return _rate(house, actor, eid, answers, PHONE)


@verb("surveys.rate_from_slip", COUNTER)
def rate_from_slip(house: House, actor: Actor, number: str, answers: Mapping[str, Any]) -> Done[str]:
    """A sheet filled in on paper, found by its number; each counts once. Raises as `rate_by_phone`,
    Missing("survey.unknown_number")."""
    with house.store.read() as look:
        record = look.by_number(number)
    if record is None or record.kind != "survey":
        raise Missing("survey.unknown_number", number=number)
    return _rate(house, actor, record.eid, answers, PAPER)


def _rate(house: House, actor: Actor, eid: str, answers: Mapping[str, Any], method: str) -> Done[str]:
    with house.store.write(actor) as unit:
        record = living(unit, "survey", eid)
        if record["state"] == "rated":
            raise NotAllowed("survey.rated")
        if method != SCREEN and actor.account in served_by(unit, record):
            raise NotAllowed("survey.own_case")
        given = {name: answers.get(name) for name in ANSWER_FIELDS}
        if given["anonymous"]:
            given["respondent"] = None
        problems = problems_in(house, SURVEY, given, partial=True) + _grade_problems(given)
        if problems:
            raise Invalid(problems)
        entered = None if method == SCREEN else actor.account
        given |= {"state": "rated", "method": method, "rated_at": unit.now, "entered_by": entered}
        unit.change("survey", eid, given, event="rate")
        if is_bad(given):
            _open_correction(house, unit, record)
        return _done(unit, eid, record)


def _grade_problems(given: Mapping[str, Any]) -> list[Problem]:
    problems = [Problem(name, "survey.grade", {"most": BEST}) for name in ASKED if (given[name] or 0) > BEST]
    if not any(given[name] for name in ASKED):
        problems.append(Problem("overall", "survey.blank"))
    if (given["recommend"] or 0) > _MOST_RECOMMEND:
        problems.append(Problem("recommend", "survey.grade", {"most": _MOST_RECOMMEND}))
    return problems


def served_by(look: Reader, survey: Record) -> frozenset[str]:
    """Everybody who had a hand in what a survey is about."""
    subject = look.get(survey["about_kind"], survey["about"])
    named = {survey["served_by"]}
    if subject is not None:
        named |= {subject[name] for name in _SERVING[subject.kind]}
    if survey["about_kind"] == "visit":
        for request in look.select(Query("request", equals={"visit": survey["about"]}, limit=50)):
            named |= {request[name] for name in _SERVING["request"]}
    return frozenset(filter(None, named))


def _open_correction(house: House, unit: Unit, survey: Record) -> None:
    limits = {
        due: add_working_days(house.calendar, unit.now, house.settings.get(f"deadline.{limit}")).moment
        for due, limit in (("verify_due", "rating_verify"), ("correct_due", "rating_correct"))
    }
    values = {"survey": survey.eid, "client": survey["client"], "state": "open", "opened_at": unit.now, **limits}
    unit.create("correction", values, eid=correction_id(survey.eid))


def _done(unit: Unit, eid: str, record: Record) -> Done[str]:
    unit.commit()
    return Done(eid, Changes(KINDS, frozenset(filter(None, (eid, record["about"], record["client"])))))
