"""Invented service requests (F03), old ones further along lifecycle C1 than new ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from qi_desk import resource_files
from qi_desk.domain.moments import CHINA
from qi_desk.services.intake_input import Existing, Material
from qi_desk.services.practice.chance import Chance, words
from qi_desk.services.practice.clients import SPECIALISTS
from qi_desk.services.practice.values import (
    PracticeClient,
    PracticeContact,
    PracticeRequest,
    PracticeVisit,
)

REQUESTS = 160
_TODAY, _SATURDAY = 8, 5

_AWAY = {"P02": 5, "P03": 3, "P05": 2, "P06": 4, "P07": 1, "P08": 3, "A01": 4, "A02": 2, "A05": 1}
"""How often requests come in by another way than the window (D3)."""

_PROGRESS: tuple[tuple[int, dict[str, int]], ...] = (
    (0, {"registered": 3, "accepted": 5, "closed": 2}),
    (3, {"registered": 1, "supplement": 2, "assessing": 3, "accepted": 5, "closed": 2, "refused": 1}),
    (9, {"matched": 2, "plan_pending": 2, "in_service": 6, "supplement": 1, "paused": 1, "closed": 4}),
    (20, {"in_service": 5, "paused": 2, "delivered": 3, "awaiting_rating": 3, "closed": 8, "terminated": 1}),
    (99, {"in_service": 1, "awaiting_rating": 1, "closed": 9, "archived": 6, "terminated": 1, "refused": 1}),
)
"""Up to so many days old: how often a request is in which state of C1."""

_ENDED = frozenset({"closed", "archived", "terminated", "refused"})
_NOT_YET_ACCEPTED = frozenset({"registered", "supplement", "assessing", "refused"})
_STAGES = ("research", "purchase", "production", "delivery", "after_sale", "whole")
_FREE = frozenset({"ST", "QM", "PO", "TR", "OT", "BR"})


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a request comes from."""

    client: PracticeClient
    contact: PracticeContact
    channel: str
    at: datetime
    by: str
    items: tuple[str, ...]
    visit: str = ""
    visitor: str = ""


