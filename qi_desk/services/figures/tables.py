"""Figures and ledger as tables for spreadsheet programs: real numbers where there are numbers, text where there are
codes; every table that leaves is entered in the chain first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from qi_desk import wording
from qi_desk.domain import masking
from qi_desk.domain.errors import Invalid, Problem
from qi_desk.domain.figures.periods import Period
from qi_desk.services.figures.ledger import ledger
from qi_desk.services.figures.report_views import ReportView, show
from qi_desk.services.figures.statement import FigureLine, statement
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.sheets import Cell, OutColumn, OutSheet

_LEDGER = ("at", "kind", "way", "client", "contact", "what", "result", "state", "number", "specialist")
_WIDE = {"client": 30, "what": 48, "result": 24, "number": 28, "at": 17}


@verb("figures.export", COUNTER)
def export(house: House, actor: Actor, path: Path, period: Period) -> int:
    """Write the figures of a period; returns how many. No person and no enterprise is named in them. Raises Invalid for
    a file name with personal data, BadFile for another suffix, StoreError kinds."""
    found = statement(house, actor, period)
    _enter(house, actor, path, "figures", period.code)
    house.sheets.write(path, [_figures(found.lines, period.code), _origin(found.cut, found.rules, "")])
    return len(found.lines)


@verb("figures.export_report", COUNTER)
def export_report(house: House, actor: Actor, path: Path, eid: str) -> int:
    """Write a frozen report just as it was frozen. Raises Missing, Invalid for a draft, and as `export`."""
    view = show(house, actor, eid)
    if not view.figures or view.row.cut is None:
        raise Invalid([Problem("figures", "required")])
    _enter(house, actor, path, "figure_report", view.row.number)
    sheets = [_frozen(view), _parts(view), _origin(view.row.cut, view.rules, view.digest)]
    house.sheets.write(path, sheets)
    return len(view.figures)


@verb("figures.export_ledger", COUNTER)
def export_ledger(house: House, actor: Actor, path: Path, period: Period, specialist: str = "") -> int:
    """Write the ledger, people outside the station masked as on screen; returns how many rows. Raises as `export`."""
    found = ledger(house, actor, period, specialist)
    _enter(house, actor, path, "ledger", period.code)
    texts = wording.texts()
    columns = tuple(OutColumn(texts[f"ledger_column.{name}"], _WIDE.get(name, 12)) for name in _LEDGER)
    rows = [
        [
            f"{row.at:%Y-%m-%d %H:%M}",
            texts[f"ledger_kind.{row.kind}"],
            *(masking.scrub(getattr(row, name)) for name in _LEDGER[2:]),
        ]
        for row in found.rows
    ]
    house.sheets.write(path, [OutSheet(texts["figures_sheet.ledger"], columns, rows)])
    return len(rows)


def _enter(house: House, actor: Actor, path: Path, what: str, of: str) -> None:
    if masking.find_personal(path.stem):
        raise Invalid([Problem("file", "export.file_name")])
    with house.store.write(actor) as unit:
        # Before the file: what leaves the house without a line in the chain must not exist.
        unit.audit("exported", "figure_report", why="", what=what, of=of, form=path.suffix.lower().lstrip("."))
        unit.commit()


def _columns(*names: tuple[str, int]) -> tuple[OutColumn, ...]:
    return tuple(OutColumn(wording.texts()[f"figures_column.{name}"], width) for name, width in names)


_HEADS = (("group", 12), ("name", 26), ("value", 12), ("unit", 10), ("before", 12), ("year", 12), ("n", 10))


def _figures(lines: tuple[FigureLine, ...], title: str) -> OutSheet:
    columns = _columns(*_HEADS, ("top", 14), ("bottom", 14), ("code", 22), ("how", 80))
    rows = [
        [
            line.group,
            line.name,
            _number(line.figure.value),
            wording.texts()[f"measure_word.{line.eid}"],
            line.before,
            line.year,
            line.figure.n,
            line.figure.top,
            line.figure.bottom,
            line.eid,
            line.how,
        ]
        for line in lines
    ]
    return OutSheet(title, columns, rows)


def _frozen(view: ReportView) -> OutSheet:
    texts = wording.texts()
    columns = _columns(*_HEADS[1:], ("code", 22), ("how", 80))
    rows: list[list[Cell]] = [
        [
            texts.get(f"measure.{one.code}", one.code),
            _number(one.value),
            texts.get(f"measure_word.{one.code}", ""),
            _number(one.before),
            _number(one.year),
            one.n,
            one.code,
            texts.get(f"measure_how.{one.code}", ""),
        ]
        for one in view.figures
    ]
    return OutSheet(texts["figures_sheet.figures"], columns, rows)


def _parts(view: ReportView) -> OutSheet:
    texts = wording.texts()
    columns = _columns(("way", 16), ("part", 28), ("name", 26), ("value", 12), ("unit", 10), ("n", 10))
    rows: list[list[Cell]] = [
        [
            texts.get(f"measure_way.{one.way}", one.way),
            one.label,
            texts.get(f"measure.{one.code}", one.code),
            _number(one.value),
            texts.get(f"measure_word.{one.code}", ""),
            one.n,
        ]
        for one in view.parts
    ]
    return OutSheet(texts["figures_sheet.parts"], columns, rows)


def _origin(cut: datetime, rules: str, digest: str) -> OutSheet:
    texts = wording.texts()
    told: Mapping[str, str] = {"cut": f"{cut:%Y-%m-%d %H:%M:%S}", "rules": rules, "digest": digest}
    rows = [[wording.label(f"figure_report.{name}"), value] for name, value in told.items() if value]
    return OutSheet(texts["figures_sheet.origin"], _columns(("name", 16), ("value", 70)), rows)


def _number(value: float | None) -> Cell:
    return "" if value is None else value
