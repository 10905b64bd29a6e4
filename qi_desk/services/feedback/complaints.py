"""投诉 after GB/T 19012: received, acknowledged on the spot, assessed, investigated by another, answered, decided,
put right, checked, closed. Every step writes its row of the follow-up form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.domain.feedback import complaints as declared
from qi_desk.domain.feedback.complaints import COMPLAINT, COMPLAINT_LIFECYCLE
from qi_desk.domain.lifecycles import Move
from qi_desk.domain.working_time import add_working_days
from qi_desk.services.blank_forms.late import LateEntry, late_problems, number_for, use
from qi_desk.services.client_file import living
from qi_desk.services.feedback.access import refuse_subject
from qi_desk.services.feedback.corrections import become_complaint
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.rights import COUNTER, LEADING, verb
from qi_desk.services.writing import check_step, problems_in, step_problems

KINDS = frozenset({"complaint", "complaint_step", "external_dispute", "correction"})
_AT_ONCE = {"person": "face", "phone": "phone"}
"""Media in which the complainant stands there: the complaint is acknowledged in the same breath, and how."""

_REPEAT_DAYS = 365
_MOST = 200


@verb("complaints.receive", COUNTER)
def receive(
    house: House,
    actor: Actor,
    values: Mapping[str, Any],
    *,
    correction: str = "",
    late: LateEntry | None = None,
) -> Done[str]:
    """Take a complaint in, anonymous or not; `correction` is the bad rating it came of, `late` what was written on a
    numbered form first. In person or by phone it is acknowledged at once; leak, integrity and the like go to the
    supervisor at once. Raises Invalid, Missing."""
    with house.store.write(actor) as unit:
        given = dict(values)
        if given.get("anonymous"):
            given |= dict.fromkeys(("complainant", "phone", "address", "agent"))
        problems = problems_in(house, COMPLAINT, {**given, "state": "received", "received_at": unit.now})
        if not given.get("anonymous") and not (given.get("complainant") or given.get("organisation")):
            problems.append(Problem("complainant", "complaint.who"))
        if given.get("target") == "staff" and not given.get("against_person"):
            problems.append(Problem("against_person", "required"))
        if given.get("happened_on") and given["happened_on"] > moments.china_date(unit.now):
            problems.append(Problem("happened_on", "date.future"))
        if late is not None:
            problems += late_problems(house, unit, late, "complaint", unit.now)
        if problems:
            raise Invalid(problems)
        given |= {
            "number": number_for(unit, "TS", moments.china_date(unit.now), late.number if late is not None else ""),
            "received_at": late.at if late is not None else unit.now,
            "received_by": actor.account,
            "state": COMPLAINT_LIFECYCLE.first,
            "repeat": 1 + _earlier(unit, given, unit.now - timedelta(days=_REPEAT_DAYS)),
            "escalated_at": unit.now if declared.escalates(given) else None,
        }
        eid = unit.create("complaint", given)
        if late is not None:
            use(unit, actor, late, late.number, "complaint", eid)
        if correction:
            become_complaint(unit, correction, eid)
        if given["medium"] in _AT_ONCE:
            _acknowledge(unit, actor, eid, {"acknowledge_mode": _AT_ONCE[given["medium"]]})
        return _done(unit, living(unit, "complaint", eid))


def _earlier(look: Reader, given: Mapping[str, Any], since: datetime) -> int:
    """Complaints of the same kind by the same client or phone in the year before."""
    found: set[str] = set()
    for name in ("client", "phone"):
        if given.get(name):
            same = {name: given[name], "kind": given["kind"]}
            query = Query("complaint", equals=same, order="received_at", since=since, limit=_MOST)
            found |= {one.eid for one in look.select(query)}
    return len(found)


@verb("complaints.acknowledge", COUNTER)
def acknowledge(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """The complainant was told that it is here, with its number and until when they hear. Raises Missing, Invalid,
    NotAllowed("complaint.subject"), NotAllowed where C2 does not offer it."""
    with house.store.write(actor) as unit:
        record = _open(unit, actor, eid)
        check_step(house, COMPLAINT, values, ("acknowledge_mode",))
        _acknowledge(unit, actor, record.eid, values)
        return _done(unit, record)


def _acknowledge(unit: Unit, actor: Actor, eid: str, values: Mapping[str, Any]) -> None:
    record = living(unit, "complaint", eid)
    move = COMPLAINT_LIFECYCLE.take(record["state"], "acknowledge")
    given = {**values, "acknowledged_at": unit.now, "acknowledged_by": actor.account}
    _take(unit, actor, record, move, given, "acknowledged", values.get("first_word") or "")


@verb("complaints.assess", COUNTER)
def assess(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """How grave, dangerous, tangled and wide it is, and whether something has to be done at once. Raises as
    `acknowledge`."""
    with house.store.write(actor) as unit:
        record = _open(unit, actor, eid)
        move = COMPLAINT_LIFECYCLE.take(record["state"], "assess")
        check_step(house, COMPLAINT, values, ("level", "complexity", "severity", "safety"))
        given = {**values, "assessed_by": actor.account, "assessed_at": unit.now}
        if record["escalated_at"] is None and declared.escalates({**record.values, **values}):
            given["escalated_at"] = unit.now
        _take(unit, actor, record, move, given, "assessed", values.get("assessment") or "")
        return _done(unit, record)


@verb("complaints.refer", COUNTER)
def refer(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """It is not the station's to handle (12315, another authority): where it went, and that the complainant was told.
    Raises as `acknowledge`."""
    with house.store.write(actor) as unit:
        record = _open(unit, actor, eid)
        move = COMPLAINT_LIFECYCLE.take(record["state"], "refer")
        check_step(house, COMPLAINT, values, ("referred_to", "referral_note"))
        given = {**values, "close_reason": "referred", "closed_at": unit.now}
        _take(unit, actor, record, move, given, "told", values["referral_note"])
        return _done(unit, record)


@verb("complaints.investigate", COUNTER)
def investigate(house: House, actor: Actor, eid: str, person: str) -> Done[str]:
    """Who looks into it: never the person it is about. Raises Missing, NotAllowed("complaint.investigator")."""
    with house.store.write(actor) as unit:
        record = _open(unit, actor, eid)
        move = COMPLAINT_LIFECYCLE.take(record["state"], "investigate")
        if person == record["against_person"]:
            raise NotAllowed("complaint.investigator")
        living(unit, "person", person)
        unit.change("complaint", eid, {"state": move.target, "investigator": person}, event="investigate")
        return _done(unit, record)


@verb("complaints.find", COUNTER)
def find(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """What was found, why it came about, and what is proposed; by the investigator. Raises as `acknowledge`,
    NotAllowed("complaint.not_investigator")."""
    with house.store.write(actor) as unit:
        record = _open(unit, actor, eid)
        move = COMPLAINT_LIFECYCLE.take(record["state"], "find")
        if record["investigator"] != actor.account:
            raise NotAllowed("complaint.not_investigator")
        check_step(house, COMPLAINT, values, ("cause", "investigation", "response"))
        given = {**values, "investigated_at": unit.now}
        _take(unit, actor, record, move, given, "investigated", "")
        return _done(unit, record)


@verb("complaints.extend", LEADING)
def extend(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Put the answer off once, with the reason, by no more than the limit. Raises as `acknowledge`,
    NotAllowed("complaint.extended")."""
    with house.store.write(actor) as unit:
        record = _open(unit, actor, eid)
        if record["extension_days"] or not declared.limit_of(record.values).startswith("complaint_reply"):
            raise NotAllowed("complaint.extended")
        most = house.settings.get("deadline.complaint_extension")
        problems = step_problems(house, COMPLAINT, values, ("extension_days", "extension_reason"))
        if not 1 <= (values.get("extension_days") or 0) <= most:
            problems.append(Problem("extension_days", "complaint.extension", {"most": most}))
        if problems:
            raise Invalid(problems)
        unit.change("complaint", eid, dict(values), event="extend", why=str(values["extension_reason"]))
        return _done(unit, record)


