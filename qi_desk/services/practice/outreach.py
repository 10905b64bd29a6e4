"""Invented visits to the practice clients: some planned, one of those overdue, most done with what was heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from qi_desk.services.practice.chance import Chance, words
from qi_desk.services.practice.values import PracticeClient, PracticeOutreach, PracticePerson, PracticeProblem

_PURPOSES = ("年度例行走访", "了解计量器具管理情况", "换版后回访", "新入驻企业走访", "质量月专题走访")
_ANSWER_DAYS = 15


def visits(
    chance: Chance,
    clients: Sequence[PracticeClient],
    people: Sequence[PracticePerson],
    past: Sequence[date],
    today: date,
) -> tuple[PracticeOutreach, ...]:
    """Two rounds of what `resources/practice/outreach.toml` tells, on working days of the `past`, and some plans."""
    companies = [client for client in clients if client.kind == "enterprise" and client.contacts]
    staff = [person for person in people if person.role in ("specialist", "manager") and person.trained]
    rows = [*words("outreach")["visit"]] * 2
    days = sorted(chance.sample(list(past), k=len(rows)))
    done = [
        _done(chance, row, day, client, chance.choice(staff), today)
        for row, day, client in zip(rows, days, chance.sample(companies, k=len(rows)), strict=True)
    ]
    return (*done, *_plans(chance, companies, staff, today))


def _done(
    chance: Chance, row: dict[str, Any], day: date, client: PracticeClient, person: PracticePerson, today: date
) -> PracticeOutreach:
    contact = client.contacts[0]
    return PracticeOutreach(
        client=client.key,
        owner=person.key,
        kind=row["kind"],
        mode="on_site",
        state="done",
        planned_on=day,
        went_on=day,
        purpose=chance.choice(_PURPOSES),
        met=contact.name,
        met_role=contact.post,
        quality_status=row["status"],
        publicity=row["publicity"],
        signed=True,
        problems=tuple(_problem(one, day, today) for one in row.get("problem", ())),
    )


def _problem(row: dict[str, Any], day: date, today: date) -> PracticeProblem:
    solved = bool(row.get("solved"))
    answered = min(day + timedelta(days=7), today) if row.get("answered") else (day if solved else None)
    return PracticeProblem(
        text=row["text"],
        answer=row.get("answer", ""),
        solved=solved,
        answered_on=answered,
        due=None if solved else day + timedelta(days=_ANSWER_DAYS),
    )


def _plans(
    chance: Chance, companies: Sequence[PracticeClient], staff: Sequence[PracticePerson], today: date
) -> Iterator[PracticeOutreach]:
    for offset in (-2, 0, 1, 3, 5, 8):
        client = chance.choice(companies)
        yield PracticeOutreach(
            client=client.key,
            owner=chance.choice(staff).key,
            kind="routine" if offset % 2 else "diagnosis",
            mode="phone" if offset == 1 else "on_site",
            state="planned",
            planned_on=today + timedelta(days=offset),
            purpose=chance.choice(_PURPOSES),
        )
