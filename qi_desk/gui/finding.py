"""The search box at work: results while typing, kept searches and what was opened lately while it is empty."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from qi_desk.domain.errors import Expected
from qi_desk.gui import words
from qi_desk.gui.widgets.suggest import SearchBox, Suggestion
from qi_desk.gui.workplace import Workplace
from qi_desk.services import searching
from qi_desk.services.ports import Hit
from qi_desk.services.searching import COUNTED, Home, Kept

_ICONS = {
    "enterprise": "building-2",
    "contact": "phone",
    "request": "clipboard-list",
    "visit": "users",
    "outreach": "map-pin",
    "person": "user-check",
    "expert": "star",
    "institution": "shield",
    "equipment": "wrench",
}


class Finding(QObject):
    """Serves the one search box of the desk."""

    # A record was chosen or scanned: a Hit.
    found = Signal(object)

    def __init__(self, work: Workplace, box: SearchBox) -> None:
        super().__init__(box)
        self._work = work
        self._box = box
        box.asked.connect(self._on_asked)
        box.chosen.connect(self._on_chosen)
        box.emptied.connect(self._on_emptied)
        box.keep_wanted.connect(self._on_keep)
        box.drop_wanted.connect(self._on_drop)

    def open_number(self, code: str) -> None:
        """What a scanner read, wherever it was read."""
        if self._box.isVisible() and self._work.signed_in:
            self._work.ask(searching.scanned, code, owner=self, done=self.found.emit, failed=self._on_refused)

    def _on_asked(self, text: str) -> None:
        self._work.ask(searching.find, text, owner=self, done=self._on_found, exclusive="search")

    def _on_found(self, hits: tuple[Hit, ...]) -> None:
        self._box.offer([_suggestion(hit) for hit in hits])

    def _on_emptied(self) -> None:
        self._work.ask(searching.home, owner=self, done=self._on_home, exclusive="search")

    def _on_home(self, home: Home) -> None:
        if self._box.value():
            return
        kept = [Suggestion(one.name, f"常用查找 · {_counted(one)}（Ctrl+D 去掉）", one, "star") for one in home.kept]
        self._box.offer(kept + [_suggestion(hit, "最近 · ") for hit in home.recent])

    def _on_chosen(self, chosen: Hit | Kept) -> None:
        if isinstance(chosen, Kept):
            self._box.set_value(chosen.text)
            self._on_asked(chosen.text)
        else:
            self._box.clear()
            self.found.emit(chosen)

    def _on_keep(self, text: str) -> None:
        self._work.act(searching.keep, text, owner=self, done=self._on_kept, failed=self._on_refused)

    def _on_kept(self, _eid: str) -> None:
        self._work.told.emit("success", "已存为常用查找：搜索框空着时按 F3 就能看到", "", "")

    def _on_drop(self, what: object) -> None:
        if isinstance(what, Kept):
            self._work.act(searching.drop, what.eid, owner=self, done=self._on_dropped, failed=self._on_refused)

    def _on_dropped(self, _eid: str) -> None:
        self._on_emptied()

    def _on_refused(self, error: Expected) -> None:
        self._work.tell(error, "warning")


def _suggestion(hit: Hit, before: str = "") -> Suggestion:
    note = f"{before}{words.label('entity', hit.kind)} {hit.number if hit.title else ''}".strip()
    return Suggestion(hit.title or hit.number, note, hit, _ICONS.get(hit.kind, "file-text"))


def _counted(one: Kept) -> str:
    return f"{one.count} 项" if one.count < COUNTED else f"{COUNTED} 项以上"
