"""What the list of requests is narrowed to: five choices in a row, and lists kept under a name among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from qi_desk import resource_files
from qi_desk.gui import words
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.services import request_views
from qi_desk.services.saved_views import SavedView

_KEPT = "kept:"
_STATES: dict[str, tuple[str, ...]] = {
    "registered": ("registered",),
    "running": request_views.RUNNING[1:],
    "standing": ("supplement", "paused"),
    "closed": ("closed", "archived", "terminated", "refused"),
}
_SHOWN = (
    ("all", "全部需求"),
    ("registered", "待受理"),
    ("running", "办理中"),
    ("standing", "停着的"),
    ("closed", "已办结"),
)
_WHOSE = (("first", "我首问的"), ("responsible", "我承办的"))
_DAYS = (("7", "近 7 天"), ("30", "近 30 天"), ("90", "近 90 天"), ("365", "近一年"))


class RequestFilters(QWidget):
    """Emits `edited` when a person chose."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: dict[str, SavedView] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        categories = [(one.id, one.label) for one in resource_files.catalogue().categories]
        urgencies = words.choices("urgencies")
        self.shown = self._choice(row, "shown", "显示哪些需求", _SHOWN, None)
        self.whose = self._choice(row, "whose", "谁的需求", _WHOSE, "谁的都看")
        self.category = self._choice(row, "category", "哪个门类", categories, "全部门类")
        self.urgency = self._choice(row, "urgency", "缓急", urgencies, "不论缓急")
        self.days = self._choice(row, "days", "登记时间", _DAYS, "不限时间")
        self._inputs = {one.objectName(): one for one in self.findChildren(ChoiceInput)}

    def _choice(
        self, row: QHBoxLayout, name: str, said: str, choices: Sequence[tuple[str, str]], empty: str | None
    ) -> ChoiceInput:
        made = ChoiceInput(self)
        made.setObjectName(name)
        made.setAccessibleName(said)
        made.setToolTip(said)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        made.setMinimumContentsLength(4)
        made.set_choices(choices, empty=empty)
        made.edited.connect(self._on_edited)
        row.addWidget(made, 1)
        return made

    def _on_edited(self) -> None:
        view = self._kept.get(self.shown.value().removeprefix(_KEPT))
        if view is not None:
            for name, one in self._inputs.items():
                if name != "shown":
                    one.set_value(view.wanted.get(name, ""))
        self.edited.emit()

    def set_kept(self, views: Sequence[SavedView]) -> None:
        """Offer the lists this person keeps."""
        self._kept = {one.eid: one for one in views}
        self.shown.set_choices((*_SHOWN, *((f"{_KEPT}{one.eid}", f"★ {one.name}") for one in views)))

    def kept(self) -> SavedView | None:
        """The kept list that is chosen."""
        return self._kept.get(self.shown.value().removeprefix(_KEPT))

    def choose_kept(self, eid: str) -> None:
        """Show a kept list."""
        self.shown.set_value(f"{_KEPT}{eid}")
        self._on_edited()

    def wanted(self) -> Mapping[str, str]:
        """What is chosen, to be kept under a name."""
        view = self.kept()
        shown = view.wanted.get("shown", "all") if view is not None else self.shown.value()
        return {**{name: one.value() for name, one in self._inputs.items() if one.value()}, "shown": shown}

    def query(self, account: str, now: datetime) -> dict[str, Any]:
        """What is chosen as `request_views.page` takes it."""
        wanted = self.wanted()
        narrowed: dict[str, Any] = {name: wanted[name] for name in ("category", "urgency") if name in wanted}
        if "whose" in wanted:
            narrowed[wanted["whose"]] = account
        if "days" in wanted:
            narrowed["since"] = now - timedelta(days=int(wanted["days"]))
        return {**narrowed, "states": _STATES.get(wanted["shown"], ())}
