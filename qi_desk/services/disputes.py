"""What two desks wrote without knowing of each other: shown side by side, decided by a person, one field at a time
(sync.md 2.7). Neither value is lost by deciding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qi_desk.domain import masking, moments
from qi_desk.domain.errors import Missing, NotAllowed
from qi_desk.domain.fields import Field, Merge, Type, decode, encode
from qi_desk.domain.ledger import elements
from qi_desk.domain.ledger.state import STATE, VOID, Claim, Contest
from qi_desk.domain.records import ENTITIES
from qi_desk.services.exchange_port import Dispute
from qi_desk.services.feedback.access import may_read
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Reader, Record, Unit
from qi_desk.services.rights import COUNTER, LOOKING, verb

_TITLES = ("number", "name", "subject", "title", "topic", "code")
_LATE = "late"


@dataclass(frozen=True, slots=True)
class Version:
    """One of the values: as it may be shown (`value`, masked by its declaration; a reference by its title), who wrote
    it where and when (empty where nobody knows); `uid` names it."""

    uid: str
    value: Any
    station: str
    person: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class DisputeView:
    """One field of one record: what stands, and what else was written. `takeable` where another value may be chosen by
    hand; a state that was left long ago and a merger may only be noted."""

    kind: str
    eid: str
    title: str
    field: str
    element: str
    reason: str
    standing: Version
    others: tuple[Version, ...]
    takeable: bool


@verb("disputes.list", LOOKING)
def disputes(house: House, actor: Actor, *, settled: bool = False) -> tuple[DisputeView, ...]:
    """What waits for a decision, the oldest first; with `settled` what was decided lately, the latest first."""
    found = house.store.exchange.disputes(settled=settled)
    with house.store.read() as look:
        return tuple(_view(house, look, one) for one in found if one.et in ENTITIES and _may_see(look, actor, one))


def _may_see(look: Reader, actor: Actor, found: Dispute) -> bool:
    record = look.get(found.et, found.eid)
    return record is None or may_read(look, actor, record)


@verb("disputes.settle", COUNTER)
def settle(house: House, actor: Actor, eid: str, field: str, element: str, take: str = "") -> Done[None]:
    """Decide one of them: what stands stays, or the value of the operation `take` takes its place. Can be undone, and
    a decided one decided anew. Raises Missing("dispute.missing") for one that is not there, NotAllowed for a value that
    may only be noted."""
    exchange = house.store.exchange
    every = (*exchange.disputes(), *exchange.disputes(settled=True))
    found = next((one for one in every if _place(one) == (eid, field, element)), None)
    if found is None:
        raise Missing("dispute.missing")
    chosen = next((one for one in found.contest.challengers if one.uid == take), None)
    if take == found.contest.incumbent.uid:
        chosen = found.contest.incumbent
    if take and (chosen is None or not _takeable(found)):
        raise NotAllowed("dispute.only_noted")
    with house.store.write(actor) as unit:
        _decide(unit, found, chosen)
        unit.commit()
        return Done(None, Changes(frozenset({found.et}), frozenset({eid})), unit.act if chosen else None)


def _place(one: Dispute) -> tuple[str, str, str]:
    return one.eid, one.contest.field, one.contest.element


def _decide(unit: Unit, one: Dispute, chosen: Claim | None) -> None:
    contest = one.contest
    seen = [uid for uid in (claim.uid for claim in contest.challengers) if uid]
    if contest.field == VOID:
        if chosen is not None and chosen.value:
            unit.void(one.et, one.eid, "disputed")
        unit.settle(one.et, one.eid, VOID, None, seen)
        return
    record = unit.get(one.et, one.eid)
    if record is None:
        raise Missing("record.missing", kind=one.et)
    stands = _encoded(record, contest.field)
    unit.settle(one.et, one.eid, contest.field, _wanted(contest, stands, chosen), seen)


def _wanted(contest: Contest, stands: Any, chosen: Claim | None) -> Any:
    """The whole value of the field once `chosen` stands."""
    if chosen is None:
        return stands
    if not contest.element:
        return chosen.value
    other = [contest.incumbent, *contest.challengers]
    old = [claim.value for claim in other if claim.value is not None and claim is not chosen]
    new = [chosen.value] if chosen.value is not None else []
    return elements.merge(stands or [], old, new, wish_wins=True).elements


def _encoded(record: Record, name: str) -> Any:
    declared = ENTITIES[record.kind].field(name)
    return encode(declared, record[name])


def _takeable(one: Dispute) -> bool:
    if one.contest.field == VOID:
        return True
    if one.contest.reason == _LATE or one.contest.field == STATE:
        return False
    names = ENTITIES[one.et].names()
    return one.contest.field in names and ENTITIES[one.et].field(one.contest.field).merge is not Merge.SERVER


def _view(house: House, look: Reader, one: Dispute) -> DisputeView:
    contest, record = one.contest, look.get(one.et, one.eid)
    own = _own_lines(look, one)

    def version(claim: Claim) -> Version:
        value = _shown(look, one, claim.value)
        author = one.authors.get(claim.uid or "")
        if author is not None:
            return Version(claim.uid or "", value, author.station, author.person, _moment(author.at))
        person, at = own.get(claim.uid or "", ("", None))
        return Version(claim.uid or "", value, "", person, at)

    standing = version(contest.incumbent)
    if record is not None and contest.field in ENTITIES[one.et].names() and not contest.element:
        # What stands may have been written on since the disagreement began.
        now = _shown(look, one, _encoded(record, contest.field))
        if now != standing.value:
            writer = record.writers.get(contest.field, "")
            person, at = own.get(writer, ("", None))
            standing = Version(writer, now, "", person, at)
    return DisputeView(
        one.et,
        one.eid,
        _title(record),
        contest.field,
        contest.element,
        contest.reason,
        standing,
        tuple(version(claim) for claim in contest.challengers),
        _takeable(one),
    )


def _own_lines(look: Reader, one: Dispute) -> Mapping[str, tuple[str, datetime | None]]:
    """Who wrote what at this desk, by operation."""
    lines = look.history(eid=one.eid, limit=200)
    people = look.many("person", {line.actor for line in lines if line.actor})
    names = {eid: str(person["name"]) for eid, person in people.items()}
    return {line.uid: (names.get(line.actor, ""), line.at) for line in lines}


def _title(record: Record | None) -> str:
    if record is None:
        return ""
    names = ENTITIES[record.kind].names()
    for name in _TITLES:
        if name in names and record[name]:
            declared = ENTITIES[record.kind].field(name)
            value = str(record[name])
            return value if declared.mask == "none" else masking.mask(declared.mask, value)
    return ""


def _shown(look: Reader, one: Dispute, value: Any) -> Any:
    names = ENTITIES[one.et].names()
    if one.contest.field not in names or value is None:
        return value
    declared = ENTITIES[one.et].field(one.contest.field)
    if declared.type is Type.REF:
        return _title_of(look, declared, str(value)) or str(value)
    if declared.mask != "none" and isinstance(value, str):
        return masking.mask(declared.mask, value)
    return decode(declared, value) if not one.contest.element else value


def _title_of(look: Reader, declared: Field, eid: str) -> str:
    return _title(look.get(declared.target, eid)) if declared.target else ""


def _moment(text: str) -> datetime | None:
    try:
        return moments.from_text(text)
    except ValueError:
        return None
