"""规章制度 (F32): put in force by the manager, looked through again in time, abolished with a reason, never deleted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from qi_desk.domain.errors import Invalid, Problem
from qi_desk.domain.registers.rules import RULE, RULE_LIFECYCLE, lacking
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader
from qi_desk.services.registers.declaration import Alarm, Due, Filing, Register, RegisterDeed
from qi_desk.services.registers.steps import advance, committed, note, today_of
from qi_desk.services.rights import COUNTER, LEADING, verb

_MOST = 1000
_A_YEAR = 365


@verb("rules.put_in_force", LEADING)
def put_in_force(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Let a draft hold from `effective` on; the version it replaces is abolished. It needs words or a file to hold.
    Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, "rule", eid)
        problems = []
        if not record["words"] and not unit.count(Query("attachment", equals={"subject": eid})):
            problems.append(Problem("words", "rule.no_words"))
        effective, review_on = values.get("effective"), values.get("review_on")
        if effective and review_on and review_on <= effective:
            problems.append(Problem("review_on", "rule.review_order"))
        if problems:
            raise Invalid(problems)
        before = unit.get("rule", record["replaces"]) if record["replaces"] else None
        if before is not None and before["state"] == "in_force":
            ended = {"state": "abolished", "abolished_on": effective, "abolish_reason": record["version"]}
            unit.change("rule", before.eid, ended, event="abolish")
        made = {"approver": actor.account, "approved_on": today_of(unit)}
        return advance(house, unit, record, "put_in_force", values, ("effective", "review_on"), made=made)


@verb("rules.review", LEADING)
def review(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Somebody looked the rule through and it stays: when the next time is. Raises Missing, Invalid."""
    with house.store.write(actor) as unit:
        record = living(unit, "rule", eid)
        today = today_of(unit)
        if values.get("review_on") and values["review_on"] <= today:
            raise Invalid([Problem("review_on", "date.past")])
        return note(house, unit, record, "review", values, ("review_on",), made={"reviewed_on": today})


@verb("rules.abolish", LEADING)
def abolish(house: House, actor: Actor, eid: str, reason: str) -> Done[str]:
    """Let a rule hold no longer, and why. Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, "rule", eid)
        values = {"abolish_reason": reason.strip()}
        made = {"abolished_on": today_of(unit)}
        return advance(house, unit, record, "abolish", values, ("abolish_reason",), made=made)


@verb("rules.revise", COUNTER)
def revise(house: House, actor: Actor, eid: str, version: str) -> Done[str]:
    """Begin the next version as a draft with the words of this one; this one holds until the draft is put in force.
    Raises Missing, Invalid."""
    with house.store.write(actor) as unit:
        record = living(unit, "rule", eid)
        if not version.strip() or version.strip() == record["version"]:
            raise Invalid([Problem("version", "rule.same_version")])
        kept = {name: record[name] for name in ("name", "kind", "owner", "words", "note")}
        first = {"number": unit.next_number("ZD", today_of(unit)), "state": RULE_LIFECYCLE.first, "replaces": eid}
        made = unit.create("rule", {**kept, **first, "version": version.strip(), "written_by": actor.account})
        return committed(unit, "rule", made)


def _alarms(house: House, look: Reader, actor: Actor, today: date) -> Iterator[Alarm]:
    rules = look.select(Query("rule", limit=_MOST))
    for kind, lack in lacking((rule.values for rule in rules), today).items():
        standing = [rule for rule in rules if rule["kind"] == kind and rule["state"] != "abolished"]
        yield Alarm(lack.value, {"kind": kind}, {"kind": kind}, eid=standing[0].eid if standing else "")


RULES = Register(
    RULE,
    title="name",
    columns=("name", "state", "kind", "version", "effective", "review_on", "approver", "number"),
    form=("name", "kind", "version", "owner", "words", "note"),
    facts=("replaces", "approved_on", "reviewed_on", "review_note", "abolished_on", "abolish_reason", "written_by"),
    state="state",
    lifecycle=RULE_LIFECYCLE,
    closed=("in_force", "abolished"),
    rising=True,
    by="kind",
    starter="rule_names",
    due=(Due("review_on", notice=30, states=("in_force",)),),
    deeds=(
        RegisterDeed(
            "put_in_force",
            "rules.put_in_force",
            put_in_force,
            states=("draft",),
            fields=("effective", "review_on"),
            begins={"effective": 0, "review_on": _A_YEAR},
        ),
        RegisterDeed(
            "review",
            "rules.review",
            review,
            states=("in_force",),
            fields=("review_on", "review_note"),
            begins={"review_on": _A_YEAR},
        ),
        RegisterDeed("revise", "rules.revise", revise, states=("in_force",), asked=True),
        RegisterDeed("abolish", "rules.abolish", abolish, states=("in_force",), asked=True),
    ),
    filed=Filing("decision", "16", "approved_on", states=("in_force", "abolished")),
    begins=lambda _house, _look, actor, _today: {"version": "1.0", "owner": actor.account},
    alarms=_alarms,
)
