"""One result accepted everywhere (8.4.2 of DB44/T 2407): before a test is opened the client's file is searched for a
result that still stands; it is accepted, or refused with a reason, and both are counted."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Conflict, Invalid, NotAllowed, Problem
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.request_views import find_request
from qi_desk.services.rights import COUNTER, LOOKING, verb

ACCEPTED, REFUSED = "accepted", "refused"
_PROVIDER = "provider"
_MOST_REQUESTS = 300


@dataclass(frozen=True, slots=True)
class FoundResult:
    """A report or certificate of the client that still stands. `request` and `key` say where it is on file;
    `object` what it is about; `decision` what was decided for the request asked about, empty for nothing yet."""

    request: str
    request_number: str
    key: str
    kind: str
    name: str
    number: str
    body: str
    valid_to: date | None
    object: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided about one found result (`source`: request and key). A refusal takes a reason of the list
    `reuse_reasons`; if a provider refused it, `refused_by` is the institution. `cost_avoided` is in fen."""

    item: str
    source: tuple[str, str]
    decision: str
    reason: str = ""
    note: str = ""
    refused_by: str = ""
    cost_avoided: int | None = None


@dataclass(frozen=True, slots=True)
class ReuseCount:
    """Results accepted and refused in a time, refusals by reason, money (fen) clients did not spend twice."""

    accepted: int
    refused: int
    reasons: Mapping[str, int]
    cost_avoided: int


@verb("reuse.search", LOOKING)
def search(house: House, actor: Actor, which: str, item: str) -> tuple[FoundResult, ...]:
    """Results on the client's file that still stand and are of the same object and kind as `item` of this request,
    the longest valid first. Raises Missing."""
    with house.store.read() as look:
        return found_for(house, look, find_request(look, which), item)


@verb("reuse.estimate", LOOKING)
def estimate(house: House, actor: Actor, item: str) -> int | None:
    """The lowest price (fen) the library's institutions name for `item`: what a second test would cost at least."""
    with house.store.read() as look:
        institutions = look.select(Query("institution", limit=3000))
    prices = [
        row["price"]
        for one in institutions
        for row in one["prices"] or ()
        if row.get("item") == item and isinstance(row.get("price"), int)
    ]
    return min(prices, default=None)


def found_for(house: House, look: Reader, request: Record, item: str) -> tuple[FoundResult, ...]:
    """The results that answer `item` of `request`, on the file of its client."""
    today = moments.china_date(house.clock.now())
    decided = {
        (one["report"], one["report_number"] or ""): one
        for one in look.select(Query("reuse", equals={"request": request.eid, "item": item}, limit=100))
    }
    others = look.select(
        Query(
            "request",
            equals={"client": request["client"]},
            order="registered_at",
            newest_first=True,
            limit=_MOST_REQUESTS,
        )
    )
    found: dict[tuple[str, str], FoundResult] = {}
    for other in others:
        if not _same_object(request, other):
            continue
        for row in other["existing"] or ():
            kind = kind_of(house, row.get("name", ""))
            if item not in _answers(house, kind):
                continue
            until = _day(row.get("valid_to"))
            if until is not None and until < today:
                continue
            taken = decided.get((row["name"], row.get("number", "")))
            one = FoundResult(
                request=other.eid,
                request_number=other["number"],
                key=row["key"],
                kind=kind,
                name=row["name"],
                number=row.get("number", ""),
                body=row.get("body", ""),
                valid_to=until,
                object=" ".join(part for part in (other["product"], other["model"]) if part),
                decision=taken["decision"] if taken is not None else "",
                reason=(taken["reason"] or "") if taken is not None else "",
            )
            found.setdefault((one.name, one.number or f"{other.eid}/{one.key}"), one)
    return tuple(sorted(found.values(), key=lambda one: (-(one.valid_to or date.min).toordinal(), one.number)))


def kind_of(house: House, name: str) -> str:
    """The kind (list `existing_kinds`) a result of this name is of, by what its name says; "other" for none."""
    for row in house.codes.rows("existing_kinds"):
        if any(said in name for said in row.get("says", ())):
            return str(row["id"])
    return "other"


