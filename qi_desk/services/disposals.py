"""Destroying what has run out (F30, H3): a list, two appraisers, an approval, a witness, and never before its time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.archives import DISPOSAL, DISPOSAL_LIFECYCLE, LEAST_APPRAISERS, run_out
from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.domain.fields import Sensitivity
from qi_desk.domain.lifecycles import Move
from qi_desk.domain.records import entity
from qi_desk.services.archive_views import ItemRow, rows_of, years
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.rights import COUNTER, LEADING, LOOKING, verb
from qi_desk.services.writing import problems_in

_MOST = 1000
_PERSONAL = frozenset({Sensitivity.PERSONAL, Sensitivity.SENSITIVE})
_KINDS = frozenset({"disposal", "archive_item", "request", "outreach"})


@dataclass(frozen=True, slots=True)
class Opinion:
    """What an appraiser said."""

    person: str
    name: str
    text: str
    on: date


@dataclass(frozen=True, slots=True)
class DisposalView:
    """A list with its items; `offered` the moves its state allows."""

    eid: str
    number: str
    state: str
    reason: str
    way: str
    proposed_by: str
    proposed_on: date
    opinions: tuple[Opinion, ...]
    approved_by: str
    approved_on: date | None
    refusal: str
    witness: str
    done_by: str
    done_on: date | None
    items: tuple[ItemRow, ...]
    offered: tuple[str, ...]


@verb("disposal.list", LOOKING)
def page(house: House, actor: Actor) -> tuple[DisposalView, ...]:
    """Every list, the newest first."""
    with house.store.read() as look:
        records = look.select(Query("disposal", order="eid", newest_first=True, limit=_MOST))
        return tuple(view_of(house, look, one) for one in records)


@verb("disposal.show", LOOKING)
def show(house: House, actor: Actor, eid: str) -> DisposalView:
    """One list. Raises Missing."""
    with house.store.read() as look:
        return view_of(house, look, living(look, "disposal", eid))


def view_of(house: House, look: Reader, record: Record) -> DisposalView:
    """One list as it is shown."""
    ids = (record["proposed_by"], record["approved_by"], record["done_by"])
    people = look.many("person", [one for one in ids if one])

    def name(person: str | None) -> str:
        return str(people[person]["name"]) if person in people else ""

    return DisposalView(
        eid=record.eid,
        number=record["number"],
        state=record["state"],
        reason=record["reason"],
        way=record["way"],
        proposed_by=name(record["proposed_by"]),
        proposed_on=record["proposed_on"],
        opinions=tuple(
            Opinion(one["key"], one["name"], one["text"], date.fromisoformat(one["on"]))
            for one in record["opinions"] or ()
        ),
        approved_by=name(record["approved_by"]),
        approved_on=record["approved_on"],
        refusal=record["refusal"] or "",
        witness=record["witness"] or "",
        done_by=name(record["done_by"]),
        done_on=record["done_on"],
        items=rows_of(house, look, _items(look, record.eid)),
        offered=tuple(move.event for move in DISPOSAL_LIFECYCLE.offered(record["state"])),
    )


@verb("disposal.propose", COUNTER)
def propose(house: House, actor: Actor, items: Sequence[str], reason: str, way: str) -> Done[str]:
    """Put items on a list. Raises Invalid, NotAllowed naming the first item that may not go: "archive.not_run_out",
    "archive.held", "archive.out", "archive.listed", "archive.destroyed"."""
    with house.store.write(actor) as unit:
        today = moments.china_date(unit.now)
        given: dict[str, Any] = {
            "reason": reason,
            "way": way,
            "state": DISPOSAL_LIFECYCLE.first,
            "proposed_by": actor.account,
            "proposed_on": today,
        }
        problems = problems_in(house, DISPOSAL, given)
        if not items:
            problems.append(Problem("items", "archive.nothing_chosen"))
        if problems:
            raise Invalid(problems)
        for item in items:
            record = living(unit, "archive_item", item)
            _refuse(house, unit, record, today)
            if record["disposal"]:
                raise NotAllowed("archive.listed", item=record["code"])
        eid = unit.create("disposal", {**given, "number": unit.next_number("DA", today)})
        for item in items:
            unit.change("archive_item", item, {"disposal": eid})
        return _done(unit, eid)


def _refuse(house: House, look: Reader, record: Record, today: date) -> None:
    """Raise what stands against destroying an item today."""
    code = record["code"]
    if record["destroyed_on"]:
        raise NotAllowed("archive.destroyed", item=code)
    if record["held"]:
        raise NotAllowed("archive.held", item=code, reason=record["hold_reason"])
    if not run_out(record["starts_on"], years(house, record), today):
        raise NotAllowed("archive.not_run_out", item=code)
    if look.count(Query("archive_loan", equals={"item": record.eid, "back_on": None})):
        raise NotAllowed("archive.out", item=code)


@verb("disposal.appraise", COUNTER)
def appraise(house: House, actor: Actor, eid: str, text: str) -> Done[str]:
    """Say as an appraiser that the list may go; two different people must, none of them who proposed it alone.

    Raises Invalid, NotAllowed("disposal.twice") for a second opinion of the same person.
    """
    if not text.strip():
        raise Invalid([Problem("text", "required")])
    with house.store.write(actor) as unit:
        record = living(unit, "disposal", eid)
        move = DISPOSAL_LIFECYCLE.take(record["state"], "appraise")
        opinions = list(record["opinions"] or ())
        if any(one["key"] == actor.account for one in opinions):
            raise NotAllowed("disposal.twice")
        today = moments.china_date(unit.now).isoformat()
        opinions.append({"key": actor.account, "name": actor.name, "text": text.strip(), "on": today})
        values: dict[str, Any] = {"opinions": opinions}
        if len(opinions) >= LEAST_APPRAISERS:
            unit.change("disposal", eid, {**values, "state": move.target}, event="appraise")
        else:
            unit.change("disposal", eid, values)
        return _done(unit, eid)


@verb("disposal.approve", LEADING)
def approve(house: House, actor: Actor, eid: str) -> Done[str]:
    """Approve the list; not by one of its appraisers. Raises NotAllowed("disposal.own_opinion")."""
    with house.store.write(actor) as unit:
        record, move = _take(unit, eid, "approve")
        if any(one["key"] == actor.account for one in record["opinions"] or ()):
            raise NotAllowed("disposal.own_opinion")
        today = moments.china_date(unit.now)
        values = {"state": move.target, "approved_by": actor.account, "approved_on": today}
        unit.change("disposal", eid, values, event="approve")
        return _done(unit, eid)


@verb("disposal.refuse", LEADING)
def refuse(house: House, actor: Actor, eid: str, why: str) -> Done[str]:
    """Keep what is on the list after all; its items may be listed again. Raises Invalid without a reason."""
    if not why.strip():
        raise Invalid([Problem("refusal", "required")])
    with house.store.write(actor) as unit:
        _, move = _take(unit, eid, "refuse")
        unit.change("disposal", eid, {"state": move.target, "refusal": why.strip()}, event="refuse", why=why.strip())
        for item in _items(unit, eid):
            unit.change("archive_item", item.eid, {"disposal": None})
        return _done(unit, eid)


@verb("disposal.destroy", LEADING)
def destroy(house: House, actor: Actor, eid: str, witness: str) -> Done[str]:
    """Enter that the list was destroyed before the witness, who neither appraised nor approved it. Every item is
    looked at once more; the personal data of what it stood for leave the records, the matter stays.

    Raises Invalid, NotAllowed as `propose` and NotAllowed("disposal.witness").
    """
    name = witness.strip()
    if not name:
        raise Invalid([Problem("witness", "required")])
    with house.store.write(actor) as unit:
        record, move = _take(unit, eid, "destroy")
        approver = unit.get("person", record["approved_by"] or "")
        involved = {one["name"] for one in record["opinions"] or ()} | {approver["name"] if approver else ""}
        if name in involved:
            raise NotAllowed("disposal.witness", name=name)
        today = moments.china_date(unit.now)
        for item in _items(unit, eid):
            _refuse(house, unit, item, today)
            unit.change("archive_item", item.eid, {"destroyed_on": today}, event="destroy")
            if item["subject_kind"] and item["subject"]:
                deidentify(unit, item["subject_kind"], item["subject"])
        values = {"state": move.target, "witness": name, "done_by": actor.account, "done_on": today}
        unit.change("disposal", eid, values, event="destroy")
        return _done(unit, eid)


def deidentify(unit: Unit, kind: str, eid: str, keep: Sequence[str] = ()) -> bool:
    """Take the personal data out of a record (not those named in `keep`); whether there were any. What the field's
    declaration demands is replaced by a dash: the matter stays readable."""
    record = unit.get(kind, eid)
    if record is None or record.void:
        return False
    values = {
        one.name: "-" if one.required else None
        for one in entity(kind).fields
        if one.sensitivity in _PERSONAL and one.name not in keep and record[one.name] not in (None, "", "-")
    }
    if values:
        unit.change(kind, eid, values, event="deidentify")
    return bool(values)


def _take(unit: Unit, eid: str, event: str) -> tuple[Record, Move]:
    record = living(unit, "disposal", eid)
    return record, DISPOSAL_LIFECYCLE.take(record["state"], event)


def _items(look: Reader, eid: str) -> tuple[Record, ...]:
    return look.select(Query("archive_item", equals={"disposal": eid}, order="eid", limit=5000))


def _done(unit: Unit, eid: str) -> Done[str]:
    unit.commit()
    return Done(eid, Changes(_KINDS, frozenset({eid})))
