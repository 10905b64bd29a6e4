"""What the use cases stand on: the store, the clock, code lists and settings, as protocols that app.py fills."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from qi_desk.domain.twins import Likeness, Subject
from qi_desk.domain.working_time import WorkCalendar
from qi_desk.services.copies_port import Copies, NoCopies
from qi_desk.services.district_line import Enrolling, Lines, NoParcels, Parcels, no_enrolling, no_lines
from qi_desk.services.drafts_port import Drafts, Recents
from qi_desk.services.exchange_port import Exchange
from qi_desk.services.print_port import PrintJournal
from qi_desk.services.sheets import Sheets
from qi_desk.services.slips.port import NoSigner, SlipSigner
from qi_desk.services.updates_port import NoUpdates, Updates


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, at which desk. `role` is a code of the list `roles`; `window` the words on the counter's sign;
    `stands_for` are the accounts of colleagues who are away and left their work to this person."""

    account: str
    name: str
    role: str
    staff_no: str
    desk: str
    window: str = ""
    stands_for: frozenset[str] = frozenset()

    @property
    def accounts(self) -> frozenset[str]:
        """Whose work this person does: their own, and that of those they stand in for."""
        return self.stands_for | {self.account}


@dataclass(frozen=True, slots=True)
class Record:
    """One record as the screens see it: base and own operations together. `values` are Python values by field;
    `writers` names for each field the operation that wrote it; `void` is the reason if it was voided."""

    kind: str
    eid: str
    values: Mapping[str, Any]
    writers: Mapping[str, str]
    void: str | None = None

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)


@dataclass(frozen=True, slots=True)
class Query:
    """Which records of `kind`: all conditions hold. `since`/`until` bound the field `bound`, else
    `order` (until excluded), `under` further fields from above (excluded); `after` is the
    (order value, eid) of the last row already shown, for keyset paging; `owning` (kind, its reference, its field,
    values) asks for a record of another kind that refers to this one, and is ordered by eid. Voided records are left
    out, or with `voided` the only ones."""

    kind: str
    equals: Mapping[str, Any] = field(default_factory=dict)
    among: Mapping[str, Collection[Any]] = field(default_factory=dict)
    order: str = ""
    bound: str = ""
    since: Any = None
    until: Any = None
    under: Mapping[str, Any] = field(default_factory=dict)
    newest_first: bool = False
    limit: int = 200
    after: tuple[Any, str] | None = None
    owning: tuple[str, str, str, Collection[str]] | None = None
    voided: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """That the field `name` of what is asked for holds the field `other` of a record of `query` (paging aside)."""

    name: str
    other: str
    query: Query


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of the search box. `number` is the business number, if the kind has one."""

    kind: str
    eid: str
    number: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Namesake:
    """A file that a service object may already have: how they met, by which of the file's names (empty where only
    the code did)."""

    eid: str
    likeness: Likeness
    name: str = ""


@dataclass(frozen=True, slots=True)
class NamesakeGroup:
    """Files that share a credit code, a core name or how it is read."""

    likeness: Likeness
    eids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of the chain in words' codes: who did which event to what, when."""

    seq: int
    at: datetime
    actor: str
    event: str
    kind: str
    eid: str
    fields: tuple[str, ...] = ()
    why: str = ""
    uid: str = ""


class Reader(Protocol):
    """A consistent look at the store."""

    def get(self, kind: str, eid: str) -> Record | None:
        """The record, voided or not."""
        ...

    def many(self, kind: str, eids: Iterable[str]) -> dict[str, Record]:
        """The records that exist among `eids`, by id."""
        ...

    def select(self, query: Query) -> tuple[Record, ...]:
        """The records that match, in order."""
        ...

    def count(self, query: Query) -> int:
        """How many match, paging aside."""
        ...

    def by_number(self, number: str) -> Record | None:
        """The record that carries this business number (as `numbers.parse` reads it)."""
        ...

    def find(self, text: str, *, kinds: Collection[str] = (), limit: int = 20) -> tuple[Hit, ...]:
        """What the search box finds: numbers, names, former names, pinyin, phone tails, credit codes; best first."""
        ...

    def standing(self, kind: str, eid: str) -> Record | None:
        """The record, or the one it was merged into; None if there is no such record."""
        ...

    def namesakes(self, subject: Subject, *, limit: int = 20) -> tuple[Namesake, ...]:
        """Files the service object `subject` may already have, the likeliest first; people are never among them."""
        ...

    def namesake_groups(self, *, limit: int = 500) -> tuple[NamesakeGroup, ...]:
        """Files of the whole station that may be one and the same, the surest first."""
        ...

    def head(self) -> int:
        """The sequence number of the last operation."""
        ...

    def waiting(self) -> int:
        """Operations the district has not received."""
        ...

    def history(self, *, eid: str | None = None, before: int | None = None, limit: int = 100) -> tuple[AuditLine, ...]:
        """The chain's lines, newest first, of one record or of all."""
        ...

    def act_operations(self, act: str) -> tuple[Mapping[str, Any], ...]:
        """The operations of one act, oldest first: mappings with seq, uid, kind, et, eid, fields (name to old/new)."""
        ...


