"""Lists of the compliance page: rule books with their chapters, and clauses."""

from __future__ import annotations

from collections.abc import Mapping

from qi_desk.domain.compliance.standing import State
from qi_desk.gui import words
from qi_desk.gui.models.rows_model import Column
from qi_desk.services.compliance.meter import ChapterLine, ClauseLine

ICONS: Mapping[State, str] = {
    State.GAP: "circle-alert",
    State.DUE: "clock",
    State.MET: "circle-check",
    State.NOT_APPLICABLE: "minus",
}
"""Each state has an icon and words of its own: none is told by its colour alone."""

_TONES: Mapping[State, str] = {State.GAP: "danger", State.DUE: "warning", State.MET: "success"}


def state_said(line: ClauseLine) -> str:
    """The state in words, with its day where it has one."""
    said = words.label("compliance_states", line.state.value)
    return f"{said} {line.due.month}月{line.due.day}日" if line.due is not None and line.state is State.DUE else said


def _chapter(line: ChapterLine) -> str:
    return f"　{line.chapter}" if line.chapter else line.title


def _count(state: State, title: str, rank: int = 0) -> Column[ChapterLine]:
    red = state is State.GAP
    return Column[ChapterLine](
        title,
        lambda line: str(line.counts[state] or ""),
        width=5 if red else 4,
        tone=lambda line: "danger" if red and line.counts[state] else "",
        icon=lambda line: ICONS[state] if red and line.counts[state] else "",
        right=True,
        rank=rank,
    )


CHAPTERS = (
    Column[ChapterLine]("规则与章节", _chapter),
    _count(State.GAP, "缺"),
    _count(State.DUE, "到期", 1),
    _count(State.MET, "符合", 2),
    _count(State.NOT_APPLICABLE, "不适用", 3),
)
"""The tree of rule books and chapters."""

CLAUSES = (
    Column[ClauseLine]("条款", lambda line: line.number, width=20),
    Column[ClauseLine]("要求", lambda line: line.text),
    Column[ClauseLine](
        "状态",
        state_said,
        width=15,
        tone=lambda line: _TONES.get(line.state, ""),
        icon=lambda line: ICONS[line.state],
    ),
    Column[ClauseLine]("还差", lambda line: line.gaps[0].said if line.gaps else "", width=40, rank=1),
)
"""The clauses of what is chosen left."""
