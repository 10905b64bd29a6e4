"""What a password must be, and how failures slow the next try down (GB/T 22239-2019, 8.1.4.1)."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from qi_desk.domain.errors import UNREADABLE, Problem, StoreError
from qi_desk.domain.moments import from_text, to_text
from qi_desk.durable_files import file_errors, write_atomic

LEAST = 10
LEAST_IN_PRACTICE = 4
FILE = "signin.json"

DELAYS = (0, 0, 5, 15, 60, 300, 900)
"""Seconds to wait after the first, second ... failure in a row; after more, the last."""

_FEWEST_DIFFERENT = 4
_SHORTEST_NAME = 2

_COMMON_WORDS = """
    1234567890 0123456789 0987654321 9876543210 12345678910 1234554321 1122334455 1q2w3e4r5t 1qaz2wsx3edc
    qwertyuiop asdfghjkl; qwerty12345 qwerty123456 abc1234567 abcd123456 a123456789 aa123456789 password12
    password123 password1234 passw0rd123 admin12345 admin123456 administrator woaini1314 woaini520 iloveyou520
    5201314520 1314520520 88888888aa 66668888aa zhongguo123 zhiliang123 fuwuzhan123 guangzhou123 huangpu123
    panyu12345 test123456 welcome123 letmein123 changeme123
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def problems_of(password: str, *, names: Collection[str] = (), practice: bool = False) -> list[Problem]:
    """What is wrong with a new password, empty if nothing: too short, on the list of common ones, made of few
    characters, or holding one of `names` (station, person, sign-in name). Practice stations only ask for
    length.
    """
    typed = unicodedata.normalize("NFKC", password)
    least = LEAST_IN_PRACTICE if practice else LEAST
    if len(typed) < least:
        return [Problem("password", "password.short", {"least": least})]
    if practice:
        return []
    folded = typed.casefold()
    plain = (unicodedata.normalize("NFKC", name).casefold().strip() for name in names)
    if folded in _COMMON:
        return [Problem("password", "password.common")]
    if len(set(folded)) < _FEWEST_DIFFERENT:
        return [Problem("password", "password.few_characters", {"least": _FEWEST_DIFFERENT})]
    if any(len(name) >= _SHORTEST_NAME and name in folded for name in plain):
        return [Problem("password", "password.name")]
    return []


@dataclass(frozen=True, slots=True)
class _Failures:
    """Failures in a row, when the last one was, and since when the wait runs if the clock went back behind
    it."""

    count: int
    at: datetime
    since: datetime | None = None


class SignInGuard:
    """Counts failures per account in the station's folder and says how long to wait before the next try.

    A try is counted before the password is checked and forgiven after, so that killing the program gains
    nothing. Setting the clock back only lengthens the wait. Where the file can't be written (a full disk
    must not lock everybody out) the count goes on in memory. A file that can't be read begins anew:
    whoever can write it could attack the key file itself, and there Argon2id is the brake.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._accounts = _load(self._path)

    def wait_seconds(self, account: str, now: datetime) -> float:
        """How long this account must wait, 0 if it may try."""
        known = self._accounts.get(account)
        if known is None:
            return 0.0
        delay = timedelta(seconds=DELAYS[min(known.count, len(DELAYS)) - 1])
        if not delay:
            return 0.0
        begun = known.at
        if now < known.at:
            if known.since is None or now < known.since:
                known = replace(known, since=now)
                self._put(account, known)
            begun = known.since or now
        return max(0.0, (begun + delay - now).total_seconds())

    def begin(self, account: str, now: datetime) -> float:
        """Ask to try a password: 0 counts the try as failed until `succeeded` or `withdraw`; else how long
        to wait, and nothing is counted."""
        wait = self.wait_seconds(account, now)
        if wait == 0.0:
            known = self._accounts.get(account)
            count, last = (known.count, known.at) if known else (0, now)
            since = now if now < last else None
            self._put(account, _Failures(count + 1, max(last, now), since))
        return wait

    def succeeded(self, account: str) -> None:
        """The password was right: the count begins anew."""
        self._put(account, None)

    def withdraw(self, account: str) -> None:
        """The try failed for another reason than the password: it does not count."""
        known = self._accounts.get(account)
        if known is not None:
            self._put(account, replace(known, count=known.count - 1) if known.count > 1 else None)

    def failures(self, account: str) -> int:
        """Failures in a row."""
        known = self._accounts.get(account)
        return known.count if known else 0

    def _put(self, account: str, failures: _Failures | None) -> None:
        if failures is None:
            if self._accounts.pop(account, None) is None:
                return
        else:
            self._accounts[account] = failures
        try:
            write_atomic(self._path, _dump(self._accounts))
        except StoreError:
            # Kept in memory: see the class.
            return


def _dump(accounts: dict[str, _Failures]) -> bytes:
    rows = {
        account: {
            "count": known.count,
            "at": to_text(known.at),
            "since": to_text(known.since) if known.since else None,
        }
        for account, known in accounts.items()
    }
    return json.dumps({"format": 1, "accounts": rows}, indent=1).encode() + b"\n"


def _load(path: Path) -> dict[str, _Failures]:
    try:
        with file_errors():
            rows = json.loads(path.read_bytes())["accounts"]
        return {
            str(account): _Failures(
                max(1, int(row["count"])),
                from_text(row["at"]),
                from_text(row["since"]) if row["since"] else None,
            )
            for account, row in rows.items()
        }
    except (OSError, StoreError, *UNREADABLE):
        return {}
