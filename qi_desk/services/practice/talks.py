"""Invented contacts (F09) of requests that were accepted: what was said, and when the next step is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from qi_desk.services.practice.chance import Chance, words
from qi_desk.services.practice.values import PracticeRequest, PracticeTalk

_SERVED = frozenset({"accepted", "matched", "plan_pending", "in_service", "paused", "delivered", "awaiting_rating"})
_MODES = {"phone": 6, "wechat": 4, "visit": 2, "face": 1}
_FRIDAY = 4
_DUE = (-1, 0, 0, 1, 1, 2, 3, 4, 6)
"""Days from today to the next step: some are late, as at any window."""


def talks(chance: Chance, now: datetime, requests: Sequence[PracticeRequest]) -> tuple[PracticeTalk, ...]:
    """One to three contacts for every request that was accepted; the last of an open one has the next step."""
    return tuple(talk for request in requests for talk in _of(chance, now, request))


def _of(chance: Chance, now: datetime, request: PracticeRequest) -> Iterator[PracticeTalk]:
    if request.accepted_at is None or (request.state not in _SERVED and request.closed_at is None):
        return
    told = words("requests")["talks"]
    until = request.closed_at or now
    count = chance.choices((1, 2, 3), (5, 3, 2))[0]
    for place in range(1, count + 1):
        last = place == count
        at = request.accepted_at + (until - request.accepted_at) * place / (count + 1)
        yield PracticeTalk(
            request=request.key,
            at=at,
            mode=chance.choices(list(_MODES), list(_MODES.values()))[0],
            party=chance.choice(("client", "client", "institution")),
            content=chance.choice(told["contents"]),
            quality="good" if last else "",
            next_on=_next_day(now.date(), chance.choice(_DUE)) if last and request.closed_at is None else None,
            by=request.registered_by,
        )


def _next_day(today: date, ahead: int) -> date:
    day = today + timedelta(days=ahead)
    return day if day.weekday() <= _FRIDAY else day + timedelta(days=7 - day.weekday())
