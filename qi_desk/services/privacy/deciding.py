"""What is done about each place a person was found in: theirs or not, put right, taken out, or kept by which rule."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from qi_desk.domain import phones
from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.domain.fields import Field
from qi_desk.domain.records import entity
from qi_desk.domain.registers.personal import (
    AS_IS,
    CONFIRMED,
    CONSENT,
    CONSENTED,
    CORRECT,
    CORRECTED,
    DELETE,
    GONE,
    HOLD,
    KEPT,
    NO_CONSENT,
    NOT_THEIRS,
    REMOVED,
    THEIRS,
)
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Record, Unit
from qi_desk.services.privacy.purposes import Datum, datum, standing
from qi_desk.services.privacy.requests import FINDING, REQUEST, decide, findings, let_go
from qi_desk.services.registers.steps import today_of
from qi_desk.services.rights import LEADING, verb
from qi_desk.services.writing import problems_in


@verb("privacy.confirm", LEADING)
def confirm(house: House, actor: Actor, eid: str) -> Done[str]:
    """What was found by name or telephone alone is theirs, with all the record says of that person. Raises Missing,
    NotAllowed."""
    with house.store.write(actor) as unit:
        finding = _open(unit, eid)
        for one in _same_person(house, unit, finding):
            unit.change(FINDING, one.eid, {"likeness": CONFIRMED}, event="confirm")
        return _committed(unit, finding)


@verb("privacy.not_theirs", LEADING)
def not_theirs(house: House, actor: Actor, eid: str) -> Done[str]:
    """What was found is somebody else's, and what the record says of them: nothing is told or changed. Raises
    Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        finding = _open(unit, eid)
        for one in _same_person(house, unit, finding):
            decide(unit, actor, one, {"decision": NOT_THEIRS})
        return _committed(unit, finding)


@verb("privacy.correct", LEADING)
def correct(house: House, actor: Actor, eid: str, value: str) -> Done[str]:
    """Write what the person says is right into the record. Raises Missing, Invalid, NotAllowed, and
    NotAllowed("personal.held") where a hold keeps the record as it is or it is void."""
    with house.store.write(actor) as unit:
        finding = _theirs(unit, eid)
        one, record = _place(house, unit, finding)
        if record.void or standing(house, unit, record, one, today_of(unit)).rule == HOLD:
            raise NotAllowed("personal.held")
        given = {one.field: phones.normalise(value) if one.field == one.phone_in else value.strip()}
        problems = problems_in(house, entity(one.kind), given, partial=True)
        if problems or not given[one.field]:
            raise Invalid(problems or [Problem(one.field, "required")])
        unit.change(one.kind, record.eid, given, event="rectify")
        decide(unit, actor, finding, {"decision": CORRECTED})
        return _committed(unit, finding, record)


@verb("privacy.keep", LEADING)
def keep(house: House, actor: Actor, eid: str, reason: str) -> Done[str]:
    """It stays as it is, and why. Raises Missing, Invalid without a reason, NotAllowed."""
    if not reason.strip():
        raise Invalid([Problem("reason", "required")])
    with house.store.write(actor) as unit:
        finding = _theirs(unit, eid)
        decide(unit, actor, finding, {"decision": KEPT, "rule": AS_IS, "reason": reason.strip()})
        return _committed(unit, finding)


@verb("privacy.remove", LEADING)
def remove(house: House, actor: Actor, eid: str) -> Done[str]:
    """Take the person out of every place that is theirs, the matters stay; where a rule binds, the place says which.
    With a withdrawn consent only what rests on it goes. What this desk keeps besides goes too. Raises Missing,
    NotAllowed("personal.nothing_asked") where something else was asked or nothing is looked for yet."""
    with house.store.write(actor) as unit:
        request = living(unit, REQUEST, eid)
        if request["kind"] not in (DELETE, CONSENT) or request["state"] != "searched":
            raise NotAllowed("personal.nothing_asked")
        theirs = [one for one in findings(unit, eid) if one["decision"] is None and one["likeness"] in THEIRS]
        touched: set[tuple[str, str]] = set()
        for (kind, about), group in groupby(sorted(theirs, key=_about), key=_about):
            record = unit.get(kind, about)
            if record is not None and _take_out(house, unit, actor, request, record, list(group)):
                touched.add((kind, about))
        unit.audit("removed", REQUEST, eid, records=len(touched))
        unit.commit()
    let_go(house, eid, by=actor)
    kinds, ids = {kind for kind, _ in touched}, {about for _, about in touched}
    return Done(eid, Changes(frozenset({REQUEST, FINDING, *kinds}), frozenset({eid, *ids})))


