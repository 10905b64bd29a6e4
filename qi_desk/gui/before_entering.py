"""What can be done before anybody has signed in: a new password with the recovery code, a copy put in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from qi_desk.gui.main_window import MainWindow


class BeforeEntering(QObject):
    """One for the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def recover(self) -> None:
        """A new password for somebody who forgot theirs."""
        from qi_desk.gui.pages.recover import RecoverDialog

        dialog = RecoverDialog(self._window.work, self._window)
        dialog.recovered.connect(self._on_recovered)
        dialog.open()

    def _on_recovered(self, account: str) -> None:
        self._greet("新密码已生效，请登录", account)

    def restore(self) -> None:
        """Put a copy in the place of the station, or bring a station to this PC."""
        from qi_desk.gui.pages.restoring import RestoreDialog

        dialog = RestoreDialog(self._window.work, self._window)
        dialog.restored.connect(self._on_restored)
        dialog.open()
        dialog.begin()

    def _on_restored(self, account: str) -> None:
        self._window.begin()
        self._greet("已恢复，请登录", account)

    def tell_new_key(self) -> None:
        """The store is sealed under a new key."""
        self._greet("资料密钥已更换，请用原来的密码登录。旧备份仍可恢复，请尽快再备份一次。")

    def _greet(self, said: str, account: str = "") -> None:
        self._window.sign_in.show_people(said, account)
        self._window.sign_in.focus()
