"""Into the library and out of it: proposing, checking, admitting, renewing, suspending, withdrawing (C5, C6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.assignments import needs_review
from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.domain.fields import check, encode_all, stopping
from qi_desk.domain.records import LIFECYCLES, entity
from qi_desk.domain.standing import Level, covers_of
from qi_desk.domain.working_time import add_working_days
from qi_desk.services.library.records import PARTIES, committed, move_party, party_of, refuse_open_work, scores_of
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Record, Unit
from qi_desk.services.rights import COUNTER, LEADING, verb

_KEPT = frozenset(
    {
        "number",
        "state",
        "state_reason",
        "state_note",
        "supplemented",
        "verified_on",
        "published_on",
        "published_until",
        "term_from",
        "term_to",
        "agreement_from",
        "agreement_to",
        "rectify_by",
    }
)
"""Fields that only moves of the lifecycle write."""

_PREPARING = frozenset({"check", "apply", "ask_more", "apply_again", "verify"})
_DECIDING = frozenset({"approve", "publish", "warn", "rectify", "resume", "reject"})
_LEAST_YEARS = 5
_RECTIFY_DAYS = 30


@dataclass(frozen=True, slots=True)
class Term:
    """An expert's appointment or an institution's agreement. Without `to` it lasts as long as the station sets."""

    begins: date | None = None
    ends: date | None = None
    number: str = ""


@verb("library.propose", COUNTER)
def propose(house: House, actor: Actor, kind: str, values: Mapping[str, Any]) -> Done[str]:
    """Enter an expert or institution at the beginning of its lifecycle. Raises Invalid; Missing for another kind."""
    if kind not in PARTIES:
        raise Invalid([Problem("kind", "not_in_list", {"value": kind})])
    with house.store.write(actor) as unit:
        given = _checked(house, kind, values, partial=False)
        number = entity(kind).number
        assert number is not None
        given |= {
            "number": unit.next_number(number, moments.china_date(unit.now)),
            "state": LIFECYCLES[kind].first,
        }
        return committed(unit, kind, unit.create(kind, given))


@verb("library.correct", COUNTER)
def correct(
    house: House, actor: Actor, kind: str, eid: str, values: Mapping[str, Any], *, seen: Mapping[str, str] | None = None
) -> Done[str]:
    """Change what is on record; states and terms change by moves only. Raises Invalid, Missing, Conflict."""
    with house.store.write(actor) as unit:
        party_of(unit, kind, eid)
        unit.change(kind, eid, _checked(house, kind, values, partial=True), seen=seen)
        return committed(unit, kind, eid)


def _checked(house: House, kind: str, values: Mapping[str, Any], *, partial: bool) -> dict[str, Any]:
    kept = sorted(_KEPT & values.keys())
    problems = [Problem(name, "library.by_move") for name in kept]
    given = {name: value for name, value in values.items() if name not in _KEPT}
    problems += stopping(check(entity(kind), encode_all(entity(kind), given), house.codes, partial=partial))
    if problems:
        raise Invalid(problems)
    return given


@verb("library.prepare", COUNTER)
def prepare(house: House, actor: Actor, kind: str, eid: str, event: str, *, note: str = "") -> Done[str]:
    """A step of the examination: check, and for institutions apply, ask_more (once), apply_again, verify.

    Raises NotAllowed("library.asked_once"), Invalid where what is to be checked is not on record.
    """
    with house.store.write(actor) as unit:
        record = party_of(unit, kind, eid)
        if event not in _PREPARING:
            raise NotAllowed("move.not_offered", lifecycle=kind, state=record["state"], event=event)
        if event == "ask_more" and record["supplemented"]:
            raise NotAllowed("library.asked_once")
        if event == "check":
            _refuse_lacking(_lacking_on_check(record))
        values: dict[str, Any] = {"supplemented": True} if event == "ask_more" else {}
        if event == "verify":
            values["verified_on"] = moments.china_date(unit.now)
        move_party(house, unit, record, event, values, note=note)
        return committed(unit, kind, eid)


@verb("library.decide", LEADING)
def decide(
    house: House, actor: Actor, kind: str, eid: str, event: str, *, reason: str = "", note: str = ""
) -> Done[str]:
    """The manager's step: approve, publish, warn, rectify, resume, reject. Publishing fixes the days of publicity."""
    with house.store.write(actor) as unit:
        record = party_of(unit, kind, eid)
        if event not in _DECIDING:
            raise NotAllowed("move.not_offered", lifecycle=kind, state=record["state"], event=event)
        today = moments.china_date(unit.now)
        values: dict[str, Any] = {}
        if event == "publish":
            due = add_working_days(house.calendar, unit.now, house.settings.get("deadline.publicity"))
            values = {"published_on": today, "published_until": moments.china_date(due.moment)}
        if event == "rectify":
            values = {"rectify_by": today + timedelta(days=_RECTIFY_DAYS)}
        move_party(house, unit, record, event, values, reason=reason, note=note)
        return committed(unit, kind, eid)


