"""The way to the district as the use cases see it: what is asked over it and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from qi_desk.domain.booking.terms import Span
from qi_desk.domain.errors import Missing
from qi_desk.domain.ledger.state import Author, State
from qi_desk.domain.ledger.watermarks import Position


@dataclass(frozen=True, slots=True)
class Claim:
    """A pending booking as the judge sees it: what it keeps others out of, and when it was made."""

    eid: str
    resource: str
    block: Span
    made_at: datetime


class Judge(Protocol):
    """Who decides between stations. Its own store makes overlapping confirmations impossible."""

    def judge(self, desk: str, claims: Sequence[Claim]) -> Mapping[str, str]:
        """`confirmed` or `lost` by booking; what is not decided yet is left out. The same claim asked again has the
        same answer. Raises OSError where the line is cut."""
        ...


class Sent(Protocol):
    """The answer to a push."""

    @property
    def kind(self) -> str:
        """ok, gap or fork."""
        ...

    @property
    def epoch(self) -> str:
        """The district's past."""
        ...

    @property
    def position(self) -> Position:
        """How far its log goes."""
        ...

    @property
    def durable(self) -> int:
        """How far it is in a backup."""
        ...


class Changed(Protocol):
    """A page of changes."""

    @property
    def asked_from(self) -> str:
        """The cursor it was asked from."""
        ...

    @property
    def cursor(self) -> str:
        """Where it leads to."""
        ...

    @property
    def rows(self) -> tuple[State, ...]:
        """The records."""
        ...

    @property
    def more(self) -> bool:
        """Whether there is more."""
        ...

    @property
    def position(self) -> Position:
        """How far the district's log of this desk goes."""
        ...

    @property
    def held(self) -> frozenset[int]:
        """Own operations that wait there."""
        ...

    @property
    def reset(self) -> bool:
        """Whether everything is to be read anew."""
        ...

    @property
    def authors(self) -> Mapping[str, Author]:
        """Who wrote what stands against each other in the records, by operation."""
        ...


class Line(Judge, Protocol):
    """The way to the district. Each call raises OSError where it is cut, NotAllowed where the district says no."""

    def lease(self, resources: Sequence[str]) -> Mapping[str, str]:
        """Ask to decide alone over these; until when (text) for those that are given."""
        ...

    def missing_files(self, digests: Sequence[str]) -> Mapping[str, int]:
        """Which contents of attachments the district has not whole, and how far each has come."""
        ...

    def send_file(self, digest: str, offset: int, size: int, frame: bytes) -> int:
        """Send one piece of a content; where the next one begins."""
        ...

    def fetch_file(self, digest: str, offset: int) -> tuple[bytes, int]:
        """One piece of a content, and how large the whole is. Raises Missing("blob.missing")."""
        ...

    def offer(self) -> tuple[bytes, datetime]:
        """The list of the release the district hands out, and what time it is there. Raises Missing where there is
        none."""
        ...

    def fetch_update(self, digest: str, offset: int) -> tuple[bytes, int]:
        """One piece of a release's package, and how large the package is. Raises Missing."""
        ...

    def push(self, log: str, origin: Position, before: Position, lines: Sequence[bytes]) -> Sent:
        """Send operations."""
        ...

    def changes(self, cursor: str, logs: str) -> Changed:
        """Ask for a page; `logs` names the desk's own, the one under way last."""
        ...


@dataclass(frozen=True, slots=True)
class Push:
    """Operations of one log as they are sent: where it began, what went before, the lines."""

    log: str
    origin: Position
    before: Position
    lines: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Dispatch:
    """What a parcel carries to the district: where this desk has read to, its logs, what has no receipt yet, pending
    bookings."""

    cursor: str
    logs: str
    pushes: Sequence[Push]
    claims: Sequence[Claim]
    at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a parcel brought from the district: pages; by booking the verdict with the resource and the seconds since
    1970 it is about; when it was packed (text)."""

    pages: Sequence[Changed]
    verdicts: Mapping[str, tuple[str, str, int, int]]
    at: str


class Parcels(Protocol):
    """The removable disk."""

    def write(self, folder: str, given: Enrolment, dispatch: Dispatch) -> str:
        """Put a parcel for the district into a folder; its path. Raises Missing, StoreFull, StoreReadOnly."""
        ...

    def read(self, file: str, given: Enrolment) -> Delivery:
        """What the district packed for this desk. Raises Missing, Invalid, NotAllowed."""
        ...


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a desk is to the district: where it is, which device, with which private key, numbering under which letter;
    the secret it shares with the district for the courier, the district's public key (keys and secret in hex), and the
    authority (PEM) that signs the district's certificates where it is its own."""

    url: str
    device: str
    key: str
    station: str
    letter: str
    secret: str = ""
    district_key: str = ""
    authority: str = ""


class NoParcels:
    """Where there is no removable disk."""

    def write(self, folder: str, given: Enrolment, dispatch: Dispatch) -> str:
        """Raises Missing("courier.no_folder")."""
        raise Missing("courier.no_folder", folder=folder)

    def read(self, file: str, given: Enrolment) -> Delivery:
        """Raises Missing("file.missing")."""
        raise Missing("file.missing", file=file)


Lines = Callable[[Enrolment], Line]
"""Opens the way for an enrolled desk."""


Enrolling = Callable[[str, str, str], Enrolment]
"""Enrols this PC: address, one-time code, the letter it numbers under. Raises OSError, NotAllowed, Invalid."""


def no_enrolling(url: str, code: str, letter: str) -> Enrolment:
    """Enrolling where there is no way. Raises ConnectionError."""
    raise ConnectionError(url)


def no_lines(given: Enrolment) -> Line:
    """The way where there is none. Raises ConnectionError."""
    raise ConnectionError(given.url)
