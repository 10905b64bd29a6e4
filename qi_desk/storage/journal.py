"""The operation journal: a second, separately encrypted copy of every operation beside the database
(sync.md 2.2).

The database can be fetched again from the district; operations the district has not received can't. So each
operation goes here, to an append-only folder of segment files, after the database has committed and before
"saved" is shown. Segments leave only when the district holds them durably.

Nothing that reached the disk is ever cut or changed: what a crash left half-written stays where it is, and
writing goes on in a new segment. One thread at a time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path

from qi_desk.domain.errors import StoreDamaged
from qi_desk.durable_files import BINARY, file_errors, private_folder, sync_folder
from qi_desk.storage import journal_segments
from qi_desk.storage.journal_segments import BadFrame, BadHeader, Frame, Header, Seal

SEGMENT_BYTES = 4 * 1024 * 1024
_SUFFIX = ".seg"


@dataclass(frozen=True, slots=True)
class Tail:
    """The last operation the journal holds: its number and the SHA-256 of its bytes."""

    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """What opening found behind the last good frame: in which segment, from which byte, how many bytes, which
    operation it should have been (None if unknown). `torn` is a write that a crash cut short; otherwise
    the bytes were changed."""

    segment: str
    offset: int
    size: int
    seq: int | None
    torn: bool


@dataclass(frozen=True, slots=True)
class _Found:
    frame: Frame | None
    cut: Cut | None


class Journal:
    """The journal of one store in one folder. `cut` tells what opening could not read at the end, if
    anything: the caller appends those operations again from the database. `gap` is the first operation missing
    before the end, where a crash kept a later sector of one write and lost an earlier one: `mend` takes them."""

    def __init__(self, folder: Path, seal: Seal, incarnation: str, segment_bytes: int) -> None:
        self._folder = folder
        self._seal = seal
        self._incarnation = incarnation
        self._segment_bytes = segment_bytes
        self._handle: int | None = None
        self._size = 0
        self._tail: Tail | None = None
        self._active: Path | None = None
        self.cut: Cut | None = None
        self.gap: int | None = None

    @classmethod
    def open(
        cls, folder: Path, dek: bytes, db_id: str, incarnation: str, *, segment_bytes: int = SEGMENT_BYTES
    ) -> Journal:
        """Open the journal in `folder`, made if missing. Reads one segment, whatever the length.

        Raises StoreDamaged("journal.unreadable") if no segment opens with this key, StoreNewer,
        StoreReadOnly.
        """
        private_folder(folder)
        journal = cls(folder, Seal(dek, db_id), incarnation, segment_bytes)
        with file_errors():
            journal._find_tail()
        return journal

    def tail(self) -> Tail | None:
        """The last operation of this incarnation, None if it has none yet."""
        return self._tail

    def append(self, seq: int, raw: bytes) -> None:
        """`append_many` for one operation."""
        self.append_many(((seq, raw),))

    def append_many(self, operations: Sequence[tuple[int, bytes]]) -> None:
        """Write operations with one write and one fsync: when this returns they are on the disk.

        Raises ValueError unless the numbers go on from `tail()` without a gap. Raises StoreFull or
        StoreReadOnly with the journal as it was before; append the same operations again later.
        """
        if not operations:
            return
        expected = self._tail.seq + 1 if self._tail else operations[0][0]
        if [seq for seq, _ in operations] != list(range(expected, expected + len(operations))):
            raise ValueError(f"the journal goes on at {expected}")
        data = b"".join(self._seal.frame(self._incarnation, seq, raw) for seq, raw in operations)
        with file_errors():
            if self._active is not None and self._size < self._segment_bytes:
                self._write_on(self._active, data)
            else:
                self._write_first(expected, data)
        seq, raw = operations[-1]
        self._tail = Tail(seq, hashlib.sha256(raw).digest())

    def mend(self, operations: Sequence[tuple[int, bytes]]) -> None:
        """Write all from `gap` on once more, in a new segment: reading goes on there. Raises as `append_many`."""
        tail, self._tail, self._active = self._tail, None, None
        try:
            self.append_many(operations)
        except BaseException:
            self._tail = tail
            raise
        self.gap = None

    def read(self, from_seq: int, incarnation: str | None = None) -> Iterator[tuple[int, bytes]]:
        """The operations from `from_seq` on, oldest first, of one incarnation (default: this one). Where
        older ones were rotated away it begins with the oldest kept.

        Raises StoreDamaged("journal.damaged", seq) where an operation can't be read; those behind it are
        reached by `read(seq + 1)`.
        """
        wanted = self._incarnation if incarnation is None else incarnation
        segments = [(path, header) for path, header in self._headers() if header.incarnation == wanted]
        while len(segments) > 1 and segments[1][1].first <= from_seq:
            segments.pop(0)
        expected = max(from_seq, segments[0][1].first) if segments else from_seq
        doubtful: int | None = None
        for path, header in segments:
            for frame in self._frames(path, header, expected):
                if frame is None:
                    doubtful = expected
                elif frame.seq > expected:
                    # The next segment may begin with what is missing here.
                    doubtful = expected
                    break
                elif frame.seq == expected:
                    yield frame.seq, frame.raw
                    expected += 1
        if doubtful == expected:
            raise StoreDamaged("journal.damaged", seq=expected)

    def incarnations(self) -> tuple[str, ...]:
        """Whose operations the journal still holds, oldest first; more than this one after a restored
        copy."""
        return tuple(dict.fromkeys(header.incarnation for _, header in self._headers()))

    def rotate(self, durable_seq: int, incarnation: str | None = None) -> int:
        """Remove segments of one incarnation (default: this one) whose every operation is at most
        `durable_seq`, the newest segment excepted, and those that can't be read. Returns how many were
        removed."""
        wanted = self._incarnation if incarnation is None else incarnation
        removed = 0
        for path, header in self._headers()[:-1]:
            if header.incarnation != wanted:
                continue
            last = self._last_frame(path, header).frame
            if last is None or last.seq > durable_seq:
                break
            with file_errors():
                path.unlink()
            removed += 1
        if removed:
            sync_folder(self._folder)
        return removed

    def close(self) -> None:
        """Let go of the file. Everything appended is on the disk already."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _paths(self) -> list[Path]:
        return sorted(path for path in self._folder.iterdir() if path.suffix == _SUFFIX)

    def _headers(self) -> list[tuple[Path, Header]]:
        found = []
        for path in self._paths():
            with suppress(BadHeader), file_errors(), open(path, "rb") as file:
                found.append((path, self._seal.read_header(file)))
        return found

    def _frames(self, path: Path, header: Header, from_seq: int) -> Iterator[Frame | None]:
        """The frames from `from_seq` on, None for one whose seal does not open."""
        with file_errors():
            data = path.read_bytes()
        found = journal_segments.bodies(data, header.size)
        for body, end in dropwhile(lambda body: journal_segments.frame_seq(body[0]) < from_seq, found):
            try:
                yield self._seal.open_frame(header.incarnation, body, end)
            except BadFrame:
                yield None

    def _find_tail(self) -> None:
        strangers = 0
        paths = self._paths()
        for path in reversed(paths):
            try:
                with open(path, "rb") as file:
                    header = self._seal.read_header(file)
            except BadHeader as bad:
                strangers += not bad.torn
                self.cut = self.cut or Cut(path.name, 0, path.stat().st_size, None, bad.torn)
                continue
            strangers = 0
            if header.incarnation != self._incarnation:
                return
            found = self._last_frame(path, header)
            self.cut = self.cut or found.cut
            if path == paths[-1] and found.cut is None:
                self._active, self._size = path, path.stat().st_size
            if found.frame is not None:
                self._tail = Tail(found.frame.seq, hashlib.sha256(found.frame.raw).digest())
                self.gap = self._first_missing(path, header, found.frame.seq)
                return
        if strangers:
            raise StoreDamaged("journal.unreadable", folder=self._folder.name)

    def _first_missing(self, path: Path, header: Header, last: int) -> int | None:
        """The first operation up to `last` that a segment should hold and does not."""
        expected = header.first
        for frame in self._frames(path, header, 0):
            if frame is None or frame.seq != expected:
                return expected
            expected += 1
        return expected if expected <= last else None

    def _last_frame(self, path: Path, header: Header) -> _Found:
        with open(path, "rb") as file:
            whole = journal_segments.last_body(file, header)
        if whole is not None:
            with suppress(BadFrame):
                return _Found(self._seal.open_frame(header.incarnation, *whole), None)
        data = path.read_bytes()
        last: Frame | None = None
        for frame in self._frames(path, header, 0):
            last = frame or last
        end = last.end if last else header.size
        if end == len(data):
            return _Found(last, None)
        seq = last.seq + 1 if last else header.first
        return _Found(last, Cut(path.name, end, len(data) - end, seq, journal_segments.is_torn(data, end)))

    def _write_on(self, path: Path, data: bytes) -> None:
        try:
            if self._handle is None:
                self._handle = os.open(path, os.O_WRONLY | os.O_APPEND | BINARY)
            _write_all(self._handle, data)
            self._size += len(data)
        except OSError:
            self._take_back(path)
            raise

    def _take_back(self, path: Path) -> None:
        """Leave the segment as it was before a failed write; if even that fails, write on in a new one."""
        self.close()
        try:
            os.truncate(path, self._size)
        except OSError:
            self._active = None

    def _write_first(self, first: int, data: bytes) -> None:
        self.close()
        paths = self._paths()
        ordinal = int(paths[-1].stem) + 1 if paths else 1
        path = self._folder / f"{ordinal:08d}{_SUFFIX}"
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
        data = self._seal.header(self._incarnation, first) + data
        try:
            _write_all(handle, data)
            sync_folder(self._folder)
        except OSError:
            os.close(handle)
            with suppress(OSError):
                path.unlink()
            raise
        self._handle, self._active, self._size = handle, path, len(data)


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
    os.fsync(handle)
