"""The copies of this station: where they go, which there are, whether restoring was tried."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from qi_desk.domain.backups import Backup
from qi_desk.domain.errors import Expected
from qi_desk.gui import copies, theme, words
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.pages.settings.card import Card
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services import backups, rights, station_settings
from qi_desk.services.backups import Standing
from qi_desk.services.copies_port import Kept

_COLUMNS = (
    Column[Kept]("时间", lambda one: words.moment(one.backup.made_at), width=18),
    Column[Kept]("来由", lambda one: words.label("backup_reasons", one.backup.why), width=14),
    Column[Kept]("内有", lambda one: copies.held_by(one.backup)),
    Column[Kept]("放在", lambda one: "本机" if one.inside else "U盘或共享文件夹", width=18, rank=1),
    Column[Kept]("大小", lambda one: copies.size_of(one.backup), width=12, right=True, rank=2),
)


class BackupCard(Card):
    """Makes copies, tries one out, leads to restoring."""

    # Somebody wants to restore: the window signs out first.
    restore_wanted = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__("备份", "每个工作日自动备份一次，整份加密，只有密码或恢复码能打开；旧的按日、周、月留存。")
        self.work = work
        self.model = RowsModel(_COLUMNS, self)
        self.standing = QLabel(self)
        self.standing.setWordWrap(True)
        self.column.addWidget(self.standing)
        row = QHBoxLayout()
        self.make = self._button(row, "现在备份", self.make_now)
        self.choose = self._button(row, "换存放文件夹…", self.choose_place)
        self.trial = self._button(row, "试恢复（检验备份能用）", self.try_out)
        self.restore = self._button(row, "恢复…", self.ask_restore)
        row.addStretch(1)
        self.column.addLayout(row)
        self.table = RowsTable(self.model, "还没有备份", "备份清单", self)
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * 8)
        self.column.addWidget(self.table, 1)

    def _button(self, row: QHBoxLayout, text: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.clicked.connect(slot)
        row.addWidget(button)
        return button

    def reload(self) -> None:
        """Ask how the copies stand."""
        runs = rights.may(self.work.actor, "backups.try_out")
        for button in (self.choose, self.trial, self.restore):
            button.setVisible(runs)
        may = rights.may(self.work.actor, "backups.standing")
        self.setVisible(may)
        if may:
            self.work.ask(backups.standing, owner=self, done=self._show, exclusive="backup card")

    def _show(self, found: Standing) -> None:
        self.model.set_rows(found.kept)
        tone = theme.Tone.WARNING if self._worries(found) else theme.Tone.SUCCESS
        theme.set_tone(self.standing, tone)
        self.standing.setText("\n".join(self._said(found)))

    def _worries(self, found: Standing) -> bool:
        return found.overdue or found.test_due or not found.reachable or all(one.inside for one in found.kept)

    def _said(self, found: Standing) -> list[str]:
        said = [f"存放在：{found.place}"]
        if not found.reachable:
            said.append("▲ 现在够不到这个文件夹，新备份先放在本机；插上U盘后会继续放过去。")
        elif all(one.inside for one in found.kept):
            said.append("▲ 备份和资料在同一块硬盘上，硬盘坏了会一起丢。请换到U盘或共享文件夹。")
        if found.overdue and not self.work.house.practice:
            said.append("▲ 已有几天没有备份，请现在备份一次。")
        if found.test_due:
            said.append("▲ 一个月没有试过恢复了，请试一次。")
        elif found.tested_at is not None:
            said.append(f"✓ 试恢复通过：{words.moment(found.tested_at)}")
        return said

    def make_now(self) -> None:
        """Copy now."""
        self._busy(True, "正在备份并核对……")
        self.work.act(backups.make, owner=self, done=self._on_made, failed=self._on_refused, lane="outside")

    def _on_made(self, made: Kept) -> None:
        self._busy(False)
        self.work.told.emit("success", f"已备份并核对：{copies.held_by(made.backup)}，放在 {made.place}", "", "")
        self.reload()

    def choose_place(self) -> None:
        """Another folder, best on another disk."""
        self.work.dialogs.choose_folder(self, "备份放在哪个文件夹", self._on_place)

    def _on_place(self, folder: str) -> None:
        change = station_settings.change_desk_setting
        self.work.ask(change, backups.FOLDER, folder, owner=self, done=self._on_chosen, failed=self._on_refused)

    def _on_chosen(self, _nothing: object) -> None:
        self.reload()

    def try_out(self) -> None:
        """Restore the chosen copy, or the newest, into a folder of its own and open it there."""
        row = self.table.current()
        name = row.backup.name if isinstance(row, Kept) else ""
        self._busy(True, "正在把备份恢复到临时文件夹并打开核对，不影响现在的资料……")
        self.work.act(backups.try_out, name, owner=self, done=self._on_tried, failed=self._on_refused, lane="outside")

    def _on_tried(self, tried: Backup) -> None:
        self._busy(False)
        self.work.told.emit("success", f"试恢复通过：{copies.made_when(tried)}，{copies.held_by(tried)}", "", "")
        self.reload()

    def ask_restore(self) -> None:
        """Restoring closes the station."""
        text = "恢复要先退出登录。现在的资料会整份留底，不会删除。要继续吗？"
        self.work.dialogs.confirm(self, "从备份恢复", text, "退出并恢复", self._emit_restore)

    def _emit_restore(self) -> None:
        self.restore_wanted.emit()

    def _busy(self, busy: bool, said: str = "") -> None:
        for button in (self.make, self.choose, self.trial, self.restore):
            button.setEnabled(not busy)
        if said:
            self.standing.setText(said)

    def _on_refused(self, error: Expected) -> None:
        self._busy(False)
        self.work.tell(error)
        self.reload()
