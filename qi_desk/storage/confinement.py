"""Requests that only named people may see (6.4 of DB44/T 2407, A.5): left out wherever the store is read for anybody
else, with what hangs on them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache, cached_property
from typing import Any

from qi_desk.domain.references import pointing_at
from qi_desk.domain.requests import NAMED_ONLY, NAMING, is_named
from qi_desk.services.ports import Actor, Record
from qi_desk.services.rights import SEEING_ALL

REQUEST = "request"


class Confinement:
    """What is kept from a person acting for `accounts`, their own and those they stand in for."""

    def __init__(self, raw: Any, accounts: frozenset[str]) -> None:
        self._raw = raw
        self._accounts = tuple(sorted(accounts))

    @cached_property
    def concerns(self) -> bool:
        """Whether there is any such request at all."""
        sql = "SELECT EXISTS (SELECT 1 FROM request WHERE secrecy = ?)"
        return bool(self._raw.execute(sql, (NAMED_ONLY,)).fetchone()[0])

    def condition(self) -> tuple[str, list[Any]]:
        """What holds for the requests that may be seen, as SQL with its values."""
        marks = ", ".join("?" * len(self._accounts))
        ways = [f'"{name}" IN ({marks})' for name in NAMING]
        ways.append(f'EXISTS (SELECT 1 FROM json_each("named") WHERE value IN ({marks}))')
        values = [NAMED_ONLY, *self._accounts * len(ways)]
        # An empty field names nobody; without this it would leave the answer open.
        return f'coalesce("secrecy" <> ? OR {" OR ".join(ways)}, 0)', values

    def shown(self, records: Sequence[Record]) -> list[Record]:
        """Those of `records`, all of one kind, that may be seen."""
        if not records or not self.concerns:
            return list(records)
        kind = records[0].kind
        if kind == REQUEST:
            return [one for one in records if is_named(one.values, self._accounts)]
        ways = _ways(kind)
        if not ways:
            return list(records)
        belongs = {
            one.eid: {one[name] for name, beside in ways if not beside or one[beside] == REQUEST} for one in records
        }
        hidden = self.hidden(set().union(*belongs.values()) - {None})
        return [one for one in records if hidden.isdisjoint(belongs[one.eid])]

    def hidden(self, requests: Collection[str]) -> set[str]:
        """Those of these ids that are requests which may not be seen."""
        if not requests or not self.concerns:
            return set()
        seen, values = self.condition()
        marks = ", ".join("?" * len(requests))
        sql = f"SELECT eid FROM request WHERE eid IN ({marks}) AND NOT {seen}"
        return {row[0] for row in self._raw.execute(sql, (*requests, *values))}


def for_viewer(raw: Any, viewer: Actor | None) -> Confinement | None:
    """What is kept from `viewer`; nothing from a program without one, nor from who hands the matters out."""
    return None if viewer is None or viewer.role in SEEING_ALL else Confinement(raw, viewer.accounts)


@cache
def _ways(kind: str) -> tuple[tuple[str, str], ...]:
    """The fields by which records of a kind belong to a request, each with the field that names the kind, if any."""
    return tuple((way.name, way.kind_field) for way in pointing_at(REQUEST) if way.kind == kind)
