"""What of the ratings is shown: who was asked, what they said, and what followed a bad one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.feedback.scores import Score, is_bad, score
from qi_desk.domain.feedback.surveys import (
    CORRECTION,
    CORRECTION_LIFECYCLE,
    SURVEY,
    Standing,
    correction_id,
    standing,
)
from qi_desk.services.client_file import living
from qi_desk.services.feedback.surveys import served_by
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import shown, text

SCOPES = ("waiting", "rated", "bad", "unrated")
_MOST = 2000
_DAYS = 180
_OPEN = {"state": ("open", "verified", "corrected")}
_OPEN_CORRECTIONS = Query("correction", among=_OPEN, order="correct_due", limit=_MOST)


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One line. `overall` is 0 where nobody answered; `correction` the state of what a bad one set going, `late`
    whether that is overdue; `subject` names what was rated."""

    eid: str
    number: str
    client_name: str
    subject: str
    served_by: str
    asked_at: datetime
    rated_at: datetime | None
    standing: Standing
    overall: int
    method: str
    correction: str
    late: bool


@dataclass(frozen=True, slots=True)
class SurveyView:
    """One sheet whole, masked. `deeds` are what the actor may do now; `correction` the values of what followed."""

    row: SurveyRow
    values: Mapping[str, Any]
    score: Score
    correction: Mapping[str, Any]
    correction_eid: str
    people: Mapping[str, str]
    deeds: tuple[str, ...]


@verb("surveys.page", LOOKING)
def page(house: House, actor: Actor, scope: str = "waiting") -> tuple[SurveyRow, ...]:
    """Surveys of the last half year in one of SCOPES, the newest first; "bad" are those whose correction is open."""
    now = house.clock.now()
    since = now - timedelta(days=_DAYS)
    with house.store.read() as look:
        if scope == "bad":
            corrections = look.select(_OPEN_CORRECTIONS)
            found = look.many("survey", [one["survey"] for one in corrections])
            return rows_of(house, look, [found[one["survey"]] for one in corrections if one["survey"] in found])
        state = "rated" if scope == "rated" else "asked"
        query = Query("survey", equals={"state": state}, order="asked_at", since=since, newest_first=True, limit=_MOST)
        records = look.select(query)
        wanted = {"waiting": Standing.ASKED, "rated": Standing.RATED, "unrated": Standing.UNRATED}[scope]
        days = house.settings.get("deadline.rating")
        return rows_of(house, look, [one for one in records if standing(one.values, now, days) is wanted])


def rows_of(house: House, look: Reader, records: Iterable[Record]) -> tuple[SurveyRow, ...]:
    """List lines."""
    surveys = tuple(records)
    now, days = house.clock.now(), house.settings.get("deadline.rating")
    clients = look.many("enterprise", {one["client"] for one in surveys if one["client"]})
    people = look.many("person", {one["served_by"] for one in surveys if one["served_by"]})
    corrections = look.many("correction", [correction_id(one.eid) for one in surveys if one["state"] == "rated"])
    rows = []
    for one in surveys:
        correction = corrections.get(correction_id(one.eid))
        rows.append(
            SurveyRow(
                eid=one.eid,
                number=one["number"] or "",
                client_name=text(clients.get(one["client"] or ""), "name"),
                subject=_subject(look, one),
                served_by=text(people.get(one["served_by"] or ""), "name"),
                asked_at=one["asked_at"],
                rated_at=one["rated_at"],
                standing=standing(one.values, now, days),
                overall=one["overall"] or 0,
                method=one["method"] or "",
                correction=correction["state"] if correction is not None else "",
                late=correction is not None and is_late(correction, now),
            )
        )
    return tuple(rows)


def is_late(correction: Record, now: datetime) -> bool:
    """Whether what follows a bad rating is overdue: verifying, or putting right."""
    if correction["state"] == "open":
        return bool(correction["verify_due"] < now)
    return correction["state"] in ("verified", "corrected") and bool(correction["correct_due"] < now)


def _subject(look: Reader, survey: Record) -> str:
    if survey["period"]:
        return str(survey["period"])
    subject = look.get(survey["about_kind"], survey["about"])
    number = subject["number"] if subject is not None else ""
    return " ".join(filter(None, (wording.code_label("entity", survey["about_kind"]), number)))


@verb("surveys.show", LOOKING)
def show(house: House, actor: Actor, which: str) -> SurveyView:
    """One sheet by id or number. Raises Missing."""
    with house.store.read() as look:
        record = look.by_number(which) or living(look, "survey", which)
        record = living(look, "survey", record.eid)
        correction = look.get("correction", correction_id(record.eid))
        named = {record[name] for name in ("served_by", "asked_by", "entered_by")}
        if correction is not None:
            named |= {correction[one.name] for one in CORRECTION.fields if one.target == "person"}
        people = look.many("person", filter(None, named))
        return SurveyView(
            row=rows_of(house, look, [record])[0],
            values={name: shown(record, name) for name in SURVEY.names()},
            score=score(record.values),
            correction=dict(correction.values) if correction is not None else {},
            correction_eid=correction.eid if correction is not None else "",
            people={eid: text(one, "name") for eid, one in people.items()},
            deeds=_deeds(look, actor, record, correction),
        )


def _deeds(look: Reader, actor: Actor, survey: Record, correction: Record | None) -> tuple[str, ...]:
    mine = actor.account in served_by(look, survey)
    if survey["state"] != "rated":
        return ("rate_here",) if mine else ("rate_here", "rate_by_phone", "rate_from_slip")
    if correction is None:
        return ("plan",) if is_bad(survey.values) else ()
    moves = [one.event for one in CORRECTION_LIFECYCLE.offered(correction["state"])]
    deeds = [event for event in moves if event == "correct" or not mine]
    if mine and correction["appealed_at"] is None:
        deeds.append("appeal")
    if correction["appealed_at"] is not None and not correction["appeal_verdict"] and not mine:
        deeds.append("decide_appeal")
    if correction["state"] == "closed" and survey["round"] == 1:
        deeds.append("ask_again")
    return (*deeds, "plan")


def corrections_due(look: Reader, now: datetime) -> tuple[tuple[Record, Record], ...]:
    """What bad ratings ask for today or earlier: (correction, survey), the most urgent first."""
    found = look.select(_OPEN_CORRECTIONS)
    surveys = look.many("survey", [one["survey"] for one in found])
    until = moments.midnight(moments.china_date(now) + timedelta(days=1))
    due = [one for one in found if one["state"] == "open" or one["correct_due"] < until]
    return tuple((one, surveys[one["survey"]]) for one in due if one["survey"] in surveys)
