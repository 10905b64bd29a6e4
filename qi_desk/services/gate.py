"""What the sign-in page and the wizard stand on: a station's door, before anyone has come in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # The sign-in page waits for this module: what only names types is left out of its way.
    from pathlib import Path

    from qi_desk.domain.backups import Backup
    from qi_desk.domain.errors import Problem
    from qi_desk.services.district_line import Enrolment
    from qi_desk.services.ports import Actor, House, Settings


@dataclass(frozen=True, slots=True)
class NewStation:
    """What the wizard gathers. `letter` is this desk's, `window` the words on the counter's sign; without
    `opening` the usual hours hold."""

    code: str
    name: str
    letter: str = "A"
    window: str = ""
    park: str = ""
    street: str = ""
    district: str = ""
    address: str = ""
    phone: str = ""
    supervision_phone: str = ""
    opening: Sequence[Sequence[Sequence[int]]] = ()
    manager_name: str = ""
    manager_no: str = "001"
    password: str = ""
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who leads a station and may open one more desk of it."""

    account: str
    staff_no: str
    name: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a one-time code of the district led to: a station this PC may join, and who leads it."""

    enrolment: Enrolment
    db_id: str
    station_name: str
    people: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True)
class Entrant:
    """Somebody who can sign in: the account, the sign-in name typed or chosen, the name shown."""

    account: str
    sign_in: str
    name: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """What signing in found that the person should know: `notices` are codes for `wording.notice`."""

    house: House
    actor: Actor
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a station in its folder, and who signed in there. `fresh` means this PC holds no station yet, `ours`
    that it is of the station here, or of any where there is none."""

    folder: Path
    backup: Backup
    people: tuple[Entrant, ...]
    fresh: bool
    ours: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens a copy: on the PC of the station `account` and their password as `secret`; on a fresh one the recovery
    code as `secret`, and the `new_password` of `account`. With `back` the station is as it was when the copy was made;
    else what was written since comes along."""

    account: str
    secret: str
    new_password: str = ""
    back: bool = False


class Gate(Protocol):
    """One station's folder, before and after signing in. Every call may be slow but `exists` and `people`."""

    @property
    def desk(self) -> Settings:
        """The settings of this PC, readable before anyone signed in."""
        ...

    @property
    def exists(self) -> bool:
        """Whether a station was made here."""
        ...

    @property
    def practice(self) -> bool:
        """Whether this is a practice station."""
        ...

    def practice_sign_ins(self) -> tuple[tuple[str, str], ...]:
        """Sign-in names and passwords of a practice station, to be shown; empty for a real one."""
        ...

    def entrants(self) -> tuple[Entrant, ...]:
        """Who can sign in. Raises StoreDamaged, StoreNewer."""
        ...

    def wait_seconds(self, account: str) -> float:
        """How long this account must wait after failures, 0 if it may try."""
        ...

    def enter(self, account: str, password: str) -> Arrival:
        """Sign in; another person may be signed in already, whose store then stays open.

        Raises NotAllowed("signin.wait") with `seconds`, NotAllowed for one who may not work, WrongKey, StoreError.
        """
        ...

    def leave(self) -> None:
        """Sign out: the store closes."""
        ...

    def problems(self, station: NewStation) -> list[Problem]:
        """What is wrong with the entries for a new station, warnings included."""
        ...

    def found(self, station: NewStation) -> tuple[Arrival, str]:
        """Make the station and sign its manager in; the text is the recovery code, given once. Raises Invalid."""
        ...

    def invited(self, url: str, code: str) -> Invitation:
        """Ask the district which station this PC may join; the code is used up by that. Raises Expected, Invalid."""
        ...

    def join(
        self,
        invitation: Invitation,
        account: str,
        password: str,
        window: str,
        told: Callable[[int], None] | None = None,
    ) -> tuple[Arrival, str]:
        """Make this PC one more desk of the station and sign its manager in; the text is the recovery code, given
        once. `told` hears how many records came so far. Raises Invalid, Expected("sync.no_line"), StoreError."""
        ...

    def entered_practice(self) -> Arrival:
        """The practice station of this folder, made and filled if there is none; its manager is signed in."""
        ...

    def copies_in(self, place: Path | None = None) -> tuple[Copy, ...]:
        """The copies in a folder, by default where those of this station lie; the newest first. Raises Missing."""
        ...

    def restore(self, copy: Copy, opening: Opening) -> None:
        """Put a copy in the place of the station; nobody may be signed in. What stands there is set aside. Raises
        WrongKey, Invalid, Conflict, StoreError."""
        ...

    def change_key(self) -> None:
        """Sign out and seal the store under a new key; `staff.begin_key_change` comes first. Raises StoreError with the
        old key in force."""
        ...

    def recover(self, code: str, account: str, new_password: str) -> None:
        """Make a person's slot anew with the recovery code. Raises WrongKey, Invalid."""
        ...
