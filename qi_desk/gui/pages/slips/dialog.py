"""核验回执: scan, paste or type what stands on a paper, and see what it is worth."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain import slips
from qi_desk.domain.errors import Expected, Problem
from qi_desk.domain.slips import Verdict
from qi_desk.gui import icons, theme, words
from qi_desk.gui.dialog_foot import foot_of
from qi_desk.gui.dialog_size import open_at
from qi_desk.gui.pages.slips.keys_tab import KeysTab
from qi_desk.gui.widgets.facts import FactsPane, Section
from qi_desk.gui.widgets.inputs import CodeInput, TextInput
from qi_desk.gui.workplace import Workplace
from qi_desk.services.slips import verification
from qi_desk.services.slips.verification import Verified

_VERDICTS: Mapping[Verdict, tuple[str, str, theme.Tone]] = {
    Verdict.GENUINE: ("真", "circle-check", theme.Tone.SUCCESS),
    Verdict.FALSE: ("伪", "circle-alert", theme.Tone.DANGER),
    Verdict.PRACTICE: ("演练单据，不作数", "triangle-alert", theme.Tone.WARNING),
    Verdict.UNKNOWN: ("核不了", "circle-question-mark", theme.Tone.WARNING),
}
_RECORDS = {
    verification.SAME: "与本机记录一致",
    verification.NEWER: "这张单据后来又出过一次，内容有变，请以新的为准",
    verification.CHANGED: "签出以后本机记录有改动，请与记录核对",
    verification.GONE: "这件记录已经作废",
    verification.ABSENT: "本机没有这件记录（可能是同站其他窗口出的，还没同步过来）",
}
_COMPARED = (("who", "服务对象"), ("what", "服务事项"), ("count", "材料份数"))
_LONGEST = 300
_SOON_MS = 250


class VerifyDialog(QDialog):
    """Enter or F9 judges; what was scanned anywhere while it is open is judged at once."""

    takes_scans = True

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("核验回执")
        self._work = work
        self._found: Verified | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        page = QWidget(self.tabs)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 10, 0, 0)
        column.addLayout(self._asked(page))
        column.addLayout(self._verdict(page))
        both = QHBoxLayout()
        self.facts = FactsPane("扫单据上的二维码，或把码粘贴到上面。不联网也能核验。", page)
        both.addWidget(self.facts, 3)
        both.addSpacing(10)
        both.addWidget(self._compared(page), 2)
        column.addLayout(both, 1)
        self.tabs.addTab(page, "核验")
        self.keys = KeysTab(work, self.tabs)
        self.tabs.addTab(self.keys, "本站签名钥匙")
        layout.addWidget(self.tabs, 1)
        row, self.deal = foot_of(self, "核验", self.judge)
        layout.addLayout(row)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.compare)
        open_at(self, parent, 104, 33)
        self.code.setFocus()

    def _asked(self, page: QWidget) -> QGridLayout:
        grid = QGridLayout()
        self.code, self.number = CodeInput(page), CodeInput(page)
        self.code.set_limit(_LONGEST)
        self.code.setPlaceholderText("扫二维码；或粘贴码上的文字；或抄二维码下的核验码")
        self.number.setPlaceholderText("回执编号（扫码可以不填；抄核验码时要填）")
        asked = (("签名码或核验码(&C)", self.code), ("单据编号(&N)", self.number))
        for line, (name, field) in enumerate(asked):
            label = QLabel(name, page)
            label.setBuddy(field)
            grid.addWidget(label, line, 0)
            grid.addWidget(field, line, 1)
            field.returnPressed.connect(self.judge)
        return grid

    def _verdict(self, page: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        self._sign = QLabel(page)
        self.verdict = QLabel(page)
        self.why = QLabel(page)
        self.why.setWordWrap(True)
        large = self.font()
        large.setPointSizeF(large.pointSizeF() * 1.7)
        self.verdict.setFont(large)
        row.addWidget(self._sign)
        row.addWidget(self.verdict)
        row.addSpacing(10)
        row.addWidget(self.why, 1)
        return row

    def _compared(self, page: QWidget) -> QWidget:
        """What stands on the paper, typed in: only its digest is in the code."""
        self._paper = QWidget(page)
        column = QVBoxLayout(self._paper)
        column.setContentsMargins(0, 0, 0, 0)
        told = QLabel("对照纸面：照着纸上写的填，看是不是签名时的内容（空格、标点不计）", self._paper)
        told.setWordWrap(True)
        theme.mark(told, theme.Tone.MUTED)
        column.addWidget(told)
        self.given: dict[str, TextInput] = {}
        self.marks: dict[str, QLabel] = {}
        for name, label in _COMPARED:
            field, mark, said = TextInput(self._paper), QLabel(self._paper), QLabel(label, self._paper)
            field.set_limit(_LONGEST)
            field.edited.connect(self._on_edited)
            said.setBuddy(field)
            self.given[name], self.marks[name] = field, mark
            row = QHBoxLayout()
            row.addWidget(said)
            row.addStretch(1)
            row.addWidget(mark)
            column.addLayout(row)
            column.addWidget(field)
        column.addStretch(1)
        self._paper.setVisible(False)
        return self._paper

    def take(self, code: str) -> None:
        """Judge what a scanner read; a bar code has the number alone, which a code read out on the phone needs."""
        self.tabs.setCurrentIndex(0)
        if slips.is_code(code):
            self.code.set_value(code)
            self.number.set_value("")
        else:
            self.number.set_value(code.split(maxsplit=1)[0])
        if self.code.value():
            self.judge()
        else:
            self.code.setFocus()

    def judge(self) -> None:
        """F9: what is the code worth?"""
        code, number = self.code.text(), self.number.value()
        if code.strip() or number:
            self._work.ask(
                verification.verify, code, number, owner=self, done=self._show, failed=self._refuse, exclusive="verify"
            )

    def _show(self, found: Verified) -> None:
        self._found = found
        name, icon, tone = _VERDICTS[found.verdict]
        self.verdict.setText(name)
        theme.set_tone(self.verdict, tone)
        self._sign.setPixmap(icons.icon(icon, tone.value).pixmap(32, 32))
        self.why.setText("\n".join(wording.problem(Problem("", code)) for code in found.reasons) or _said(found))
        self.facts.show_sections("", self._sections(found))
        self._paper.setVisible(bool(found.code))
        for field in self.given.values():
            field.clear()
        self._on_compared({})

    def _sections(self, found: Verified) -> list[Section]:
        if not found.code:
            return [Section("", (("单据编号", found.number),))]
        signed = (
            ("单据", words.label("slip_kinds", found.kind)),
            ("单据编号", found.number),
            ("出具的站", found.station),
            ("签出时间", words.moment(found.signed_at)),
            ("承诺日期", f"{found.due:%Y-%m-%d}" if found.due else "（没有）"),
            ("材料份数", str(found.count)),
            ("核验码", found.short),
            ("钥匙号", found.key),
        )
        own = (("本机记录", _RECORDS[found.record]),) if found.record else ()
        return [Section("签名里写的（逐项与纸面核对）", signed), Section("本站", own)]

    def _on_edited(self) -> None:
        self._soon.start()

    def compare(self) -> None:
        """What was typed from the paper against what was signed."""
        if self._found is not None and self._found.code:
            given = {name: field.value() for name, field in self.given.items()}
            self._work.ask(
                verification.compare,
                self._found.code,
                given,
                owner=self,
                done=self._on_compared,
                failed=self._refuse,
                exclusive="compare",
            )

    def _on_compared(self, same: Mapping[str, bool]) -> None:
        for name, mark in self.marks.items():
            mark.setText({True: "✓ 相符", False: "✗ 不符"}.get(same[name], "") if name in same else "")
            theme.set_tone(mark, theme.Tone.SUCCESS if same.get(name) else theme.Tone.DANGER)

    def _refuse(self, error: Expected) -> None:
        said = wording.sentence(error)
        self.why.setText(f"{said.what}{said.safe}{said.next}")


def _said(found: Verified) -> str:
    at = f"{found.signed_at:%Y-%m-%d %H:%M}" if found.signed_at else ""
    return f"{found.station} 站 {at} 签出，内容没有被改过。"
