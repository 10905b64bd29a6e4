"""What is shown of reports: the list, one with its frozen figures, and what a count today says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qi_desk.domain.figures.measures import MEASURES, VERSION, Unit
from qi_desk.domain.figures.periods import Period, parse
from qi_desk.domain.figures.rules import told as shown
from qi_desk.services.client_file import living
from qi_desk.services.feedback.access import may_read
from qi_desk.services.figures.counting import Told, figures_from, gathered
from qi_desk.services.figures.reports import KIND, others_of, refuse_draft
from qi_desk.services.figures.snapshots import digest_of
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import text

_PAGE = 60
_TOUCHED = 200
_LINES = 20_000
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report in the list. `twins` tells how many others speak for the same period."""

    eid: str
    number: str
    kind: str
    period: str
    topic: str
    state: str
    submitted_by: str
    approved_by: str
    cut: datetime | None
    twins: int


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """One figure as it was frozen, beside those of the period before and of a year before."""

    code: str
    value: float | None
    top: int
    bottom: int
    n: int
    digest: str
    before: float | None
    year: float | None


@dataclass(frozen=True, slots=True)
class FrozenPart:
    """One key figure of one part."""

    way: str
    key: str
    label: str
    code: str
    value: float | None
    n: int


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report. A draft has no figures yet: the page counts them."""

    row: ReportRow
    since: date
    until: date
    remark: str
    back_reason: str
    superseded_why: str
    drafted_by: str
    rules: str
    digest: str
    figures: tuple[FrozenFigure, ...]
    parts: tuple[FrozenPart, ...]
    writers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that a count today finds otherwise. `same_value` tells that other records make the same number."""

    code: str
    was: float | None
    now: float | None

    @property
    def same_value(self) -> bool:
        """Whether only the records behind it differ."""
        return self.was == self.now


@dataclass(frozen=True, slots=True)
class TouchedRecord:
    """A record that was written after the cut-off and may be why: when, by whom, by which event."""

    kind: str
    eid: str
    number: str
    at: datetime
    by: str
    event: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A frozen report against a count at `cut`; the report stays as it is. `rules_changed` tells that the measures
    count otherwise now than then."""

    cut: datetime
    differences: tuple[Difference, ...]
    touched: tuple[TouchedRecord, ...]
    rules_changed: bool


@verb("figure_reports.page", LOOKING)
def page(house: House, actor: Actor, after: tuple[Any, str] | None = None) -> tuple[ReportRow, ...]:
    """Reports, the latest period first."""
    with house.store.read() as look:
        found = look.select(Query(KIND, order="since", newest_first=True, limit=_PAGE, after=after))
        return tuple(_row(look, one) for one in found)


@verb("figure_reports.show", LOOKING)
def show(house: House, actor: Actor, eid: str) -> ReportView:
    """One report. Raises Missing."""
    with house.store.read() as look:
        record = living(look, KIND, eid)
        return ReportView(
            row=_row(look, record),
            since=record["since"],
            until=record["until"],
            remark=record["remark"] or "",
            back_reason=record["back_reason"] or "",
            superseded_why=record["superseded_why"] or "",
            drafted_by=_name(look, record["drafted_by"]),
            rules=record["rules"] or "",
            digest=record["digest"] or "",
            figures=frozen_of(record),
            parts=tuple(_part(*row) for row in record["parts"] or ()),
            writers=dict(record.writers),
        )


def frozen_of(record: Record) -> tuple[FrozenFigure, ...]:
    """The figures a report was frozen with; none of a draft."""
    return tuple(_figure(*row) for row in record["figures"] or ())


def _figure(
    code: str, value: int | None, top: int, bottom: int, n: int, digest: str, before: int | None, year: int | None
) -> FrozenFigure:
    unit = unit_of(code)
    return FrozenFigure(code, shown(unit, value), top, bottom, n, digest, shown(unit, before), shown(unit, year))


def _part(way: str, key: str, label: str, code: str, value: int | None, n: int) -> FrozenPart:
    return FrozenPart(way, key, label, code, shown(unit_of(code), value), n)


def unit_of(code: str) -> Unit:
    """The unit of a measure; of one that is not on the list any more it is taken for a rate."""
    return MEASURES[code].unit if code in MEASURES else Unit.PERCENT


@verb("figure_reports.compare", LOOKING)
def compare(house: House, actor: Actor, eid: str, *, told: Told | None = None) -> Comparison:
    """What a count today says otherwise, and the records touched since the cut-off that may be why. Changes nothing.
    Raises Missing, Conflict("figure_report.not_frozen"), Conflict("figures.stopped")."""
    with house.store.read() as look:
        record = living(look, KIND, eid)
    refuse_draft(record)
    period: Period = parse(record["period"])
    cases, cut = gathered(house, period, told)
    known = {one.code: one for one in frozen_of(record)}
    now = figures_from([code for code in known if code in MEASURES], cases)
    differences = [
        Difference(code, known[code].value, one.value)
        for code, one in now.items()
        if known[code].value != one.value or known[code].digest != digest_of(code, cases)
    ]
    with house.store.read() as look:
        touched = tuple(_touched(look, actor, record["cut"])) if differences else ()
    return Comparison(cut, tuple(differences), touched, record["rules"] != VERSION)


_COUNTED = frozenset(
    {
        "request",
        "request_item",
        "supplement",
        "refusal",
        "pause",
        "extension",
        "delivery",
        "look_back",
        "assignment",
        "enterprise",
        "visit",
        "outreach",
        "survey",
        "correction",
        "complaint",
        "improvement",
        "archive_item",
        "booking",
        "usage",
        "equipment",
        "reuse",
        "joint_project",
        "training",
        "person",
        "undertaking",
        "expert",
        "institution",
        "meeting",
        "meeting_decision",
        "rule",
        "innovation",
    }
)
"""Kinds a figure may be counted from."""


def _touched(look: Reader, actor: Actor, cut: datetime) -> Iterator[TouchedRecord]:
    """Records that figures are counted from and that were written after `cut`, each once, the newest first, only those
    the viewer may see."""
    seen: set[tuple[str, str]] = set()
    before: int | None = None
    for _ in range(_LINES // _CHUNK):
        lines = look.history(before=before, limit=_CHUNK)
        for line in lines:
            if line.at <= cut or len(seen) >= _TOUCHED:
                return
            if line.kind not in _COUNTED or (line.kind, line.eid) in seen:
                continue
            seen.add((line.kind, line.eid))
            record = look.get(line.kind, line.eid)
            if record is not None and may_read(look, actor, record):
                number = record.values.get("number") or ""
                yield TouchedRecord(line.kind, line.eid, number, line.at, _name(look, line.actor), line.event)
        if len(lines) < _CHUNK:
            return
        before = lines[-1].seq


def _row(look: Reader, record: Record) -> ReportRow:
    return ReportRow(
        record.eid,
        record["number"] or "",
        record["kind"],
        record["period"],
        record["topic"] or "",
        record["state"],
        _name(look, record["submitted_by"]),
        _name(look, record["approved_by"]),
        record["cut"],
        len(others_of(look, record)) if record["state"] in ("submitted", "approved") else 0,
    )


def _name(look: Reader, account: str | None) -> str:
    return text(look.get("person", account), "name") if account else ""
