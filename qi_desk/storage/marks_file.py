"""The marks of a desk on disk: two small files of lines, one in the station's folder, one in the user's
own folder.

Only the second is forced to the disk on every step: the first goes with the station's folder when that is
copied or put back from a backup, the second stays.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from qi_desk.domain.errors import StoreError
from qi_desk.durable_files import BINARY, file_errors, private_folder, write_atomic
from qi_desk.storage.marks import Marks, Serials, highest

FILE = "marks.log"
_COMPACT_BYTES = 64 * 1024
_DAYS_KEPT = 60


class MarksFile:
    """The marks of one store in their two files. One thread at a time."""

    def __init__(self, inside: Path, outside: Path) -> None:
        self._places = (outside, inside)
        self._handles: dict[Path, int] = {}
        self._sizes = dict.fromkeys(self._places, 0)
        self._uneven = False
        self.marks: Marks | None = None

    @classmethod
    def load(cls, folder: Path, state_folder: Path, db_id: str) -> MarksFile:
        """Read the marks of the store `db_id` in its `folder` and in the user's `state_folder`: the
        further of the two holds. `marks` is None if neither file tells anything. A torn last line is left
        out.

        Raises StoreReadOnly if a file can't be read.
        """
        kept = cls(folder / FILE, outside(state_folder, db_id))
        found = [_read(path) for path in kept._places]
        kept.marks = _further(*found)
        kept._uneven = len({marks.turn if marks else 0 for marks in found}) > 1
        kept._sizes.update((path, path.stat().st_size) for path in kept._places if path.exists())
        return kept

    def renew(self, incarnation: str, letter: str, machine: str, *, seq: int = 0, hash_hex: str = "") -> Marks:
        """Begin a desk's first or next incarnation with its letter; serials begin anew. `seq` and
        `hash_hex` are the last operation of the database it goes on from.

        Forced to the disk. Raises ValueError for a letter this desk used before; StoreFull, StoreReadOnly if
        neither place takes it.
        """
        used = self.marks.letters if self.marks else ()
        if letter in used:
            raise ValueError(f"letter {letter} was used before")
        turn = self.marks.turn + 1 if self.marks else 1
        fresh = Marks(incarnation, letter, machine, turn, (*used, letter), seq, hash_hex)
        self._rewrite(fresh)
        return fresh

    def advance(self, *, seq: int = 0, hash_hex: str = "", serials: Serials | None = None) -> None:
        """Note how far the desk has come, after the commit: one small line, forced to the disk once. Lower
        values than already noted change nothing and write nothing.

        Raises StoreFull or StoreReadOnly if neither place takes the line; ValueError before the first
        `renew`.
        """
        marks = self._begun()
        line: dict[str, Any] = {}
        if seq > marks.seq:
            marks = replace(marks, seq=seq, hash=hash_hex)
            line["op"] = [seq, hash_hex]
        higher = {key: last for key, last in (serials or {}).items() if last > marks.serials.get(key, 0)}
        if higher:
            marks = replace(marks, serials={**marks.serials, **higher})
            line["serials"] = _serials_out(higher)
        if not line:
            return
        if self._uneven or max(self._sizes.values()) > _COMPACT_BYTES:
            self._rewrite(marks)
        else:
            self._append(_encode(line))
            self.marks = marks

    def close(self) -> None:
        """Let go of the files, both forced to the disk."""
        for handle in self._handles.values():
            with file_errors():
                os.fsync(handle)
            os.close(handle)
        self._handles.clear()

    def _begun(self) -> Marks:
        if self.marks is None:
            raise ValueError("the marks were not begun")
        return self.marks

    def _append(self, line: bytes) -> None:
        forced = False

        def put(path: Path) -> None:
            nonlocal forced
            handle = self._handle(path)
            rest = memoryview(line)
            while rest:
                rest = rest[os.write(handle, rest) :]
            if not forced:
                os.fsync(handle)
            forced = True
            self._sizes[path] += len(line)

        self._in_either(put)

    def _rewrite(self, marks: Marks) -> None:
        """Both files anew as one line. The days that numbers are issued for lie around today, so old ones
        go."""
        days = sorted({day for _, day in marks.serials})[-_DAYS_KEPT:]
        marks = replace(marks, serials={key: last for key, last in marks.serials.items() if key[1] in days})
        data = _encode(_whole(marks))

        def put(path: Path) -> None:
            private_folder(path.parent)
            write_atomic(path, data)
            self._sizes[path] = len(data)

        self.close()
        self._uneven = not self._in_either(put)
        self.marks = marks

    def _in_either(self, put: Callable[[Path], None]) -> bool:
        """Do `put` for both places; whether both took it. Raises what the last one raised if neither did."""
        taken = 0
        refused: StoreError | None = None
        for path in self._places:
            try:
                with file_errors():
                    put(path)
                taken += 1
            except StoreError as error:
                refused = error
        if refused and not taken:
            raise refused
        return not refused

    def _handle(self, path: Path) -> int:
        if path not in self._handles:
            self._handles[path] = os.open(path, os.O_WRONLY | os.O_APPEND | BINARY)
        return self._handles[path]


def _further(left: Marks | None, right: Marks | None) -> Marks | None:
    if left is None or right is None:
        return left or right
    if left.turn != right.turn:
        return left if left.turn > right.turn else right
    ahead = left if left.seq >= right.seq else right
    return replace(ahead, serials=highest(left.serials, right.serials))


def _read(path: Path) -> Marks | None:
    try:
        with file_errors():
            data = path.read_bytes()
    except FileNotFoundError:
        return None
    marks: Marks | None = None
    for line in data.splitlines():
        fields = _decode(line)
        if fields is not None and "turn" in fields:
            marks = Marks(
                fields["incarnation"],
                fields["letter"],
                fields["machine"],
                fields["turn"],
                tuple(fields["letters"]),
            )
        if fields is not None and marks is not None:
            marks = _stepped(marks, fields)
    return marks


def _stepped(marks: Marks, fields: Mapping[str, Any]) -> Marks:
    seq, hash_hex = fields.get("op", (0, ""))
    serials = {(kind, day): last for kind, day, last in fields.get("serials", ())}
    if seq > marks.seq:
        marks = replace(marks, seq=seq, hash=hash_hex)
    return replace(marks, serials=highest(marks.serials, serials)) if serials else marks


def _whole(marks: Marks) -> dict[str, Any]:
    return {
        "turn": marks.turn,
        "incarnation": marks.incarnation,
        "letter": marks.letter,
        "letters": marks.letters,
        "machine": marks.machine,
        "op": [marks.seq, marks.hash],
        "serials": _serials_out(marks.serials),
    }


def _serials_out(serials: Serials) -> list[tuple[str, str, int]]:
    return [(kind, day, last) for (kind, day), last in serials.items()]


def _encode(fields: Mapping[str, Any]) -> bytes:
    text = json.dumps(fields, separators=(",", ":")).encode()
    # The newline before it parts the line from a torn one.
    return b"\n%08x %s\n" % (zlib.crc32(text), text)


def _decode(line: bytes) -> dict[str, Any] | None:
    """The fields of a line, None for one that was torn or changed."""
    mark, _, text = line.partition(b" ")
    if mark != b"%08x" % zlib.crc32(text):
        return None
    fields: dict[str, Any] = json.loads(text)
    return fields


def outside(state_folder: Path, db_id: str) -> Path:
    """Where the marks of a store stand outside its folder."""
    return state_folder / f"{hashlib.sha256(db_id.encode()).hexdigest()[:24]}.marks"
