"""The form of one row of a rule set: the whole set, a head, or an indicator; what does not apply is not shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qi_desk.domain.indicators.rule_sets import (
    NO_DECIMAL,
    WINDOWS,
    Evidence,
    Formula,
    Head,
    Indicator,
    Lacking,
    RuleSet,
    Scoring,
    Step,
    decimal,
    plain,
)
from qi_desk.domain.indicators.subjects import measures_for
from qi_desk.gui import words
from qi_desk.gui.form_tools import FormFields
from qi_desk.gui.widgets.fields import ChoiceField, CodeField, FieldRow, LongField, TextField
from qi_desk.services.indicators.saying import measure_name

_STEP = re.compile(r"\s*([^:：\s]+)\s*[:：]\s*([^:：\s]+)\s*")
_MARKS = re.compile(r"[,，;；、\n]+")
_WAYS = (("up", "越大越好"), ("down", "越小越好"))


def steps_text(steps: Iterable[Step]) -> str:
    """Steps as they are typed: 60:60，80:80."""
    return "，".join(f"{plain(one.at)}:{plain(one.points)}" for one in steps)


def steps_of(text: str) -> tuple[Step, ...]:
    """Steps as typed; what cannot be read becomes a number that is none, which the check names."""
    found = []
    for part in filter(None, (one.strip() for one in _MARKS.split(text))):
        match = _STEP.fullmatch(part)
        at, points = (decimal(match[1]), decimal(match[2])) if match else (NO_DECIMAL, NO_DECIMAL)
        found.append(Step(at if at is not None else NO_DECIMAL, points if points is not None else NO_DECIMAL))
    return tuple(found)


class SetForm(QWidget):
    """Name, span and treatment of missing data of the whole set."""

    edited = Signal()

    def __init__(self, parent: QWidget, name: str, note: str, rules: RuleSet) -> None:
        super().__init__(parent)
        made: dict[str, FieldRow] = {"name": TextField(self), "span": ChoiceField(self), "lacking": ChoiceField(self)}
        made["note"] = LongField(self)
        _lay(self, made, ("名称", "评价周期", "没有数据时", "说明"))
        _choices(made["span"], words.choices("evaluation_spans"))
        _choices(made["lacking"], words.choices("lacking_data"))
        for key, value in (("name", name), ("span", rules.window), ("lacking", rules.lacking.value), ("note", note)):
            made[key].set_value(value)
        self.fields = FormFields(SimpleNamespace(**made))
        self.fields.connect_edited(self.edited)

    def apply(self, rules: RuleSet) -> RuleSet:
        """The rules with what stands here."""
        return replace(rules, window=self.fields["span"].value(), lacking=Lacking(self.fields["lacking"].value()))

    @property
    def name(self) -> str:
        """What the set is called."""
        return self.fields["name"].value()

    @property
    def note(self) -> str:
        """What is said of it."""
        return self.fields["note"].value()


class HeadForm(QWidget):
    """Name and weight of a head."""

    edited = Signal()

    def __init__(self, parent: QWidget, head: Head) -> None:
        super().__init__(parent)
        self._head = head
        made: dict[str, FieldRow] = {"name": TextField(self), "weight": CodeField(self)}
        _lay(self, made, ("名称", "权重"))
        made["weight"].set_hint("任意正数，加起来不必是 100")
        made["name"].set_value(head.name)
        made["weight"].set_value(plain(head.weight))
        self.fields = FormFields(SimpleNamespace(**made))
        self.fields.connect_edited(self.edited)

    def row(self) -> Head:
        """The head as it stands here."""
        return replace(self._head, name=self.fields["name"].value(), weight=_weight(self.fields["weight"].value()))


class IndicatorForm(QWidget):
    """Everything of an indicator."""

    edited = Signal()

    def __init__(self, parent: QWidget, rules: RuleSet, one: Indicator) -> None:
        super().__init__(parent)
        self._one = one
        made = self._make()
        self._names = tuple(made)
        self._fill(made, rules, one)
        self.fields = FormFields(SimpleNamespace(**made))
        self.fields.connect_edited(self.edited)
        for name in ("formula", "scoring"):
            self.fields[name].edited.connect(self._show_what_applies)
        self._show_what_applies()

    def _make(self) -> dict[str, FieldRow]:
        made: dict[str, FieldRow] = {
            "name": TextField(self),
            "head": ChoiceField(self),
            "weight": CodeField(self),
            "formula": ChoiceField(self),
            "top": ChoiceField(self),
            "bottom": ChoiceField(self),
            "window": ChoiceField(self),
            "scoring": ChoiceField(self),
            "way": ChoiceField(self),
            "floor": CodeField(self),
            "target": CodeField(self),
            "steps": TextField(self),
            "least": CodeField(self),
            "evidence": ChoiceField(self),
            "note": TextField(self),
        }
        labels = ("名称", "一级指标", "权重", "取数", "统计量", "除以", "统计区间", "评分", "方向")
        _lay(self, made, (*labels, "0 分下限", "目标", "分档", "最少样本", "证据", "口径补充"))
        made["weight"].set_hint("任意正数，只看占比")
        made["floor"].set_hint("到这个值得 0 分")
        made["target"].set_hint("到这个值得满分，没到算未达")
        made["steps"].set_hint("值:得分，从差到好，如 60:60，80:80，95:100")
        made["least"].set_hint("少于几份不评分，可空")
        return made

    def _fill(self, made: dict[str, FieldRow], rules: RuleSet, one: Indicator) -> None:
        listed = [(code, measure_name(rules.subject, code)) for code in measures_for(rules.subject)]
        _choices(made["head"], [(head.key, head.name) for head in rules.heads])
        _choices(made["formula"], words.choices("indicator_formulas"))
        _choices(made["top"], listed, "（请选）")
        _choices(made["bottom"], listed, "（请选）")
        spans = dict(words.choices("evaluation_spans"))
        longer = [(code, f"{spans[code]}初至期末") for code in WINDOWS]
        _choices(made["window"], longer, "与评价周期相同")
        _choices(made["scoring"], words.choices("indicator_scorings"))
        _choices(made["way"], _WAYS)
        _choices(made["evidence"], words.choices("indicator_evidence"))
        values = {
            "name": one.name,
            "head": one.head,
            "weight": plain(one.weight),
            "formula": one.formula.value,
            "top": one.top,
            "bottom": one.bottom,
            "window": one.window,
            "scoring": one.scoring.value,
            "way": "down" if one.down else "up",
            "floor": plain(one.floor),
            "target": plain(one.target),
            "steps": steps_text(one.steps),
            "least": str(one.least or ""),
            "evidence": one.evidence.value,
            "note": one.note,
        }
        for name, value in values.items():
            made[name].set_value(value)

    def _show_what_applies(self) -> None:
        formula, scoring = self.fields["formula"].value(), self.fields["scoring"].value()
        manual, ratio = formula == Formula.MANUAL, formula in (Formula.RATIO, Formula.PER)
        scored = not manual and scoring != Scoring.NOTED
        shown = {
            "top": not manual,
            "bottom": ratio,
            "window": not manual,
            "scoring": not manual,
            "way": scored,
            "floor": scored and scoring == Scoring.LINEAR,
            "target": manual or scored,
            "steps": scored and scoring == Scoring.STEPS,
            "least": not manual,
        }
        for name, wanted in shown.items():
            self.fields[name].setVisible(wanted)

    def row(self) -> Indicator:
        """The indicator as it stands here; what does not apply is left out."""
        given = {name: self.fields[name].value() for name in self._names}
        formula, scoring = Formula(given["formula"]), Scoring(given["scoring"])
        manual, scored = formula is Formula.MANUAL, scoring is not Scoring.NOTED
        least = decimal(given["least"])
        return Indicator(
            key=self._one.key,
            head=given["head"],
            name=given["name"],
            weight=_weight(given["weight"]),
            formula=formula,
            top="" if manual else given["top"],
            bottom=given["bottom"] if formula in (Formula.RATIO, Formula.PER) else "",
            window="" if manual else given["window"],
            scoring=Scoring.LINEAR if manual else scoring,
            down=not manual and scored and given["way"] == "down",
            floor=decimal(given["floor"]) if scoring is Scoring.LINEAR and not manual else None,
            target=decimal(given["target"]) if manual or scored else None,
            steps=steps_of(given["steps"]) if scoring is Scoring.STEPS and not manual else (),
            evidence=Evidence(given["evidence"]),
            least=_UNREADABLE if least is not None and (least.is_nan() or least != int(least)) else int(least or 0),
            note=given["note"],
        )


_UNREADABLE = -1
"""Stands for a least number that is none: the check names it."""


def _weight(text: str) -> Decimal:
    found = decimal(text)
    return Decimal(0) if found is None else found


def _choices(field: FieldRow, choices: Sequence[tuple[str, str]], empty: str | None = None) -> None:
    assert isinstance(field, ChoiceField)
    field.set_choices(choices, empty=empty)


def _lay(parent: QWidget, made: dict[str, FieldRow], labels: Sequence[str]) -> None:
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 8, 0)
    for (name, field), label in zip(made.items(), labels, strict=True):
        field.setObjectName(name)
        field.setProperty("label", label)
        if isinstance(field.input, ChoiceField.input_class):
            field.input.setSizeAdjustPolicy(field.input.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        column.addWidget(field)
    column.addStretch(1)
