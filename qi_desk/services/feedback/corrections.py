"""What follows a bad rating (GB/T 19014; 差评 verified, put right, called back, appealed against, rated again)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.domain.feedback.surveys import CORRECTION, CORRECTION_LIFECYCLE
from qi_desk.services.client_file import living
from qi_desk.services.feedback.surveys import served_by
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Record, Unit
from qi_desk.services.rights import COUNTER, LEADING, verb
from qi_desk.services.writing import check_step


@verb("corrections.verify", COUNTER)
def verify(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """What looking into it found: finding, cause, facts, and who puts it right. Not by who was rated. Raises Missing,
    Invalid, NotAllowed("correction.own_case")."""
    return _move(house, actor, eid, "verify", values, ("finding", "facts"), by=("verified_by", "verified_at"))


@verb("corrections.correct", COUNTER)
def correct(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """What was put right; who was rated may do that. Raises Missing, Invalid, NotAllowed."""
    by = ("corrected_by", "corrected_at")
    return _move(house, actor, eid, "correct", values, ("measures",), by=by, own=True)


@verb("corrections.call_back", COUNTER)
def call_back(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Whom it was told and what they said; not by who was rated. Raises Missing, Invalid, NotAllowed."""
    needed = ("call_back_mode", "call_back_note")
    return _move(house, actor, eid, "call_back", values, needed, by=("called_back_by", "called_back_at"))


def _move(
    house: House,
    actor: Actor,
    eid: str,
    event: str,
    values: Mapping[str, Any],
    needed: tuple[str, ...],
    *,
    by: tuple[str, str],
    own: bool = False,
) -> Done[str]:
    with house.store.write(actor) as unit:
        record = living(unit, "correction", eid)
        move = CORRECTION_LIFECYCLE.take(record["state"], event)
        if not own:
            _refuse_rated(unit, actor, record)
        check_step(house, CORRECTION, values, needed)
        unit.change(
            "correction", eid, {**values, "state": move.target, by[0]: actor.account, by[1]: unit.now}, event=event
        )
        return done(unit, record)


@verb("corrections.appeal", COUNTER)
def appeal(house: House, actor: Actor, eid: str, words: str) -> Done[str]:
    """What the person rated holds against the rating, once; it stays to be seen whatever becomes of it. Raises Missing,
    Invalid, NotAllowed("correction.not_yours"), NotAllowed("correction.appealed")."""
    if not words.strip():
        raise Invalid([Problem("appeal", "required")])
    with house.store.write(actor) as unit:
        record = living(unit, "correction", eid)
        if actor.account not in served_by(unit, living(unit, "survey", record["survey"])):
            raise NotAllowed("correction.not_yours")
        if record["appealed_at"] is not None:
            raise NotAllowed("correction.appealed")
        given = {"appeal": words.strip(), "appealed_by": actor.account, "appealed_at": unit.now}
        unit.change("correction", eid, given, event="appeal")
        return done(unit, record)


@verb("corrections.decide_appeal", LEADING)
def decide_appeal(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Uphold an appeal or let the rating stand, with the reason; not by who appealed. Raises Missing, Invalid,
    NotAllowed("correction.no_appeal"), NotAllowed("correction.own_case")."""
    with house.store.write(actor) as unit:
        record = living(unit, "correction", eid)
        if record["appealed_at"] is None or record["appeal_verdict"]:
            raise NotAllowed("correction.no_appeal")
        _refuse_rated(unit, actor, record)
        check_step(house, CORRECTION, values, ("appeal_verdict", "appeal_answer"))
        given = {**values, "appeal_decided_by": actor.account, "appeal_decided_at": unit.now}
        unit.change("correction", eid, given, event="decide_appeal")
        return done(unit, record)


def become_complaint(unit: Unit, eid: str, complaint: str) -> None:
    """Note that a bad rating went on as a complaint; part of the act that receives it. Raises Missing, NotAllowed."""
    record = living(unit, "correction", eid)
    move = CORRECTION_LIFECYCLE.take(record["state"], "complain")
    unit.change("correction", eid, {"state": move.target, "complaint": complaint}, event="complain")


def _refuse_rated(unit: Unit, actor: Actor, record: Record) -> None:
    if actor.account in served_by(unit, living(unit, "survey", record["survey"])):
        raise NotAllowed("correction.own_case")


def done(unit: Unit, record: Record) -> Done[str]:
    """Commit a step of a correction."""
    unit.commit()
    ids = frozenset(filter(None, (record.eid, record["survey"], record["client"])))
    return Done(record.eid, Changes(frozenset({"correction", "survey"}), ids))
