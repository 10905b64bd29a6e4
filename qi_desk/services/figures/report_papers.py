"""A report as it is printed: frozen figures by group beside those they are compared with, parts as tables and charts,
and what every figure counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qi_desk import wording
from qi_desk.domain.charts.chart import BARS, SHARE, Chart, Mark
from qi_desk.domain.errors import NotAllowed
from qi_desk.domain.figures.measures import GROUPS, MEASURES, STANDING
from qi_desk.domain.figures.slices import TAXONOMIES
from qi_desk.services import charts
from qi_desk.services.document_words import Words, day_text, moment_text
from qi_desk.services.figures import report_views
from qi_desk.services.figures.report_views import FrozenFigure, FrozenPart, ReportView
from qi_desk.services.figures.snapshots import KEY_CODES, WAYS
from qi_desk.services.figures.statement import number_said, said
from qi_desk.services.form_sheets import FORM_SHEET, SheetTable
from qi_desk.services.paperwork import Order
from qi_desk.services.ports import Actor, House
from qi_desk.services.request_papers import framed
from qi_desk.services.rights import COUNTER, verb

KIND = "figure_report"
DRAWN = ("category", "channel", "park", "industry", "size")
"""The ways that are drawn as well: few enough to be read."""

_ON_A_SHEET = frozenset({"day", "week"})
"""Kinds short enough to leave out what there was nothing of, in this period or those it is compared with."""

_SHARES = frozenset({"size"})
_MEASURE = "requests_registered"
_FIGURE_WIDTHS = (0, 76, 76, 76, 44)
_PART_WIDTHS = (0, 56, 56, 62, 66, 70)
_HOW_WIDTHS = (120, 0)
_SHORT = 12
_DRAFT = "draft"


@verb("paper.figure_report", COUNTER)
def report(house: House, actor: Actor, eid: str) -> Order:
    """A report that was submitted. Raises Missing, NotAllowed("figure_report.not_frozen") for a draft."""
    view = report_views.show(house, actor, eid)
    if view.row.state == _DRAFT:
        raise NotAllowed("figure_report.not_frozen")
    w = Words(KIND)
    kind = wording.code_label("figure_report_kinds", view.row.kind)
    times = house.store.prints.times(eid)
    told = [one for one in view.figures if view.row.kind not in _ON_A_SHEET or one.value or one.before or one.year]
    parts = {
        "title": w.fill("title", kind=kind),
        "number": view.row.number,
        "facts": tuple(_facts(w, view)),
        "sections": ((w["remark"], view.remark),) if view.remark.strip() else (),
        "tables": (*_groups(w, told), *_ways(w, view.parts), _definitions(w, told)),
        "charts": tuple(charts_of(view.parts)),
        "charts_first": True,
        "notes": (w["left_out"] if len(told) < len(view.figures) else "")
        + w.fill("notes", rules=view.rules, digest=view.digest[:_SHORT]),
        "signatures": w.all("signatures"),
    }
    with house.store.read() as look:
        sheet = framed(house, look, actor, parts, times)
    return Order(FORM_SHEET, sheet, eid, KIND, eid, view.row.number, times)


def _facts(w: Words, view: ReportView) -> Iterator[tuple[str, str]]:
    yield w["period"], w.fill("from_to", since=day_text(view.since), until=day_text(view.until))
    if view.row.topic:
        yield w["topic"], view.row.topic
    yield w["state"], wording.code_label("figure_report_states", view.row.state)
    yield w["cut"], moment_text(view.row.cut)
    yield w["submitted_by"], view.row.submitted_by
    if view.row.approved_by:
        yield w["approved_by"], view.row.approved_by
    if view.superseded_why:
        yield w["superseded"], view.superseded_why


def standing(code: str) -> bool:
    """Whether a figure tells how things stand at the cut-off: there is nothing before to compare it with."""
    return MEASURES[code].source in STANDING


def _groups(w: Words, figures: Sequence[FrozenFigure]) -> Iterator[SheetTable]:
    """A measure that is no longer on the list keeps its code: a frozen report is not written anew."""
    texts = wording.texts()
    for group in GROUPS:
        rows = tuple(
            (
                texts[f"measure.{one.code}"],
                said(one.code, one.value),
                "" if standing(one.code) else said(one.code, one.before),
                "" if standing(one.code) else said(one.code, one.year),
                str(one.n),
            )
            for one in figures
            if one.code in MEASURES and MEASURES[one.code].group == group
        )
        if rows:
            yield SheetTable(texts[f"measure_group.{group}"], w.all("columns"), _FIGURE_WIDTHS, rows)


def _ways(w: Words, parts: Sequence[FrozenPart]) -> Iterator[SheetTable]:
    texts = wording.texts()
    columns = (w["part"], *(texts[f"measure.{code}"] for code in KEY_CODES))
    for way in WAYS:
        found: dict[str, dict[str, FrozenPart]] = {}
        labels: dict[str, str] = {}
        for one in parts:
            if one.way == way:
                found.setdefault(one.key, {})[one.code] = one
                labels[one.key] = one.label
        if found:
            heading = w.fill("by", way=texts[f"measure_way.{way}"])
            ordered = sorted(found, key=lambda key: (not key, -_value(found[key]), labels[key]))
            rows = tuple((labels[key], *(_cell(found[key], code) for code in KEY_CODES)) for key in ordered)
            yield SheetTable(heading, columns, _PART_WIDTHS, rows)


def _value(codes: dict[str, FrozenPart]) -> float:
    one = codes.get(_MEASURE)
    return one.value or 0 if one is not None else 0


def _cell(codes: dict[str, FrozenPart], code: str) -> str:
    one = codes.get(code)
    if one is None:
        return ""
    return wording.label("chart.no_data") if one.value is None else number_said(code, one.value)


def _definitions(w: Words, figures: Sequence[FrozenFigure]) -> SheetTable:
    texts = wording.texts()
    rows = tuple(
        (texts[f"measure.{one.code}"], texts[f"measure_how.{one.code}"]) for one in figures if one.code in MEASURES
    )
    return SheetTable(w["definitions"], w.all("definition_columns"), _HOW_WIDTHS, rows)


def charts_of(parts: Sequence[FrozenPart]) -> Iterator[Chart]:
    """What was registered by each of the ways that are drawn, where there is more than one part to compare."""
    texts, w = wording.texts(), Words(KIND)
    for way in DRAWN:
        marks = [_mark(one) for one in parts if one.way == way and one.code == _MEASURE and one.n]
        if len(marks) < 2:
            continue
        title = w.fill("chart", what=texts[f"measure.{_MEASURE}"], way=texts[f"measure_way.{way}"])
        kind, shown = (SHARE, charts.parts(marks)) if way in _SHARES else (BARS, charts.ranked(marks))
        note = w["several"] if way in TAXONOMIES else ""
        yield Chart(kind, title, shown, texts[f"measure_word.{_MEASURE}"], note=note)


def _mark(one: FrozenPart) -> Mark:
    value = None if one.value is None else number_said(one.code, one.value)
    return Mark(one.label, one.value, value or wording.label("chart.no_data"))
