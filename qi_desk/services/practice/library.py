"""Invented experts, institutions and shared equipment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from qi_desk.services.practice.chance import Chance, words
from qi_desk.services.practice.values import (
    PracticeClient,
    PracticeEquipment,
    PracticeExpert,
    PracticeInstitution,
    PracticeQualification,
)

EXPERTS, INSTITUTIONS, EQUIPMENT = 40, 24, 30
_LAPSED = 0.1
"""Share of qualifications, terms and calibrations that have run out: the screens must show them."""

_YEAR = timedelta(days=365)


def experts(chance: Chance, today: date, clients: Sequence[PracticeClient]) -> tuple[PracticeExpert, ...]:
    """Forty experts, a few of them with clients to stay away from."""
    source = words("library")["experts"]
    return tuple(
        PracticeExpert(
            key=f"X{place + 1:02}",
            name=chance.person(),
            organisation=chance.choice(source["organisations"]),
            title=chance.choice(source["titles"]),
            fields=tuple(source["fields"][place % len(source["fields"])]),
            phone=chance.phone(),
            years=chance.randint(5, 32),
            source=chance.choice(source["sources"]),
            avoid=tuple(client.key for client in chance.sample(clients, k=chance.choices((0, 1, 2), (7, 2, 1))[0])),
            term_to=_until(chance, today),
        )
        for place in range(EXPERTS)
    )


def institutions(chance: Chance, today: date) -> tuple[PracticeInstitution, ...]:
    """Twenty-four institutions: each kind of qualification four times over."""
    source = words("library")
    kinds, stems = source["institution_kind"], source["institutions"]["stems"]
    return tuple(
        _institution(
            chance,
            today,
            place,
            stems[place % len(stems)],
            kinds[(place + place // len(stems)) % len(kinds)],
        )
        for place in range(INSTITUTIONS)
    )


def _institution(chance: Chance, today: date, place: int, stem: str, kind: Mapping[str, Any]) -> PracticeInstitution:
    number = f"P-{kind['kind'][:4].upper()}-{place + 1:04}"
    return PracticeInstitution(
        key=f"I{place + 1:02}",
        name=f"{words('enterprises')['forms']['place'][0]}{stem}{kind['suffix']}",
        credit_code=chance.credit_code("91", "440112"),
        contact_name=chance.person(),
        contact_phone=chance.phone(),
        fields=tuple(kind["fields"]),
        qualifications=(PracticeQualification(kind["kind"], number, kind["scope"], _until(chance, today)),),
        agreement_to=today + timedelta(days=chance.randint(30, 900)),
    )


def equipment(chance: Chance, today: date, owners: Sequence[PracticeInstitution]) -> tuple[PracticeEquipment, ...]:
    """Thirty instruments, green, yellow and red; red whatever is past its calibration date (F17)."""
    models = words("library")["equipment"]
    return tuple(_instrument(chance, today, place, models[place % len(models)], owners) for place in range(EQUIPMENT))


def _instrument(
    chance: Chance,
    today: date,
    place: int,
    row: Mapping[str, Any],
    owners: Sequence[PracticeInstitution],
) -> PracticeEquipment:
    notes = words("library")["equipment_notes"]
    due = _until(chance, today, longest=1)
    mark = "red" if due < today else chance.choices(("green", "yellow"), (5, 1))[0]
    return PracticeEquipment(
        key=f"Q{place + 1:02}",
        name=row["name"],
        model=f"{row['model']}{place // 10 + 1}",
        owner=chance.choice(owners).name,
        place=chance.choice(notes["rooms"]),
        tests=tuple(row["tests"]),
        mark=mark,
        limit_text=chance.choice(notes["limits"]) if mark == "yellow" else "",
        calibration_on=due - _YEAR,
        calibration_due=due,
        open=mark != "red" and chance.hit(0.85),
    )


def _until(chance: Chance, today: date, longest: int = 3) -> date:
    if chance.hit(_LAPSED):
        return today - timedelta(days=chance.randint(3, 90))
    return today + timedelta(days=chance.randint(10, 365 * longest))
