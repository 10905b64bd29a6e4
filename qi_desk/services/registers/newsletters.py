"""通讯简报 and 工作简报 (F31; 8.3.1, 6.1.2 c): drafted from figures that are frozen with the draft, edited, approved,
numbered when it is issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from qi_desk import wording
from qi_desk.domain.errors import Conflict, Invalid, NotAllowed, Problem
from qi_desk.domain.registers.newsletters import (
    BRIEFING,
    FROZEN,
    NEWSLETTER,
    NEWSLETTER_KIND,
    NEWSLETTER_LIFECYCLE,
    SECTIONS,
    kind_of,
    next_issue,
    period_problems,
    redrawn,
    seal,
)
from qi_desk.services.balance import common_needs
from qi_desk.services.client_file import living
from qi_desk.services.document_words import Words
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.registers import figures, newsletter_texts
from qi_desk.services.registers.declaration import Alarm, Facts, Filing, Filling, ListCell, Register, RegisterDeed
from qi_desk.services.registers.newsletter_papers import newsletter_sheet
from qi_desk.services.registers.steps import advance, today_of
from qi_desk.services.rights import COUNTER, LEADING, verb

_MOST = 1000
_SHORT = 12


@verb("newsletters.draw", COUNTER)
def draw(house: House, actor: Actor, eid: str) -> Done[str]:
    """Count the period as it is now, freeze that, and draft the sections from it. What a person wrote stands behind the
    new draft. Raises Missing, NotAllowed, Invalid for a period that is not over."""
    with house.store.read() as look:
        seen = living(look, "newsletter", eid)
    kind, period = kind_of(seen.values), (seen["since"], seen["until"])
    taken = figures.taken(house, actor, *period)
    common = common_needs.raised_between(house, *period) if kind == BRIEFING else ()
    texts = newsletter_texts.drafted(kind, taken, common)
    with house.store.write(actor) as unit:
        record = living(unit, "newsletter", eid)
        problems = period_problems(record.values, today_of(unit))
        if problems:
            raise Invalid(problems)
        if (kind_of(record.values), record["since"], record["until"]) != (kind, *period):
            raise Conflict("record.changed")
        between = newsletter_texts.words()["old_text"]
        sections = {
            name: redrawn(name, record[name] or "", texts.get(name, ""), record["drawn"] or "", between)
            for name in SECTIONS[kind]
        }
        untouched = (f"{name}:{seal(text)}" for name, text in sections.items() if text and text == texts.get(name))
        made = {
            **{name: text or None for name, text in sections.items()},
            "figures": list(taken.rows),
            "parts": list(taken.parts),
            "rules": taken.rules,
            "digest": taken.digest,
            "frozen_at": taken.cut,
            "drawn": " ".join(untouched),
        }
        return advance(house, unit, record, "draw", {}, made=made)


@verb("newsletters.approve", LEADING)
def approve(house: House, actor: Actor, eid: str) -> Done[str]:
    """Sign a draft with the figures it was drawn from. Raises Missing, NotAllowed("newsletter.not_frozen") where none
    were taken, NotAllowed, Invalid where nothing is reported."""
    with house.store.write(actor) as unit:
        record = living(unit, "newsletter", eid)
        if not record["digest"]:
            raise NotAllowed("newsletter.not_frozen")
        problems = period_problems(record.values, today_of(unit))
        if not (record["progress"] or "").strip():
            problems.append(Problem("progress", "required"))
        if problems:
            raise Invalid(problems)
        made = {"approver": actor.account, "approved_on": today_of(unit)}
        return advance(house, unit, record, "approve", {}, made=made)


@verb("newsletters.send_back", LEADING)
def send_back(house: House, actor: Actor, eid: str) -> Done[str]:
    """Let it be written on; its figures stay until they are taken anew. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, "newsletter", eid)
        return advance(house, unit, record, "send_back", {}, made=dict.fromkeys(("approver", "approved_on")))


