"""Reading the store: records by id, number or condition, the chain's lines, and the search box."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from qi_desk.domain import moments, numbers
from qi_desk.domain.errors import Invalid
from qi_desk.domain.fields import encode
from qi_desk.domain.records import ENTITIES
from qi_desk.domain.twins import Subject
from qi_desk.services.ports import Actor, AuditLine, Hit, Namesake, NamesakeGroup, Query, Record
from qi_desk.storage.aliases import MERGED, follow
from qi_desk.storage.confinement import REQUEST, for_viewer
from qi_desk.storage.rows import SELECTED, record, to_column
from qi_desk.storage.search_find import Finder
from qi_desk.storage.search_index import driver

_CHUNK = 500


class StoreReader:
    """A look at the store over one connection; the connection's transaction makes it consistent."""

    def __init__(self, connection: Connection, finder: Finder, viewer: Actor | None = None) -> None:
        self._connection = connection
        # Straight to the driver: SQLAlchemy's share of a short statement is larger than SQLite's.
        self._raw = driver(connection)
        self._finder = finder
        self._confined = for_viewer(self._raw, viewer)

    def _shown(self, records: Sequence[Record]) -> list[Record]:
        """Those the viewer may see."""
        return list(records) if self._confined is None else self._confined.shown(records)

    def _all(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        return list(self._raw.execute(sql, values).fetchall())

    def get(self, kind: str, eid: str) -> Record | None:
        """The record, voided or not."""
        rows = self._all(f'SELECT {SELECTED[kind]} FROM "{kind}" WHERE eid = ?', (eid,))
        found = self._shown([record(kind, row) for row in rows])
        return found[0] if found else None

    def many(self, kind: str, eids: Iterable[str]) -> dict[str, Record]:
        """The records that exist among `eids`, by id."""
        wanted = sorted({eid for eid in eids if eid})
        found: dict[str, Record] = {}
        for start in range(0, len(wanted), _CHUNK):
            part = wanted[start : start + _CHUNK]
            marks = ",".join("?" * len(part))
            for row in self._all(f'SELECT {SELECTED[kind]} FROM "{kind}" WHERE eid IN ({marks})', tuple(part)):
                found[row[0]] = record(kind, row)
        return {one.eid: one for one in self._shown([*found.values()])}

    def select(self, query: Query) -> tuple[Record, ...]:
        """The records that match, in order."""
        found = self._selected(query)
        shown = self._shown(found)
        while len(shown) < len(found) == query.limit:
            # What may not be seen makes room for what comes next: a page is full while there is more.
            last = found[-1]
            order = query.order or "eid"
            rest = replace(query, after=(last.eid if order == "eid" else last[order], last.eid))
            found = self._selected(rest)
            shown += self._shown(found)
        return tuple(shown[: query.limit])

    def _selected(self, query: Query) -> tuple[Record, ...]:
        columns, parts = SELECTED[query.kind], runs(query)
        if len(parts) == 1:
            sql, values = _ordered(parts[0], columns)
        else:
            # Only what orders them is merged: whole rows are wide, and read for one page alone.
            ordered = [
                _ordered(part, "eid" if query.order in ("", "eid") else f'eid, "{query.order}"') for part in parts
            ]
            merged = " UNION ".join(f"SELECT * FROM ({part})" for part, _ in ordered)
            found = f"SELECT eid FROM ({merged}) {_order_of(query)}"
            sql = f'SELECT {columns} FROM "{query.kind}" WHERE eid IN ({found}) {_order_of(query)}'
            values = [value for _, given in ordered for value in given]
        return tuple(record(query.kind, row) for row in self._all(sql, tuple(values)))

    def count(self, query: Query) -> int:
        """How many match, paging aside."""
        where, values = conditions(query)
        if self._confined is not None and query.kind == REQUEST:
            seen, given = self._confined.condition()
            where.append(seen)
            values += given
        sql = f'SELECT count(*) FROM "{query.kind}" WHERE {" AND ".join(where)}'
        return int(self._all(sql, tuple(values))[0][0])

    def by_number(self, number: str) -> Record | None:
        """The record that carries this business number; None for an unknown or malformed one."""
        try:
            parsed = numbers.parse(number)
        except Invalid:
            return None
        written = numbers.compose(parsed)
        for kind, entity in ENTITIES.items():
            if entity.number == parsed.kind and "number" in entity.names():
                rows = self._all(f'SELECT {SELECTED[kind]} FROM "{kind}" WHERE number = ?', (written,))
                if rows:
                    return self.standing(kind, rows[0][0])
        return None

    def find(self, text: str, *, kinds: Collection[str] = (), limit: int = 20) -> tuple[Hit, ...]:
        """What the search box finds, best first."""
        hits = self._finder.find(self._connection, text, kinds=kinds, limit=limit)
        if self._confined is None or not self._confined.concerns:
            return hits
        seen = self.many(REQUEST, [hit.eid for hit in hits if hit.kind == REQUEST])
        return tuple(hit for hit in hits if hit.kind != REQUEST or hit.eid in seen)

    def standing(self, kind: str, eid: str) -> Record | None:
        """The record, or the one it was merged into."""
        found = self.get(kind, eid)
        if found is None or found.void != MERGED:
            return found
        return self.get(kind, follow(self._raw, eid))

    def namesakes(self, subject: Subject, *, limit: int = 20) -> tuple[Namesake, ...]:
        """Files the service object `subject` may already have, the likeliest first."""
        return self._finder.twins.namesakes(self._raw, subject, limit)

    def namesake_groups(self, *, limit: int = 500) -> tuple[NamesakeGroup, ...]:
        """Files of the whole station that may be one and the same, the surest first."""
        return self._finder.twins.groups(self._raw, limit)

    def head(self) -> int:
        """The sequence number of the last operation."""
        return int(self._all("SELECT coalesce(max(seq), 0) FROM op")[0][0])

    def waiting(self) -> int:
        """Operations the district has not received."""
        rows = self._all("SELECT v FROM sync_state WHERE k = 'hwm'")
        return self.head() - (int(rows[0][0]) if rows else 0)

    def history(self, *, eid: str | None = None, before: int | None = None, limit: int = 100) -> tuple[AuditLine, ...]:
        """The chain's lines, newest first, of one record or of all."""
        where, values = ["1"], []
        if eid is not None:
            where.append("eid = ?")
            values.append(eid)
        if before is not None:
            where.append("seq < ?")
            values.append(str(before))
        sql = f"SELECT seq, raw FROM op WHERE {' AND '.join(where)} ORDER BY seq DESC LIMIT {int(limit)}"
        return tuple(_audit_line(row[0], row[1]) for row in self._all(sql, tuple(values)))

    def act_operations(self, act: str) -> tuple[Mapping[str, Any], ...]:
        """The operations of one act, oldest first, as the mappings they were written from."""
        rows = self._all("SELECT seq, raw FROM op WHERE act = ? ORDER BY seq", (act,))
        return tuple(json.loads(row[1]) for row in rows)


_MOST_RUNS = 20


def runs(query: Query) -> list[Query]:
    """Queries whose answers together are that of `query`, each of which an index already holds in order.

    Without this a list narrowed to some states would be read whole and sorted for every page.
    """
    if query.owning is not None:
        kind, reference, name, among = query.owning
        return [replace(query, owning=(kind, reference, name, (one,))) for one in among]
    for name, values in query.among.items():
        if 1 < len(values) <= _MOST_RUNS and _held_in_order(query, name):
            others = {other: given for other, given in query.among.items() if other != name}
            return [replace(query, equals={**query.equals, name: value}, among=others) for value in values]
    return [query]


def _held_in_order(query: Query, name: str) -> bool:
    """Whether an index holds the order for each value of `name`, and none finds the few rows that are asked for."""
    indexes, fixed = ENTITIES[query.kind].indexes, {name, *query.equals}
    heads = {group[0] for group in indexes}
    return any(
        group[-1] == query.order
        and name in group
        and fixed.issuperset(group[:-1])
        and heads.isdisjoint(fixed.difference(group))
        for group in indexes
    )


def _ordered(query: Query, columns: str) -> tuple[str, list[Any]]:
    """One run as SQL with its values."""
    where, values = conditions(query)
    order, source, eid = query.order or "eid", f'"{query.kind}"', "eid"
    if query.owning is not None:
        kind, reference, name, (value,) = query.owning
        # From the owned to its owner, in that order: the index of the owned already stands by time.
        source = (
            f'(SELECT "{reference}" AS owner FROM "{kind}" WHERE "{name}" = ? AND void IS NULL) '
            f'CROSS JOIN "{query.kind}" ON eid = owner'
        )
        eid, values = "owner", [value, *values]
    if query.after is not None:
        sign = "<" if query.newest_first else ">"
        if order == "eid":
            where.append(f"{eid} {sign} ?")
            values.append(query.after[1])
        else:
            where.append(f'("{order}", eid) {sign} (?, ?)')
            values += [_stored(query.kind, order, query.after[0]), query.after[1]]
    sql = f"SELECT {columns} FROM {source} WHERE {' AND '.join(where)} {_order_of(query, eid)}"
    return sql, values


def _order_of(query: Query, eid: str = "eid") -> str:
    direction = "DESC" if query.newest_first else "ASC"
    by = f"{eid} {direction}" if query.order in ("", "eid") else f'"{query.order}" {direction}, eid {direction}'
    return f"ORDER BY {by} LIMIT {int(query.limit)}"


def _stored(kind: str, name: str, value: Any) -> Any:
    if name == "eid":
        return value
    entity = ENTITIES[kind]
    return to_column(entity, name, encode(entity.field(name), value))


def conditions(query: Query) -> tuple[list[str], list[Any]]:
    """What holds for the records of `query`, as SQL with its values; order, paging and owners aside."""
    where, values = ["void IS NOT NULL" if query.voided else "void IS NULL"], []
    for name, value in query.equals.items():
        if value is None:
            where.append(f'"{name}" IS NULL')
            continue
        where.append(f'"{name}" = ?')
        values.append(_stored(query.kind, name, value))
    for name, among in query.among.items():
        where.append(f'"{name}" IN ({",".join("?" * len(among))})')
        values += [_stored(query.kind, name, value) for value in among]
    for bound, sign in ((query.since, ">="), (query.until, "<")):
        if bound is not None:
            name = query.bound or query.order
            where.append(f'"{name}" {sign} ?')
            values.append(_stored(query.kind, name, bound))
    for name, value in query.under.items():
        where.append(f'"{name}" < ?')
        values.append(_stored(query.kind, name, value))
    return where, values


def _audit_line(seq: int, raw: bytes) -> AuditLine:
    line = json.loads(raw)
    fields = line.get("f") or {}
    return AuditLine(
        seq=seq,
        at=moments.from_text(line["t"]["wall"]),
        actor=line.get("actor", ""),
        event=line.get("event") or line["kind"],
        kind=line["et"],
        eid=line.get("eid", ""),
        fields=tuple(fields),
        why=line.get("why") or "",
        uid=line["uid"],
    )
