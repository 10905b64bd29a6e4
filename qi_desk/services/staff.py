"""The people of the station (F34): accounts, training before the post (B.3.1), leaving."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from qi_desk.domain import moments
from qi_desk.domain.errors import Conflict, Invalid, Missing, NotAllowed, Problem
from qi_desk.domain.fields import check, encode_all, stopping
from qi_desk.domain.people_records import PERSON, TRAINING, passed_by
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import ANYONE, LEADING, LOOKING, RUNNING, SPECIALIST, verb

PREJOB = "pre_post"
"""The kind of training (list `training_kinds`) a specialist must have passed before the post."""


_MOST = 1000


@dataclass(frozen=True, slots=True)
class PersonInput:
    """A new member of staff. `password` opens the first sign-in."""

    staff_no: str
    name: str
    role: str
    password: str
    phone: str = ""
    started_on: date | None = None


@dataclass(frozen=True, slots=True)
class PersonView:
    """One member of staff; `trained` is the day of the passed pre-post training, if any, `here` whether this desk has
    a password of theirs."""

    eid: str
    staff_no: str
    name: str
    role: str
    active: bool
    phone: str
    started_on: date | None
    trained: date | None
    may_sign_in: bool
    here: bool


@verb("staff.list", LOOKING)
def people(house: House, actor: Actor) -> tuple[PersonView, ...]:
    """Everybody, the active ones first."""
    with house.store.read() as look:
        records = look.select(Query("person", limit=500))
        here = house.keys.accounts()
        views = [_view(look, record, here) for record in records]
    return tuple(sorted(views, key=lambda view: (not view.active, view.staff_no)))


@verb("staff.add", RUNNING)
def add(house: House, actor: Actor, person: PersonInput) -> Done[str]:
    """Open an account. A specialist may sign in only once the pre-post training is on record.

    Raises Invalid for bad fields, a weak password or a staff number that is taken.
    """
    values = {
        "staff_no": person.staff_no,
        "name": person.name,
        "role": person.role,
        "phone": person.phone,
        "active": True,
        "started_on": person.started_on,
    }
    with house.store.write(actor) as unit:
        problems = stopping(check(PERSON, encode_all(PERSON, values), house.codes))
        if unit.count(Query("person", equals={"staff_no": person.staff_no.strip()})):
            problems.append(Problem("staff_no", "person.staff_no_taken"))
        if problems:
            raise Invalid(problems)
        eid = unit.create("person", values)
        # The slot comes first: a slot without a person opens nothing that signing in does not check again.
        house.keys.add(eid, person.staff_no.strip(), person.name.strip(), person.password)
        unit.commit()
        return Done(eid, Changes(frozenset({"person"}), frozenset({eid})))


@verb("staff.record_training", RUNNING)
def record_training(
    house: House,
    actor: Actor,
    person: str,
    topic: str,
    held_on: date,
    *,
    kind: str = PREJOB,
    hours: int = 0,
    passed: bool = True,
) -> Done[str]:
    """Enter a training of one person. Raises Missing, Invalid; a day in the future is no record."""
    values = {
        "person": person,
        "topic": topic,
        "kind": kind,
        "held_on": held_on,
        "hours": hours,
        "passed": passed,
    }
    with house.store.write(actor) as unit:
        problems = stopping(check(TRAINING, encode_all(TRAINING, values), house.codes))
        if held_on > moments.china_date(unit.now):
            problems.append(Problem("held_on", "date.future"))
        if problems:
            raise Invalid(problems)
        _person(unit, person)
        eid = unit.create("training", values)
        unit.commit()
        return Done(eid, Changes(frozenset({"person", "training"}), frozenset({person})))


@verb("staff.retire", RUNNING)
def retire(house: House, actor: Actor, eid: str) -> Done[None]:
    """Close an account; what the person did stays. Raises Conflict("person.last_specialist") for the last specialist
    who may sign in (6.2.1 of DB44/T 2407 asks for at least one) and NotAllowed("person.self") for oneself."""
    if eid == actor.account:
        raise NotAllowed("person.self")
    with house.store.write(actor) as unit:
        record = _person(unit, eid)
        active = unit.select(Query("person", equals={"active": True}, limit=500))
        left = [one for one in active if one["role"] == SPECIALIST and one.eid != eid and not refusal(unit, one)]
        if record["role"] == SPECIALIST and not refusal(unit, record) and not left:
            raise Conflict("person.last_specialist")
        unit.change(
            "person",
            eid,
            {"active": False, "retired_on": moments.china_date(unit.now)},
            event="retire",
        )
        unit.commit()
    if eid in house.keys.accounts():
        house.keys.remove(eid)
    return Done(None, Changes(frozenset({"person"}), frozenset({eid})))


@verb("staff.change_password", ANYONE)
def change_password(house: House, actor: Actor, old: str, new: str) -> Done[None]:
    """Change one's own password. Raises WrongKey, Invalid."""
    house.keys.change_password(actor.account, old, new)
    return _noted(house, actor, "password_changed", actor.account)


