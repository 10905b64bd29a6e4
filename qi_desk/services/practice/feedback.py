"""Invented ratings, complaints and improvement plans: what six weeks of ordinary work bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from qi_desk.domain.feedback.scores import ASKED, is_bad
from qi_desk.services.practice.chance import Chance, words
from qi_desk.services.practice.values import (
    PracticeClient,
    PracticeComplaint,
    PracticeFeedback,
    PracticeImprovement,
    PracticePerson,
    PracticeRating,
    PracticeRequest,
)

_RATED = frozenset({"closed", "archived", "awaiting_rating"})
_ANSWERED = 0.72
_GRADES = ((5, 62), (4, 22), (3, 10), (2, 5), (1, 1))
_REASONS = {True: ("slow", "trips", "unclear"), False: ("clear", "warm", "quick", "skilled")}
_METHODS = {"screen": 7, "paper": 2, "phone": 1}
_CORRECTIONS = ("open", "verified", "closed")


def feedback(
    chance: Chance,
    now: datetime,
    requests: Sequence[PracticeRequest],
    people: Sequence[PracticePerson],
    clients: Sequence[PracticeClient],
) -> PracticeFeedback:
    """Ratings of what was delivered, and the complaints and plans of `resources/practice/feedback.toml`."""
    told = words("feedback")
    staff = [one.key for one in people if one.trained]
    complaints = tuple(
        PracticeComplaint(
            values={name: value for name, value in row.items() if name != "days"},
            received_at=now - timedelta(days=row["days"], hours=1),
            client="" if row.get("anonymous") else chance.choice(clients).key,
            complainant="" if row.get("anonymous") else chance.person(),
            phone="" if row.get("anonymous") else chance.phone(),
            by=staff[place % len(staff)],
            against=staff[(place + 1) % len(staff)] if row["target"] == "staff" else "",
        )
        for place, row in enumerate(told["complaint"])
    )
    plans = tuple(_plan(row, now.date(), staff) for row in told["improvement"])
    return PracticeFeedback(tuple(_ratings(chance, now, requests)), complaints, plans)


def _ratings(chance: Chance, now: datetime, requests: Sequence[PracticeRequest]) -> Iterator[PracticeRating]:
    told, bad_ones = words("feedback")["ratings"], 0
    for request in requests:
        if request.state not in _RATED or request.accepted_at is None:
            continue
        asked = min(request.closed_at or now, now) - timedelta(hours=2)
        if request.state == "awaiting_rating" or not chance.hit(_ANSWERED):
            yield PracticeRating(request.key, asked, request.registered_by)
            continue
        overall = chance.choices([grade for grade, _ in _GRADES], [share for _, share in _GRADES])[0]
        grades = {name: min(5, max(1, overall + chance.choice((-1, 0, 0, 1)))) for name in ASKED} | {"overall": overall}
        bad = is_bad(grades)
        correction = _CORRECTIONS[bad_ones % len(_CORRECTIONS)] if bad else ""
        bad_ones += bad
        yield PracticeRating(
            request.key,
            asked,
            request.registered_by,
            rated_at=asked + timedelta(minutes=chance.randint(1, 300)),
            method=chance.choices(list(_METHODS), list(_METHODS.values()))[0],
            grades=grades,
            reasons=(chance.choice(_REASONS[bad]),),
            words=chance.choice(told["gripes" if bad else "praise"]),
            correction=correction,
        )


def _plan(row: dict[str, object], today: date, staff: Sequence[str]) -> PracticeImprovement:
    values = {name: value for name, value in row.items() if name not in ("days", "deadline", "action")}
    actions = row["action"]
    assert isinstance(actions, list)
    return PracticeImprovement(
        values=values,
        opened_on=today - timedelta(days=int(str(row["days"]))),
        deadline=today + timedelta(days=int(str(row["deadline"]))),
        owner=staff[0],
        actions=tuple(
            (one["what"], today + timedelta(days=one["due"]), one.get("note", "") if one.get("done") else None)
            for one in actions
        ),
    )
