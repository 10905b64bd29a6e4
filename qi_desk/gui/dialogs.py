"""Questions to the person, asked through one object that tests can answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from qi_desk.domain import file_names


class Dialogs:
    """Asks by real dialogs; answers come to the callback, nothing comes when the person says no."""

    def confirm(self, parent: QWidget, title: str, text: str, yes: str, then: Callable[[], None]) -> None:
        """Ask whether to do something; `yes` names the deed."""
        box = QMessageBox(QMessageBox.Icon.Question, title, text, parent=parent)
        agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(agree)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.accepted.connect(then)
        box.open()

    def choose(
        self,
        parent: QWidget,
        title: str,
        text: str,
        options: Sequence[tuple[str, str]],
        then: Callable[[str], None],
    ) -> None:
        """Let the person pick one of (code, label) by arrow and Enter."""
        _Chooser(parent, title, text, options, then).open()

    def ask_text(self, parent: QWidget, title: str, label: str, then: Callable[[str], None], begin: str = "") -> None:
        """Ask for one line; `begin` stands in it."""
        box = QInputDialog(parent)
        box.setWindowTitle(title)
        box.setLabelText(label)
        box.setTextValue(begin)
        box.setOkButtonText("确定")
        box.setCancelButtonText("取消")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.textValueSelected.connect(then)
        box.open()

    def open_file(self, parent: QWidget, title: str, kinds: str, then: Callable[[str], None]) -> None:
        """Ask which file to read."""
        box = QFileDialog(parent, title, "", kinds)
        box.setFileMode(QFileDialog.FileMode.ExistingFile)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.fileSelected.connect(then)
        box.open()

    def choose_folder(self, parent: QWidget, title: str, then: Callable[[str], None]) -> None:
        """Ask for a folder."""
        box = QFileDialog(parent, title)
        box.setFileMode(QFileDialog.FileMode.Directory)
        box.setOption(QFileDialog.Option.ShowDirsOnly)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.fileSelected.connect(then)
        box.open()

    def save_file(self, parent: QWidget, title: str, name: str, kinds: str, then: Callable[[str], None]) -> None:
        """Ask where to write; `name` is what stands there to begin with, in the form every system takes."""
        box = QFileDialog(parent, title, file_names.safe(name), kinds)
        box.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.fileSelected.connect(then)
        box.open()

    def tell(self, parent: QWidget, title: str, text: str) -> None:
        """Say something that must not be missed."""
        box = QMessageBox(QMessageBox.Icon.Information, title, text, QMessageBox.StandardButton.Ok, parent)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()


class _Chooser(QDialog):
    def __init__(
        self,
        parent: QWidget,
        title: str,
        text: str,
        options: Sequence[tuple[str, str]],
        then: Callable[[str], None],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._then = then
        layout = QVBoxLayout(self)
        label = QLabel(text)
        label.setWordWrap(True)
        layout.addWidget(label)
        self._list = QListWidget()
        self._list.setAccessibleName(title)
        label.setBuddy(self._list)
        for code, shown in options:
            item = QListWidgetItem(shown)
            item.setData(Qt.ItemDataRole.UserRole, code)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(self.accept)
        layout.addWidget(self._list)
        buttons = QDialogButtonBox()
        buttons.addButton("确定 (Enter)", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("返回 (Esc)", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 56)
        self.accepted.connect(self._chosen)

    def _chosen(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self._then(item.data(Qt.ItemDataRole.UserRole))