@verb("library.admit", LEADING)
def admit(house: House, actor: Actor, kind: str, eid: str, term: Term) -> Done[str]:
    """Appoint the expert or sign with the institution.

    Raises NotAllowed("library.publicity") before the days of publicity are over; Invalid while the conflicts of
    interest are not confirmed, the secrecy undertaking, pledge, prices or a valid qualification are missing.
    """
    with house.store.write(actor) as unit:
        record = party_of(unit, kind, eid)
        LIFECYCLES[kind].take(record["state"] or "", "admit")
        today = moments.china_date(unit.now)
        until = record["published_until"]
        if until is None or today <= until:
            raise NotAllowed("library.publicity", until=until)
        _refuse_lacking(_lacking_on_admission(record, today))
        move_party(house, unit, record, "admit", _term_values(house, kind, term, today))
        return committed(unit, kind, eid)


@verb("library.renew", LEADING)
def renew(house: House, actor: Actor, kind: str, eid: str, term: Term, *, note: str = "") -> Done[str]:
    """A new term or agreement. After two low scores in a row it takes a note that says why (C5).

    Raises Invalid; NotAllowed where the lifecycle has no renewal.
    """
    with house.store.write(actor) as unit:
        record = party_of(unit, kind, eid)
        today = moments.china_date(unit.now)
        scores = scores_of(unit, [eid]).get(eid, [])
        if needs_review(scores, house.settings.get("library.low_score")) and not note.strip():
            raise Invalid([Problem("state_note", "library.low_scores", {"scores": scores[:2]})])
        move_party(house, unit, record, "renew", _term_values(house, kind, term, today), note=note)
        return committed(unit, kind, eid)


@verb("library.suspend", LEADING)
def suspend(house: House, actor: Actor, kind: str, eid: str, reason: str, note: str = "") -> Done[str]:
    """No new work until resumed or renewed; work in hand is finished (C6). Raises Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        move_party(house, unit, party_of(unit, kind, eid), "suspend", {}, reason=reason, note=note)
        return committed(unit, kind, eid)


@verb("library.withdraw", LEADING)
def withdraw(house: House, actor: Actor, kind: str, eid: str, reason: str, note: str = "") -> Done[str]:
    """Out of the library, with a reason. Raises NotAllowed("library.open_work") while work is in hand."""
    with house.store.write(actor) as unit:
        record = party_of(unit, kind, eid)
        refuse_open_work(unit, eid)
        move_party(house, unit, record, "withdraw", {}, reason=reason, note=note)
        return committed(unit, kind, eid)


def offered(role: str, record: Record) -> tuple[str, ...]:
    """The moves this role may make now, in the lifecycle's order."""
    events = tuple(move.event for move in LIFECYCLES[record.kind].offered(record["state"] or ""))
    return events if role in LEADING else tuple(event for event in events if event in _PREPARING)


def _lacking_on_check(record: Record) -> list[Problem]:
    if record.kind == "expert":
        experienced = record["title"] or (record["years"] or 0) >= _LEAST_YEARS
        return [] if experienced else [Problem("years", "expert.experience", {"least": _LEAST_YEARS})]
    return _missing(record, "credit_code", "qualifications")


def _lacking_on_admission(record: Record, today: date) -> list[Problem]:
    if record.kind == "expert":
        unsaid = [] if record["avoid_confirmed"] else [Problem("avoid", "expert.avoid_unconfirmed")]
        return unsaid + _missing(record, "secrecy_on", "source", "roles")
    lacking = _missing(record, "pledge_on", "prices", "agreement_no")
    held = [paper for paper in covers_of("institution", record.values) if paper.document == "qualification"]
    if not any(paper.level(today, 0) in (Level.VALID, Level.EXPIRING) for paper in held):
        lacking.append(Problem("qualifications", "institution.none_valid"))
    return lacking


def _missing(record: Record, *names: str) -> list[Problem]:
    return [Problem(name, "required") for name in names if record[name] in (None, "", [])]


def _refuse_lacking(problems: list[Problem]) -> None:
    if problems:
        raise Invalid(problems)


def _term_values(house: House, kind: str, term: Term, today: date) -> dict[str, Any]:
    begins = term.begins or today
    years = house.settings.get("library.term_years")
    ends = term.ends or moments.months_later(begins, 12 * years) - timedelta(days=1)
    if ends <= begins or ends <= today:
        raise Invalid([Problem("term_to" if kind == "expert" else "agreement_to", "library.term_order")])
    if kind == "expert":
        return {"term_from": begins, "term_to": ends} | ({"certificate_no": term.number} if term.number else {})
    return {"agreement_from": begins, "agreement_to": ends} | ({"agreement_no": term.number} if term.number else {})


def begin_review(house: House, unit: Unit, record: Record) -> None:
    """Warn whoever was judged low twice in a row: part of the act that judged."""
    event = "warn" if record.kind == "expert" else "rectify"
    if event not in {move.event for move in LIFECYCLES[record.kind].offered(record["state"] or "")}:
        return
    values = {} if event == "warn" else {"rectify_by": moments.china_date(unit.now) + timedelta(days=_RECTIFY_DAYS)}
    move_party(house, unit, record, event, values, reason="low_score")
