"""What a paper of the catalogue needs before it can be printed: a record, a day, a period, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject

from qi_desk.domain import moments
from qi_desk.gui import words
from qi_desk.gui.page import Page
from qi_desk.gui.pages.prints.record_chooser import RecordChooser
from qi_desk.gui.workplace import Workplace
from qi_desk.services.prints.kinds import Asked
from qi_desk.services.prints.views import CatalogueRow

Then = Callable[[Asked], None]


class Asking(QObject):
    """Asks over a page and hands the paper asked for to `then`."""

    def __init__(self, work: Workplace, page: Page) -> None:
        super().__init__(page)
        self._work = work
        self._page = page

    def begin(self, row: CatalogueRow, then: Then) -> None:
        """Ask what a paper of the catalogue needs."""
        today = moments.china_date(self._work.house.clock.now())
        if row.how == "elsewhere":
            self._page.say(f"{words.paper(row.eid)}请到它自己的页面打印，那里才有要印的内容。", "accent")
        elif row.how == "nothing":
            then(Asked(row.eid))
        elif row.how in ("day", "period"):
            self._ask_days(row, today, then)
        else:
            chosen = partial(self._on_record, row.eid, then)
            self.choose_record(row.kind.about, f"打印{words.paper(row.eid)}", chosen)

    def choose_record(self, kind: str, title: str, then: Callable[[str], None]) -> None:
        """Let one record of a kind be chosen."""
        dialog = RecordChooser(self._work, self._page, kind, title)
        dialog.chosen.connect(then)
        dialog.open()
        dialog.look()

    def _on_record(self, kind: str, then: Then, eid: str) -> None:
        then(Asked(kind, eid))

    def _ask_days(self, row: CatalogueRow, today: date, then: Then) -> None:
        title = f"打印{words.paper(row.eid)}"
        if row.how == "day":
            begin, asked = today.isoformat(), "哪一天"
        else:
            begin, asked = f"{today.replace(day=1).isoformat()} {today.isoformat()}", "从哪天到哪天（两个日期，空一格）"
        self._work.dialogs.ask_text(self._page, title, asked, partial(self._on_days, row, then), begin)

    def _on_days(self, row: CatalogueRow, then: Then, said: str) -> None:
        wanted = 1 if row.how == "day" else 2
        try:
            days = tuple(date.fromisoformat(part) for part in said.replace("至", " ").split())
        except ValueError:
            days = ()
        if len(days) != wanted or list(days) != sorted(days):
            self._page.say("日期没有看懂，请照 2026-03-10 这样写。", "warning")
            return
        then(Asked(row.eid, days=days))
