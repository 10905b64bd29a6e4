"""The invented resource library, as values; like `values`, field names are those of the declared records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PracticeCertificate:
    """A certificate of an expert; `fields` are the items it stands for."""

    name: str
    number: str
    fields: tuple[str, ...]
    valid_to: date


@dataclass(frozen=True, slots=True)
class PracticeExpert:
    """An expert of the pool (F24). `avoid` holds keys of clients the expert may not be sent to."""

    key: str
    name: str
    organisation: str
    title: str
    fields: tuple[str, ...]
    phone: str
    years: int
    source: str
    avoid: tuple[str, ...]
    term_to: date
    post: str
    education: str
    certificates: tuple[PracticeCertificate, ...]
    works: str
    roles: tuple[str, ...]
    avoid_confirmed: bool
    secrecy_on: date | None
    street: str
    published_on: date | None
    published_until: date | None
    term_from: date | None
    state: str
    state_reason: str


@dataclass(frozen=True, slots=True)
class PracticeQualification:
    """A qualification of an institution (F25); some have run out on purpose."""

    kind: str
    number: str
    scope: str
    items: tuple[str, ...]
    valid_to: date


@dataclass(frozen=True, slots=True)
class PracticePrice:
    """What an institution takes for an item at least, in fen, and how many working days it takes."""

    item: str
    price: int
    days: int


@dataclass(frozen=True, slots=True)
class PracticeWork:
    """An assignment of an expert or institution for a request, and how it was judged (empty: not yet)."""

    request: str
    item: str
    party_kind: str
    party: str
    offered: tuple[str, ...]
    asked_at: datetime
    planned_on: date
    place: int
    choice_reason: str
    state: str
    grades: tuple[int, ...]
    comment: str
    by: str


@dataclass(frozen=True, slots=True)
class PracticeInstitution:
    """A quality technical service institution that moved in (F25)."""

    key: str
    name: str
    credit_code: str
    contact_name: str
    contact_phone: str
    fields: tuple[str, ...]
    qualifications: tuple[PracticeQualification, ...]
    agreement_to: date
    street: str
    address: str
    prices: tuple[PracticePrice, ...]
    offer: str
    response_hours: int
    penalised: bool
    penalty_note: str
    pledge_on: date
    agreement_no: str
    agreement_from: date
    state: str
    state_reason: str


@dataclass(frozen=True, slots=True)
class PracticeEquipment:
    """A shared instrument (F17). `mark` is red past the calibration date, yellow only with `limit_text`."""

    key: str
    name: str
    model: str
    owner: str
    place: str
    tests: tuple[str, ...]
    mark: str
    limit_text: str
    calibration_on: date
    calibration_due: date
    open: bool
    sort: str = "device"
    calibration_exempt: bool = False
    modes: tuple[str, ...] = ("time_share", "outsourced", "sample")
    warm_up: int = 0
    clean_up: int = 0
    need_training: bool = False
    approval: bool = False
    hazard: str = "none"
    price: int = 0
    accessories: str = ""


@dataclass(frozen=True, slots=True)
class PracticeBooking:
    """A booking (F18) in any state of C3; `contact` is who uses it."""

    equipment: str
    client: str
    contact: str
    mode: str
    begins: datetime
    ends: datetime
    purpose: str
    state: str
    made_at: datetime
    by: str
