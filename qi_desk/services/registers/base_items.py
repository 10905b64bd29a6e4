"""建站档案: the station's profile by the nine building topics, each item with its answer, evidence and files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from qi_desk import wording
from qi_desk.domain.compliance.base import (
    BASE_ITEM,
    NAME_ITEM,
    Naming,
    base_item_id,
    item_problems,
    name_of,
    name_problems,
)
from qi_desk.domain.errors import Invalid, Problem
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.registers.declaration import Alarm, Due, Facts, Filling, Register, RegisterDeed
from qi_desk.services.registers.steps import note, today_of
from qi_desk.services.rights import LEADING, verb

_MOST = 500


@verb("base.compose_name", LEADING)
def compose_name(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Put the station's name together from its region and trade (4.3). Raises Missing, Invalid."""
    with house.store.write(actor) as unit:
        record = living(unit, "base_item", eid)
        region, trade = str(values.get("region") or "").strip(), str(values.get("trade") or "").strip()
        if not region:
            raise Invalid([Problem("region", "required")])
        made = {"answer": name_of(region, trade, naming(house)), "checked_on": today_of(unit)}
        return note(house, unit, record, "compose_name", {"region": region, "trade": trade}, ("region",), made=made)


def naming(house: House) -> Naming:
    """The rule of names."""
    rows = house.codes.rows("name_rules")
    words = {row["id"]: str(row["label"]) for row in rows}
    return Naming(words["ending"], words["core"], tuple(str(row["label"]) for row in rows if row["warned"]))


def answered(look: Reader) -> dict[str, Record]:
    """What is on file for each item."""
    return {one["item"]: one for one in look.select(Query("base_item", limit=_MOST))}


def completeness(house: House, look: Reader) -> dict[str, tuple[int, int]]:
    """For each topic how many of the items that have to be there are answered, and how many there are."""
    held = answered(look)
    counts = dict.fromkeys((row["id"] for row in house.codes.rows("base_topics")), (0, 0))
    for row in house.codes.rows("base_items"):
        if row.get("needed", True):
            done, whole = counts[row["topic"]]
            counts[row["topic"]] = (done + (row["id"] in held), whole + 1)
    return counts


def _check(filling: Filling) -> list[Problem]:
    values = filling.values
    row = next((one for one in filling.house.codes.rows("base_items") if one["id"] == values.get("item")), None)
    if row is not None:
        values["topic"] = row["topic"]
    return item_problems(values, filling.today)


def _alarms(house: House, look: Reader, actor: Actor, today: date) -> Iterator[Alarm]:
    held = answered(look)
    for row in house.codes.rows("base_items"):
        if row["id"] not in held and row.get("needed", True):
            begins = {"item": row["id"], "topic": row["topic"]}
            # A profile that is not begun is no alarm of the day: nobody has to apply.
            yield Alarm("missing", {**begins, "hint": row["hint"]}, begins, late=False)
    named = held.get(NAME_ITEM)
    for problem in name_problems(named["answer"], naming(house)) if named is not None else ():
        assert named is not None
        yield Alarm(problem.code.replace(".", "_"), problem.values, eid=named.eid, late=False)


def _derived(house: House, look: Reader, _actor: Actor, record: Record) -> Mapping[str, Facts]:
    counts = completeness(house, look)
    texts = wording.texts()
    return {
        "topics": [
            (
                wording.code_label("base_topics", topic),
                wording.fill(texts["register.base_item.filled"], {"done": done, "whole": whole}),
            )
            for topic, (done, whole) in counts.items()
        ],
        "hint": [(texts["register.base_item.write"], str(house.codes.row("base_items", record["item"])["hint"]))],
    }


def _begins(house: House, look: Reader, actor: Actor, today: date) -> Mapping[str, Any]:
    return {"checked_on": today, "keeper": actor.account}


def _is_name(_actor: Actor, record: Record) -> bool:
    return bool(record["item"] == NAME_ITEM)


BASE_ITEMS = Register(
    BASE_ITEM,
    title="item",
    columns=("item", "topic", "answer", "checked_on", "valid_to", "keeper"),
    form=("item", "answer", "evidence", "checked_on", "valid_to", "keeper"),
    facts=("region", "trade", "written_by"),
    order="topic",
    rising=True,
    by="topic",
    due=(Due("valid_to", notice=45),),
    deeds=(
        RegisterDeed(
            "compose_name",
            "base.compose_name",
            compose_name,
            fields=("region", "trade"),
            kept=True,
            when=_is_name,
        ),
    ),
    writers=LEADING,
    key=lambda values: base_item_id(str(values.get("item") or "")),
    check=_check,
    begins=_begins,
    alarms=_alarms,
    derived=_derived,
)
