"""附件: the files of a record; added from the disk, pasted from the clipboard or dropped, looked at where they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QDialog, QLabel, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain.attachments import MEDIA
from qi_desk.domain.errors import Expected, Invalid
from qi_desk.gui import theme, words
from qi_desk.gui.dialog_foot import foot_with_keys
from qi_desk.gui.dialog_size import open_at
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.saving import save
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services import attachments
from qi_desk.services.attachments import AttachmentLine

_KIB = 1024
_EMPTY = "还没有附件。按 Ctrl+O 选文件，Ctrl+V 粘贴截图，或把文件拖进来。"
_SAID = "可以放照片、扫描件和办公文档，单个不超过 50 MB；存进本站加密的资料里。"


def _size(line: AttachmentLine) -> str:
    return f"{line.size / _KIB / _KIB:.1f} MB" if line.size >= _KIB * _KIB else f"{max(line.size // _KIB, 1)} KB"


_LINES = (
    Column[AttachmentLine]("名称", lambda line: line.name),
    Column[AttachmentLine]("种类", lambda line: words.label("attachment_roles", line.role), width=10, rank=1),
    Column[AttachmentLine]("大小", _size, width=10, rank=2),
    Column[AttachmentLine]("时间", lambda line: words.near_moment(line.added_at), width=14),
    Column[AttachmentLine]("经办", lambda line: line.by, width=10, rank=3),
)


class AttachmentsDialog(QDialog):
    """Ctrl+O adds from the disk, Ctrl+V pastes a picture, files may be dropped; Enter saves a copy outside."""

    def __init__(self, work: Workplace, parent: QWidget, kind: str, eid: str, title: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"附件　{title}")
        self.setAcceptDrops(True)
        self._work, self._kind, self._eid = work, kind, eid
        self._picture = QImage()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        self.model: RowsModel[AttachmentLine] = RowsModel(_LINES, self)
        self.table = RowsTable(self.model, _EMPTY, "附件", split)
        self.table.opened.connect(self.save_copy)
        self.table.view.selectionModel().currentRowChanged.connect(self._on_row)
        self.preview = QLabel("选中一张照片，这里预览", split)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.preview.setAccessibleName("预览")
        split.addWidget(self.table)
        split.addWidget(self.preview)
        split.setSizes([520, 380])
        layout.addWidget(split, 1)
        self._told = QLabel(_SAID, self)
        self._told.setWordWrap(True)
        theme.mark(self._told, theme.Tone.MUTED)
        layout.addWidget(self._told)
        layout.addLayout(foot_with_keys(self, self._deeds()))
        open_at(self, parent, 120, 28)

    def _deeds(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        return (
            ("撤下 (Ctrl+D)", "Ctrl+D", self.withdraw),
            ("粘贴 (Ctrl+V)", "Ctrl+V", self.paste),
            ("另存 (Enter)", "", self.save_copy),
            ("返回 (Esc)", "", self.reject),
            ("选文件 (Ctrl+O)", "Ctrl+O", self.choose_file),
        )

    def begin(self) -> None:
        """Show the files."""
        self.open()
        self.table.setFocus()
        self._read()

    def _read(self, _value: object = None) -> None:
        self._work.ask(attachments.of_record, self._eid, owner=self, done=self._show, exclusive="attachments")

    def _show(self, lines: tuple[AttachmentLine, ...]) -> None:
        self.model.set_rows(lines)
        self._on_row()

    def _line(self) -> AttachmentLine | None:
        line = self.table.current()
        return line if isinstance(line, AttachmentLine) else None

    def _on_row(self) -> None:
        line = self._line()
        self._picture = QImage()
        if line is None or not line.media.startswith("image/"):
            self.preview.setPixmap(QPixmap())
            self.preview.setText("这种文件不预览，按 Enter 另存后打开" if line is not None else "")
        elif not line.here:
            self.preview.setText("内容还在另一台电脑上，同步后就能看")
        else:
            self._work.ask(
                attachments.read, line.eid, owner=self, done=self._preview, failed=self._refuse, exclusive="preview"
            )

    def _preview(self, data: bytes) -> None:
        self._picture = QImage.fromData(data)
        self._fit()

    def _fit(self) -> None:
        if not self._picture.isNull():
            keep = Qt.AspectRatioMode.KeepAspectRatio
            smooth = Qt.TransformationMode.SmoothTransformation
            self.preview.setPixmap(QPixmap.fromImage(self._picture).scaled(self.preview.size(), keep, smooth))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def choose_file(self) -> None:
        """Ctrl+O."""
        kinds = " ".join(f"*.{ending}" for ending in MEDIA)
        self._work.dialogs.open_file(self, "选文件", f"照片与文档 ({kinds})", lambda path: self.add([Path(path)]))

    def add(self, files: Sequence[Path]) -> None:
        """Add files of the disk."""
        for file in files:
            try:
                data = file.read_bytes()
            except OSError:
                self._tell(f"读不了 {file.name}，请确认文件还在。")
                continue
            self._keep(
                file.name, data, "photo" if MEDIA.get(file.suffix[1:].lower(), "").startswith("image/") else "scan"
            )

    def paste(self) -> None:
        """Ctrl+V: a picture of the clipboard."""
        image = QGuiApplication.clipboard().image()
        if image.isNull():
            self._tell("剪贴板里没有图片。先截图，再按 Ctrl+V。")
            return
        held = QByteArray()
        buffer = QBuffer(held)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"PNG")).write(image)
        self._keep(f"截图 {self._work.house.clock.now():%m-%d %H%M%S}.png", bytes(held.data()), "photo")

    def _keep(self, name: str, data: bytes, role: str) -> None:
        self._work.act(
            attachments.add,
            self._kind,
            self._eid,
            name,
            data,
            role,
            owner=self,
            done=self._read,
            failed=self._refuse,
            said="已加附件",
        )

    def save_copy(self, _line: object = None) -> None:
        """Enter: a copy outside, no longer sealed."""
        line = self._line()
        if line is not None and line.here:
            self._work.dialogs.save_file(self, "另存附件", line.name, "所有文件 (*)", partial(self._write, line.eid))

    def _write(self, eid: str, path: str) -> None:
        def write(data: bytes) -> None:
            try:
                save(Path(path), data)
            except Expected as error:
                self._refuse(error)
                return
            self._tell(f"已另存到 {path}（这一份没有加密）")

        self._work.ask(attachments.read, eid, owner=self, done=write, failed=self._refuse)

    def withdraw(self) -> None:
        """Ctrl+D."""
        line = self._line()
        if line is not None:
            self._work.act(
                attachments.withdraw, line.eid, owner=self, done=self._read, failed=self._refuse, said="已撤下"
            )

    def _refuse(self, error: Expected) -> None:
        if isinstance(error, Invalid):
            self._tell(" ".join(words.problem(one) for one in error.problems))
        else:
            self._tell(str(wording.sentence(error)))

    def _tell(self, text: str) -> None:
        self._told.setText(text)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
