"""创新案例 and 痛点难点 (4.1, 4.4): published by the manager; taken up, solved or passed on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from qi_desk.domain.errors import Problem
from qi_desk.domain.registers.experience import (
    INNOVATION,
    INNOVATION_LIFECYCLE,
    PAIN_POINT,
    PAIN_POINT_LIFECYCLE,
)
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader
from qi_desk.services.registers.declaration import Alarm, Due, Filing, Filling, Register, RegisterDeed
from qi_desk.services.registers.steps import advance, today_of
from qi_desk.services.rights import COUNTER, LEADING, verb

_WEEK, _MONTH = 7, 30


@verb("innovations.publish", LEADING)
def publish(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Let others read and copy it; without an effect it shows nothing. Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, "innovation", eid)
        made = {"approver": actor.account, "published_on": today_of(unit)}
        return advance(house, unit, record, "publish", values, ("effect",), made=made)


@verb("pains.take_up", COUNTER)
def take_up(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Somebody answers for it until a day. Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, "pain_point", eid)
        return advance(house, unit, record, "take_up", values, ("owner", "due"))


@verb("pains.solve", COUNTER)
def solve(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """What was done about it. Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, "pain_point", eid)
        return advance(house, unit, record, "solve", values, ("handling",), made={"ended_on": today_of(unit)})


@verb("pains.pass_on", COUNTER)
def pass_on(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """The station cannot solve it: whom it was reported to. Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, "pain_point", eid)
        made = {"ended_on": today_of(unit)}
        return advance(house, unit, record, "pass_on", values, ("passed_to", "handling"), made=made)


def _not_in_future(name: str, filling: Filling) -> list[Problem]:
    day = filling.values.get(name)
    return [Problem(name, "date.future")] if day and day > filling.today else []


def _waiting(house: House, look: Reader, actor: Actor, today: date) -> Iterator[Alarm]:
    for one in look.select(Query("pain_point", equals={"state": "raised"}, limit=200)):
        late = (today - one["raised_on"]).days > _WEEK
        yield Alarm("untaken", {"title": one["title"]}, eid=one.eid, due=one["raised_on"], late=late)


INNOVATIONS = Register(
    INNOVATION,
    title="title",
    columns=("title", "state", "pillar", "owner", "began_on", "client", "number"),
    form=("title", "pillar", "client", "began_on", "owner", "background", "practice", "effect", "spread"),
    facts=("approver", "published_on", "written_by"),
    state="state",
    lifecycle=INNOVATION_LIFECYCLE,
    closed=("published",),
    order="began_on",
    by="pillar",
    deeds=(
        RegisterDeed(
            "publish", "innovations.publish", publish, states=("draft",), fields=("effect", "spread"), kept=True
        ),
    ),
    filed=Filing("other", "16", "published_on", states=("published",)),
    check=lambda filling: _not_in_future("began_on", filling),
    begins=lambda _house, _look, actor, today: {"began_on": today, "owner": actor.account},
)

PAIN_POINTS = Register(
    PAIN_POINT,
    title="title",
    columns=("title", "state", "category", "raised_by", "raised_on", "owner", "due", "number"),
    form=("title", "category", "raised_by", "client", "raised_on", "detail"),
    facts=("handling", "passed_to", "ended_on", "written_by"),
    state="state",
    lifecycle=PAIN_POINT_LIFECYCLE,
    closed=("solved", "passed_on"),
    order="raised_on",
    by="category",
    due=(Due("due", notice=_WEEK, states=("handling",)),),
    deeds=(
        RegisterDeed(
            "take_up", "pains.take_up", take_up, states=("raised",), fields=("owner", "due"), begins={"due": _MONTH}
        ),
        RegisterDeed("solve", "pains.solve", solve, states=("handling", "raised"), fields=("handling",), kept=True),
        RegisterDeed(
            "pass_on", "pains.pass_on", pass_on, states=("handling", "raised"), fields=("passed_to", "handling")
        ),
    ),
    check=lambda filling: _not_in_future("raised_on", filling),
    begins=lambda _house, _look, _actor, today: {"raised_on": today},
    alarms=_waiting,
)