@verb("newsletters.issue", COUNTER)
def issue(house: House, actor: Actor, eid: str) -> Done[str]:
    """Give it the year's next number of its kind and the day. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, "newsletter", eid)
        today = today_of(unit)
        others = unit.select(Query("newsletter", equals={"year": today.year}, limit=_MOST))
        kind = kind_of(record.values)
        place = next_issue(one["issue"] for one in others if kind_of(one.values) == kind)
        number = Words("register_sheets").fill("newsletter_number", year=today.year, issue=place)
        made = {"year": today.year, "issue": place, "number": number, "issued_on": today}
        return advance(house, unit, record, "issue", {}, made=made)


def _alarms(house: House, look: Reader, actor: Actor, today: date) -> Iterator[Alarm]:
    """Two windows without a line gave the same number."""
    seen: dict[tuple[str, int, int], str] = {}
    for one in look.select(Query("newsletter", equals={"state": "issued"}, order="since", limit=_MOST)):
        key = (kind_of(one.values), one["year"], one["issue"])
        if key in seen:
            yield Alarm("same_number", {"number": one["number"]}, eid=one.eid)
        seen[key] = one.eid


def _standing(house: House, look: Reader, actor: Actor, record: Record) -> Mapping[str, Facts]:
    if not record["digest"]:
        return {}
    return {"frozen": [(wording.label("newsletter.digest"), record["digest"][:_SHORT])]}


@verb("newsletters.recount", COUNTER)
def recount(house: House, actor: Actor, eid: str) -> bool:
    """Whether a count today finds the frozen figures again. Raises Missing, NotAllowed where none were taken."""
    with house.store.read() as look:
        record = living(look, "newsletter", eid)
    if not record["digest"]:
        raise NotAllowed("newsletter.not_frozen")
    return bool(figures.taken(house, actor, record["since"], record["until"]).digest == record["digest"])


def _check(filling: Filling) -> list[Problem]:
    """Figures belong to one period and kind: with either they are given up."""
    before, values = filling.record, filling.values
    if before is not None and before["digest"]:
        kept = all(values.get(name) == before[name] for name in ("since", "until", "kind"))
        if not kept:
            values.update(dict.fromkeys(FROZEN))
    return period_problems(values, filling.today)


def _begins(_house: House, look: Reader, _actor: Actor, today: date) -> Mapping[str, Any]:
    """The quarter that is over; whom the last issue went to."""
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    until = first - timedelta(days=1)
    since = date(until.year, until.month - 2, 1)
    last = look.select(Query("newsletter", order="since", newest_first=True, limit=1))
    title = Words("register_sheets").fill("newsletter_title", year=since.year, quarter=(since.month + 2) // 3)
    return {
        "kind": NEWSLETTER_KIND,
        "since": since,
        "until": until,
        "title": title,
        "recipients": last[0]["recipients"] if last else None,
    }


def _drawn(_actor: Actor, record: Record) -> bool:
    return bool(record["digest"])


def _not_drawn(_actor: Actor, record: Record) -> bool:
    return not record["digest"]


NEWSLETTERS = Register(
    NEWSLETTER,
    title="title",
    columns=("title", "state", "kind", "number", "since", "until", "approver", "issued_on"),
    form=("kind", "title", "since", "until", "recipients", "progress", "problems", "advice", "plans", "cases"),
    facts=("figures", "approved_on", "frozen_at", "rules", "written_by"),
    state="state",
    lifecycle=NEWSLETTER_LIFECYCLE,
    closed=("approved", "issued"),
    order="since",
    by="state",
    lists={"figures": (ListCell("figure", codes="newsletter_figures"), ListCell("value"), ListCell("before"))},
    deeds=(
        RegisterDeed("draw", "newsletters.draw", draw, states=("draft",), when=_not_drawn),
        RegisterDeed("approve", "newsletters.approve", approve, states=("draft",), sure=True, when=_drawn),
        RegisterDeed("draw_again", "newsletters.draw", draw, states=("draft",), sure=True, when=_drawn),
        RegisterDeed("issue", "newsletters.issue", issue, states=("approved",), sure=True),
        RegisterDeed("send_back", "newsletters.send_back", send_back, states=("approved",), sure=True),
    ),
    filed=Filing("other", "16", "issued_on", states=("issued",)),
    check=_check,
    begins=_begins,
    alarms=_alarms,
    derived=_standing,
    paper=newsletter_sheet,
)