@verb("complaints.decide", LEADING)
def decide(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """The decision, approved and told: upheld or not, what is done, how it was told. Not by the investigator alone:
    whoever decides leads. Raises as `acknowledge`."""
    with house.store.write(actor) as unit:
        record = _open(unit, actor, eid)
        move = COMPLAINT_LIFECYCLE.take(record["state"], "decide")
        check_step(house, COMPLAINT, values, ("decision", "decision_text", "told_mode"))
        given = {**values, "decided_by": actor.account, "decided_at": unit.now}
        _take(unit, actor, record, move, given, "resolved", "")
        _step(unit, actor, eid, "told", str(values["decision_text"])[:_MOST])
        return _done(unit, record)


@verb("complaints.answer", COUNTER)
def answer(house: House, actor: Actor, eid: str, opinion: str, words: str = "") -> Done[str]:
    """What the complainant holds of the decision (list `complaint_opinions`): who objects is heard one level up, who
    keeps silent has not accepted but may be closed. Raises Missing, Invalid, NotAllowed."""
    if opinion not in house.codes.ids("complaint_opinions"):
        raise Invalid([Problem("opinion", "not_in_list", {"value": opinion})])
    with house.store.write(actor) as unit:
        record = _open(unit, actor, eid)
        move = COMPLAINT_LIFECYCLE.take(record["state"], "object" if opinion == "objected" else "accept")
        given = {"state": move.target, "opinion": opinion, "opinion_words": words, "answered_at": unit.now}
        unit.change("complaint", eid, given, event=move.event)
        return _done(unit, record)


@verb("complaints.review", LEADING)
def review(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """The decision looked at one level up, and told. Raises as `acknowledge`."""
    with house.store.write(actor) as unit:
        record = _open(unit, actor, eid)
        move = COMPLAINT_LIFECYCLE.take(record["state"], "review")
        check_step(house, COMPLAINT, values, ("decision", "review_text", "told_mode"))
        given = {**values, "reviewed_by": actor.account, "reviewed_at": unit.now}
        _take(unit, actor, record, move, given, "told", str(values["review_text"])[:_MOST])
        return _done(unit, record)


@verb("complaints.go_outside", COUNTER)
def go_outside(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Ways inside are used up: the complainant is told of those outside (F14, GB/T 19013). Raises as `acknowledge`."""
    with house.store.write(actor) as unit:
        record = _open(unit, actor, eid)
        move = COMPLAINT_LIFECYCLE.take(record["state"], "go_outside")
        given = {**values, "complaint": eid, "told_at": unit.now, "made_by": actor.account}
        problems = problems_in(house, declared.EXTERNAL_DISPUTE, given)
        if problems:
            raise Invalid(problems)
        unit.create("external_dispute", given)
        _take(unit, actor, record, move, {}, "told", str(values["notice"])[:_MOST])
        return _done(unit, record)


@verb("complaints.end_dispute", COUNTER)
def end_dispute(house: House, actor: Actor, eid: str, result: str) -> Done[str]:
    """What came of the way outside. Raises Missing, Invalid, NotAllowed."""
    if not result.strip():
        raise Invalid([Problem("result", "required")])
    with house.store.write(actor) as unit:
        record = _open(unit, actor, eid)
        move = COMPLAINT_LIFECYCLE.take(record["state"], "end_dispute")
        disputes = unit.select(Query("external_dispute", equals={"complaint": eid}, order="eid", newest_first=True))
        ended = {"result": result.strip(), "ended_on": moments.china_date(unit.now)}
        unit.change("external_dispute", disputes[0].eid, ended)
        _take(unit, actor, record, move, {}, "resolved", result.strip())
        return _done(unit, record)


@verb("complaints.check", COUNTER)
def check(house: House, actor: Actor, eid: str, correction: str) -> Done[str]:
    """What was put right, seen by somebody other than the investigator; the complaint is closed. Raises Missing,
    Invalid, NotAllowed("complaint.checker")."""
    if not correction.strip():
        raise Invalid([Problem("correction", "required")])
    with house.store.write(actor) as unit:
        record = _open(unit, actor, eid)
        move = COMPLAINT_LIFECYCLE.take(record["state"], "check")
        if record["investigator"] == actor.account:
            raise NotAllowed("complaint.checker")
        reasons = {"accepted": "settled", "silent": "silent"}
        given = {
            "correction": correction.strip(),
            "correction_checked_by": actor.account,
            "closed_at": unit.now,
            "close_reason": reasons.get(record["opinion"] or "", "outside"),
        }
        for step in ("corrected", "checked"):
            _step(unit, actor, eid, step, correction.strip()[:_MOST])
        _take(unit, actor, record, move, given, "closed", "")
        return _done(unit, record)


@verb("complaints.withdraw", COUNTER)
def withdraw(house: House, actor: Actor, eid: str, why: str) -> Done[str]:
    """The complainant takes it back, in their words; it is kept. Raises Missing, Invalid, NotAllowed."""
    if not why.strip():
        raise Invalid([Problem("opinion_words", "required")])
    with house.store.write(actor) as unit:
        record = _open(unit, actor, eid)
        move = COMPLAINT_LIFECYCLE.take(record["state"], "withdraw")
        given = {"opinion_words": why.strip(), "close_reason": "withdrawn", "closed_at": unit.now}
        _take(unit, actor, record, move, given, "closed", why.strip())
        return _done(unit, record)


@verb("complaints.release", LEADING)
def release(house: House, actor: Actor, eid: str) -> Done[str]:
    """Let the person it is about read it. Raises Missing, NotAllowed("complaint.subject")."""
    with house.store.write(actor) as unit:
        record = _open(unit, actor, eid)
        unit.change("complaint", eid, {"released_at": unit.now, "released_by": actor.account}, event="release")
        return _done(unit, record)


def due_of(house: House, record: Record) -> datetime | None:
    """Until when the step that runs is promised, the extension added; None where no clock runs."""
    limit = declared.limit_of(record.values)
    if not limit:
        return None
    days = house.settings.get(f"deadline.{limit}") + (record["extension_days"] or 0)
    return add_working_days(house.calendar, record["received_at"], days).moment


def report_by(house: House, record: Record) -> datetime | None:
    """Until when the supervisor has to have heard of an escalated complaint, None for others."""
    minutes = house.settings.get("deadline.complaint_supervisor")
    return record["escalated_at"] + timedelta(minutes=minutes) if record["escalated_at"] else None


def _open(unit: Unit, actor: Actor, eid: str) -> Record:
    record = living(unit, "complaint", eid)
    refuse_subject(actor, record)
    return record


def _take(unit: Unit, actor: Actor, record: Record, move: Move, given: Mapping[str, Any], step: str, note: str) -> None:
    unit.change("complaint", record.eid, {**given, "state": move.target}, event=move.event)
    _step(unit, actor, record.eid, step, note)


def _step(unit: Unit, actor: Actor, complaint: str, step: str, note: str) -> None:
    unit.create(
        "complaint_step",
        {"complaint": complaint, "step": step, "at": unit.now, "by": actor.account, "note": note or None},
    )


def _done(unit: Unit, record: Record) -> Done[str]:
    unit.commit()
    return Done(record.eid, Changes(KINDS, frozenset(filter(None, (record.eid, record["client"])))))
