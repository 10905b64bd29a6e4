"""条款对照: every clause with its state, what proves it, what is missing and where that is mended; worked out anew each
time, from the records, the rulings and the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from qi_desk import wording
from qi_desk.domain import masking, moments
from qi_desk.domain.compliance.clauses import Clause, Edition, Source
from qi_desk.domain.compliance.standing import Finding, Gap, Proof, Ruling, Standing, State, counted, standing_of
from qi_desk.domain.errors import Conflict
from qi_desk.domain.fields import Type
from qi_desk.domain.records import entity
from qi_desk.services.compliance import book
from qi_desk.services.compliance.probes import probed
from qi_desk.services.compliance.probes.looking import Looking
from qi_desk.services.ports import Actor, House, Reader, Record
from qi_desk.services.registers.catalogue import REGISTERS
from qi_desk.services.registers.rulings import standing_rulings
from qi_desk.services.registers.saying import called
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import text

_OWNERS = ("request", "opening_check", "supervision", "outreach", "item", "client")
"""References by which a record that has no page of its own is found."""

_FOUND = frozenset(
    (
        "request",
        "outreach",
        "booking",
        "enterprise",
        "meeting",
        "expert",
        "institution",
        "equipment",
        "archive_item",
        "archive_loan",
        "survey",
        "correction",
        "complaint",
        "improvement",
        "self_evaluation",
        "figure_report",
    )
)
"""Kinds that are found by themselves, as those of the registers are."""

_PEOPLE = frozenset({"person", "expert", "contact"})
_THINGS = frozenset({"institution", "equipment", "rule"})
"""Kinds whose names are nobody's."""

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class ProofView:
    """A record that proves a clause, as it is called (personal data masked): `said` with its kind, `name` without."""

    kind: str
    eid: str
    said: str
    group: str
    name: str


