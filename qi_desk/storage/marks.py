"""High-water marks outside the database: what they say about a database that may be a restored or copied one.

Decisions; `marks_file` keeps the marks on disk.
"""

from __future__ import annotations

import hashlib
import secrets
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from qi_desk import paths
from qi_desk.domain.errors import Expected
from qi_desk.durable_files import write_atomic

_OWN_ID = "machine-id"

Serials = Mapping[tuple[str, str], int]
"""The last serial by kind of number and day (`2026-03-10`)."""


@dataclass(frozen=True, slots=True)
class Marks:
    """How far a desk has come: last operation and its hash (hex), incarnation, desk letter, last serials,
    on which machine (a fingerprint, empty if unknown). `turn` counts incarnations; `letters` are all
    letters ever used."""

    incarnation: str
    letter: str
    machine: str
    turn: int = 1
    letters: tuple[str, ...] = ()
    seq: int = 0
    hash: str = ""
    serials: Serials = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Head:
    """How far a database has come: its incarnation, its last operation (0 if none), and a way to ask for
    the hash (hex) of any of its operations, None where it has no such one."""

    incarnation: str
    seq: int
    hash_of: Callable[[int], str | None]


class Verdict(Enum):
    """What the marks say about a database."""

    SAME = "same"
    BEHIND = "behind"
    CLONED = "cloned"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, its reason as a code, and the serials that numbering goes on from, whatever the verdict.

    BEHIND and CLONED ask for a new incarnation and a new desk letter before anything is written.
    """

    verdict: Verdict
    reason: str
    serials: Serials


def judge(head: Head, serials: Serials, marks: Marks | None, machine: str) -> Judgement:
    """Compare a database and its serials with the marks (None if there are none), on the machine with this
    fingerprint.

    FRESH: nothing was ever written. CLONED: another machine's marks, or a used database without any.
    BEHIND: the database is older than the marks, has gone another way since, or another copy of it took
    over. A serial that stands in the marks alone is no sign of that: its act was undone.
    """
    if marks is None:
        verdict = Verdict.CLONED if head.seq else Verdict.FRESH
        return Judgement(verdict, "marks.missing" if head.seq else "marks.fresh", dict(serials))
    floors = highest(serials, marks.serials)
    if marks.machine and machine and marks.machine != machine:
        return Judgement(Verdict.CLONED, "marks.machine", floors)
    if head.seq < marks.seq:
        return Judgement(Verdict.BEHIND, "marks.behind", floors)
    if marks.seq and head.hash_of(marks.seq) != marks.hash:
        return Judgement(Verdict.BEHIND, "marks.forked", floors)
    if head.seq and head.incarnation != marks.incarnation:
        return Judgement(Verdict.BEHIND, "marks.incarnation", floors)
    if not head.seq:
        return Judgement(Verdict.FRESH, "marks.fresh", floors)
    return Judgement(Verdict.SAME, "marks.same", floors)


def highest(left: Serials, right: Serials) -> Serials:
    """The greater serial of each kind and day."""
    return {key: max(left.get(key, 0), right.get(key, 0)) for key in {**left, **right}}


def machine_fingerprint(db_id: str) -> str:
    """A hash that is the same for this machine and store only; the machine's own id can't be read from it.
    Empty where the system has no such id and none can be kept for it."""
    raw = _machine_id() or _own_id(paths.state_dir() / _OWN_ID)
    return hashlib.sha256(f"qi-desk machine\n{raw}\n{db_id}".encode()).hexdigest()[:32] if raw else ""


def _own_id(file: Path) -> str:
    """An id made once for a machine that has none, kept where no copy of a station's folder takes it along."""
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(file, secrets.token_hex(16).encode())
        return file.read_text(encoding="ascii").strip()
    except (OSError, Expected):
        return ""


def _machine_id() -> str:
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""
    for place in (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id")):
        try:
            found = place.read_text(encoding="ascii").strip()
        except OSError:
            continue
        if found:
            return found
    return ""
