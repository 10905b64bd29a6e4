"""The number ledger of a day: where every number went, and why one was not used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qi_desk.domain import numbers
from qi_desk.domain.numbers import Number
from qi_desk.domain.records import ENTITIES
from qi_desk.services.blank_forms.late import blank_of
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, verb

_MOST = 500
_BEHIND = 30
"""Serials looked at behind the last one known: so many in a row are hardly skipped."""

ISSUED, VOID, RESERVED, OUT, USED, BLANK_VOID, SKIPPED, ELSEWHERE = (
    *("issued", "void", "reserved", "blank_out", "blank_used", "blank_void", "skipped", "elsewhere"),
)
_OF_BLANK = {"reserved": RESERVED, "printed": OUT, "used": USED, "voided": BLANK_VOID}


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One number. `state` is a code of `number_states`; (`record_kind`, `eid`) what carries it; `why` the code of a
    reason out of the list `why_list`, `note` more words."""

    number: str
    kind: str
    desk: str
    serial: int
    state: str
    record_kind: str = ""
    eid: str = ""
    why: str = ""
    why_list: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NumberDay:
    """The numbers of a day; `counts` by state, in the order of `number_states`."""

    day: date
    lines: tuple[NumberLine, ...]
    counts: tuple[tuple[str, int], ...]


@verb("numbers.day", LOOKING)
def number_day(house: House, actor: Actor, day: date) -> NumberDay:
    """Every number of every kind and desk of the station on `day`, in order, each gap explained."""
    with house.store.read() as look:
        desks = sorted({one["letter"] for one in look.select(Query("desk", limit=_MOST))} | {house.desk})
        kinds = sorted({entity.number for entity in ENTITIES.values() if entity.number})
        lines = [line for kind in kinds for desk in desks for line in _series(house, look, kind, day, desk)]
    states = [row["id"] for row in house.codes.rows("number_states")]
    counts = tuple((state, sum(line.state == state for line in lines)) for state in states)
    return NumberDay(day, tuple(lines), counts)


def _series(house: House, look: Reader, kind: str, day: date, desk: str) -> Iterator[NumberLine]:
    """The numbers of one series up to the last one known; a gap before it is told with its explanation."""
    missing: list[NumberLine] = []
    serial = 0
    while len(missing) < _BEHIND:
        serial += 1
        number = numbers.compose(Number(house.station_code, kind, day, desk, serial))
        line = _line(look, number, kind, desk, serial)
        if line is None:
            state = SKIPPED if desk == house.desk else ELSEWHERE
            missing.append(NumberLine(number, kind, desk, serial, state))
            continue
        yield from missing
        missing.clear()
        yield line


def _line(look: Reader, number: str, kind: str, desk: str, serial: int) -> NumberLine | None:
    record = look.by_number(number)
    blank = blank_of(look, number)
    if blank is not None and (record is None or blank["state"] != "used"):
        why = blank["void_reason"] or ""
        state = _OF_BLANK[blank["state"]]
        note = blank["void_note"] or ""
        return NumberLine(
            number, kind, desk, serial, state, "blank_form", blank.eid, why, "blank_void_reasons" if why else "", note
        )
    if record is None:
        return None
    if blank is not None:
        said = (blank["late_reason"] or "", "late_entry_reasons", blank["late_note"] or "")
        return NumberLine(number, kind, desk, serial, VOID if record.void else USED, *_where(record), *said)
    return NumberLine(number, kind, desk, serial, VOID if record.void else ISSUED, *_where(record), *_voided(record))


def _where(record: Record) -> tuple[str, str]:
    """The record to open: a paper leads to its matter."""
    if record.kind == "paper":
        return str(record["subject_kind"]), str(record["subject"])
    return record.kind, record.eid


def _voided(record: Record) -> tuple[str, str, str]:
    return (record.void, "void_reasons", "") if record.void and record.void != "undone" else ("", "", "")