def _answers(house: House, kind: str) -> tuple[str, ...]:
    return tuple(house.codes.row("existing_kinds", kind).get("answers", ()))


def _same_object(request: Record, other: Record) -> bool:
    """The same request, or the same product and, where both name one, the same model."""
    if request.eid == other.eid:
        return True
    one, two = _plain(request["product"]), _plain(other["product"])
    if not one or not two or not (one in two or two in one):
        return False
    models = {_plain(request["model"]), _plain(other["model"])} - {""}
    return len(models) < 2


def _plain(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").casefold().split())


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def refuse_second_test(house: House, look: Reader, request: Record, item: str) -> None:
    """Before a test is opened. Raises NotAllowed("reuse.undecided") while a result that still stands has not been
    decided on, Conflict("reuse.accepted") where one was accepted."""
    found = found_for(house, look, request, item)
    accepted = next((one for one in found if one.decision == ACCEPTED), None)
    if accepted is not None:
        raise Conflict("reuse.accepted", report=accepted.name, number=accepted.number)
    open_ones = [one for one in found if not one.decision]
    if open_ones:
        raise NotAllowed("reuse.undecided", count=len(open_ones), report=open_ones[0].name)


@verb("reuse.decide", COUNTER)
def decide(house: House, actor: Actor, which: str, decision: Decision) -> Done[str]:
    """Accept or refuse a found result. Raises Missing, Invalid: a refusal without a reason breaks 8.4.2; Conflict if
    it was decided already."""
    with house.store.write(actor) as unit:
        request = find_request(unit, which)
        found = found_for(house, unit, request, decision.item)
        result = next((one for one in found if (one.request, one.key) == decision.source), None)
        if result is None:
            raise NotAllowed("reuse.not_found")
        if result.decision:
            raise Conflict("reuse.decided", decision=result.decision)
        _refuse_bad(house, unit, decision)
        accepted = decision.decision == ACCEPTED
        eid = unit.create(
            "reuse",
            {
                "request": request.eid,
                "client": request["client"],
                "item": decision.item,
                "object": result.object,
                "report": result.name,
                "report_number": result.number or None,
                "report_body": result.body or None,
                "valid_to": result.valid_to,
                "decision": decision.decision,
                "reason": decision.reason or None,
                "note": decision.note,
                "refused_by": decision.refused_by or None,
                "cost_avoided": decision.cost_avoided if accepted else None,
                "decided_at": unit.now,
                "decided_by": actor.account,
            },
        )
        unit.commit()
        return Done(eid, Changes(frozenset({"reuse"}), frozenset({eid, request.eid})), unit.act)


def _refuse_bad(house: House, look: Reader, decision: Decision) -> None:
    problems = []
    if decision.decision not in house.codes.ids("reuse_decisions"):
        problems.append(Problem("decision", "not_in_list", {"value": decision.decision}))
    if decision.decision == REFUSED and decision.reason not in house.codes.ids("reuse_reasons"):
        problems.append(Problem("reason", "reuse.reason"))
    if decision.reason == "other" and not decision.note.strip():
        problems.append(Problem("note", "required"))
    if decision.reason == _PROVIDER and look.get("institution", decision.refused_by) is None:
        problems.append(Problem("refused_by", "reuse.provider"))
    if decision.cost_avoided is not None and decision.cost_avoided < 0:
        problems.append(Problem("cost_avoided", "not_a_number"))
    if problems:
        raise Invalid(problems)


@verb("reuse.counts", LOOKING)
def counts(house: House, actor: Actor, since: date, until: date) -> ReuseCount:
    """What was decided from `since` to `until` (included)."""
    begin = moments.midnight(since)
    with house.store.read() as look:
        records = [
            one
            for one in look.select(Query("reuse", order="decided_at", since=begin, limit=50_000))
            if moments.china_date(one["decided_at"]) <= until
        ]
    by_decision = Counter(one["decision"] for one in records)
    return ReuseCount(
        accepted=by_decision[ACCEPTED],
        refused=by_decision[REFUSED],
        reasons=dict(Counter(one["reason"] for one in records if one["decision"] == REFUSED)),
        cost_avoided=sum(one["cost_avoided"] or 0 for one in records),
    )
