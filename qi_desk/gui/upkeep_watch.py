"""Keeping the station in order while people work: copies, a look over its file, what is due to be tidied."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from qi_desk.domain.errors import Expected
    from qi_desk.gui.workplace import Workplace
    from qi_desk.services.backups import Standing
    from qi_desk.services.copies_port import Kept
    from qi_desk.services.sweeping import Sweep

_FIRST_MS, _REGULAR_MS = 45_000, 1_800_000


class UpkeepWatch(QObject):
    """Looks over every page of the file once after somebody signed in; then makes a copy whenever one is due. What
    stands in the way is told once; who can tidy up hears once a sign-in what waits for it."""

    # A page of the station's file does not hold.
    damaged = Signal()

    def __init__(self, work: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._told = ""
        self._looked = self._asked = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.go)

    def begin(self) -> None:
        """Somebody is signed in."""
        if not self._pause.isActive():
            self._pause.start(_FIRST_MS)

    def stop(self) -> None:
        """Nobody is any more."""
        self._pause.stop()

    def go(self) -> None:
        """Look, then copy."""
        from qi_desk.services import backups, rights

        self._pause.start(_REGULAR_MS)
        if not self._work.signed_in or not rights.may(self._work.actor, "backups.keep_up"):
            return
        if not self._looked:
            self._looked = True
            self._look_over()
            return
        self._work.act(backups.keep_up, owner=self, done=self._on_kept, failed=self._on_refused, lane="outside")

    def _look_over(self) -> None:
        from qi_desk.services import backups

        call, house, actor = backups.look_over, self._work.house, self._work.actor
        self._work.jobs.run(
            call, house, actor, owner=self, done=self._on_looked, failed=self._on_refused, lane="outside"
        )

    def _on_looked(self, found: tuple[str, ...]) -> None:
        if found:
            self.stop()
            self.damaged.emit()
        else:
            self.go()

    def _on_kept(self, made: Kept | None) -> None:
        self._told = ""
        if made is not None:
            self._work.told.emit("success", f"今天的备份已做好，放在 {made.place}", "", "")
        # Once a sign-in, of who can do it: nobody is nagged, and the shelf is not read every half hour for it.
        if not self._asked and not self._work.house.practice:
            self._asked = True
            self._ask()

    def _ask(self) -> None:
        from qi_desk.services import backups, rights

        if rights.may(self._work.actor, "backups.try_out"):
            self._work.ask(backups.standing, owner=self, done=self._on_standing)

    def _on_standing(self, found: Standing) -> None:
        from qi_desk.services import rights, sweeping

        trial = ("一个月没有试过从备份恢复了：到“设置—备份”按“试恢复”，不影响现在的资料。",) if found.test_due else ()
        if rights.may(self._work.actor, "visits.sweep"):
            self._work.ask(sweeping.to_sweep, owner=self, done=partial(self._remind, trial))
        else:
            self._remind(trial, None)

    def _remind(self, trial: tuple[str, ...], due: Sweep | None) -> None:
        """One message: a second would take the place of the first."""
        old = f"有 {due.total} 项个人信息或草稿保存到期：到“档案管理”按“清理到期信息”。" if due and due.total else ""
        said = " ".join((*trial, old)).strip()
        if said:
            self._work.told.emit("warning", said, "", "")

    def _on_refused(self, error: Expected) -> None:
        if self._told != error.code:
            self._told = error.code
            self._work.tell(error, "warning")
