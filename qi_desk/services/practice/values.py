"""The invented records, as values. Field names are those of the declared records; `key` is ours.

A reference (`client`, `visit`, `received_by` ...) holds the `key` of another value, never a store id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from qi_desk.services.intake_input import Existing, Material
from qi_desk.services.practice.library_values import (
    PracticeBooking,
    PracticeEquipment,
    PracticeExpert,
    PracticeInstitution,
    PracticeWork,
)


@dataclass(frozen=True, slots=True)
class PracticeProfile:
    """The practice station and its first desk (`station`, `desk`)."""

    code: str
    name: str
    park: str
    street: str
    district: str
    address: str
    phone: str
    supervision_phone: str
    window: str
    desk: str


@dataclass(frozen=True, slots=True)
class PracticePerson:
    """One of the staff (F34). `trained` is False for the new hire, whose account may not start (B.3.1)."""

    key: str
    staff_no: str
    name: str
    role: str
    phone: str
    started_on: date
    trained: bool


@dataclass(frozen=True, slots=True)
class PracticeTraining:
    """A training of one of the staff (F26)."""

    person: str
    topic: str
    kind: str
    held_on: date
    hours: int
    passed: bool


@dataclass(frozen=True, slots=True)
class PracticeContact:
    """Somebody to speak to at a client. Every phone is in 1380000xxxx or 1390000xxxx."""

    key: str
    client: str
    name: str
    post: str
    phone: str
    email: str
    consent: bool
    primary: bool


@dataclass(frozen=True, slots=True)
class PracticeClient:
    """A service object (F15). `credit_code` is empty where the kind has none. `needs` are its usual items."""

    key: str
    name: str
    former_names: tuple[str, ...]
    kind: str
    credit_code: str
    legal_representative: str
    founded_on: date | None
    address: str
    street: str
    park: str
    building: str
    room: str
    section: str
    division: str
    products: tuple[str, ...]
    staff_count: int | None
    tags: tuple[str, ...]
    specialist: str
    status: str
    filed_on: date
    contacts: tuple[PracticeContact, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PracticeFigures:
    """What a company reported of a year: money in fen; `quality_officer` may be empty."""

    client: str
    revenue: int
    assets: int
    data_year: int
    quality_officer: str


@dataclass(frozen=True, slots=True)
class PracticePart:
    """Something that hangs on a client's file; in `values` the field `other` holds a client's key."""

    kind: str
    client: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PracticeProblem:
    """A problem heard on a visit (F16)."""

    text: str
    answer: str
    solved: bool
    answered_on: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class PracticeOutreach:
    """A visit to a client (F16), planned or done; `client` and `owner` are keys."""

    client: str
    owner: str
    kind: str
    mode: str
    state: str
    planned_on: date
    purpose: str
    went_on: date | None = None
    met: str = ""
    met_role: str = ""
    quality_status: str = ""
    publicity: str = ""
    signed: bool = False
    problems: tuple[PracticeProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class PracticeMatter:
    """One matter of a visit, with its own clock."""

    subject: str
    item: str
    state: str
    started_at: datetime | None
    ended_at: datetime | None
    spent_seconds: int


@dataclass(frozen=True, slots=True)
class PracticeVisit:
    """A visit (F01) and its place in the queue (F02). Past ones are over; today's are in every state."""

    key: str
    type: str
    name: str
    salutation: str
    head_count: int
    organisation: str
    client: str
    phone: str
    purpose: str
    assist: tuple[str, ...]
    booked: bool
    priority: str
    ticket: str
    state: str
    outcome: str
    received_by: str
    window: str
    arrived_at: datetime
    notice_given_at: datetime
    queued_at: datetime
    called: tuple[datetime, ...]
    served_at: datetime | None
    finished_at: datetime | None
    left_at: datetime | None
    left_automatically: bool
    hold_reason: str
    held_since: datetime | None
    note: str
    matters: tuple[PracticeMatter, ...]


