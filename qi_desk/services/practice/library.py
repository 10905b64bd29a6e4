"""Invented experts, institutions and shared equipment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from qi_desk.services.practice.chance import Chance, words
from qi_desk.services.practice.library_values import (
    PracticeCertificate,
    PracticeEquipment,
    PracticeExpert,
    PracticeInstitution,
    PracticePrice,
    PracticeQualification,
)
from qi_desk.services.practice.values import PracticeClient

EXPERTS, INSTITUTIONS, EQUIPMENT = 40, 24, 30
_LAPSED = 0.1
"""Share of qualifications, terms and calibrations that have run out: the screens must show them."""

_YEAR = timedelta(days=365)
_EXPERT_STATES = {17: "recommended", 23: "published", 29: "warned", 35: "suspended", 39: "checked"}
_INSTITUTION_STATES = {9: "applied", 14: "rectifying", 19: "published", 22: "suspended"}
"""Places of those who do not simply serve: every state of C5 and C6 that a screen must show."""

_REASONS = {"warned": "low_score", "suspended": "lapsed", "rectifying": "complaint"}
_NOT_ADMITTED = frozenset({"recommended", "checked", "applied"})
_ROLES = ("training", "consulting", "guidance", "undertaking")


def experts(chance: Chance, today: date, clients: Sequence[PracticeClient]) -> tuple[PracticeExpert, ...]:
    """Forty experts, a few of them with clients to stay away from, a few not admitted yet."""
    return tuple(_expert(chance, today, place, clients) for place in range(EXPERTS))


def _expert(chance: Chance, today: date, place: int, clients: Sequence[PracticeClient]) -> PracticeExpert:
    source, course = words("library")["experts"], words("library")["course"]
    fields = tuple(source["fields"][place % len(source["fields"])])
    state = _EXPERT_STATES.get(place, "serving")
    begun = state not in _NOT_ADMITTED
    name = chance.person()
    term_to = _until(chance, today)
    return PracticeExpert(
        key=f"X{place + 1:02}",
        name=name,
        organisation=chance.choice(source["organisations"]),
        title=chance.choice(source["titles"]),
        fields=fields,
        phone=chance.phone(),
        years=chance.randint(5, 32),
        source=chance.choice(source["sources"]),
        avoid=tuple(client.key for client in chance.sample(clients, k=chance.choices((0, 1, 2), (7, 2, 1))[0])),
        term_to=term_to,
        post=chance.choice(course["posts"]),
        education=chance.choice(course["educations"]),
        certificates=_certificates(chance, today, place, fields),
        works=chance.choice(course["works"]),
        roles=tuple(role for role in _ROLES if chance.hit(0.6)) or ("consulting",),
        avoid_confirmed=begun,
        secrecy_on=term_to - 3 * _YEAR if begun else None,
        street=_street(chance),
        published_on=today - timedelta(days=3) if state == "published" else None,
        published_until=today + timedelta(days=4) if state == "published" else None,
        term_from=term_to - 3 * _YEAR + timedelta(days=1),
        state=state,
        state_reason=_REASONS.get(state, ""),
    )


def _certificates(chance: Chance, today: date, place: int, fields: tuple[str, ...]) -> tuple[PracticeCertificate, ...]:
    """One for the first field in two cases of three; some have run out, and then only that field rests."""
    if chance.hit(0.35):
        return ()
    name = chance.choice(words("library")["course"]["certificates"])
    return (PracticeCertificate(name, f"演-ZS-{place + 1:03}", fields[:1], _until(chance, today)),)


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
    course, state = words("library")["course"], _INSTITUTION_STATES.get(place, "serving")
    penalised = place == 5
    agreement_to = today + timedelta(days=chance.randint(30, 900))
    # Every fourth has a narrower scope than its fields: having CMA is not yet having the item.
    scopes = tuple(kind["scopes"][: -1 if place % 4 == 3 else None])
    held = PracticeQualification(kind["kind"], number, kind["scope"], scopes, _until(chance, today))
    return PracticeInstitution(
        key=f"I{place + 1:02}",
        name=f"{words('enterprises')['forms']['place'][0]}{stem}{kind['suffix']}",
        credit_code=chance.credit_code("91", "440112"),
        contact_name=chance.person(),
        contact_phone=chance.phone(),
        fields=tuple(kind["fields"]),
        qualifications=(held,),
        agreement_to=agreement_to,
        street=_street(chance),
        address=chance.choice(words("library")["equipment_notes"]["rooms"]),
        prices=_prices(chance, kind["fields"]),
        offer=chance.choice(course["offers"]),
        response_hours=chance.choice((4, 8, 24, 48)),
        penalised=penalised,
        penalty_note=course["penalty"] if penalised else "",
        pledge_on=agreement_to - 3 * _YEAR,
        agreement_no=f"演-XY-{place + 1:03}",
        agreement_from=agreement_to - 3 * _YEAR,
        state=state,
        state_reason=_REASONS.get(state, ""),
    )


def _prices(chance: Chance, items: Sequence[str]) -> tuple[PracticePrice, ...]:
    known = words("library")["prices"]
    return tuple(
        PracticePrice(item, round(known[item] * chance.uniform(0.8, 1.3) / 100) * 100, chance.randint(3, 12))
        for item in items
        if item in known
    )


def _street(chance: Chance) -> str:
    return str(chance.choice(words("places")["park"])["street"])


def equipment(chance: Chance, today: date, owners: Sequence[PracticeInstitution]) -> tuple[PracticeEquipment, ...]:
    """Thirty instruments, green, yellow and red, red whatever is past its calibration date, and two rooms (F17)."""
    models = words("library")["equipment"]
    made = tuple(_instrument(chance, today, place, models[place % len(models)], owners) for place in range(EQUIPMENT))
    return made + tuple(_room(today, place, row) for place, row in enumerate(words("library")["room"]))


def _room(today: date, place: int, row: Mapping[str, Any]) -> PracticeEquipment:
    return PracticeEquipment(
        key=f"R{place + 1:02}",
        name=row["name"],
        model="",
        owner=row["owner"],
        place=row["place"],
        tests=(),
        mark="green",
        limit_text="",
        calibration_on=today,
        calibration_due=today + 5 * _YEAR,
        open=True,
        sort="room",
        calibration_exempt=True,
        modes=("time_share",),
        accessories="",
    )


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
        warm_up=15 * (place % 3),
        clean_up=15 * (place % 2),
        need_training=place % 5 == 0,
        approval=place % 7 == 3,
        hazard="care" if place % 6 == 1 else "none",
        price=(place % 4) * 6000,
        accessories=words("library")["booking"]["accessories"][place % 3],
    )


def _until(chance: Chance, today: date, longest: int = 3) -> date:
    if chance.hit(_LAPSED):
        return today - timedelta(days=chance.randint(3, 90))
    return today + timedelta(days=chance.randint(10, 365 * longest))
