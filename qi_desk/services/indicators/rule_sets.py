"""指标体系: versions of rule sets. One in force is never changed; a change is the next version, begun as a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import UNREADABLE, Conflict, Invalid, Missing, NotAllowed, Problem
from qi_desk.domain.indicators.checking import problems_of
from qi_desk.domain.indicators.records import INDICATOR_SET, INDICATOR_SET_LIFECYCLE
from qi_desk.domain.indicators.rule_sets import RuleSet, Subject, digest_of, from_rows, to_rows
from qi_desk.domain.indicators.subjects import measures_for
from qi_desk.services.client_file import living
from qi_desk.services.indicators.starters import starter
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.rights import LEADING, verb
from qi_desk.services.writing import problems_in, write_seen

KINDS = frozenset({"indicator_set"})
_MOST = 500


def rules_in(record: Record) -> RuleSet:
    """The rules a record holds. Raises Invalid("rule_set.unreadable") for rows this version does not understand."""
    return read_rules(record["subject"], record["span"], record["lacking"], record["rows"] or ())


def read_rules(subject: str, span: str, lacking: str, rows: Sequence[Mapping[str, Any]]) -> RuleSet:
    """The rules that rows say. Raises Invalid("rule_set.unreadable")."""
    try:
        return from_rows(subject, span, lacking, rows)
    except UNREADABLE as error:
        raise Invalid([Problem("rows", "rule_set.unreadable")], "rule_set.unreadable") from error


def faults_of(rules: RuleSet) -> list[Problem]:
    """What stops rules from being put in force."""
    return problems_of(rules, measures_for(rules.subject))


@verb("rule_sets.begin", LEADING)
def begin(house: House, actor: Actor, name: str) -> Done[str]:
    """A draft from a file of the house or of the district (`name`): version 1, or the next version of
    the family it belongs to. Raises Missing, Conflict("rule_set.draft_open")."""
    file = starter(name)
    with house.store.write(actor) as unit:
        given = {
            "name": file.title,
            "family": name,
            "subject": file.rules.subject.value,
            "span": file.rules.window,
            "lacking": file.rules.lacking.value,
            "rows": to_rows(file.rules),
            "origin": f"{file.origin} {file.version}".strip(),
        }
        return _draft(unit, actor, given)


@verb("rule_sets.begin_empty", LEADING)
def begin_empty(house: House, actor: Actor, values: Mapping[str, Any]) -> Done[str]:
    """A draft of one's own with one empty head; `values` are name, subject, span and lacking. Raises Invalid."""
    with house.store.write(actor) as unit:
        given = {**values, "family": None, "rows": [{"key": "h1", "name": values.get("name") or "", "weight": "100"}]}
        problems = problems_in(house, INDICATOR_SET, {**given, "version": 1, "state": INDICATOR_SET_LIFECYCLE.first})
        if problems:
            raise Invalid(problems)
        return _draft(unit, actor, given)


@verb("rule_sets.revise", LEADING)
def revise(house: House, actor: Actor, eid: str) -> Done[str]:
    """The next version of a rule set, begun as a draft with its rows; this one holds until the draft is put in force.
    Raises Missing, Conflict("rule_set.draft_open")."""
    with house.store.write(actor) as unit:
        record = living(unit, "indicator_set", eid)
        kept = {name: record[name] for name in ("name", "subject", "span", "lacking", "rows", "origin", "note")}
        return _draft(unit, actor, {**kept, "family": record["family"] or record.eid, "replaces": eid})


def _draft(unit: Unit, actor: Actor, given: Mapping[str, Any]) -> Done[str]:
    family = given["family"]
    before = versions_of(unit, family) if family else ()
    opened = next((one for one in before if one["state"] == "draft"), None)
    if opened is not None:
        raise Conflict("rule_set.draft_open", name=opened["name"], version=opened["version"])
    version = 1 + max((one["version"] for one in before), default=0)
    first = {"version": version, "state": INDICATOR_SET_LIFECYCLE.first, "written_by": actor.account}
    made = unit.create("indicator_set", {**given, **first})
    return _done(unit, made)


