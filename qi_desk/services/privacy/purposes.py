"""Why each personal field is kept, on what basis and how long: the code list `personal_data`, one row per field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.archives import LEAST_YEARS, kept_until
from qi_desk.domain.fields import Sensitivity
from qi_desk.domain.records import ENTITIES, entity
from qi_desk.domain.registers.personal import binding
from qi_desk.domain.visits import IN_HOUSE
from qi_desk.services.archive_views import years
from qi_desk.services.ports import Codes, House, Query, Reader, Record

_LIST = "personal_data"
_PERSONAL = frozenset({Sensitivity.PERSONAL, Sensitivity.SENSITIVE})


@dataclass(frozen=True, slots=True)
class Datum:
    """One personal field: `kept` a code of `retention_classes` or a deadline, counted from the field `since` (of the
    record, or `reference.field` of the one it refers to; empty while the relation lasts); `bound` where its record
    shows something by it until then. `name_in` and `phone_in` are the fields of the same person."""

    what: str
    kind: str
    field: str
    label: str
    purpose: str
    basis: str
    kept: str
    since: str
    bound: bool
    name_in: str
    phone_in: str

    @property
    def person(self) -> tuple[str, str, str]:
        """What the fields of one person in a kind of record have in common."""
        return self.kind, self.name_in, self.phone_in


def declared() -> Iterator[str]:
    """`entity.field` of every field that is declared personal or sensitive."""
    for one in ENTITIES.values():
        yield from (f"{one.name}.{field.name}" for field in one.fields if field.sensitivity in _PERSONAL)


def data(codes: Codes) -> tuple[Datum, ...]:
    """Every personal field with its purpose."""
    return tuple(datum(codes, row["id"]) for row in codes.rows(_LIST))


def datum(codes: Codes, what: str) -> Datum:
    """One personal field. Raises KeyError."""
    row: dict[str, Any] = dict(codes.row(_LIST, what))
    kind, _, name = row.pop("id").partition(".")
    return Datum(what=what, kind=kind, field=name, **row)


def period_said(one: Datum, house: House) -> str:
    """How long a field is kept, in words."""
    texts = wording.texts()
    if one.kept in house.codes.ids("retention_classes"):
        period = house.codes.row("retention_classes", one.kept)["period"]
        span = wording.code_label("retention_periods", period)
    else:
        span = wording.fill(texts["privacy.days"], {"days": house.settings.get(f"deadline.{one.kept}")})
    return wording.fill(texts["privacy.since" if one.since else "privacy.while"], {"span": span})


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a field of a record may go today: the `rule` that keeps it (list `personal_rules`), "" for none; the last
    day it is kept, None where that is not known yet or never comes."""

    rule: str
    until: date | None


def standing(house: House, look: Reader, record: Record, one: Datum, today: date) -> Standing:
    """What holds for one personal field of a record today."""
    items = _items(look, record)
    started = _since(look, record, one.since)
    ended = (not one.since or (started is not None and started <= today)) and not (
        record.kind == "visit" and record["state"] in IN_HOUSE
    )
    until = _until(house, items, one, started)
    held = any(item["held"] for item in items)
    rule = binding(held=held, ended=ended, kept=one.bound, until=until, today=today)
    return Standing(rule, until)


def _items(look: Reader, record: Record) -> tuple[Record, ...]:
    """Filed items of the record, or of the request it belongs to, that are not destroyed."""
    owners = [record.eid, *filter(None, (record[name] for name in ("request", "meeting") if _refers(record, name)))]
    found = look.select(Query("archive_item", among={"subject": owners}, limit=50))
    return tuple(one for one in found if one["destroyed_on"] is None)


def _refers(record: Record, name: str) -> bool:
    return name in entity(record.kind).names()


def _since(look: Reader, record: Record, since: str) -> date | None:
    reference, _, name = since.rpartition(".")
    about: Record | None = record
    if reference:
        target = entity(record.kind).field(reference).target or ""
        about = look.get(target, record[reference] or "")
    value = about[name] if about is not None and name else None
    return moments.china_date(value) if isinstance(value, datetime) else value


def _until(house: House, items: tuple[Record, ...], one: Datum, started: date | None) -> date | None:
    if one.bound and items:
        ends = [kept_until(item["starts_on"], years(house, item)) for item in items]
        return None if None in ends else max(day for day in ends if day is not None)
    if started is None:
        return None
    if one.kept in house.codes.ids("retention_classes"):
        period = house.codes.row("retention_classes", one.kept)["period"]
        span = int(house.codes.row("retention_periods", period)["years"])
        return kept_until(started, max(span, LEAST_YEARS) if span else 0)
    return started + timedelta(days=house.settings.get(f"deadline.{one.kept}"))
