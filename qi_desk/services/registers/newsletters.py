"""通讯简报 (F31; 8.3.1): drafted, approved with its figures frozen, numbered when it is issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from qi_desk import wording
from qi_desk.domain.errors import Conflict, Invalid, NotAllowed
from qi_desk.domain.registers.newsletters import NEWSLETTER, NEWSLETTER_LIFECYCLE, next_issue, period_problems
from qi_desk.services.client_file import living
from qi_desk.services.document_words import Words
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.registers.declaration import Alarm, Facts, Filing, ListCell, Register, RegisterDeed
from qi_desk.services.registers.figures import count
from qi_desk.services.registers.steps import advance, today_of
from qi_desk.services.rights import COUNTER, LEADING, verb

_MOST = 1000
_SHORT = 12


@verb("newsletters.approve", LEADING)
def approve(house: House, actor: Actor, eid: str) -> Done[str]:
    """Sign a draft: its figures are counted now and frozen with the digest of what they were counted from. Raises
    Missing, NotAllowed, Invalid for a period that is not over."""
    with house.store.read() as look:
        seen = living(look, "newsletter", eid)
    counted = count(house, actor, seen["since"], seen["until"])
    with house.store.write(actor) as unit:
        record = living(unit, "newsletter", eid)
        today = today_of(unit)
        problems = period_problems(record.values, today)
        if problems:
            raise Invalid(problems)
        if (record["since"], record["until"]) != (seen["since"], seen["until"]):
            raise Conflict("record.changed")
        frozen = {"figures": list(counted.rows), "digest": counted.digest, "frozen_at": unit.now}
        made = {**frozen, "approver": actor.account, "approved_on": today}
        return advance(house, unit, record, "approve", {}, made=made)


@verb("newsletters.send_back", LEADING)
def send_back(house: House, actor: Actor, eid: str) -> Done[str]:
    """Let it be written on: the frozen figures are given up. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, "newsletter", eid)
        thawed = dict.fromkeys(("figures", "digest", "frozen_at", "approver", "approved_on"))
        return advance(house, unit, record, "send_back", {}, made=thawed)


@verb("newsletters.issue", COUNTER)
def issue(house: House, actor: Actor, eid: str) -> Done[str]:
    """Give it the year's next number and the day. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, "newsletter", eid)
        today = today_of(unit)
        others = unit.select(Query("newsletter", equals={"year": today.year}, limit=_MOST))
        place = next_issue(one["issue"] for one in others)
        number = Words("register_sheets").fill("newsletter_number", year=today.year, issue=place)
        made = {"year": today.year, "issue": place, "number": number, "issued_on": today}
        return advance(house, unit, record, "issue", {}, made=made)


def _alarms(house: House, look: Reader, actor: Actor, today: date) -> Iterator[Alarm]:
    """Two windows without a line gave the same number."""
    seen: dict[tuple[int, int], str] = {}
    for one in look.select(Query("newsletter", equals={"state": "issued"}, order="since", limit=_MOST)):
        key = (one["year"], one["issue"])
        if key in seen:
            yield Alarm("same_number", {"number": one["number"]}, eid=one.eid)
        seen[key] = one.eid


def _standing(house: House, look: Reader, actor: Actor, record: Record) -> Mapping[str, Facts]:
    if not record["digest"]:
        return {}
    return {"frozen": [(wording.label("newsletter.digest"), record["digest"][:_SHORT])]}


@verb("newsletters.recount", COUNTER)
def recount(house: House, actor: Actor, eid: str) -> bool:
    """Whether the records behind the frozen figures are still the same. Raises Missing, NotAllowed for a draft."""
    with house.store.read() as look:
        record = living(look, "newsletter", eid)
    if not record["digest"]:
        raise NotAllowed("newsletter.not_frozen")
    return bool(count(house, actor, record["since"], record["until"]).digest == record["digest"])


def _begins(_house: House, look: Reader, _actor: Actor, today: date) -> Mapping[str, Any]:
    """The quarter that is over; whom the last issue went to."""
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    until = first - timedelta(days=1)
    since = date(until.year, until.month - 2, 1)
    last = look.select(Query("newsletter", order="since", newest_first=True, limit=1))
    title = Words("register_sheets").fill("newsletter_title", year=since.year, quarter=(since.month + 2) // 3)
    return {"since": since, "until": until, "title": title, "recipients": last[0]["recipients"] if last else None}


NEWSLETTERS = Register(
    NEWSLETTER,
    title="title",
    columns=("title", "state", "number", "since", "until", "approver", "issued_on"),
    form=("title", "since", "until", "progress", "plans", "cases", "recipients"),
    facts=("figures", "approved_on", "frozen_at", "written_by"),
    state="state",
    lifecycle=NEWSLETTER_LIFECYCLE,
    closed=("approved", "issued"),
    order="since",
    by="state",
    lists={"figures": (ListCell("figure", codes="newsletter_figures"), ListCell("value"))},
    deeds=(
        RegisterDeed("approve", "newsletters.approve", approve, states=("draft",), sure=True),
        RegisterDeed("issue", "newsletters.issue", issue, states=("approved",), sure=True),
        RegisterDeed("send_back", "newsletters.send_back", send_back, states=("approved",), sure=True),
    ),
    filed=Filing("other", "16", "issued_on", states=("issued",)),
    check=lambda filling: period_problems(filling.values, filling.today),
    begins=_begins,
    alarms=_alarms,
    derived=_standing,
)
