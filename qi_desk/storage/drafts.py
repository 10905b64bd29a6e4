"""Half-written work, on the disk while it is typed."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from qi_desk.domain import moments
from qi_desk.services.drafts_port import Draft
from qi_desk.storage.engine import translated


class DraftBox:
    """The drafts of every person at this desk. Each write is its own durable transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, draft: Draft) -> None:
        """Write or replace the draft `draft.key`; it is on the disk when this returns. Raises StoreError kinds."""
        with translated(), self._engine.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO draft (key, account, page, title, content, saved_at) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (key) DO UPDATE SET title = excluded.title, content = excluded.content, "
                "saved_at = excluded.saved_at",
                (
                    draft.key,
                    draft.account,
                    draft.page,
                    draft.title,
                    json.dumps(dict(draft.content), ensure_ascii=False),
                    moments.to_text(draft.saved_at),
                ),
            )

    def drop(self, key: str) -> None:
        """Forget a draft."""
        with translated(), self._engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM draft WHERE key = ?", (key,))

    def others(self, account: str, eid: str) -> tuple[Draft, ...]:
        """The drafts of other people that are about the record `eid`, newest first."""
        with translated(), self._engine.connect().execution_options(looking=True) as connection:
            rows = connection.exec_driver_sql(
                "SELECT key, account, page, title, content, saved_at FROM draft "
                "WHERE account <> ? AND json_extract(content, '$.eid') = ? ORDER BY saved_at DESC",
                (account, eid),
            ).fetchall()
        return tuple(_draft(row) for row in rows)

    def of(self, account: str) -> tuple[Draft, ...]:
        """The drafts of one person, newest first."""
        with translated(), self._engine.connect().execution_options(looking=True) as connection:
            rows = connection.exec_driver_sql(
                "SELECT key, account, page, title, content, saved_at FROM draft WHERE account = ? "
                "ORDER BY saved_at DESC",
                (account,),
            ).fetchall()
        return tuple(_draft(row) for row in rows)

    def purge(self, phones: Collection[str], names: Collection[str], eids: Collection[str]) -> int:
        """Forget the drafts that hold one of `phones`, or one of `names` beside one of `eids`; how many."""
        with translated(), self._engine.begin() as connection:
            rows = connection.exec_driver_sql("SELECT key, title, content FROM draft").fetchall()
            gone = [
                key
                for key, title, content in rows
                if _holds(f"{title}\n{content}", phones)
                or (_holds(f"{title}\n{content}", names) and _holds(f"{key}\n{content}", eids))
            ]
            for key in gone:
                connection.exec_driver_sql("DELETE FROM draft WHERE key = ?", (key,))
        return len(gone)

    def forgotten(self, before: datetime) -> int:
        """How many drafts were last written before this moment and belong to no record."""
        with translated(), self._engine.connect().execution_options(looking=True) as connection:
            row = connection.exec_driver_sql(f"SELECT count(*) {_FORGOTTEN}", (moments.to_text(before),)).fetchone()
        return int(row[0]) if row else 0

    def forget(self, before: datetime) -> int:
        """Let those go; how many."""
        with translated(), self._engine.begin() as connection:
            return int(connection.exec_driver_sql(f"DELETE {_FORGOTTEN}", (moments.to_text(before),)).rowcount)


_FORGOTTEN = "FROM draft WHERE saved_at < ? AND coalesce(json_extract(content, '$.eid'), '') = ''"


def _holds(text: str, words: Collection[str]) -> bool:
    return any(word in text for word in words if word)


def _draft(row: Sequence[Any]) -> Draft:
    return Draft(row[0], row[1], row[2], row[3], json.loads(row[4]), moments.from_text(row[5]))
