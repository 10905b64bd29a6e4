"""The search box: runs what a query may mean, ranks what came, and brings what belongs to it.

An FTS5 list can't be ordered by worth within a keystroke (a common word has a hundred thousand rows), so each
kind gives a bounded number of rows, the B-tree gives those that start with the query, and Python ranks them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from qi_desk.domain.pinyin import Readings
from qi_desk.services.ports import Hit
from qi_desk.storage.aliases import MERGED, follow
from qi_desk.storage.search_index import driver, packed, unpacked
from qi_desk.storage.search_query import KeyLook, Plan, TextLook, plan
from qi_desk.storage.search_terms import PER_KIND, SEARCHED, Mark, Role, compact
from qi_desk.storage.search_visitors import Visitor, find_visitors
from qi_desk.storage.search_words import NameWords
from qi_desk.storage.twin_find import TwinFinder

_KEYS = 200
_NAMES = 60
_NUMBERS = 20
_WHOLE = {"number": (0, 2), "credit_code": (0,)}
_ROWS = 90
_COMPANIES = 3
_TITLE = 60

_RANKED = tuple(sorted(SEARCHED, key=lambda kind: SEARCHED[kind].rank))
_NUMBERED = tuple(kind for kind in _RANKED if any(role is Role.NUMBER for _, role in SEARCHED[kind].fields))
_CODED = ("enterprise", "institution")
_NEWEST_FIRST = frozenset({"request", "visit"})
_SPANS: tuple[tuple[str, ...], ...] = (("enterprise",), ("request",), ("visit",), _RANKED[3:])

_SHOWN: dict[str, tuple[str, tuple[str, ...]]] = {
    "enterprise": ("", ("name", "former_names", "products")),
    "request": ("number", ("product", "description", "client")),
    "visit": ("number", ("name", "organisation")),
    "contact": ("", ("name", "client")),
    "person": ("staff_no", ("name",)),
    "expert": ("number", ("name", "organisation")),
    "institution": ("number", ("name", "contact_name")),
    "equipment": ("number", ("name", "model", "owner")),
    "meeting": ("number", ("title", "place")),
    "minutes": ("number", ("title",)),
}
"""The field that holds the number, and the fields a hit is ranked and titled by, the first that is filled."""

_CODE_NOTES = {
    Mark.WORD: "number",
    Mark.ORGANISATION: "credit_code",
    Mark.CODE_TAIL: "credit_code",
    Mark.PHONE: "phone",
    Mark.PHONE_TAIL: "phone",
}


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a record came from: the look's tier, the length of the key, the field of a code that was met."""

    tier: float
    length: int = 0
    code: str = ""
    starts: bool = False


@dataclass(frozen=True, slots=True)
class _Ranked:
    order: tuple[float, int, int, int]
    kind: str
    hit: Hit
    client: str


class Finder:
    """What `Reader.find` and the reception's search for returning visitors stand on."""

    def __init__(self, words: NameWords | None = None, readings: Readings | None = None) -> None:
        self._words = words or NameWords.installed()
        self.twins = TwinFinder(readings)

    def find(
        self, connection: Connection, text: str, *, kinds: Collection[str] = (), limit: int = 20
    ) -> tuple[Hit, ...]:
        """Records that `text` may mean, best first, at most `limit`; of `kinds` alone if any are named.

        Titles are raw (the caller masks people's names); `note` is the field that was met, or how this record
        belongs to the one before it: `client` for a request of that client, `contact` for a contact's client.
        """
        planned = plan(text)
        asked = frozenset(kinds) & SEARCHED.keys() if kinds else frozenset(SEARCHED)
        if not planned.written or not asked or limit < 1:
            return ()
        raw = driver(connection)
        found = _candidates(raw, planned, asked, limit)
        ranked = sorted(self._rank(raw, planned, found), key=lambda row: row.order)
        return tuple(_mixed(list(_with_company(raw, ranked, asked)), limit))

    def visitors(self, connection: Connection, text: str, limit: int = 8) -> tuple[Visitor, ...]:
        """People who were here, or are contacts of a client, that `text` may mean; newest first."""
        return find_visitors(connection, text, limit)

    def _rank(self, raw: Any, planned: Plan, found: dict[int, _Found]) -> Iterator[_Ranked]:
        best = sorted(found, key=lambda doc: (found[doc].tier, found[doc].length))[:_ROWS]
        for kind in _RANKED:
            docs = [doc for doc in best if _kind(doc) == kind]
            for doc, eid, number, title, *cells in _rows(raw, kind, docs) if docs else ():
                score, note, length = self._score(kind, planned.written, found[doc], cells)
                client = (cells[-1] or "") if "client" in _SHOWN[kind][1] else ""
                newest = -doc if kind in _NEWEST_FIRST else doc
                hit = Hit(kind, eid, number, title[:_TITLE], note)
                yield _Ranked((score, SEARCHED[kind].rank, length, newest), kind, hit, client)

    def _score(self, kind: str, written: str, found: _Found, cells: list[Any]) -> tuple[float, str, int]:
        """The tier as the values themselves show it (0 is best), the field met, the name's length."""
        fields = _SHOWN[kind][1]
        name = compact(cells[0] or "")
        trade = self._words.trade(name)
        if found.code:
            return found.tier, found.code, len(name)
        if written in (name, trade, self._words.core(trade)):
            return 0.5, fields[0], len(name)
        if trade.startswith(written):
            return 2, fields[0], len(trade)
        if name.startswith(written):
            return 2.2, fields[0], len(name)
        for place, (field, cell) in enumerate(zip(fields, cells, strict=True)):
            if field != "client" and cell and any(written in compact(text) for text in _listed(cell)):
                later = 2.5 if found.starts and place else 4.0
                return later + place / 4 + (kind == "request"), field, len(name)
        return (
            max(found.tier, 2.0) + (kind == "request"),
            fields[-1] if kind == "request" else fields[0],
            len(name),
        )


