"""Invented meetings: one behind with open decisions, one settled, one today, one to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from qi_desk.services.practice.chance import words
from qi_desk.services.practice.values import PracticeClient, PracticeMeeting, PracticePerson

_NAMED = ("站长", "专员", "助手")


def meetings(
    today: date, people: Sequence[PracticePerson], enterprises: Sequence[PracticeClient]
) -> tuple[PracticeMeeting, ...]:
    """Every meeting of `resources/practice/meetings.toml`, its days counted from `today`."""
    trained = [one for one in people if one.trained]
    return tuple(_meeting(row, today, trained, enterprises) for row in words("meetings")["meeting"])


def _meeting(
    row: Mapping[str, Any], today: date, people: Sequence[PracticePerson], enterprises: Sequence[PracticeClient]
) -> PracticeMeeting:
    names = {name: people[min(place, len(people) - 1)].name for place, name in enumerate(_NAMED)}
    client = enterprises[row["client"]] if "client" in row else None
    names["企业"] = client.name if client is not None else ""

    def told(value: Any) -> Any:
        if isinstance(value, str):
            for name, person in names.items():
                value = value.replace(f"{{{name}}}", person)
        return value

    plain = {name: told(row[name]) for name in ("kind", "title", "starts", "ends", "place", "chair", "chair_post")}
    return PracticeMeeting(
        values=plain,
        held_on=today + timedelta(days=row["days"]),
        state=row["state"],
        scribe=people[min(row["scribe"], len(people) - 1)].key,
        people=tuple({name: told(value) for name, value in one.items()} for one in row["people"]),
        topics=tuple({name: told(value) for name, value in one.items()} for one in row["topics"]),
        done=tuple(row.get("done", ())),
        evidence=row.get("evidence", ""),
        issued_after=row["issued_after"],
        main_to=row.get("main_to", ""),
        cc=row.get("cc", ""),
    )