@dataclass(frozen=True, slots=True)
class GapView:
    """What is missing in words, and where it is mended: the record `eid`, else a new one of `kind`, else the page of
    the clause."""

    said: str
    kind: str
    eid: str
    begins: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One clause as it stands; `eid` is its key, `number` as it is cited in short. `ruled` is what a person said, who
    and when, in words; `why` why it does not apply, where it does not."""

    eid: str
    source: str
    chapter: str
    number: str
    text: str
    state: State
    due: date | None
    gaps: tuple[GapView, ...]
    proofs: tuple[ProofView, ...]
    count: int
    page: str
    shown: Mapping[str, Any]
    by_person: bool
    rulable: bool
    ruling: str
    ruled: str
    why: str


@dataclass(frozen=True, slots=True)
class ChapterLine:
    """All (`source` empty), a rule book (`chapter` empty) or one of its chapters, with its counts; `eid` tells them
    apart."""

    eid: str
    source: str
    chapter: str
    title: str
    counts: Mapping[State, int]


@dataclass(frozen=True, slots=True)
class SourceView:
    """How a rule book is cited, and what its text is worth."""

    key: str
    title: str
    short: str
    edition: Edition
    cited: str


@dataclass(frozen=True, slots=True)
class Meter:
    """The whole meter at a moment."""

    at: datetime
    sources: tuple[SourceView, ...]
    chapters: tuple[ChapterLine, ...]
    lines: tuple[ClauseLine, ...]
    counts: Mapping[State, int]


@verb("compliance.meter", LOOKING)
def meter(
    house: House,
    actor: Actor,
    *,
    outward: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Meter:
    """Every clause of every rule book as it stands now; `outward` names nobody, as what leaves the house must. Raises
    Conflict("compliance.cancelled")."""
    now = house.clock.now()
    books = book.sources()
    with house.store.read() as look:
        found = standings(house, look, actor, now, books, progress=progress, cancelled=cancelled)
        held = _records(look, found)
    names = {eid: name_of(record, outward=outward) for eid, record in held.items()}
    said = _Saying(house, held, names, outward)
    short = {one.key: one.short for one in books}
    lines = tuple(_line(one, said, short[one.clause.source]) for one in found)
    whole = ChapterLine("all", "", "", wording.texts()["compliance.all"], _counts(lines))
    chapters = (whole, *(line for one in books for line in _chapters(one, lines)))
    sources = tuple(SourceView(one.key, one.title, one.short, one.edition, one.cited) for one in books)
    return Meter(now, sources, chapters, lines, counted(found))


def standings(
    house: House,
    look: Reader,
    actor: Actor,
    now: datetime,
    books: Sequence[Source],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[Standing, ...]:
    """How the station stands to each clause, in their order; clauses that ask for the same are looked at once. Raises
    Conflict("compliance.cancelled")."""
    at = Looking(house, look, actor, now)
    rulings = standing_rulings(look)
    clauses = [clause for one in books for clause in one.clauses]
    seen: dict[str, Finding] = {}
    made = []
    for place, clause in enumerate(clauses, start=1):
        if cancelled is not None and cancelled():
            raise Conflict("compliance.cancelled")
        made.append(standing_of(clause, _finding(at, clause, seen), rulings.get(clause.key), at.today))
        if progress is not None:
            progress(place, len(clauses))
    return tuple(made)


def _finding(at: Looking, clause: Clause, seen: dict[str, Finding]) -> Finding:
    if clause.informative or clause.by_person:
        return Finding()
    key = f"{clause.probe} {dict(clause.given)!r}"
    if key not in seen:
        seen[key] = probed(at, clause)
    return seen[key]


def _records(look: Reader, found: Iterable[Standing]) -> dict[str, Record]:
    """The records that prove something or lack it, and who ruled."""
    wanted: dict[str, set[str]] = {}
    for one in found:
        for proof in one.finding.proofs:
            wanted.setdefault(proof.kind, set()).add(proof.eid)
        for gap in one.finding.gaps:
            if gap.eid:
                wanted.setdefault(gap.kind, set()).add(gap.eid)
        if one.ruling is not None and one.ruling.made_by:
            wanted.setdefault("person", set()).add(one.ruling.made_by)
    wanted.pop("print", None)
    return {eid: record for kind, eids in wanted.items() for eid, record in look.many(kind, eids).items()}


def name_of(record: Record, *, outward: bool = False) -> str:
    """What a record is called among proofs: its number, else its name; `outward` masks the names of people and leaves
    out those of clients."""
    number = text(record, "number") if "number" in record.values else ""
    if number:
        return number
    name = _coded_title(record) or called(record)
    if outward and record.kind in _PEOPLE:
        name = masking.mask("name", name)
    if (outward and record.kind == "enterprise") or not name:
        return wording.label(f"entity.{record.kind}")
    return name


def _coded_title(record: Record) -> str:
    """What a record of a register is called by a code list, as an item of the profile is."""
    register = REGISTERS.get(record.kind)
    if register is None or register.entity.field(register.title).type is not Type.CODE:
        return ""
    return wording.code_label(register.entity.field(register.title).codes or "", str(record[register.title]))


def _line(one: Standing, said: _Saying, short: str) -> ClauseLine:
    clause, finding = one.clause, one.finding
    return ClauseLine(
        clause.key,
        clause.source,
        clause.chapter,
        f"{short} {clause.number}",
        clause.text,
        one.state,
        one.due,
        tuple(said.gap(gap) for gap in finding.gaps),
        tuple(said.proof(proof) for proof in finding.proofs),
        finding.count,
        clause.page,
        clause.shown,
        clause.by_person,
        not clause.informative,
        one.ruling.eid if one.ruling is not None else "",
        said.ruled(one.ruling),
        clause.informative or (one.ruling.reason if one.ruling and one.state is State.NOT_APPLICABLE else ""),
    )


@dataclass(frozen=True, slots=True)
class _Saying:
    """Findings in words: `held` are the records they name, `names` what these are called."""

    house: House
    held: Mapping[str, Record]
    names: Mapping[str, str]
    outward: bool

    def proof(self, proof: Proof) -> ProofView:
        kind, name = wording.label(f"entity.{proof.kind}"), self.names.get(proof.eid, "")
        said = f"{kind} {name}".strip() if name != kind else kind
        return ProofView(*self._place(proof.kind, proof.eid), said, kind, name if name != kind else "")

    def gap(self, gap: Gap) -> GapView:
        said = wording.fill(wording.texts()[f"compliance.gap.{gap.code}"], self._spoken(gap))
        name = self.names.get(gap.eid, "")
        if name and "name" not in gap.values and not said.startswith(name):
            said = wording.fill(wording.texts()["compliance.gap_of"], {"what": name, "said": said})
        return GapView(said, *self._place(gap.kind, gap.eid), gap.begins)

    def ruled(self, ruling: Ruling | None) -> str:
        if ruling is None:
            return ""
        by = self.names.get(ruling.made_by, "")
        values = {"kind": ruling.kind, "by": by, "on": ruling.made_on, "reason": ruling.reason}
        return wording.fill(wording.texts()["compliance.ruled"], values)

    def _place(self, kind: str, eid: str) -> tuple[str, str]:
        """Where a record is found: by itself, or as part of another."""
        record = self.held.get(eid)
        if record is None or kind in _FOUND or kind in REGISTERS:
            return kind, eid
        for name in _OWNERS:
            if record[name] and entity(kind).field(name).target:
                return str(entity(kind).field(name).target), str(record[name])
        return kind, eid

    def _spoken(self, gap: Gap) -> dict[str, Any]:
        """The values of a gap with records, fields, items and people by their names."""
        texts = wording.texts()
        join = texts["register.list_mark"].join
        spoken: dict[str, Any] = {}
        for name, value in gap.values.items():
            if name == "part" or (name == "kind" and f"entity.{value}" in texts):
                spoken[name] = wording.label(f"entity.{value}")
            elif name == "which":
                listed = join(_coded(field, code) for field, code in value)
                spoken[name] = wording.fill(texts["compliance.which"], {"said": listed}) if value else []
            elif name == "fields":
                spoken[name] = join(map(wording.label, value))
            elif name == "item" and gap.code == "unprovided":
                spoken[name] = wording.code_label("elements" if len(str(value)) == 2 else "catalogue", str(value))
            elif name == "key":
                spoken[name] = wording.setting_label(str(value))
            elif name == "name" and self.outward and not _THINGS & {gap.kind, gap.values.get("kind")}:
                spoken[name] = masking.mask("name", str(value))
            else:
                spoken[name] = value
        return spoken


def _coded(name: str, code: str) -> str:
    kind, field_name = name.split(".")
    return wording.code_label(entity(kind).field(field_name).codes or "", code)


def _chapters(source: Source, lines: Iterable[ClauseLine]) -> list[ChapterLine]:
    mine = [line for line in lines if line.source == source.key]
    made = [ChapterLine(source.key, source.key, "", source.short, _counts(mine))]
    for chapter in source.chapters:
        held = [line for line in mine if line.chapter == chapter]
        made.append(ChapterLine(f"{source.key}/{chapter}", source.key, chapter, chapter, _counts(held)))
    return made


def _counts(lines: Iterable[ClauseLine]) -> dict[State, int]:
    counts = dict.fromkeys(State, 0)
    for line in lines:
        counts[line.state] += 1
    return counts


def today_of(found: Meter) -> date:
    """The day the meter was read."""
    return moments.china_date(found.at)