def _about(finding: Record) -> tuple[str, str]:
    return finding["record_kind"], finding["record"]


def _take_out(house: House, unit: Unit, actor: Actor, request: Record, record: Record, places: list[Record]) -> bool:
    values: dict[str, Any] = {}
    for finding in places:
        one = datum(house.codes, finding["what"])
        now = standing(house, unit, record, one, today_of(unit))
        rule = now.rule
        if request["kind"] == CONSENT and one.basis not in CONSENTED:
            rule = NO_CONSENT
        if rule:
            decide(unit, actor, finding, {"decision": KEPT, "rule": rule, "kept_until": now.until})
            continue
        values[one.field] = _gone(entity(record.kind).field(one.field))
        decide(unit, actor, finding, {"decision": REMOVED, "kept_until": None})
    if values and "consent" in entity(record.kind).names():
        values["consent"] = False
    if values:
        _write(unit, record, values)
    return bool(values)


def _gone(field: Field) -> str | None:
    """What is demanded is replaced by a dash: the matter stays readable."""
    return GONE if field.required else None


def _write(unit: Unit, record: Record, values: Mapping[str, Any]) -> None:
    if record.void is None:
        unit.change(record.kind, record.eid, values, event="deidentify")
        return
    # A write would bring a void record back wherever it is read: it comes back without the person, and goes again.
    into = unit.standing(record.kind, record.eid)
    if into is not None and into.eid != record.eid:
        unit.unmerge(record.kind, record.eid)
        unit.change(record.kind, record.eid, values, event="deidentify")
        unit.merge(record.kind, record.eid, into.eid)
        return
    unit.create(record.kind, values, eid=record.eid)
    unit.void(record.kind, record.eid, record.void)


def _open(unit: Unit, eid: str) -> Record:
    """A place of a request in work that is not decided."""
    finding = living(unit, FINDING, eid)
    request = living(unit, REQUEST, finding["request"])
    if finding["decision"] is not None or request["state"] != "searched":
        raise NotAllowed("personal.decided")
    return finding


def _theirs(unit: Unit, eid: str) -> Record:
    """Such a place that is theirs, of a request to put something right."""
    finding = _open(unit, eid)
    if finding["likeness"] not in THEIRS:
        raise NotAllowed("personal.doubtful")
    if finding["asked"] != CORRECT:
        raise NotAllowed("personal.nothing_asked")
    return finding


def _same_person(house: House, unit: Unit, finding: Record) -> list[Record]:
    """The undecided places of the same record that are about the same person, `finding` among them."""
    about = datum(house.codes, finding["what"]).person
    return [
        one
        for one in findings(unit, finding["request"])
        if one["record"] == finding["record"]
        and one["decision"] is None
        and datum(house.codes, one["what"]).person == about
    ]


def _place(house: House, unit: Unit, finding: Record) -> tuple[Datum, Record]:
    record = unit.get(finding["record_kind"], finding["record"])
    if record is None:
        raise NotAllowed("personal.decided")
    return datum(house.codes, finding["what"]), record


def _committed(unit: Unit, finding: Record, record: Record | None = None) -> Done[str]:
    unit.commit()
    kinds, ids = {REQUEST, FINDING}, {finding["request"]}
    if record is not None:
        kinds.add(record.kind)
        ids.add(record.eid)
    return Done(finding["request"], Changes(frozenset(kinds), frozenset(ids)))
