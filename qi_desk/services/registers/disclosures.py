"""信息披露 (F27; 6.4.2): nothing about a client leaves the house but on one of three grounds, approved by somebody
other than who asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.domain.registers.secrecy import DISCLOSURE, DISCLOSURE_LIFECYCLE, basis_problems
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.registers.declaration import Alarm, Filing, Filling, Register, RegisterDeed
from qi_desk.services.registers.steps import advance, today_of
from qi_desk.services.rights import COUNTER, LEADING, verb


@verb("disclosures.approve", LEADING)
def approve(house: House, actor: Actor, eid: str) -> Done[str]:
    """Let it out. Raises Missing, NotAllowed("disclosure.own") to who wrote it, Invalid where its ground no longer
    stands."""
    with house.store.write(actor) as unit:
        record = living(unit, "disclosure", eid)
        if record["written_by"] == actor.account:
            raise NotAllowed("disclosure.own")
        today = today_of(unit)
        problems = basis_problems(record.values, today)
        if problems:
            raise Invalid(problems)
        return advance(house, unit, record, "approve", {}, made={"approver": actor.account, "approved_on": today})


@verb("disclosures.refuse", LEADING)
def refuse(house: House, actor: Actor, eid: str, reason: str) -> Done[str]:
    """Keep it in, and why. Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, "disclosure", eid)
        return advance(house, unit, record, "refuse", {"refusal": reason.strip()}, ("refusal",))


@verb("disclosures.give", COUNTER)
def give(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """It was given: how and when, not before it was approved. Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, "disclosure", eid)
        day = values.get("given_on")
        if day and record["approved_on"] and not record["approved_on"] <= day <= today_of(unit):
            raise Invalid([Problem("given_on", "disclosure.given_on")])
        return advance(house, unit, record, "give", values, ("way", "given_on"), made={"given_by": actor.account})


def _check(filling: Filling) -> list[Problem]:
    if filling.record is None:
        filling.values["asked_on"] = filling.today
    return basis_problems(filling.values, filling.today)


def _others(actor: Actor, record: Record) -> bool:
    return bool(record["written_by"] != actor.account)


def _alarms(house: House, look: Reader, actor: Actor, today: date) -> Iterator[Alarm]:
    for one in look.select(Query("disclosure", equals={"state": "asked"}, limit=200)):
        yield Alarm("waiting", {"recipient": one["recipient"]}, eid=one.eid, due=one["asked_on"], late=False)


DISCLOSURES = Register(
    DISCLOSURE,
    title="recipient",
    columns=("recipient", "state", "basis", "mask", "client", "asked_on", "number"),
    form=("recipient", "mask", "what", "basis", "client", "consent_by", "consent_on", "basis_note"),
    facts=("asked_on", "written_by", "approver", "approved_on", "refusal", "way", "given_on", "given_by"),
    state="state",
    lifecycle=DISCLOSURE_LIFECYCLE,
    closed=("approved", "given", "refused"),
    order="asked_on",
    by="basis",
    deeds=(
        RegisterDeed("approve", "disclosures.approve", approve, states=("asked",), sure=True, when=_others),
        RegisterDeed(
            "give",
            "disclosures.give",
            give,
            states=("approved",),
            fields=("way", "given_on"),
            begins={"way": "paper", "given_on": 0},
        ),
        RegisterDeed("refuse", "disclosures.refuse", refuse, states=("asked", "approved"), asked=True),
    ),
    filed=Filing("other", "17", "given_on", states=("given",)),
    check=_check,
    begins=lambda _house, _look, _actor, _today: {"mask": "masked"},
    alarms=_alarms,
)
