"""What an expert or institution may be given on a day: papers with an end, and exactly what each of them covers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from qi_desk.domain.library import SERVING


class Level(StrEnum):
    """How a paper stands on a day."""

    VALID = "valid"
    EXPIRING = "expiring"
    LAPSED = "lapsed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Cover:
    """One paper: `document` is term, agreement, secrecy, certificate or qualification; `items` the catalogue codes
    (items or whole categories) it covers, none meaning all its holder does. `kind` is that of a qualification."""

    document: str
    name: str = ""
    number: str = ""
    kind: str = ""
    scope: str = ""
    items: frozenset[str] = frozenset()
    valid_to: date | None = None
    held: bool = True

    def covers(self, item: str) -> bool:
        """Whether `item` rests on this paper."""
        return not self.items or names(self.items, item)

    def level(self, day: date, notice: int) -> Level:
        """How it stands on `day`; expiring within `notice` days. A paper without an end is valid."""
        if not self.held:
            return Level.MISSING
        if self.valid_to is None:
            return Level.VALID
        if self.valid_to < day:
            return Level.LAPSED
        return Level.EXPIRING if (self.valid_to - day).days <= notice else Level.VALID


def names(codes: Collection[str], item: str) -> bool:
    """Whether `codes` name the item or its category (ME for ME02)."""
    return item in codes or item[:2] in codes


def covers_of(kind: str, values: Mapping[str, Any]) -> tuple[Cover, ...]:
    """The papers of an expert or institution with these field values."""
    return tuple(_expert(values) if kind == "expert" else _institution(values))


def _expert(values: Mapping[str, Any]) -> Iterable[Cover]:
    yield Cover("term", valid_to=values.get("term_to"), held=values.get("term_to") is not None)
    yield Cover("secrecy", valid_to=values.get("secrecy_to"), held=values.get("secrecy_on") is not None)
    for one in values.get("certificates") or ():
        yield Cover(
            "certificate",
            one.get("name", ""),
            one.get("number", ""),
            items=frozenset(one.get("fields") or values.get("fields") or ()),
            valid_to=_day(one.get("valid_to")),
        )


def _institution(values: Mapping[str, Any]) -> Iterable[Cover]:
    yield Cover(
        "agreement",
        number=values.get("agreement_no") or "",
        valid_to=values.get("agreement_to"),
        held=values.get("agreement_to") is not None,
    )
    for one in values.get("qualifications") or ():
        yield Cover(
            "qualification",
            number=one.get("number", ""),
            kind=one.get("kind", ""),
            scope=one.get("scope", ""),
            items=frozenset(one.get("items") or values.get("fields") or ()),
            valid_to=_day(one.get("valid_to")),
        )


def _day(value: Any) -> date | None:
    if not value:
        return None
    return value if isinstance(value, date) else date.fromisoformat(value)


@dataclass(frozen=True, slots=True)
class Bar:
    """Why somebody may not be given an item: a code of the reasons, and values for its words."""

    code: str
    values: Mapping[str, Any]


def bars(
    kind: str,
    values: Mapping[str, Any],
    item: str,
    day: date,
    demanded: Mapping[str, Collection[str]],
    client: Collection[str] = (),
) -> tuple[Bar, ...]:
    """Everything that keeps this expert or institution from taking `item` on `day`.

    `demanded` names for an item the kinds of qualification of which one is needed by law. `client` holds the id
    and the names of the service object, for conflicts of interest. Papers bar only what they cover: a lapsed
    certificate says nothing about the expert's other fields (C5), a scope without the item is no scope (C6).
    """
    found: list[Bar] = []
    if values.get("state") not in SERVING:
        found.append(Bar("bar.state", {"state": values.get("state") or "", "kind": kind}))
    papers = covers_of(kind, values)
    found += [
        Bar(f"bar.{paper.document}_{level}", {"valid_to": paper.valid_to, "name": paper.name})
        for paper in papers
        if paper.document not in ("qualification", "certificate")
        and (level := paper.level(day, 0)) in (Level.LAPSED, Level.MISSING)
    ]
    found += _certificate_bars(papers, item, day) if kind == "expert" else ()
    found += _qualification_bars(papers, item, day, demanded.get(item, ())) if kind == "institution" else ()
    if conflicts(kind, values, client):
        found.append(Bar("bar.conflict", {}))
    return tuple(found)


def _certificate_bars(papers: Iterable[Cover], item: str, day: date) -> list[Bar]:
    """A lapsed certificate bars its fields unless a valid one stands for the same."""
    held = [paper for paper in papers if paper.document == "certificate" and paper.covers(item)]
    lapsed = [paper for paper in held if paper.level(day, 0) is Level.LAPSED]
    if not lapsed or len(lapsed) < len(held):
        return []
    newest = max(lapsed, key=lambda paper: paper.valid_to or day)
    return [Bar("bar.certificate_lapsed", {"name": newest.name, "valid_to": newest.valid_to})]


def _qualification_bars(papers: Iterable[Cover], item: str, day: date, kinds: Collection[str]) -> list[Bar]:
    if not kinds:
        return []
    held = [paper for paper in papers if paper.document == "qualification" and paper.kind in kinds]
    inside = [paper for paper in held if paper.covers(item)]
    if any(paper.level(day, 0) in (Level.VALID, Level.EXPIRING) for paper in inside):
        return []
    if inside:
        newest = max(inside, key=lambda paper: paper.valid_to or day)
        values = {"number": newest.number, "kind": newest.kind, "valid_to": newest.valid_to}
        return [Bar("bar.qualification_lapsed", values)]
    if held:
        return [Bar("bar.scope", {"number": held[0].number, "kind": held[0].kind, "item": item})]
    return [Bar("bar.qualification_missing", {"item": item})]


def conflicts(kind: str, values: Mapping[str, Any], client: Collection[str]) -> bool:
    """An expert keeps away from declared units and from the own one; an institution from itself."""
    if kind == "expert":
        avoided = {one.get("key") for one in values.get("avoid") or ()}
        avoided |= {one.get("name") for one in values.get("avoid") or ()} | {values.get("organisation")}
        return bool((avoided - {None, ""}) & set(client))
    own = {values.get("name"), values.get("credit_code")} - {None, ""}
    return bool(own & set(client))


@dataclass(frozen=True, slots=True)
class Notice:
    """A paper that runs out or has run out. `blocks` are the codes of what is barred by it, empty for all."""

    cover: Cover
    level: Level
    days: int
    blocks: frozenset[str]


def notices(kind: str, values: Mapping[str, Any], day: date, notice: int) -> tuple[Notice, ...]:
    """What to warn of on `day`, worst first: papers lapsed, missing, or with an end within `notice` days."""
    found = []
    for paper in covers_of(kind, values):
        level = paper.level(day, notice)
        if level is not Level.VALID:
            days = (paper.valid_to - day).days if paper.valid_to is not None else 0
            found.append(Notice(paper, level, days, paper.items))
    return tuple(sorted(found, key=lambda one: (one.level is not Level.MISSING, one.days)))
