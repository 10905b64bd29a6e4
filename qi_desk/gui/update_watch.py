"""What became of an update, and that one waits: told once to who signed in, between two visitors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from qi_desk.gui.main_window import MainWindow
    from qi_desk.services.updates import Standing
    from qi_desk.services.updates_port import Afterwards

_FIRST_MS, _REGULAR_MS = 20_000, 600_000


class UpdateWatch(QObject):
    """Looks a moment after somebody signed in, and now and then; says each thing once."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._work = window, window.work
        self._told = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.go)

    def begin(self) -> None:
        """Somebody is signed in."""
        self._pause.start(_FIRST_MS)

    def stop(self) -> None:
        """Nobody is any more."""
        self._pause.stop()

    def go(self) -> None:
        """Look, unless somebody is being served: then a little later."""
        from qi_desk.services import updates

        self._pause.start(_REGULAR_MS)
        if not self._work.signed_in or not self._window.at_desk:
            return
        page = self._window.desk.page
        if page.draft() is not None or page.read_back():
            self._pause.start(_FIRST_MS)
            return
        self._work.ask(updates.news, owner=self, done=self._on_news, lane="outside")

    def _on_news(self, after: Afterwards) -> None:
        from qi_desk.services import updates

        if after.given_up:
            said = f"新版本 {after.given_up} 没能正常打开，已退回现在的版本"
            following = "请继续使用，并把版本号告诉区里；提示资料是新版本写的，就从“更新之前”的备份恢复。"
            self._work.told.emit("warning", said, "资料没有丢失。", following)
        elif after.failed:
            said = f"新版本 {after.failed} 没有装上"
            self._work.told.emit("warning", said, "程序照常使用。", "到“设置—程序更新”再装一次，或请管理员安装。")
        elif after.arrived:
            self._work.told.emit("success", f"已更新到 {after.arrived} 版", "", "有什么变化见使用手册“程序更新”。")
        else:
            self._work.ask(updates.standing, owner=self, done=self._on_standing)

    def _on_standing(self, found: Standing) -> None:
        from qi_desk.services import rights

        if found.manifest is None or not found.ready or not rights.may(self._work.actor, "updates.install"):
            return
        if self._told != found.manifest.digest:
            self._told = found.manifest.digest
            said = f"新版本 {found.manifest.version} 已下载并核对"
            self._work.told.emit("accent", said, "", "空下来时到“设置—程序更新”安装，装好后下次启动生效。")
