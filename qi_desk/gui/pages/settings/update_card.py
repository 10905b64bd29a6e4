"""The program itself: which version runs, what is new in one that waits, how it is put in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget

from qi_desk import wording
from qi_desk.domain.errors import Expected, NotAllowed
from qi_desk.domain.moments import china_date
from qi_desk.domain.updates import DEB, FOLDER, WINDOWS, Manifest
from qi_desk.gui import theme, words
from qi_desk.gui.pages.settings.card import Card
from qi_desk.gui.widgets.flow_rows import FlowRows
from qi_desk.gui.widgets.inputs import FlagInput
from qi_desk.gui.workplace import Workplace
from qi_desk.services import rights, station_settings, updates
from qi_desk.services.outcomes import Changes
from qi_desk.services.updates import Standing

_WAYS = {FOLDER: "装在个人文件夹", DEB: "系统软件包", WINDOWS: "Windows 安装程序", "": "没有安装，直接运行"}
_MEGA = 1_000_000


class UpdateCard(Card):
    """What there is and what can be done about it; only who runs the desk sees the buttons."""

    # Ask the district at once.
    exchange_wanted = Signal()
    # The window is to close, so that the system can install.
    leave_wanted = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__(
            "程序更新", "更新包由发布方签名，逐字节核对无误才安装；装好后下次启动生效，正在办的事不受影响。"
        )
        self.work = work
        self._asked = False
        self._busy = False
        self._found: Standing | None = None
        self.standing = _text(self, "现在的版本")
        self.column.addWidget(self.standing)
        self.news = _text(self, "新版本有什么变化")
        self.column.addWidget(self.news)
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName("下载进度")
        self.column.addWidget(self.progress)
        self.typed = _text(self, "管理员的安装命令")
        self.column.addWidget(self.typed)
        self.automatic = FlagInput(self)
        self.automatic.setText("有新版本自动下载（按流量计费的网络请不要勾，要时再按“下载”）")
        self.automatic.setAccessibleName("新版本自动下载")
        self.automatic.edited.connect(self._on_automatic)
        self.column.addWidget(self.automatic)
        row = QWidget(self)
        flow = FlowRows(row, 8)
        self.install = _button(row, flow, "安装", self.put_in)
        theme.mark(self.install, theme.Tone.PRIMARY)
        self.hand = _button(row, flow, "退出并安装…", self.ask_hand_over)
        self.fetch = _button(row, flow, "下载", self.fetch_now)
        self.ask = _button(row, flow, "向区里查新版本", self.ask_now)
        self.stick = _button(row, flow, "从U盘更新…", self.choose)
        self.copy = _button(row, flow, "复制安装命令", self.copy_typed)
        self.column.addWidget(row)
        work.changed.connect(self._on_changed)
        self._offer(None)

    def reload(self) -> None:
        """Ask how the program stands."""
        self.work.ask(updates.standing, owner=self, done=self._show, exclusive="update card")

    def _on_changed(self, changes: Changes, _source: object) -> None:
        if "update" in changes.kinds and self.isVisible() and not self._busy:
            self.reload()

    def _show(self, found: Standing) -> None:
        self._found = found
        if self._busy:
            return
        said = [f"现在的版本：{found.version}（{_WAYS[found.way]}）", *self._state(found)]
        worried = bool(found.trouble) and found.manifest is None
        theme.set_tone(self.standing, theme.Tone.WARNING if worried else theme.Tone.NORMAL)
        self.standing.setText("\n".join(said))
        self.news.setText("\n".join(_news(found.manifest)) if found.manifest is not None else "")
        self.news.setVisible(found.manifest is not None)
        self.typed.setText(f"管理员也可以在终端运行：\n{found.typed}" if found.typed and found.ready else "")
        self.automatic.set_value(found.automatic)
        self._offer(found)

    def _state(self, found: Standing) -> list[str]:
        if found.next:
            return [f"✓ {found.next} 版已装好，下次启动生效；正在办的事不受影响。"]
        if found.manifest is not None and found.package is not None:
            size = f"{found.package.size / _MEGA:.1f} MB"
            came = "已下载并核对，可以安装" if found.ready else _come(found)
            return [f"有新版本 {found.manifest.version}（{size}），{came}。"]
        if found.trouble:
            said = wording.sentence(Expected(found.trouble, **found.values))
            return [f"▲ 区里给的更新没有采用：{said.what}{said.next}"]
        if not found.way:
            return ["这份程序不是装好的版本，请管理员按安装说明更新。"]
        if found.asked_at is not None:
            return [f"✓ 没有更新的版本（{words.moment(found.asked_at)} 向区里查过）。"]
        return ["没有等着安装的新版本。"]

    def _offer(self, found: Standing | None) -> None:
        """Show what can be done now, by whoever sits here."""
        may = found is not None and bool(found.way) and rights.may(self.work.actor, "updates.install")
        waits = found is not None and found.manifest is not None
        ready = waits and found is not None and found.ready
        own = found is not None and found.way == FOLDER
        district = may and self.work.house.district
        self.install.setVisible(may and ready and own)
        self.hand.setVisible(may and ready and not own)
        self.fetch.setVisible(district and waits and not ready and found is not None and not found.automatic)
        self.ask.setVisible(district)
        self.stick.setVisible(may)
        self.copy.setVisible(may and ready and bool(self.typed.text()))
        self.typed.setVisible(may and bool(self.typed.text()))
        self.automatic.setVisible(district)
        coming = waits and found is not None and found.have > 0 and not found.ready
        self.progress.setVisible(coming)
        if coming and found is not None and found.package is not None:
            self.progress.setRange(0, 100)
            self.progress.setValue(100 * found.have // found.package.size)

    def ask_now(self) -> None:
        """Ask the district whether there is something newer."""
        self._asked = True
        self.work.act(updates.ask, owner=self, done=self._on_asked, failed=self._on_refused)

    def fetch_now(self) -> None:
        """Download what is offered, though this desk does not do so by itself."""
        self.work.act(updates.want, owner=self, done=self._on_asked, failed=self._on_refused)

    def _on_asked(self, _nothing: object) -> None:
        self.exchange_wanted.emit()

    def choose(self) -> None:
        """Look for an update on a stick."""
        self.work.dialogs.choose_folder(self, "更新放在哪个文件夹（里面有 .update 文件）", self.look_at)

    def look_at(self, folder: str) -> None:
        """Say what is there before anything is taken."""
        look = partial(self._on_seen, folder)
        self.work.ask(updates.look_at, Path(folder), owner=self, done=look, failed=self._on_refused, lane="outside")

    def _on_seen(self, folder: str, manifest: Manifest) -> None:
        text = "\n".join([f"找到 {manifest.version} 版，签名核对无误。", *_news(manifest), "要拷到这台电脑吗？"])
        self.work.dialogs.confirm(self, "从U盘更新", text, "拷贝并核对", partial(self._take, folder))

    def _take(self, folder: str) -> None:
        self._begin("正在拷贝并逐字节核对，请先不要拔U盘……")
        self.work.act(
            updates.take, Path(folder), owner=self, done=self._on_taken, failed=self._on_refused, lane="outside"
        )

    def _on_taken(self, manifest: Manifest) -> None:
        self._end()
        self.work.told.emit("success", f"{manifest.version} 版已拷好并核对，可以拔U盘了", "", "")

    def put_in(self) -> None:
        """Put it in, in the background."""
        self._begin("正在备份资料、解开新版本并在备份上试运行，要几分钟；可以照常办理业务……")
        self.work.act(updates.install, owner=self, done=self._on_put_in, failed=self._on_refused, lane="outside")

    def _on_put_in(self, manifest: Manifest) -> None:
        self._end()
        said = f"{manifest.version} 版已装好，下次启动生效"
        self.work.told.emit("success", said, "原来的版本留着，新版本打开资料后才清理。", "")

    def ask_hand_over(self) -> None:
        """The system installs it: the window closes for that."""
        text = (
            "安装由系统进行，要先关上本程序；没写完的都会留着。\n"
            "先备份资料，然后系统会询问管理员密码，装好后程序自动再打开。现在没有客户在办事吧？"
        )
        self.work.dialogs.confirm(self, "退出并安装", text, "备份、退出并安装", self._hand_over)

    def _hand_over(self) -> None:
        self._begin("正在备份资料……")
        self.work.act(updates.hand_over, owner=self, done=self._on_handed, failed=self._on_refused, lane="outside")

    def _on_handed(self, _typed: str) -> None:
        self._end()
        self.leave_wanted.emit()

    def copy_typed(self) -> None:
        """The administrator's line into the clipboard."""
        if self._found is not None:
            QGuiApplication.clipboard().setText(self._found.typed)
            self.work.told.emit("success", "安装命令已复制，请管理员在终端里粘贴运行", "", "")

    def _on_automatic(self) -> None:
        value = updates.BY_ITSELF if self.automatic.value() else updates.WHEN_ASKED
        change = station_settings.change_desk_setting
        self.work.ask(change, updates.DOWNLOAD, value, owner=self, done=self._on_set, failed=self._on_refused)

    def _on_set(self, _nothing: object) -> None:
        self.reload()

    def _begin(self, said: str) -> None:
        self._busy = True
        self.standing.setText(said)
        self.progress.setRange(0, 0)
        self.progress.show()
        for button in (self.install, self.hand, self.fetch, self.ask, self.stick):
            button.setEnabled(False)

    def _end(self) -> None:
        self._busy = False
        self.progress.setRange(0, 100)
        for button in (self.install, self.hand, self.fetch, self.ask, self.stick):
            button.setEnabled(True)
        self.reload()

    def _on_refused(self, error: Expected) -> None:
        self._end()
        self.work.tell(error, "warning" if isinstance(error, NotAllowed) else "danger")


def _news(manifest: Manifest) -> list[str]:
    made = f"{china_date(manifest.made_at)} 发布，更新说明有效到 {china_date(manifest.expires)}"
    return [f"{manifest.version} 版的变化（{made}）：", *(f"· {note}" for note in manifest.notes)]


def _come(found: Standing) -> str:
    if found.package is None or not found.have:
        return "等着下载" if found.automatic else "还没有下载"
    return f"已下载 {100 * found.have // found.package.size}%，断网后会接着下"


def _text(card: QWidget, name: str) -> QLabel:
    label = QLabel(card)
    label.setWordWrap(True)
    label.setAccessibleName(name)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _button(row: QWidget, flow: FlowRows, text: str, slot: Callable[[], None]) -> QPushButton:
    button = QPushButton(text, row)
    button.clicked.connect(slot)
    flow.addWidget(button)
    return button
