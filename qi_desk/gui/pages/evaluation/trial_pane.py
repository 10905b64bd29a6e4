"""What rules come to on past periods, side by side: the whole, every head, and the row that is being changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from qi_desk.domain.indicators.rule_sets import WINDOWS, Indicator, RuleSet
from qi_desk.domain.indicators.scoring import Result
from qi_desk.gui import theme
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.services.indicators.rule_set_views import Trial
from qi_desk.services.indicators.saying import how_said, points_said, share_said, unit_of, value_said


@dataclass(frozen=True, slots=True)
class TriedLine:
    """One period (or person) with what the rules come to."""

    eid: str
    whole: str
    covered: str
    here: str
    value: str


_COLUMNS = (
    Column[TriedLine]("试算", lambda line: line.eid, width=17),
    Column[TriedLine]("总分", lambda line: line.whole, width=7, right=True),
    Column[TriedLine]("本项值", lambda line: line.value, width=11, right=True, rank=1),
    Column[TriedLine]("本项分", lambda line: line.here, width=8, right=True),
    Column[TriedLine]("有数据", lambda line: line.covered, width=8, right=True, rank=2),
)


class TrialPane(QWidget):
    """A line for each past period, the newest first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        title = QLabel("用过去的数据试算", self)
        theme.mark(title, theme.Tone.ACCENT)
        column.addWidget(title)
        self.model: RowsModel[TriedLine] = RowsModel(_COLUMNS, self)
        self.table = RowsTable(self.model, "正在试算……", "用过去的数据试算", self)
        column.addWidget(self.table, 1)
        self.how = QLabel(self)
        self.how.setWordWrap(True)
        theme.mark(self.how, theme.Tone.MUTED)
        column.addWidget(self.how)

    def show_row(self, trial: Trial | None, rules: RuleSet, key: str) -> None:
        """Show a trial with what the row `key` comes to."""
        self.how.setText(_how(trial, rules, key))
        if trial is None:
            return
        self.table.set_empty("没有可以试算的。" if not trial.columns else "")
        self.model.set_rows(list(_lines(trial, rules, key)))


def _lines(trial: Trial, rules: RuleSet, key: str) -> Iterator[TriedLine]:
    leaf = next((one for one in rules.indicators if one.key == key), None)
    for name, result in zip(trial.columns, trial.results, strict=True):
        yield TriedLine(
            name,
            points_said(result.whole.points),
            share_said(result.whole.covered),
            _here(result, key),
            _value(result, leaf, rules),
        )


def _here(result: Result, key: str) -> str:
    points: Decimal | None = None
    if key in result.rows:
        points = result.rows[key].points
    elif key in result.heads:
        points = result.heads[key].points
    else:
        return ""
    return points_said(points)


def _value(result: Result, leaf: Indicator | None, rules: RuleSet) -> str:
    if leaf is None or leaf.key not in result.rows or not leaf.measures:
        return ""
    return value_said(result.rows[leaf.key].value, unit_of(rules.subject, leaf))


def _how(trial: Trial | None, rules: RuleSet, key: str) -> str:
    row = next((one for one in rules.indicators if one.key == key), None)
    if trial is None or trial.period is None or row is None or not all(row.measures):
        return ""
    if row.window not in ("", *WINDOWS) or rules.window not in WINDOWS:
        return ""
    return f"口径：{how_said(rules, row, trial.period)}"
