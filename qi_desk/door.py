"""The door of a station: who may sign in, making a station, opening its store for one person."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qi_desk import paths
from qi_desk.clock import SystemClock
from qi_desk.domain.errors import UNREADABLE, NotAllowed, Problem, StoreDamaged, StoreError, WrongKey
from qi_desk.services.gate import Arrival, Entrant
from qi_desk.settings.desk_file import DeskFile

if TYPE_CHECKING:
    from qi_desk.security.keyfile import KeyFile, Parameters
    from qi_desk.services.gate import Copy, Invitation, NewStation, Opening
    from qi_desk.services.ports import Actor, Clock, House
    from qi_desk.storage.folder_lock import FolderLock
    from qi_desk.storage.opening import Opened, Place

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in at an open store, and the key that opened it."""

    house: House
    actor: Actor
    opened: Opened
    key: bytes
    lock: FolderLock


class Door:
    """One station's folder, before and after signing in. `parameters` say how hard new passwords are stretched."""

    def __init__(
        self,
        folder: Path,
        *,
        state_folder: Path | None = None,
        clock: Clock | None = None,
        parameters: Parameters | None = None,
    ) -> None:
        self.folder = folder
        self._state_folder = state_folder or paths.state_dir()
        self._clock = clock or SystemClock()
        self._session: Session | None = None
        self._parameters = parameters
        self.desk = DeskFile(folder / paths.DESK_FILE)

    @property
    def exists(self) -> bool:
        """Whether a station was made here, even if its keys are gone since."""
        from qi_desk.security import keyfile

        here = keyfile.exists(self.folder) or (self.folder / paths.STATION_FILE).exists()
        return here and not (self.folder / paths.UNFINISHED_FILE).exists()

    @property
    def practice(self) -> bool:
        """Whether this is a practice station."""
        return (self.folder / paths.PRACTICE_FILE).is_file()

    def practice_sign_ins(self) -> tuple[tuple[str, str], ...]:
        """Sign-in names and passwords of a practice station, to be shown; empty for a real one."""
        with suppress(OSError, *UNREADABLE):
            kept = json.loads((self.folder / paths.PRACTICE_FILE).read_text(encoding="utf-8"))
            return tuple((one["name"], one["password"]) for one in kept["sign_ins"])
        return ()

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in."""
        return self._session is not None

    @property
    def session(self) -> Session:
        """Who is signed in. Raises NotAllowed("signin.needed") before and after."""
        if self._session is None:
            raise NotAllowed("signin.needed")
        return self._session

    def entrants(self) -> tuple[Entrant, ...]:
        """Who can sign in. Fast: nothing is decrypted. Raises StoreDamaged, StoreNewer."""
        from qi_desk.key_change import settle
        from qi_desk.security import keyfile

        settle(self)
        return tuple(Entrant(one.account, one.sign_in, one.name) for one in keyfile.read(self.folder).people)

    def wait_seconds(self, account: str) -> float:
        """How long this account must wait after failures, 0 if it may try."""
        from qi_desk.security.passwords import SignInGuard

        return SignInGuard(self.folder).wait_seconds(account, self._clock.now())

    def unlock(self, account: str, password: str) -> tuple[bytes, bytes | None]:
        """The data key and the device secret that took part. Slow on purpose.

        Raises NotAllowed("signin.wait") with `seconds` while the account must wait, WrongKey.
        """
        from qi_desk.key_change import settle
        from qi_desk.security import device_secret, keyfile, keyslots
        from qi_desk.security.passwords import SignInGuard

        settle(self)
        guard = SignInGuard(self.folder)
        wait = guard.begin(account, self._clock.now())
        if wait:
            raise NotAllowed("signin.wait", seconds=int(wait) + 1)
        content = keyfile.read(self.folder)
        needs_device = any(slot.device for slot in content.slots if slot.person.account == account)
        secret = device_secret.fetch(content.db_id).secret if needs_device else None
        try:
            key = keyslots.unlock(self.folder, account, password, secret)
        except WrongKey as error:
            if error.code != "key.password":
                guard.withdraw(account)
            raise
        except BaseException:
            guard.withdraw(account)
            raise
        guard.succeeded(account)
        return key, secret

    def enter(self, account: str, password: str) -> Arrival:
        """Sign in. While the store is open for somebody else it stays open, and stays theirs if this fails.

        Raises as `unlock`, StoreError kinds, NotAllowed for one who may not work (training missing, retired).
        """
        from qi_desk.services import sessions

        key, secret = self.unlock(account, password)
        if self._session is None:
            self._renew_slot(account, password, key, secret)
            return self._open(account, key, secret)
        if key != self._session.key:
            raise StoreDamaged("key.file_damaged", file="keys.json")
        house = replace(self._session.house, keys=self._keys(key, secret, self.practice))
        actor = sessions.recognise(house, account)
        sessions.begin(house, actor)
        self._session = replace(self._session, house=house, actor=actor)
        return Arrival(house, actor, ())

    def _renew_slot(self, account: str, password: str, key: bytes, secret: bytes | None) -> None:
        """A slot of the first format gets its pair, now that its password is known; failing that it waits."""
        from qi_desk.security import keyslots
        from qi_desk.security.envelopes import STANDARD

        if account in keyslots.first_format(self.folder):
            with suppress(StoreError):
                hard = self._parameters or STANDARD
                keyslots.change_password(self.folder, key, account, password, secret, parameters=hard)

    def change_key(self) -> None:
        """Sign out and seal the store under a new key. Raises as `key_change.change_key`."""
        from qi_desk.key_change import change_key

        change_key(self)

    def leave(self) -> None:
        """Sign out: the chain's end is anchored outside the store, then the store closes.

        A store that can't be written (full disk, damaged page) loses the entry of the sign-out and nothing else.
        """
        from qi_desk.services import sessions

        if self._session is None:
            return
        session, self._session = self._session, None
        try:
            sessions.end(session.house, session.actor)
            self._anchor(session)
        except StoreError as error:
            _log.info("left without an entry: %s", error.code)
        finally:
            session.opened.store.close()
            session.lock.release()

    def recover(self, code: str, account: str, new_password: str) -> None:
        """Make a person's slot anew with the recovery code. Raises WrongKey, Invalid for a weak password."""
        from qi_desk.security import device_secret, keyfile, keyslots

        key = keyslots.unlock_with_recovery(self.folder, code)
        secret = device_secret.obtain(keyfile.read(self.folder).db_id).secret
        self._keys(key, secret, self.practice).reset_password(account, new_password)

    def check_password(self, password: str, key: bytes) -> None:
        """Raises Invalid for a password too weak to be one here."""
        self._keys(key, None, self.practice).check(password)

    def copies_in(self, place: Path | None = None) -> tuple[Copy, ...]:
        """The copies in a folder, by default where those of this station lie; the newest first. Raises
        Missing("backup.none")."""
        from qi_desk.restoring import copies_in, near

        return copies_in(self, place or near(self))

    def restore(self, copy: Copy, opening: Opening) -> None:
        """Put a copy in place; what stands there is set aside. Raises as `restoring.restore`."""
        from qi_desk.restoring import restore

        restore(self, copy, opening)

    def problems(self, station: NewStation) -> list[Problem]:
        """What is wrong with the entries for a new station, warnings included."""
        from qi_desk.founding import problems_of

        return problems_of(station)

    def found(self, station: NewStation) -> tuple[Arrival, str]:
        """Make the station and sign its manager in; the text is the recovery code, given once.

        Raises Invalid for bad fields, Conflict if a station is here, StoreFull, StoreReadOnly.
        """
        from qi_desk.founding import found

        account, keys, secret = found(self, station)
        return self._open(account, keys.dek, secret), keys.recovery

    def invited(self, url: str, code: str) -> Invitation:
        """Ask the district which station this PC may join. Raises Expected, Invalid."""
        from qi_desk.joining import invited

        return invited(url, code)

    def join(
        self,
        invitation: Invitation,
        account: str,
        password: str,
        window: str,
        told: Callable[[int], None] | None = None,
    ) -> tuple[Arrival, str]:
        """Make this PC one more desk of the station and sign its manager in; the text is the recovery code. Raises
        Invalid, Conflict if a station is here, Expected("sync.no_line"), StoreError kinds."""
        from qi_desk.joining import join

        keys, secret = join(self, invitation, account, password, window, told)
        return self._open(account, keys.dek, secret), keys.recovery

    def found_practice(self) -> Arrival:
        """Make and fill the practice station; its manager is signed in."""
        from qi_desk.practice.making import make

        return make(self)

    def entered_practice(self) -> Arrival:
        """The practice station of this folder, made and filled if there is none; its manager is signed in."""
        if not self.exists:
            return self.found_practice()
        shown = dict(self.practice_sign_ins())
        manager = self.entrants()[0]
        return self.enter(manager.account, shown[manager.sign_in])

    def place(self, db_id: str) -> Place:
        """Where the store of this station lives."""
        from qi_desk.storage.opening import Place

        return Place(self.folder, self._state_folder, db_id)

    @property
    def state_folder(self) -> Path:
        """The folder for what stands outside the station's own."""
        return self._state_folder

    @property
    def parameters(self) -> Parameters | None:
        """How hard new passwords are stretched, None for the standard way."""
        return self._parameters

    def clock(self) -> Clock:
        """The clock this station goes by."""
        return self._clock

    def _keys(self, key: bytes, secret: bytes | None, practice: bool) -> Any:
        from qi_desk.security.envelopes import STANDARD
        from qi_desk.security.station_keys import StationKeys

        return StationKeys(self.folder, key, secret, practice=practice, parameters=self._parameters or STANDARD)

    def _open(self, account: str, key: bytes, secret: bytes | None) -> Arrival:
        from qi_desk import first_opening
        from qi_desk.household import house_around
        from qi_desk.readings import readings
        from qi_desk.security import keyfile
        from qi_desk.services import sessions
        from qi_desk.storage.folder_lock import FolderLock
        from qi_desk.storage.opening import open_store

        content = keyfile.read(self.folder)
        lock = FolderLock(self.folder)
        lock.acquire()
        program = None
        try:
            program = first_opening.begin(self, content.db_id, key)
            opened = open_store(self.place(content.db_id), key, readings(), self._clock)
        except BaseException as error:
            first_opening.failed(program, error)
            lock.release()
            raise
        try:
            house = house_around(self, opened, key, self._keys(key, secret, self.practice))
            actor = sessions.recognise(house, account)
            notices = self._notices(opened, content, account) + self._compare_anchor(opened, key)
            doubt = sessions.clock_doubt(house)
            notices += (doubt,) if doubt else ()
            if opened.renewed:
                sessions.note_new_letter(house, actor, opened.verdict.value)
            sessions.begin(house, actor)
        except BaseException as error:
            first_opening.failed(program, error)
            opened.store.close()
            lock.release()
            raise
        first_opening.succeeded(program)
        self._session = Session(house, actor, opened, key, lock)
        return Arrival(house, actor, notices)

    def _notices(self, opened: Opened, content: KeyFile, account: str) -> tuple[str, ...]:
        found = []
        if opened.renewed:
            found.append(opened.reason)
        if opened.recovered:
            found.append("recovered.journal")
        if content.from_backup:
            found.append("key.from_backup")
        slot = next((slot for slot in content.slots if slot.person.account == account), None)
        if slot is not None and not slot.device and not self.practice:
            found.append("device.absent")
        return tuple(found)

    def _compare_anchor(self, opened: Opened, key: bytes) -> tuple[str, ...]:
        from qi_desk.security.audit import Anchor, AnchorFile, Finding, compare

        try:
            anchor = AnchorFile(self.folder, key, opened.db_id).read()
        except StoreDamaged:
            return ("audit.anchor",)
        seq, last = opened.store.head()
        finding = compare(anchor, Anchor(seq, last, seq), opened.store.hash_of)
        return () if finding is Finding.OK or opened.renewed else (f"audit.{finding.value}",)

    def _anchor(self, session: Session) -> None:
        from qi_desk.security.audit import Anchor, AnchorFile

        seq, last = session.opened.store.head()
        AnchorFile(self.folder, session.key, session.opened.db_id).write(Anchor(seq, last, seq))
