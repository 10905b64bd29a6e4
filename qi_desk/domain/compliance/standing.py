"""How a station stands to a clause: never kept, always worked out from the records, a person's ruling and the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from qi_desk.domain.compliance.clauses import Clause

NOTICE_DAYS = 30
"""So long before the day on which what proves a clause runs out, the clause is due."""

CONFIRMED, NOT_APPLICABLE = "confirmed", "not_applicable"
"""Kinds of rulings (list `ruling_kinds`)."""


class State(StrEnum):
    """The states of a clause, the most pressing first."""

    GAP = "gap"
    DUE = "due"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Proof:
    """A record that shows a clause is kept."""

    kind: str
    eid: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, worded as `compliance.gap.<code>`. It is mended in the record `eid` of `kind`, else
    in a new one of `kind` that begins with `begins`, else on the page of the clause."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    kind: str = ""
    eid: str = ""
    begins: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a probe found: some of what proves the clause and how much there is of it, what is missing, and the day on
    which something of it runs out."""

    proofs: tuple[Proof, ...] = ()
    count: int = 0
    gaps: tuple[Gap, ...] = ()
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person ruled of a clause; the newest one holds."""

    eid: str
    clause: str
    kind: str
    reason: str
    made_on: date
    made_by: str
    next_check: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the station stands to a clause. `ruling` is the person's word, where that decided or helped."""

    clause: Clause
    state: State
    finding: Finding = Finding()
    due: date | None = None
    ruling: Ruling | None = None


def standing_of(clause: Clause, finding: Finding, ruling: Ruling | None, today: date) -> Standing:
    """How the station stands to `clause` today: `finding` is what its probe saw, `ruling` the newest word on it.

    A clause that asks for nothing does not apply. A ruling that it does not apply holds until its next check. What a
    person confirms is a gap until they did, and again once the next check is past.
    """
    if clause.informative:
        return Standing(clause, State.NOT_APPLICABLE)
    if ruling is not None and ruling.kind == NOT_APPLICABLE:
        if ruling.next_check is None or ruling.next_check >= today:
            return Standing(clause, State.NOT_APPLICABLE, finding, ruling.next_check, ruling)
        finding = _with(finding, Gap("ruling_over", {"day": ruling.next_check}, "clause_ruling", ruling.eid))
        return Standing(clause, State.GAP, finding, ruling.next_check, ruling)
    if clause.by_person:
        return _confirmed(clause, ruling, today)
    if finding.gaps:
        return Standing(clause, State.GAP, finding, finding.due)
    return Standing(clause, State.DUE if _soon(finding.due, today) else State.MET, finding, finding.due)


def _confirmed(clause: Clause, ruling: Ruling | None, today: date) -> Standing:
    if ruling is None:
        begins = {"clause": clause.key, "kind": CONFIRMED}
        return Standing(clause, State.GAP, Finding(gaps=(Gap("unconfirmed", {}, "clause_ruling", "", begins),)))
    proofs = (Proof("clause_ruling", ruling.eid),)
    if ruling.next_check is not None and ruling.next_check < today:
        begins = {"clause": clause.key, "kind": CONFIRMED}
        gap = Gap("check_over", {"day": ruling.next_check}, "clause_ruling", "", begins)
        return Standing(clause, State.GAP, Finding(proofs, 1, (gap,)), ruling.next_check, ruling)
    state = State.DUE if _soon(ruling.next_check, today) else State.MET
    return Standing(clause, state, Finding(proofs, 1, (), ruling.next_check), ruling.next_check, ruling)


def _with(finding: Finding, gap: Gap) -> Finding:
    return Finding(finding.proofs, finding.count, (gap, *finding.gaps), finding.due)


def _soon(day: date | None, today: date) -> bool:
    return day is not None and day <= today + timedelta(days=NOTICE_DAYS)


def newest(rulings: Iterable[Ruling]) -> dict[str, Ruling]:
    """The ruling that holds for each clause: the newest by its day; of one day the one written last."""
    held: dict[str, Ruling] = {}
    for ruling in sorted(rulings, key=lambda one: (one.made_on, one.eid)):
        held[ruling.clause] = ruling
    return held


def counted(standings: Iterable[Standing]) -> dict[State, int]:
    """How many clauses are in which state."""
    counts = dict.fromkeys(State, 0)
    for one in standings:
        counts[one.state] += 1
    return counts