class Counter(Protocol):
    """A consistent look that only counts: every record, whoever asks, so that the station has one set of figures; but
    never a field that names a person or holds free text."""

    def columns(self, names: Sequence[str], query: Query, linked: Linked | None = None) -> Iterable[tuple[Any, ...]]:
        """The values of `names` of every record that matches, in no order, without paging; `name?` tells only whether
        there is a value, `name#` how long a list is. Raises ValueError for a field that may not be counted from."""
        ...

    def head(self) -> int:
        """The sequence number of the last operation."""
        ...


class Unit(Reader, Protocol):
    """One act in one transaction. Nothing is kept unless `commit` is reached; leaving without it rolls back."""

    act: str
    now: datetime

    def create(self, kind: str, values: Mapping[str, Any], *, eid: str | None = None) -> str:
        """Write a new record; returns its id. Values are encoded by the declarations, not validated."""
        ...

    def change(
        self,
        kind: str,
        eid: str,
        values: Mapping[str, Any],
        *,
        why: str = "",
        event: str = "",
        seen: Mapping[str, str] | None = None,
    ) -> None:
        """Write fields of a record; `event` makes it a transition. `seen` names the writers the actor saw.

        Raises Missing if there is no such record, Conflict("record.changed") if a field in `seen` was written since.
        """
        ...

    def void(self, kind: str, eid: str, why: str) -> None:
        """Mark a record void with a reason; it stays in the store and in the chain."""
        ...

    def merge(self, kind: str, eid: str, into: str, why: str = "") -> None:
        """Make a record part of another of its kind: void, its id leading to `into`. Its values stay with it."""
        ...

    def unmerge(self, kind: str, eid: str, why: str = "") -> None:
        """Let a merged record stand by itself again, with the values it had. Raises Missing if it was not merged."""
        ...

    def settle(self, kind: str, eid: str, name: str, value: Any, seen: Sequence[str]) -> None:
        """Decide what is disputed about a field: `value`, as operations hold it, is to stand, and its author knew of
        the operations `seen`. Raises Missing if there is no such record."""
        ...

    def audit(self, event: str, kind: str = "", eid: str = "", *, why: str = "", **facts: Any) -> None:
        """Write an event (looked, printed, exported, signed in) to the chain."""
        ...

    def next_number(self, kind: str, day: date) -> str:
        """Issue the next business number of this desk (H1) and enter it in the number ledger."""
        ...

    def next_serial(self, series: str, day: date, *, above: int = 0) -> int:
        """The next serial of a series of this desk that began on `day`, greater than `above` (what the records show:
        a rebuilt store knows series only from them)."""
        ...

    def next_ticket(self, prefix: str, day: date) -> str:
        """Issue the next queue ticket of the day: letter and three digits."""
        ...

    def commit(self) -> None:
        """Make the act final: database, journal and marks are on the disk when this returns."""
        ...


class Store(Protocol):
    """The local encrypted store."""

    @property
    def drafts(self) -> Drafts:
        """Half-written work."""
        ...

    @property
    def recents(self) -> Recents:
        """What was opened lately."""
        ...

    @property
    def prints(self) -> PrintJournal:
        """The journal of papers."""
        ...

    @property
    def exchange(self) -> Exchange:
        """The state of the exchange with the district."""
        ...

    @property
    def journal_behind(self) -> int:
        """Committed operations the journal outside the database could not take yet."""
        ...

    def chain_break(self) -> object | None:
        """Where the chain of operations stops being what was written, None if it is sound."""
        ...

    def chain_part(self, after: int, digest: bytes, limit: int) -> tuple[int, bytes, object | None]:
        """As `chain_break` for `limit` operations behind `after`, whose digest is `digest`: the number and digest of
        the last sound one, and the break."""
        ...

    def seen_by(self, viewer: Actor) -> Store:
        """The same store, as this person may see it: requests for named people only are not there for others."""
        ...

    def write(self, actor: Actor) -> AbstractContextManager[Unit]:
        """Begin one act of `actor`."""
        ...

    def read(self) -> AbstractContextManager[Reader]:
        """A consistent look."""
        ...

    def counting(self) -> AbstractContextManager[Counter]:
        """A consistent look that only counts."""
        ...


