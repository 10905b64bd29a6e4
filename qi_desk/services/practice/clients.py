"""Invented staff, enterprises and other service objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from qi_desk.services.practice.chance import Chance, words
from qi_desk.services.practice.values import (
    PracticeClient,
    PracticeContact,
    PracticePerson,
    PracticeProfile,
    PracticeTraining,
)

ENTERPRISES = 300
CODED_KINDS = {
    "enterprise": ("91", 268),
    "sole_trader": ("92", 24),
    "cooperative": ("93", 4),
    "social_organisation": ("52", 4),
}
"""Kind to the first two characters of its codes and how many there are."""

SPECIALISTS = ("specialist-1", "specialist-2", "specialist-3", "specialist-4")
_TAGS = {"high_tech": 0.25, "specialised": 0.12, "little_giant": 0.02, "champion": 0.01}
_ABOVE_SCALE = 60
_MOVED, _FORMER = 0.02, 0.06


def profile() -> PracticeProfile:
    """The practice station itself."""
    return PracticeProfile(**words("places")["station"])


def staff(chance: Chance, today: date) -> tuple[tuple[PracticePerson, ...], tuple[PracticeTraining, ...]]:
    """Manager, four specialists and a new hire without the pre-post training, and who was trained when."""
    people, trainings = [], []
    for row in words("people")["staff"]:
        started = today - timedelta(days=365 * row["years_in_post"] + chance.randint(8, 60))
        if not row["trained"]:
            started = today - timedelta(days=3)
        people.append(
            PracticePerson(
                row["key"],
                row["staff_no"],
                row["name"],
                row["role"],
                chance.phone(),
                started,
                row["trained"],
            )
        )
        if row["trained"]:
            trainings += _trainings(row["key"], started, today, chance)
    return tuple(people), tuple(trainings)


def _trainings(person: str, started: date, today: date, chance: Chance) -> list[PracticeTraining]:
    held = {
        "pre_post": started - timedelta(days=5),
        "in_post": today - timedelta(days=chance.randint(20, 90)),
        "standard": today - timedelta(days=chance.randint(91, 200)),
    }
    return [
        PracticeTraining(
            person,
            row["topic"],
            row["kind"],
            held[row["kind"]],
            row["hours"],
            passed=True,
        )
        for row in words("people")["training"]
    ]


def enterprises(chance: Chance, today: date) -> tuple[PracticeClient, ...]:
    """Three hundred service objects with valid credit codes, most of them companies."""
    source = words("enterprises")
    pairs = [first + second for first in source["first"] for second in source["second"]]
    chance.shuffle(pairs)
    kinds = [kind for kind, (_, count) in CODED_KINDS.items() for _ in range(count)]
    industries = chance.choices(source["industry"], [row["weight"] for row in source["industry"]], k=len(kinds))
    return tuple(
        _enterprise(chance, today, place, pairs[place], kind, industry)
        for place, (kind, industry) in enumerate(zip(kinds, industries, strict=True))
    )


def _enterprise(
    chance: Chance,
    today: date,
    place: int,
    trade_name: str,
    kind: str,
    industry: Mapping[str, Any],
) -> PracticeClient:
    key = f"E{place + 1:03}"
    site = chance.choice(words("places")["park"])
    building, room = (
        f"{chance.randint(1, 12)}",
        f"{chance.randint(1, 18)}{chance.randint(1, 12):02}",
    )
    contacts = _contacts(chance, key, f"e{place + 1:03}.example.com")
    founded = today - timedelta(days=chance.randint(200, 9000))
    count = min(int(chance.lognormvariate(3.4, 1.1)) + 2, 1800) if kind == "enterprise" else chance.randint(1, 20)
    origin = chance.choice(words("enterprises")["forms"]["place"])
    own = chance.choice(words("enterprises")["forms"][kind])
    former = (f"{origin}{trade_name}{own}",) if chance.hit(_FORMER) else ()
    return PracticeClient(
        key=key,
        name=f"{origin}{trade_name}{industry['words']}{own}",
        former_names=former,
        kind=kind,
        credit_code=chance.credit_code(CODED_KINDS[kind][0]),
        legal_representative=chance.person(),
        founded_on=founded,
        address=words("places")["address"].format(road=site["road"], building=building, room=room),
        street=site["street"],
        park=site["name"],
        building=building,
        room=room,
        section=industry["section"],
        division=industry["division"],
        products=tuple(chance.sample(industry["products"], k=chance.randint(1, 2))),
        staff_count=None if chance.hit(0.05) else count,
        tags=_tags(chance, kind, count),
        specialist=SPECIALISTS[place % len(SPECIALISTS)],
        status="moved" if chance.hit(_MOVED) else "normal",
        filed_on=max(founded, today - timedelta(days=chance.randint(45, 900))),
        contacts=contacts,
        needs=tuple(industry["items"]),
    )


def _tags(chance: Chance, kind: str, count: int) -> tuple[str, ...]:
    if kind != "enterprise":
        return ()
    earned = [tag for tag, share in _TAGS.items() if chance.hit(share)]
    return tuple((["above_scale"] if count >= _ABOVE_SCALE else []) + earned)


def _contacts(chance: Chance, client: str, domain: str) -> tuple[PracticeContact, ...]:
    posts: Sequence[str] = chance.sample(words("people")["posts"], k=chance.choices((1, 2, 3), (5, 3, 2))[0])
    return tuple(
        PracticeContact(
            key=f"{client}-C{place + 1}",
            client=client,
            name=chance.person(),
            post=post,
            phone=chance.phone(),
            email=f"contact{place + 1}@{domain}" if chance.hit(0.5) else "",
            consent=place == 0 or chance.hit(0.8),
            primary=place == 0,
        )
        for place, post in enumerate(posts)
    )


def other_clients(chance: Chance, today: date) -> tuple[PracticeClient, ...]:
    """Parks, clusters, a chain, unregistered teams, persons, an authority: service objects without a code."""
    return tuple(_other(chance, today, place, row) for place, row in enumerate(words("places")["other"]))


def _other(chance: Chance, today: date, place: int, row: Mapping[str, str]) -> PracticeClient:
    key = f"O{place + 1:02}"
    site = chance.choice(words("places")["park"])
    return PracticeClient(
        key=key,
        name=row["name"],
        former_names=(),
        kind=row["kind"],
        credit_code="",
        legal_representative="",
        founded_on=None,
        address=words("places")["address"].format(road=site["road"], building="1", room="101"),
        street=site["street"],
        park=site["name"],
        building="1",
        room="101",
        section="",
        division="",
        products=(),
        staff_count=None,
        tags=(),
        specialist=SPECIALISTS[place % len(SPECIALISTS)],
        status="normal",
        filed_on=today - timedelta(days=chance.randint(45, 400)),
        contacts=_contacts(chance, key, f"o{place + 1:02}.example.com")[:1],
        needs=("TR01", "QM07", "PO03", "EQ01"),
    )
