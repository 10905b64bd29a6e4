"""The print journal of this desk: every paper handed to a printer, byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from qi_desk.domain import moments
from qi_desk.domain.errors import Missing
from qi_desk.services.ports import Actor
from qi_desk.services.print_port import LEFT, PrintLine, PrintQuery
from qi_desk.storage.confinement import for_viewer
from qi_desk.storage.engine import translated
from qi_desk.storage.search_index import driver

_COLUMNS = tuple(one.name for one in fields(PrintLine))
_SELECT = "SELECT " + ", ".join(map('"{}"'.format, _COLUMNS)) + " FROM print_job"
_KEEPING = "length(pdf) > 0"
_TIMES = frozenset({"created_at", "finished_at"})


class PrintBook:
    """Lines of the table `print_job`; papers of matters that the viewer may not see are not among them."""

    def __init__(self, engine: Engine, viewer: Actor | None = None) -> None:
        self._engine = engine
        self._viewer = viewer

    def add(self, lines: Sequence[tuple[PrintLine, bytes]]) -> None:
        """Enter lines with the exact PDF of each, all or none. Raises ValueError if a digest is not that of its PDF."""
        if any(hashlib.sha256(pdf).hexdigest() != line.sha256 for line, pdf in lines):
            raise ValueError("the digest belongs to another document")
        names = (*_COLUMNS, "pdf")
        sql = f"INSERT INTO print_job ({', '.join(map(_quoted, names))}) VALUES ({', '.join('?' * len(names))})"
        rows = [(*(_cell(name, getattr(line, name)) for name in _COLUMNS), pdf) for line, pdf in lines]
        with translated(), self._engine.begin() as connection:
            for row in rows:
                connection.exec_driver_sql(sql, row)

    def settle(
        self,
        line_id: str,
        state: str,
        *,
        job: str = "",
        error: str = "",
        printer: str = "",
        fault: str = "",
        at: datetime | None = None,
    ) -> None:
        """What became of a line; an empty `job`, `printer` or `fault` leaves the one it has."""
        kept = ", ".join(f"{name} = coalesce(nullif(?, ''), {name})" for name in ("job", "printer", "fault"))
        with translated(), self._engine.begin() as connection:
            connection.exec_driver_sql(
                f"UPDATE print_job SET state = ?, error = ?, finished_at = coalesce(?, finished_at), {kept} "
                "WHERE id = ?",
                (state, error, moments.to_text(at) if at else None, job, printer, fault, line_id),
            )

    def recent(self, limit: int = 100) -> tuple[PrintLine, ...]:
        """The newest lines first."""
        return self._lines(f"{_SELECT} ORDER BY created_at DESC, rowid DESC LIMIT ?", (limit,))

    def select(self, query: PrintQuery) -> tuple[PrintLine, ...]:
        """The lines that match, the newest first, those of one batch in their order."""
        conditions: list[str] = ["1 = 1"]
        values: list[Any] = []
        for name, sign, moment in (("created_at", ">=", query.since), ("created_at", "<", query.until)):
            if moment is not None:
                conditions.append(f"{name} {sign} ?")
                values.append(moments.to_text(moment))
        for name, among in (("kind", query.kinds), ("state", query.states)):
            if among:
                conditions.append(f"{name} IN ({', '.join('?' * len(among))})")
                values.extend(among)
        for name, wanted in (("subject", query.subject), ("batch", query.batch)):
            if wanted:
                conditions.append(f"{name} = ?")
                values.append(wanted)
        if query.number:
            conditions.append("instr(upper(number), upper(?)) > 0")
            values.append(query.number)
        order = "place" if query.batch else "created_at DESC, place, rowid DESC"
        sql = f"{_SELECT} WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT ?"
        return self._lines(sql, (*values, query.limit))

    def get(self, line_id: str) -> PrintLine:
        """One line. Raises Missing."""
        lines = self._lines(f"{_SELECT} WHERE id = ?", (line_id,))
        if not lines:
            raise Missing("print.unknown")
        return lines[0]

    def of(self, paper: str) -> tuple[PrintLine, ...]:
        """The lines of one paper, the newest first."""
        return self._lines(f"{_SELECT} WHERE paper = ? ORDER BY created_at DESC, rowid DESC", (paper,))

    def times(self, paper: str, kind: str = "") -> int:
        """How often this paper left the desk already, as paper or as a file; as this `kind` of paper."""
        marks = ", ".join("?" * len(LEFT))
        sql = f"SELECT count(*) FROM print_job WHERE paper = ? AND (? = '' OR kind IN ('', ?)) AND state IN ({marks})"
        return int(self._rows(sql, (paper, kind, kind, *LEFT))[0][0])

    def pdf(self, line_id: str) -> bytes:
        """The exact bytes of a line. Raises Missing, Missing("print.forgotten") where they went in time."""
        self.get(line_id)
        kept = bytes(self._rows("SELECT pdf FROM print_job WHERE id = ?", (line_id,))[0][0])
        if not kept:
            raise Missing("print.forgotten")
        return kept

    def keeping(self, before: datetime, kinds: Collection[str] = ()) -> int:
        """How many lines older than `before` still keep their PDF; of these `kinds` of paper, if any are named."""
        where, values = _old(before, kinds)
        return int(self._rows(f"SELECT count(*) FROM print_job WHERE {where}", values)[0][0])

    def forget(self, before: datetime, kinds: Collection[str] = ()) -> int:
        """Let the PDFs of the lines of `keeping` go, the lines stay; how many went."""
        return self._forget(*_old(before, kinds))

    def forget_of(self, subjects: Collection[str]) -> int:
        """Let the PDFs of all papers about these records go, the lines stay; how many went."""
        return sum(self._forget(f"{_KEEPING} AND subject = ?", (subject,)) for subject in sorted(set(subjects)))

    def _forget(self, where: str, values: tuple[Any, ...]) -> int:
        with translated(), self._engine.begin() as connection:
            return connection.exec_driver_sql(f"UPDATE print_job SET pdf = x'' WHERE {where}", values).rowcount

    def _lines(self, sql: str, values: tuple[Any, ...]) -> tuple[PrintLine, ...]:
        with translated(), self._engine.connect().execution_options(looking=True) as connection:
            found = [
                PrintLine(**{name: _value(name, cell) for name, cell in zip(_COLUMNS, row, strict=True)})
                for row in connection.exec_driver_sql(sql, values)
            ]
            confined = for_viewer(driver(connection), self._viewer)
            closed = confined.hidden({line.subject for line in found}) if confined is not None else set()
        return tuple(line for line in found if line.subject not in closed)

    def _rows(self, sql: str, values: tuple[Any, ...]) -> list[Any]:
        with translated(), self._engine.connect().execution_options(looking=True) as connection:
            return list(connection.exec_driver_sql(sql, values).fetchall())


def _old(before: datetime, kinds: Collection[str]) -> tuple[str, tuple[Any, ...]]:
    among = f" AND kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
    return f"{_KEEPING} AND created_at < ?{among}", (moments.to_text(before), *kinds)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _cell(name: str, value: Any) -> Any:
    return moments.to_text(value) if name in _TIMES and value is not None else value


def _value(name: str, cell: Any) -> Any:
    return moments.from_text(cell) if name in _TIMES and cell is not None else cell