class Clock(Protocol):
    """The PC's clock, asked in one place."""

    def now(self) -> datetime:
        """The moment, in China time."""
        ...


class Files(Protocol):
    """Files beside the store, sealed, addressed by the SHA-256 (hex) of what they hold."""

    def put(self, data: bytes) -> str:
        """Keep `data`, on the disk when this returns; its address. Raises StoreFull, StoreReadOnly."""
        ...

    def get(self, digest: str) -> bytes:
        """What was kept. Raises Missing where this desk has it not, StoreDamaged where it was changed."""
        ...

    def holds(self, digest: str) -> bool:
        """Whether this desk has it."""
        ...

    def drop(self, digest: str) -> None:
        """Let go of what was kept."""
        ...


class Codes(Protocol):
    """Code lists (d-code-lists) with their rows."""

    def ids(self, name: str) -> Collection[str]:
        """The ids in the list `name`. Raises KeyError for an unknown list."""
        ...

    def row(self, name: str, code: str) -> Mapping[str, Any]:
        """The row of one code with all its columns. Raises KeyError."""
        ...

    def rows(self, name: str) -> Sequence[Mapping[str, Any]]:
        """All rows in the list's order."""
        ...


class Settings(Protocol):
    """Settings by key, as declared in `qi_desk.settings`."""

    def get(self, key: str) -> Any:
        """The value in force. Raises KeyError for an undeclared key."""
        ...

    def set(self, key: str, value: Any) -> None:
        """Write a value of this desk. Raises Invalid if it does not fit the declaration."""
        ...


class SettingsInForce(Settings, Protocol):
    """Settings of this desk and of the station, whose values come from its records."""

    def adopt(self, values: Mapping[str, Any]) -> None:
        """Use these values of the station, as they were read or changed."""
        ...


class Keys(Protocol):
    """Who can open the store: one slot per person and the recovery code (platform.md 2.3)."""

    def accounts(self) -> frozenset[str]:
        """Who has a slot on this PC: every desk of a station has slots of its own."""
        ...

    def add(self, account: str, sign_in_name: str, display_name: str, password: str) -> None:
        """Give `account` a slot. Raises Invalid for a password that breaks the rules."""
        ...

    def remove(self, account: str) -> None:
        """Take the slot of `account` away; a person without one can't open the store."""
        ...

    def change_password(self, account: str, old: str, new: str) -> None:
        """Seal the slot anew. Raises WrongKey for a wrong old password, Invalid for a new one that breaks the rules."""
        ...

    def reset_password(self, account: str, new: str) -> None:
        """Seal the slot anew without the old password (the manager's act). Raises Invalid."""
        ...

    def forget(self) -> None:
        """Let no password open the store any more: only the recovery code on paper does."""
        ...

    def waiting(self) -> tuple[str, ...]:
        """The accounts whose way in can't be carried over to a new key yet; "" stands for the recovery code."""
        ...

    def new_recovery(self) -> str:
        """Replace the recovery code; the old one opens nothing any more."""
        ...


@dataclass(frozen=True, slots=True)
class House:
    """Everything a use case may stand on. `query_secret` makes the query codes on receipts; a `district` judges
    what several stations share."""

    store: Store
    clock: Clock
    codes: Codes
    settings: SettingsInForce
    calendar: WorkCalendar
    keys: Keys
    sheets: Sheets
    files: Files
    desk: str
    station_code: str
    query_secret: bytes = b""
    practice: bool = False
    lines: Lines = no_lines
    enrolling: Enrolling = no_enrolling
    parcels: Parcels = field(default_factory=NoParcels)
    copies: Copies = field(default_factory=NoCopies)
    slips: SlipSigner = field(default_factory=NoSigner)
    updates: Updates = field(default_factory=NoUpdates)

    @property
    def district(self) -> bool:
        """Whether this desk takes part in a district."""
        return bool(self.store.exchange.recall("device"))
