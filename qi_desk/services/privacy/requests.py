"""What people ask about the data kept of them: who asks is checked, every place is looked through, the answer goes out
in time (personal-information law 44-50; 15 working days are the station's own promise)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain.errors import NotAllowed
from qi_desk.domain.registers.personal import (
    ACCESS,
    AS_IS,
    CORRECT,
    DROPPED,
    GIVEN,
    KEPT,
    REMOVED,
    THEIRS,
)
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.privacy.copies import Gone, forget
from qi_desk.services.privacy.purposes import standing
from qi_desk.services.privacy.seeking import called, seek
from qi_desk.services.registers.steps import advance, today_of
from qi_desk.services.rights import COUNTER, LEADING, verb

REQUEST, FINDING = "personal_request", "personal_finding"
_MOST = 5000
_LONGEST = 120
_OWNERS = ("request", "client")


@verb("privacy.verify", COUNTER)
def verify(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Who asks is who they say, and how that was seen. Raises Missing, NotAllowed, Invalid."""
    with house.store.write(actor) as unit:
        record = living(unit, REQUEST, eid)
        made = {"checked_by": actor.account, "checked_on": today_of(unit)}
        return advance(house, unit, record, "verify", values, ("checked",), made=made)


@verb("privacy.search", LEADING)
def search(house: House, actor: Actor, eid: str) -> Done[str]:
    """Look for the person in every record with personal fields and note each place; once more adds what is new.
    Raises Missing, NotAllowed before who asks was checked."""
    with house.store.write(actor) as unit:
        record = living(unit, REQUEST, eid)
        known = {(one["what"], one["record"]) for one in findings(unit, eid)}
        today = today_of(unit)
        for place in seek(house, unit, actor, record["name"], record["phone"], but=eid):
            if (place.datum.what, place.record.eid) in known:
                continue
            found = {
                "request": eid,
                "asked": record["kind"],
                "what": place.datum.what,
                "record_kind": place.record.kind,
                "record": place.record.eid,
                "place": called(unit, place.record)[:_LONGEST],
                "likeness": place.likeness,
                "kept_until": standing(house, unit, place.record, place.datum, today).until,
            }
            unit.create(FINDING, found)
        unit.audit("searched", REQUEST, eid)
        return _done(advance(house, unit, record, "search", {}))


@verb("privacy.answer", LEADING)
def answer(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """The answer goes to the person. Raises Missing, Invalid, NotAllowed("personal.doubtful") while it is open whether
    something found is theirs, ("personal.undecided") while what they asked to be gone is."""
    with house.store.write(actor) as unit:
        record = living(unit, REQUEST, eid)
        today = today_of(unit)
        undecided = [one for one in findings(unit, eid) if one["decision"] is None]
        if any(one["likeness"] not in THEIRS for one in undecided):
            raise NotAllowed("personal.doubtful")
        if undecided and record["kind"] not in (ACCESS, CORRECT):
            raise NotAllowed("personal.undecided")
        for one in undecided:
            said = {"decision": GIVEN} if record["kind"] == ACCESS else {"decision": KEPT, "rule": AS_IS}
            decide(unit, actor, one, said)
        made = {"answered_by": actor.account, "answered_on": today}
        done = _done(advance(house, unit, record, "answer", values, ("way", "by_hand"), made=made))
    let_go(house, eid, by=actor)
    return done


@verb("privacy.refuse", LEADING)
def refuse(house: House, actor: Actor, eid: str, reason: str) -> Done[str]:
    """It is not taken up, and why: who asks could not show who they are. Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, REQUEST, eid)
        made = {"answered_by": actor.account, "answered_on": today_of(unit)}
        return advance(house, unit, record, "refuse", {"refusal": reason.strip()}, ("refusal",), made=made)


@verb("privacy.withdraw", COUNTER)
def withdraw(house: House, actor: Actor, eid: str) -> Done[str]:
    """Who asked takes it back; what is not decided stays as it is. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, REQUEST, eid)
        for one in findings(unit, eid):
            if one["decision"] is None:
                decide(unit, actor, one, {"decision": DROPPED})
        return _done(advance(house, unit, record, "withdraw", {}, made={"answered_on": today_of(unit)}))


def findings(look: Reader, eid: str) -> tuple[Record, ...]:
    """The places found for a request."""
    return look.select(Query(FINDING, equals={"request": eid}, order="eid", limit=_MOST))


def decide(unit: Unit, actor: Actor, finding: Record, said: Mapping[str, Any]) -> None:
    """Write what was decided about one place."""
    made = {**said, "decided_by": actor.account, "decided_on": today_of(unit)}
    unit.change(FINDING, finding.eid, made, event=str(said["decision"]))


def let_go(house: House, eid: str, *, by: Actor) -> Gone:
    """Let go of what else this desk keeps of the places that were emptied; what went is added to the request. Nothing
    goes where nothing was emptied, nothing more when done again."""
    with house.store.read() as look:
        record = living(look, REQUEST, eid)
        emptied = _emptied(look, eid)
    if not emptied:
        return Gone(0, 0)
    gone = forget(house, emptied, record["name"], record["phone"])
    if gone != Gone(0, 0) or record["prints_gone"] is None:
        counts = {
            "prints_gone": (record["prints_gone"] or 0) + gone.prints,
            "drafts_gone": (record["drafts_gone"] or 0) + gone.drafts,
        }
        with house.store.write(by) as unit:
            unit.change(REQUEST, eid, counts)
            unit.commit()
    return gone


def _emptied(look: Reader, eid: str) -> frozenset[str]:
    """The records that were emptied for a request, and those they hang on, whose papers name the same people."""
    gone = [one for one in findings(look, eid) if one["decision"] == REMOVED]
    records = filter(None, (look.get(one["record_kind"], one["record"]) for one in gone))
    owners = {record.values.get(name) for record in records for name in _OWNERS}
    return frozenset({one["record"] for one in gone} | {owner for owner in owners if owner})


def _done(done: Done[str]) -> Done[str]:
    """Not taken back with one key: what went does not come back, and an answer is on paper."""
    return Done(done.value, done.changes)
