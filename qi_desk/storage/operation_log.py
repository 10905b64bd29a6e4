"""Appending to the chain: sealing operations, and after the commit the journal and the marks outside the database."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from qi_desk.domain import moments
from qi_desk.domain.errors import StoreError
from qi_desk.domain.ledger.natural_keys import uuid7
from qi_desk.domain.ledger.operations import GENESIS, Operation, Write, digest, encode
from qi_desk.storage.journal import Journal
from qi_desk.storage.marks_file import MarksFile
from qi_desk.storage.search_index import driver

SCHEMA_VERSION = 1
"""The version of field meanings an operation was written with (`sv`)."""

_ASLEEP_TOO: int | None = getattr(time, "CLOCK_BOOTTIME", None)

Head = tuple[int, bytes]
"""Sequence number and digest of the last operation; (0, GENESIS) before the first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation as appended: its number, uid, exact bytes and digest."""

    seq: int
    uid: str
    raw: bytes
    digest: bytes


_RANDOMS = 1 << 80
"""What ten bytes can hold; a fresh millisecond begins in the lower half, so that counting on never comes round."""


class OperationLog:
    """The write side of the chain for one incarnation. One writer at a time."""

    def __init__(self, incarnation: str, journal: Journal, marks: MarksFile) -> None:
        self.incarnation = incarnation
        self._journal = journal
        self._marks = marks
        self._boot = _boot_id()
        self._unjournaled: list[tuple[int, bytes]] = []
        self._last_ms = self._last_random = 0

    @property
    def journal_behind(self) -> int:
        """Committed operations the journal could not take yet (a full disk); they are tried again with every act."""
        return len(self._unjournaled)

    def new_id(self, now: datetime) -> str:
        """A fresh id that sorts by time (UUIDv7), behind every one given out before in the same millisecond."""
        unix_ms = int(now.timestamp() * 1000)
        if unix_ms == self._last_ms:
            self._last_random = (self._last_random + 1) % _RANDOMS
        else:
            self._last_ms, self._last_random = unix_ms, int.from_bytes(os.urandom(10), "big") % (_RANDOMS >> 1)
        return uuid7(unix_ms, self._last_random.to_bytes(10, "big"))

    def marked_serial(self, kind: str, day: date) -> int:
        """The last serial of this kind and day that the marks know of, 0 if none."""
        marks = self._marks.marks
        return marks.serials.get((kind, day.isoformat()), 0) if marks else 0

    def append(
        self,
        connection: Connection,
        behind: Head,
        *,
        kind: str,
        et: str,
        eid: str,
        fields: Mapping[str, Write],
        event: str,
        source: str,
        why: str,
        refs: tuple[str, ...],
        actor: str,
        act: str,
        now: datetime,
    ) -> Entry:
        """Seal one operation after the one `behind` it and insert it."""
        wall = moments.to_text(now)
        operation = Operation(
            uid=self.new_id(now),
            inc=self.incarnation,
            seq=behind[0] + 1,
            prev=behind[1],
            kind=kind,
            et=et,
            eid=eid,
            fields=fields,
            event=event,
            source=source if kind == "transition" else "",
            actor=actor,
            why=why,
            refs=refs,
            act=act,
            sv=SCHEMA_VERSION,
            wall=wall,
            mono=_uptime_ms(),
            boot=self._boot,
        )
        raw = encode(operation)
        entry = Entry(operation.seq, operation.uid, raw, digest(raw))
        insert(connection, entry, operation)
        return entry

    def committed(self, entries: Sequence[Entry], issued: Sequence[tuple[str, str, int]]) -> None:
        """After the commit: the same bytes into the journal, the new heights into the marks, each forced to disk.

        A journal that can't take them is no reason to call a committed act failed: they are kept and tried again.
        """
        self._unjournaled += [(entry.seq, entry.raw) for entry in entries]
        try:
            self._journal.append_many(self._unjournaled)
            self._unjournaled.clear()
            if entries:
                last = entries[-1]
                self._marks.advance(
                    seq=last.seq,
                    hash_hex=last.digest.hex(),
                    serials={(kind, day): serial for kind, day, serial in issued},
                )
        except StoreError:
            return

    def close(self) -> None:
        """Let go of journal and marks."""
        self._journal.close()
        self._marks.close()


def head(connection: Connection) -> Head:
    """The last operation in the database."""
    row = driver(connection).execute("SELECT seq, hash FROM op ORDER BY seq DESC LIMIT 1").fetchone()
    return (int(row[0]), bytes(row[1])) if row else (0, GENESIS)


def insert(connection: Connection, entry: Entry, operation: Operation) -> None:
    """Put a sealed operation into the table `op`."""
    driver(connection).execute(
        "INSERT INTO op (seq, uid, inc, raw, hash, kind, et, eid, act, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            entry.seq,
            entry.uid,
            operation.inc,
            entry.raw,
            entry.digest,
            operation.kind,
            operation.et,
            operation.eid,
            operation.act,
            operation.wall,
        ),
    )


def _uptime_ms() -> int:
    """Milliseconds since the boot, the time asleep included where the system tells it."""
    if sys.platform == "win32" or _ASLEEP_TOO is None:
        # On Windows this clock goes on while the computer sleeps.
        return time.monotonic_ns() // 1_000_000
    return time.clock_gettime_ns(_ASLEEP_TOO) // 1_000_000


def _boot_id() -> str:
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read().strip()
    except OSError:
        return f"{int(time.time() - time.monotonic()):x}"