def versions_of(look: Reader, family: str) -> tuple[Record, ...]:
    """The versions of a family, that which began it among them."""
    found = look.select(Query("indicator_set", equals={"family": family}, limit=_MOST))
    first = look.get("indicator_set", family)
    return (*found, *([first] if first is not None and not first.void else []))


@verb("rule_sets.write", LEADING)
def write(house: House, actor: Actor, eid: str, values: Mapping[str, Any], *, seen: Mapping[str, str]) -> Done[str]:
    """Write name, span, lacking, note or rows of a draft; it may be half-done. Raises Missing, Invalid, Conflict,
    NotAllowed("rule_set.in_force")."""
    with house.store.write(actor) as unit:
        record = living(unit, "indicator_set", eid)
        if record["state"] != "draft":
            raise NotAllowed("rule_set.in_force")
        problems = problems_in(house, INDICATOR_SET, values, partial=True)
        if problems:
            raise Invalid(problems)
        rules_in(Record(record.kind, record.eid, {**record.values, **values}, record.writers))
        write_seen(unit, "indicator_set", eid, values, seen)
        return _done(unit, eid)


@verb("rule_sets.put_in_force", LEADING)
def put_in_force(house: House, actor: Actor, eid: str) -> Done[str]:
    """Let a draft hold from today on; the version of its family that held is retired. Raises Missing, NotAllowed,
    Invalid with everything that is wrong with it."""
    with house.store.write(actor) as unit:
        record = living(unit, "indicator_set", eid)
        move = INDICATOR_SET_LIFECYCLE.take(record["state"], "put_in_force")
        rules = rules_in(record)
        faults = faults_of(rules)
        if faults:
            raise Invalid(faults, "rule_set.faults")
        today = moments.china_date(unit.now)
        for one in versions_of(unit, record["family"] or eid):
            if one["state"] == "in_force":
                unit.change("indicator_set", one.eid, {"state": "retired", "retired_on": today}, event="retire")
        given = {"state": move.target, "approver": actor.account, "effective": today, "digest": digest_of(rules)}
        unit.change("indicator_set", eid, given, event=move.event)
        return _done(unit, eid)


@verb("rule_sets.retire", LEADING)
def retire(house: House, actor: Actor, eid: str) -> Done[str]:
    """Let a version hold no longer; evaluations made by it stay as they are. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, "indicator_set", eid)
        move = INDICATOR_SET_LIFECYCLE.take(record["state"], "retire")
        values = {"state": move.target, "retired_on": moments.china_date(unit.now)}
        unit.change("indicator_set", eid, values, event=move.event)
        return _done(unit, eid)


@verb("rule_sets.void", LEADING)
def void(house: House, actor: Actor, eid: str, reason: str) -> Done[str]:
    """Give up a draft. Raises Missing, NotAllowed("rule_set.in_force")."""
    with house.store.write(actor) as unit:
        if living(unit, "indicator_set", eid)["state"] != "draft":
            raise NotAllowed("rule_set.in_force")
        unit.void("indicator_set", eid, reason)
        return _done(unit, eid)


def in_force(look: Reader, subject: Subject) -> tuple[Record, ...]:
    """The versions in force for a subject, by name."""
    found = look.select(
        Query("indicator_set", equals={"state": "in_force", "subject": subject.value}, order="name", limit=_MOST)
    )
    return tuple(found)


def one_in_force(look: Reader, subject: Subject) -> Record | None:
    """The version in force for a subject, the latest put in force where there are several."""
    return max(in_force(look, subject), key=lambda one: (one["effective"], one.eid), default=None)


def set_of(look: Reader, eid: str) -> Record:
    """A rule set that is in force. Raises Missing, NotAllowed("rule_set.not_in_force")."""
    record = look.get("indicator_set", eid)
    if record is None or record.void:
        raise Missing("record.missing", kind="indicator_set")
    if record["state"] != "in_force":
        raise NotAllowed("rule_set.not_in_force")
    return record


def _done(unit: Unit, eid: str) -> Done[str]:
    unit.commit()
    return Done(eid, Changes(KINDS, frozenset({eid})), unit.act)
