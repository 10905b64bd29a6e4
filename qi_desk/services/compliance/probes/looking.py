"""What a probe looks at, and how much of it: a look at the store, the day, and bounds that keep it quick."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.compliance.standing import Finding, Gap, Proof
from qi_desk.domain.fields import Type
from qi_desk.domain.records import entity
from qi_desk.services.ports import Actor, House, Query, Reader, Record

NAMED = 12
"""How many records a finding names as proof, and how many gaps."""

NEWEST = 200
"""How many of the newest records of a long list a probe looks at."""

LIBRARY = 3000
"""How many records of a short list (people, experts, equipment) a probe looks at."""


@dataclass(slots=True)
class Looking:
    """One look at the whole station, shared by all probes: what several of them ask for is read once."""

    house: House
    look: Reader
    actor: Actor
    now: datetime
    _read: dict[object, tuple[Record, ...]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day."""
        return moments.china_date(self.now)

    def months_ago(self, months: int) -> date:
        """The day so many months before today."""
        return moments.months_later(self.today, -months)

    def select(self, query: Query) -> tuple[Record, ...]:
        """As `Reader.select`, read once."""
        key = repr(query)
        if key not in self._read:
            self._read[key] = self.look.select(query)
        return self._read[key]

    def all(self, kind: str, where: Mapping[str, Any] | None = None) -> tuple[Record, ...]:
        """The records of a short list."""
        return self.select(query_of(kind, where or {}, limit=LIBRARY))

    def bound(self, kind: str, name: str, day: date) -> date | datetime:
        """`day` as a field of `kind` holds it."""
        return moments.midnight(day) if entity(kind).field(name).type is Type.MOMENT else day


Probe = Callable[..., Finding]


def query_of(kind: str, where: Mapping[str, Any], *, limit: int, **more: Any) -> Query:
    """A query for records whose fields have the values in `where`: one value, or one of several in a list."""
    equals = {name: value for name, value in where.items() if not isinstance(value, list | tuple)}
    among = {name: tuple(value) for name, value in where.items() if isinstance(value, list | tuple)}
    return Query(kind, equals=equals, among=among, limit=limit, **more)


def proved(found: Iterable[Record], count: int = 0, due: date | None = None) -> Finding:
    """A finding without gaps."""
    proofs = tuple(Proof(one.kind, one.eid) for one in found)
    return Finding(proofs[:NAMED], count or len(proofs), (), due)


def lacking(gaps: Iterable[Gap], found: Iterable[Record] = (), due: date | None = None) -> Finding:
    """A finding with gaps, beside what there is; without any it is proved by what there is."""
    held = proved(found, due=due)
    return Finding(held.proofs, held.count, tuple(gaps)[:NAMED], due)


def empty(value: Any) -> bool:
    """Whether a field says nothing. A No is something said."""
    return value in (None, "", [], ())


def few(kind: str, have: int, least: int = 1, months: int = 0, begins: Mapping[str, str] | None = None) -> Gap:
    """There are too few records of a kind; `begins` says which, and what a new one begins with."""
    code = ("no_records" if not have else "records") + ("_since" if months else "")
    which = tuple((f"{kind}.{name}", value) for name, value in (begins or {}).items())
    values = {"kind": kind, "which": which, "have": have, "least": least, "months": months}
    # A state is reached by steps: a new record does not begin with it.
    return Gap(code, values, kind, "", {name: value for name, value in (begins or {}).items() if name != "state"})
