"""Which papers are printed as one job: a set, or the lines of the journal that are chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from qi_desk.gui import words
from qi_desk.gui.page import Page
from qi_desk.gui.pages.prints.asking import Asking
from qi_desk.gui.workplace import Workplace
from qi_desk.services.print_port import CANCELLED, FAILED, QUEUED
from qi_desk.services.prints.kinds import Asked, paper_kinds
from qi_desk.services.prints.views import JournalRow

_STOPPED = (QUEUED, FAILED, CANCELLED)
_DAY, _LABELS, _CHOSEN, _GO_ON = "day_slips", "labels", "chosen", "go_on"


class Many(QObject):
    """Asks once what is meant and hands it to the window."""

    def __init__(self, work: Workplace, page: Page, asking: Asking, chosen: Sequence[JournalRow]) -> None:
        super().__init__(page)
        self._work, self._page, self._asking, self._chosen = work, page, asking, chosen

    def ask(self) -> None:
        """Offer every set there is."""
        choices = [*self._of_journal(), (_DAY, "今天的全部回执和正本"), (_LABELS, "全部设备标识")]
        choices += [(about, f"一件{words.kind(about)}的全部单据…") for about in self._sets()]
        self._work.dialogs.choose(
            self._page, "批量打印", "按顺序打成一个任务，先看再打。打哪些？", choices, self._on_set
        )

    def _of_journal(self) -> list[tuple[str, str]]:
        choices = []
        stopped = [row for row in self._chosen if row.line.batch and row.line.state in _STOPPED]
        if stopped:
            choices.append((_GO_ON, "接着打没有打完的这一批"))
        if self._chosen:
            choices.append((_CHOSEN, f"选中的 {len(self._chosen)} 条记录，再打一遍"))
        return choices

    def _sets(self) -> tuple[str, ...]:
        """Kinds of records with several papers that go together."""
        abouts = [kind.about for kind in paper_kinds(self._work.house.codes) if kind.batch]
        return tuple(about for about in dict.fromkeys(abouts) if abouts.count(about) > 1)

    def _on_set(self, name: str) -> None:
        if name == _GO_ON:
            batch = next(row.line.batch for row in self._chosen if row.line.batch and row.line.state in _STOPPED)
            self._want({"batch": batch}, "接着打")
        elif name == _CHOSEN:
            asked = tuple(Asked(row.line.kind, line=row.eid) for row in reversed(self._chosen))
            self._want({"asked": asked}, f"选中的 {len(asked)} 份")
        elif name in (_DAY, _LABELS):
            self._want({"what": name}, "今天的全部回执和正本" if name == _DAY else "全部设备标识")
        else:
            title = f"一件{words.kind(name)}的全部单据"
            self._asking.choose_record(name, title, partial(self._on_record, name, title))

    def _on_record(self, kind: str, title: str, eid: str) -> None:
        self._want({"what": kind, "eid": eid}, title)

    def _want(self, params: dict[str, object], title: str) -> None:
        self._page.wanted.emit("papers", {**params, "title": title})