def _candidates(raw: Any, planned: Plan, asked: frozenset[str], limit: int) -> dict[int, _Found]:
    found: dict[int, _Found] = {}

    def keep(docs: Iterable[tuple[int, _Found]]) -> None:
        for doc, how in docs:
            if _kind(doc) in asked and (doc not in found or how.tier < found[doc].tier):
                found[doc] = how

    looks = [(kind, "number", start) for start in planned.numbers for kind in _NUMBERED]
    looks += [(kind, "credit_code", planned.code) for kind in _CODED if planned.code]
    for kind, column, start in looks:
        if kind in asked:
            keep(_by_column(raw, kind, column, start))
    for look in planned.keys:
        keep(_by_key(raw, look))
    for text in planned.texts:
        if not text.spare or len(found) < limit:
            keep(_by_text(raw, text, asked, limit))
    return found


def _by_column(raw: Any, kind: str, column: str, start: str) -> Iterator[tuple[int, _Found]]:
    """Records whose number or code starts so, the last first; a number is whole without its check too."""
    rows = raw.execute(
        f'SELECT eid, {column} FROM "{kind}" WHERE {column} >= ? AND {column} < ? '
        f"ORDER BY {column} DESC LIMIT {_NUMBERS}",
        (start, start + "\U0010ffff"),
    ).fetchall()
    for eid, value in rows:
        known = raw.execute("SELECT doc FROM search_doc WHERE eid = ?", (packed(eid),)).fetchone()
        if known is not None:
            tier = 0 if len(value) - len(start) in _WHOLE[column] else 1
            yield known[0], _Found(tier, len(value), column)


def _by_key(raw: Any, look: KeyLook) -> list[tuple[int, _Found]]:
    rows = raw.execute(
        f"SELECT key, doc FROM search_key WHERE key >= ? AND key < ? LIMIT {_KEYS}",
        (look.start, look.start + "\U0010ffff"),
    ).fetchall()
    shortest = sorted(rows, key=lambda row: len(row[0]))[:_NAMES]
    mark = Mark(look.start[0])
    return [
        (doc, _Found(look.tier, len(key), _CODE_NOTES.get(mark, ""), mark not in _CODE_NOTES)) for key, doc in shortest
    ]


def _by_text(raw: Any, look: TextLook, asked: frozenset[str], limit: int) -> Iterator[tuple[int, _Found]]:
    how = _Found(look.tier, code="number" if look.number else "")
    if look.whole and len(asked) == len(SEARCHED):
        rows = raw.execute(
            f"SELECT rowid FROM search_text WHERE search_text MATCH ? LIMIT {_NAMES}", (look.expression,)
        )
        yield from ((row[0], how) for row in rows.fetchall())
        return
    spans = _SPANS if len(asked) == len(SEARCHED) else tuple((kind,) for kind in _RANKED if kind in asked)
    for span in spans:
        if span == ("request",) and not look.prose:
            continue
        newest = span[0] in _NEWEST_FIRST
        rows = raw.execute(
            "SELECT rowid FROM search_text WHERE search_text MATCH ? AND rowid BETWEEN ? AND ? "
            f"ORDER BY rowid {'DESC' if newest else 'ASC'} LIMIT {limit if newest else _NAMES}",
            (
                look.expression,
                SEARCHED[span[0]].rank * PER_KIND,
                (SEARCHED[span[-1]].rank + 1) * PER_KIND - 1,
            ),
        )
        yield from ((row[0], how) for row in rows.fetchall())


