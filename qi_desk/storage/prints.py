"""The print journal of this desk: every paper handed to a printer, byte for byte."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from qi_desk.domain import moments
from qi_desk.domain.errors import Missing
from qi_desk.services.print_port import PrintLine
from qi_desk.storage.engine import translated

_COLUMNS = tuple(one.name for one in fields(PrintLine))
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM print_job"
_TIMES = frozenset({"created_at", "finished_at"})
_COUNTED = ("sent", "printed", "saved")


class PrintBook:
    """Lines of the table `print_job`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, line: PrintLine, pdf: bytes) -> None:
        """Enter a line with the exact PDF. Raises ValueError if the digest is not that of `pdf`."""
        if hashlib.sha256(pdf).hexdigest() != line.sha256:
            raise ValueError("the digest belongs to another document")
        names = (*_COLUMNS, "pdf")
        with translated(), self._engine.begin() as connection:
            connection.exec_driver_sql(
                f"INSERT INTO print_job ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
                (*(_cell(name, getattr(line, name)) for name in _COLUMNS), pdf),
            )

    def settle(self, line_id: str, state: str, *, job: str = "", error: str = "", at: datetime | None = None) -> None:
        """What became of a line; an empty `job` leaves the one it has."""
        with translated(), self._engine.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE print_job SET state = ?, error = ?, finished_at = coalesce(?, finished_at), "
                "job = CASE WHEN ? = '' THEN job ELSE ? END WHERE id = ?",
                (state, error, moments.to_text(at) if at else None, job, job, line_id),
            )

    def recent(self, limit: int = 100) -> tuple[PrintLine, ...]:
        """The newest lines first."""
        return self._lines(f"{_SELECT} ORDER BY created_at DESC, id DESC LIMIT ?", (limit,))

    def of(self, paper: str) -> tuple[PrintLine, ...]:
        """The lines of one paper, the newest first."""
        return self._lines(f"{_SELECT} WHERE paper = ? ORDER BY created_at DESC, id DESC", (paper,))

    def times(self, paper: str) -> int:
        """How often this paper left the desk already, as paper or as a file."""
        marks = ", ".join("?" * len(_COUNTED))
        sql = f"SELECT count(*) FROM print_job WHERE paper = ? AND state IN ({marks})"
        return int(self._rows(sql, (paper, *_COUNTED))[0][0])

    def pdf(self, line_id: str) -> bytes:
        """The exact bytes of a line. Raises Missing."""
        rows = self._rows("SELECT pdf FROM print_job WHERE id = ?", (line_id,))
        if not rows:
            raise Missing("print.unknown")
        return bytes(rows[0][0])

    def _lines(self, sql: str, values: tuple[Any, ...]) -> tuple[PrintLine, ...]:
        return tuple(
            PrintLine(**{name: _value(name, cell) for name, cell in zip(_COLUMNS, row, strict=True)})
            for row in self._rows(sql, values)
        )

    def _rows(self, sql: str, values: tuple[Any, ...]) -> list[Any]:
        with translated(), self._engine.connect().execution_options(looking=True) as connection:
            return list(connection.exec_driver_sql(sql, values).fetchall())


def _cell(name: str, value: Any) -> Any:
    return moments.to_text(value) if name in _TIMES and value is not None else value


def _value(name: str, cell: Any) -> Any:
    return moments.from_text(cell) if name in _TIMES and cell is not None else cell
