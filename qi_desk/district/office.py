"""One district put together: its store, its log, its feed, its devices; made, opened, checked."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, create_engine

from qi_desk.district import schema
from qi_desk.district.blobs import Blobs
from qi_desk.district.devices import Devices
from qi_desk.district.feed import Feed
from qi_desk.district.leases import Leases
from qi_desk.district.ledger import Ledger
from qi_desk.district.slip_keys import SlipKeys
from qi_desk.district.statements import Statements
from qi_desk.district.tables import prepare
from qi_desk.district.updates import ReleaseShelf
from qi_desk.district.viewers import Viewers
from qi_desk.domain.errors import Missing, StoreError
from qi_desk.domain.records import rules_of
from qi_desk.durable_files import write_atomic
from qi_desk.security import signing

FILE = "district.db"
EPOCH_FILE = "epoch"
BLOBS = "files"
_RELEASES = "updates"
KEY_FILE = "signing.key"
"""The district's private key: parcels and what it sends down are signed with it. Part of every backup."""

_COUNTS = {
    "operations_total": "SELECT count(*) FROM op_log",
    "operations_waiting": "SELECT count(*) FROM effect WHERE waits = 1",
    "records": "SELECT count(*) FROM row_state",
    "devices": "SELECT count(*) FROM device WHERE revoked_at IS NULL",
    "quarantine": "SELECT count(*) FROM quarantine",
    "slots": "SELECT count(*) FROM slot",
}


@cache
class Office:
    """A district's parts over one engine and a folder; `key` is its private signing key."""

    def __init__(self, engine: Engine, folder: Path, key: bytes = b"") -> None:
        self.engine, self.key = engine, key
        self.blobs = Blobs(engine, folder / BLOBS, key)
        self.ledger, self.feed, self.devices = Ledger(engine, rules_of), Feed(engine), Devices(engine)
        self.leases, self.viewers = Leases(engine, self.ledger), Viewers(engine, key)
        self.slip_keys = SlipKeys(engine, self.ledger)
        self.releases = ReleaseShelf(folder / _RELEASES)
        self.ledger.took = self._follow

    def _follow(self, kinds: frozenset[str]) -> None:
        if "slip_key" in kinds:
            self.slip_keys.hand_out()

    def close(self) -> None:
        """Let the store go."""
        self.engine.dispose()

    def counts(self) -> dict[str, int]:
        """What is there, by name."""
        with self.engine.connect().execution_options(looking=True) as connection, connection.begin():
            sql = Statements(connection)
            return {name: int(sql.all(text)[0][0]) for name, text in _COUNTS.items()}


def engine_of(folder: Path, url: str = "") -> Engine:
    """The engine of a district: its own file, or the PostgreSQL at `url`."""
    return prepare(create_engine(url)) if url else prepare(create_engine(f"sqlite:///{folder / FILE}"))


def found(folder: Path, url: str = "") -> Office:
    """Make a district. Its epoch stands in a file outside the store too: a store that was put back by hand is noticed.
    Raises StoreError: "district.there" where there is one already, "district.key_there" where the folder is that of a
    district whose store is somewhere else, so that its key is not written over."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = engine_of(folder, url)
    try:
        if schema.version_of(engine):
            raise StoreError("district.there", folder=str(folder))
        if (folder / KEY_FILE).exists():
            raise StoreError("district.key_there", folder=str(folder))
        schema.make(engine)
    except BaseException:
        engine.dispose()
        raise
    write_atomic(folder / KEY_FILE, signing.new_key())
    office = Office(engine, folder, (folder / KEY_FILE).read_bytes())
    _begin(office, folder, "founded")
    return office


def _begin(office: Office, folder: Path, reason: str) -> None:
    epoch = secrets.token_hex(8)
    office.ledger.begin(epoch, reason)
    (folder / EPOCH_FILE).write_text(epoch, encoding="ascii")


def opened(folder: Path, url: str = "") -> Office:
    """Open a district. Raises Missing("district.missing"), StoreError: "district.restored" where the store is of
    another past than the file beside it says, and what `schema.hold_to` raises."""
    engine = there(folder, url)
    try:
        schema.hold_to(engine)
        office = Office(engine, folder, (folder / KEY_FILE).read_bytes())
        if office.ledger.epoch() != (folder / EPOCH_FILE).read_text(encoding="ascii"):
            raise StoreError("district.restored")
        office.slip_keys.hand_out()
    except BaseException:
        engine.dispose()
        raise
    return office


def there(folder: Path, url: str = "") -> Engine:
    """The engine of a district of whatever schema. Raises Missing("district.missing")."""
    if not (folder / EPOCH_FILE).exists():
        raise Missing("district.missing", folder=str(folder))
    engine = engine_of(folder, url)
    if not schema.version_of(engine):
        engine.dispose()
        raise Missing("district.missing", folder=str(folder))
    return engine


def go_on_after_restore(folder: Path, url: str = "") -> None:
    """After a backup was put back on purpose: a new epoch, so that every desk sends again what the backup lacks."""
    office = Office(engine_of(folder, url), folder)
    _begin(office, folder, "restored")
    office.close()