def _rows(raw: Any, kind: str, docs: list[int]) -> Iterator[tuple[Any, ...]]:
    known = raw.execute(
        "SELECT eid, doc FROM search_doc WHERE doc IN (SELECT value FROM json_each(?))", (json.dumps(docs),)
    )
    places = {unpacked(eid): doc for eid, doc in known.fetchall()}
    for eid, void, number, *cells in _shown(raw, kind, list(places)):
        if void is None:
            yield places[eid], eid, number or "", _title(kind, cells), *cells
        elif void == MERGED:
            # Found by what the merged record was called, shown as what it became part of.
            for winner, gone, its_number, *its in _shown(raw, kind, [follow(raw, eid)]):
                if gone is None:
                    yield places[eid], winner, its_number or "", _title(kind, its), *cells


def _shown(raw: Any, kind: str, eids: list[str]) -> list[tuple[Any, ...]]:
    number, fields = _SHOWN[kind]
    columns = ", ".join(f'"{field}"' for field in fields)
    rows = raw.execute(
        f'SELECT eid, void, {number or "NULL"}, {columns} FROM "{kind}" WHERE eid IN (SELECT value FROM json_each(?))',
        (json.dumps(eids),),
    )
    return list(rows.fetchall())


def _title(kind: str, cells: list[Any]) -> str:
    return next((str(cell) for cell in cells[: _titles(kind)] if cell), "")


def _with_company(raw: Any, ranked: list[_Ranked], asked: frozenset[str]) -> Iterator[Hit]:
    """The hits; the first enterprises are followed by their newest requests, contacts by their client."""
    given: set[str] = set()
    owners = 0
    for row in ranked:
        if row.hit.eid in given:
            continue
        given.add(row.hit.eid)
        yield row.hit
        if owners == _COMPANIES or row.kind not in ("enterprise", "contact"):
            continue
        owners += 1
        wanted = "request" if row.kind == "enterprise" else "enterprise"
        if wanted in asked:
            for hit in _company(raw, row):
                if hit.eid not in given:
                    given.add(hit.eid)
                    yield hit


def _company(raw: Any, row: _Ranked) -> list[Hit]:
    if row.kind == "contact":
        clients = raw.execute("SELECT eid, name FROM enterprise WHERE eid = ? AND void IS NULL", (row.client,))
        return [Hit("enterprise", eid, "", name or "", "contact") for eid, name in clients.fetchall()]
    requests = raw.execute(
        "SELECT eid, number, product, description FROM request WHERE client = ? AND void IS NULL "
        f"ORDER BY rowid DESC LIMIT {_COMPANIES}",
        (row.hit.eid,),
    )
    return [
        Hit("request", eid, number or "", (product or description or "")[:_TITLE], "client")
        for eid, number, product, description in requests.fetchall()
    ]


def _mixed(hits: list[Hit], limit: int) -> Iterator[Hit]:
    """The first `limit` hits, where no kind takes more than three fifths while others wait."""
    if len(hits) <= limit:
        yield from hits
        return
    share = max(1, limit * 3 // 5)
    taken: dict[str, int] = {}
    first: list[int] = []
    for place, hit in enumerate(hits):
        if taken.get(hit.kind, 0) < share and len(first) < limit:
            taken[hit.kind] = taken.get(hit.kind, 0) + 1
            first.append(place)
    spare = (place for place in range(len(hits)) if place not in set(first))
    chosen = sorted((*first, *(place for place, _ in zip(spare, range(limit - len(first)), strict=False))))
    yield from (hits[place] for place in chosen)


def _kind(doc: int) -> str:
    return _RANKED[doc // PER_KIND]


def _titles(kind: str) -> int:
    """How many of a kind's shown fields may serve as its title."""
    return 2 if kind in ("request", "visit") else 1


def _listed(cell: Any) -> Iterable[str]:
    if isinstance(cell, str) and cell.startswith("["):
        try:
            return [str(part) for part in json.loads(cell)]
        except ValueError:
            return (cell,)
    return (str(cell),)
