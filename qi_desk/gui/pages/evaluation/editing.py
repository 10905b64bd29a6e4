"""The dialogs of the page: beginning an evaluation or a rule set, deeds done to one, writing a year down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from qi_desk.gui import words
from qi_desk.gui.deeds import Deed, DeedEditing
from qi_desk.gui.pages.evaluation.deeds import EVALUATION_DEEDS, JUDGING_DEEDS, ROW_DEEDS, SET_DEEDS
from qi_desk.gui.pages.evaluation.editor import RuleSetEditor
from qi_desk.gui.workplace import Workplace
from qi_desk.services.indicators import evaluations, papers, rule_set_views, rule_sets
from qi_desk.services.indicators.counting import spans_before
from qi_desk.services.indicators.evaluation_views import EvaluationView, IndicatorRow
from qi_desk.services.indicators.judging import Judged
from qi_desk.services.indicators.rule_set_views import FileRow, SetRow, SetView
from qi_desk.services.indicators.saying import period_said, today_at

if TYPE_CHECKING:
    from qi_desk.gui.pages.evaluation.page import EvaluationPage

_EMPTY = ""
_BACK = 8
"""How many past periods may be chosen."""


class EvaluationEditing(DeedEditing):
    """One table of deeds for everything on the page; what a deed is done to differs."""

    def __init__(self, work: Workplace, page: EvaluationPage) -> None:
        tables = (EVALUATION_DEEDS, ROW_DEEDS, SET_DEEDS, JUDGING_DEEDS)
        super().__init__(work, page, {deed.name: deed for table in tables for deed in table.values()})
        self._evaluation = page
        self.editor: RuleSetEditor | None = None
        self._content: Mapping[str, Any] = {}

    def begin_evaluation(self, sets: Sequence[SetRow]) -> None:
        """Ctrl+N: by which rules, then for which period."""
        usable = [one for one in sets if one.state == "in_force" and one.subject == "station"]
        if not usable:
            self._page.say(
                "还没有启用的服务站指标体系。",
                "warning",
                following="站长在“指标体系”页签按 Ctrl+N 取一套，看过后启用。",
            )
            return
        choices = [(one.eid, f"{one.name}　第 {one.version} 版") for one in usable]
        chosen = partial(self._on_rules, {one.eid: one for one in usable})
        if len(choices) == 1:
            chosen(choices[0][0])
        else:
            self._work.dialogs.choose(self._page, "新的评价", "按哪套指标", choices, chosen)

    def _on_rules(self, sets: Mapping[str, SetRow], eid: str) -> None:
        periods = spans_before(today_at(self._work.house), sets[eid].span, _BACK)
        choices = [(one.code, period_said(one)) for one in periods]
        begin = partial(self._begin, eid)
        self._work.dialogs.choose(self._page, "新的评价", "评哪个周期（已经结束的）", choices, begin)

    def _begin(self, rule_set: str, period: str) -> None:
        def made(eid: str) -> None:
            self._page.say("已取数，逐项看一遍、补证据后提交。")
            self._evaluation.look_at(eid)

        self.act(evaluations.begin, rule_set, period, done=made, failed=self._page.refuse)

    def begin_set(self) -> None:
        """Ctrl+N: a draft from a file, or an empty one."""
        self._work.ask(rule_set_views.files, owner=self, done=self._on_files, failed=self._page.refuse)

    def _on_files(self, files: tuple[FileRow, ...]) -> None:
        choices = [
            (one.name, f"{one.title}（{one.edition}，{one.indicators} 项）{'　已有' if one.taken else ''}")
            for one in files
        ]
        choices.append((_EMPTY, "空的一套，自己写"))
        self._work.dialogs.choose(self._page, "新的指标体系", "从哪里起草", choices, self._on_file)

    def _on_file(self, name: str) -> None:
        if name == _EMPTY:
            self.take(SET_DEEDS["begin_empty"], "", {})
        else:
            self.act(rule_sets.begin, name, done=self._drafted, failed=self._page.refuse)

    def _drafted(self, eid: str) -> None:
        self._evaluation.look_at_set(eid)
        self.edit_set(eid)

    def edit_set(self, eid: str) -> None:
        """Open the editor of a draft."""
        self._work.ask(rule_set_views.show, eid, owner=self, done=self._open_editor, failed=self._page.refuse)

    def _open_editor(self, view: SetView) -> None:
        self.editor = RuleSetEditor(self._work, self._page, view)
        self.editor.edited.connect(self.edited)
        self.editor.destroyed.connect(self._on_editor_closed)
        self.editor.begin()
        waiting, self._content = self._content, {}
        if waiting:
            self.editor.put(waiting)

    def _on_editor_closed(self) -> None:
        self.editor = None
        self.closed.emit()

    def draft(self) -> Mapping[str, Any] | None:
        if self.editor is not None and self.editor.dirty:
            return {"editor": self.editor.eid, "content": self.editor.content()}
        return super().draft()

    def resume(self, draft: Mapping[str, Any]) -> None:
        if "editor" in draft:
            self._content = draft.get("content", {})
            self.edit_set(str(draft["editor"]))
        else:
            super().resume(draft)

    def on_evaluation(self, view: EvaluationView, name: str) -> None:
        """Begin a deed of an evaluation."""
        values = view.values if name == "submit" else {}
        self.take(EVALUATION_DEEDS[name], view.row.eid, values)

    def on_row(self, row: IndicatorRow, name: str) -> None:
        """Begin a deed of an indicator."""
        known: dict[str, Any] = {}
        if name == "score":
            known = {"self_points": row.own, "self_note": row.own_note, "evidence": row.evidence}
        elif name == "check":
            known = {"check_points": row.checked, "check_note": row.check_note}
        elif name == "open_plan":
            reached = row.value or words.label("indicator_formulas", "manual")
            told = f"{row.name} {reached}，目标 {row.target}"
            known = {"source": "self", "problem": told, "owner": self._work.actor.account}
        self.take(ROW_DEEDS[name], row.eid, known)

    def on_set(self, view: SetView, name: str) -> None:
        """Begin a deed of a rule set."""
        if name == "edit":
            self.edit_set(view.row.eid)
        else:
            self.take(SET_DEEDS[name], view.row.eid, {})

    def on_judged(self, one: Judged, kind: str) -> None:
        """Write a year down: the form begins with what was written, else with what the rules lead to."""
        grades = {aspect: one.written.get(aspect) or grade for aspect, grade in one.grades.items()}
        self.take(JUDGING_DEEDS[kind], one.eid, {**grades, "year": one.year})

    def _save(self, deed: Deed, eid: str, subject: str, values: dict[str, Any]) -> None:
        if deed.verb is not rule_sets.begin_empty:
            super()._save(deed, eid, subject, values)
            return
        dialog = self.present

        def saved(made: str) -> None:
            dialog.saved(made)
            self._drafted(made)

        self.act(deed.verb, values, done=saved, failed=dialog.refuse)

    def finished(self, deed: Deed, eid: str, value: Any) -> None:
        """Print what the deed gives; go on with what it made."""
        if deed.paper == papers.KIND:
            self._page.wanted.emit("paper", {"order": papers.sheet, "args": (str(value),)})
        elif deed.verb is rule_sets.revise:
            self._drafted(str(value))
        elif deed.verb is evaluations.open_plan:
            self._page.say("已立改进计划。", following="在“评价投诉”的改进计划里写措施。")
