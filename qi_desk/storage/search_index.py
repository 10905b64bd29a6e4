"""Keeping the search index: one record at a time within an act, or all of it anew.

Statements go straight to the driver: one act indexes several records, and SQLAlchemy's share would be most
of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from qi_desk.domain.pinyin import Readings
from qi_desk.storage.aliases import MERGED
from qi_desk.storage.search_terms import PER_KIND, SEARCHED, Entry, Terms, expanded
from qi_desk.storage.search_words import NameWords
from qi_desk.storage.tables.search import SEARCH_EID_DDL, SEARCH_KEY_DDL

Progress = Callable[[int, int], None]

_BATCH = 4000
_SORTED_KEYS = 400_000
_UUID_TEXT = 36
FOUND = f"(void IS NULL OR void = '{MERGED}')"
"""The records the index holds: those that stand, and merged ones, which lead to what they became part of."""

_UNPACKED = "search_key_unpacked"
_LIFTS = 2
_BULK_MEMORY = 64 * 1024 * 1024
_USUAL_MEMORY = 1024 * 1024

_INSERT_DOC = "INSERT INTO search_doc (doc, eid) VALUES (?, ?)"
_INSERT_TEXT = "INSERT INTO search_text (rowid, tokens) VALUES (?, ?)"
_INSERT_KEY = "INSERT OR IGNORE INTO search_key (key, doc) VALUES (?, ?)"
_DELETE_KEY = "DELETE FROM search_key WHERE key = ? AND doc = ?"


def driver(connection: Connection) -> Any:
    """The sqlcipher3 connection under `connection`, its transaction begun."""
    if not connection.in_transaction():
        connection.begin()
    return connection.connection.driver_connection


def packed(eid: str) -> bytes | str:
    """An id as the index keeps it: a canonical UUID in its 16 bytes, anything else as it is."""
    if len(eid) == _UUID_TEXT:
        try:
            short = bytes.fromhex(eid.replace("-", ""))
        except ValueError:
            return eid
        return short if unpacked(short) == eid else eid
    return eid


def unpacked(eid: bytes | str) -> str:
    """The id behind `packed`."""
    if isinstance(eid, str):
        return eid
    plain = eid.hex()
    return f"{plain[:8]}-{plain[8:12]}-{plain[12:16]}-{plain[16:20]}-{plain[20:]}"


class SearchIndex:
    """Writes the index. One instance serves all connections, one thread at a time."""

    def __init__(self, readings: Readings, words: NameWords | None = None) -> None:
        self._terms = Terms(readings, words)

    def entries(self, kind: str, values: Mapping[str, Any]) -> Entry | None:
        """What the index would hold of a record; None for a kind that is not searched."""
        return self._terms.entry(kind, values) if kind in SEARCHED else None

    def concerns(self, kind: str, changed: Collection[str]) -> bool:
        """Whether the index has to follow when the fields `changed` of a record of `kind` were written."""
        searched = SEARCHED.get(kind)
        return searched is not None and not searched.names.isdisjoint(changed)

    def refresh(
        self,
        connection: Connection,
        kind: str,
        eid: str,
        values: Mapping[str, Any] | None,
        before: Mapping[str, Any] | None = None,
    ) -> None:
        """Bring the index in line with a record: `values` are all its fields, None removes it (voided, gone); `before`
        are those the index knows it by. Without them what it left there is looked for, which takes a second in a large
        index.

        A kind that is not searched is passed over. Runs within the transaction that writes the record.
        """
        searched = SEARCHED.get(kind)
        if searched is None:
            return
        raw = driver(connection)
        known = raw.execute("SELECT doc FROM search_doc WHERE eid = ?", (packed(eid),)).fetchone()
        entry = self._terms.entry(kind, values) if values is not None else None
        if known is None:
            if entry is not None:
                _add(raw, _next_doc(raw, searched.rank), eid, entry)
            return
        if before is None:
            old = {row[0] for row in raw.execute("SELECT key FROM search_key WHERE doc = ?", known).fetchall()}
        else:
            old = set(expanded(self._terms.entry(kind, before).keys))
        if entry is None:
            _remove(raw, known[0], old)
        else:
            _replace(raw, known[0], old, entry)

    def rebuild(
        self,
        connection: Connection,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> bool:
        """Make the index anew from the entity tables, in one transaction; False if `cancelled` said to stop.

        A cancelled rebuild leaves the index as it was. `progress` is told records done and records in all.
        """
        raw = driver(connection)
        raw.execute("SAVEPOINT search_rebuild")
        try:
            finished = self._fill(raw, progress, cancelled)
        except BaseException:
            raw.execute("ROLLBACK TO search_rebuild")
            raw.execute("RELEASE search_rebuild")
            raise
        if not finished:
            raw.execute("ROLLBACK TO search_rebuild")
        raw.execute("RELEASE search_rebuild")
        return finished

    def _fill(self, raw: Any, progress: Progress | None, cancelled: Callable[[], bool] | None) -> bool:
        raw.execute("INSERT INTO search_text (search_text) VALUES ('delete-all')")
        raw.execute("DELETE FROM search_key")
        raw.execute("DELETE FROM search_doc")
        raw.execute("DROP INDEX ix_search_doc_eid")
        raw.execute(SEARCH_KEY_DDL.format(name=_UNPACKED))
        _set_memory(raw, _BULK_MEMORY)
        total = sum(raw.execute(f'SELECT count(*) FROM "{kind}" WHERE {FOUND}').fetchone()[0] for kind in SEARCHED)
        done = 0
        keys: list[tuple[str, int]] = []
        for kind in SEARCHED:
            rows = self._rows(raw, kind)
            while batch := list(islice(rows, _BATCH)):
                if cancelled is not None and cancelled():
                    return False
                raw.executemany(_INSERT_DOC, ((doc, packed(eid)) for doc, eid, _ in batch))
                raw.executemany(_INSERT_TEXT, ((doc, entry.text) for doc, _, entry in batch))
                keys += [(key, doc) for doc, _, entry in batch for key in expanded(entry.keys)]
                if len(keys) > _SORTED_KEYS:
                    _write_sorted(raw, keys)
                done += len(batch)
                if progress is not None:
                    progress(done, total)
        _write_sorted(raw, keys)
        # In order from end to end the pages are full; filled here and there they are two thirds full.
        raw.execute(f"INSERT INTO search_key SELECT * FROM {_UNPACKED}")
        raw.execute(f"DROP TABLE {_UNPACKED}")
        raw.execute(SEARCH_EID_DDL)
        _settle(raw)
        _set_memory(raw, _USUAL_MEMORY)
        return True

    def _rows(self, raw: Any, kind: str) -> Iterator[tuple[int, str, Entry]]:
        searched = SEARCHED[kind]
        names = [name for name, _ in searched.fields]
        columns = ", ".join(f'"{name}"' for name in names)
        cursor = raw.cursor()
        cursor.execute(f'SELECT eid, {columns} FROM "{kind}" WHERE {FOUND} ORDER BY "{searched.order}", eid')
        for place, (eid, *cells) in enumerate(cursor, start=searched.rank * PER_KIND + 1):
            values = {name: _listed(cell) for name, cell in zip(names, cells, strict=True)}
            yield place, eid, self._terms.entry(kind, values)


def _listed(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith("["):
        try:
            return json.loads(cell)
        except ValueError:
            return cell
    return cell


def _next_doc(raw: Any, rank: int) -> int:
    low = rank * PER_KIND
    last = raw.execute(
        "SELECT max(doc) FROM search_doc WHERE doc BETWEEN ? AND ?", (low, low + PER_KIND - 1)
    ).fetchone()[0]
    return (last or low) + 1


def _add(raw: Any, doc: int, eid: str, entry: Entry) -> None:
    raw.execute(_INSERT_DOC, (doc, packed(eid)))
    raw.execute(_INSERT_TEXT, (doc, entry.text))
    raw.executemany(_INSERT_KEY, [(key, doc) for key in expanded(entry.keys)])


def _replace(raw: Any, doc: int, old: set[str], entry: Entry) -> None:
    after = set(expanded(entry.keys))
    raw.executemany(_DELETE_KEY, [(key, doc) for key in old - after])
    raw.executemany(_INSERT_KEY, [(key, doc) for key in after - old])
    raw.execute("DELETE FROM search_text WHERE rowid = ?", (doc,))
    raw.execute(_INSERT_TEXT, (doc, entry.text))


def _remove(raw: Any, doc: int, old: set[str]) -> None:
    raw.executemany(_DELETE_KEY, [(key, doc) for key in old])
    raw.execute("DELETE FROM search_text WHERE rowid = ?", (doc,))
    raw.execute("DELETE FROM search_doc WHERE doc = ?", (doc,))


def _write_sorted(raw: Any, keys: list[tuple[str, int]]) -> None:
    keys.sort()
    raw.executemany(f"INSERT OR IGNORE INTO {_UNPACKED} (key, doc) VALUES (?, ?)", keys)
    keys.clear()


def _settle(raw: Any) -> None:
    """Merge what was built and lift it some levels above the segments that commits write.

    FTS5 merges sixteen segments of a level in the commit that makes the sixteenth. With the bulk among them,
    that commit would write the whole index again (1.4 s in the middle of an intake, measured).
    """
    for _ in range(_LIFTS):
        raw.execute(_INSERT_TEXT, (0, "="))
        raw.execute("INSERT INTO search_text (search_text) VALUES ('flush')")
        raw.execute("INSERT INTO search_text (search_text) VALUES ('optimize')")
        raw.execute("DELETE FROM search_text WHERE rowid = 0")


def _set_memory(raw: Any, size: int) -> None:
    raw.execute("INSERT INTO search_text (search_text, rank) VALUES ('hashsize', ?)", (size,))
