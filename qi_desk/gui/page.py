"""What every page is: a name, what to do when shown, which records it shows, which keys it knows, what to say now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from qi_desk.domain.errors import Expected
from qi_desk.gui.keys import Key
from qi_desk.gui.workplace import Workplace
from qi_desk.services.outcomes import Changes

DRAFT_MS = 600
"""How long typing may run ahead of its journal; with writing it stays under a second."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What is going on, for the courteous words: the code of a moment (list `phrase_moments`), values for the slots of
    its phrases, and moments that hold besides."""

    code: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()


class Page(QWidget):
    """One page of the desk, under the heading `group` of the rail. A hidden page that shows stale records re-reads
    them when it is next shown."""

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    group: ClassVar[str] = ""
    # The verb whose right opens the page; without one it is open to all.
    right: ClassVar[str] = ""
    # Whether the page is there at practice stations alone.
    practice_only: ClassVar[bool] = False
    kinds: ClassVar[frozenset[str]] = frozenset()
    keys: ClassVar[tuple[Key, ...]] = ()

    # Another page is wanted: its name and what it should show.
    wanted = Signal(str, object)
    # The moment for courteous words changed.
    moment_changed = Signal()
    # Half-written work changed (at most every DRAFT_MS).
    draft_changed = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self.work = work
        self._stale = True
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(DRAFT_MS)
        self._typing.timeout.connect(self.draft_changed)
        work.changed.connect(self._on_changed)

    @staticmethod
    def prepare() -> None:
        """Read ahead what making the page will need; it works without, only slower."""

    def activate(self, params: Mapping[str, Any]) -> None:
        """The page is about to be shown for `params`."""

    def reload(self) -> None:
        """Read again what the page shows."""

    def moment(self) -> Moment:
        """What is going on, for the courteous words."""
        return Moment()

    def read_back(self) -> Sequence[tuple[str, str]]:
        """What was typed for the customer in front, as (label, value), to be read large on their own screen; empty
        where nothing on this page is theirs to confirm."""
        return ()

    def draft(self) -> Mapping[str, Any] | None:
        """Half-written work as JSON values, None if there is none."""
        return None

    def draft_key(self) -> str:
        """What the draft is kept under."""
        return self.name

    def restore(self, content: Mapping[str, Any]) -> None:
        """Put half-written work back."""

    def slots(self) -> Mapping[str, Callable[[], None]]:
        """What the keys of the window do on this page; a key not named here does nothing on it."""
        return {}

    def back(self) -> bool:
        """Esc: True if the page had something of its own to close."""
        return False

    def typed(self) -> None:
        """Call when a person typed: the draft is journaled soon."""
        if not self._typing.isActive():
            self._typing.start()

    def refuse(self, error: Expected) -> None:
        """Tell an expected error in the message bar."""
        self.work.tell(error)

    def say(self, what: str, tone: str = "success", following: str = "") -> None:
        """Tell something in the message bar."""
        self.work.told.emit(tone, what, "", following)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if not self.kinds & changes.kinds:
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale and self.work.signed_in:
            self._stale = False
            self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stale = True
