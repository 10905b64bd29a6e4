"""Which records a person opened lately at this desk: ids only, a bounded number of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from qi_desk.domain import moments
from qi_desk.storage.engine import translated

_KEPT = 50


class RecentList:
    """One list per account."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, account: str, kind: str, eid: str, at: datetime) -> None:
        """Put a record on top of the list; the oldest leave it."""
        with translated(), self._engine.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO recent (account, kind, eid, at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (account, kind, eid) DO UPDATE SET at = excluded.at",
                (account, kind, eid, moments.to_text(at)),
            )
            connection.exec_driver_sql(
                "DELETE FROM recent WHERE account = ? AND rowid NOT IN "
                "(SELECT rowid FROM recent WHERE account = ? ORDER BY at DESC, rowid DESC LIMIT ?)",
                (account, account, _KEPT),
            )

    def of(self, account: str, limit: int) -> tuple[tuple[str, str], ...]:
        """(kind, id), the latest first."""
        with translated(), self._engine.connect().execution_options(looking=True) as connection:
            rows = connection.exec_driver_sql(
                "SELECT kind, eid FROM recent WHERE account = ? ORDER BY at DESC, rowid DESC LIMIT ?", (account, limit)
            ).fetchall()
        return tuple((row[0], row[1]) for row in rows)
