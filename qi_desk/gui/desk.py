"""The desk behind the sign-in: rail, search, message bar, pages, phrase strip."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from qi_desk.domain.speech.phrases import Rendered
from qi_desk.gui import theme, words
from qi_desk.gui.ambience import Ambience
from qi_desk.gui.finding import Finding
from qi_desk.gui.keys import HELP, STRIP
from qi_desk.gui.page import Page
from qi_desk.gui.pages.registry import FIRST, PAGES, page_class
from qi_desk.gui.widgets.hand_bar import HandBar
from qi_desk.gui.widgets.message_bar import MessageBar
from qi_desk.gui.widgets.phrase_inserter import PhraseInserter
from qi_desk.gui.widgets.phrase_strip import PhraseStrip
from qi_desk.gui.widgets.rail import Rail
from qi_desk.gui.widgets.suggest import SearchBox
from qi_desk.gui.workplace import Workplace
from qi_desk.services import client_views
from qi_desk.services.ports import Hit
from qi_desk.services.rights import may

_ARCHIVE_TABS = {"archive_item": "items", "disposal": "disposals"}
_MOMENT_MS = 120
_AHEAD_MS = 200

PAGE_LEAST = 44
"""Chinese characters a page keeps in width before the courteous words fold away."""


class DeskView(QWidget):
    """Everything between the window's frame and its status bar."""

    # A page wants something the window does: paper, quick answer, another look.
    window_wanted = Signal(str, object)
    draft_changed = Signal(object)
    # The manual's entry for what the message bar says is wanted.
    help_wanted = Signal()
    # What is said now was looked at anew: the page, or what is on it, may have changed.
    moment_shown = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self.work = work
        self._pages: dict[str, Page] = {}
        self._unfolded: bool | None = None
        self._station: Mapping[str, str] = {}
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.rail = Rail(PAGES)
        self.rail.chosen.connect(self._on_rail)
        outer.addWidget(self.rail)
        outer.addWidget(self._middle(), 1)
        self.strip = PhraseStrip()
        self.strip.situation_wanted.connect(self.choose_situation)
        self.ambience = Ambience(work)
        self.ambience.changed.connect(self.show_moment)
        work.speaking.changed.connect(self.show_moment)
        self._slots: Mapping[str, str] = {}
        self._inserter = PhraseInserter(self._find_phrases, self)
        self._side = QWidget()
        right = QVBoxLayout(self._side)
        right.setContentsMargins(0, 14, 14, 12)
        right.addWidget(self.strip)
        outer.addWidget(self._side)
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.setInterval(_MOMENT_MS)
        self._moment.timeout.connect(self.show_moment)
        work.told.connect(self.bar.tell)
        work.erred.connect(self.bar.explain)
        self.bar.help_wanted.connect(self.help_wanted)

    def _middle(self) -> QWidget:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(18, 14, 14, 12)
        column.setSpacing(10)
        head = QHBoxLayout()
        self._title = QLabel()
        theme.set_tone(self._title, theme.Tone.TITLE)
        head.addWidget(self._title, 1)
        self.search = SearchBox()
        self.finding = Finding(self.work, self.search)
        self.finding.found.connect(self._on_hit)
        head.addWidget(self.search)
        self._fold = QPushButton(f"话术 ({STRIP})")
        self._fold.setCheckable(True)
        self._fold.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fold.setAccessibleName("此刻可以说的话，打开或收起")
        theme.set_tone(self._fold, theme.Tone.FLAT)
        self._fold.clicked.connect(self.toggle_strip)
        head.addWidget(self._fold)
        head.addWidget(self._help_button(middle))
        column.addLayout(head)
        self.bar = MessageBar()
        column.addWidget(self.bar)
        self.hand = HandBar(middle)
        column.addWidget(self.hand)
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        return middle

    def _help_button(self, parent: QWidget) -> QPushButton:
        button = QPushButton(f"帮助 ({HELP})", parent)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAccessibleName("使用手册，翻到这一页")
        theme.mark(button, theme.Tone.FLAT)
        button.clicked.connect(self.help_wanted)
        return button

    def _on_rail(self, name: str) -> None:
        self.go(name, {})

    def toggle_strip(self) -> None:
        """Open or fold the courteous words; until then they are open where a page keeps room enough beside them."""
        self._unfolded = self._side.isHidden()
        self._fit_strip()

    def _fit_strip(self) -> None:
        self.search.setFixedWidth(self.fontMetrics().horizontalAdvance("字" * 26))
        room = self.width() - self.rail.width() - self.strip.width()
        roomy = room >= self.fontMetrics().horizontalAdvance("字" * PAGE_LEAST)
        shown = roomy if self._unfolded is None else self._unfolded
        self._side.setVisible(shown)
        self._fold.setChecked(shown)
        self._fold.setVisible(not roomy or not shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_strip()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_strip()

    @property
    def page(self) -> Page | None:
        """The page being shown."""
        widget = self._stack.currentWidget()
        return widget if isinstance(widget, Page) else None

    def page_named(self, name: str) -> Page:
        """The page called `name`, made when first asked for."""
        if name not in self._pages:
            page = page_class(name)(self.work)
            page.wanted.connect(self.want)
            page.moment_changed.connect(self._moment.start)
            page.draft_changed.connect(self._on_draft)
            self._pages[name] = page
            self._stack.addWidget(page)
        return self._pages[name]

    def make_ahead(self, name: str) -> None:
        """Make a page while nobody waits for it, a breath at a time: the visitor stands there when it is needed."""
        # Frozen is what stays anyhow: the collector of garbage would keep the window waiting 30 ms to look at it all.
        breaths: tuple[Callable[[], object], ...] = (
            page_class(name).prepare,
            partial(self.page_named, name),
            gc.freeze,
        )
        for number, breath in enumerate(breaths, 1):
            QTimer.singleShot(number * _AHEAD_MS, self, breath)

    def pages(self) -> tuple[Page, ...]:
        """The pages made so far."""
        return tuple(self._pages.values())

    def open_pages(self) -> tuple[type[Page], ...]:
        """The pages the person signed in may open."""
        actor, practice = self.work.actor, self.work.house.practice
        here = (page for page in PAGES if practice or not page.practice_only)
        return tuple(page for page in here if not page.right or may(actor, page.right))

    def welcome(self) -> None:
        """Another person may have come: offer what is open to them."""
        self.hand.later()
        names = {page.name for page in self.open_pages()}
        self.rail.show_only(names)
        if self.page is not None and self.page.name not in names:
            self.go(FIRST, {})

    def go(self, name: str, params: Mapping[str, Any]) -> None:
        """Show a page for `params`; one that is not open to the person is not shown."""
        if page_class(name) not in self.open_pages():
            self.work.told.emit("warning", "您的岗位不能打开这一页", "", "")
            return
        page = self.page_named(name)
        if page is not self.page:
            self.ambience.let_go()
        self._title.setText(page.title)
        self.rail.mark(name)
        self._stack.setCurrentWidget(page)
        page.activate(params)
        if params.get("eid"):
            self.work.note_opened(str(params.get("kind") or name), str(params["eid"]))
        self._moment.start()

    def want(self, name: str, params: Mapping[str, Any]) -> None:
        """A page, or what the window does over any page."""
        if name in self.rail.names():
            self.go(name, params)
        elif name == "visit":
            self.show_visit(str(params["eid"]))
        else:
            self.window_wanted.emit(name, params)

    def show_visit(self, eid: str) -> None:
        """One visit whole, over the page."""
        from qi_desk.gui.pages.reception.visit_sheet import VisitSheet

        self.work.note_opened("visit", eid)
        sheet = VisitSheet(self.work, self, eid)
        sheet.wanted.connect(self.want)
        sheet.open()
        sheet.begin()

    def _on_draft(self) -> None:
        self.draft_changed.emit(self.sender())

    def _on_hit(self, hit: Hit) -> None:
        if hit.kind in self.rail.names():
            self.go(hit.kind, {"eid": hit.eid})
        elif hit.kind == "visit":
            self.show_visit(hit.eid)
        elif hit.kind == "blank_form":
            self.window_wanted.emit("blanks", {"number": hit.number})
        elif hit.kind in ("expert", "institution", "equipment"):
            self.go("library", {"kind": hit.kind, "eid": hit.eid})
        elif hit.kind == "minutes":
            self.go("meeting", {"kind": "minutes", "eid": hit.eid})
        elif hit.kind in ("survey", "complaint", "improvement"):
            self.go("feedback", {"kind": hit.kind, "eid": hit.eid})
        elif hit.kind in ("self_evaluation", "indicator_set"):
            self.go("evaluation", {"kind": hit.kind, "eid": hit.eid})
        elif hit.kind in _ARCHIVE_TABS:
            self.go("archive", {"tab": _ARCHIVE_TABS[hit.kind]})
        elif hit.kind == "contact":
            self.work.ask(client_views.client_of, hit.eid, owner=self, done=self._on_client_of)
        else:
            said = " ".join(part for part in (words.label("entity", hit.kind), hit.title, hit.number) if part)
            self.work.told.emit("accent", said, "", "")

    def _on_client_of(self, eid: str) -> None:
        self.go("enterprise", {"eid": eid})

    def set_station(self, slots: Mapping[str, str]) -> None:
        """The slots every phrase may use: the station's name and phone, who speaks, the window."""
        self._station = slots
        self.show_moment()

    def show_moment(self) -> None:
        """The courteous words for what is being done now."""
        page = self.page
        if page is None:
            return
        codes, slots = self.ambience.at(page.moment())
        given = {**self._station, **{name: value for name, value in slots.items() if value}}
        given.setdefault("称呼", "您")
        self._slots = given
        self.strip.show_words(self.work.speaking.of_moments(codes, given))
        self.moment_shown.emit()

    def _find_phrases(self, typed: str) -> Sequence[tuple[str, Rendered]]:
        """What `::` offers: the words of the moment, or those found by what was typed behind it."""
        found = self.work.speaking.find(typed, self._slots) if typed else self.strip.words()
        return [(one.situation, self.strip.spoken(one)) for one in found]

    def choose_situation(self) -> None:
        """Say what is going on, where no page can know it: rain, a customer in a hurry, the power gone."""
        choices = words.choices("phrase_moments")
        self.work.dialogs.choose(self, "换个场合", "现在是什么场合？再选一次就取消", choices, self.ambience.pick)

    def message(self) -> str:
        """What the message bar says."""
        return self.bar.text()
