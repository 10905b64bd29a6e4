"""Returning visitors at reception: by the last digits of a phone, by name, by company."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from qi_desk.storage.aliases import follow
from qi_desk.storage.search_index import driver, unpacked
from qi_desk.storage.search_query import KeyLook, plan, tail_look
from qi_desk.storage.search_terms import PER_KIND, SEARCHED, Mark

_KEYS = 200
_VISITS = 40
_CLIENTS = 5
_PEOPLE = ("v", "p")
"""Groups of keys under which visitors' and contacts' names stand."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who was here or is a contact: `kind` (visit or contact) and `eid` name the newest record;
    `client` is the enterprise's id or empty. Nothing is masked."""

    kind: str
    eid: str
    name: str
    organisation: str
    client: str
    phone: str


def find_visitors(connection: Connection, text: str, limit: int = 8) -> tuple[Visitor, ...]:
    """People `text` may mean: three digits or more of a phone's end, a name or its pinyin, or their company.

    Each person once, by name and phone, with the newest record: visits before contacts.
    """
    planned = plan(text)
    if not planned.written:
        return ()
    raw = driver(connection)
    people: dict[tuple[str, str], Visitor] = {}
    for visitor in _met(raw, text):
        people.setdefault((visitor.name, visitor.phone[-8:]), visitor)
        if len(people) == limit:
            break
    return tuple(people.values())


def _met(raw: Any, text: str) -> Iterator[Visitor]:
    planned = plan(text)
    tail = tail_look(text)
    looks = [tail] if tail else [look for look in planned.keys if _names_people(look)]
    docs = {doc for look in looks for doc in _by_key(raw, look)}
    yield from _visits(raw, _newest(docs, "visit"))
    yield from _contacts(raw, _newest(docs, "contact"))
    if tail:
        return
    for look in planned.texts:
        if not look.spare:
            yield from _visits(raw, _by_text(raw, look.expression, "visit", newest=True, limit=_VISITS))
            clients = _by_text(raw, look.expression, "enterprise", newest=False, limit=_CLIENTS)
            yield from _contacts(raw, clients, by="client")


def _names_people(look: KeyLook) -> bool:
    return look.start[0] in (Mark.NAME, Mark.INITIALS, Mark.PINYIN) and look.start[1] in _PEOPLE


def _by_key(raw: Any, look: KeyLook) -> list[int]:
    rows = raw.execute(
        f"SELECT doc FROM search_key WHERE key >= ? AND key < ? LIMIT {_KEYS}",
        (look.start, look.start + "\U0010ffff"),
    )
    return [row[0] for row in rows.fetchall()]


def _by_text(raw: Any, expression: str, kind: str, *, newest: bool, limit: int) -> list[int]:
    low = SEARCHED[kind].rank * PER_KIND
    rows = raw.execute(
        "SELECT rowid FROM search_text WHERE search_text MATCH ? AND rowid BETWEEN ? AND ? "
        f"ORDER BY rowid {'DESC' if newest else 'ASC'} LIMIT {int(limit)}",
        (expression, low, low + PER_KIND - 1),
    )
    return [row[0] for row in rows.fetchall()]


def _newest(docs: set[int], kind: str) -> list[int]:
    rank = SEARCHED[kind].rank
    return sorted((doc for doc in docs if doc // PER_KIND == rank), reverse=True)[:_VISITS]


def _eids(raw: Any, docs: list[int]) -> list[str]:
    """Their ids, in the order of `docs`."""
    rows = raw.execute(
        "SELECT doc, eid FROM search_doc WHERE doc IN (SELECT value FROM json_each(?))", (json.dumps(docs),)
    )
    known = dict(rows.fetchall())
    return [unpacked(known[doc]) for doc in docs if doc in known]


def _visits(raw: Any, docs: list[int]) -> Iterator[Visitor]:
    sql = (
        "SELECT v.eid, v.name, coalesce(e.name, v.organisation), v.client, v.phone FROM visit v "
        "LEFT JOIN enterprise e ON e.eid = v.client WHERE v.eid = ? AND v.void IS NULL"
    )
    for eid in _eids(raw, docs):
        for row in raw.execute(sql, (eid,)).fetchall():
            yield Visitor("visit", *(cell or "" for cell in row))


def _contacts(raw: Any, docs: list[int], by: str = "eid") -> Iterator[Visitor]:
    """Contacts by their own index ids, or with `by` = "client" by those of their enterprises."""
    sql = (
        "SELECT c.eid, c.name, e.name, c.client, c.phone FROM contact c "
        f"LEFT JOIN enterprise e ON e.eid = c.client WHERE c.{by} = ? AND c.void IS NULL LIMIT {_VISITS}"
    )
    for eid in _eids(raw, docs):
        for row in raw.execute(sql, (follow(raw, eid),)).fetchall():
            yield Visitor("contact", *(cell or "" for cell in row))