@verb("staff.reset_password", LEADING)
def reset_password(house: House, actor: Actor, eid: str, new: str) -> Done[None]:
    """Give somebody a new password, or a first one on this desk. Raises Invalid, Missing. Not for the system's
    administrator: who sets a password could sign in with it and see what that role is not to see (D19)."""
    with house.store.read() as look:
        record = _person(look, eid)
    if eid in house.keys.accounts():
        house.keys.reset_password(eid, new)
    else:
        house.keys.add(eid, record["staff_no"], record["name"], new)
    return _noted(house, actor, "password_reset", eid)


@verb("staff.new_recovery", LEADING)
def new_recovery(house: House, actor: Actor) -> Done[str]:
    """A new recovery code, given once; the old one opens nothing any more."""
    code = house.keys.new_recovery()
    _noted(house, actor, "recovery_renewed", actor.account)
    return Done(code, Changes())


@verb("staff.begin_key_change", LEADING)
def begin_key_change(house: House, actor: Actor) -> Done[None]:
    """The file is about to be sealed under a new key, because somebody left or a copy of it went astray. Raises
    Conflict("key.first_format") with the `count` of people, the recovery code included, who have to renew their way in
    before: by signing in once, the code by printing a new one."""
    waiting = house.keys.waiting()
    if waiting:
        raise Conflict("key.first_format", count=len(waiting))
    return _noted(house, actor, "key_changed", actor.account)


def _noted(house: House, actor: Actor, event: str, eid: str) -> Done[None]:
    with house.store.write(actor) as unit:
        unit.audit(event, "person", eid)
        unit.commit()
    return Done(None, Changes())


def _person(look: Reader, eid: str) -> Record:
    record = look.get("person", eid)
    if record is None or record.void:
        raise Missing("record.missing", kind="person")
    return record


def trained_on(look: Reader, person: str) -> date | None:
    """The day of the first passed pre-post training of a person, if there is one."""
    alone = Query("training", equals={"kind": PREJOB, "person": person})
    together = Query("training", equals={"kind": PREJOB, "person": None}, limit=_MOST)
    held = (*look.select(alone), *look.select(together))
    return min((training["held_on"] for training in held if passed_by(training.values, person)), default=None)


def refusal(look: Reader, record: Record) -> str:
    """Why this person may not sign in, as an error code; empty if they may (B.3.1)."""
    if record.void or not record["active"]:
        return "signin.retired"
    if record["role"] == SPECIALIST and trained_on(look, record.eid) is None:
        return "signin.training_missing"
    return ""


def _view(look: Reader, record: Record, here: Collection[str]) -> PersonView:
    return PersonView(
        eid=record.eid,
        staff_no=record["staff_no"],
        name=record["name"],
        role=record["role"],
        active=bool(record["active"]),
        phone=record["phone"] or "",
        started_on=record["started_on"],
        trained=trained_on(look, record.eid),
        may_sign_in=not refusal(look, record),
        here=record.eid in here,
    )
