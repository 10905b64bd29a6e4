"""Invented assignments: who was asked for which request, and how it was judged afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from qi_desk.services.practice.chance import Chance, words
from qi_desk.services.practice.library_values import PracticeExpert, PracticeInstitution, PracticeWork
from qi_desk.services.practice.values import PracticeRequest

_GIVEN = {
    "matched": ("asked", "accepted"),
    "plan_pending": ("accepted",),
    "in_service": ("accepted", "accepted", "done"),
    "paused": ("accepted",),
    "delivered": ("done", "evaluated"),
    "awaiting_rating": ("evaluated",),
    "closed": ("evaluated",),
    "archived": ("evaluated",),
}
"""State of a request to the states its assignments can be in."""

_SHARE = 0.75
_WARNED = ("warned", "rectifying")


def work(
    chance: Chance,
    now: datetime,
    requests: Sequence[PracticeRequest],
    experts: Sequence[PracticeExpert],
    institutions: Sequence[PracticeInstitution],
) -> tuple[PracticeWork, ...]:
    """Work given out for three in four of the requests that got so far and whose first item somebody does."""
    given = []
    for request in requests:
        if request.state not in _GIVEN or request.accepted_at is None or not chance.hit(_SHARE):
            continue
        for kind, parties in (("institution", institutions), ("expert", experts)):
            able = [one for one in parties if request.items[0] in one.fields and one.state in ("serving", *_WARNED)]
            if able:
                given.append(_one(chance, now, request, kind, able))
                break
    return tuple(given)


def _one(
    chance: Chance,
    now: datetime,
    request: PracticeRequest,
    kind: str,
    able: Sequence[PracticeExpert | PracticeInstitution],
) -> PracticeWork:
    place = min(chance.choices((1, 2, 3), (8, 2, 1))[0], len(able))
    # Which of them came first changes with load and results: taken in turn here.
    start = chance.randrange(len(able))
    offered = [able[(start + step) % len(able)] for step in range(len(able))]
    chosen = offered[place - 1]
    asked_at = min((request.accepted_at or now) + timedelta(hours=2), now)
    state = chance.choice(_GIVEN[request.state])
    judged = state == "evaluated"
    low = judged and chosen.state in _WARNED
    said = words("library")["course"]
    return PracticeWork(
        request=request.key,
        item=request.items[0],
        party_kind=kind,
        party=chosen.key,
        offered=tuple(one.key for one in offered),
        asked_at=asked_at,
        planned_on=asked_at.date() + timedelta(days=chance.randint(2, 12)),
        place=place,
        choice_reason=chance.choice(("client_choice", "earlier_date", "continuity")) if place > 1 else "",
        state=state,
        grades=tuple(chance.choice((2, 3) if low else (4, 4, 5, 5, 3)) for _ in range(4)) if judged else (),
        comment=chance.choice(said["low_comments" if low else "comments"]) if judged else "",
        by=request.registered_by,
    )
