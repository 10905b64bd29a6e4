"""Looking at the library: lists by state, one record whole with its papers and results, what is about to run out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.assignments import ASPECTS, needs_review
from qi_desk.domain.errors import Missing
from qi_desk.domain.records import entity
from qi_desk.domain.standing import Cover, Level, covers_of, notices
from qi_desk.services.library.admission import offered
from qi_desk.services.library.records import PARTIES, loads_of, scores_of
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import shown, text

_MOST = 3000
_SHELVES = {"expert": "expert", "institution": "institution", "equipment": "equipment"}


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """One line of a list. `level` is the worst of its papers, `until` the first end among them; `score` the mean of
    the last three results (None: not judged yet), `load` what it has in hand."""

    kind: str
    eid: str
    number: str
    name: str
    of: str
    fields: tuple[str, ...]
    state: str
    level: str
    until: date | None
    score: int | None
    load: int


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper of a party: what it is, what it covers (none: everything), until when, how it stands today."""

    document: str
    name: str
    kind: str
    number: str
    scope: str
    items: tuple[str, ...]
    valid_to: date | None
    level: str


@dataclass(frozen=True, slots=True)
class EvaluationLine:
    """One judgement: the grades of its four aspects and the score."""

    made_at: datetime
    kind: str
    grades: Mapping[str, int]
    score: int
    comment: str
    by: str


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One assignment of a party."""

    eid: str
    number: str
    request: str
    request_number: str
    client: str
    item: str
    asked_at: datetime
    planned_on: date
    state: str


@dataclass(frozen=True, slots=True)
class LibraryView:
    """One record whole. `values` are its declared fields, masked; `offered` the moves the actor may make now."""

    row: LibraryRow
    values: Mapping[str, Any]
    papers: tuple[PaperLine, ...]
    evaluations: tuple[EvaluationLine, ...]
    work: tuple[WorkLine, ...]
    offered: tuple[str, ...]
    review_due: bool
    writers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ExpiringLine:
    """A paper about to end, or ended: whose, which, what it bars (none: everything). `days` is negative after it."""

    kind: str
    eid: str
    name: str
    document: str
    label: str
    items: tuple[str, ...]
    valid_to: date | None
    days: int
    level: str


@verb("library.page", LOOKING)
def page(house: House, actor: Actor, kind: str, states: tuple[str, ...] = ()) -> tuple[LibraryRow, ...]:
    """Experts, institutions or equipment by name; `states` narrows the first two. Raises Missing for other kinds."""
    if kind not in _SHELVES:
        raise Missing("record.missing", kind=kind)
    with house.store.read() as look:
        among = {"state": states} if states and kind in PARTIES else {}
        return _rows(house, look, look.select(Query(kind, among=among, order="name", limit=_MOST)))


def _rows(house: House, look: Reader, records: tuple[Record, ...]) -> tuple[LibraryRow, ...]:
    scores = scores_of(look, [record.eid for record in records if record.kind in PARTIES])
    loads = loads_of(look)
    return tuple(_row(house, record, scores.get(record.eid, []), loads[record.eid]) for record in records)


def _row(house: House, record: Record, scores: list[int], load: int) -> LibraryRow:
    today = moments.china_date(house.clock.now())
    papers = _covers(record)
    ends = [paper.valid_to for paper in papers if paper.valid_to is not None]
    levels = [paper.level(today, house.settings.get("deadline.expiry_notice")) for paper in papers]
    worst = next((level for level in (Level.LAPSED, Level.MISSING, Level.EXPIRING) if level in levels), Level.VALID)
    return LibraryRow(
        kind=record.kind,
        eid=record.eid,
        number=record["number"] or "",
        name=record["name"],
        of=record["organisation"] or record["owner"] or record["address"] or "",
        fields=tuple(record["fields"] or ()) or tuple(one["name"] for one in record["tests"] or ()),
        state=record["state"] or record["mark"] or "",
        level=worst.value,
        until=min(ends, default=None),
        score=round(sum(scores[:3]) / len(scores[:3])) if scores else None,
        load=load,
    )


def _covers(record: Record) -> tuple[Cover, ...]:
    """The papers of any record of the library; equipment has its calibration."""
    if record.kind in PARTIES:
        return covers_of(record.kind, record.values)
    due = record["calibration_due"]
    return (Cover("calibration", record["model"] or "", valid_to=due, held=due is not None),)


@verb("library.show", LOOKING)
def show(house: House, actor: Actor, kind: str, eid: str) -> LibraryView:
    """One record whole. Raises Missing."""
    with house.store.read() as look:
        record = look.get(kind, eid) if kind in _SHELVES else None
        if record is None or record.void:
            raise Missing("record.missing", kind=kind)
        today = moments.china_date(house.clock.now())
        notice = house.settings.get("deadline.expiry_notice")
        scores = scores_of(look, [eid]).get(eid, [])
        return LibraryView(
            row=_rows(house, look, (record,))[0],
            values={name: shown(record, name) for name in entity(kind).names()},
            papers=tuple(_paper(paper, today, notice) for paper in _covers(record)),
            evaluations=evaluations_of(look, eid),
            work=_work(look, eid),
            offered=offered(actor.role, record) if kind in PARTIES else (),
            review_due=needs_review(scores, house.settings.get("library.low_score")),
            writers=record.writers,
        )


def _paper(paper: Cover, today: date, notice: int) -> PaperLine:
    return PaperLine(
        document=paper.document,
        name=paper.name,
        kind=paper.kind,
        number=paper.number,
        scope=paper.scope,
        items=tuple(sorted(paper.items)),
        valid_to=paper.valid_to,
        level=paper.level(today, notice).value,
    )


def evaluations_of(look: Reader, party: str) -> tuple[EvaluationLine, ...]:
    """The judgements of one party, newest first."""
    records = look.select(Query("evaluation", equals={"party": party}, order="made_at", newest_first=True, limit=50))
    people = look.many("person", [one["made_by"] for one in records if one["made_by"]])
    return tuple(
        EvaluationLine(
            made_at=one["made_at"],
            kind=one["kind"],
            grades={aspect: one[aspect] for aspect in ASPECTS},
            score=one["score"],
            comment=one["comment"] or "",
            by=text(people.get(one["made_by"] or ""), "name"),
        )
        for one in records
    )


def _work(look: Reader, party: str) -> tuple[WorkLine, ...]:
    records = look.select(Query("assignment", equals={"party": party}, order="asked_at", newest_first=True, limit=30))
    requests = look.many("request", [one["request"] for one in records])
    clients = look.many("enterprise", [request["client"] for request in requests.values()])
    return tuple(
        WorkLine(
            eid=one.eid,
            number=one["number"],
            request=one["request"],
            request_number=text(requests.get(one["request"]), "number"),
            client=text(clients.get(requests[one["request"]]["client"]), "name") if one["request"] in requests else "",
            item=one["item"],
            asked_at=one["asked_at"],
            planned_on=one["planned_on"],
            state=one["state"],
        )
        for one in records
    )


@verb("library.expiring", LOOKING)
def expiring(house: House, actor: Actor, days: int = 0) -> tuple[ExpiringLine, ...]:
    """What of the library ends within `days` (0: as the station sets) or has ended, worst first: terms, agreements,
    certificates, qualifications, undertakings, calibrations. Those who left or were refused are left out."""
    with house.store.read() as look:
        records = [record for kind in PARTIES for record in look.select(Query(kind, limit=_MOST))]
        instruments = look.select(Query("equipment", limit=_MOST))
    today = moments.china_date(house.clock.now())
    notice = days or house.settings.get("deadline.expiry_notice")
    found = [line for record in records for line in _expiring(record, today, notice)]
    found += [
        _line(record, _covers(record)[0], record["calibration_due"], today, notice)
        for record in instruments
        if record["calibration_due"] and (record["calibration_due"] - today).days <= notice
    ]
    return tuple(sorted(found, key=lambda line: (line.level == Level.EXPIRING, line.days, line.name)))


_GONE = frozenset({"left", "rejected"})
_NOT_YET = frozenset({"term", "agreement", "secrecy"})


def _expiring(record: Record, today: date, notice: int) -> list[ExpiringLine]:
    if record["state"] in _GONE:
        return []
    return [
        _line(record, one.cover, one.cover.valid_to, today, notice)
        for one in notices(record.kind, record.values, today, notice)
        # Before admission there is no term yet: nothing of it can run out.
        if not (one.level is Level.MISSING and one.cover.document in _NOT_YET and record["published_until"] is None)
    ]


def _line(record: Record, paper: Cover, valid_to: date | None, today: date, notice: int) -> ExpiringLine:
    return ExpiringLine(
        kind=record.kind,
        eid=record.eid,
        name=record["name"],
        document=paper.document,
        label=paper.name or paper.kind or paper.number,
        items=tuple(sorted(paper.items)),
        valid_to=valid_to,
        days=(valid_to - today).days if valid_to is not None else 0,
        level=paper.level(today, notice).value,
    )


@verb("library.counts", LOOKING)
def counts(house: House, actor: Actor) -> dict[str, int]:
    """How many records the four databases of the national guide (6.2.1) hold: institutions, experts, service
    objects, equipment."""
    with house.store.read() as look:
        return {kind: look.count(Query(kind)) for kind in ("institution", "expert", "enterprise", "equipment")}
