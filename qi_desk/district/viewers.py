"""The district's people who may look at its page: accounts, and sessions that say who signed in."""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from datetime import UTC, datetime

from sqlalchemy import Engine

from qi_desk.district.statements import Statements
from qi_desk.domain.errors import Invalid, NotAllowed
from qi_desk.security.passwords import DELAYS, problems_of
from qi_desk.security.sign_in_hash import hashed, matches

SESSION_SECONDS = 8 * 3600
_CONTEXT = b"qi-district session 1\n"


class Viewers:
    """Accounts over the district's store; sessions are signed with its `key` and kept nowhere."""

    def __init__(self, engine: Engine, key: bytes) -> None:
        self._engine, self._key = engine, key
        self._failed: dict[str, tuple[int, float]] = {}
        self._trying = threading.Lock()

    def add(self, name: str, password: str) -> None:
        """Open an account, or give it a new password. Raises Invalid for a weak one."""
        problems = problems_of(password, names=(name,))
        if problems:
            raise Invalid(problems)
        with self._engine.begin() as connection:
            Statements(connection).run(
                "INSERT INTO viewer (name, hash, since) VALUES (?, ?, ?) "
                "ON CONFLICT (name) DO UPDATE SET hash = excluded.hash",
                (name, hashed(password), datetime.now(UTC).isoformat(timespec="seconds")),
            )

    def remove(self, name: str) -> None:
        """Close an account: its sessions end with it."""
        with self._engine.begin() as connection:
            Statements(connection).run("DELETE FROM viewer WHERE name = ?", (name,))

    def sign_in(self, name: str, password: str) -> str:
        """The session of who knows the password. Raises NotAllowed: "signin.wait" with `seconds` after failures,
        "viewer.wrong"."""
        with self._trying:
            count, since = self._failed.get(name, (0, 0.0))
            wait = DELAYS[min(count, len(DELAYS) - 1)] - (time.monotonic() - since)
            if wait > 0:
                raise NotAllowed("signin.wait", seconds=int(wait) + 1)
            self._failed[name] = (count + 1, time.monotonic())
        kept = self._kept(name)
        if not matches(kept, password):
            raise NotAllowed("viewer.wrong")
        self._failed.pop(name, None)
        until = int(time.time()) + SESSION_SECONDS
        said = f"{until}.{name.encode().hex()}"
        return f"{said}.{self._sign(said, kept)}"

    def who(self, session: str) -> str:
        """Who signed in, empty for nobody, a session that is over, changed or whose account has another password."""
        said, _, signature = session.rpartition(".")
        until, _, name_hex = said.partition(".")
        try:
            name, live = bytes.fromhex(name_hex).decode(), int(until) > time.time()
        except ValueError:
            return ""
        kept = self._kept(name) if live and name else ""
        return name if kept and hmac.compare_digest(signature.encode(), self._sign(said, kept).encode()) else ""

    def _kept(self, name: str) -> str:
        with self._engine.connect().execution_options(looking=True) as connection, connection.begin():
            rows = Statements(connection).all("SELECT hash FROM viewer WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else ""

    def _sign(self, said: str, kept: str) -> str:
        return hmac.new(self._key + kept.encode(), _CONTEXT + said.encode(), hashlib.sha256).hexdigest()
