"""The draft of an issue: sentences with numbers from figures that are frozen; nothing is said without a figure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from qi_desk import resource_files
from qi_desk.domain.figures.measures import MEASURES, Figure, Unit
from qi_desk.domain.registers.newsletters import SECTIONS
from qi_desk.services.balance.common_needs import CommonNeed
from qi_desk.services.registers.figures import CATEGORY, Taken, said

FILE = "documents/briefings.toml"
_SLOT = re.compile(r"\{(?P<name>[a-z_0-9.]+)\}")
_TOP = 4


def drafted(kind: str, taken: Taken, common: Sequence[CommonNeed] = ()) -> dict[str, str]:
    """The sections of an issue of `kind` that the figures say something about. Common needs are told by their matter
    and number alone: an issue names no enterprise."""
    told = resource_files.read(FILE)
    slots = _slots(taken, common, words())
    found: dict[str, list[str]] = {}
    for row in told["sentence"]:
        if kind in row["kinds"] and row["section"] in SECTIONS[kind] and _holds(row, taken, common):
            found.setdefault(row["section"], []).append(_filled(row["text"], slots))
    return {section: "\n".join(lines) for section, lines in found.items()}


def words() -> Mapping[str, str]:
    """The words sentences are put together from."""
    found: Mapping[str, str] = resource_files.read(FILE)["words"]
    return found


def _holds(row: Mapping[str, Any], taken: Taken, common: Sequence[CommonNeed]) -> bool:
    """Whether there are the figures a sentence is made of."""
    figures = taken.figures
    known = all(figures[code].value is not None for code in row["needs"])
    some = not row.get("some") or any(figures[code].value for code in row["some"])
    parts = not row.get("parts") or any(part["way"] == row["parts"] for part in taken.parts)
    return known and some and parts and (not row.get("common") or bool(common))


def _filled(text: str, slots: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda match: slots[match["name"]], text)


def _slots(taken: Taken, common: Sequence[CommonNeed], told: Mapping[str, str]) -> dict[str, str]:
    slots: dict[str, str] = {}
    for code, figure in taken.figures.items():
        slots[code], slots[f"{code}.n"] = said(figure), str(figure.n)
        slots[f"{code}.change"] = changed(figure, taken.earlier[code], told)
    largest = sorted(
        (part for part in taken.parts if part["way"] == CATEGORY), key=lambda part: (-float(part["value"]), part["key"])
    )
    slots["top_categories"] = told["mark"].join(
        _filled(told["category"], {"name": part["name"], "value": part["value"]}) for part in largest[:_TOP]
    )
    slots["common_needs"] = told["mark"].join(
        _filled(told["common"], {"what": need.title, "count": str(need.clients)}) for need in common[:_TOP]
    )
    return slots


def changed(now: Figure, before: Figure, told: Mapping[str, str]) -> str:
    """How a figure moved against the period before: a number, in points for a share; none is made up where there was
    nothing before."""
    if now.value is None or before.value is None or not (before.n or before.value):
        return told["new"]
    by = round(now.value - before.value, 2)
    points = "points_" if MEASURES[now.code].unit is Unit.PERCENT else ""
    if not by:
        return told["same"]
    return _filled(told[f"{points}more" if by > 0 else f"{points}less"], {"by": f"{abs(by):g}"})