@dataclass(frozen=True, slots=True)
class PracticeRequest:
    """A service request (F03), registered by `registered_by`; `items` begin with the primary one.

    Promised dates are not here: they follow from the station's limits and calendar.
    """

    key: str
    client: str
    contact: str
    visit: str
    visitor_name: str
    channel: str
    source: str
    stage: str
    items: tuple[str, ...]
    description: str
    product: str
    existing: tuple[Existing, ...]
    materials: tuple[Material, ...]
    want_by: date | None
    urgency: str
    urgency_reason: str
    fee: str
    secrecy: str
    agency: bool
    delivery: str
    registered_by: str
    registered_at: datetime
    state: str
    confirmation: str
    accepted_by: str
    accepted_at: datetime | None
    closed_at: datetime | None
    answer: str
    answer_basis: str
    solved: str
    end_reason: str
    end_note: str


@dataclass(frozen=True, slots=True)
class PracticeTalk:
    """A contact (F09) about a request; `next_on` is the day of the next step, where one is open."""

    request: str
    at: datetime
    mode: str
    party: str
    content: str
    quality: str
    next_on: date | None
    by: str


@dataclass(frozen=True, slots=True)
class PracticeStation:
    """Everything of a practice station. `mark` says in words that all of it is invented.

    `enterprises` are those with a credit code; `other_clients` the service objects that have none.
    """

    mark: str
    today: date
    seed: int
    profile: PracticeProfile
    people: tuple[PracticePerson, ...]
    trainings: tuple[PracticeTraining, ...]
    enterprises: tuple[PracticeClient, ...]
    other_clients: tuple[PracticeClient, ...]
    figures: tuple[PracticeFigures, ...]
    parts: tuple[PracticePart, ...]
    outreach: tuple[PracticeOutreach, ...]
    experts: tuple[PracticeExpert, ...]
    institutions: tuple[PracticeInstitution, ...]
    equipment: tuple[PracticeEquipment, ...]
    bookings: tuple[PracticeBooking, ...]
    visits: tuple[PracticeVisit, ...]
    requests: tuple[PracticeRequest, ...]
    talks: tuple[PracticeTalk, ...]
    work: tuple[PracticeWork, ...]
    feedback: PracticeFeedback
    registers: tuple[PracticeRecord, ...]
    meetings: tuple[PracticeMeeting, ...]


@dataclass(frozen=True, slots=True)
class PracticeRef:
    """The record that stands elsewhere in the station under this key."""

    key: str


@dataclass(frozen=True, slots=True)
class PracticeRecord:
    """A record of a register with the parts that belong to it; references are `PracticeRef`. `of` is the key of one
    that stands elsewhere in the station and is completed."""

    kind: str
    values: Mapping[str, Any]
    parts: tuple[PracticeRecord, ...] = ()
    of: str = ""


@dataclass(frozen=True, slots=True)
class PracticeMeeting:
    """A meeting; `values`, `people` and `topics` are fields as they stand in the raw material, `done` what of its
    decisions was done, `issued_after` how many days later its minutes were issued."""

    values: Mapping[str, Any]
    held_on: date
    state: str
    scribe: str
    people: tuple[Mapping[str, Any], ...]
    topics: tuple[Mapping[str, Any], ...]
    done: tuple[str, ...]
    evidence: str
    issued_after: int
    main_to: str
    cc: str


@dataclass(frozen=True, slots=True)
class PracticeRating:
    """Somebody asked about a request; `grades` are empty where they did not answer. `correction` is where a bad one
    stands."""

    request: str
    asked_at: datetime
    served_by: str
    rated_at: datetime | None = None
    method: str = ""
    grades: Mapping[str, int] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    words: str = ""
    correction: str = ""


@dataclass(frozen=True, slots=True)
class PracticeComplaint:
    """A complaint; `values` are fields of the record as they stand in the raw material."""

    values: Mapping[str, Any]
    received_at: datetime
    client: str
    complainant: str
    phone: str
    by: str
    against: str


@dataclass(frozen=True, slots=True)
class PracticeImprovement:
    """A plan with its measures: (what, until when, what was done or None)."""

    values: Mapping[str, Any]
    opened_on: date
    deadline: date
    owner: str
    actions: tuple[tuple[str, date, str | None], ...]


@dataclass(frozen=True, slots=True)
class PracticeFeedback:
    """What clients said, and what came of it."""

    ratings: tuple[PracticeRating, ...]
    complaints: tuple[PracticeComplaint, ...]
    improvements: tuple[PracticeImprovement, ...]
