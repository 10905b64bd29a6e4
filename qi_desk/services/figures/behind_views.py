"""The records behind a figure as rows: what each is, about whom, when, and whether it is on top of a share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qi_desk import wording
from qi_desk.domain.figures.periods import Period
from qi_desk.services.figures.counting import Part, behind
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import text

_TITLES = ("name", "title", "topic", "problem", "what", "subject", "results", "report", "purpose", "content")
_TIMES = (
    "registered_at",
    "arrived_at",
    "asked_at",
    "received_at",
    "opened_at",
    "begins",
    "went_on",
    "at",
    "decided_at",
    "held_on",
    "planned_on",
    "opened_on",
    "due",
    "dated",
    "published_on",
    "filed_on",
    "effective",
    "started_on",
)
_SHORT = 60
_PARENTS = {"follow_up": "request", "correction": "survey", "reuse": "request", "joint_project": "request"}
"""Kinds without a place of their own, with the field that names whose they are."""


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One record. `on_top` is False for one that only counts below the line of a share; `opens` is what Enter opens."""

    eid: str
    kind: str
    number: str
    client: str
    what: str
    state: str
    at: str
    on_top: bool
    opens: tuple[str, str]


@dataclass(frozen=True, slots=True)
class BehindList:
    """The rows, how many are withheld from this viewer, how many were not looked up."""

    rows: tuple[BehindRow, ...]
    withheld: int
    rest: int


@verb("figures.behind_list", LOOKING)
def behind_list(house: House, actor: Actor, period: Period, code: str, part: Part | None = None) -> BehindList:
    """The records behind one figure as rows. Raises KeyError for an unknown code."""
    found = behind(house, actor, period, code, part)
    with house.store.read() as look:
        rows = tuple(_rows(look, found.records))
    return BehindList(rows, found.withheld, found.rest)


def _rows(look: Reader, records: tuple[tuple[Record, bool], ...]) -> Iterator[BehindRow]:
    clients = look.many("enterprise", {one["client"] for one, _ in records if one["client"]})
    requests = [one.eid for one, _ in records if one.kind == "request"]
    items = {
        one["request"]: wording.code_label("catalogue", one["item"])
        for one in look.select(Query("request_item", among={"request": requests}, limit=20 * len(requests) + 1))
        if one["primary"]
    }
    for record, on_top in records:
        parent = _PARENTS.get(record.kind)
        yield BehindRow(
            record.eid,
            record.kind,
            str(record["number"] or ""),
            text(clients.get(record["client"] or ""), "name"),
            items.get(record.eid) or _what(record.values, record),
            _state(record),
            _when(record.values),
            on_top,
            (parent, record[parent]) if parent else (record.kind, record.eid),
        )


def _what(values: Mapping[str, Any], record: Record) -> str:
    name = next((name for name in _TITLES if values.get(name)), "")
    line = " ".join(text(record, name).split()) if name else ""
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"


def _state(record: Record) -> str:
    lists = {"meeting_decision": "meeting_decision_states"}
    name = lists.get(record.kind, f"{record.kind}_states")
    return wording.code_label(name, record["state"]).strip("〔〕") if record["state"] else ""


def _when(values: Mapping[str, Any]) -> str:
    when = next((values[name] for name in _TIMES if values.get(name) is not None), None)
    if isinstance(when, datetime):
        return f"{when:%Y-%m-%d %H:%M}"
    return when.isoformat() if isinstance(when, date) else ""
