"""One enterprise, one file (F15): the header with its size class, everything that hangs on it, what is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qi_desk.domain.enterprises import ENTERPRISE
from qi_desk.domain.errors import Missing
from qi_desk.domain.records import entity
from qi_desk.domain.size_class import Figures, Trade, size_of, trade_of
from qi_desk.services.client_parts import PartView, parts_of
from qi_desk.services.feedback.access import refuse_unread
from qi_desk.services.ports import Actor, Codes, House, Query, Reader, Record
from qi_desk.services.rights import COUNTER, LOOKING, verb
from qi_desk.services.showing import shown, text

_INDICATORS = ("staff", "revenue", "assets")

NEEDED = ("credit_code", "address", "street", "section", "products", "staff_count", "specialist")
"""What a file of an enterprise should hold (F15); what is empty among them is named on the sheet."""


@dataclass(frozen=True, slots=True)
class ClientFile:
    """A file as it is shown. `values` are those of the header, masked; `size` a code of `sizes` and `trade` what it was
    measured in; `lacking` the fields of NEEDED that are empty; `counts` how many records of a kind belong to it."""

    eid: str
    values: Mapping[str, Any]
    specialist: str
    size: str
    trade: str
    lacking: tuple[str, ...]
    parts: Mapping[str, tuple[PartView, ...]]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Editable:
    """A record to be changed: `values` encoded and without what is masked, which `masked` shows instead; a masked field
    left empty stays as it is. `seen` goes back with the change, so that nobody overwrites what he did not see."""

    kind: str
    eid: str
    values: Mapping[str, Any]
    masked: Mapping[str, str]
    seen: Mapping[str, str]


@verb("clients.file", LOOKING)
def show(house: House, actor: Actor, eid: str) -> ClientFile:
    """One file whole. Raises Missing."""
    with house.store.read() as look:
        record = living(look, "enterprise", eid)
        specialist = look.get("person", record["specialist"]) if record["specialist"] else None
        trade = _trade(house, record)
        return ClientFile(
            eid=eid,
            values={name: shown(record, name) for name in ENTERPRISE.names()},
            specialist=text(specialist, "name"),
            size=size_of(trade, Figures(record["staff_count"], record["revenue"], record["assets"])),
            trade=trade.id if trade else "",
            lacking=tuple(name for name in NEEDED if record[name] in (None, "", [])),
            parts=parts_of(house, look, eid),
            counts={kind: look.count(Query(kind, equals={"client": eid})) for kind in ("request", "visit")},
        )


@verb("clients.edit", COUNTER)
def editable(house: House, actor: Actor, kind: str, eid: str) -> Editable:
    """A file's header or one of its parts, to be changed. Raises Missing."""
    declared = entity(kind)
    with house.store.read() as look:
        record = living(look, kind, eid)
        refuse_unread(look, actor, record)
    masked = {
        one.name: str(shown(record, one.name)) for one in declared.fields if one.mask != "none" and record[one.name]
    }
    # A credit code is masked in lists only: the licence on the wall shows it.
    masked.pop("credit_code", None)
    values = {name: value for name, value in record.values.items() if name not in masked}
    return Editable(kind, eid, values, masked, dict(record.writers))


def living(look: Reader, kind: str, eid: str) -> Record:
    """The record, if it is there and not void. Raises Missing."""
    record = look.get(kind, eid)
    if record is None or record.void:
        raise Missing("record.missing", kind=kind)
    return record


def trades_of(codes: Codes) -> dict[str, Trade]:
    """The trades of the size table (list `size_trades`) by id."""
    return {
        row["id"]: Trade(
            row["id"],
            {name: tuple(row[name]) for name in _INDICATORS if row[name]},
            tuple(row["sections"]),
            tuple(row["divisions"]),
        )
        for row in codes.rows("size_trades")
    }


def _trade(house: House, record: Record) -> Trade | None:
    return trade_of(
        trades_of(house.codes),
        chosen=record["trade"] or "",
        division=record["division"] or "",
        section=record["section"] or "",
    )
