"""The window: sign-in or wizard first, then the desk; the keys of the house, locking, drafts, status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QStackedWidget

from qi_desk.domain.errors import Expected
from qi_desk.gui import keys, theme
from qi_desk.gui.before_entering import BeforeEntering
from qi_desk.gui.help_key import HelpKey
from qi_desk.gui.pages.sign_in import SignInPage
from qi_desk.gui.widgets.painted_window import PaintedWindow
from qi_desk.gui.workplace import Workplace

if TYPE_CHECKING:
    from qi_desk.services.gate import Arrival


SIGNING_IN, FOUNDING = "signing-in", "new-station"
"""The chapters of the manual about what comes before the desk."""


class MainWindow(PaintedWindow):
    """One window for one desk."""

    # Somebody signed in, and the desk stands.
    arrived = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self.work = work
        self.desk: Any = None
        self._by: Callable[[], None] = work.gate.leave
        self._then: Callable[[], None] | None = None
        self.setMinimumSize(1024, 600)
        self.resize(1280, 720)
        self._root = QStackedWidget()
        self._root.setObjectName("root")
        self.setCentralWidget(self._root)
        self.sign_in = SignInPage(work)
        self.sign_in.arrived.connect(self.arrive)
        self.before = BeforeEntering(self)
        self.sign_in.recovery_wanted.connect(self.before.recover)
        self.sign_in.station_wanted.connect(self.show_wizard)
        self.sign_in.restore_wanted.connect(self.before.restore)
        self._root.addWidget(self.sign_in)
        self.painted.connect(self.sign_in.settle)
        work.jobs.unhandled.connect(self._on_unhandled)
        self.setWindowTitle("质量基础设施服务窗口")
        self.help = HelpKey(self)
        self.sign_in.help_wanted.connect(self.help.open_here)

    @property
    def at_desk(self) -> bool:
        """Whether the desk is shown, not the sign-in page or the wizard."""
        return self.desk is not None and self._root.currentWidget() is self.desk

    @property
    def entrance(self) -> str:
        """Where the manual tells of the page before the desk."""
        return SIGNING_IN if self._root.currentWidget() is self.sign_in else FOUNDING

    def begin(self) -> None:
        """Show the first page there is something to do on."""
        if not self.work.gate.exists:
            self.show_wizard()
            return
        try:
            self.sign_in.show_people()
        except Expected as error:
            self._on_unhandled(error)
            return
        self._frame_practice()
        self._root.setCurrentWidget(self.sign_in)
        self.sign_in.focus()

    def show_wizard(self) -> None:
        """The sheet of a new station."""
        from qi_desk.gui.pages.wizard import WizardPage

        if self.work.gate.practice:
            self.work.gate = self.work.gates.real()
        if self.work.gate.exists:
            self.begin()
            return
        self._frame_practice()
        wizard = WizardPage(self.work)
        wizard.founded.connect(self._on_founded)
        wizard.practice_founded.connect(self.arrive)
        wizard.restore_wanted.connect(self.before.restore)
        self._root.addWidget(wizard)
        self._root.setCurrentWidget(wizard)
        wizard.ui.code.input.setFocus()

    def _on_founded(self, arrival: Arrival, recovery: str) -> None:
        from qi_desk.gui.pages.wizard import RecoveryDialog

        self.arrive(arrival)
        dialog = RecoveryDialog(recovery, self)
        dialog.print_wanted.connect(self._on_print_recovery)
        dialog.open()

    def _on_print_recovery(self, code: str) -> None:
        from qi_desk.services import paperwork

        self.deeds.show_paper({"order": paperwork.recovery_sheet, "args": (code,)})

    def _frame_practice(self) -> None:
        practice = self.work.gate.practice
        colour = theme.colour("warning").name()
        self._root.setStyleSheet(f"#root {{ border: 4px solid {colour}; }}" if practice else "")
        self.setWindowTitle(f"{'【演练】' if practice else ''}质量基础设施服务窗口")

    def arrive(self, arrival: Arrival) -> None:
        """Somebody signed in: the desk, as it was left if the same one is back."""
        from qi_desk import wording

        self.work.arrive(arrival)
        self._frame_practice()
        first = self.desk is None
        if first:
            self._build_desk()
        self._root.setCurrentWidget(self.desk)
        self.desk.welcome()
        self.desk.set_station(self._slots())
        self.status.show_person(arrival.actor)
        for notice in arrival.notices:
            self.work.told.emit("warning", wording.notice(notice), "", "")
        self.desk.go("reception" if first else self.desk.page.name, {})
        self._hidden.come_back(arrival.actor.account)
        self.drafts.offer()
        self.idle.start(self.work.house.settings.get("desk.lock_minutes"))
        self.district.begin()
        self.upkeep.begin()
        self.updates.begin()
        self.customer.begin()
        self.work.speaking.refresh()
        self.arrived.emit()

    def _slots(self) -> Mapping[str, str]:
        actor = self.work.actor
        return {"专员": actor.name, "窗口": actor.window, "站名": self.status.station, **self.status.phones}

    def _build_desk(self) -> None:
        from qi_desk.gui.clipboard_watch import ClipboardWatch
        from qi_desk.gui.customer.turn import CustomerSide
        from qi_desk.gui.desk import DeskView
        from qi_desk.gui.district_watch import DistrictWatch
        from qi_desk.gui.drafting import DraftKeeper
        from qi_desk.gui.hidden_dialogs import HiddenDialogs
        from qi_desk.gui.scanning import ScanWatch
        from qi_desk.gui.status import StatusLine
        from qi_desk.gui.undoing import Undoing
        from qi_desk.gui.update_watch import UpdateWatch
        from qi_desk.gui.upkeep_watch import UpkeepWatch
        from qi_desk.gui.watch import ChainWatch, IdleWatch
        from qi_desk.gui.window_deeds import WindowDeeds
        from qi_desk.gui.window_keys import bind_keys

        self.undoing = Undoing(self.work, self)
        self.desk = DeskView(self.work)
        self._root.addWidget(self.desk)
        self.status = StatusLine(self.work)
        self.status.station_known.connect(self._on_station)
        self.setStatusBar(self.status)
        self.district = DistrictWatch(self.work, self)
        self.district.stood.connect(self.status.refresh)
        self.district.forgotten.connect(self.sign_out)
        self.deeds = WindowDeeds(self)
        self.status.exchange_wanted.connect(self.deeds.show_exchange)
        self.clipboard = ClipboardWatch(self)
        self.customer = CustomerSide(self)
        self.desk.help_wanted.connect(self.help.open_here)
        self.district.stood.connect(self._on_district)
        self.drafts = DraftKeeper(self.work, self.desk)
        self._hidden = HiddenDialogs()
        self.idle = IdleWatch(self)
        self.idle.idled.connect(self.lock)
        self.scans = ScanWatch(self)
        self.scans.scanned.connect(self.deeds.take_scanned)
        self.upkeep = UpkeepWatch(self.work, self)
        self.upkeep.damaged.connect(self.deeds.tell_damage)
        self.updates = UpdateWatch(self)
        self.chain = ChainWatch(self.work, self)
        self.chain.begin()
        self.desk.make_ahead("intake")
        bind_keys(self)

    def _on_station(self) -> None:
        self.desk.set_station(self._slots())
        self.customer.begin()

    def _on_district(self) -> None:
        self.desk.ambience.line(fails=self.district.cut_off)

    def refresh(self) -> None:
        """F5."""
        self.desk.page.slots().get(keys.REFRESH, self.desk.page.reload)()

    def new_visitor(self) -> None:
        """F2, from anywhere."""
        self.desk.go("reception", {})
        self.desk.page.new_visitor()

    def focus_search(self) -> None:
        """F3."""
        self.desk.search.begin()

    def back(self) -> None:
        """Esc: close what is open, from the smallest."""
        if self.customer.screen.busy:
            self.customer.screen.cancel()
        elif self.desk.bar.isVisible():
            self.desk.bar.hide()
        elif not self.desk.page.back() and self.desk.page.name != "reception":
            self.desk.go("reception", {})

    def lock(self) -> None:
        """Hide everything behind the sign-in page; the store stays open, nothing typed is lost."""
        if not self.work.signed_in or self._root.currentWidget() is self.sign_in:
            return
        from qi_desk.services import sessions

        self.drafts.keep_all()
        self.work.ask(sessions.lock, owner=self)
        self.idle.stop()
        self.clipboard.clear()
        self.customer.finish()
        self._hidden.hide_all(self, self.work.actor.account)
        self.sign_in.show_people("已锁定。换人办理也在这里登录，没写完的都留着。", self.work.actor.account)
        self._root.setCurrentWidget(self.sign_in)
        self.sign_in.focus()

    def sign_out(self, *, by: Callable[[], None] | None = None, then: Callable[[], None] | None = None) -> None:
        """Close the store and go back to the sign-in page; `by` closes it in another way, `then` is what comes next."""
        self._by, self._then = by or self.work.gate.leave, then
        self.drafts.keep_all()
        self.idle.stop()
        self.clipboard.clear()
        self.chain.stop()
        self.upkeep.stop()
        self.updates.stop()
        self.district.finish(self._leave)

    def _leave(self) -> None:
        self.work.jobs.run(self._by, owner=self, done=self._on_left, failed=self._on_not_left)

    def _on_not_left(self, error: Expected) -> None:
        """Signed out, but what was to be done with that was refused."""
        self._then = None
        self._on_left(None)
        self._on_unhandled(error)

    def _on_left(self, _nothing: object) -> None:
        self.work.depart()
        self.customer.leave()
        self._root.removeWidget(self.desk)
        self.desk.deleteLater()
        self.desk = None
        self.status.deleteLater()
        self.district.deleteLater()
        self.undoing.deleteLater()
        self.clipboard.deleteLater()
        self.upkeep.deleteLater()
        self.updates.deleteLater()
        self.deeds.deleteLater()
        self.setStatusBar(None)  # type: ignore[arg-type]
        self.begin()
        if self._then is not None:
            self._then()

    def change_look(self, name: str, text: str) -> None:
        """Another theme or text size, at once."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, name, text)
        self._frame_practice()

    def _on_unhandled(self, error: Expected) -> None:
        from qi_desk import wording

        if self.at_desk:
            self.work.tell(error)
        else:
            self.work.dialogs.tell(self, "需要处理", str(wording.sentence(error)))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is half-written, then let go in order: jobs, store, paper."""
        self.help.close()
        if self.desk is not None:
            self.drafts.keep_all()
            self.district.finish()
            self.customer.leave()
        event.accept()
        QTimer.singleShot(0, QApplication.quit)
