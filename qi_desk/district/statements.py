"""Text statements on a connection, written once for both stores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection


class Statements:
    """Statements are written with question marks; PostgreSQL's driver wants its own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.postgres = connection.dialect.name == "postgresql"

    def all(self, sql: str, values: tuple[object, ...] = ()) -> Sequence[Any]:
        """The rows of a statement."""
        return self._connection.exec_driver_sql(self._written(sql), values).fetchall()

    def run(self, sql: str, values: tuple[object, ...] = ()) -> None:
        """A statement that has no rows."""
        self._connection.exec_driver_sql(self._written(sql), values)

    def _written(self, sql: str) -> str:
        return sql.replace("?", "%s") if self.postgres else sql

    def epoch(self) -> str:
        """The past in force."""
        return str(self.all("SELECT epoch FROM lineage ORDER BY born_at DESC, epoch DESC LIMIT 1")[0][0])
