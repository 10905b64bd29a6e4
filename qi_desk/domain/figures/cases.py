"""What is counted: one row per record with just what the measures ask of it, nobody's name and no text among it."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple


class Client(NamedTuple):
    """Whom a case is about. `size` is a code of `sizes`."""

    eid: str = ""
    credit_code: str = ""
    kind: str = ""
    park: str = ""
    section: str = ""
    size: str = ""


Claim = tuple[int, bool]
"""A number somebody told, and whether evidence of it is on record (trap 38: without it it is told apart)."""

NOTHING: Claim = (0, False)


class Outcome(NamedTuple):
    """What came of a matter, each as last told; money in fen."""

    solved: str = ""
    problems: Claim = NOTHING
    jobs: Claim = NOTHING
    benefit: Claim = NOTHING
    saving: Claim = NOTHING


class Matter(NamedTuple):
    """One request. `end` is "closed", "refused" or "withdrawn", empty while it runs; `replied_at` the first word the
    client was owed; `finished_at` when the result was handed over, else when it was closed. Times in whole working
    seconds: `reply_seconds` and `work_seconds` without the stopped clock, `stopped_seconds` that it stood. `trips` None
    where nobody asked."""

    eid: str
    at: datetime
    state: str
    end: str
    channel: str
    client: Client
    items: tuple[str, ...]
    specialist: str
    institutions: tuple[str, ...]
    accepted_at: datetime | None
    closed_at: datetime | None
    replied_at: datetime | None
    reply_due: datetime | None
    finished_at: datetime | None
    finish_due: datetime | None
    reply_seconds: int | None
    work_seconds: int | None
    stopped_seconds: int
    extended: bool
    notices: int
    trips: int | None
    outcome: Outcome
    cut: datetime


class Visit(NamedTuple):
    """One visit. `served` says that somebody attended to it."""

    eid: str
    at: datetime
    served: bool
    heads: int
    client: Client
    specialist: str


class Outreach(NamedTuple):
    """One visit to an enterprise that took place."""

    eid: str
    at: date
    client: Client
    specialist: str


class Survey(NamedTuple):
    """One survey. `standing` is asked, rated or unrated; `percent` the score of the sheet, None where nothing was
    answered; `valid` where enough was answered, `content` and `bad` by the grade overall."""

    eid: str
    at: datetime
    standing: str
    valid: bool
    content: bool
    bad: bool
    percent: int | None
    client: Client
    specialist: str


class Correction(NamedTuple):
    """What a bad rating set going. `in_time` None while neither done nor due; `called` None where the rating was
    anonymous."""

    eid: str
    at: datetime
    in_time: bool | None
    called: bool | None
    appeal_upheld: bool
    specialist: str


class Complaint(NamedTuple):
    """One complaint. `in_time` None while neither answered nor due."""

    eid: str
    at: datetime
    kind: str
    upheld: bool
    repeated: bool
    in_time: bool | None
    client: Client


class Plan(NamedTuple):
    """One improvement plan. `in_time` None before its deadline while it is not closed."""

    eid: str
    opened: date
    deadline: date
    in_time: bool | None
    opened_within: bool
    due_within: bool


class Filed(NamedTuple):
    """One filed matter."""

    eid: str
    complete: bool


class Booking(NamedTuple):
    """One booking. `phase` is a code of `booking_phases`; `minutes` what it was used, 0 where it was not."""

    eid: str
    at: datetime
    phase: str
    minutes: int
    outside: bool
    equipment: str
    client: Client


class Device(NamedTuple):
    """One piece of shared equipment, with the minutes it was open in the period."""

    eid: str
    open: bool
    open_minutes: int


class Reuse(NamedTuple):
    """One existing result that was looked at. `avoided` is the cost in fen."""

    eid: str
    at: datetime
    accepted: bool
    avoided: int
    client: Client


class Project(NamedTuple):
    """One joint project that began or ended in the period."""

    eid: str
    began: bool
    finished: bool


class Training(NamedTuple):
    """One training. `session` is the same for what was written down for several people one by one; `hours` of it,
    `heads` who took part."""

    eid: str
    session: tuple[str, str]
    kind: str
    hours: int
    heads: int


class Person(NamedTuple):
    """One member of staff who serves clients, as the files stand."""

    eid: str
    full_time: bool
    trained: bool
    bound: bool


class Party(NamedTuple):
    """One expert or institution of the library, as the files stand."""

    eid: str
    kind: str
    serving: bool
    valid: bool


class Meeting(NamedTuple):
    """One meeting that was held."""

    eid: str
    at: date
    kind: str


class Decision(NamedTuple):
    """One decision of a meeting that was due in the period; `in_time` None while it is open on the last day."""

    eid: str
    in_time: bool | None


class Rule(NamedTuple):
    """One rule of the station in its newest version."""

    eid: str
    in_force: bool
    overdue: bool


class Told(NamedTuple):
    """Something written down some time after it happened; `within` says whether within a day."""

    eid: str
    kind: str
    within: bool


class Work(NamedTuple):
    """One thing of which no more is asked than that it is there (an innovation published, a client filed)."""

    eid: str
    kind: str
