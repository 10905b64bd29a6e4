"""服务台账 (B.2): what specialists did in a period, one row per matter and contact, as the field keeps it by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.figures.periods import Period
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import text

MOST = 5000
"""Rows of each kind that are read: a month of the busiest window. More is told."""

_NOT_SERVED = frozenset({"waiting", "called", "left", "missed"})
_SHORT = 60


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row: codes are words already, people outside the station masked; `opens` is the record it belongs to."""

    kind: str
    eid: str
    at: datetime
    way: str
    client: str
    contact: str
    what: str
    result: str
    state: str
    number: str
    specialist: str
    opens: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows of a period, the newest first; `cut_short` where there are more than are read."""

    rows: tuple[LedgerRow, ...]
    cut_short: bool


@verb("figures.ledger", LOOKING)
def ledger(house: House, actor: Actor, period: Period, specialist: str = "") -> Ledger:
    """The ledger of one specialist (account), or of everybody. What the viewer may not see is not in it."""
    with house.store.read() as look:
        found: list[tuple[Record, datetime, str, str]] = [
            *_requests(look, period),
            *_follow_ups(look, period),
            *_visits(look, period),
            *_outreach(look, period),
        ]
        kept = [one for one in found if not specialist or one[2] == specialist]
        rows = tuple(_worded(look, kept))
    most = max((sum(one[0].kind == kind for one in found) for kind in _SAID), default=0)
    return Ledger(tuple(sorted(rows, key=lambda row: row.at, reverse=True)), most >= MOST)


Found = Iterator[tuple[Record, datetime, str, str]]
"""Record, when, who did it, and whom it was about."""


def _of(look: Reader, kind: str, name: str, since: Any, until: Any) -> tuple[Record, ...]:
    return look.select(Query(kind, order=name, since=since, until=until, newest_first=True, limit=MOST))


def _requests(look: Reader, period: Period) -> Found:
    for one in _of(look, "request", "registered_at", period.since, period.until):
        yield one, one["registered_at"], one["responsible"] or one["first_contact"] or "", one["client"]


def _follow_ups(look: Reader, period: Period) -> Found:
    contacts = _of(look, "follow_up", "at", period.since, period.until)
    requests = look.many("request", {one["request"] for one in contacts})
    for one in contacts:
        request = requests.get(one["request"])
        if request is not None:
            yield one, one["at"], one["made_by"] or "", request["client"]


def _visits(look: Reader, period: Period) -> Found:
    """Visits that became no request: one that did stands in the ledger as the request."""
    visits = _of(look, "visit", "arrived_at", period.since, period.until)
    known = look.select(Query("request", among={"visit": [one.eid for one in visits]}, limit=MOST)) if visits else ()
    became = {one["visit"] for one in known}
    for one in visits:
        if one["state"] not in _NOT_SERVED and one.eid not in became:
            yield one, one["arrived_at"], one["received_by"] or "", one["client"] or ""


def _outreach(look: Reader, period: Period) -> Found:
    for one in _of(look, "outreach", "went_on", period.first, period.after):
        if one["state"] == "done":
            yield one, moments.midnight(one["went_on"]), one["owner"] or "", one["client"]


def _worded(look: Reader, found: list[tuple[Record, datetime, str, str]]) -> Iterator[LedgerRow]:
    clients = look.many("enterprise", {client for *_, client in found if client})
    people = look.many("person", {by for _, _, by, _ in found if by})
    of_requests = [one.eid for one, *_ in found if one.kind == "request"]
    items = {
        one["request"]: wording.code_label("catalogue", one["item"])
        for one in look.select(Query("request_item", among={"request": of_requests}, limit=20 * MOST))
        if one["primary"]
    }
    surveys = {
        one["about"]: one["overall"]
        for one in look.select(Query("survey", among={"about": of_requests}, limit=MOST))
        if one["overall"]
    }
    for record, at, by, client in found:
        said = _SAID[record.kind](look, record, items, surveys)
        whom = text(clients.get(client), "name") or text(record, "organisation")
        yield LedgerRow(
            kind=record.kind,
            eid=record.eid,
            at=at,
            client=whom,
            specialist=text(people.get(by), "name"),
            opens=("request", record["request"]) if record.kind == "follow_up" else (record.kind, record.eid),
            **said,
        )


def _short(written: str) -> str:
    line = " ".join(written.split())
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"


def _request(_look: Reader, one: Record, items: dict[str, str], surveys: dict[str, int]) -> dict[str, str]:
    grade = surveys.get(one.eid)
    rated = wording.code_label("grades", str(grade)) if grade else ""
    solved = wording.code_label("solved", one["solved"]) if one["solved"] else ""
    return {
        "way": wording.code_label("channels", one["channel"]) if one["channel"] else "",
        "contact": text(one, "contact_name"),
        "what": "：".join(filter(None, (items.get(one.eid, ""), _short(one["description"] or "")))),
        "result": "，".join(filter(None, (solved, rated))),
        "state": wording.code_label("request_states", one["state"]),
        "number": one["number"] or "",
    }


def _follow_up(look: Reader, one: Record, _items: dict[str, str], _surveys: dict[str, int]) -> dict[str, str]:
    request = look.get("request", one["request"])
    return {
        "way": wording.code_label("contact_modes", one["mode"]),
        "contact": wording.code_label("contact_parties", one["party"]),
        "what": _short(one["content"] or ""),
        "result": _short(one["promise"] or one["problem"] or ""),
        "state": wording.code_label("quality_marks", one["quality"]) if one["quality"] else "",
        "number": request["number"] if request is not None else "",
    }


def _visit(_look: Reader, one: Record, _items: dict[str, str], _surveys: dict[str, int]) -> dict[str, str]:
    return {
        "way": wording.code_label("visit_types", one["type"]) if one["type"] else "",
        "contact": text(one, "name"),
        "what": _short(one["purpose"] or ""),
        "result": wording.code_label("visit_outcomes", one["outcome"]) if one["outcome"] else "",
        "state": wording.code_label("visit_states", one["state"]),
        "number": one["number"] or "",
    }


def _went(_look: Reader, one: Record, _items: dict[str, str], _surveys: dict[str, int]) -> dict[str, str]:
    return {
        "way": wording.code_label("outreach_modes", one["mode"]),
        "contact": text(one, "met"),
        "what": _short(one["purpose"] or wording.code_label("outreach_kinds", one["kind"])),
        "result": _short(one["quality_status"] or ""),
        "state": wording.code_label("outreach_states", one["state"]),
        "number": one["number"] or "",
    }


_SAID = {"request": _request, "follow_up": _follow_up, "visit": _visit, "outreach": _went}
