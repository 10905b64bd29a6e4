"""Keeping half-written work on the disk while it is typed, and offering it after a power cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qi_desk.gui import words
from qi_desk.gui.page import Page
from qi_desk.gui.workplace import Workplace
from qi_desk.services import sessions
from qi_desk.services.drafts_port import Draft

if TYPE_CHECKING:
    from qi_desk.gui.desk import DeskView


class DraftKeeper(QObject):
    """Writes drafts of pages through the store's lane; one draft per person and page."""

    def __init__(self, work: Workplace, desk: DeskView) -> None:
        super().__init__(desk)
        self._work = work
        self._desk = desk
        self._kept: set[str] = set()
        desk.draft_changed.connect(self.keep)

    def _key(self, page: Page) -> str:
        return f"{self._work.actor.account}:{page.draft_key()}"

    def keep(self, page: Page) -> None:
        """Write the page's draft, or forget it where the page has none any more."""
        if not self._work.signed_in:
            return
        content, key = page.draft(), self._key(page)
        if content is not None:
            self._kept.add(key)
            self._work.ask(sessions.keep_draft, key, page.name, page.title, dict(content), owner=self)
        elif key in self._kept:
            self._kept.discard(key)
            self._work.ask(sessions.drop_draft, key, owner=self)

    def keep_all(self) -> None:
        """Write every page's draft now."""
        for page in self._desk.pages():
            self.keep(page)

    def offer(self) -> None:
        """Ask whether to go on with what was left unfinished."""
        self._work.ask(sessions.drafts, owner=self, done=self._on_drafts)

    def _on_drafts(self, drafts: tuple[Draft, ...]) -> None:
        open_now = {self._key(page) for page in self._desk.pages() if page.draft() is not None}
        waiting = [draft for draft in drafts if draft.key not in open_now]
        if not waiting:
            return
        self._waiting = waiting
        lines = "\n".join(f"{draft.title}　{words.moment(draft.saved_at)}" for draft in waiting)
        text = f"上次有没写完的内容，要接着写吗？\n\n{lines}"
        self._work.dialogs.confirm(self._desk, "接着写", text, "接着写", self._restore)

    def _restore(self) -> None:
        for draft in reversed(self._waiting):
            self._kept.add(draft.key)
            self._desk.go(draft.page, {})
            self._desk.page_named(draft.page).restore(draft.content)
