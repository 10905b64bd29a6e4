"""Signing in and out, locking, changing the person at the counter, and drafts that wait for their owner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Missing, NotAllowed
from qi_desk.services.drafts_port import Draft
from qi_desk.services.ports import Actor, House, Query, Record
from qi_desk.services.rights import ANYONE, verb
from qi_desk.services.staff import refusal
from qi_desk.services.standing_in import accounts_stood_for


def recognise(house: House, account: str) -> Actor:
    """The actor behind an account whose slot was opened. Raises NotAllowed with the reason's code for one who may
    not work (retired, training missing), Missing for an account the station does not know.

    The only door besides `verb`: there is no actor yet who could be authorised.
    """
    with house.store.read() as look:
        record = look.get("person", account)
        if record is None:
            raise Missing("signin.unknown")
        code = refusal(look, record)
        window = _window(house, look.select(Query("desk", equals={"letter": house.desk}, limit=1)))
        stands_for = accounts_stood_for(look, account, moments.china_date(house.clock.now()))
    if code:
        raise NotAllowed(code)
    return Actor(account, record["name"], record["role"], record["staff_no"], house.desk, window, stands_for)


def _window(house: House, desks: tuple[Record, ...]) -> str:
    return (desks[0]["window"] or house.desk) if desks else house.desk


_LOOKED_AT = 20
_AHEAD, _LEAP = timedelta(minutes=10), timedelta(days=200)
"""How far the last entry may lie in the future, or back, before somebody should look at this PC's clock."""


def clock_doubt(house: House) -> str:
    """What the last entries say of this PC's clock, as a code of a notice: "clock.back" where one lies in the future,
    "clock.leap" where so long a time lies between them that the clock may have jumped; empty where all is well."""
    now = house.clock.now()
    with house.store.read() as look:
        times = sorted(line.at for line in look.history(limit=_LOOKED_AT))
    if times and times[-1] - now > _AHEAD:
        return "clock.back"
    return "clock.leap" if any(later - at > _LEAP for at, later in pairwise([*times, now])) else ""


@verb("session.begin", ANYONE)
def begin(house: House, actor: Actor) -> None:
    """Enter the sign-in in the chain."""
    _enter(house, actor, "signed_in")


@verb("session.end", ANYONE)
def end(house: House, actor: Actor) -> None:
    """Enter the sign-out in the chain."""
    _enter(house, actor, "signed_out")


@verb("session.lock", ANYONE)
def lock(house: House, actor: Actor) -> None:
    """Enter the locking of the screen in the chain."""
    _enter(house, actor, "locked")


def _enter(house: House, actor: Actor, event: str) -> None:
    with house.store.write(actor) as unit:
        unit.audit(event, "person", actor.account)
        unit.commit()


@verb("draft.keep", ANYONE)
def keep_draft(
    house: House,
    actor: Actor,
    key: str,
    page: str,
    title: str,
    content: Mapping[str, Any],
) -> None:
    """Journal half-written work; it is on the disk when this returns."""
    house.store.drafts.keep(Draft(key, actor.account, page, title, content, house.clock.now()))


@verb("draft.drop", ANYONE)
def drop_draft(house: House, actor: Actor, key: str) -> None:
    """Forget half-written work that was handed in or thrown away."""
    house.store.drafts.drop(key)


@verb("draft.list", ANYONE)
def drafts(house: House, actor: Actor) -> tuple[Draft, ...]:
    """The actor's half-written work, newest first."""
    return house.store.drafts.of(actor.account)


def note_new_letter(house: House, actor: Actor, reason: str) -> None:
    """Enter the letter a restored or copied desk had to take (`reason`: behind, cloned) as a desk of its own."""
    reasons = {"behind": "restored", "cloned": "cloned"}
    with house.store.write(actor) as unit:
        unit.create(
            "desk",
            {
                "letter": house.desk,
                "window": actor.window,
                "opened_at": unit.now,
                "reason": reasons.get(reason, "restored"),
            },
        )
        unit.commit()
