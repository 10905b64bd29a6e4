"""建站档案: the nine building topics of the Guangzhou guide (二-3), item by item, and the name of a station (4.3 of the
national guide)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qi_desk.domain.errors import Problem
from qi_desk.domain.fields import Entity, Field, Merge, Type
from qi_desk.domain.ledger.natural_keys import keyed_id

BASE_ITEM = Entity(
    "base_item",
    (
        Field("item", Type.CODE, required=True, codes="base_items", merge=Merge.IMMUTABLE),
        Field("topic", Type.CODE, codes="base_topics", merge=Merge.IMMUTABLE),
        Field("answer", Type.LONG, required=True, limit=2000),
        Field("evidence", limit=300),
        Field("checked_on", Type.DAY, required=True),
        Field("valid_to", Type.DAY),
        Field("keeper", Type.REF, target="person"),
        Field("region", limit=20),
        Field("trade", limit=20),
        Field("written_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
    ),
    indexes=(("item",), ("topic", "item"), ("valid_to",)),
)
"""What the station says to one item of its profile; there is one record of each. `region` and `trade` belong to the
name alone, which is put together from them."""

NAME_ITEM = "name"
"""The item (list `base_items`) that is the station's name."""


@dataclass(frozen=True, slots=True)
class Naming:
    """The rule of names as the list `name_rules` words it: what a name ends with, what it has to say without quotation
    marks, and what it does not begin with as a rule (it is warned of and never refused: 4.3)."""

    ending: str
    core: str
    warned: tuple[str, ...]


def base_item_id(item: str) -> str:
    """The id of the one record of an item."""
    return keyed_id("base_item", item)


def name_of(region: str, trade: str, rule: Naming) -> str:
    """A name after 4.3: administrative region, trade (it may be empty), and what it is."""
    return f"{region.strip()}{trade.strip()}{rule.ending}"


def name_problems(name: str, rule: Naming) -> list[Problem]:
    """What is odd about a name, all of it warnings: it begins as only a national body's may, or does not say what it is
    (any quotation marks will do)."""
    problems = []
    plain = name.strip()
    if begins := next((one for one in rule.warned if plain.startswith(one)), ""):
        problems.append(Problem("answer", "station.national_name", {"begins": begins}, warning=True))
    bare = "".join(char for char in plain if unicodedata.category(char)[0] not in "PZ")
    if rule.core not in bare:
        problems.append(Problem("answer", "base.name_kind", {}, warning=True))
    return problems


def item_problems(values: Mapping[str, Any], today: date) -> list[Problem]:
    """What stands against an answer: it was looked at some day up to today, and runs out later than that."""
    problems = []
    checked, ends = values.get("checked_on"), values.get("valid_to")
    if checked is not None and checked > today:
        problems.append(Problem("checked_on", "date.future"))
    if checked is not None and ends is not None and ends <= checked:
        problems.append(Problem("valid_to", "date.before_start"))
    return problems
