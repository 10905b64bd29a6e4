"""Giving a pack out: which one, how much of it, why, and where to; then it is written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qi_desk import wording
from qi_desk.domain.errors import Expected
from qi_desk.gui import words
from qi_desk.services.compliance import packing
from qi_desk.services.compliance.packing import APPLICATION, EVIDENCE, Packed
from qi_desk.services.rights import may

if TYPE_CHECKING:
    from qi_desk.gui.pages.compliance.page import CompliancePage

_FILES = "压缩包 (*.zip)"
_WHOLE = "whole:"


class Giving(QObject):
    """The questions of a pack, one after the other."""

    def __init__(self, page: CompliancePage) -> None:
        super().__init__(page)
        self._page = page
        self._work = page.work

    def begin(self) -> None:
        """Ctrl+S."""
        if not may(self._work.actor, "compliance.pack"):
            self._page.say("您的岗位不能出具证据包。", "warning")
            return
        names = {what: wording.texts()[f"compliance.pack.{what}"] for what in (EVIDENCE, APPLICATION)}
        kinds = [(what, f"{name}（脱敏）") for what, name in names.items()]
        if may(self._work.actor, "compliance.pack_full"):
            kinds += [(f"{_WHOLE}{what}", f"{name}（不脱敏，附全部附件，要写依据）") for what, name in names.items()]
        text = "打成一个压缩包：PDF（带目录页码）、表格和附件。导出会记入操作记录。"
        self._work.dialogs.choose(self._page, "出具材料", text, kinds, self._on_kind)

    def _on_kind(self, kind: str) -> None:
        what = kind.removeprefix(_WHOLE)
        if kind == what:
            self._ask_file(what, "")
        else:
            bases = words.choices("disclosure_bases")
            self._work.dialogs.choose(self._page, "依据", "依据什么不脱敏提供？", bases, partial(self._ask_file, what))

    def _ask_file(self, what: str, basis: str) -> None:
        name = packing.suggest(self._work.house, self._work.actor, what)
        self._work.dialogs.save_file(self._page, "保存到", name, _FILES, partial(self._pack, what, basis))

    def _pack(self, what: str, basis: str, file: str) -> None:
        watching = self._page.watching
        watching.begin("正在整理")
        path = Path(file) if file.lower().endswith(".zip") else Path(f"{file}.zip")
        self._work.ask(
            packing.pack_full if basis else packing.pack,
            path,
            what,
            self._work.papers,
            owner=self,
            done=partial(self._packed, path.name),
            failed=self._failed,
            basis=basis,
            progress=watching.progress,
            cancelled=watching.cancelled,
        )

    def _failed(self, error: Expected) -> None:
        self._page.watching.end()
        self._page.refuse(error)

    def _packed(self, name: str, done: Packed) -> None:
        self._page.watching.end()
        said = f"已保存 {name}：{done.pages} 页，{done.files} 个附件"
        if done.secret:
            said += f"；{done.secret} 个附件不能脱敏，没有放入"
        if done.elsewhere:
            said += f"；{done.elsewhere} 个附件在其他窗口，没有放入"
        self._page.say(said)
