"""指标体系的草稿: the tree left, the chosen row in the middle, right what it comes to on past periods as one types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QScrollArea, QSplitter, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain.errors import Expected
from qi_desk.domain.indicators.rule_sets import (
    Head,
    Indicator,
    RuleSet,
    free_key,
    from_rows,
    to_rows,
    with_row,
    without,
)
from qi_desk.domain.indicators.scoring import Result, shares
from qi_desk.gui import theme
from qi_desk.gui.dialog_foot import foot_with_keys
from qi_desk.gui.keys import SAVE
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.pages.evaluation.row_form import HeadForm, IndicatorForm, SetForm
from qi_desk.gui.pages.evaluation.trial_pane import TrialPane
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services.indicators import rule_set_views, rule_sets
from qi_desk.services.indicators.rule_set_views import SetView, Trial
from qi_desk.services.indicators.saying import points_said, share_said

SOON_MS = 350
"""How long typing rests before the rules are tried anew."""

_WHOLE = "整套"
_SHARES = (34, 31, 35)


@dataclass(frozen=True, slots=True)
class TreeLine:
    """A line of the tree: the whole set, a head, or an indicator; `points` on the newest period."""

    eid: str
    name: str
    share: str
    points: str
    wrong: bool
    level: int


_TREE = (
    Column[TreeLine](
        "指标",
        lambda line: "　　" * line.level + (line.name or "（没有名称）"),
        tone=lambda line: "danger" if line.wrong else ("accent" if line.level < 1 else ""),
        icon=lambda line: "circle-alert" if line.wrong else "",
    ),
    Column[TreeLine]("占比", lambda line: line.share, width=8, right=True),
    Column[TreeLine]("得分", lambda line: line.points, width=9, right=True),
)

Form = SetForm | HeadForm | IndicatorForm


class RuleSetEditor(QDialog):
    """F9 keeps the draft, half-done or not; what is typed is tried on past data at once."""

    # Something was typed.
    edited = Signal()

    def __init__(self, work: Workplace, parent: QWidget, view: SetView) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"改指标体系　{view.row.name}　第 {view.row.version} 版（草稿）")
        self._work, self._view = work, view
        self.rules, self.name, self.note = view.rules, view.row.name, view.values["note"] or ""
        self._kept = self.content()
        self._form: Form | None = None
        self._key = ""
        self.trial: Trial | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.try_it)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self._body(), 1)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        layout.addWidget(self.said)
        layout.addLayout(foot_with_keys(self, self._deeds()))
        for key, step in (("Ctrl+PgUp", -1), ("Ctrl+PgDown", 1)):
            QShortcut(QKeySequence(key), self, partial(self.step, step))
        size = parent.window().size()
        self.resize(size.width() - 24, size.height() - 40)
        self._split.setSizes([self.width() * share // 100 for share in _SHARES])

    def _body(self) -> QSplitter:
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setChildrenCollapsible(False)
        self.model: RowsModel[TreeLine] = RowsModel(_TREE, self)
        self.tree = RowsTable(self.model, "还没有指标。", "指标", self)
        self.tree.view.selectionModel().currentRowChanged.connect(self._on_row)
        self.tree.opened.connect(self._to_form)
        self._split.addWidget(self.tree)
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._split.addWidget(self._area)
        self.tried = TrialPane(self)
        self._split.addWidget(self.tried)
        return self._split

    def _deeds(self) -> Sequence[tuple[str, str, Any]]:
        return (
            ("加一类 (Ctrl+G)", "Ctrl+G", self.add_head),
            ("加指标 (Ctrl+N)", "Ctrl+N", self.add_indicator),
            ("删掉 (Ctrl+D)", "Ctrl+D", self.remove),
            ("上移 (Ctrl+↑)", "Ctrl+Up", partial(self.move_row, -1)),
            ("下移 (Ctrl+↓)", "Ctrl+Down", partial(self.move_row, 1)),
            ("返回 (Esc)", "", self.reject),
            (f"保存草稿 ({SAVE})", SAVE, self.save),
        )

    def begin(self) -> None:
        """Show it and try the rules."""
        self.open()
        self._show_tree()
        self.tree.view.selectRow(0)
        self.tree.setFocus()
        self.try_it()

    def content(self) -> dict[str, Any]:
        """What stands in the editor, as JSON values."""
        return {
            "name": self.name,
            "note": self.note,
            "span": self.rules.window,
            "lacking": self.rules.lacking.value,
            "rows": to_rows(self.rules),
        }

    @property
    def eid(self) -> str:
        """The draft that is edited."""
        return self._view.row.eid

    @property
    def dirty(self) -> bool:
        """Whether something was changed since it was kept."""
        return self.content() != self._kept

    def put(self, content: Mapping[str, Any]) -> None:
        """Put back what `content` gave."""
        self.name, self.note = str(content["name"]), str(content["note"])
        subject = self.rules.subject.value
        self.rules = from_rows(subject, str(content["span"]), str(content["lacking"]), content["rows"])
        self._show_tree()
        self._show_form()
        self.try_it()

    def _show_tree(self) -> None:
        part, result = shares(_finite(self.rules)), self._result()
        whole = sum((head.weight for head in _finite(self.rules).heads), Decimal(0))
        wrong = {fault.field for fault in rule_sets.faults_of(self.rules)}
        lines = [
            TreeLine("", self.name or _WHOLE, "", _points(result.whole.points if result else None), "" in wrong, 0)
        ]
        for head in self.rules.heads:
            share = share_said(head.weight / whole) if whole and head.weight.is_finite() else ""
            points = result.heads[head.key].points if result and head.key in result.heads else None
            lines.append(TreeLine(head.key, head.name, share, _points(points), head.key in wrong, 1))
            lines += [self._leaf(one, part, result, wrong) for one in self.rules.under(head.key)]
        self.tree.choose(self._key)
        self.model.set_rows(lines)

    def _leaf(self, one: Indicator, part: Mapping[str, Decimal], result: Result | None, wrong: set[str]) -> TreeLine:
        scored = result.rows.get(one.key) if result else None
        share = share_said(part.get(one.key, Decimal(0))) if one.counts else "只列数"
        return TreeLine(one.key, one.name, share, _points(scored.points if scored else None), one.key in wrong, 2)

    def _result(self) -> Result | None:
        return self.trial.results[0] if self.trial is not None and self.trial.results else None

    def _on_row(self, *_places: object) -> None:
        line = self.tree.current()
        if isinstance(line, TreeLine) and (line.eid != self._key or self._form is None):
            self._key = line.eid
            self._show_form()

    def _row(self) -> Head | Indicator | None:
        head = next((one for one in self.rules.heads if one.key == self._key), None)
        return head or next((one for one in self.rules.indicators if one.key == self._key), None)

    def _show_form(self) -> None:
        row = self._row()
        if isinstance(row, Head):
            self._form = HeadForm(self._area, row)
        elif isinstance(row, Indicator):
            self._form = IndicatorForm(self._area, self.rules, row)
        else:
            self._form = SetForm(self._area, self.name, self.note, self.rules)
        self._form.edited.connect(self._on_edited)
        self._area.setWidget(self._form)
        self.tried.show_row(self.trial, self.rules, self._key)
        self._tell_faults()

    def _on_edited(self) -> None:
        if isinstance(self._form, SetForm):
            self.name, self.note = self._form.name, self._form.note
            self.rules = self._form.apply(self.rules)
        elif self._form is not None:
            self.rules = with_row(self.rules, self._form.row())
        self._show_tree()
        self._tell_faults()
        self._soon.start()
        self.edited.emit()

    def _tell_faults(self) -> None:
        faults = rule_sets.faults_of(self.rules)
        here = [fault for fault in faults if fault.field == self._key] or faults
        more = f"（共 {len(faults)} 处要改）" if len(faults) > 1 else ""
        theme.set_tone(self.said, theme.Tone.DANGER if faults else theme.Tone.MUTED)
        self.said.setText(f"✖ {wording.problem(here[0])}{more}" if faults else "没有不对的地方，保存后可以启用。")

    def try_it(self) -> None:
        """Try the rules on past data, off this thread: the newest period first, so that something stands there soon
        and nobody else waits long."""
        self._try(max(1, len(self.trial.columns) if self.trial is not None else 1))

    def _try(self, many: int) -> None:
        told = self.content()
        self._work.ask(
            rule_set_views.trial,
            self.rules.subject.value,
            told["span"],
            told["lacking"],
            told["rows"],
            self.trial,
            owner=self,
            done=self._show_trial,
            failed=self._refuse,
            exclusive="rule-trial",
            many=many,
        )

    def _show_trial(self, trial: Trial) -> None:
        self.trial = trial
        self._show_tree()
        self.tried.show_row(trial, self.rules, self._key)
        reached = len(trial.columns)
        if trial.counted.by_period and reached < rule_set_views.COLUMNS:
            self._try(reached + 1)

    def _to_form(self, _row: object = None) -> None:
        if self._form is not None:
            self._form.fields["name"].input.setFocus()

    def step(self, by: int) -> None:
        """The row above or below, the keyboard staying in the form."""
        place = self.tree.view.currentIndex().row() + by
        if 0 <= place < self.model.rowCount():
            self.tree.view.selectRow(place)
            self._to_form()

    def add_head(self) -> None:
        """Ctrl+G."""
        key = free_key(self.rules, "h")
        self._change(with_row(self.rules, Head(key, "", Decimal(10))), key)

    def add_indicator(self) -> None:
        """Ctrl+N: under the head that is chosen, or that of the indicator chosen."""
        row = self._row()
        head = row.key if isinstance(row, Head) else row.head if isinstance(row, Indicator) else ""
        head = head or (self.rules.heads[-1].key if self.rules.heads else "")
        if not head:
            self.add_head()
            return
        key = free_key(self.rules, "i")
        fresh = Indicator(key, head, "", Decimal(1), floor=Decimal(0), target=Decimal(100))
        self._change(with_row(self.rules, fresh), key)

    def remove(self) -> None:
        """Ctrl+D: a head goes with its indicators."""
        row = self._row()
        if row is None:
            return
        under = len(self.rules.under(row.key)) if isinstance(row, Head) else 0
        text = f"删掉“{row.name or '（没有名称）'}”" + (f"和它下面的 {under} 项指标？" if under else "？")
        self._work.dialogs.confirm(self, "删掉", text, "删掉", partial(self._remove, row.key))

    def _remove(self, key: str) -> None:
        self._change(without(self.rules, key), "")

    def move_row(self, by: int) -> None:
        """Ctrl+Up, Ctrl+Down: among those beside it."""
        row = self._row()
        if isinstance(row, Head):
            self._change(replace(self.rules, heads=_moved(self.rules.heads, row.key, by)), row.key)
        elif isinstance(row, Indicator):
            beside = _moved(self.rules.under(row.head), row.key, by)
            others = tuple(one for one in self.rules.indicators if one.head != row.head)
            order = {head.key: place for place, head in enumerate(self.rules.heads)}
            rows = sorted((*others, *beside), key=lambda one: order.get(one.head, len(order)))
            self._change(replace(self.rules, indicators=tuple(rows)), row.key)

    def _change(self, rules: RuleSet, key: str) -> None:
        self.rules, self._key = rules, key
        self._show_tree()
        self._show_form()
        self._to_form()
        self._soon.start()
        self.edited.emit()

    def save(self) -> None:
        """F9: keep the draft."""
        content = self.content()
        seen = {name: writer for name, writer in self._view.writers.items() if name in content}
        done = partial(self._saved, content)
        self._work.act(
            rule_sets.write, self.eid, content, owner=self, done=done, failed=self._refuse, said="已保存", seen=seen
        )

    def _saved(self, content: dict[str, Any], _value: object) -> None:
        self._kept = content
        self.accept()

    def _refuse(self, error: Expected) -> None:
        theme.set_tone(self.said, theme.Tone.DANGER)
        self.said.setText(str(wording.sentence(error)))

    def reject(self) -> None:
        """Esc: asks first if something was typed."""
        if not self.dirty:
            super().reject()
            return
        self._work.dialogs.confirm(self, "放弃修改", "改的指标还没有保存。", "放弃", self._give_up)

    def _give_up(self) -> None:
        super().reject()


def _points(points: Decimal | None) -> str:
    return "" if points is None else points_said(points)


def _finite(rules: RuleSet) -> RuleSet:
    """The rules with weights that can be summed."""
    zero = Decimal(0)
    return replace(
        rules,
        heads=tuple(replace(one, weight=one.weight if one.weight.is_finite() else zero) for one in rules.heads),
        indicators=tuple(
            replace(one, weight=one.weight if one.weight.is_finite() else zero) for one in rules.indicators
        ),
    )


def _moved(rows: Sequence[Any], key: str, by: int) -> tuple[Any, ...]:
    kept = list(rows)
    place = next(at for at, row in enumerate(kept) if row.key == key)
    target = min(max(place + by, 0), len(kept) - 1)
    kept.insert(target, kept.pop(place))
    return tuple(kept)
