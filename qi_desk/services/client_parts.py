"""What hangs on an enterprise file: people, certificates, instruments, cited standards, ties, words of warning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.client_parts import RUNS_OUT
from qi_desk.services.ports import House, Query, Reader, Record
from qi_desk.services.showing import shown, text

PARTS = ("contact", "certificate", "instrument", "cited_standard", "relation", "client_note")
"""The kinds of record that belong to one client by their field `client`."""

_MOST = 500


@dataclass(frozen=True, slots=True)
class PartView:
    """One line of a file: `values` as they may be shown (personal ones masked, references as names); `days_left` until
    it runs out, None for what does not."""

    kind: str
    eid: str
    values: Mapping[str, Any]
    days_left: int | None = None


def parts_of(house: House, look: Reader, client: str) -> dict[str, tuple[PartView, ...]]:
    """Every part of one file by its kind; ties also as the other side tells them, warnings only while they hold."""
    today = moments.china_date(house.clock.now())
    found = {kind: _parts(look, kind, client, today) for kind in PARTS}
    found["contact"] = tuple(sorted(found["contact"], key=lambda part: not part.values["primary"]))
    found["relation"] = _named(look, found["relation"]) + _mirrored(house, look, client)
    found["client_note"] = tuple(
        part for part in found["client_note"] if part.values["until"] == "" or part.values["until"] >= today
    )
    return found


def days_left(kind: str, record: Record, today: date) -> int | None:
    """Days until a record runs out, negative when it has; None if it does not or nobody said when."""
    ends = record[RUNS_OUT[kind]] if kind in RUNS_OUT else None
    return (ends - today).days if ends is not None else None


def part(kind: str, record: Record, today: date) -> PartView:
    """One record as a line."""
    return PartView(
        kind, record.eid, {name: shown(record, name) for name in record.values}, days_left(kind, record, today)
    )


def _parts(look: Reader, kind: str, client: str, today: date) -> tuple[PartView, ...]:
    records = look.select(Query(kind, equals={"client": client}, limit=_MOST))
    return tuple(part(kind, record, today) for record in records)


def _named(look: Reader, ties: tuple[PartView, ...]) -> tuple[PartView, ...]:
    others = look.many("enterprise", [tie.values["other"] for tie in ties])
    return tuple(_tie(tie, others.get(tie.values["other"]), tie.values["kind"]) for tie in ties)


def _mirrored(house: House, look: Reader, client: str) -> tuple[PartView, ...]:
    records = look.select(Query("relation", equals={"other": client}, limit=_MOST))
    others = look.many("enterprise", [record["client"] for record in records])
    today = moments.china_date(house.clock.now())
    return tuple(
        _tie(
            part("relation", record, today),
            others.get(record["client"]),
            house.codes.row("relation_kinds", record["kind"])["mirror"],
        )
        for record in records
    )


def _tie(tie: PartView, other: Record | None, kind: str) -> PartView:
    values = {**tie.values, "kind": kind, "other_eid": other.eid if other else "", "other": text(other, "name")}
    return PartView(tie.kind, tie.eid, values)
