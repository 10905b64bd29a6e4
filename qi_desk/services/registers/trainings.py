"""培训 (F26; 6.2.3 of DB44/T 2407): who was taught what by whom, and who passed. A passed training before the post
opens an account, so only who runs the accounts writes one down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from qi_desk.domain.errors import Problem
from qi_desk.domain.people_records import TRAINING
from qi_desk.services.ports import Actor, House, Query, Reader
from qi_desk.services.registers.declaration import Alarm, Filing, Filling, ListCell, Register
from qi_desk.services.rights import COUNTER, RUNNING
from qi_desk.services.staff import PREJOB

STALE_DAYS = 365
"""Who had no training for so long is named (6.2.3 asks for regular training; F34 judges by the year)."""

_MOST = 2000


def _check(filling: Filling) -> list[Problem]:
    values, problems = filling.values, []
    if values.get("held_on") and values["held_on"] > filling.today:
        problems.append(Problem("held_on", "date.future"))
    before_post = values.get("kind") == PREJOB
    if before_post and filling.actor.role not in RUNNING:
        problems.append(Problem("kind", "training.before_post"))
    if not values.get("people") and not values.get("person"):
        problems.append(Problem("people", "required"))
    rows = [_named(filling, dict(row)) for row in values.get("people") or ()]
    if len({row["key"] for row in rows}) < len(rows):
        problems.append(Problem("people", "training.twice"))
    strangers = tuple(row["who"] for row in rows if not row.get("person"))
    if before_post and strangers:
        problems.append(Problem("people", "training.not_staff", {"names": strangers}))
    if before_post and any(not row.get("result") for row in rows):
        problems.append(Problem("people", "training.no_result"))
    if "people" in values:
        values["people"] = rows
    return problems


def _named(filling: Filling, row: dict[str, Any]) -> dict[str, Any]:
    """A participant, known by name or staff number where they work here."""
    said = str(row.get("who") or "").strip()
    found = [
        one
        for one in filling.unit.select(Query("person", limit=500))
        if said in (one["name"], one["staff_no"]) or one.eid == row.get("person")
    ]
    if len(found) != 1:
        return {**row, "key": said, "who": said, "person": None}
    return {**row, "key": found[0].eid, "who": found[0]["name"], "person": found[0].eid}


def _alarms(house: House, look: Reader, actor: Actor, today: date) -> Iterator[Alarm]:
    recent = Query("training", order="held_on", since=today - timedelta(days=STALE_DAYS), limit=_MOST)
    taught: set[str] = set()
    for one in look.select(recent):
        taught |= {one["person"], *(row.get("person") for row in one["people"] or ())}
    for person in look.select(Query("person", equals={"active": True}, limit=500)):
        if person.eid not in taught and person["role"] in COUNTER:
            begins = {"people": [{"key": person.eid, "who": person["name"]}]}
            yield Alarm("stale", {"name": person["name"]}, begins, owner=person.eid, late=False)


def _begins(_house: House, _look: Reader, actor: Actor, today: date) -> Mapping[str, Any]:
    return {"kind": "in_post", "held_on": today, "hours": 2, "exam": "none", "teacher": actor.name}


TRAININGS = Register(
    TRAINING,
    title="topic",
    columns=("topic", "kind", "held_on", "hours", "teacher", "person", "number"),
    form=("topic", "kind", "held_on", "hours", "teacher", "exam", "people", "content"),
    facts=("passed", "written_by"),
    order="held_on",
    by="kind",
    lists={
        "people": (ListCell("who"), ListCell("score", "number"), ListCell("result", codes="exam_results")),
    },
    filed=Filing("training", "10", "held_on"),
    check=_check,
    begins=_begins,
    alarms=_alarms,
)