def requests(
    chance: Chance,
    now: datetime,
    days: Sequence[date],
    visits: Sequence[PracticeVisit],
    clients: Sequence[PracticeClient],
) -> tuple[PracticeRequest, ...]:
    """A hundred and sixty requests up to `now`, oldest first; five in eight at most come from `visits`."""
    by_key = {client.key: client for client in clients}
    begun = [visit for visit in visits if visit.outcome == "intake"]
    chosen = chance.sample(begun, k=min(len(begun), REQUESTS * 5 // 8))
    rest = REQUESTS - len(chosen)
    starts = [_at_the_window(chance, visit, by_key[visit.client]) for visit in chosen]
    starts += [_from_afar(chance, moment, chance.choice(clients)) for moment in _moments(chance, now, days, rest)]
    starts.sort(key=lambda start: start.at)
    return tuple(_request(chance, now, f"R{place + 1:03}", start) for place, start in enumerate(starts))


def _at_the_window(chance: Chance, visit: PracticeVisit, client: PracticeClient) -> _Start:
    items = tuple(dict.fromkeys(matter.item for matter in visit.matters))
    known = [contact for contact in client.contacts if contact.phone == visit.phone]
    begin = visit.served_at or visit.arrived_at
    end = visit.finished_at or begin
    at = begin + (end - begin) * chance.uniform(0.4, 0.8)
    return _Start(client, known[0], "P01", _whole(at), visit.received_by, items, visit.key, visit.name)


def _moments(chance: Chance, now: datetime, days: Sequence[date], count: int) -> list[datetime]:
    """Moments of office hours, lately more than long ago, the last ones today."""
    recent = chance.choices(days, [place**2 for place in range(1, len(days) + 1)], k=count - _TODAY)
    minutes = [chance.choice((chance.randint(545, 710), chance.randint(815, 1030))) for _ in recent]
    past = [
        datetime.combine(day, time(*divmod(minute, 60)), CHINA) for day, minute in zip(recent, minutes, strict=True)
    ]
    return past + [now - timedelta(minutes=chance.randint(4, 80)) for _ in range(_TODAY)]


def _from_afar(chance: Chance, at: datetime, client: PracticeClient) -> _Start:
    items = tuple(chance.sample(client.needs, k=chance.choices((1, 2, 3), (7, 2, 1))[0]))
    channel = chance.choices(list(_AWAY), list(_AWAY.values()))[0]
    by = client.specialist if chance.hit(0.6) else chance.choice(SPECIALISTS)
    return _Start(client, chance.choice(client.contacts), channel, at, by, items)


def _request(chance: Chance, now: datetime, key: str, start: _Start) -> PracticeRequest:
    state = _state(chance, (now.date() - start.at.date()).days)
    urgency = chance.choices(("1", "2", "3"), (82, 13, 5))[0]
    product = chance.choice(start.client.products) if start.client.products else ""
    asked = words("requests")
    return PracticeRequest(
        key=key,
        client=start.client.key,
        contact=start.contact.key,
        visit=start.visit,
        visitor_name=start.visitor,
        channel=start.channel,
        source=_source(chance, start.channel),
        stage=chance.choice(_STAGES),
        items=start.items,
        description=_description(chance, start.items[0], product or start.client.name),
        product=product,
        existing=_existing(chance, start.at.date()),
        materials=_materials(chance, start.items[0], state),
        want_by=start.at.date() + timedelta(days=chance.randint(7, 45)) if chance.hit(0.5) else None,
        urgency=urgency,
        urgency_reason=chance.choice(asked["answers"]["urgency_reasons"]) if urgency == "3" else "",
        fee="0" if start.items[0][:2] in _FREE else "2",
        secrecy=chance.choices(("ordinary", "trade_secret", "named_only"), (85, 12, 3))[0],
        agency=chance.hit(0.06),
        delivery=chance.choices(("pick_up", "electronic", "post"), (5, 4, 1))[0],
        registered_by=start.by,
        registered_at=start.at,
        state=state,
        **_course(chance, now, start, state),
    )


def _state(chance: Chance, age: int) -> str:
    shares = next(shares for oldest, shares in _PROGRESS if age <= oldest)
    return chance.choices(list(shares), list(shares.values()))[0]


def _course(chance: Chance, now: datetime, start: _Start, state: str) -> dict[str, Any]:
    """What became of it: acceptance and end, never later than `now`."""
    said = words("requests")["answers"]
    accepted = None if state in _NOT_YET_ACCEPTED else min(start.at + timedelta(minutes=chance.randint(2, 8)), now)
    closed = _end(chance, now, accepted or start.at) if state in _ENDED else None
    solved = state in ("closed", "archived")
    on_site = "signature" if start.channel == "P01" else "phone"
    return {
        "confirmation": on_site if accepted else "",
        "accepted_by": start.by if accepted else "",
        "accepted_at": accepted,
        "closed_at": closed,
        "answer": chance.choice(said["texts"]) if solved else "",
        "answer_basis": chance.choice(said["basis"]) if solved else "",
        "solved": chance.choices(("yes", "partly", "no"), (85, 12, 3))[0] if solved else "",
        "end_reason": chance.choice(("client", "solved")) if state == "terminated" else "",
        "end_note": chance.choice(said["end_notes"]) if state == "terminated" else "",
    }


def _end(chance: Chance, now: datetime, begun: datetime) -> datetime:
    """At once in every third case, else some days later at the same hour, on a weekday."""
    if not chance.hit(0.34):
        later = begun + timedelta(days=chance.randint(1, 12))
        while later.weekday() >= _SATURDAY:
            later += timedelta(days=1)
        if later < now:
            return later
    return min(begun + timedelta(minutes=chance.randint(3, 15)), now)


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _source(chance: Chance, channel: str) -> str:
    fixed = {"P01": "walk_in", "P03": "platform", "P07": "superior", "P08": "park", "A01": "field_visit"}
    return chance.choices((fixed.get(channel, ""), "spot_check", "event"), (90, 4, 6))[0]


def _description(chance: Chance, item: str, product: str) -> str:
    known = words("requests")["descriptions"]
    template: str = chance.choice(known.get(item, known["other"]))
    return template.format(product=product, count=chance.randint(2, 15))


def _existing(chance: Chance, day: date) -> tuple[Existing, ...]:
    if chance.hit(0.6):
        return ()
    row = chance.choice(words("requests")["existing"])
    valid_to = (day + timedelta(days=chance.randint(-60, 700))).isoformat()
    kind = resource_files.code_list("existing_kinds").get(row["kind"])
    name = kind.label if kind else row["kind"]
    return (Existing("1", name, row["number"].format(count=chance.randint(100, 999)), row["body"], valid_to),)


def _materials(chance: Chance, item: str, state: str) -> tuple[Material, ...]:
    category = resource_files.catalogue().category_of(item)
    made = []
    for place, paper in enumerate(category.materials if category else ()):
        lacking = state == "supplement" and place == 0
        given = "missing" if lacking else chance.choices(("received", "not_applicable"), (4, 1))[0]
        made.append(Material(f"{place + 1}", paper.name, paper.copies, paper.form == "original", given))
    return tuple(made)
