"""Giving service objects out: how much may leave, why, and where to; then the table is written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qi_desk import wording
from qi_desk.gui import words
from qi_desk.services import exports
from qi_desk.services.exports import Exported, Profile
from qi_desk.services.rights import may

if TYPE_CHECKING:
    from qi_desk.gui.pages.exchange.page import ExchangePage

TABLES = "表格 (*.xlsx *.csv)"


class Giving(QObject):
    """The questions of an export, one after the other."""

    def __init__(self, page: ExchangePage) -> None:
        super().__init__(page)
        self._page = page
        self._work = page.work

    def begin(self) -> None:
        """Ctrl+E."""
        kinds = [
            (profile.value, wording.texts()[f"exchange.profile.{profile.value}"])
            for profile in Profile
            if profile is not Profile.FULL or may(self._work.actor, "exports.full")
        ]
        text = "先选范围。导出会记入操作记录。"
        self._work.dialogs.choose(self._page, "导出服务对象", text, kinds, self._on_profile)

    def _on_profile(self, profile: str) -> None:
        bases = words.choices("disclosure_bases")
        self._work.dialogs.choose(self._page, "导出依据", "依据什么提供？", bases, partial(self._on_basis, profile))

    def _on_basis(self, profile: str, basis: str) -> None:
        name = exports.suggest(self._work.house, self._work.actor, profile, "xlsx")
        self._work.dialogs.save_file(self._page, "导出到", name, TABLES, partial(self._export, profile, basis))

    def _export(self, profile: str, basis: str, file: str) -> None:
        watching = self._page.watching
        watching.begin("正在导出")
        whole = profile == Profile.FULL
        self._work.ask(
            exports.full if whole else exports.shared,
            Path(file),
            *(() if whole else (profile,)),
            owner=self,
            done=partial(self._exported, file),
            failed=self._page.fail,
            basis=basis,
            progress=watching.progress,
            cancelled=watching.cancelled,
        )

    def _exported(self, file: str, done: Exported) -> None:
        self._page.watching.end()
        said = f"已导出 {done.rows} 家到 {Path(file).name}"
        if done.held_back:
            said += f"；{done.held_back} 家因保密级别没有导出"
        if done.personal:
            said += f"；{done.personal} 处文字里有电话或证件号"
        self._page.say(said)
