"""自我评价/效能评估表 (F29) on paper: every indicator with its value, how it was counted, evidence, both scores."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qi_desk import wording
from qi_desk.domain.charts.chart import BARS, Chart, Mark
from qi_desk.services.client_file import living
from qi_desk.services.document_words import Words, day_text, joined, moment_text
from qi_desk.services.form_sheets import FORM_SHEET, SheetTable
from qi_desk.services.indicators.evaluation_views import EvaluationView, HeadRow, IndicatorRow, view_of
from qi_desk.services.indicators.saying import period_said, points_said, share_said
from qi_desk.services.paperwork import Order
from qi_desk.services.ports import Actor, House
from qi_desk.services.request_papers import framed
from qi_desk.services.rights import COUNTER, verb

KIND = "self_evaluation"
_WIDTHS = (24, 0, 56, 64, 34, 34, 34, 104)
_HOW_WIDTHS = (24, 130, 0)
_SHORT = 12


@verb("paper.self_evaluation", COUNTER)
def sheet(house: House, actor: Actor, eid: str) -> Order:
    """The evaluation as it stands. Raises Missing."""
    with house.store.read() as look:
        record = living(look, "self_evaluation", eid)
        shown = view_of(look, actor, record)
        w = Words(KIND)
        places = _places(shown)
        tables = [_table(w, head, places) for head in shown.heads]
        tables.append(SheetTable(w["how"], w.all("how_columns"), _HOW_WIDTHS, tuple(_hows(shown, places))))
        values = shown.values
        parts: dict[str, Any] = {
            "title": w["title"],
            "number": record["number"] or "",
            "facts": tuple(pair for pair in _facts(w, shown) if pair[1]),
            "sections": (
                (w["conclusion"], values["conclusion"] or ""),
                (w["check_note"], values["check_note"] or ""),
                (w["issues"], "\n".join(_issues(w, shown)) or w["no_issues"]),
            ),
            "tables": tuple(tables),
            "charts": (_chart(w, shown),),
            "tables_first": True,
            "notes": w["notes"],
            "signatures": w.all("signatures"),
        }
        times = house.store.prints.times(eid)
        view = framed(house, look, actor, parts, times)
    return Order(FORM_SHEET, view, eid, KIND, eid, view.number, times)


def _facts(w: Words, shown: EvaluationView) -> Iterator[tuple[str, str]]:
    row, values = shown.row, shown.values
    yield w["period"], period_said(row.period)
    yield w["state"], wording.code_label("self_evaluation_states", row.state)
    yield w["rules"], w.fill("version", name=row.rule_name, version=row.rule_version)
    yield w["digest"], shown.digest[:_SHORT]
    yield w["cut_off"], moment_text(shown.cut_off)
    yield w["lacking"], wording.code_label("lacking_data", values["lacking"])
    yield w["points"], points_said(shown.whole.points)
    yield w["covered"], share_said(shown.whole.covered)
    yield w["self"], _who(shown, "self_by", "self_at")
    yield w["checked"], _who(shown, "checked_by", "checked_at")
    yield w["closed"], " ".join(filter(None, (_name(shown, "closed_by"), day_text(values["closed_on"]))))


def _chart(w: Words, shown: EvaluationView) -> Chart:
    """The points of every head; one without data has no bar."""
    marks = tuple(
        Mark(head.name, None if head.whole.points is None else float(head.whole.points), points_said(head.whole.points))
        for head in shown.heads
    )
    return Chart(BARS, w["chart"], marks, unit=w["point"], note=w.fill("chart_note", cut=moment_text(shown.cut_off)))


def _who(shown: EvaluationView, by: str, at: str) -> str:
    return " ".join(filter(None, (_name(shown, by), moment_text(shown.values[at]))))


def _name(shown: EvaluationView, field: str) -> str:
    return shown.people.get(shown.values[field] or "", "")


def _places(shown: EvaluationView) -> dict[str, str]:
    rows = [row for head in shown.heads for row in head.rows]
    return {row.key: str(place) for place, row in enumerate(rows, start=1)}


def _table(w: Words, head: HeadRow, places: dict[str, str]) -> SheetTable:
    told = w.fill("head", name=head.name, share=share_said(head.share), points=points_said(head.whole.points))
    rows = tuple(
        (
            places[one.key],
            one.name,
            one.target,
            one.value,
            points_said(one.counted) if one.counts and one.counted is not None else "",
            "" if one.own is None else str(one.own),
            "" if one.checked is None else str(one.checked),
            evidence_said(w, one),
        )
        for one in head.rows
    )
    return SheetTable(told, w.all("columns"), _WIDTHS, rows)


def evidence_said(w: Words, one: IndicatorRow) -> str:
    """What shows the points: words, records, how many attachments."""
    files = w.fill("files", count=one.files) if one.files else ""
    return joined(filter(None, (one.evidence, *one.records, files)))


def _hows(shown: EvaluationView, places: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for head in shown.heads:
        for one in head.rows:
            made_of = f"{one.value} = {one.made_of}" if one.made_of else ""
            notes = "\n".join(filter(None, (one.how, made_of, one.own_note, one.check_note)))
            yield places[one.key], one.name, notes


def _issues(w: Words, shown: EvaluationView) -> Iterator[str]:
    for head in shown.heads:
        for one in head.rows:
            if one.scored.missed:
                value = one.value or points_said(one.scored.points)
                told = w.fill("issue", name=one.name, value=value, target=one.target)
                yield told + (w.fill("plan", number=one.plan) if one.plan else w["no_plan"])
